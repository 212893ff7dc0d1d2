"""What can be said of a text without changing a word of it. Values in, values out: no database, no request."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from ledger.words import mark_words

NUMBER = re.compile(
    r"[£€$]?\d[\d,]*(?:\.\d+)?(?:%|(?:st|nd|rd|th|bn|m|k)\b)?\+?(?:\s(?:million|billion)\b)?", re.IGNORECASE
)
YEAR = re.compile(r"(?:19|20)\d\d")


class Figure(NamedTuple):
    """A sentence around its number: the three parts together are the sentence, nothing lost."""

    before: str
    number: str
    after: str


class Part(NamedTuple):
    """A run of words of a statement; ``added`` where the statement before it did not have them there."""

    text: str
    added: bool


@dataclass(frozen=True)
class Wording:
    """One statement of several, in parts, and the runs of words of the one before that it left out."""

    stated: Any
    parts: list[Part]
    dropped: list[str]

    @property
    def added(self) -> list[str]:
        return [part.text.strip() for part in self.parts if part.added]


def split_figure(sentence: str) -> Figure:
    """Find the first number of a sentence; a year is not one. Without a number ``number`` is empty."""
    for match in NUMBER.finditer(sentence):
        start, end = match.start(), match.start() + len(match.group().rstrip(","))
        if not YEAR.fullmatch(sentence[start:end]) and not _is_second_year(sentence, start):
            return Figure(sentence[:start], sentence[start:end], sentence[end:])
    return Figure(sentence, "", "")


def compare_wordings(stated: Iterable[tuple[Any, str]]) -> list[Wording]:
    """Set each ``(whatever, statement)`` beside the one before it, the earliest first."""
    stated = list(stated)
    first = [Wording(each, [Part(text, False)], []) for each, text in stated[:1]]
    return first + [_compare(earlier, later, each) for (_, earlier), (each, later) in pairwise(stated)]


def _is_second_year(sentence: str, start: int) -> bool:
    """The ``19`` of ``2018/19`` and the ``20`` of ``2018-20`` belong to a year."""
    return bool(re.search(r"(?:19|20)\d\d\s?[/–-]$", sentence[:start]))


def _compare(earlier: str, later: str, stated: Any) -> Wording:
    """Punctuation and case make no difference of wording."""
    marks = mark_words(earlier, later, overlook_punctuation_and_case=True)
    parts = [Part(mark.text, mark.kind == "added") for mark in marks if mark.kind != "dropped"]
    return Wording(stated, parts, [mark.text for mark in marks if mark.kind == "dropped"])
