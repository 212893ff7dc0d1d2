"""What is written down of portfolios and has not begun is listed by its word, and taken back as a whole."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories import AppointmentFactory, CouncillorFactory

from ledger.entries import Entry
from ledger.models import save_with_reason
from ledger.refusals import EditedMeanwhile, LedgerRefusal
from priorities.models import Appointment
from priorities.reshuffle import Holder, Wish
from priorities.reshuffle_to_come import find, take_back, to_come
from priorities.reshuffling import look, write
from priorities.verdicts import long_day

pytestmark = pytest.mark.django_db

REASON = "The council's annual meeting appointed a new cabinet."
WHY = "The meeting that was to appoint them was put off."
TODAY = date(2027, 3, 1)
MONDAY = TODAY + timedelta(days=8)
LATER = MONDAY + timedelta(days=30)


@pytest.fixture(autouse=True)
def today(clock):
    clock(f"{TODAY} 12:00")


@pytest.fixture
def before():
    return AppointmentFactory(councillor__name="A", portfolio__name="Housing")


@pytest.fixture
def after():
    return CouncillorFactory(name="B")


def announce(*pairs, day=MONDAY, reason=REASON):
    """Write that portfolios are held by these, each a portfolio and its councillors."""
    wishes = [Wish(portfolio, tuple(map(Holder, people))) for portfolio, *people in pairs]
    _, seen = look(wishes, day)
    write(wishes, day, seen=seen, entry=Entry(reason))


def on_record(portfolio):
    return list(
        portfolio.appointments.order_by("starts_on", "id").values_list("councillor__name", "starts_on", "ends_on")
    )


def take_back_only_one():
    [group] = to_come()
    return take_back(group.state, entry=Entry(WHY, by=User.objects.create_user("officer")))


def test_reshuffle_to_come_is_listed_as_one(before, after):
    other = AppointmentFactory(councillor__name="D", portfolio__name="Roads")
    announce((before.portfolio, after, CouncillorFactory(name="C")), (other.portfolio,))

    [group] = to_come()

    assert (group.day, group.reason) == (MONDAY, REASON)
    assert [each.councillor.name for each in group.begins] == ["B", "C"]
    assert [each.held.councillor.name for each in group.ends] == ["A", "D"]


@pytest.mark.parametrize("day", [MONDAY, LATER], ids=["the same day", "a later day"])
def test_reshuffles_for_other_reasons_are_listed_apart_and_hold_up_no_other_portfolio(before, after, day):
    other = AppointmentFactory()
    announce((before.portfolio, after))
    announce((other.portfolio, after), day=day, reason="A second meeting of the council decided this.")

    assert [(len(group.touched), group.in_the_way) for group in to_come()] == [(2, ""), (2, "")]


def test_what_has_begun_is_not_listed(before, after):
    announce((before.portfolio, after), day=TODAY)

    assert to_come() == []


def test_reshuffle_taken_back_leaves_everything_as_before_it(before, after):
    other = AppointmentFactory(councillor__name="D", portfolio__name="Roads")
    announce((before.portfolio, after), (other.portfolio,))

    taken = take_back_only_one()

    assert [on_record(each.portfolio) for each in (before, other)] == [
        [("A", before.starts_on, None)],
        [("D", other.starts_on, None)],
    ]
    assert taken.sentence == (
        f"Nothing changes at Housing and Roads on {MONDAY.day} {MONDAY:%B %Y} any more. Councillor A (Housing) and "
        "Councillor D (Roads) hold on as before."
    )
    assert to_come() == []


def test_history_keeps_why_it_was_taken_back(before, after):
    announce((before.portfolio, after))

    take_back_only_one()

    newest = Appointment.history.order_by("-history_id")[:2]
    assert sorted((each.history_type, each.history_change_reason, each.history_user.username) for each in newest) == [
        ("-", WHY, "officer"),
        ("~", WHY, "officer"),
    ]


def test_end_that_was_brought_forward_goes_back_to_its_day(before):
    before.ends_on = LATER
    before.save()
    announce((before.portfolio,))
    group = next(each for each in to_come() if each.day == MONDAY)

    take_back(group.state, entry=Entry(WHY))

    assert on_record(before.portfolio) == [("A", before.starts_on, LATER)]


def move(appointments, day, why="The meeting was moved to another day."):
    """Correct the day on which the first of these ends and the other begins."""
    for each, name in zip(appointments, ("ends_on", "starts_on"), strict=False):
        each.refresh_from_db()
        setattr(each, name, day)
        save_with_reason(each, why)


@pytest.mark.parametrize("days", [(MONDAY, LATER), (LATER, MONDAY), (LATER, MONDAY, LATER)])
def test_reshuffle_that_was_moved_is_taken_back_as_a_whole(before, after, days):
    announce((before.portfolio, after), day=days[0])
    for day in days[1:]:
        move([before, Appointment.objects.get(councillor=after)], day)

    taken = take_back_only_one()

    assert on_record(before.portfolio) == [("A", before.starts_on, None)]
    assert (taken.day, taken.sentence.split(" any more. ")[1]) == (
        days[-1],
        "Councillor A (Housing) holds on as before.",
    )


def test_end_that_was_brought_forward_and_then_moved_goes_back_to_its_day(before):
    before.ends_on = LATER
    before.save()
    announce((before.portfolio,))
    move([before], MONDAY + timedelta(days=1))

    take_back_only_one()

    assert on_record(before.portfolio) == [("A", before.starts_on, LATER)]


def test_end_that_stood_there_from_the_beginning_is_nothing_to_take_back():
    AppointmentFactory(ends_on=MONDAY)

    assert to_come() == []


@pytest.mark.parametrize("days", [(MONDAY,), (LATER, MONDAY)], ids=["brought forward", "back to its day and forward"])
def test_term_that_a_reshuffle_cut_short_runs_to_its_end_again(after, days):
    before = AppointmentFactory(portfolio__name="Housing", councillor__name="A", ends_on=LATER)
    announce((before.portfolio, after))
    for day in days:
        move([before, Appointment.objects.get(councillor=after)], day)

    taken = take_back_only_one()

    assert on_record(before.portfolio) == [("A", before.starts_on, LATER)]
    assert taken.sentence == (
        f"Nothing changes at Housing on {long_day(MONDAY)} any more. "
        f"Councillor A (Housing, until {long_day(LATER)}) holds on as before."
    )


def test_term_and_successor_that_were_moved_together_go_back_together(after):
    before = AppointmentFactory(portfolio__name="Housing", ends_on=LATER)
    successor = AppointmentFactory(portfolio=before.portfolio, councillor=after, starts_on=LATER)
    move([before, successor], MONDAY)

    take_back_only_one()

    assert on_record(before.portfolio) == [(before.councillor.name, before.starts_on, LATER)]


@pytest.mark.parametrize("resigned_for", [MONDAY, None], ids=["resigned", "fixed term"])
def test_end_by_another_word_stands_and_is_told(after, resigned_for):
    """Who resigned, and stays until a successor comes, does not hold for ever once no successor does."""
    before = AppointmentFactory(
        portfolio__name="Housing", councillor__name="A", ends_on=None if resigned_for else LATER
    )
    for day in filter(None, [resigned_for, resigned_for and LATER]):
        move([before], day)
    announce((before.portfolio, after), day=LATER)

    taken = take_back_only_one()

    assert on_record(before.portfolio) == [("A", before.starts_on, LATER)]
    assert taken.sentence == (
        f"Councillor B (Housing) does not begin on {long_day(LATER)} any more. "
        "Councillor A (Housing) still ends that day."
    )


def test_successor_by_another_word_stands_and_is_told(before, after):
    move([before], MONDAY, "A stands down, says the letter of May.")
    announce((before.portfolio, after))
    [resigned] = [group for group in to_come() if group.ends]

    assert resigned.sentence == (
        "Councillor A (Housing) holds on as before. Councillor B (Housing) still begins that day."
    )


@pytest.mark.parametrize(
    ("resigned_for", "moved_to", "ends"),
    [(LATER, MONDAY, LATER), (MONDAY, LATER, LATER)],
    ids=["brought forward", "put off"],
)
def test_resignation_that_was_moved_with_its_successor_does_not_vanish_with_them(
    before, after, resigned_for, moved_to, ends
):
    move([before], resigned_for, "A resigned by a letter of May.")
    announce((before.portfolio, after), day=resigned_for)
    move([before, Appointment.objects.get(councillor=after)], moved_to)

    take_back_only_one()

    assert on_record(before.portfolio) == [("A", before.starts_on, ends)]


def test_list_reads_what_was_written_of_each_as_it_was_read(before, after):
    announce((before.portfolio, after))
    written_meanwhile = []

    def write_between(execute, sql, params, many, context):
        if 'FROM "priorities_historicalappointment"' in sql and not written_meanwhile:
            written_meanwhile.append(sql)
            move([before, Appointment.objects.get(councillor=after)], LATER)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(write_between):
        [group] = to_come()

    assert (len(written_meanwhile), group.day) == (1, MONDAY)


def test_change_on_which_another_builds_is_taken_back_after_it(before, after):
    announce((before.portfolio, after))
    announce((before.portfolio, CouncillorFactory(name="C")), day=LATER)
    first, second = to_come()

    with pytest.raises(LedgerRefusal, match="Another change to the same portfolios is on record from"):
        take_back(first.state, entry=Entry(WHY))

    take_back(second.state, entry=Entry(WHY))
    take_back_only_one()
    assert on_record(before.portfolio) == [("A", before.starts_on, None)]


def test_what_changed_meanwhile_is_not_taken_back(before, after):
    announce((before.portfolio, after))
    [seen] = to_come()
    begun = Appointment.objects.get(councillor=after)
    begun.role = "Leader"
    save_with_reason(begun, REASON)

    with pytest.raises(EditedMeanwhile, match="Nothing was written"):
        take_back(seen.state, entry=Entry(WHY))

    assert (find(seen.state), Appointment.objects.count()) == (None, 2)


def test_it_is_taken_back_as_a_whole_or_not_at_all(before, after, monkeypatch):
    announce((before.portfolio, after))
    [group] = to_come()

    def refuse(appointment, **kwargs):
        raise LedgerRefusal("An example of a refusal.")

    monkeypatch.setattr(Appointment, "save", refuse)
    with pytest.raises(LedgerRefusal, match="An example of a refusal."):
        take_back(group.state, entry=Entry(WHY))

    assert on_record(before.portfolio) == [("A", before.starts_on, MONDAY), ("B", MONDAY, None)]


def test_portfolio_can_be_given_to_others_once_it_is_taken_back(before, after):
    announce((before.portfolio, after))
    take_back_only_one()

    announce((before.portfolio, CouncillorFactory(name="C")))

    assert [name for name, *_ in on_record(before.portfolio)] == ["A", "C"]


def test_list_takes_as_many_queries_for_three_as_for_one(after):
    counts = []
    for _ in range(2):
        for held in AppointmentFactory.create_batch(len(counts) + 1):
            announce((held.portfolio, after), reason=f"{REASON} {held.pk}")
        with CaptureQueriesContext(connection) as taken:
            groups = [(group.sentence, group.in_the_way) for group in to_come()]
        counts.append((len(taken), len(groups)))

    assert counts == [(2, 1), (2, 3)]
