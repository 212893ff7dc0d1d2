"""Addresses in a line as somebody typed it, and the words beside them. Text in, values out."""

import re
from collections import defaultdict

BEGINS = r"(?:https?://|www\.)"
IS_ADDRESS = re.compile(rf'(?<!\w){BEGINS}(?:(?![,;|]{BEGINS})[^\s<>“”"])+', re.IGNORECASE)
"""An address and what touches its end, up to a separator that another address follows."""
ENDS_A_SENTENCE = ".,;:!?*'’"
PARTNERS = {")": "(", "]": "[", "}": "{", ">": "<", "”": "“", "’": "‘", '"': '"', "'": "'"}
"""What opens the brackets or the quotation that each of these closes."""
IS_MARK = re.compile(r"(?<!\w)['’]|['’](?!\w)|[()\[\]{}<>“”‘\"]")
"""A bracket or a quotation mark; not an apostrophe within a word."""
GAP = "\0"
"""Stands where an address was."""
MARKED_GAP = re.compile(
    r"""(?:\( ?\0 ?\)|\[ ?\0 ?\]|\{ ?\0 ?\}|< ?\0 ?>|“ ?\0 ?”|‘ ?\0 ?’|"\0"|'\0'|(?<!\*)\*+\0)\0?[.,;:!?]*"""
)
"""Brackets and quotation marks around an address alone, or stars that make it bold, and what ends a sentence there."""
DEEPEST = 9
"""How many such brackets and quotations stand within one another."""
GAP_WITHIN_MARKS = re.compile(r" ?\0(?=[)\]}>”’])|(?<=[(\[{<“‘])\0 ?")
MANY_GAPS = re.compile(r"\0+")
SEPARATORS = " :–—-,;*•"
"""What people put between an address and its name, or before both."""


def addresses_in(line: str) -> list[str]:
    """Each address in full, without what belongs to the words around it.

    >>> addresses_in("The count of June (www.example.org/june).")
    ['https://www.example.org/june']
    """
    return [_whole(_without_sentence(each)) for each in IS_ADDRESS.findall(line)]


def words_beside(line: str) -> str:
    """What the line says beside its addresses; nothing where that has no letter and no digit.

    >>> words_beside("Report (draft): https://example.org/report")
    'Report (draft)'
    """
    text = IS_ADDRESS.sub(_gap, " ".join(line.split()))
    text = _without_lonely_marks_at_gaps(_without_marked_gaps(text))
    words = _trimmed(" ".join(GAP_WITHIN_MARKS.sub("", text).replace(GAP, " ").split()))
    return words if any(map(str.isalnum, words)) else ""


def _without_sentence(address: str) -> str:
    """Without a full stop that ends a sentence, or a bracket that was opened before the address."""
    address = address.rstrip(ENDS_A_SENTENCE)
    while address.endswith((")", "]", "}")) and address.count(address[-1]) > address.count(PARTNERS[address[-1]]):
        address = address[:-1].rstrip(ENDS_A_SENTENCE)
    return address


def _whole(address: str) -> str:
    return address if "://" in address else f"https://{address}"


def _gap(found: re.Match[str]) -> str:
    """A gap, and the marks at the end of the address, each before a gap: they may close what was opened before it."""
    marks = found[0][len(_without_sentence(found[0])) :]
    return GAP + "".join(f"{mark}{GAP}" for mark in marks if mark in PARTNERS)


def _without_marked_gaps(text: str) -> str:
    for _ in range(DEEPEST):
        text = MARKED_GAP.sub(GAP, text)
    return text


def _without_lonely_marks_at_gaps(text: str) -> str:
    lonely = _lonely(text)
    kept = (mark for place, mark in enumerate(text) if place not in lonely or text[max(place - 1, 0)] != GAP)
    return MANY_GAPS.sub(GAP, "".join(kept))


def _trimmed(words: str) -> str:
    """Without separators at both ends, and without brackets and quotation marks there that have no partner."""
    lonely = _lonely(words)
    kept = [place for place, mark in enumerate(words) if mark not in SEPARATORS and place not in lonely]
    return words[kept[0] : kept[-1] + 1] if kept else ""


def _lonely(text: str) -> set[int]:
    """The places of brackets and quotation marks that have no partner."""
    opened, lonely = defaultdict(list), set()
    for found in IS_MARK.finditer(text):
        if before := opened[PARTNERS.get(found[0])]:
            lonely.discard(before.pop())
        else:
            lonely.add(found.start())
            opened[found[0]].append(found.start())
    return lonely
