"""Points of time that belong together, and the bound that the words round them give."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from .periods import Span
from .points import Point

BARE, BY, FROM, START, AFTER, BEYOND = "bare", "by", "from", "start", "after", "beyond"

RANGE, LIST, BESIDE = "range", "list", "beside"


@dataclass
class Group:
    """Points that belong together, with the bound that the words round them give.

    ``first`` and ``past`` are token places that include the words of the bound; ``open`` says that the group
    runs on ("onwards"), ``to_come`` that its end is still to be confirmed, ``participle`` that a word
    such as "commencing" opens it.
    """

    points: list[Point]
    links: list[str]
    role: str
    first: int
    past: int
    open: bool = False
    to_come: bool = False
    exclusive: bool = False
    superseded: bool = False
    replaces: bool = False
    bracketed: bool = False
    participle: bool = False
    doubts: list[str] = field(default_factory=list)

    @property
    def last(self) -> Point:
        return max(self.points, key=lambda point: (point.span() or (date.min, date.min))[1])

    @property
    def precision(self) -> str:
        return self.last.precision

    def spans(self) -> list[Span]:
        return [span for point in self.points if (span := point.span())]

    def outer(self) -> Span:
        """First and last day, whatever the bound."""
        spans = self.spans()
        start = min(span[0] for span in spans)
        if self.points[0].part == "end" and (len(self.points) > 1 or self.role in {FROM, START, AFTER}):
            start = (self.points[0].tail() or spans[0])[0]
        return start, max(span[1] for span in spans)

    def bounds(self) -> tuple[date | None, date | None]:
        """Start and end as the bound leaves them."""
        start, end = self.outer()
        if self.role == BY:
            return None, self._before(start, end) if self.exclusive else end
        if self.role in {FROM, START}:
            return start, None
        if self.role in {AFTER, BEYOND}:
            return end + timedelta(days=1), None
        if self.open and len(self.points) == 1 and self.role != BARE:
            return start, None
        return start, end

    def _before(self, start: date, end: date) -> date:
        point = self.points[0]
        if point.part == "end":
            return end
        if point.part == "mid" and point.unit == "year":
            return date(start.year, 6, 30)
        return start - timedelta(days=1)


def settle(groups: list[Group]) -> list[Group]:
    """Leaves out dates that a later one replaces, and vague ones that an exact one in brackets refines."""
    kept: list[Group] = []
    current = [g for g in groups if not g.superseded] or groups
    for group in current:
        if group.replaces and kept:
            kept.clear()
        if group.bracketed and kept and _refines(group, kept[-1]):
            if kept[-1].role != BARE and group.role == BARE:
                group.role, group.exclusive, group.open = kept[-1].role, kept[-1].exclusive, kept[-1].open
            group.first = kept[-1].first
            kept[-1] = group
            continue
        if group.bracketed and kept and _refines(kept[-1], group) and group.role == BARE:
            continue
        kept.append(group)
    return _only_beginnings(kept) if len(kept) > 1 else kept


def _only_beginnings(groups: list[Group]) -> list[Group]:
    """Among several steps, "construction beginning in 2021" is a step of its own and not without end."""
    for group in groups:
        if group.participle and group.role == FROM:
            group.role, group.open = START, False
    return groups


def _refines(exact: Group, vague: Group) -> bool:
    inner, outer = exact.outer(), vague.outer()
    return outer[0] <= inner[0] and inner[1] <= outer[1]
