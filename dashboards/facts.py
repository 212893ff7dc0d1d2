"""What a dashboard needs to know of every promise: one light row each, read in one question."""

from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, QuerySet, Value

from priorities.news import News
from priorities.querysets import PRINTED_AS_DONE, completed_in_time, latest_told, settled_later, status_told
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
    was_complete: bool = False
    """Was it complete already, by what was told when the news that are asked for were none yet?"""

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
ANNOTATED = (
    "status_as_published",
    "latest_status",
    "latest_as_of",
    "latest_example",
    "in_time",
    "settled",
    "status_before",
)


def facts(promises: QuerySet, day: date, news: News | None = None) -> list[Fact]:
    """One fact for each of ``promises``, as it stands on ``day``, in one question whatever their number.

    ``was_complete`` is asked for the day that ``news`` come after: by its reports without those that are news since.
    """
    told = promises.order_by().annotate(
        latest_status=latest_told("status", day),
        latest_as_of=latest_told("as_of", day),
        latest_example=latest_told("is_example", day),
        in_time=completed_in_time(day),
        settled=settled_later(),
        status_before=status_told(news) if news else Value(None, CharField()),
    )
    return [_fact(row) for row in told.values(*FIELDS.values(), *ANNOTATED)]


def _fact(row: dict) -> Fact:
    return Fact(
        **{name: row[column] for name, column in FIELDS.items()},
        status=row["latest_status"] or "",
        as_of=row["latest_as_of"],
        is_example=bool(row["latest_example"]),
        in_time=row["in_time"],
        settled=row["settled"],
        printed_as_done=not row["latest_status"] and row["status_as_published"].lower().startswith(PRINTED_AS_DONE),
        was_complete=row["status_before"] == "complete",
    )
