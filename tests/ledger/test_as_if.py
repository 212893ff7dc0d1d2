"""Reading as if records had been saved: every question is answered so, and nothing is written."""

from copy import copy

import pytest
from django.db import connection
from django.utils import timezone
from factories import DeliverableFactory, PlanFactory, StoryFactory

from ledger.as_if import as_if_saved
from outcomes.models import Plan
from priorities.models import Deliverable
from stories.models import Consent, Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return PlanFactory(state="draft", title="As stored", labels={"title": "It’s 100 % as printed"})


def as_it_will_be(plan: Plan) -> Plan:
    changed = copy(plan)
    changed.state, changed.title = "current", "As it will be"
    return changed


def test_every_question_is_answered_as_if_it_were_saved(plan):
    PlanFactory(state="current")
    with as_if_saved(as_it_will_be(plan)):
        found = Plan.objects.get(pk=plan.pk)
        assert (found.title, found.state, found.labels) == ("As it will be", "current", plan.labels)
        assert (Plan.objects.published().count(), Plan.objects.count()) == (2, 2)


def test_nothing_is_written(plan):
    with as_if_saved(as_it_will_be(plan)):
        pass

    stored = Plan.objects.get()
    assert (stored.title, stored.history.count()) == ("As stored", 1)


def test_what_stands_under_it_is_found_by_it(plan):
    promise = DeliverableFactory(priority__plan=plan)
    with as_if_saved(as_it_will_be(plan)):
        assert list(Deliverable.objects.published()) == [promise]
        assert Plan.objects.published().filter(priority_actions__deliverables=promise).get() == plan
    assert list(Deliverable.objects.published()) == []


def test_history_has_one_version_more_which_is_of_today(plan):
    with as_if_saved(as_it_will_be(plan)):
        latest = plan.history.latest("history_id")
        assert (plan.history.count(), latest.title, latest.effective_on) == (2, "As it will be", timezone.localdate())


def test_several_records_of_one_kind_and_of_others_stand_together(plan):
    other, story = PlanFactory(state="draft"), StoryFactory(state="draft", plan=plan)
    shown = copy(story)
    shown.state = "published"
    with as_if_saved(as_it_will_be(plan), as_it_will_be(other), shown):
        assert Plan.objects.filter(title="As it will be").count() == 2
        assert list(Story.objects.published(timezone.localdate())) == [story]


def test_record_that_is_not_stored_yet_is_there():
    story = StoryFactory(consent=None)
    with as_if_saved(Consent(story=story)):
        assert list(Story.objects.published(timezone.localdate())) == [story]
    assert Consent.objects.count() == 0


def test_it_ends_with_the_block_even_where_that_fails(plan):
    with pytest.raises(ZeroDivisionError), as_if_saved(as_it_will_be(plan)):
        raise ZeroDivisionError

    assert (Plan.objects.get().title, connection.execute_wrappers) == ("As stored", [])
