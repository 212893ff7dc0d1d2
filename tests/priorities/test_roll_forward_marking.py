"""What starting the next plan and marking promises write, and what they refuse."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone
from factories import (
    AimFactory,
    CommitmentFactory,
    DeliverableFactory,
    DeliverablePlaceFactory,
    DirectorateFactory,
    ForewordFactory,
    OutcomeSectionFactory,
    PlanFactory,
    PlanIndicatorFactory,
    PlanOutcomeFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
    SuccessionFactory,
)

from ledger.entries import Entry, entering
from ledger.refusals import LedgerRefusal
from outcomes.models import Commitment, Plan
from outcomes.refusals import PromisesLeftOpen
from priorities.models import Deliverable, PriorityAction, Succession
from priorities.roll_forward import marking
from priorities.roll_forward.choices import UNMARK, Choice
from priorities.roll_forward.marking import MARK_STAYS, STAYS, MarkedMeanwhile, carry_all, seen_as
from priorities.roll_forward.publishing import publish, publish_at
from priorities.roll_forward.starting import start

pytestmark = pytest.mark.django_db

WHY = "The next plan goes on with this work."
DECISION = "https://example.org/decision"
DAYS = {"starts_on": date(2023, 4, 1), "ends_on": date(2024, 3, 31)}


@pytest.fixture
def officer():
    return User.objects.create_user("officer")


@pytest.fixture
def earlier():
    return PlanFactory(title="The old plan", vision="A place to live.", introduction="Welcome.")


@pytest.fixture
def stated(earlier):
    return PlanOutcomeFactory(plan=earlier, statement="People live well.")


@pytest.fixture
def priority(stated):
    return PriorityActionFactory(plan_outcome=stated, number=3, title="Hubs")


@pytest.fixture
def promise(priority):
    said = {"text": "Open a hub", "owner_as_published": "Example role", "expected_result": "A hub in every town"}
    return DeliverableFactory(priority=priority, order=4, directorate=DirectorateFactory(), **said)


@pytest.fixture
def draft(earlier, promise, officer):
    return begin(earlier, officer)


def begin(earlier, officer, **values):
    return start(earlier, **{"title": "The new plan", "slug": "new", **DAYS} | values, by=officer)


def carried(**values):
    return Choice(**{"how": "carried", "words": "Open a hub", "timescale": "By March 2024", "reason": WHY} | values)


def taken_back(plan):
    plan.state = "draft"
    with entering(Entry("It was published too early by mistake.")):
        plan.save()


def mark(promise, draft, choice, officer=None):
    marks = list(marking.marks_of(promise, draft))
    return marking.mark(promise, draft, choice, seen=seen_as(marks), by=officer)


# The start


def test_start_makes_a_draft_with_the_outcomes_and_their_parts(earlier, stated, officer):
    AimFactory(plan_outcome=stated, text="Health")
    OutcomeSectionFactory(plan_outcome=stated, heading="How")
    indicator = PlanIndicatorFactory(plan_outcome=stated).indicator
    for kind in Commitment.Kind.values:
        CommitmentFactory(plan_outcome=stated, kind=kind, text=kind)

    draft = begin(earlier, officer)

    copy = draft.plan_outcomes.get()
    assert (draft.state, draft.replaces, draft.vision, draft.introduction) == ("draft", earlier, "A place to live.", "")
    assert (copy.outcome, copy.statement, copy.name) == (stated.outcome, "People live well.", stated.name)
    assert [aim.text for aim in copy.aims.all()] == ["Health"]
    assert [section.heading for section in copy.sections.all()] == ["How"]
    assert [each.indicator for each in copy.plan_indicators.all()] == [indicator]
    assert {each.text for each in copy.commitments.all()} == {"continuing", "emphasis"}


def test_start_leaves_what_belongs_to_the_earlier_plan(earlier, promise, officer):
    ForewordFactory(plan=earlier)

    draft = begin(earlier, officer)

    assert [draft.forewords.count(), draft.headline_figures.count(), draft.priority_actions.count()] == [0, 0, 0]


def test_start_says_who_and_why_in_every_version(earlier, stated, officer):
    version = begin(earlier, officer).plan_outcomes.get().history.get()

    assert (version.history_user, version.history_change_reason) == (officer, "Rolled forward from The old plan.")


@pytest.mark.parametrize("values", [{"slug": "old"}, {"ends_on": date(2020, 1, 1)}], ids=["slug-taken", "ends-first"])
def test_start_that_does_not_fit_writes_nothing(earlier, stated, officer, values):
    PlanFactory(slug="old")

    with pytest.raises(ValidationError):
        begin(earlier, officer, **values)

    assert not Plan.objects.filter(title="The new plan").exists()


def test_start_is_refused_where_another_plan_replaces_it_already(earlier, draft, officer):
    with pytest.raises(LedgerRefusal, match="The new plan replaces The old plan already"):
        begin(earlier, officer, slug="newer")


def test_start_from_a_draft_is_refused(officer):
    with pytest.raises(LedgerRefusal, match="is a draft"):
        begin(PlanFactory(state="draft"), officer)


def test_start_from_a_plan_deleted_meanwhile_is_refused(officer):
    plan = PlanFactory(state="draft")
    Plan.objects.get(pk=plan.pk).delete()

    with pytest.raises(LedgerRefusal, match="Somebody deleted"):
        begin(plan, officer)


# One mark


def test_carried_promise_takes_its_priority_and_what_it_says_along(promise, draft, officer):
    place = DeliverablePlaceFactory(deliverable=promise).place

    found = mark(promise, draft, carried(), officer)

    later = found.later
    said = (later.text, later.timescale_text, str(later.timescale_end), later.order)
    assert said == ("Open a hub", "By March 2024", "2024-03-31", 4)
    kept = (later.owner_as_published, later.expected_result, later.directorate)
    assert kept == ("Example role", "A hub in every town", promise.directorate)
    assert list(later.places.all()) == [place]
    goes_under = (later.priority.plan, later.priority.number, later.priority.title, later.priority.portfolio)
    assert goes_under == (draft, 3, "Hubs", promise.priority.portfolio)
    assert later.priority.plan_outcome == draft.plan_outcomes.get()
    assert (found.how, found.reason, found.later_priority) == ("carried", WHY, None)


def test_mark_says_who_and_why_in_every_version(promise, draft, officer):
    found = mark(promise, draft, carried(decision_url="https://example.org/decision"), officer)

    for record in (found, found.later, found.later.priority):
        version = record.history.get()
        assert version.history_user == officer
        assert version.history_change_reason == f"Rolled forward from The old plan: {WHY}"
        assert version.history_decision_url == "https://example.org/decision"


def test_second_promise_of_a_priority_stands_beside_the_first_in_the_order_of_the_plan(promise, draft):
    first = DeliverableFactory(priority=promise.priority, order=1)
    here = mark(promise, draft, carried()).later
    there = mark(first, draft, carried(words="Another")).later

    assert here.priority == there.priority
    assert [each.pk for each in here.priority.promises] == [there.pk, here.pk]


def test_promise_under_a_heading_takes_the_heading_along(priority, draft):
    head = DeliverableFactory(priority=priority, order=5, text="Work with people to:")
    children = DeliverableFactory.create_batch(2, priority=priority, parent=head)

    first, second = (mark(child, draft, carried(words=child.text)).later for child in children)

    assert first.parent == second.parent
    assert (first.parent.text, first.parent.priority) == ("Work with people to:", first.priority)


def test_priority_finds_a_free_number_where_its_own_is_taken(promise, draft):
    PriorityActionFactory(plan_outcome=draft.plan_outcomes.get(), number=3)

    assert mark(promise, draft, carried()).later.priority.number == 4


def test_priority_of_an_outcome_that_the_new_plan_left_out_stands_outside_outcomes(promise, draft):
    draft.plan_outcomes.get().delete()

    assert mark(promise, draft, carried()).later.priority.plan_outcome is None


def test_promise_can_be_put_under_another_priority_of_the_new_plan(promise, draft):
    other = PriorityActionFactory(plan=draft, plan_outcome=None)
    DeliverableFactory(priority=other, order=4)

    later = mark(promise, draft, carried(under=f"priority-{other.pk}")).later

    assert (later.priority, later.order, draft.priority_actions.count()) == (other, 5, 1)


def test_merged_into_a_promise_or_a_priority_writes_nothing_else(promise, draft):
    into = DeliverableFactory(priority=PriorityActionFactory(plan=draft, plan_outcome=None))

    into_promise = mark(promise, draft, Choice("merged", into=f"promise-{into.pk}", reason=WHY))
    assert (into_promise.how, into_promise.later, into_promise.later_priority) == ("merged", into, None)

    into_priority = mark(promise, draft, Choice("merged", into=f"priority-{into.priority.pk}", reason=WHY))
    assert (into_priority.pk, into_priority.later_priority) == (into_promise.pk, into.priority)
    assert list(Deliverable.objects.filter(priority__plan=draft)) == [into]


def test_replaced_by_a_new_promise_writes_it(promise, draft):
    found = mark(promise, draft, carried(how="replaced", words="Open two hubs"))

    assert (found.how, found.later.text) == ("replaced", "Open two hubs")


# A mark that changes


def test_carried_promise_is_reworded_and_moved_but_stays_the_same(promise, draft):
    before = mark(promise, draft, carried()).later
    other = PriorityActionFactory(plan=draft, plan_outcome=None)
    choice = carried(how="replaced", words="Two hubs", timescale="Ongoing", under=f"priority-{other.pk}")

    found = mark(promise, draft, choice)

    assert (found.how, found.later.pk) == ("replaced", before.pk)
    assert (found.later.text, found.later.timescale_ongoing, found.later.priority) == ("Two hubs", True, other)
    assert list(draft.priority_actions.all()) == [other]


def test_promise_written_for_a_mark_goes_when_the_mark_changes_with_its_heading_and_priority(priority, draft):
    child = DeliverableFactory(priority=priority, parent=DeliverableFactory(priority=priority, order=5))
    mark(child, draft, carried())

    found = mark(child, draft, Choice("dropped", reason=WHY))

    assert (found.how, found.successor) == ("dropped", None)
    assert [draft.priority_actions.count(), Deliverable.objects.filter(priority__plan=draft).count()] == [0, 0]


def test_promise_written_by_hand_stays_when_the_mark_changes(promise, draft):
    by_hand = DeliverableFactory(priority=PriorityActionFactory(plan=draft, plan_outcome=None))
    SuccessionFactory(earlier=promise, plan=draft, later=by_hand, later_priority=None, published=False)

    mark(promise, draft, Choice("dropped", reason=WHY))

    assert list(Deliverable.objects.filter(priority__plan=draft)) == [by_hand]


def test_mark_can_be_taken_away(promise, draft):
    mark(promise, draft, carried())

    assert mark(promise, draft, Choice(UNMARK)) is None
    assert [Succession.objects.count(), PriorityAction.objects.filter(plan=draft).count()] == [0, 0]


def test_promise_into_which_another_is_merged_is_not_taken_out(promise, draft):
    later = mark(promise, draft, carried()).later
    other = DeliverableFactory(priority=promise.priority, order=5)
    mark(other, draft, Choice("merged", into=f"promise-{later.pk}", reason=WHY))

    with pytest.raises(LedgerRefusal, match="Mark those first"):
        mark(promise, draft, Choice("dropped", reason=WHY))

    assert {each.how for each in Succession.objects.all()} == {"carried", "merged"}


def test_mark_that_somebody_changed_meanwhile_is_not_written_over(promise, draft, officer):
    mark(promise, draft, Choice("dropped", reason=WHY), officer)

    with pytest.raises(MarkedMeanwhile, match="officer marked it as dropped at"):
        marking.mark(promise, draft, carried(), seen="", by=None)

    assert Succession.objects.get().how == "dropped"


def test_mark_that_somebody_took_away_meanwhile_is_told(promise, draft, officer):
    found = mark(promise, draft, Choice("dropped", reason=WHY))
    mark(promise, draft, Choice(UNMARK), officer)

    with pytest.raises(MarkedMeanwhile, match="officer took the mark away at"):
        marking.mark(promise, draft, carried(), seen=seen_as([found]), by=None)


def test_what_was_chosen_but_is_gone_is_told(promise, draft):
    with pytest.raises(LedgerRefusal, match="taken out meanwhile"):
        mark(promise, draft, Choice("merged", into="promise-0", reason=WHY))


def test_promise_with_several_marks_is_left_to_its_own_page(promise, draft):
    for _ in range(2):
        priority = PriorityActionFactory(plan=draft, plan_outcome=None)
        SuccessionFactory(earlier=promise, plan=draft, later_priority=priority, published=False)

    with pytest.raises(LedgerRefusal, match="several marks"):
        mark(promise, draft, Choice("dropped", reason=WHY))


def test_public_plan_is_not_marked_here(promise, draft):
    mark(promise, draft, carried())
    publish(draft, archive=False, by=None)

    with pytest.raises(LedgerRefusal, match="is public"):
        mark(promise, draft, Choice("dropped", reason=WHY))


def test_draft_deleted_meanwhile_is_told(promise, draft):
    Plan.objects.get(pk=draft.pk).delete()

    with pytest.raises(LedgerRefusal, match="Somebody deleted the new plan"):
        mark(promise, draft, carried())


@pytest.mark.parametrize("choice", [Choice("dropped", reason=WHY), Choice(UNMARK)], ids=["dropped", "unmarked"])
def test_promise_of_a_plan_that_was_public_before_is_not_taken_out_and_says_what_to_do(promise, draft, choice):
    later = mark(promise, draft, carried()).later
    taken_back(publish(draft, archive=False, by=None))

    with pytest.raises(LedgerRefusal) as refusal:
        mark(promise, draft, choice)

    assert refusal.value.messages == [STAYS.format(plan="The new plan", promise=later)]
    assert Succession.objects.get().how == "carried"


def test_mark_in_a_plan_that_was_public_before_can_change_but_is_not_taken_away(promise, draft):
    other = DeliverableFactory(priority=promise.priority, order=5, text="Plant a tree")
    mark(promise, draft, Choice("dropped", reason=WHY))
    mark(other, draft, carried())
    taken_back(publish(draft, archive=False, by=None))

    with pytest.raises(LedgerRefusal) as refusal:
        mark(promise, draft, Choice(UNMARK))

    assert refusal.value.messages == [MARK_STAYS.format(plan="The new plan")]
    assert mark(promise, draft, carried()).how == "carried"


# Many marks


def test_carrying_all_is_one_step(promise, draft, officer):
    other = DeliverableFactory(priority=promise.priority, order=5, text="Plant a tree")

    count = carry_all([promise, other], draft, carried(decision_url=DECISION), by=officer)

    marks = Succession.objects.order_by("pk")
    said = [(each.later.text, each.later.timescale_text, each.reason, each.decision_url) for each in marks]
    assert (count, said) == (2, [(each, "By March 2024", WHY, DECISION) for each in ("Open a hub", "Plant a tree")])
    assert draft.priority_actions.count() == 1


def test_carrying_all_writes_nothing_where_one_was_marked_meanwhile(promise, draft):
    other = DeliverableFactory(priority=promise.priority, order=5)
    mark(other, draft, Choice("dropped", reason=WHY))

    with pytest.raises(MarkedMeanwhile):
        carry_all([promise, other], draft, carried(), by=None)

    assert Succession.objects.count() == 1


# Publishing


def test_plan_is_published_and_the_earlier_one_archived(promise, draft, officer):
    mark(promise, draft, carried())
    publish_at(draft, timezone.now() + timezone.timedelta(days=3), by=officer)

    publish(draft, archive=True, by=officer)

    stand = Plan.objects.order_by("pk").values_list("state", "publish_at")
    assert list(stand) == [("archived", None), ("current", None)]
    assert draft.history.latest("history_id").history_user == officer


def test_plan_with_promises_left_open_is_not_published_and_nothing_is_archived(draft, earlier):
    with pytest.raises(PromisesLeftOpen):
        publish(draft, archive=True, by=None)

    assert list(Plan.objects.order_by("pk").values_list("state", flat=True)) == ["current", "draft"]


def test_finished_promise_needs_no_mark_but_can_be_carried(promise, draft):
    ProgressUpdateFactory(deliverable=promise, status="complete")
    mark(promise, draft, carried())

    publish(draft, archive=False, by=None)

    assert Succession.objects.get().later.priority.plan == draft


def test_moment_of_publishing_is_set_and_taken_away(draft):

    moment = timezone.now() + timezone.timedelta(days=3)
    assert publish_at(draft, moment, by=None).publish_at == moment
    assert publish_at(draft, None, by=None).publish_at is None
