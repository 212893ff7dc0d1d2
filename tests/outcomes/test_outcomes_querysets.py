from datetime import date, timedelta

import pytest
from django.utils import timezone
from factories import ApproachPageFactory, OutcomeFactory, PlaceFactory, PlanFactory, PlanOutcomeFactory

from outcomes.models import ApproachPage, Outcome, Place, Plan, PlanOutcome

pytestmark = pytest.mark.django_db

DAY = date(2026, 5, 7)
DAY_BEFORE = date(2026, 5, 6)
DAY_AFTER = date(2026, 5, 8)

by_state = pytest.mark.parametrize(("state", "shown"), [("draft", 0), ("current", 1), ("archived", 1)])


@by_state
def test_plans_published_by_state(state, shown):
    PlanFactory(state=state)

    assert Plan.objects.published().count() == shown


def test_plans_leading_first_are_current_then_latest_then_without_a_start_then_to_come():
    to_come = PlanFactory(starts_on=timezone.localdate() + timedelta(days=1), ends_on=None)
    undated = PlanFactory(state="archived", starts_on=None)
    earlier = PlanFactory(state="archived", starts_on=date(2018, 4, 1))
    later = PlanFactory(state="archived", starts_on=date(2020, 4, 1))
    current = PlanFactory(state="current", starts_on=date(2017, 4, 1))

    assert list(Plan.objects.leading_first()) == [current, later, earlier, undated, to_come]


def test_plans_leading_first_go_by_the_day_on_which_they_are_asked_for(clock):
    clock("2027-03-31")
    now, coming = (PlanFactory(starts_on=date(year, 4, 1), ends_on=None) for year in (2026, 2027))
    plans = Plan.objects.leading_first()
    assert list(plans.all()) == [now, coming]

    clock("2027-04-01")

    assert list(plans.all()) == [coming, now]


def test_plans_leading_first_with_equal_starts_are_newest_record_first():
    first, second = PlanFactory(), PlanFactory()

    assert list(Plan.objects.leading_first()) == [second, first]


@pytest.mark.parametrize("rows", [1, 3])
def test_plans_with_outcomes_take_three_queries(rows, django_assert_num_queries):
    PlanOutcomeFactory.create_batch(rows)

    with django_assert_num_queries(3):
        names = [each.outcome.name for plan in Plan.objects.with_outcomes() for each in plan.plan_outcomes.all()]

    assert len(names) == rows


@by_state
def test_outcomes_published_by_state_of_their_plan(state, shown):
    PlanOutcomeFactory(plan__state=state)

    assert Outcome.objects.published().count() == shown


def test_outcomes_published_when_no_plan_states_them_are_left_out():
    OutcomeFactory()

    assert list(Outcome.objects.published()) == []


def test_outcomes_published_when_several_plans_state_them_come_once():
    outcome = OutcomeFactory()
    PlanOutcomeFactory(outcome=outcome)
    PlanOutcomeFactory(outcome=outcome, plan__state="archived")
    PlanOutcomeFactory(outcome=outcome, plan__state="draft")

    assert list(Outcome.objects.published()) == [outcome]


@by_state
def test_plan_outcomes_published_by_state_of_their_plan(state, shown):
    PlanOutcomeFactory(plan__state=state)

    assert PlanOutcome.objects.published().count() == shown


@by_state
def test_plan_outcomes_leading_by_state_of_their_plan(state, shown):
    PlanOutcomeFactory(plan__state=state)

    assert PlanOutcome.objects.leading().count() == shown


def test_plan_outcomes_leading_is_the_current_plans_though_an_archived_one_starts_later():
    outcome = OutcomeFactory()
    current = PlanOutcomeFactory(outcome=outcome, plan__starts_on=date(2018, 4, 1))
    PlanOutcomeFactory(outcome=outcome, plan__state="archived", plan__starts_on=date(2021, 4, 1))

    assert list(PlanOutcome.objects.leading()) == [current]


def test_plan_outcomes_leading_among_archived_plans_is_the_latest_starts():
    outcome = OutcomeFactory()
    later = PlanOutcomeFactory(outcome=outcome, plan__state="archived", plan__starts_on=date(2020, 4, 1))
    PlanOutcomeFactory(outcome=outcome, plan__state="archived", plan__starts_on=date(2018, 4, 1))
    PlanOutcomeFactory(outcome=outcome, plan__state="archived", plan__starts_on=None)

    assert list(PlanOutcome.objects.leading()) == [later]


def test_plan_outcomes_leading_says_something_though_the_current_plan_merely_lists_it():
    outcome = OutcomeFactory()
    worded = PlanOutcomeFactory(outcome=outcome, plan__state="archived")
    PlanOutcomeFactory(outcome=outcome, statement="", introduction="")

    assert list(PlanOutcome.objects.leading()) == [worded]


def test_plan_outcomes_leading_is_the_current_plans_statement_without_introduction():
    outcome = OutcomeFactory()
    PlanOutcomeFactory(outcome=outcome, plan__state="archived", introduction="Much was said.")
    current = PlanOutcomeFactory(outcome=outcome, introduction="")

    assert list(PlanOutcome.objects.leading()) == [current]


def test_plan_outcomes_leading_is_never_a_drafts():
    outcome = OutcomeFactory()
    listed = PlanOutcomeFactory(outcome=outcome, introduction="")
    PlanOutcomeFactory(outcome=outcome, plan__state="draft")

    assert list(PlanOutcome.objects.leading()) == [listed]


def test_plan_outcomes_leading_gives_one_for_each_outcome():
    first, second = PlanOutcomeFactory(), PlanOutcomeFactory()

    assert set(PlanOutcome.objects.leading()) == {first, second}


@by_state
def test_approach_pages_published_by_state_of_their_plan(state, shown):
    ApproachPageFactory(plan__state=state)

    assert ApproachPage.objects.published().count() == shown


def test_approach_pages_leading_first_are_current_then_latest_then_in_order():
    archived = ApproachPageFactory(plan__state="archived", plan__starts_on=date(2022, 4, 1))
    plan = PlanFactory(starts_on=date(2018, 4, 1))
    second = ApproachPageFactory(plan=plan, order=2)
    first = ApproachPageFactory(plan=plan, order=1)

    assert list(ApproachPage.objects.leading_first()) == [first, second, archived]


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "exists"),
    [
        (None, None, 1),
        (DAY_BEFORE, None, 1),
        (DAY, None, 1),
        (DAY_AFTER, None, 0),
        (None, DAY_BEFORE, 0),
        (None, DAY, 0),
        (None, DAY_AFTER, 1),
        (DAY, DAY_AFTER, 1),
        (DAY_BEFORE, DAY, 0),
    ],
    ids=[
        "always",
        "from-the-day-before",
        "from-the-day",
        "from-the-day-after",
        "until-the-day-before",
        "until-the-day",
        "until-the-day-after",
        "for-the-day-only",
        "for-the-day-before-only",
    ],
)
def test_places_existing_on_a_day(valid_from, valid_until, exists):
    PlaceFactory(valid_from=valid_from, valid_until=valid_until)

    assert Place.objects.existing_on(DAY).count() == exists
