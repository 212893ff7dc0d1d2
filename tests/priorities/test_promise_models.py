from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from factories import (
    AppointmentFactory,
    CouncillorFactory,
    DeliverableFactory,
    DeliverablePlaceFactory,
    EvidenceLinkFactory,
    MeetingFactory,
    PlanFactory,
    PortfolioFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
    RemitFactory,
    SeatFactory,
)

from ledger.entries import Entry, entering
from ledger.models import save_with_reason
from ledger.refusals import EditedMeanwhile, KeptForGood, LedgerRefusal, ReasonNeeded, Unmovable
from outcomes.models import Plan
from priorities.models import Deliverable, PriorityAction, ProgressUpdate, Succession
from priorities.models.promises import nest

pytestmark = pytest.mark.django_db


def changed(record, **values):
    for name, value in values.items():
        setattr(record, name, value)
    return record


def twin(factory, **values):
    """A second record with every value of a saved one."""
    record = factory(**values)
    record.pk, record._state.adding = None, True
    return record


def twin_child():
    top = DeliverableFactory()
    return twin(DeliverableFactory, priority=top.priority, parent=top)


def under_itself():
    deliverable = DeliverableFactory()
    return changed(deliverable, parent=deliverable)


TROUBLE = "update_in_trouble_says_cause_action_and_next_step"
STOPPED = "update_that_stops_names_its_decision"
SAID = {"cause": "Rain.", "action": "Pumps.", "next_step": "Dry by May."}
BROKEN = [
    ("one_appointment_a_first_day", lambda: twin(AppointmentFactory)),
    (
        "appointment_ends_after_it_starts",
        lambda: changed(AppointmentFactory(), ends_on=date(2021, 5, 20)),
    ),
    ("one_priority_a_number_in_an_outcome", lambda: twin(PriorityActionFactory)),
    (
        "one_priority_a_number_outside_outcomes",
        lambda: twin(PriorityActionFactory, plan=PlanFactory(), plan_outcome=None),
    ),
    ("one_deliverable_a_position", lambda: twin(DeliverableFactory)),
    ("one_child_deliverable_a_position", twin_child),
    ("deliverable_is_not_its_own_parent", under_itself),
    ("update_returned_says_why", lambda: changed(ProgressUpdateFactory(state="draft"), state="returned")),
    ("update_that_waits_says_until_when", lambda: changed(ProgressUpdateFactory(state="draft"), state="signed-off")),
    ("one_meeting_a_day_and_title", lambda: twin(MeetingFactory)),
    ("one_remit_a_portfolio", lambda: twin(RemitFactory)),
    ("one_seat_a_first_day", lambda: twin(SeatFactory)),
    ("seat_ends_after_it_starts", lambda: changed(SeatFactory(), ends_on=date(2021, 5, 20))),
    ("a_deliverable_names_a_place_once", lambda: twin(DeliverablePlaceFactory)),
    (TROUBLE, lambda: changed(ProgressUpdateFactory(), status="at-risk")),
    (TROUBLE, lambda: changed(ProgressUpdateFactory(), status="off-track", **SAID | {"cause": ""})),
    (TROUBLE, lambda: changed(ProgressUpdateFactory(), status="at-risk", **SAID | {"action": ""})),
    (TROUBLE, lambda: changed(ProgressUpdateFactory(), status="off-track", **SAID | {"next_step": ""})),
    (STOPPED, lambda: changed(ProgressUpdateFactory(), status="deferred")),
    (STOPPED, lambda: changed(ProgressUpdateFactory(), status="withdrawn")),
]
MOVED = "The contractor went into administration."
SENTENCES = {
    "appointment_ends_after_it_starts": "An appointment cannot end before it starts.",
    "seat_ends_after_it_starts": "A seat cannot end before it starts.",
    "deliverable_is_not_its_own_parent": "A deliverable cannot stand under itself.",
    "update_returned_says_why": "Say why it goes back, and what would mend it.",
    "update_that_waits_says_until_when": "Say when it is to be published.",
    TROUBLE: "At risk and off track need a cause, an action and a next step.",
    STOPPED: "Deferred and withdrawn need a link to the decision.",
}


def test_every_constraint_is_broken_here():
    """But for those of successions, which have a list of their own."""
    models = [model for model in apps.get_app_config("priorities").get_models() if model is not Succession]
    declared = {each.name for model in models for each in model._meta.constraints}
    assert declared == {name for name, _ in BROKEN}


@pytest.mark.parametrize(("name", "build"), BROKEN)
def test_constraint_when_broken_is_refused_by_the_database(name, build):
    record = build()

    with pytest.raises(IntegrityError), transaction.atomic():
        save_with_reason(record, MOVED)


@pytest.mark.parametrize(("name", "build"), [row for row in BROKEN if row[0] in SENTENCES])
def test_constraint_when_broken_is_explained(name, build):
    with pytest.raises(ValidationError) as refusal:
        build().full_clean()

    assert refusal.value.messages == [SENTENCES[name]]


@pytest.mark.parametrize("factory", [CouncillorFactory, PortfolioFactory])
def test_slug_when_taken_is_refused(factory):
    taken = factory().slug

    with pytest.raises(IntegrityError), transaction.atomic():
        factory(slug=taken)


def test_appointment_of_one_day_is_kept():
    assert AppointmentFactory(ends_on=date(2021, 5, 21)).pk is not None


def test_priority_number_when_taken_in_another_outcome_of_the_plan_is_kept():
    taken = PriorityActionFactory()

    kept = PriorityActionFactory(plan_outcome__plan=taken.plan, number=taken.number)

    assert (kept.plan, kept.number) == (taken.plan, taken.number)


def test_child_deliverable_at_the_position_of_a_top_one_is_kept():
    top = DeliverableFactory(order=1)

    assert DeliverableFactory(priority=top.priority, parent=top, order=1).order == 1


@pytest.mark.parametrize("status", ["at-risk", "off-track", "deferred", "withdrawn"])
@pytest.mark.parametrize(
    ("state", "kept"),
    [("draft", True), ("returned", True), ("awaiting", False), ("signed-off", False), ("published", False)],
)
def test_update_may_be_half_a_thought_until_it_is_sent(status, state, kept):
    later = {"remark": "Say more.", "publish_at": datetime(2030, 1, 1, tzinfo=UTC)}
    update = changed(ProgressUpdateFactory(state="draft"), status=status, state=state, **later)

    if kept:
        update.full_clean()
        update.save()
    else:
        with pytest.raises(ValidationError):
            update.full_clean()
    assert ProgressUpdate.objects.filter(status=status).count() == int(kept)


@pytest.mark.parametrize("status", ["at-risk", "off-track"])
def test_update_in_trouble_that_says_all_three_is_kept(status):
    assert ProgressUpdateFactory(status=status, **SAID).status == status


@pytest.mark.parametrize("status", ["deferred", "withdrawn"])
def test_update_that_stops_with_a_decision_is_kept(status):
    assert ProgressUpdateFactory(status=status, decision_url="https://example.org/decision").status == status


def test_deliverable_when_saved_reads_its_timescale():
    deliverable = DeliverableFactory(timescale_text="By March 2022")

    deliverable.refresh_from_db()

    assert (deliverable.timescale_end, deliverable.timescale_ongoing) == (date(2022, 3, 31), False)
    assert deliverable.timescale_reading != ""


def test_deliverable_when_its_timescale_changes_reads_it_again():
    deliverable = DeliverableFactory(timescale_text="By March 2022")

    save_with_reason(changed(deliverable, timescale_text="By June 2022"), MOVED)

    assert Deliverable.objects.get().timescale_end == date(2022, 6, 30)


def test_deliverable_when_its_timescale_is_emptied_has_no_reading():
    deliverable = DeliverableFactory(timescale_text="By March 2022")

    save_with_reason(changed(deliverable, timescale_text=""), MOVED)

    deliverable.refresh_from_db()
    derived = [field.name for field in Deliverable._meta.fields if field.name.startswith("timescale_")]
    assert {name: getattr(deliverable, name) for name in derived} == {
        "timescale_text": "",
        "timescale_start": None,
        "timescale_end": None,
        "timescale_precision": "",
        "timescale_ongoing": False,
        "timescale_ambiguous": False,
        "timescale_reading": "",
        "timescale_milestones": [],
    }


def test_deliverable_when_its_timescale_names_no_day_has_no_end():
    assert DeliverableFactory(timescale_text="In progress").timescale_end is None


def test_deliverable_keeps_each_version_of_its_timescale():
    deliverable = DeliverableFactory(timescale_text="By March 2022")
    save_with_reason(changed(deliverable, timescale_text="By June 2022"), MOVED)

    versions = deliverable.history.order_by("history_id").values_list("timescale_text", "timescale_end")

    assert list(versions) == [("By March 2022", date(2022, 3, 31)), ("By June 2022", date(2022, 6, 30))]


def test_deliverable_without_updates_says_nothing():
    deliverable = DeliverableFactory()

    assert (deliverable.latest_update, deliverable.status) == (None, "")


def test_deliverable_says_what_its_latest_published_update_says():
    deliverable = DeliverableFactory()
    ProgressUpdateFactory(deliverable=deliverable, as_of=date(2021, 12, 31), status="complete")
    ProgressUpdateFactory(deliverable=deliverable, as_of=date(2021, 6, 30), status="on-track")
    ProgressUpdateFactory(deliverable=deliverable, as_of=date(2022, 3, 31), status="on-track", state="draft")
    ProgressUpdateFactory(deliverable=deliverable, as_of=date(2022, 3, 31), status="on-track", state="awaiting")

    assert deliverable.status == "complete"


def test_deliverable_with_two_updates_of_one_day_says_the_later_record():
    deliverable = DeliverableFactory()
    ProgressUpdateFactory(deliverable=deliverable, status="not-started")
    ProgressUpdateFactory(deliverable=deliverable, status="on-track")

    assert deliverable.status == "on-track"


def test_deliverable_latest_update_when_prefetched_takes_no_query(django_assert_num_queries):
    update = ProgressUpdateFactory()
    deliverable = Deliverable.objects.prefetch_related("updates").get()

    with django_assert_num_queries(0):
        assert deliverable.latest_update == update


def family():
    """A priority with a head at position 2 over two children, and a deliverable before it."""
    priority = PriorityActionFactory()
    head = DeliverableFactory(priority=priority, order=2, text="head")
    DeliverableFactory(priority=priority, parent=head, order=2, text="second child")
    DeliverableFactory(priority=priority, parent=head, order=1, text="first child")
    DeliverableFactory(priority=priority, order=1, text="alone")
    return priority


def texts_of(deliverables):
    return [(each.text, texts_of(each.nested)) for each in deliverables]


def test_priority_tree_is_in_order():
    assert texts_of(family().tree) == [("alone", []), ("head", [("first child", []), ("second child", [])])]


def test_priority_tree_without_deliverables_is_empty():
    assert PriorityActionFactory().tree == []


def test_priority_promises_leave_out_the_head_of_a_list():
    assert [each.text for each in family().promises] == ["alone", "first child", "second child"]


def test_nest_with_three_levels_nests_each():
    top = DeliverableFactory(text="top")
    middle = DeliverableFactory(priority=top.priority, parent=top, text="middle")
    low = DeliverableFactory(priority=top.priority, parent=middle, text="low")

    assert texts_of(nest([low, middle, top])) == [("top", [("middle", [("low", [])])])]


def test_nest_brings_to_the_top_what_has_no_place_in_the_tree():
    one, other, under_other = (
        Deliverable(pk=key, parent_id=key % 2 + 1, order=key, text=str(key)) for key in (1, 2, 3)
    )
    elsewhere = Deliverable(pk=4, parent_id=9, order=4, text="4")

    nested = texts_of(nest([one, other, under_other, elsewhere]))

    assert nested == [("1", []), ("2", [("3", [])]), ("4", [])]


@pytest.mark.parametrize(
    ("factory", "values", "text"),
    [
        (CouncillorFactory, {"name": "Example councillor"}, "Example councillor"),
        (PortfolioFactory, {"name": "Example portfolio"}, "Example portfolio"),
        (AppointmentFactory, {"councillor__name": "A", "portfolio__name": "B"}, "A: B"),
        (PriorityActionFactory, {"number": 1, "title": "Plant trees"}, "1. Plant trees"),
        (PriorityActionFactory, {"number": 1, "title": ""}, "Priority 1"),
        (DeliverableFactory, {"text": "a" * 90}, "a" * 79 + "…"),
        (DeliverablePlaceFactory, {"deliverable__text": "Trees", "place__name": "Ward"}, "Trees in Ward"),
        (EvidenceLinkFactory, {"title": "Example evidence"}, "Example evidence"),
        (ProgressUpdateFactory, {"deliverable__text": "Open a hub."}, "On track as at 30 September 2021: Open a hub."),
    ],
    ids=lambda value: value._meta.model.__name__ if isinstance(value, type) else "",
)
def test_record_says_what_it_is(factory, values, text):
    assert str(factory(**values)) == text


def test_report_names_its_promise_and_never_asks_for_it(django_assert_num_queries):
    ProgressUpdateFactory(deliverable__text="Open a hub.")
    alone, beside = ProgressUpdate.objects.get(), ProgressUpdate.objects.select_related("deliverable").get()

    with django_assert_num_queries(0):
        names = [str(alone), str(beside), str(ProgressUpdate(status="at-risk"))]

    said = "On track as at 30 September 2021"
    assert names == [said, f"{said}: Open a hub.", "At risk"]


# What changes only with a reason once it is published, and what not even then


def another_priority_of(plan):
    return PriorityActionFactory(plan_outcome__plan=plan)


@pytest.mark.parametrize(
    ("factory", "values"),
    [
        (PriorityActionFactory, {"title": "Plant fewer trees"}),
        (PriorityActionFactory, {"action": "We will think about trees."}),
        (PriorityActionFactory, {"plan_outcome": None}),
        (DeliverableFactory, {"status_as_published": "Complete"}),
        (ProgressUpdateFactory, {"status": "complete"}),
        (ProgressUpdateFactory, {"as_of": date(2021, 9, 29)}),
        (ProgressUpdateFactory, {"forecast_on": date(2022, 9, 29)}),
        (ProgressUpdateFactory, {"commentary": "Another tale."}),
        (ProgressUpdateFactory, {"state": "draft"}),
        (PlanFactory, {"state": "draft"}),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else value._meta.model.__name__,
)
def test_change_of_what_was_published_needs_a_reason(factory, values):
    record = changed(factory(), **values)

    with pytest.raises(ReasonNeeded):
        record.save()
    save_with_reason(record, MOVED)

    assert record.history.count() == 2


@pytest.mark.parametrize("name", ["priority", "parent"])
def test_promise_that_changes_its_place_needs_a_reason(name):
    deliverable = DeliverableFactory()
    places = {
        "priority": another_priority_of(deliverable.priority.plan),
        "parent": DeliverableFactory(priority=deliverable.priority),
    }
    changed(deliverable, **{name: places[name]})

    with pytest.raises(ReasonNeeded):
        deliverable.save()
    save_with_reason(deliverable, MOVED)

    assert getattr(Deliverable.objects.get(pk=deliverable.pk), name) == places[name]


def test_promise_stays_in_its_plan():
    deliverable, later = DeliverableFactory(), PlanFactory(title="Later plan", state="draft")
    home = deliverable.priority
    changed(deliverable, priority=another_priority_of(later))

    with pytest.raises(Unmovable) as refusal:
        save_with_reason(deliverable, MOVED)

    assert refusal.value.messages == [
        f"A promise of {home.plan} stays in that plan. Add a promise to Later plan, and fill in “What happened to it "
        "in the next plan” on this one."
    ]
    assert Deliverable.objects.get().priority == home


def test_heading_stays_in_its_priority_while_promises_stand_under_it():
    head = DeliverableFactory()
    child = DeliverableFactory(priority=head.priority, parent=head)
    home, other = head.priority, PriorityActionFactory(plan=head.priority.plan, plan_outcome=None)

    with pytest.raises(Unmovable) as refusal:
        save_with_reason(changed(head, priority=other), MOVED)
    save_with_reason(changed(child, parent=None, order=9), MOVED)
    save_with_reason(head, MOVED)

    assert refusal.value.messages == [
        "1 promise stands under this one and would stay behind. Move what stands under it first."
    ]
    assert [Deliverable.objects.get(pk=each.pk).priority for each in (head, child)] == [other, home]


OTHER_PRIORITY = "Choose a deliverable of the same priority."
BELOW_ITSELF = "Choose a deliverable that does not stand under this one."


def test_promise_stands_under_one_of_its_priority_that_does_not_stand_under_it():
    top = DeliverableFactory()
    middle = DeliverableFactory(priority=top.priority, parent=top, order=7)
    low = DeliverableFactory(priority=top.priority, parent=middle)
    another = DeliverableFactory()

    for parent, fault in [(low, BELOW_ITSELF), (middle, BELOW_ITSELF), (another, OTHER_PRIORITY)]:
        with pytest.raises(LedgerRefusal) as refusal:
            save_with_reason(changed(top, parent=parent), MOVED)
        assert refusal.value.messages == [fault]
    with pytest.raises(LedgerRefusal, match=OTHER_PRIORITY):
        DeliverableFactory(priority=another.priority, parent=top)
    save_with_reason(changed(low, parent=top), MOVED)

    top.refresh_from_db()
    assert (top.parent, Deliverable.objects.get(pk=low.pk).parent, Deliverable.objects.count()) == (None, top, 4)


def test_priority_stays_in_the_plan_that_published_it():
    priority, later = PriorityActionFactory(), PlanFactory(title="Later plan", state="draft")
    plan = priority.plan
    changed(priority, plan=later)

    with pytest.raises(Unmovable) as refusal:
        save_with_reason(priority, MOVED)

    assert refusal.value.messages == [
        f"This priority was published in {plan}, so it stays there. Add a priority to Later plan, and say there what "
        "becomes of its promises."
    ]


def test_priority_of_a_draft_can_go_into_another_plan():
    priority, later = PriorityActionFactory(plan_outcome__plan__state="draft"), PlanFactory(state="draft")

    changed(priority, plan=later).save()

    assert PriorityAction.objects.get().plan == later


def test_report_stays_with_its_promise():
    update = ProgressUpdateFactory()
    changed(update, deliverable=DeliverableFactory())

    with pytest.raises(Unmovable) as refusal:
        save_with_reason(update, MOVED)

    assert refusal.value.messages == [
        "A published report stays with its promise. Take it back with a reason, and report on the other one."
    ]


def test_draft_report_is_written_and_published_without_a_reason():
    update = ProgressUpdateFactory(state="draft")

    changed(update, commentary="Better words.", status="complete").save()
    changed(update, state="published").save()

    assert ProgressUpdate.objects.get().state == "published"


def test_report_taken_back_is_kept_and_is_put_right_like_any_draft():
    update = changed(ProgressUpdateFactory(), state="draft")
    with pytest.raises(ReasonNeeded):
        update.save()
    save_with_reason(update, MOVED)

    changed(update, commentary="The right words.").save()
    with pytest.raises(KeptForGood) as refusal, transaction.atomic():
        update.delete()

    assert refusal.value.messages == [
        "This progress update was published, so it is never deleted: “On track as at 30 September 2021: "
        f"{update.deliverable}”. "
        "Where a promise will not be kept, report it as withdrawn, with a reason and a link to the decision."
    ]
    assert ProgressUpdate.objects.get().commentary == "The right words."


def test_plan_taken_back_keeps_its_promises_published():
    deliverable = DeliverableFactory()
    plan = changed(deliverable.priority.plan, state="draft")
    save_with_reason(plan, MOVED)
    promise = Deliverable.objects.get()

    with pytest.raises(ReasonNeeded):
        changed(promise, timescale_text="By May 2030").save()
    for record in (promise, promise.priority, promise.priority.plan_outcome, plan):
        with pytest.raises(KeptForGood), transaction.atomic():
            record.delete()
    changed(plan, state="current").save()

    assert (Deliverable.objects.get().timescale_text, plan.history.count()) == ("By March 2022", 3)


def test_plan_is_published_and_archived_without_a_reason():
    plan = PlanFactory(state="draft")

    changed(plan, state="current").save()
    changed(plan, state="archived").save()

    assert plan.history.count() == 3


def test_plan_made_with_the_key_of_another_does_not_take_its_place():
    plan = PlanFactory(title="As published")

    with pytest.raises(EditedMeanwhile):
        Plan(pk=plan.pk, slug="another", title="Another").save()

    assert Plan.objects.get().title == "As published"


@pytest.mark.parametrize(
    ("effective_on", "taken"),
    [(None, False), (date(2022, 8, 31), False), (date(2022, 8, 30), True)],
    ids=["today", "on the day it was complete", "before it was complete"],
)
def test_date_of_a_promise_that_is_complete_stays(effective_on, taken):
    with entering(Entry("Read in.", effective_on=date(2022, 1, 1))):
        deliverable = DeliverableFactory(timescale_text="By March 2022")
    ProgressUpdateFactory(deliverable=deliverable, as_of=date(2022, 8, 31), status="complete", state="published")
    deliverable.timescale_text = "By December 2022"

    if taken:
        save_with_reason(deliverable, MOVED, effective_on=effective_on)
    else:
        with pytest.raises(Unmovable) as refusal:
            save_with_reason(deliverable, MOVED, effective_on=effective_on)
        assert refusal.value.messages == [
            "This promise was reported complete as at 31 August 2022, so its date stays as it was then. If the report "
            "is wrong, put the report right first."
        ]

    assert Deliverable.objects.get().timescale_text == ("By December 2022" if taken else "By March 2022")


def test_report_of_a_day_to_come_is_refused():
    update = ProgressUpdateFactory.build(deliverable=DeliverableFactory(), as_of=date(2999, 1, 1))

    with pytest.raises(ValidationError) as refusal:
        update.clean()

    assert refusal.value.message_dict == {
        "as_of": ["This day is still to come. Give the day that the report describes."]
    }


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "refused"),
    [
        (date(2021, 6, 1), None, True),
        (date(2020, 1, 1), date(2021, 6, 1), True),
        (date(2020, 1, 1), None, True),
        (date(2020, 1, 1), date(2021, 5, 1), False),
        (date(2022, 5, 1), None, False),
    ],
    ids=["within", "into it", "all over it", "until it", "after it"],
)
def test_appointment_that_overlaps_another_of_the_same_is_refused(starts_on, ends_on, refused):
    held = AppointmentFactory(starts_on=date(2021, 5, 1), ends_on=date(2022, 5, 1))
    another = AppointmentFactory.build(
        councillor=held.councillor, portfolio=held.portfolio, starts_on=starts_on, ends_on=ends_on
    )

    if not refused:
        another.clean()
        return
    with pytest.raises(ValidationError) as refusal:
        another.clean()
    assert refusal.value.messages == [
        "They hold it already, since 1 May 2021. Change that appointment, or end it first."
    ]
