"""A list of changes as a page tells it: in one sentence, and in groups. Values in, values out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ledger.changes import Change, Window
from ledger.words import Mark
from ledger.writing import long_day
from outcomes.told import MEASURES, PLACES, PLAN
from priorities.changes_asked import Choice
from priorities.standing import join_words
from priorities.told import WHO_ANSWERS

COUNTED = {
    "moved": ("one date moved", "date moved", "dates moved"),
    "status": ("one report on progress was given", "report on progress", "reports on progress"),
    "reworded": ("one wording changed", "wording changed", "wordings changed"),
    "holder": ("who answers changed once", "change of who answers", "changes of who answers"),
    "dropped": ("one promise was dropped", "promise dropped", "promises dropped"),
    "merged": ("one promise was merged", "promise merged", "promises merged"),
    "replaced": ("one promise was replaced", "promise replaced", "promises replaced"),
    "carried": ("one promise was carried forward", "promise carried forward", "promises carried forward"),
    "began": ("one plan came into force", "plan came into force", "plans came into force"),
    "ended": ("one plan came to an end", "plan came to an end", "plans came to an end"),
    "added": ("one thing was added", "addition", "additions"),
    "removed": ("one thing was removed", "removal", "removals"),
    "link": ("one link changed", "link changed", "links changed"),
    "other": ("one other detail changed", "other detail", "other details"),
}
"""What is said of a kind of change: where nothing else changed, of one, and of many."""
HEADINGS = (PLAN, WHO_ANSWERS, MEASURES, PLACES, "Stories")
WORDS_AROUND = 14


@dataclass(frozen=True)
class Group:
    """The changes under one heading that a page shows, and how many there are on all pages."""

    heading: str
    slug: str
    changes: list[Change]
    total: int


def in_days(window: Window) -> str:
    """The window in words: "From 1 May to 31 May 2022"; the first year only where it differs."""
    first, last = long_day(window.since), long_day(window.until)
    if window.since == window.until:
        return f"On {last}"
    if window.since.year == window.until.year:
        first = first.rpartition(" ")[0]
    return f"From {first} to {last}"


def count_sentence(changes: Sequence[Change]) -> str:
    """How many things changed, by kind: "14 things changed: 3 dates moved, …"."""
    if not changes:
        return "nothing changed"
    if len(changes) == 1:
        return COUNTED[changes[0].kind][0]
    counts = Counter(change.kind for change in changes)
    kinds = [
        f"{counts[kind]:,} {one if counts[kind] == 1 else many}"
        for kind, (_, one, many) in COUNTED.items()
        if counts[kind]
    ]
    return f"{len(changes):,} things changed: {join_words(kinds)}"


def in_groups(changes: Iterable[Change], outcomes: Iterable[Choice]) -> list[tuple[str, str, Change]]:
    """Each change with its heading and the outcome's slug, in the order of the page; the latest first in each."""
    known = {("outcome", choice.key): (position, choice) for position, choice in enumerate(outcomes)}
    placed = [(_place(change, known), change) for change in changes]
    placed.sort(key=lambda each: each[0][0])
    return [(heading, slug, change) for (_, heading, slug), change in placed]


def _place(change: Change, known: dict) -> tuple[int, str, str]:
    for facet in change.facets & known.keys():
        position, choice = known[facet]
        return position, choice.name, choice.slug
    heading = change.heading if change.heading in HEADINGS else PLAN
    return len(known) + HEADINGS.index(heading), heading, ""


def groups_of(shown: Iterable[tuple[str, str, Change]], everything: Iterable[tuple[str, str, Change]]) -> list[Group]:
    """The groups of one page, each with its count over all pages."""
    totals = Counter(heading for heading, _, _ in everything)
    groups: dict[str, Group] = {}
    for heading, slug, change in shown:
        groups.setdefault(heading, Group(heading, slug, [], totals[heading])).changes.append(change)
    return list(groups.values())


def around(marks: Sequence[Mark]) -> Iterator[Mark]:
    """The marks, with long runs of words that stayed the same cut down to those beside a change."""
    for position, mark in enumerate(marks):
        words = mark.text.split(" ")
        if mark.kind != "same" or len(words) <= 2 * WORDS_AROUND + 5:
            yield mark
            continue
        head = words[:WORDS_AROUND] if position else []
        tail = words[-WORDS_AROUND:] if position < len(marks) - 1 else []
        yield Mark(" ".join([*head, "…", *tail]), "same")
