"""Rows of many records that are about to be written: read at once, and each of them written over only as it was."""

from contextlib import suppress
from datetime import date
from threading import Event, Thread
from time import sleep

import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from factories import DeliverableFactory, PriorityActionFactory, ProgressUpdateFactory
from spreadsheets_at_hand import DESKS, REASON, as_csv, bring_in, download, rows_in, told, user

from ledger.entries import Entry, entering
from ledger.holding import holding
from ledger.refusals import EditedMeanwhile
from ledger.spreadsheets import runs
from priorities.models import Deliverable

pytestmark = pytest.mark.django_db


@pytest.fixture
def promises():
    made = DeliverableFactory.create_batch(2, text="Open a hub.")
    return list(Deliverable.objects.filter(pk__in=[each.pk for each in made]))


def reworded(promise, text="Open two hubs."):
    with entering(Entry(REASON)):
        promise.text = text
        promise.save()


def test_record_that_is_held_is_written_without_being_read_again(promises):
    with holding() as hold:
        hold(Deliverable, [promise.pk for promise in promises])
        with CaptureQueriesContext(connection) as captured:
            for promise in promises:
                reworded(promise)

    read = [query["sql"] for query in captured if query["sql"].startswith("SELECT")]
    assert read == []
    assert [promise.history.count() for promise in promises] == [2, 2]


def test_record_that_is_held_is_read_again_once_it_was_written(promises):
    mine, _ = promises
    other_window = Deliverable.objects.get(pk=mine.pk)
    with holding() as hold:
        hold(Deliverable, [promise.pk for promise in promises])
        reworded(mine)
        with pytest.raises(EditedMeanwhile):
            reworded(other_window, "Open three hubs.")

    mine.refresh_from_db()
    assert (mine.text, mine.revision) == ("Open two hubs.", 2)


def test_record_that_changed_before_it_was_held_is_refused(promises):
    stale = Deliverable.objects.get(pk=promises[0].pk)
    reworded(promises[0])
    with holding() as hold:
        hold(Deliverable, [promise.pk for promise in promises])
        with pytest.raises(EditedMeanwhile):
            reworded(stale, "Open three hubs.")


def test_nothing_is_held_after_the_block_or_after_the_next_batch(promises):
    first, second = promises
    with holding() as hold:
        hold(Deliverable, [first.pk])
        hold(Deliverable, [second.pk])
        with CaptureQueriesContext(connection) as captured:
            reworded(first)
        in_block = len([query for query in captured if query["sql"].startswith("SELECT")])
    with CaptureQueriesContext(connection) as captured:
        reworded(second)

    assert (in_block, len([query for query in captured if query["sql"].startswith("SELECT")])) == (2, 2)


@pytest.mark.parametrize("said", [{"text": "Open two hubs."}, {"id": "", "revision": ""}], ids=["changed", "new"])
def test_rows_of_a_spreadsheet_are_read_at_once(said):
    def read_for(rows: int) -> int:
        priority = PriorityActionFactory()
        keys = {str(DeliverableFactory(priority=priority, order=order).pk) for order in range(rows)}
        sheet = [row for row in rows_in(download(Deliverable)) if row["id"] in keys]
        sheet = [row | said | {"order": str(100 + place)} for place, row in enumerate(sheet)]
        with CaptureQueriesContext(connection) as captured:
            assert bring_in(Deliverable, as_csv(sheet), reason=REASON).faults == []
        return len([query for query in captured if query["sql"].startswith("SELECT")])

    assert read_for(2) == read_for(6)


def test_date_of_a_kept_promise_stands_though_its_row_is_read_with_others():
    kept, open_one = DeliverableFactory.create_batch(2, timescale_text="By March 2022")
    for promise, status in ((kept, "complete"), (open_one, "on_track")):
        ProgressUpdateFactory(deliverable=promise, status=status, as_of=date(2022, 2, 1), state="published")
    sheet = [row | {"timescale_text": "By June 2023"} for row in rows_in(download(Deliverable))]

    outcome = bring_in(Deliverable, as_csv(sheet), reason=REASON)

    number = next(line for line, row in enumerate(sheet, start=2) if row["id"] == str(kept.pk))
    assert [(row, allowed[:56]) for row, _, _, allowed in told(outcome)] == [
        (number, "This promise was reported complete as at 1 February 2022")
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time: nobody deadlocks")
def test_file_whose_rows_are_in_a_deadlock_is_kept_and_says_so():
    first, second = DeliverableFactory.create_batch(2)
    sheet = [row | {"text": "Open two hubs."} for row in rows_in(download(Deliverable))]
    run = runs.begin(DESKS[Deliverable], user(), "promises.csv", as_csv(sheet), {"reason": REASON})
    locked, met = Event(), []

    def lock_the_other_way_round():
        try:
            with transaction.atomic(), suppress(OperationalError), connection.cursor() as cursor:
                cursor.execute("SET LOCAL deadlock_timeout = '1min'")  # whoever else waits finds the deadlock
                for promise in (second, first):
                    met.append(Deliverable.objects.select_for_update().order_by("pk").get(pk=promise.pk))
                    locked.set()
                    sleep(0.5)
        finally:
            connection.close()

    other = Thread(target=lock_the_other_way_round)
    other.start()
    locked.wait(10)
    runs.work(run, tell=lambda progress: None)
    other.join()

    assert (run.state, len(met), bool(run.content)) == ("checked", 2, True)
    assert [fault["allowed"] for fault in run.faults] == [runs.BROKE_OFF.format(reason="OperationalError")]
