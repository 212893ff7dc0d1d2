"""Asking the ledger how a scope's promises stood at the end of each month: one statement for all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db.models import Case, Count, Exists, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Concat
from django.utils import timezone

from dashboards.pictures.status_by_month import MonthEnd, count_month, month_ends
from dashboards.scopes import Scope, counted, tagged_with_any
from ledger.asked import end_of
from ledger.clock import Reading, reading
from ledger.days import ask_on_days
from ledger.models import LedgerModel
from outcomes.models import Place, PlaceFollows, PlaceWithin
from priorities.querysets import latest_told

LATER, ON_RECORD = " later", "on record"


def months_of(scope: Scope, day: date) -> list[MonthEnd]:
    """The twelve months before ``day``, and the day: each as pages read as at it show it."""
    past = reading()
    known_by = past.known_by if past else None
    return _ask(scope, [Reading(each, known_by) for each in month_ends(day)])


def months_as_known(scope: Scope, day: date) -> list[MonthEnd]:
    """The same, each by what had been written down by the end of that day, and no later than what is read."""
    past = reading()
    known_by = past.known_by if past else None
    return _ask(scope, [_by_its_end(Reading(each, known_by)) for each in month_ends(day)])


def _by_its_end(past: Reading) -> Reading:
    """The same day by what was written down by its end."""
    end = _end_of(past.day)
    return Reading(past.day, min(end, past.known_by or end))


def day_known_by() -> date | None:
    """By which day records must have been written down to count, where that is being asked for."""
    past = reading()
    return timezone.localdate(past.known_by) if past and past.known_by else None


def _ask(scope: Scope, readings: Sequence[Reading]) -> list[MonthEnd]:
    found = ask_on_days(lambda past: _asked_on(scope, past.day), readings)
    return [_month(scope, past.day, rows) for past, rows in zip(readings, found, strict=True)]


def _month(scope: Scope, day: date, rows: Iterable[tuple[str, int, int]]) -> MonthEnd:
    """One month from its rows; what is counted for was on record where one of them is ``ON_RECORD``."""
    rows = list(rows)
    known_by_then = next((bool(later) for said, later, _ in rows if said == ON_RECORD), None)
    opens_anyway = scope.record is None or _is_to_come(scope, day)
    return replace(
        count_month(day, [_unpack(row) for row in rows if row[0] != ON_RECORD]),
        has_page=opens_anyway or known_by_then is not None,
        has_page_then=opens_anyway or bool(known_by_then),
    )


def _is_to_come(scope: Scope, day: date) -> bool:
    """The dashboard of a ward opens on days before its first, whether or not it was on record."""
    return isinstance(scope.record, Place) and bool(scope.record.valid_from) and scope.record.valid_from > day


def _asked_on(scope: Scope, day: date) -> QuerySet:
    counts = _counted_on(scope, day)
    return counts.order_by().union(_on_record(scope.record, day), all=True) if scope.record else counts


def _on_record(record: LedgerModel, day: date) -> QuerySet:
    """A row of (``ON_RECORD``, whether it was written down by the end of ``day``, 0) where there was a record of it."""
    by_then = type(record).history.filter(id=record.pk, effective_on__lte=day, recorded_at__lte=_end_of(day))
    known = Case(When(Exists(by_then), then=1), default=0, output_field=IntegerField())
    mark = Value(ON_RECORD, output_field=TextField())
    there = type(record).objects.filter(pk=record.pk).order_by()
    return there.values_list(mark, known, Value(0, output_field=IntegerField()))


def _counted_on(scope: Scope, day: date) -> QuerySet:
    """Rows of (status with ``LATER`` where it was written down after ``day``, whether the promise was, how many).

    Status and mark come packed in one, for each would ask for the latest report anew.
    """
    is_later = Q(recorded_at__gt=_end_of(day))
    said = Concat("status", Case(When(is_later, then=Value(LATER)), default=Value("")), output_field=TextField())
    later = Case(When(is_later, then=1), default=0, output_field=IntegerField())
    told = promises_on(scope, day).annotate(said=latest_told(said, day), later=later)
    return told.values_list("said", "later").annotate(count=Count("pk"))


def _end_of(day: date) -> datetime:
    return end_of(day, timezone.get_current_timezone())


def _unpack(row: tuple[str | None, int, int]) -> tuple[str, bool, int]:
    said, promise_is_later, count = row
    status = (said or "").removesuffix(LATER)
    return status, bool(promise_is_later) or status != (said or ""), count


def promises_on(scope: Scope, day: date) -> QuerySet:
    """The promises of the scope where ``day`` is read: by what was held, by the remit or by the links of that day.

    None where there was no record of it; a ward to come has its links as they are known now.
    """
    if scope.record is None:
        return scope.promises
    on_record = Exists(type(scope.record).objects.filter(pk=scope.record.pk))
    if scope.kind == "councillors":
        return counted().held_by(scope.record, day).filter(on_record)
    if scope.kind != "wards":
        return scope.promises.filter(on_record)
    then = tagged_with_any(_places_then(scope.record))
    to_come = _is_to_come(scope, day)
    return counted().filter(Q(pk__in=then) | ~on_record & Q(pk__in=scope.promises)) if to_come else then


def _places_then(ward: Place) -> QuerySet:
    """The ward, its towns and the wards before it, by the links of the day that the question is asked of."""
    towns = PlaceWithin.objects.filter(whole=ward).order_by().values("part")
    earlier = PlaceFollows.objects.filter(later=ward).order_by().values("earlier")
    return Place.objects.filter(Q(pk=ward.pk) | Q(pk__in=towns) | Q(pk__in=earlier)).order_by().values("pk")
