"""What ends, what begins and what stays when portfolios go to other councillors on a day."""

from dataclasses import dataclass
from datetime import date

import pytest

from priorities.reshuffle import NOTHING_CHANGES, Holder, Wish, change_of, reshuffle

TODAY, DAY = date(2022, 5, 25), date(2022, 5, 25)
SINCE = date(2021, 5, 20)


@dataclass(frozen=True)
class Held:
    councillor: str
    starts_on: date = SINCE
    ends_on: date | None = None
    role: str = ""


def wish(*names, keeps=False):
    return Wish("Housing", tuple(Holder(*(name if isinstance(name, tuple) else (name,))) for name in names), keeps)


def change(wished, *held, day=DAY):
    return change_of(wished, held, day, TODAY)


def said(found):
    """Names of who ends, begins and stays."""
    return tuple("+".join(each.councillor for each in some) for some in (found.ends, found.begins, found.stays))


@pytest.mark.parametrize(
    ("wished", "held", "expected"),
    [
        (wish("B"), [Held("A")], ("A", "B", "")),
        (wish("A"), [Held("A")], ("", "", "A")),
        (wish(), [Held("A")], ("A", "", "")),
        (wish(), [], ("", "", "")),
        (wish("B"), [], ("", "B", "")),
        (wish("A", "B"), [Held("A")], ("", "B", "A")),
        (wish("B", "C"), [Held("A")], ("A", "B+C", "")),
        (wish("A"), [Held("A"), Held("B")], ("B", "", "A")),
        (wish(keeps=True), [Held("A")], ("", "", "A")),
        (wish("B", keeps=True), [Held("A")], ("", "B", "A")),
        (wish(("A", "Leader")), [Held("A")], ("A", "A", "")),
        (wish(("A", "Leader"), keeps=True), [Held("A"), Held("B")], ("A", "A", "B")),
        (wish("A"), [Held("A", role="Leader")], ("", "", "A")),
        (wish("A"), [Held("A", ends_on=DAY)], ("", "A", "")),
    ],
    ids=[
        "another",
        "the-same",
        "vacated",
        "stays-vacant",
        "vacancy-filled",
        "shared-from-now-on",
        "two-for-one",
        "shared-no-longer",
        "left-alone",
        "joined",
        "another-role",
        "another-role-among-two",
        "no-role-said-keeps-the-role",
        "again-from-the-day-it-ended",
    ],
)
def test_change_of_a_portfolio(wished, held, expected):
    found = change(wished, *held)

    assert (said(found), found.faults) == (expected, ())


def test_new_role_goes_with_the_new_holding():
    assert change(wish(("A", "Leader")), Held("A")).begins == (Holder("A", "Leader"),)


def test_vacancy_is_one_where_nobody_begins_or_stays():
    vacant = [change(wished, Held("A")).is_vacant for wished in (wish(), wish("A"), wish("B"))]

    assert vacant == [True, False, False]


def test_another_role_is_no_other_hand():
    hands = [change(wished, Held("A")).changes_hands for wished in (wish(("A", "Leader")), wish("B"), wish("A", "B"))]

    assert hands == [False, True, True]


def sentences(wished, *held, day=DAY):
    return [fault.sentence for fault in change(wished, *held, day=day).faults]


def test_councillor_named_twice_is_a_fault():
    assert sentences(wish("B", "B"), Held("A")) == [
        "Councillor B stands twice at Housing. Name each councillor once.",
    ]


def test_holding_that_began_on_the_day_cannot_end_on_it():
    assert sentences(wish("B"), Held("A", starts_on=DAY)) == [
        "Councillor A holds Housing from 25 May 2022 itself, so that holding cannot end on the same day. If that "
        "appointment is wrong, correct or delete the appointment itself; else choose a later day."
    ]


@pytest.mark.parametrize("wished", [wish("B"), wish(), wish("A")], ids=["another", "vacant", "the-same"])
def test_day_before_the_holding_began_would_rewrite_the_past(wished):
    assert sentences(wished, Held("A"), day=date(2021, 5, 1)) == [
        "Councillor A holds Housing since 20 May 2021, so a change from 1 May 2021 would rewrite the past. Choose "
        "21 May 2021 or a later day, or correct that appointment itself."
    ]


def test_holding_that_begins_today_has_begun():
    [sentence] = sentences(wish("B"), Held("A", starts_on=TODAY), day=date(2022, 5, 20))

    assert sentence.startswith("Councillor A holds Housing since 25 May 2022, so a change from 20 May 2022 would")


@pytest.mark.parametrize(("ended", "last"), [(date(2022, 5, 23), "22 May"), (TODAY, "24 May")])
def test_holding_that_is_over_cannot_end_earlier(ended, last):
    assert sentences(wish("B"), Held("A", ends_on=ended), day=date(2022, 5, 20)) == [
        f"Councillor A held Housing up to and including {last} 2022, which is over and stays as it was. If that "
        "appointment is wrong, correct or delete the appointment itself; else choose a later day."
    ]


def test_end_that_is_still_to_come_may_come_sooner():
    found = change(wish("B"), Held("A", ends_on=date(2022, 9, 1)))

    assert (said(found), found.faults) == (("A", "B", ""), ())


COMING = Held("C", starts_on=date(2022, 9, 1))


def test_appointment_on_record_from_a_later_day_is_not_crossed():
    assert sentences(wish("B"), Held("A"), COMING) == [
        "Councillor C is on record already as holding Housing from 1 September 2022, after 25 May 2022. Take that back "
        "first, under “Written down, but not begun yet”, or choose a later day."
    ]


@pytest.mark.parametrize(
    ("wished", "held", "now", "then"),
    [
        (wish("A"), [Held("A", ends_on=COMING.starts_on), COMING], "Councillor A", "Councillor C"),
        (wish("A"), [Held("A"), COMING], "Councillor A", "Councillor A and Councillor C"),
        (wish("A"), [Held("A", ends_on=COMING.starts_on)], "Councillor A", "nobody"),
        (wish(), [COMING], "nobody", "Councillor C"),
    ],
    ids=["taken-over", "joined", "given-up", "filled"],
)
def test_portfolio_held_as_wished_but_not_for_long_is_told_from_which_day(wished, held, now, then):
    whole_told = whole((wished, held))

    assert [fault.sentence for fault in whole_told.faults] == [
        f"Housing is held by {now} on 25 May 2022 already, and it is on record that from 1 September 2022 it is held "
        f"by {then}. Leave it as it is, take that back first, under “Written down, but not begun yet”, or change that "
        "appointment itself."
    ]


def test_holding_that_is_over_by_now_is_not_offered_to_be_taken_back():
    said = sentences(wish("A"), Held("A", ends_on=date(2022, 5, 23)), day=date(2022, 5, 20))

    assert [sentence.partition(" it is held by nobody. ")[2] for sentence in said] == [
        "Leave it as it is, or correct that appointment itself."
    ]


def test_appointment_that_begins_on_the_day_to_come_is_to_be_taken_back():
    assert sentences(wish("B"), COMING, day=COMING.starts_on) == [
        "Councillor C holds Housing from 1 September 2022 itself, so that holding cannot end on the same day. Take "
        "that back first, under “Written down, but not begun yet”, or choose a later day."
    ]


def test_portfolio_may_fall_vacant_until_an_appointment_to_come():
    found = change(wish(), Held("A", ends_on=date(2022, 9, 1)), COMING)

    assert (said(found), found.later, found.faults) == (("A", "", ""), (COMING,), ())


def test_fault_names_the_appointment_in_the_way():
    assert [fault.held for fault in change(wish("B"), Held("A"), COMING).faults] == [COMING]


def whole(*wishes, day=DAY):
    return reshuffle(wishes, day, TODAY)


def test_nothing_that_changes_is_a_fault():
    told = whole((wish("A"), [Held("A")]))

    assert [fault.sentence for fault in told.faults] == [NOTHING_CHANGES]


@pytest.mark.parametrize(
    ("day", "sentences"),
    [
        (date(2202, 5, 25), ["25 May 2202 is more than a year ahead. Check the year."]),
        (date(2023, 5, 27), ["27 May 2023 is more than a year ahead. Check the year."]),
        (date(2023, 5, 26), []),
        (date(22, 5, 25), ["25 May 22 is more than ten years ago. Check the year."]),
    ],
    ids=["to-come", "a-day-too-far", "farthest", "long-ago"],
)
def test_day_that_must_be_a_slip_is_a_fault(day, sentences):
    assert [fault.sentence for fault in whole((wish("B"), []), day=day).faults] == sentences


def test_announced_reshuffle_has_a_day_to_come():
    told = whole((wish("B"), [Held("A")]), day=date(2022, 5, 30))

    assert (told.sentence, told.eve, told.faults) == (
        "From Monday 30 May 2022, 1 portfolio changes: 1 appointment ends and 1 appointment begins.",
        date(2022, 5, 29),
        (),
    )


def test_sentence_counts_and_names_what_falls_vacant():
    told = whole((wish("B", "C"), [Held("A")]), (wish(), [Held("D")]), (Wish("Roads"), [Held("E")]))

    assert told.sentence == (
        "From Wednesday 25 May 2022, 3 portfolios change: 3 appointments end and 2 appointments begin. "
        "Nobody will hold Housing and Roads."
    )


def test_leaving_are_those_who_give_up_a_portfolio():
    roads = Wish("Roads", (Holder("A"),))
    told = whole((wish("B", ("C", "Leader")), [Held("A"), Held("C")]), (roads, []))

    assert told.leaving == {"A"}


@pytest.mark.parametrize(
    ("wished", "before", "after"),
    [
        (wish("B"), "Councillor A", "Councillor B"),
        (wish("A", "B"), "Councillor A", "Councillor A and Councillor B"),
        (wish(), "Councillor A", "nobody"),
    ],
    ids=["another", "shared", "vacant"],
)
def test_change_says_from_whom_to_whom(wished, before, after):
    found = change(wished, Held("A"))

    assert (found.before, found.after) == (before, after)
