from datetime import date

import pytest
from django.utils import timezone
from factories import (
    AppointmentFactory,
    CouncillorFactory,
    DeliverableFactory,
    PortfolioFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
)

from priorities.models import Appointment, Councillor, Deliverable, Portfolio, PriorityAction, ProgressUpdate
from priorities.standing import Standing, stand_of, summarise

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


@pytest.mark.parametrize(("as_of", "status"), [(DAY, "complete"), (DAY_AFTER, None)])
def test_latest_status_of_a_later_day_is_not_known_yet(as_of, status):
    ProgressUpdateFactory(as_of=as_of, status="complete")

    assert Deliverable.objects.with_latest_status(DAY).get().latest_status == status


def test_latest_updates_are_one_for_each_deliverable():
    first = ProgressUpdateFactory(as_of=DAY_BEFORE)
    latest = ProgressUpdateFactory(deliverable=first.deliverable, as_of=DAY)
    ProgressUpdateFactory(deliverable=first.deliverable, as_of=DAY_AFTER)
    ProgressUpdateFactory(deliverable=first.deliverable, as_of=DAY, state="draft")
    other = ProgressUpdateFactory(as_of=DAY)

    assert set(ProgressUpdate.objects.latest(DAY)) == {latest, other}


named_by_plans = pytest.mark.parametrize(
    ("states", "shown"), [([], 0), (["draft"], 0), (["draft", "current", "archived"], 1)]
)


@named_by_plans
def test_councillors_published_by_the_plans_that_name_them(states, shown):
    councillor = CouncillorFactory()
    for state in states:
        PriorityActionFactory(published_holder=councillor, plan_outcome__plan__state=state)

    assert Councillor.objects.published().count() == shown


@named_by_plans
def test_portfolios_published_by_the_plans_that_name_them(states, shown):
    portfolio = PortfolioFactory()
    for state in states:
        PriorityActionFactory(portfolio=portfolio, plan_outcome__plan__state=state)

    assert Portfolio.objects.published().count() == shown


def test_councillors_and_portfolios_published_by_several_appointments_come_once():
    held = AppointmentFactory(ends_on=date(2022, 1, 1))
    AppointmentFactory(councillor=held.councillor, portfolio=held.portfolio, starts_on=DAY)

    assert list(Councillor.objects.published()) == [held.councillor]
    assert list(Portfolio.objects.published()) == [held.portfolio]


TROUBLE = {"cause": "a", "action": "b", "next_step": "c"}
REPORTS = {
    "none": [],
    "draft": [(DAY_BEFORE, "complete", "draft")],
    "in time": [(DAY_BEFORE, "complete"), (DAY_AFTER, "complete")],
    "on the day": [(DAY, "complete")],
    "late": [(DAY_BEFORE, "on-track"), (DAY_AFTER, "complete")],
    "again": [(DAY_BEFORE, "complete"), (DAY, "at-risk"), (DAY_AFTER, "complete")],
    "same day": [(DAY, "complete"), (DAY, "on-track")],
    "stopped": [(DAY, "withdrawn")],
    "to come": [(DAY, "on-track"), (date(2022, 6, 1), "complete")],
    "complete for now": [(DAY, "complete"), (date(2022, 6, 1), "at-risk")],
}


def promise_with(reports, **fields):
    promise = DeliverableFactory(**fields)
    for as_of, status, *state in reports:
        ProgressUpdateFactory(
            deliverable=promise,
            as_of=as_of,
            status=status,
            state=state[0] if state else "published",
            is_example=status == "on-track",
            decision_url="https://example.org/decision" if status == "withdrawn" else "",
            **(TROUBLE if status == "at-risk" else {}),
        )
    return promise


@pytest.mark.parametrize("timescale", ["31 March 2022", "Ongoing", "June 2022"])
@pytest.mark.parametrize("name", REPORTS)
def test_standing_counted_by_the_database_is_that_of_the_records(name, timescale, monkeypatch):
    today = date(2022, 5, 12)
    monkeypatch.setattr(timezone, "localdate", lambda: today)
    promise_with(REPORTS[name], timescale_text=timescale)
    records = Deliverable.objects.prefetch_related("updates")

    assert Deliverable.objects.standing(today) == summarise(map(stand_of, records), today)


def test_standing_of_nothing_counts_nothing():
    assert Deliverable.objects.standing(DAY) == Standing({})


def test_standings_are_apart_for_each_value():
    first, second = PriorityActionFactory(), PriorityActionFactory()
    for name in ("late", "in time", "none"):
        promise_with(REPORTS[name], priority=first)
    promise_with(REPORTS["stopped"], priority=second)

    assert Deliverable.objects.standings(date(2022, 5, 12), "priority__plan", "priority") == {
        (first.plan_id, first.pk): Standing({"complete": 2, "": 1}, late=1, passed=1),
        (second.plan_id, second.pk): Standing({"withdrawn": 1}),
    }


@pytest.mark.parametrize("rows", [1, 3])
def test_standings_take_one_query(rows, django_assert_num_queries):
    ProgressUpdateFactory.create_batch(rows)

    with django_assert_num_queries(1):
        assert len(Deliverable.objects.standings(DAY, "priority")) == rows


@pytest.mark.parametrize(
    ("printed", "reported", "overdue"),
    [
        ("Completed", None, False),
        ("Complete, opened in May", None, False),
        ("Completed", "on-track", True),
        ("In progress", None, True),
        ("", None, True),
    ],
)
def test_promise_printed_as_done_is_not_overdue_while_no_report_says_otherwise(printed, reported, overdue):
    promise = DeliverableFactory(status_as_published=printed, timescale_text="May 2022")
    if reported:
        ProgressUpdateFactory(deliverable=promise, status=reported, as_of=date(2022, 1, 1))
    today = date(2023, 1, 1)
    assert Deliverable.objects.overdue_on(today).exists() is overdue
    assert Deliverable.objects.standing(today).passed == int(overdue)
    assert summarise([stand_of(promise)], today).passed == int(overdue)
