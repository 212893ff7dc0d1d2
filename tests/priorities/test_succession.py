"""Marks on what becomes of a promise, and the guard that asks for them before the next plan is published."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from factories import (
    DeliverableFactory,
    PlanFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
    SuccessionFactory,
)

from ledger.models import save_with_reason
from ledger.refusals import KeptForGood, ReasonNeeded
from outcomes.models import Plan
from outcomes.refusals import PromisesLeftOpen, left_open
from priorities.models import Deliverable, Succession

pytestmark = pytest.mark.django_db

REASON = "The next plan speaks of whole towns."
ONE = "succession_names_its_successor_unless_dropped"


def mark(**values):
    """A mark that is not saved, between a published plan and the draft that is to replace it."""
    earlier = DeliverableFactory()
    plan = PlanFactory(state="draft", replaces=earlier.priority.plan)
    priority = PriorityActionFactory(plan=plan, plan_outcome=None)
    given = {"earlier": earlier, "plan": plan, "how": "carried", "later_priority": priority, "reason": REASON}
    return Succession(**given | values)


def later_promise(of):
    return DeliverableFactory(priority=of.later_priority)


def both():
    record = mark()
    record.later = later_promise(record)
    return record


def twin(**values):
    """A second mark that says the same as a saved one; ``to_a_promise`` where it leads to one."""
    record = mark(**values)
    if values.get("later_priority", True):
        record.save()
    else:
        if record.how != "dropped":
            record.later = DeliverableFactory(priority=PriorityActionFactory(plan=record.plan, plan_outcome=None))
        record.save()
    record.pk, record._state.adding = None, True
    return record


BROKEN = [
    pytest.param(ONE, lambda: mark(how="dropped"), id="dropped-into-a-priority"),
    pytest.param(ONE, lambda: mark(how="carried", later_priority=None), id="carried-nowhere"),
    pytest.param(ONE, lambda: mark(how="merged", later_priority=None), id="merged-nowhere"),
    pytest.param(ONE, lambda: mark(how="replaced", later_priority=None), id="replaced-by-nothing"),
    pytest.param(ONE, both, id="into-both"),
    pytest.param("succession_says_why", lambda: mark(reason=""), id="no-reason"),
    pytest.param("one_succession_to_a_promise", lambda: twin(later_priority=None), id="a-promise-twice"),
    pytest.param("one_succession_to_a_priority", twin, id="a-priority-twice"),
    pytest.param("a_promise_is_dropped_once", lambda: twin(how="dropped", later_priority=None), id="dropped-twice"),
]
SENTENCES = {
    ONE: "Name one promise or one priority in which it goes on; none where it is dropped.",
    "a_promise_is_dropped_once": "This promise is marked as dropped already.",
}


def test_every_constraint_of_successions_is_broken_here():
    assert {each.name for each in Succession._meta.constraints} == {row.values[0] for row in BROKEN}


@pytest.mark.parametrize(("name", "build"), BROKEN)
def test_succession_constraint_when_broken_is_refused_by_the_database(name, build):
    record = build()

    with pytest.raises(IntegrityError), transaction.atomic():
        models.Model.save(record)


@pytest.mark.parametrize(("name", "build"), [row for row in BROKEN if row.values[0] in SENTENCES])
def test_succession_constraint_when_broken_is_explained(name, build):
    with pytest.raises(ValidationError) as refusal:
        build().full_clean()

    assert refusal.value.messages == [SENTENCES[name]]


def test_promise_may_go_on_in_two_places_and_from_two_promises():
    first = mark()
    first.save()
    second = mark(earlier=first.earlier, plan=first.plan)
    second.later_priority = PriorityActionFactory(plan=first.plan, plan_outcome=None)
    second.save()
    third = mark(plan=first.plan, later_priority=first.later_priority, how="merged")
    third.earlier = DeliverableFactory(priority=first.earlier.priority)
    third.full_clean()
    third.save()

    assert Succession.objects.count() == 3


@pytest.mark.parametrize("reason", ["", "tbc", "As discussed."])
def test_succession_without_a_good_reason_is_never_written(reason):
    record = mark(reason=reason)

    with pytest.raises(ReasonNeeded):
        record.save()
    with pytest.raises(ReasonNeeded):
        Succession.objects.create(**{name: getattr(mark(), name) for name in ("earlier", "plan")}, reason=reason)
    with pytest.raises(ReasonNeeded):
        SuccessionFactory(reason=reason)

    assert Succession.objects.count() == 0


def test_succession_with_a_poor_reason_is_explained():
    with pytest.raises(ValidationError) as refusal:
        mark(reason="tbc").full_clean()

    assert list(refusal.value.message_dict) == ["reason"]


@pytest.mark.parametrize(
    ("field", "build", "sentence"),
    [
        ("earlier", DeliverableFactory, "Choose a promise of the plan that the later plan replaces."),
        ("later", DeliverableFactory, "Choose a promise of the later plan."),
        ("later_priority", PriorityActionFactory, "Choose a priority of the later plan."),
    ],
)
def test_succession_with_a_record_of_another_plan_is_refused(field, build, sentence):
    record = mark(later_priority=None) if field == "later" else mark()
    setattr(record, field, build())

    with pytest.raises(ValidationError) as refusal:
        record.full_clean()

    assert refusal.value.message_dict == {field: [sentence]}


def test_published_succession_changes_only_with_a_reason_and_is_never_deleted():
    record = SuccessionFactory()
    record.how = "merged"

    with pytest.raises(ReasonNeeded):
        record.save()
    with pytest.raises(KeptForGood), transaction.atomic():
        record.delete()
    save_with_reason(record, "It was merged, not carried forward.")

    assert Succession.objects.get().how == "merged"


def test_succession_into_a_draft_can_be_taken_away():
    SuccessionFactory(published=False).delete()

    assert Succession.objects.count() == 0


def test_succession_says_what_it_is():
    record = mark()
    record.earlier.text, record.later_priority.title, record.later_priority.number = "Open a hub", "Towns", 4

    assert str(record) == "Carried forward, goes on in “4. Towns”: Open a hub"


# The guard


@pytest.fixture
def earlier():
    return PlanFactory(title="The old plan", state="archived")


@pytest.fixture
def draft(earlier):
    return PlanFactory(title="The new plan", state="draft", replaces=earlier)


def promise_of(plan, status="", day=date(2022, 3, 31), **values):
    """A promise of a plan, and what the council says of it last."""
    values.setdefault("priority", PriorityActionFactory(plan=plan, plan_outcome=None))
    promise = DeliverableFactory(**values)
    decision = "https://example.org/decision" if status in ("deferred", "withdrawn") else ""
    if status:
        ProgressUpdateFactory(deliverable=promise, as_of=day, status=status, decision_url=decision)
    return promise


def carry(promise, plan):
    priority = PriorityActionFactory(plan=plan, plan_outcome=None)
    return SuccessionFactory(earlier=promise, plan=plan, later_priority=priority, published=False)


def publish(plan, state="current"):
    plan.state = state
    plan.save()


@pytest.mark.parametrize("status", ["", "not-started", "on-track", "deferred"])
@pytest.mark.parametrize("state", ["current", "archived"])
def test_plan_is_not_published_before_every_unfinished_promise_is_marked(earlier, draft, status, state):
    promise = promise_of(earlier, status)

    with pytest.raises(PromisesLeftOpen):
        publish(draft, state)
    assert Plan.objects.get(pk=draft.pk).state == "draft"

    carry(promise, draft)
    publish(draft, state)
    assert Plan.objects.get(pk=draft.pk).state == state


@pytest.mark.parametrize("status", ["complete", "withdrawn"])
def test_plan_is_published_where_nothing_is_unfinished(earlier, draft, status):
    promise_of(earlier, status)
    promise_of(earlier, status_as_published="Completed")

    publish(draft)

    assert Plan.objects.get(pk=draft.pk).state == "current"


def test_promise_that_heads_a_list_needs_no_mark_but_its_parts_do(earlier, draft):
    head = promise_of(earlier)
    child = promise_of(earlier, parent=head, priority=head.priority)
    carry(child, draft)

    publish(draft)

    assert Plan.objects.get(pk=draft.pk).state == "current"


def test_promise_that_was_printed_as_done_but_reported_otherwise_needs_a_mark(earlier, draft):
    promise_of(earlier, "on-track", status_as_published="Completed")

    with pytest.raises(PromisesLeftOpen):
        publish(draft)


def test_what_is_reported_for_a_day_to_come_does_not_settle_a_promise_today(earlier, draft):
    promise_of(earlier, "complete", day=timezone.localdate() + timezone.timedelta(days=1))

    with pytest.raises(PromisesLeftOpen):
        publish(draft)


def test_mark_in_another_plan_settles_nothing(earlier, draft):
    promise = promise_of(earlier)
    carry(promise, PlanFactory(state="draft"))

    with pytest.raises(PromisesLeftOpen):
        publish(draft)


def test_plan_that_replaces_a_draft_is_published():
    never_published = PlanFactory(state="draft")
    promise_of(never_published)

    assert PlanFactory(replaces=never_published).pk


def test_plan_is_not_made_public_at_once(earlier):
    promise_of(earlier)

    with pytest.raises(PromisesLeftOpen):
        PlanFactory(replaces=earlier)
    with pytest.raises(PromisesLeftOpen):
        Plan.objects.create(slug="new", title="New", state="archived", replaces=earlier)

    assert list(Plan.objects.values_list("title", flat=True)) == ["The old plan"]


def test_public_plan_does_not_come_to_replace_an_unsettled_one(earlier):
    promise_of(earlier)
    plan = PlanFactory()
    plan.replaces = earlier

    with pytest.raises(PromisesLeftOpen):
        plan.save()
    with pytest.raises(PromisesLeftOpen):
        plan.save(update_fields=["replaces"])
    plan.state = "draft"
    with pytest.raises(PromisesLeftOpen):
        plan.save(update_fields=["replaces"])

    assert Plan.objects.get(pk=plan.pk).replaces is None


def test_draft_is_written_freely_and_fields_that_are_not_written_do_not_count(earlier, draft):
    promise_of(earlier)
    draft.title, draft.state = "The newest plan", "current"
    draft.save(update_fields=["title"])

    now = Plan.objects.get(pk=draft.pk)
    assert (now.title, now.state) == ("The newest plan", "draft")


def test_public_plan_goes_on_being_edited_whatever_comes_to_light_later(earlier, draft):
    publish(draft)
    promise_of(earlier)
    draft.introduction = "Welcome."
    publish(draft, "archived")

    assert Plan.objects.get(pk=draft.pk).introduction == "Welcome."


def test_refusal_names_the_first_three_in_the_order_of_the_plan(earlier, draft):
    for number in (2, 1, 3, 4):
        priority = PriorityActionFactory(plan=earlier, plan_outcome=None, number=number)
        promise_of(earlier, priority=priority, text=f"Promise {number}")

    with pytest.raises(PromisesLeftOpen) as refusal:
        publish(draft)

    assert refusal.value.messages == [
        "The new plan cannot be published yet: 4 unfinished promises of The old plan are not marked as carried, "
        "merged, replaced or dropped: “Promise 1”; “Promise 2”; “Promise 3”; and 1 more. Save The new plan as a "
        "draft, and mark each of them under Plans, “Mark promises and publish”."
    ]


def test_refusal_of_one_promise_reads_well():
    assert left_open(["Open a hub"], "A", "B") == (
        "B cannot be published yet: 1 unfinished promise of A is not marked as carried, merged, replaced or dropped: "
        "“Open a hub”. Save B as a draft, and mark each of them under Plans, “Mark promises and publish”."
    )


def test_guard_asks_one_question_whether_one_promise_is_open_or_three(earlier, django_assert_num_queries):
    for count in (1, 2):
        for _ in range(count):
            promise_of(earlier)
        with django_assert_num_queries(1), pytest.raises(PromisesLeftOpen):
            Plan(replaces=earlier, title="New", slug="new", state="current").clean()


# The migration that brings old records over


@pytest.fixture
def as_before(transactional_db):
    """The models as they were before there were marks; afterwards every migration is in force again."""
    yield MigrationExecutor(connection).migrate([("priorities", "0003_two_clocks_and_meetings")]).apps
    migrate_fully()


def migrate_fully():
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_what_followed_before_becomes_a_mark_with_the_same_days(as_before):
    keys = old_records(as_before)

    migrate_fully()

    said = Succession.objects.order_by("pk")
    values = ("earlier", "plan", "how", "later", "reason", "effective_on", "revision")
    went_on = (keys["first"], keys["plan"], "carried", keys["second"], "It goes on.", date(2022, 5, 1), 1)
    dropped = (keys["first"], keys["plan"], "dropped", None, "It ends.", date(2022, 5, 1), 1)
    assert list(said.values_list(*values)) == [went_on, dropped]
    versions = Succession.history.order_by("history_id")
    assert list(versions.values_list(*values, "history_type")) == [(*went_on, "+"), (*dropped, "+")]
    assert list(versions.values_list("recorded_at", "id")) == list(said.values_list("recorded_at", "pk"))
    assert Deliverable.objects.count() == 4


def old_records(apps) -> dict:
    """Three deliverables that follow a first one, as they were kept before; two of them say that it was dropped."""
    plan = apps.get_model("outcomes", "Plan").objects.create(slug="p", title="P")
    priority = apps.get_model("priorities", "PriorityAction").objects.create(plan=plan, number=1)
    deliverables = apps.get_model("priorities", "Deliverable").objects
    first = deliverables.create(priority=priority, order=1, text="First")
    told = {"priority": priority, "follows": first, "effective_on": date(2022, 5, 1)}
    second = deliverables.create(order=2, text="Two", follows_how="carried", follows_reason="It goes on.", **told)
    for order in (3, 4):
        deliverables.create(order=order, text="Ends", follows_how="dropped", follows_reason="It ends.", **told)
    return {"plan": plan.pk, "first": first.pk, "second": second.pk}
