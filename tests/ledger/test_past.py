"""Reading the past: the same questions, asked as at a day."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.models import Count, Exists, OuterRef
from django.utils import timezone
from factories import DeliverableFactory, PlaceFactory, PlanFactory, ProgressUpdateFactory

from ledger.clock import reading, today
from ledger.entries import Entry, entering
from ledger.models import save_with_reason
from ledger.past import as_at, the_present
from ledger.refusals import PastIsReadOnly
from outcomes.models import Place, Plan
from priorities.models import Deliverable, PriorityAction, ProgressUpdate

pytestmark = pytest.mark.django_db

MAY, JUNE, JULY = date(2022, 5, 1), date(2022, 6, 1), date(2022, 7, 1)
DAY = timedelta(days=1)


def names(queryset=None):
    return list((queryset if queryset is not None else Place.objects.all()).values_list("name", flat=True))


@pytest.fixture
def renamed():
    """A place recorded for May as "Old name", and renamed in June."""
    with entering(Entry("Recorded.", effective_on=MAY)):
        place = PlaceFactory(name="Old name")
    place.name = "New name"
    save_with_reason(place, "It was renamed by its council.", effective_on=JUNE)
    return place


@pytest.mark.parametrize(
    ("day", "seen"),
    [(MAY - DAY, []), (MAY, ["Old name"]), (JUNE - DAY, ["Old name"]), (JUNE, ["New name"]), (JULY, ["New name"])],
    ids=["before-it-was", "first-day", "last-day-of-the-old", "day-of-the-change", "later"],
)
def test_as_at_shows_the_end_of_the_day(renamed, day, seen):
    with as_at(day):
        assert names() == seen
    assert names() == ["New name"]


def test_of_two_versions_of_a_day_the_one_written_last_counts(renamed):
    renamed.name = "Third name"
    save_with_reason(renamed, "The name was put right.", effective_on=JUNE)

    with as_at(JUNE):
        assert names() == ["Third name"]


def test_deleted_record_is_there_until_it_was_deleted(renamed):
    renamed.delete()

    with as_at(timezone.localdate() - DAY):
        assert names() == ["New name"]
    with as_at(timezone.localdate()):
        assert names() == []


def test_as_known_then_leaves_out_what_was_written_later(renamed):
    before = Place.history.order_by("history_id").first().recorded_at

    with as_at(JULY, known_by=before):
        assert names() == ["Old name"]


def test_joins_conditions_and_prefetches_read_the_past():
    with entering(Entry("Read in.", effective_on=MAY)):
        deliverable = DeliverableFactory(text="Open a hub.", priority__plan_outcome__plan__title="The old title")
    ProgressUpdateFactory(deliverable=deliverable, as_of=JUNE, status="on-track", state="published")
    plan = deliverable.priority.plan
    plan.title = "The new title"
    save_with_reason(plan, "The council renamed its plan.", effective_on=JULY)

    with as_at(JUNE):
        found = Deliverable.objects.filter(priority__plan__title="The old title").select_related("priority__plan")
        assert [each.priority.plan.title for each in found] == ["The old title"]
        assert [each.status for each in found.prefetch_related("updates")] == ["on-track"]
        told = Exists(ProgressUpdate.objects.filter(deliverable=OuterRef("pk")))
        assert Deliverable.objects.filter(told).count() == 1
        assert PriorityAction.objects.aggregate(n=Count("deliverables__updates"))["n"] == 1
    with as_at(MAY):
        assert [each.status for each in Deliverable.objects.prefetch_related("updates")] == [""]
        assert len(Plan.objects.order_by().union(Plan.objects.order_by().filter(title="no such"))) == 1


def test_today_is_the_day_that_is_read():
    with as_at(MAY):
        assert (today(), reading().day) == (MAY, MAY)
        with the_present():
            assert today() == timezone.localdate()
        assert today() == MAY
    assert reading() is None


def test_the_present_is_at_hand_in_the_past(renamed):
    with as_at(MAY), the_present():
        assert names() == ["New name"]


def test_past_is_read_only(renamed):
    with as_at(MAY), pytest.raises(PastIsReadOnly), transaction.atomic():
        PlaceFactory()
    with as_at(MAY), pytest.raises(PastIsReadOnly), transaction.atomic():
        renamed.delete()

    assert names() == ["New name"]


def test_as_at_asks_as_many_questions_as_the_present(renamed, django_assert_num_queries):
    PlanFactory()
    with django_assert_num_queries(2):
        names()
        list(Plan.objects.all())
    with as_at(JUNE), django_assert_num_queries(2):
        names()
        list(Plan.objects.all())
