"""Marks the words that changed between two texts. Values in, values out: no database, no request.

Two texts of ordinary length are compared word by word. Longer ones are first held together at runs of words that
each of them has exactly once, so that a text of 50 kB takes a fraction of a second whatever it says.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from textwrap import shorten
from typing import Literal, NamedTuple

MOST_PAIRS = 90_000
"""Words of one text times words of the other, up to which every word is held against every word."""

RUNS = (5, 2, 1)
"""How many words in a row must be found once in each text to hold the two together; fewer where more find nothing."""

Block = tuple[int, int, int]
"""A place in the text before, a place in the text after, and how many words they share from there."""


class Mark(NamedTuple):
    """A run of words with single spaces, and what became of it."""

    text: str
    kind: Literal["same", "dropped", "added"]


def mark_words(before: str, after: str, *, overlook_punctuation_and_case: bool = False) -> list[Mark]:
    """The words of both texts in reading order; at one place what was dropped stands before what was added.

    The words that are the same or added are those of ``after``, in order; the same or dropped, those of
    ``before``. Where punctuation and case are overlooked, words that are the same are shown as ``after`` has them.
    White space makes no difference of words.
    """
    old, new = before.split(), after.split()
    key = _bare if overlook_punctuation_and_case else str
    marks: list[Mark] = []
    old_at = new_at = 0
    for old_from, new_from, size in _shared([key(word) for word in old], [key(word) for word in new]):
        marks += _mark(old[old_at:old_from], "dropped") + _mark(new[new_at:new_from], "added")
        old_at, new_at = old_from + size, new_from + size
        marks += _mark(new[new_from:new_at], "same")
    return marks


def in_short(text: str, length: int = 80) -> str:
    """``text`` on one line of a list, cut after a word; within one that is longer than all of it."""
    short = shorten(text, length, placeholder="…")
    return short if short != "…" else f"{text.strip()[: length - 1]}…"


def _mark(words: list[str], kind: Literal["same", "dropped", "added"]) -> list[Mark]:
    return [Mark(" ".join(words), kind)] if words else []


def _bare(word: str) -> str:
    return re.sub(r"[^\w£%]", "", word).lower()


def _shared(old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """The blocks that both share, none touching the next, with an empty one at the end as ``difflib`` has it."""
    blocks: list[Block] = []
    for old_at, new_at, size in _blocks(old, new, RUNS):
        if blocks and _ends(blocks[-1]) == (old_at, new_at):
            size += blocks[-1][2]
            old_at, new_at, _ = blocks.pop()
        blocks.append((old_at, new_at, size))
    return [*blocks, (len(old), len(new), 0)]


def _ends(block: Block) -> tuple[int, int]:
    old_at, new_at, size = block
    return old_at + size, new_at + size


def _blocks(old: Sequence[str], new: Sequence[str], runs: Sequence[int]) -> Iterator[Block]:
    if len(old) * len(new) <= MOST_PAIRS:
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        yield from (tuple(block) for block in matcher.get_matching_blocks() if block.size)
        return
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    old_end, new_end = len(old) - tail, len(new) - tail
    if head:
        yield 0, 0, head
    for old_at, new_at, size in _between(old[head:old_end], new[head:new_end], runs):
        yield head + old_at, head + new_at, size
    if tail:
        yield old_end, new_end, tail


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words both begin with."""
    return next(
        (n for n, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new))
    )


def _between(old: Sequence[str], new: Sequence[str], runs: Sequence[int]) -> Iterator[Block]:
    """The blocks of two long texts, held together where they can be; what cannot is told as wholly changed."""
    if not runs or not old or not new:
        return
    held = [(-1, -1), *_held_together(old, new, runs[0]), (len(old), len(new))]
    for (old_from, new_from), (old_to, new_to) in pairwise(held):
        if old_from >= 0:
            yield old_from, new_from, 1
        for old_at, new_at, size in _blocks(old[old_from + 1 : old_to], new[new_from + 1 : new_to], runs[1:]):
            yield old_from + 1 + old_at, new_from + 1 + new_at, size


def _held_together(old: Sequence[str], new: Sequence[str], length: int) -> list[tuple[int, int]]:
    """Places of runs of ``length`` words that each text has once, as many as keep their order in both."""
    before, after = _only_once(old, length), _only_once(new, length)
    return _longest_rise([(at, after[run]) for run, at in before.items() if run in after])


def _only_once(words: Sequence[str], length: int) -> dict[tuple[str, ...], int]:
    runs = [tuple(words[at : at + length]) for at in range(len(words) - length + 1)]
    counts = Counter(runs)
    return {run: at for at, run in enumerate(runs) if counts[run] == 1}


def _longest_rise(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most pairs, in the order given, whose second numbers rise (patience sorting)."""
    tops: list[int] = []
    last_of: list[int] = []
    previous: list[int] = []
    for n, (_, second) in enumerate(pairs):
        pile = bisect_left(tops, second)
        tops[pile : pile + 1] = [second]
        last_of[pile : pile + 1] = [n]
        previous.append(last_of[pile - 1] if pile else -1)
    rise = []
    at = last_of[-1] if last_of else -1
    while at >= 0:
        rise.append(pairs[at])
        at = previous[at]
    return rise[::-1]
