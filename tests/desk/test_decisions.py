"""What was decided on a plan by links, beside the buttons that publish it."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from factories import (
    AimFactory,
    DeliverableFactory,
    PlanFactory,
    PlanOutcomeFactory,
    PreviewLinkFactory,
    PriorityActionFactory,
    UserFactory,
)

from desk import previews
from desk.decisions import decisions_on, last_word_against
from outcomes.models import Plan

pytestmark = pytest.mark.django_db

ROLE = "Example strategic director"
REMARK = "The second outcome is still last year's."


@pytest.fixture
def earlier():
    return PlanFactory(title="The old plan")


@pytest.fixture
def draft(earlier):
    return PlanFactory(title="The new plan", state="draft", replaces=earlier)


@pytest.fixture
def promise(draft):
    stated = PlanOutcomeFactory(plan=draft)
    return DeliverableFactory(priority=PriorityActionFactory(plan_outcome=stated))


@pytest.fixture
def officer():
    return UserFactory(is_staff=True, is_superuser=True)


@pytest.fixture
def decide(draft, officer):
    def decide(decision, remark=""):
        link, _ = previews.make(draft, purpose="approve", role=ROLE, by=officer)
        previews.decide(link, decision, remark=remark, seen=previews.mark_of(link))
        link.refresh_from_db()
        return previews.decision_in_words(link)

    return decide


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


def page_of(earlier, step=""):
    return reverse(f"admin:priorities_succession_roll_forward{step}", args=[earlier.pk])


def words(answer) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").select_one("#content").get_text(" ").split())


def reworded(promise):
    promise.text = "Open two hubs"
    promise.save()


@pytest.mark.parametrize(
    "change",
    [
        reworded,
        lambda promise: promise.delete(),
        lambda promise: promise.priority.delete(),
        lambda promise: AimFactory(plan_outcome=promise.priority.plan_outcome),
        lambda promise: retitled(promise.priority.plan_outcome.plan),
    ],
    ids=["promise-reworded", "promise-deleted", "priority-deleted", "aim-added", "plan-renamed"],
)
def test_approval_of_a_plan_that_changed_since_says_so(draft, promise, decide, change):
    said = decide("approved")
    assert decisions_on(draft) == [f"{said}, by link."]

    change(promise)

    [told] = decisions_on(draft)
    assert told.startswith(f"{said}, by link. It changed since it was approved, last on ")
    assert told.endswith(" Make another link to have it approved as it is now.")


def retitled(plan):
    plan.title = "Another name"
    plan.save()


def test_moment_of_publishing_is_no_change_of_what_was_approved(draft, promise, decide):
    said = decide("approved")

    draft.publish_at = timezone.now() + timedelta(days=3)
    draft.save()

    assert decisions_on(draft) == [f"{said}, by link."]


def test_change_of_another_plan_is_none_of_this_one(draft, promise, decide):
    said = decide("approved")

    reworded(DeliverableFactory(priority=PriorityActionFactory(plan=PlanFactory(state="draft"), plan_outcome=None)))

    assert decisions_on(draft) == [f"{said}, by link."]


def test_published_plan_is_not_held_against_what_was_approved(draft, promise, decide):
    said = decide("approved")
    reworded(promise)
    draft.replaces, draft.state = None, "current"
    draft.save()

    assert decisions_on(draft) == [f"{said}, by link."]


def test_last_word_counts_against_a_plan(draft, promise, decide):
    returned = decide("returned", REMARK)
    against = last_word_against(draft)
    decide("approved")

    assert (against, last_word_against(draft)) == (f"{returned}, by link. “{REMARK}”", "")


def test_decisions_stand_beside_the_buttons_that_publish(desk, earlier, draft, promise, decide):
    said = decide("approved")

    page = BeautifulSoup(desk.get(page_of(earlier)).content, "html.parser")

    assert [each.text for each in page.select(".decided-by-link")] == [f"{said}, by link."]
    assert page.find("input", attrs={"name": "settled"}) is None


@pytest.mark.parametrize("sent", [{}, {"at": "1"}], ids=["now", "at-a-moment"])
def test_plan_that_was_sent_back_is_published_only_once_that_is_confirmed(desk, earlier, draft, promise, decide, sent):
    said = decide("returned", REMARK)
    sent |= {"publish_at": f"{timezone.localdate() + timedelta(days=9)}T09:30"}

    refused = desk.post(page_of(earlier, "_publish"), sent)
    assert f"{said}, by link. “{REMARK}” Mend that and ask for another decision, or tick" in words(refused)
    assert [(plan.state, plan.publish_at) for plan in Plan.objects.filter(pk=draft.pk)] == [("draft", None)]

    desk.post(page_of(earlier, "_publish"), sent | {"settled": "on"})
    stored = Plan.objects.get(pk=draft.pk)
    assert (stored.state, bool(stored.publish_at)) == (("draft", True) if "at" in sent else ("current", False))


def test_decisions_take_as_many_queries_for_three_as_for_one(draft, promise, officer):
    counts = []
    for _ in range(2):
        for _ in range(len(counts) + 1):
            said = {"decision": "approved", "decided_at": timezone.now(), "purpose": "approve"}
            PreviewLinkFactory(item=draft, made_by=officer, **said)
            reworded(DeliverableFactory(priority=promise.priority))
        with CaptureQueriesContext(connection) as taken:
            told = decisions_on(draft)
        counts.append((len(taken), len(told)))

    assert counts[0][0] == counts[1][0] <= 4
    assert [rows for _, rows in counts] == [1, 3]
