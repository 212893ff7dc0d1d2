"""What was decided on a draft by links, and whether it is still what was decided on."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from deciding import decide_by_link
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
    ProgressUpdateFactory,
    StoryFactory,
)

from desk.decisions import decisions_on, last_word_against
from ledger.clock import moment_in_words
from ledger.entries import Entry, entering
from outcomes.models import Plan
from outcomes.objections import Objection

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
def decide(draft, officer):
    def decide(decision, remark=""):
        return decide_by_link(draft, decision, remark, role=ROLE, by=officer)

    return decide


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


@pytest.fixture
def report():
    return ProgressUpdateFactory(state="awaiting", commentary="The doors open on 2 May.")


def approve(item, officer):
    said = decide_by_link(item, "approved", role=ROLE, by=officer)
    item.refresh_from_db()
    return f"{said}, by link."


def rewritten(item, **fields):
    """The moment at which its words changed, as it is told."""
    for name, value in fields.items():
        setattr(item, name, value)
    with entering(Entry("The first wording was a slip of the pen.")):
        item.save()
    return moment_in_words(item.recorded_at)


def test_report_that_changed_since_it_was_approved_says_so(report, officer):
    said = approve(report, officer)
    before = decisions_on(report)

    when = rewritten(report, commentary="The doors open on 9 May.")

    assert before == [said]
    assert decisions_on(report) == [f"{said} It changed since it was approved, last on {when}."]


def test_report_that_waits_for_its_moment_is_what_was_approved(report, officer):
    report.publish_at = timezone.now() + timedelta(days=3)
    report.save()

    said = approve(report, officer)
    rewritten(report, publish_at=timezone.now() + timedelta(days=4))

    assert (report.state, decisions_on(report)) == ("signed-off", [said])


@pytest.mark.parametrize(
    ("state", "again"), [("draft", " Make another link to have it approved as it is now."), ("published", "")]
)
def test_story_that_changed_since_it_was_approved_says_so(officer, state, again):
    story = StoryFactory(state="draft", text="I teach people to swim.")
    said = approve(story, officer)
    rewritten(story, state=state)
    before = decisions_on(story)

    when = rewritten(story, text="I teach children to swim.")

    assert before == [said]
    assert decisions_on(story) == [f"{said} It changed since it was approved, last on {when}.{again}"]


def test_page_of_a_report_says_that_it_changed_since_it_was_approved(desk, report, officer):
    said = approve(report, officer)
    rewritten(report, commentary="The doors open on 9 May.")

    page = desk.get(reverse("admin:priorities_progressupdate_change", args=[report.pk]))

    assert f"{said} It changed since it was approved" in words(page)


def test_last_word_counts_against_a_plan(draft, promise, decide):
    returned = decide("returned", REMARK)
    against = last_word_against(draft)
    decide("approved")

    assert (against, last_word_against(draft)) == (Objection(ROLE, f"{returned}, by link. “{REMARK}”"), None)


def test_decisions_stand_beside_the_buttons_that_publish(desk, earlier, draft, promise, decide):
    said = decide("approved")

    page = BeautifulSoup(desk.get(page_of(earlier)).content, "html.parser")

    assert [each.text for each in page.select(".decided-by-link")] == [f"{said}, by link."]
    assert page.find("input", attrs={"name": "although"}) is None


@pytest.mark.parametrize("sent", [{}, {"at": "1"}], ids=["now", "at-a-moment"])
def test_plan_that_was_sent_back_is_published_only_once_that_is_confirmed(desk, earlier, draft, promise, decide, sent):
    said = decide("returned", REMARK)
    sent |= {"publish_at": f"{timezone.localdate() + timedelta(days=9)}T09:30"}

    refused = desk.post(page_of(earlier, "_publish"), sent)
    assert f"{said}, by link. “{REMARK}” Mend that and ask for another decision, or tick" in words(refused)
    assert [(plan.state, plan.publish_at) for plan in Plan.objects.filter(pk=draft.pk)] == [("draft", None)]

    desk.post(page_of(earlier, "_publish"), sent | {"although": "on"})
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
