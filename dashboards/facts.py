"""What a dashboard needs to know of every promise: one light row each, read in two questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from priorities.querysets import completed_in_time, latest_told, only_printed_as_done, settled_later
from priorities.standing import FINISHED


@dataclass(frozen=True)
class Fact:
    """How one promise stands on a day. Keys are those of rows; ``status`` is "" where no report says anything."""

    pk: int
    status: str
    as_of: date | None
    start: date | None
    end: date | None
    ongoing: bool
    is_example: bool
    in_time: bool
    settled: bool
    printed_as_done: bool
    outcome: int | None
    portfolio: int | None
    directorate: int | None

    @property
    def finished(self) -> bool:
        """Complete, deferred or withdrawn by its latest report, printed as done, or settled in a later plan."""
        return self.status in FINISHED or self.settled or (not self.status and self.printed_as_done)

    def is_overdue(self, day: date) -> bool:
        return self.end is not None and self.end < day and not self.finished

    def is_due(self, first: date, last: date) -> bool:
        """Is its last day from ``first`` to ``last``, both included, and it not finished?"""
        return self.end is not None and first <= self.end <= last and not self.finished

    def is_quiet(self, day: date, stale_after: int) -> bool:
        """Has no report confirmed it for more than ``stale_after`` days, or none ever said anything of it?"""
        if self.finished:
            return False
        return self.as_of is None or (day - self.as_of).days > stale_after


FIELDS = {
    "pk": "pk",
    "start": "timescale_start",
    "end": "timescale_end",
    "ongoing": "timescale_ongoing",
    "outcome": "priority__plan_outcome__outcome",
    "portfolio": "priority__portfolio",
    "directorate": "directorate",
}


def facts(promises: QuerySet, day: date) -> list[Fact]:
    """One fact for each of ``promises``, as it stands on ``day``, in two questions whatever their number."""
    told = promises.order_by().annotate(
        latest_status=latest_told("status", day),
        latest_as_of=latest_told("as_of", day),
        latest_example=latest_told("is_example", day),
        in_time=completed_in_time(day),
        settled=settled_later(),
    )
    printed = set(told.filter(only_printed_as_done()).values_list("pk", flat=True))
    rows = told.values(*FIELDS.values(), "latest_status", "latest_as_of", "latest_example", "in_time", "settled")
    return [_fact(row, printed) for row in rows]


def _fact(row: dict, printed: Iterable[int]) -> Fact:
    return Fact(
        **{name: row[column] for name, column in FIELDS.items()},
        status=row["latest_status"] or "",
        as_of=row["latest_as_of"],
        is_example=bool(row["latest_example"]),
        in_time=row["in_time"],
        settled=row["settled"],
        printed_as_done=row["pk"] in printed,
    )
