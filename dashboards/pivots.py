"""Promises counted by two things at once, in a table. Values in, values out: no database, no request."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from dashboards.facts import Fact
from dashboards.members import standing_of_facts
from priorities.standing import NONE_SLUG, ORDER, Standing, label_of

GroupsOf = Callable[[Fact], Collection[int]]
"""The keys of the rows that a promise counts in; none for the row of what belongs to none."""
Value = tuple[int, str, str]
"""A row's key, its slug and its name."""


@dataclass(frozen=True)
class Line:
    """One row of the table: its ``name``, the ``slug`` that addresses narrow by, and how its promises stand."""

    slug: str
    name: str
    standing: Standing

    @property
    def overdue(self) -> int:
        return self.standing.passed


@dataclass(frozen=True)
class Pivot:
    """``statuses`` are those that count anything. ``shared`` promises count in several rows."""

    lines: list[Line]
    together: Line
    statuses: list[str]
    shared: int

    def cells(self, line: Line) -> list[tuple[str, int]]:
        """Each status as addresses name it, and how many there are of it."""
        return [(status or NONE_SLUG, line.standing.counts.get(status, 0)) for status in self.statuses]

    @property
    def headings(self) -> list[str]:
        return [label_of(status) for status in self.statuses]


def pivot(known: Iterable[Fact], groups_of: GroupsOf, values: Iterable[Value], none: str, day: date) -> Pivot:
    """The table with a row for each of ``values`` that counts a promise, and one called ``none`` for the others."""
    known = list(known)
    groups, shared = grouped(known, groups_of)
    lines = [Line(slug, name, standing_of_facts(groups[key], day)) for key, slug, name in values if key in groups]
    if None in groups:
        lines.append(Line(NONE_SLUG, none, standing_of_facts(groups[None], day)))
    together = Line("", "All together", standing_of_facts(known, day))
    statuses = [status for status in ORDER if together.standing.counts.get(status)]
    return Pivot(lines, together, statuses, shared)


def grouped(known: Iterable[Fact], groups_of: GroupsOf) -> tuple[dict[int | None, list[Fact]], int]:
    """The promises of each group, and how many belong to more than one."""
    groups: dict[int | None, list[Fact]] = {}
    shared = 0
    for fact in known:
        keys = groups_of(fact)
        shared += len(keys) > 1
        for key in keys or [None]:
            groups.setdefault(key, []).append(fact)
    return groups, shared


def within(known: Iterable[Fact], groups_of: GroupsOf, key: int | None) -> list[Fact]:
    """The promises of one group; with None those that belong to none."""
    return [fact for fact in known if (key in groups_of(fact) if key is not None else not groups_of(fact))]
