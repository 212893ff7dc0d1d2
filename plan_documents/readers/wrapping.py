"""Sentences that were broken over several lines for lack of room, in text copied from a PDF."""

import re
from collections.abc import Iterator

from plan_documents.vocabulary import COUNCILLOR, PERSON_LINE, OutcomeNames, label_of

from .page_furniture import BROKEN_WIDTH, ENDS_SENTENCE, FULL_WIDTH, LIST_MARKER, Line, is_label

LEANS_FORWARD = re.compile(
    r"(?:\b(?:a|an|and|as|at|between|by|for|from|in|including|into|its|of|on|or|our|than|the|their|to|with)|,|&|\s[–—-])$",
    re.IGNORECASE,
)
BROKEN_WORD = re.compile(r"([^\W\d_]*[a-z])-$")
WIDEST = 110
"""Characters: a longer line is a whole paragraph and was never broken."""
WRAPPED_SHARE = 0.3
"""Where this share of the lines that another follows is full, a document was broken for lack of room."""
RAGGED = 0.9
"""Letters differ in width: the shortest full line has this share of the characters of a long one."""
HEADING_WORDS = 8


class Wrapping:
    """How a document's lines were broken, and whether a line is the rest of the one before it."""

    def __init__(self, lines: list[Line]):
        self._text = "\n".join(line.text for line in lines).lower()
        self._width = _width(lines)
        """Characters of the document's full lines; 0 where its lines were not broken for lack of room."""

    def continues(self, before: str, after: str, parted: bool, long: bool) -> bool:
        """Whether ``after`` is the rest of the sentence that ``before`` holds or ends with.

        ``parted`` says that page furniture stands between the two, ``long`` that the sentence has
        reached the end of a line before.
        """
        if ENDS_SENTENCE.search(before) or label_of(before):
            return False
        if parted and (is_label(after) or len(before) < BROKEN_WIDTH):
            return False
        if LEANS_FORWARD.search(before) or (BROKEN_WORD.search(before) and after[0].islower()):
            return True
        return (long or len(before) >= BROKEN_WIDTH) and after[0].islower()

    def runs_on(self, before: str, after: str, following: Line | None) -> bool:
        """Whether a line that begins with a capital is the rest of a full line before it."""
        if not self._width or len(before) < FULL_WIDTH or ENDS_SENTENCE.search(before):
            return False
        if len(before) + 1 + len(after.split()[0]) <= self._width * RAGGED or OutcomeNames().by_statement(before):
            return False
        return not _begins_anew(after, following)

    def joint(self, before: str, after: str) -> tuple[str, str]:
        """How a line ends where the next is put to it: (its text, what goes between).

        A word broken with a hyphen is made whole, unless the document has it with a hyphen elsewhere.
        """
        broken = BROKEN_WORD.search(before)
        if not broken or not after[0].islower():
            return before, " "
        rest = re.match(r"\w*", after)[0]
        compound, whole = f"{broken[1]}-{rest}".lower(), f"{broken[1]}{rest}".lower()
        hyphened = compound in self._text and whole not in self._text
        return (before, "") if hyphened else (before[:-1], "")


def _width(lines: list[Line]) -> int:
    pairs = [len(line.text) for line, after in _pairs(lines) if not after.after_blank]
    full = sorted(length for length in pairs if FULL_WIDTH <= length <= WIDEST)
    wrapped = bool(full) and len(full) / len(pairs) >= WRAPPED_SHARE
    return full[len(full) * 9 // 10] if wrapped else 0


def _pairs(lines: list[Line]) -> Iterator[tuple[Line, Line]]:
    return zip(lines, lines[1:], strict=False)


def _begins_anew(text: str, following: Line | None) -> bool:
    """Whether a line is a marker, a label, a person, an outcome's name or a short heading."""
    person = PERSON_LINE.match(text)
    if LIST_MARKER.match(text) or is_label(text) or COUNCILLOR.match(text) or (person and person["role"][0].isupper()):
        return True
    short = len(text.split()) <= HEADING_WORDS and not ENDS_SENTENCE.search(text)
    stands_alone = following is None or following.after_blank or not following.text.lstrip()[:1].islower()
    return bool(OutcomeNames().by_name(text)) or (short and stands_alone)
