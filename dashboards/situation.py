"""How things stand in one scope on one day, exceptions first: what dashboards show and packs freeze.

A section says what it counts, how many there are, and shows some of them; the rest is one link away.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dashboards.facts import Fact
from dashboards.scopes import Scope
from priorities.models import Deliverable, Meeting
from priorities.standing import Standing

MOST_SHOWN = 10
"""Promises of a section that a dashboard shows; a pack shows all."""


@dataclass(frozen=True)
class Section:
    """Promises of one kind. ``key`` names it in addresses: "overdue", "off-track", "at-risk", "moved", "due",
    "quiet" or "delivered". ``rows`` have their context at hand (``DeliverableQuerySet.with_context()``)."""

    key: str
    title: str
    rule: str
    """What is counted, in one sentence."""
    count: int
    rows: list[Deliverable] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True)
class Situation:
    """Everything that a dashboard says of its scope on ``day``; ``since`` is the meeting that changes count from."""

    scope: Scope
    day: date
    since: Meeting | None
    sentence: str
    standing: Standing
    facts: list[Fact]
    sections: list[Section]
    moved: list[Any] = field(default_factory=list)
    """Dates that moved since the meeting, as ``priorities.moved_dates`` tells them."""

    def section(self, key: str) -> Section:
        return next(each for each in self.sections if each.key == key)


def situation(scope: Scope, day: date, since: Meeting | None = None, most: int | None = MOST_SHOWN) -> Situation:
    """Gather it. ``most`` is how many rows each section holds, None for all."""
    raise NotImplementedError
