"""``verify_ledger``: each thing that must hold is broken, past the portal, and found."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import FACTORY_OF, AppointmentFactory, DeliverableFactory, PlaceFactory, ProgressUpdateFactory

from ledger.entries import Entry, entering
from ledger.models import save_with_reason
from ledger.past import ledger_models
from ledger.verifying import LOOK_AT_CLOCKS, PUT_BACK, READ_A_BACKUP, verify_model
from outcomes.models import Outcome, Place
from priorities.models import Deliverable

pytestmark = pytest.mark.django_db

MAY, JUNE = date(2022, 5, 1), date(2022, 6, 1)
HOUR = timedelta(hours=1)


@pytest.fixture
def place():
    """A ward on record since May 2022, renamed in June, with two versions."""
    with entering(Entry("Recorded.", effective_on=MAY)):
        place = PlaceFactory(name="Old name")
    place.name = "New name"
    save_with_reason(place, "It was renamed by its council.", effective_on=JUNE)
    return place


def verified() -> tuple[list[str], int]:
    """The lines the command prints, and the code it exits with."""
    output = StringIO()
    try:
        call_command("verify_ledger", stdout=output)
    except SystemExit as end:
        return output.getvalue().splitlines(), end.code
    return output.getvalue().splitlines(), 0


def past_the_portal(model) -> QuerySet:
    """A queryset that nothing guards."""
    return QuerySet(model)


def versions_of(place) -> list[int]:
    return list(place.history.order_by("history_id").values_list("history_id", flat=True))


def fault(place, wrong, remedy=READ_A_BACKUP):
    return f"outcomes.Place {place.pk}: {wrong} {remedy}"


def test_nothing_is_in_order():
    assert verified() == (["0 records, 0 versions, 0 seals: all in order."], 0)


def test_every_kind_of_record_when_made_edited_and_deleted_is_in_order(place):
    for factory in FACTORY_OF.values():
        factory()
    AppointmentFactory(starts_on=date(2019, 5, 20), ends_on=None)
    with entering(Entry("Read in.", effective_on=MAY)):
        ProgressUpdateFactory(as_of=JUNE)
    promise = Deliverable.objects.first()
    promise.timescale_text = "By December 2022"
    save_with_reason(promise, "The contractor went into administration.")
    PlaceFactory().delete()
    place.delete()

    lines, code = verified()

    records = sum(model.objects.count() for model in ledger_models())
    versions = sum(model.history.count() for model in ledger_models())
    assert (lines, code) == ([f"{records} records, {versions} versions, 0 seals: all in order."], 0)


def test_record_from_before_there_were_revisions_is_in_order(place):
    Place.history.update(revision=0)
    past_the_portal(Place).update(revision=0)
    first_with_a_number = Place.objects.get()
    first_with_a_number.name = "Third name"
    save_with_reason(first_with_a_number, "It was renamed once more.")

    assert verified() == (["1 record, 3 versions, 0 seals: all in order."], 0)


def test_record_that_became_known_from_an_earlier_day_twice_is_in_order():
    deliverable = DeliverableFactory()
    for starts_on in (date(2020, 5, 20), date(2019, 5, 20)):
        AppointmentFactory(portfolio=deliverable.priority.portfolio, starts_on=starts_on, ends_on=None)

    assert verified()[1] == 0


def change_the_record(place):
    past_the_portal(Place).filter(pk=place.pk).update(name="Slipped in", kind="town")
    return fault(
        place,
        f"the record and its latest version, number {versions_of(place)[-1]}, differ in name, kind.",
        PUT_BACK,
    )


def change_the_latest_version(place):
    latest = versions_of(place)[-1]
    Place.history.filter(history_id=latest).update(name="Slipped in")
    return fault(place, f"the record and its latest version, number {latest}, differ in name.", PUT_BACK)


def drop_the_latest_version(place):
    first, latest = versions_of(place)
    Place.history.filter(history_id=latest).delete()
    names = "revision, effective_on, recorded_at, name"
    return fault(place, f"the record and its latest version, number {first}, differ in {names}.", PUT_BACK)


def drop_the_record(place):
    past_the_portal(Place).filter(pk=place.pk)._raw_delete("default")
    return fault(place, "it is gone, but no version says that it was deleted.")


def drop_every_version(place):
    place.history.all().delete()
    return fault(place, "it has no version at all.")


def drop_the_first_version(place):
    place.history.filter(revision=1).delete()
    return fault(place, "its first version is missing.")


def say_that_it_was_deleted(place):
    Place.history.filter(revision=2).update(history_type="-")
    return fault(place, "it is there, but its latest version says that it was deleted.")


def drop_a_version_in_between(place):
    place.name = "Third name"
    save_with_reason(place, "It was renamed once more.")
    Place.history.filter(revision=2).delete()
    return fault(place, "after revision 1 comes revision 3.")


def make_it_twice(place):
    latest = versions_of(place)[-1]
    Place.history.filter(history_id=latest).update(history_type="+")
    return fault(place, f"version number {latest} says that it was made, but it was there already.")


def let_the_days_run_backwards(place):
    first, latest = versions_of(place)
    Place.history.filter(history_id=first).update(effective_on=JUNE)
    Place.history.filter(history_id=latest).update(effective_on=JUNE)
    place.name = "Third name"
    save_with_reason(place, "It was renamed once more.", effective_on=JUNE)
    Place.history.filter(history_id=latest).update(effective_on=MAY)
    return fault(place, f"version number {latest} took effect before the version it follows.", LOOK_AT_CLOCKS)


def record_it_before_it_held(place):
    first = versions_of(place)[0]
    moment = timezone.make_aware(timezone.datetime(2022, 4, 30, 23, 59))
    Place.history.filter(history_id=first).update(recorded_at=moment, history_date=moment)
    return fault(place, f"version number {first} was recorded before the day it took effect.", LOOK_AT_CLOCKS)


def record_it_before_the_version_it_follows(place):
    first, latest = versions_of(place)
    recorded = place.recorded_at - HOUR
    Place.history.filter(history_id=latest).update(recorded_at=recorded, history_date=recorded)
    past_the_portal(Place).filter(pk=place.pk).update(recorded_at=recorded)
    return fault(place, f"version number {latest} was recorded before the version it follows.", LOOK_AT_CLOCKS)


def record_it_in_the_future(place):
    latest = versions_of(place)[-1]
    recorded = place.recorded_at + HOUR
    Place.history.filter(history_id=latest).update(recorded_at=recorded, history_date=recorded)
    past_the_portal(Place).filter(pk=place.pk).update(recorded_at=recorded)
    return fault(place, f"version number {latest} was recorded at a moment still to come.", LOOK_AT_CLOCKS)


def record_it_at_two_moments(place):
    first = versions_of(place)[0]
    Place.history.filter(history_id=first).update(history_date=place.recorded_at - HOUR)
    return fault(place, f"version number {first} gives two different moments of recording.", LOOK_AT_CLOCKS)


def test_clocks_that_differ_by_seconds_are_in_order(place):
    recorded = place.recorded_at + timedelta(seconds=2)
    Place.history.filter(revision=2).update(recorded_at=recorded, history_date=recorded)
    past_the_portal(Place).filter(pk=place.pk).update(recorded_at=recorded)

    assert verified() == (["1 record, 2 versions, 0 seals: all in order."], 0)


@pytest.mark.django_db(transaction=True)
def test_verifying_keeps_nobody_from_writing(place):
    """On SQLite, a transaction that begins IMMEDIATE would. What is set for the others is put back."""
    if connection.vendor != "sqlite":
        pytest.skip("on PostgreSQL who reads never keeps others from writing")
    usual = connection.transaction_mode
    connection.transaction_mode = "IMMEDIATE"
    try:
        with CaptureQueriesContext(connection) as captured:
            assert list(verify_model(Place, {"records": 0, "versions": 0})) == []
        put_back = connection.transaction_mode
    finally:
        connection.transaction_mode = usual

    begun = [query["sql"] for query in captured if query["sql"].startswith("BEGIN")]
    assert (begun, put_back) == (["BEGIN DEFERRED"], "IMMEDIATE")


BREAKS = [
    change_the_record,
    change_the_latest_version,
    drop_the_latest_version,
    drop_the_record,
    drop_every_version,
    drop_the_first_version,
    say_that_it_was_deleted,
    drop_a_version_in_between,
    make_it_twice,
    let_the_days_run_backwards,
    record_it_before_it_held,
    record_it_before_the_version_it_follows,
    record_it_in_the_future,
    record_it_at_two_moments,
]


@pytest.mark.parametrize("break_it", BREAKS, ids=lambda each: each.__name__)
def test_what_was_broken_past_the_portal_is_found(place, break_it):
    PlaceFactory()
    expected = break_it(place)

    lines, code = verified()

    records, versions = Place.objects.count(), Place.history.count()
    looked_at = f"{records} record{'s' * (records != 1)}, {versions} version{'s' * (versions != 1)}, 0 seals"
    assert (lines, code) == ([expected, f"{looked_at}: 1 fault."], 1)


def test_first_wording_of_a_promise_that_is_missing_is_called_so():
    promise = DeliverableFactory()
    promise.text = "Open two hubs."
    save_with_reason(promise, "The cabinet decided on two hubs.")
    promise.history.filter(revision=1).delete()

    assert verified()[0][0] == (
        f"priorities.Deliverable {promise.pk}: the promise's first wording is missing. {READ_A_BACKUP}"
    )


def test_version_after_a_deletion_is_found(place):
    key = place.pk
    place.delete()
    gone = Place.history.filter(id=key, history_type="-").get()
    gone.history_id, gone.history_type = None, "~"
    gone.revision += 1
    gone.save()

    assert verified()[0][:2] == [
        f"outcomes.Place {key}: it is gone, but no version says that it was deleted. {READ_A_BACKUP}",
        f"outcomes.Place {key}: version number {gone.history_id} comes after its deletion. {READ_A_BACKUP}",
    ]


def test_copy_known_from_an_earlier_day_is_found_where_records_do_not_last():
    deliverable = DeliverableFactory()
    copy = deliverable.history.get()
    copy.history_id, copy.effective_on = None, MAY
    copy.save()

    assert [line.split(": ", 1)[1].split(". ")[0] for line in verified()[0][:2]] == [
        f"version number {copy.history_id} says that it was made, but it was there already",
        f"version number {copy.history_id} took effect before the version it follows",
    ]


def test_faults_of_several_records_are_all_told_in_the_order_of_their_keys(place):
    places = [place, *PlaceFactory.create_batch(2)]
    expected = [drop_the_record(place), change_the_record(places[1]), change_the_record(places[2])]

    assert verified() == ([*expected, "2 records, 4 versions, 0 seals: 3 faults."], 1)


@pytest.mark.parametrize("count", [1, 3])
def test_model_is_verified_with_two_questions(count):
    for outcome in [FACTORY_OF[Outcome]() for _ in range(count)]:
        outcome.name = "Renamed"
        outcome.save()

    with CaptureQueriesContext(connection) as captured:
        assert list(verify_model(Outcome, counts := {"records": 0, "versions": 0})) == []

    asked = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert (len(asked), counts) == (2, {"records": count, "versions": 2 * count})
