"""A reshuffle on record: appointments end and begin, all or none, and what is over stays as it was."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories import (
    AppointmentFactory,
    CouncillorFactory,
    DeliverableFactory,
    PlanFactory,
    PlanOutcomeFactory,
    PortfolioFactory,
    PriorityActionFactory,
)

from ledger.entries import Entry
from ledger.models import save_with_reason
from ledger.past import as_at
from ledger.refusals import EditedMeanwhile, LedgerRefusal
from priorities.models import Appointment, Deliverable
from priorities.reshuffle import Holder, Wish
from priorities.reshuffling import by_plan, look, stays_as_printed, touched, write

pytestmark = pytest.mark.django_db

REASON = "The council's annual meeting appointed a new cabinet."
TODAY = date(2027, 3, 1)
MONDAY = TODAY + timedelta(days=8)


@pytest.fixture(autouse=True)
def today(clock):
    clock(f"{TODAY} 12:00")


@pytest.fixture
def before():
    return AppointmentFactory(councillor__name="A", portfolio__name="Housing", role="Deputy Leader")


@pytest.fixture
def after():
    return CouncillorFactory(name="B")


def wish(portfolio, *councillors, keeps=False):
    return Wish(portfolio, tuple(map(Holder, councillors)), keeps)


def seen_and_written(*wishes, day=TODAY, **said):
    _, seen = look(wishes, day)
    return write(wishes, day, seen=seen, entry=Entry(REASON, **said))


def on_record(portfolio):
    return list(
        portfolio.appointments.order_by("starts_on", "id").values_list("councillor__name", "starts_on", "ends_on")
    )


def test_reshuffle_ends_one_appointment_and_begins_another(before, after):
    seen_and_written(wish(before.portfolio, after))

    assert on_record(before.portfolio) == [("A", before.starts_on, TODAY), ("B", TODAY, None)]


def test_reshuffle_gives_every_version_its_reason_decision_and_approval(before, after):
    officer = User.objects.create_user("officer")
    seen_and_written(
        wish(before.portfolio, after), decision_url="https://example.org/m", approved_by="Chief", by=officer
    )

    said = Appointment.history.exclude(history_change_reason=None).values_list(
        "history_type", "history_change_reason", "history_decision_url", "history_approved_by", "history_user"
    )
    entry = (REASON, "https://example.org/m", "Chief", officer.pk)
    assert sorted(said) == [("+", *entry), ("~", *entry)]


def test_holding_that_ended_keeps_what_it_said(before, after):
    seen_and_written(wish(before.portfolio, after))

    ended = Appointment.objects.get(pk=before.pk)
    assert (ended.role, ended.starts_on, ended.history.count()) == ("Deputy Leader", before.starts_on, 2)


def test_new_appointment_carries_its_source_and_role(before, after):
    wishes = [Wish(before.portfolio, (Holder(after, "Leader"),))]
    _, seen = look(wishes, TODAY)

    write(wishes, TODAY, seen=seen, entry=Entry(REASON), source="https://example.org/minutes")

    begun = Appointment.objects.get(councillor=after)
    assert (begun.role, begun.source) == ("Leader", "https://example.org/minutes")


def test_vacancy_is_written_by_an_end_alone(before):
    seen_and_written(wish(before.portfolio))

    assert on_record(before.portfolio) == [("A", before.starts_on, TODAY)]


def test_shared_holding_leaves_who_stays_untouched(before, after):
    seen_and_written(wish(before.portfolio, before.councillor, after))

    assert on_record(before.portfolio) == [("A", before.starts_on, None), ("B", TODAY, None)]
    assert before.history.count() == 1


def test_another_role_is_another_holding(before):
    wishes = [Wish(before.portfolio, (Holder(before.councillor, "Leader"),))]
    _, seen = look(wishes, TODAY)

    write(wishes, TODAY, seen=seen, entry=Entry(REASON))

    roles = before.portfolio.appointments.order_by("starts_on").values_list("role", "starts_on", "ends_on")
    assert list(roles) == [("Deputy Leader", before.starts_on, TODAY), ("Leader", TODAY, None)]


def test_swap_of_two_portfolios_is_one_reshuffle(before):
    other = AppointmentFactory(councillor__name="B")

    seen_and_written(wish(before.portfolio, other.councillor), wish(other.portfolio, before.councillor))

    assert [on_record(each.portfolio)[-1][0] for each in (before, other)] == ["B", "A"]


def test_announced_reshuffle_is_written_today_and_holds_from_its_day(before, after):
    seen_and_written(wish(before.portfolio, after), day=MONDAY)

    held = [[each.councillor.name for each in Appointment.objects.on(day)] for day in (TODAY, MONDAY)]
    assert held == [["A"], ["B"]]
    assert set(Appointment.objects.values_list("effective_on", flat=True)) == {TODAY}


def test_reshuffle_of_a_past_day_leaves_the_days_before_as_they_were(before, after):
    day = TODAY - timedelta(days=5)
    seen_and_written(wish(before.portfolio, after), day=day)

    held = []
    for each in (day - timedelta(days=1), day, TODAY - timedelta(days=1)):
        with as_at(each):
            held.append([row.councillor.name for row in Appointment.objects.on(each).select_related("councillor")])
    assert held == [["A"], ["B"], ["B"]]


@pytest.fixture
def promise(before):
    stated = PlanOutcomeFactory(plan__state="current")
    return DeliverableFactory(
        priority=PriorityActionFactory(plan=stated.plan, plan_outcome=stated, portfolio=before.portfolio)
    )


def test_promises_are_the_new_holders_from_the_day_on(before, after, promise):
    seen_and_written(wish(before.portfolio, after), day=MONDAY)

    held = [
        list(Deliverable.objects.held_by(councillor, on=day))
        for day in (TODAY, MONDAY)
        for councillor in (before.councillor, after)
    ]
    assert held == [[promise], [], [], [promise]]


def test_later_appointment_is_refused_and_nothing_is_written(before, after):
    AppointmentFactory(portfolio=before.portfolio, starts_on=MONDAY)

    with pytest.raises(LedgerRefusal, match="is on record already as holding Housing from"):
        seen_and_written(wish(before.portfolio, after))

    assert (before.history.count(), Appointment.objects.count()) == (1, 2)


def test_reshuffle_is_written_as_a_whole_or_not_at_all(before, after, monkeypatch):
    other = AppointmentFactory()
    wishes = [wish(before.portfolio, after), wish(other.portfolio, after)]
    _, seen = look(wishes, TODAY)
    full_clean = Appointment.full_clean

    def refuse_the_last(appointment, **kwargs):
        full_clean(appointment, **kwargs)
        if appointment.portfolio_id == other.portfolio_id and appointment.pk is None:
            raise LedgerRefusal("An example of a refusal.")

    monkeypatch.setattr(Appointment, "full_clean", refuse_the_last)
    with pytest.raises(LedgerRefusal, match="An example of a refusal."):
        write(wishes, TODAY, seen=seen, entry=Entry(REASON))

    assert [on_record(each.portfolio) for each in (before, other)] == [
        [("A", before.starts_on, None)],
        [(other.councillor.name, other.starts_on, None)],
    ]


def appoint(before):
    AppointmentFactory(portfolio=before.portfolio, councillor__name="C")


def end(before):
    before.ends_on = TODAY
    save_with_reason(before, REASON)


def remove(before):
    before.delete()


@pytest.mark.parametrize("meanwhile", [appoint, end, remove], ids=["one-more", "ended", "deleted"])
def test_change_made_meanwhile_is_not_written_over(before, after, meanwhile):
    wishes = [wish(before.portfolio, after)]
    _, seen = look(wishes, TODAY)
    meanwhile(Appointment.objects.get(pk=before.pk))
    stands = on_record(before.portfolio)

    with pytest.raises(EditedMeanwhile, match="Somebody changed the appointments of Housing after you looked"):
        write(wishes, TODAY, seen=seen, entry=Entry(REASON))

    assert on_record(before.portfolio) == stands


def test_portfolio_deleted_meanwhile_is_said(before, after):
    empty = PortfolioFactory()
    _, seen = look([wish(before.portfolio, after), wish(empty, after)], TODAY)
    empty.delete()

    with pytest.raises(EditedMeanwhile, match="a portfolio that is no longer on record"):
        write([wish(before.portfolio, after)], TODAY, seen=seen, entry=Entry(REASON))


def test_second_of_two_reshuffles_is_told(before, after):
    first, second = [wish(before.portfolio, after)], [wish(before.portfolio, CouncillorFactory(name="C"))]
    (_, seen_by_first), (_, seen_by_second) = look(first, TODAY), look(second, TODAY)

    write(first, TODAY, seen=seen_by_first, entry=Entry(REASON))
    with pytest.raises(EditedMeanwhile):
        write(second, TODAY, seen=seen_by_second, entry=Entry(REASON))

    assert [name for name, _, ends_on in on_record(before.portfolio) if ends_on is None] == ["B"]


def test_portfolio_that_is_left_alone_may_change_meanwhile(before, after):
    other = AppointmentFactory()
    wishes = [wish(before.portfolio, after), wish(other.portfolio, keeps=True)]
    _, seen = look(wishes, TODAY)
    end(other)

    write(wishes, TODAY, seen=seen, entry=Entry(REASON))

    assert on_record(before.portfolio)[-1] == ("B", TODAY, None)


def test_touched_are_all_priorities_of_the_portfolio_with_their_promises_counted(before, after, promise):
    heading = DeliverableFactory(priority=promise.priority)
    DeliverableFactory(priority=promise.priority, parent=heading)
    old = PriorityActionFactory(plan=PlanFactory(state="archived"), plan_outcome=None, portfolio=before.portfolio)
    PriorityActionFactory()
    told, _ = look([wish(before.portfolio, after)], TODAY)

    found = by_plan(touched(told))

    assert [(plan, [(each.pk, each.promised) for each in theirs]) for plan, theirs in found] == [
        (promise.priority.plan, [(promise.priority.pk, 2)]),
        (old.plan, [(old.pk, 0)]),
    ]
    assert {(each.change.before, each.change.after) for _, theirs in found for each in theirs} == {
        ("Councillor A", "Councillor B")
    }


def test_priorities_that_only_print_who_leaves_stay_as_printed(before, after, promise):
    printed = PriorityActionFactory(portfolio=None, published_holder=before.councillor)
    PriorityActionFactory(portfolio=None, published_holder=after)
    PriorityActionFactory(published_holder=before.councillor)
    told, _ = look([wish(before.portfolio, after)], TODAY)

    assert list(stays_as_printed(told)) == [printed]


def queries_of_looking(wishes):
    with CaptureQueriesContext(connection) as captured:
        told, _ = look(wishes, TODAY)
        by_plan(touched(told))
        by_plan(stays_as_printed(told))
    return len(captured)


def test_looking_takes_as_many_queries_for_three_portfolios_as_for_one(after):
    held = AppointmentFactory.create_batch(3)
    for each in held:
        PriorityActionFactory(portfolio=each.portfolio, published_holder=each.councillor)
        PriorityActionFactory(portfolio=None, published_holder=each.councillor)

    assert queries_of_looking([wish(held[0].portfolio, after)]) == 3
    assert queries_of_looking([wish(each.portfolio, after) for each in held]) == 3
