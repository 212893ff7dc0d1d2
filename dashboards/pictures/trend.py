"""Asking the ledger how a scope's promises stood at the end of each month: one statement for all of them."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Concat
from django.utils import timezone

from dashboards.pictures.status_by_month import MonthEnd, count_month, month_ends
from dashboards.scopes import Scope, counted
from ledger.asked import end_of
from ledger.clock import Reading, reading
from ledger.days import ask_on_days
from priorities.querysets import latest_told

LATER = " later"


def months_of(scope: Scope, day: date) -> list[MonthEnd]:
    """The twelve months before ``day``, and the day: each as pages read as at it show it."""
    past = reading()
    known_by = past.known_by if past else None
    return _ask(scope, [Reading(each, known_by) for each in month_ends(day)])


def months_as_known(scope: Scope, day: date) -> list[MonthEnd]:
    """The same, each by what had been written down by the end of that day, and no later than what is read."""
    past, zone = reading(), timezone.get_current_timezone()
    latest = past and past.known_by
    ends = [(each, end_of(each, zone)) for each in month_ends(day)]
    return _ask(scope, [Reading(each, min(end, latest or end)) for each, end in ends])


def day_known_by() -> date | None:
    """By which day records must have been written down to count, where that is being asked for."""
    past = reading()
    return timezone.localdate(past.known_by) if past and past.known_by else None


def _ask(scope: Scope, readings: Sequence[Reading]) -> list[MonthEnd]:
    found = ask_on_days(lambda past: _counted_on(scope, past.day), readings)
    return [count_month(past.day, map(_unpack, rows)) for past, rows in zip(readings, found, strict=True)]


def _counted_on(scope: Scope, day: date) -> QuerySet:
    """Rows of (status with ``LATER`` where it was written down after ``day``, whether the promise was, how many).

    Status and mark come packed in one, for each would ask for the latest report anew.
    """
    is_later = Q(recorded_at__gt=end_of(day, timezone.get_current_timezone()))
    said = Concat("status", Case(When(is_later, then=Value(LATER)), default=Value("")))
    later = Case(When(is_later, then=1), default=0, output_field=IntegerField())
    told = promises_on(scope, day).annotate(said=latest_told(said, day), later=later)
    return told.values_list("said", "later").annotate(count=Count("pk"))


def _unpack(row: tuple[str | None, int, int]) -> tuple[str, bool, int]:
    said, promise_is_later, count = row
    status = (said or "").removesuffix(LATER)
    return status, bool(promise_is_later) or status != (said or ""), count


def promises_on(scope: Scope, day: date) -> QuerySet:
    """The promises of the scope on ``day``: a councillor's by what was held then.

    The remit of a committee, and the towns and earlier wards of a ward, are those of the day that the scope is for.
    """
    return counted().held_by(scope.record, day) if scope.kind == "councillors" else scope.promises
