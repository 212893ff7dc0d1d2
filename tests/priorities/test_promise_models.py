from datetime import date

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
)

from ledger.models import save_with_reason
from priorities.models import Deliverable, Succession
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
    ("one_meeting_a_day_and_title", lambda: twin(MeetingFactory)),
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
    "deliverable_is_not_its_own_parent": "A deliverable cannot stand under itself.",
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
        record.save()


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


@pytest.mark.parametrize(
    ("factory", "values", "text"),
    [
        (CouncillorFactory, {"name": "Example councillor"}, "Example councillor"),
        (PortfolioFactory, {"name": "Example portfolio"}, "Example portfolio"),
        (AppointmentFactory, {"councillor__name": "A", "portfolio__name": "B"}, "A: B"),
        (PriorityActionFactory, {"number": 1, "title": "Plant trees"}, "1. Plant trees"),
        (PriorityActionFactory, {"number": 1, "title": ""}, "Priority 1"),
        (DeliverableFactory, {"text": "a" * 90}, "a" * 80),
        (DeliverablePlaceFactory, {"deliverable__text": "Trees", "place__name": "Ward"}, "Trees in Ward"),
        (EvidenceLinkFactory, {"title": "Example evidence"}, "Example evidence"),
        (ProgressUpdateFactory, {}, "On track, 2021-09-30"),
    ],
    ids=lambda value: value._meta.model.__name__ if isinstance(value, type) else "",
)
def test_record_says_what_it_is(factory, values, text):
    assert str(factory(**values)) == text
