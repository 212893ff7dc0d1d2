"""Splits a timescale that names several steps into milestones, each with its own words and dates."""

import re
from dataclasses import dataclass
from datetime import date

from . import words
from .groups import BARE, BY, LIST, START, Group
from .tokens import Token


@dataclass(frozen=True)
class Milestone:
    """One step of a timescale that names several: its words as published, and its own dates."""

    text: str
    start: date | None
    end: date | None


def find_milestones(clean: str, tokens: list[Token], groups: list[Group]) -> tuple[Milestone, ...]:
    """Each group (or each date of a list) with the words of its own clause."""
    found: list[Milestone] = []
    for n, group in enumerate(groups):
        label = _label(clean, tokens, groups, n)
        if len(group.points) > 1 and all(how == LIST for how in group.links) and group.role in {BARE, BY}:
            if group.exclusive or not _separate(clean, tokens, group):
                found.append(Milestone(label, *group.bounds()))
                continue
            for point in group.points:
                span = point.span()
                if span:
                    found.append(Milestone(label, None if group.role == BY else span[0], span[1]))
            continue
        start, end = group.bounds()
        if group.role == START and len(groups) > 1:
            end = group.outer()[1]
        found.append(Milestone(label, start, end))
    return tuple(found)


def _separate(clean: str, tokens: list[Token], group: Group) -> bool:
    """Dates joined by a slash or "or" are one stretch; by commas, semicolons or "and" they are several."""
    first, last = group.points[0], group.points[-1]
    between = clean[tokens[first.past - 1].end : tokens[last.first].start]
    return "/" not in between and " or " not in between


BREAK = re.compile(r"[;\n]|[.!?](?=\s|$)|,(?=\s)")

LOOSE_ENDS = re.compile(
    r"^(?:and|then|with|&)\s+|(?:\s+(?:in|on|at|the|of|during|for|due|towards?)|\btowards?(?: the)?)+$",
    re.IGNORECASE,
)
SAYS_NOTHING = {"", "ongoing", "timescale", "timescales", "target", "due", "complete", "towards"}
EDGES = " \t-:;,.()[]/&"


def _label(clean: str, tokens: list[Token], groups: list[Group], n: int) -> str:
    """The words that a date belongs to: before it in its clause, else after it."""
    group = groups[n]
    left = tokens[groups[n - 1].past - 1].end if n else 0
    right = tokens[groups[n + 1].first].start if n + 1 < len(groups) else len(clean)
    begin, stop = tokens[group.first].start, tokens[group.past - 1].end
    before, after = clean[left:begin], clean[stop:right]
    cuts = [m.end() for m in BREAK.finditer(before) if m.group() != ","]
    before = before[cuts[-1] if cuts else 0 :]
    cut = re.search(r"[;\n]|[.!?](?=\s|$)", after)
    after = after[: cut.start()] if cut else (after if n + 1 == len(groups) else "")
    label = " ".join(before.split()).strip(EDGES)
    label = re.sub(r"^on-?going\b[\s:;,/-]*", "", label, flags=re.I)
    label = LOOSE_ENDS.sub("", label)
    if label.lower() in words.FILLER | SAYS_NOTHING:
        label = " ".join(after.split()).strip(EDGES)
    lower = label.lower()
    if len(groups) == 1 and (words.ONGOING.search(lower) or words.RECURRING.search(lower)):
        return ""
    return label[:200]
