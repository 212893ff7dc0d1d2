"""One question asked of several days in one statement."""

from datetime import date, datetime

import pytest
from django.db.models import Count
from django.utils import timezone
from factories import PlanFactory

from ledger.clock import Reading, today
from ledger.days import ask_on_days
from ledger.entries import Entry, entering
from ledger.past import as_at
from outcomes.models import Plan

DAYS = [date(2021, 12, 31), date(2022, 1, 31), date(2022, 2, 28)]

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    with entering(Entry("Example: it was written.", effective_on=date(2022, 1, 10))):
        plan = PlanFactory(state="draft")
    with entering(Entry("Example: it was adopted.", effective_on=date(2022, 2, 10))):
        plan.state = "current"
        plan.save()
    return plan


def states(past):
    return Plan.objects.filter(starts_on__lte=today()).values_list("state").annotate(count=Count("pk"))


def test_asking_on_days_gives_what_each_day_read_by_itself_gives(plan, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = ask_on_days(states, [Reading(day) for day in DAYS])

    assert found == [[], [("draft", 1)], [("current", 1)]]
    for day, rows in zip(DAYS, found, strict=True):
        with as_at(day):
            assert rows == list(states(Reading(day)))


def test_asking_on_days_keeps_to_what_was_known_by_then(plan):
    long_ago = datetime(2022, 3, 1, tzinfo=timezone.get_current_timezone())

    assert ask_on_days(states, [Reading(DAYS[2], long_ago), Reading(DAYS[2])]) == [[], [("current", 1)]]


def test_asking_on_days_is_the_same_while_another_past_is_read(plan):
    with as_at(DAYS[0]):
        assert ask_on_days(states, [Reading(DAYS[1])]) == [[("draft", 1)]]
        assert today() == DAYS[0]


def test_asking_on_days_leaves_out_a_day_on_which_nothing_can_be_found(plan):
    def asked(past):
        return states(past).filter(pk__in=[] if past.day == DAYS[1] else [plan.pk])

    assert ask_on_days(asked, [Reading(day) for day in DAYS[1:]]) == [[], [("current", 1)]]
    assert ask_on_days(lambda past: states(past).none(), [Reading(DAYS[2])]) == [[]]
    assert ask_on_days(states, []) == []
