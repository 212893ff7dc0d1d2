"""A moment at which nothing is being written."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import PlaceFactory, PlanFactory

from ledger.standstill import TICK, moment, standstill, write_in_turn
from outcomes.models import Place
from outcomes.sealing import seal

NOW, HOUR = datetime(2022, 6, 1, 12, tzinfo=UTC), timedelta(hours=1)
WAIT = 10
"""Seconds after which a test that hangs gives up."""


def in_another_connection(work) -> Thread:
    def run():
        try:
            work()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
def test_standstill_waits_for_who_writes():
    written, go_on = Event(), Event()

    def write():
        with transaction.atomic():
            PlaceFactory(name="In between")
            written.set()
            go_on.wait(WAIT)

    moments = []

    def stand_still():
        with transaction.atomic():
            moments.append((standstill(), list(Place.objects.values_list("name", flat=True))))

    writer = in_another_connection(write)
    written.wait(WAIT)
    sealer = in_another_connection(stand_still)
    sealer.join(0.5)
    assert (sealer.is_alive(), moments) == (True, [])
    go_on.set()
    for thread in (writer, sealer):
        thread.join(WAIT)

    ((moment, names),) = moments
    assert (names, Place.objects.get().recorded_at < moment) == (["In between"], True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["made", "edited", "deleted"])
def test_who_writes_waits_and_is_stamped_after_the_standstill(how):
    place = PlaceFactory() if how != "made" else None

    def write():
        if how == "made":
            PlaceFactory()
        elif how == "edited":
            place.name = "Renamed"
            place.save()
        else:
            place.delete()

    with transaction.atomic():
        moment = standstill()
        writer = in_another_connection(write)
        writer.join(0.5)
        assert (writer.is_alive(), Place.history.filter(recorded_at__gt=moment).count()) == (True, 0)
    writer.join(WAIT)

    assert Place.history.filter(recorded_at__gt=moment).count() == 1


@pytest.mark.django_db
def test_standstill_is_the_moment_now():
    place = PlaceFactory()

    assert standstill() > place.recorded_at


@pytest.mark.django_db
def test_standstill_of_a_clock_that_is_behind_is_no_earlier_than_what_was_recorded(monkeypatch):
    place = PlaceFactory()
    monkeypatch.setattr("ledger.standstill.timezone.now", lambda: place.recorded_at - TICK)

    assert standstill() == place.recorded_at


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kept", "before", "expected"),
    [
        (None, None, NOW),
        (NOW - HOUR, NOW - HOUR, NOW),
        (NOW, None, NOW + TICK),
        (NOW + HOUR, NOW, NOW + HOUR + TICK),
        (None, NOW + HOUR, NOW + HOUR),
    ],
    ids=["nothing-before", "all-before", "at-the-moment", "clock-behind-a-standstill", "clock-behind-the-last-version"],
)
def test_moment_is_later_than_the_last_standstill_that_was_kept(monkeypatch, kept, before, expected):
    monkeypatch.setattr("ledger.standstill.timezone.now", lambda: NOW)
    monkeypatch.setattr("ledger.standstill._kept", {"example": lambda: kept})

    assert moment(before) == expected


def test_transaction_asks_once_for_the_last_standstill(db):
    with transaction.atomic():
        PlaceFactory()
        with CaptureQueriesContext(connection) as first:
            PlaceFactory()

    assert [query["sql"] for query in first if "seal" in query["sql"] or "advisory" in query["sql"]] == []


def test_turn_goes_with_the_savepoint_that_it_was_taken_in(db):
    with suppress(LookupError), transaction.atomic():
        write_in_turn()
        raise LookupError

    with CaptureQueriesContext(connection) as captured:
        write_in_turn()

    assert len(captured) > 0


def test_who_stood_still_is_later_than_what_was_put_on_record_since(db):
    plan = PlanFactory(title="Sealed")
    with transaction.atomic():
        sealed = seal(plan, timezone.localdate(), sealed_by="Example role").sealed_at
        place = PlaceFactory()

    assert place.recorded_at > sealed
