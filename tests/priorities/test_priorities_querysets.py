from datetime import date

import pytest
from factories import (
    AppointmentFactory,
    CouncillorFactory,
    DeliverableFactory,
    PortfolioFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
)

from priorities.models import Appointment, Councillor, Deliverable, PriorityAction, ProgressUpdate

pytestmark = pytest.mark.django_db

DAY = date(2022, 3, 31)
DAY_BEFORE = date(2022, 3, 30)
DAY_AFTER = date(2022, 4, 1)

by_state = pytest.mark.parametrize(("state", "shown"), [("draft", 0), ("current", 1), ("archived", 1)])
on_each_day = pytest.mark.parametrize(
    ("starts_on", "ends_on", "holds"),
    [
        (DAY_BEFORE, None, 1),
        (DAY, None, 1),
        (DAY_AFTER, None, 0),
        (DAY, DAY_AFTER, 1),
        (DAY_BEFORE, DAY, 0),
    ],
    ids=["since-the-day-before", "from-the-day", "from-the-day-after", "for-the-day-only", "until-the-day"],
)


@on_each_day
def test_appointments_on_a_day(starts_on, ends_on, holds):
    AppointmentFactory(starts_on=starts_on, ends_on=ends_on)

    assert Appointment.objects.on(DAY).count() == holds


def test_councillors_with_appointments_have_the_latest_first():
    councillor = CouncillorFactory()
    earlier = AppointmentFactory(councillor=councillor, starts_on=DAY_BEFORE)
    later = AppointmentFactory(councillor=councillor, starts_on=DAY)

    assert list(Councillor.objects.with_appointments().get().appointments.all()) == [later, earlier]


@pytest.mark.parametrize("rows", [1, 3])
def test_councillors_with_appointments_take_two_queries(rows, django_assert_num_queries):
    AppointmentFactory.create_batch(rows)

    with django_assert_num_queries(2):
        held = [
            appointment.portfolio.name
            for councillor in Councillor.objects.with_appointments()
            for appointment in councillor.appointments.all()
        ]

    assert len(held) == rows


@by_state
def test_priorities_published_by_state_of_their_plan(state, shown):
    PriorityActionFactory(plan_outcome__plan__state=state)

    assert PriorityAction.objects.published().count() == shown


@on_each_day
def test_priorities_and_deliverables_held_by_appointment(starts_on, ends_on, holds):
    appointment = AppointmentFactory(starts_on=starts_on, ends_on=ends_on)
    DeliverableFactory(priority__portfolio=appointment.portfolio)

    assert PriorityAction.objects.held_by(appointment.councillor, DAY).count() == holds
    assert Deliverable.objects.held_by(appointment.councillor, DAY).count() == holds


def test_priorities_and_deliverables_held_as_the_plan_printed():
    councillor = CouncillorFactory()
    DeliverableFactory(priority__portfolio=None, priority__published_holder=councillor)

    assert PriorityAction.objects.held_by(councillor, DAY).count() == 1
    assert Deliverable.objects.held_by(councillor, DAY).count() == 1


def test_priorities_and_deliverables_held_by_another_are_left_out():
    AppointmentFactory(councillor=(councillor := CouncillorFactory()))
    other = AppointmentFactory()
    DeliverableFactory(priority__portfolio=other.portfolio, priority__published_holder=other.councillor)

    assert PriorityAction.objects.held_by(councillor, DAY).count() == 0
    assert Deliverable.objects.held_by(councillor, DAY).count() == 0


def test_priorities_held_in_both_ways_come_once():
    portfolio = PortfolioFactory()
    councillor = CouncillorFactory()
    AppointmentFactory(councillor=councillor, portfolio=portfolio, starts_on=DAY_BEFORE, role="Leader")
    AppointmentFactory(councillor=councillor, portfolio=portfolio, starts_on=DAY)
    priority = PriorityActionFactory(portfolio=portfolio, published_holder=councillor)

    assert list(PriorityAction.objects.held_by(councillor, DAY)) == [priority]


@pytest.mark.parametrize("rows", [1, 3])
def test_priorities_with_promises_take_three_queries(rows, django_assert_num_queries):
    ProgressUpdateFactory.create_batch(rows)

    with django_assert_num_queries(3):
        said = [
            (priority.plan.title, priority.plan_outcome.outcome.name, priority.portfolio.name, top.status)
            for priority in PriorityAction.objects.with_promises()
            for top in priority.tree
        ]

    assert len(said) == rows


@by_state
def test_deliverables_published_by_state_of_their_plan(state, shown):
    DeliverableFactory(priority__plan_outcome__plan__state=state)

    assert Deliverable.objects.published().count() == shown


def latest_status():
    return Deliverable.objects.with_latest_status().get().latest_status


def test_latest_status_without_updates_is_none():
    DeliverableFactory()

    assert latest_status() is None


@pytest.mark.parametrize("state", ["draft", "awaiting"])
def test_latest_status_of_an_unpublished_update_is_none(state):
    ProgressUpdateFactory(state=state)

    assert latest_status() is None


def test_latest_status_is_that_of_the_latest_day():
    update = ProgressUpdateFactory(as_of=DAY, status="complete")
    ProgressUpdateFactory(deliverable=update.deliverable, as_of=DAY_BEFORE, status="on-track")

    assert latest_status() == "complete"


def test_latest_status_of_two_updates_of_one_day_is_the_later_records():
    update = ProgressUpdateFactory(as_of=DAY, status="on-track")
    ProgressUpdateFactory(deliverable=update.deliverable, as_of=DAY, status="complete")

    assert latest_status() == update.deliverable.status == "complete"


def test_latest_status_under_a_draft_plan_is_known_to_officers():
    ProgressUpdateFactory(deliverable__priority__plan_outcome__plan__state="draft")

    assert latest_status() == "on-track"


def test_promises_leave_out_the_head_of_a_list():
    head = DeliverableFactory()
    child = DeliverableFactory(priority=head.priority, parent=head)
    alone = DeliverableFactory()

    assert set(Deliverable.objects.promises()) == {child, alone}


@pytest.mark.parametrize(
    ("start", "end", "due"),
    [
        (DAY, DAY, 1),
        (DAY_BEFORE, DAY, 1),
        (DAY, DAY_AFTER, 1),
        (DAY_AFTER, date(2022, 12, 31), 0),
        (date(2022, 1, 1), DAY_BEFORE, 0),
    ],
    ids=["the-day", "ends-on-the-day", "starts-on-the-day", "starts-after-it", "ends-before-it"],
)
def test_deliverables_due_in_a_window(start, end, due):
    DeliverableFactory(timescale_text="By March 2022")

    assert Deliverable.objects.due_in(start, end).count() == due


def test_deliverables_due_in_a_window_without_a_day_are_left_out():
    DeliverableFactory(timescale_text="")

    assert Deliverable.objects.due_in(date.min, date.max).count() == 0


@pytest.mark.parametrize(("day", "overdue"), [(DAY_BEFORE, 0), (DAY, 0), (DAY_AFTER, 1)])
def test_deliverables_overdue_on_a_day(day, overdue):
    DeliverableFactory(timescale_text="By March 2022")

    assert Deliverable.objects.overdue_on(day).count() == overdue


@pytest.mark.parametrize(
    ("status", "overdue"),
    [
        ("not-started", 1),
        ("on-track", 1),
        ("at-risk", 1),
        ("off-track", 1),
        ("complete", 0),
        ("deferred", 0),
        ("withdrawn", 0),
    ],
)
def test_deliverables_overdue_by_status(status, overdue):
    said = dict.fromkeys(["cause", "action", "next_step"], "Said.")
    ProgressUpdateFactory(
        deliverable__timescale_text="By March 2022",
        status=status,
        decision_url="https://example.org/decision",
        **said,
    )

    assert Deliverable.objects.overdue_on(DAY_AFTER).count() == overdue


def test_deliverables_overdue_when_only_a_draft_says_complete():
    ProgressUpdateFactory(deliverable__timescale_text="By March 2022", status="complete", state="draft")

    assert Deliverable.objects.overdue_on(DAY_AFTER).count() == 1


def test_deliverables_in_plan_order():
    last = DeliverableFactory(priority__plan_outcome__plan__starts_on=date(2018, 4, 1))
    outside = PriorityActionFactory(plan_outcome__order=2)
    without = PriorityActionFactory(plan=outside.plan, plan_outcome=None, number=1)
    second = PriorityActionFactory(plan_outcome__plan=outside.plan, plan_outcome__order=1, number=2)
    first = PriorityActionFactory(plan_outcome=second.plan_outcome, plan=second.plan, number=1)
    expected = [
        *(DeliverableFactory(priority=first, order=order) for order in (1, 2)),
        *(DeliverableFactory(priority=priority) for priority in (second, outside, without)),
        last,
    ]

    assert list(Deliverable.objects.in_plan_order()) == expected


def test_deliverables_in_plan_order_have_children_after_the_one_they_stand_under():
    top = DeliverableFactory(order=1)
    child = DeliverableFactory(priority=top.priority, parent=top, order=1)
    second = DeliverableFactory(priority=top.priority, order=2)

    assert list(Deliverable.objects.in_plan_order()) == [top, child, second]


@pytest.mark.parametrize("rows", [1, 3])
def test_deliverables_with_context_take_two_queries(rows, django_assert_num_queries):
    ProgressUpdateFactory.create_batch(rows)

    with django_assert_num_queries(2):
        said = [
            (each.priority.plan.title, each.priority.plan_outcome.outcome.name, each.status)
            for each in Deliverable.objects.with_context()
        ]

    assert len(said) == rows


@pytest.mark.parametrize(("state", "shown"), [("draft", 0), ("awaiting", 0), ("published", 1)])
def test_updates_published_by_state(state, shown):
    ProgressUpdateFactory(state=state)

    assert ProgressUpdate.objects.published().count() == shown


@by_state
def test_updates_published_by_state_of_their_plan(state, shown):
    ProgressUpdateFactory(deliverable__priority__plan_outcome__plan__state=state)

    assert ProgressUpdate.objects.published().count() == shown
