"""Short headings made of a promise's own words: always the beginning of its text, never a paraphrase."""

import re
from dataclasses import dataclass

LONGEST = 90
SHORTEST = 32
_SENTENCE_END = re.compile(r"(?<=[.!?])\s|\n")
_CLAUSE_END = re.compile(r"[,;:](?=\s)|\s[–—(-](?=\s|\w)")
_JOINT = re.compile(r"\s(?=(?:and|because|by|for|in order to|including|so that|through|until|using|while|with)\s)")


@dataclass(frozen=True)
class Heading:
    """The first words of a text, and what follows them: ``lead + rest`` is the text, nothing lost."""

    lead: str
    rest: str
    cut_short: bool = False

    def __str__(self) -> str:
        """As it stands alone: without closing punctuation, and with an ellipsis where its sentence goes on."""
        words = self.lead.rstrip(" .,;:–—-")
        return f"{words}…" if self.cut_short else words


def make_heading(text: str, longest: int = LONGEST) -> Heading:
    """The first sentence; where that is too long its first clause; else as many whole words as fit."""
    text = text.strip()
    first = _SENTENCE_END.split(text, maxsplit=1)[0]
    if len(first) <= longest:
        return Heading(first, text[len(first) :])
    position = _first_break(_CLAUSE_END, first, longest) or _last_break(_JOINT, first, longest)
    if position:
        return Heading(text[:position], text[position:], cut_short=True)
    position = first.rfind(" ", 0, longest) if " " in first[:longest] else longest
    return Heading(text[:position], text[position:], cut_short=True)


def _first_break(pattern: re.Pattern, sentence: str, longest: int) -> int | None:
    return next((m.start() for m in pattern.finditer(sentence) if SHORTEST <= m.start() <= longest), None)


def _last_break(pattern: re.Pattern, sentence: str, longest: int) -> int | None:
    fitting = [m.start() for m in pattern.finditer(sentence) if SHORTEST <= m.start() <= longest]
    return fitting[-1] if fitting else None
