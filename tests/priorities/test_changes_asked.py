"""Which changes an address asks for."""

from datetime import date

import pytest

from ledger.changes import Window
from priorities.changes_asked import Choice, Since, day_before, read_asked

TODAY = date(2022, 5, 31)
CHOICES = {"plan": [Choice("the-plan", "The plan", 3)], "outcome": [Choice("well", "Well", 7)]}
MEETINGS = [Since("meeting-4", "Cabinet, 10 May 2022", date(2022, 5, 10))]

NOT_A_DAY = "is not written as a day: write year, month and day, for example 2022-06-30."


def ask(**query):
    return read_asked({name.rstrip("_"): value for name, value in query.items()}, TODAY, CHOICES, MEETINGS)


@pytest.mark.parametrize(
    ("query", "since"),
    [
        ({}, date(2022, 5, 1)),
        ({"since": "week"}, date(2022, 5, 25)),
        ({"since": "month"}, date(2022, 5, 1)),
        ({"since": "quarter"}, date(2022, 3, 1)),
        ({"since": "meeting-4"}, date(2022, 5, 10)),
        ({"from_": "2022-05-03"}, date(2022, 5, 3)),
        ({"from_": " 2022-05-03 ", "since": "week"}, date(2022, 5, 3)),
        ({"since": "", "from_": "", "to": ""}, date(2022, 5, 1)),
    ],
    ids=["default", "week", "month", "quarter", "meeting", "one-day", "days-before-preset", "empty-fields"],
)
def test_window_up_to_today(query, since):
    asked = ask(**query)
    assert (asked.window, asked.faults) == (Window(since, TODAY), ())


@pytest.mark.parametrize(
    ("query", "window"),
    [
        ({"from_": "2022-05-01", "to": "2022-05-20"}, Window(date(2022, 5, 1), date(2022, 5, 20))),
        ({"to": "2022-03-31"}, Window(date(2022, 3, 1), date(2022, 3, 31))),
        ({"from_": "2022-05-31", "to": "2022-05-31"}, Window(TODAY, TODAY)),
    ],
    ids=["two-days", "last-day-alone", "the-same-day"],
)
def test_window_between_two_days(query, window):
    assert (ask(**query).window, ask(**query).faults) == (window, ())


@pytest.mark.parametrize(
    ("query", "faults"),
    [
        ({"from_": "soon"}, [("from", f"“soon” {NOT_A_DAY}")]),
        ({"to": "2022-02-30"}, [("to", "“2022-02-30” is a day that no calendar has: choose another.")]),
        (
            {"from_": "2022-05-09", "to": "2022-05-01"},
            [("from", "9 May 2022 comes after 1 May 2022: choose an earlier day to begin with.")],
        ),
        ({"to": "2022-06-01"}, [("to", "1 June 2022 is still to come: choose 31 May 2022 or an earlier day.")]),
        (
            {"since": "meeting-5"},
            [
                (
                    "from",
                    "There is no “meeting-5” to count from: choose the last week, month or quarter, or two days.",
                )
            ],
        ),
        ({"outcome": "unwell"}, [("outcome", "There is no outcome “unwell” here: choose one from the list.")]),
        ({"place": "x" * 99}, [("place", f"There is no place “{'x' * 40}…” here: choose one from the list.")]),
        ({"from_": "0001-01-01"}, [("from", f"“0001-01-01” {NOT_A_DAY}")]),
        ({"from_": "\0"}, [("from", f"“\ufffd” {NOT_A_DAY}")]),
        ({"plan": "the-\0plan"}, [("plan", "There is no plan “the-\ufffdplan” here: choose one from the list.")]),
        ({"from_": "٢٠٢٢-٠٥-٠١"}, [("from", f"“٢٠٢٢-٠٥-٠١” {NOT_A_DAY}")]),
    ],
    ids=[
        "no-day",
        "no-such-day",
        "wrong-way-round",
        "to-come",
        "no-such-meeting",
        "no-such-outcome",
        "long",
        "year-1",
        "nul-for-a-day",
        "nul-in-a-plan",
        "other-digits",
    ],
)
def test_what_cannot_be_followed_is_said(query, faults):
    assert list(ask(**query).faults) == faults


def test_what_was_typed_is_kept():
    asked = ask(from_="soon", to="2022-05-01", outcome="unwell")
    assert (asked.typed["from"], asked.typed["to"], asked.typed["outcome"]) == ("soon", "2022-05-01", "unwell")


def test_narrowing_is_found_by_facet_and_key():
    assert ask(plan="the-plan", outcome="well").found_by == {"plan": 3, "outcome": 7}


@pytest.mark.parametrize(
    ("query", "changes", "address"),
    [
        ({}, {}, "since=month"),
        ({"from_": "2022-05-01", "outcome": "well"}, {}, "from=2022-05-01&to=2022-05-31&outcome=well"),
        ({"from_": "2022-05-01", "outcome": "well"}, {"since": "week"}, "since=week&outcome=well"),
        ({"since": "week"}, {"from": "2022-05-01", "to": "2022-05-02"}, "from=2022-05-01&to=2022-05-02"),
    ],
    ids=["default", "days", "another-preset", "other-days"],
)
def test_address_of_the_same_question(query, changes, address):
    assert ask(**query).address(**changes) == address


@pytest.mark.parametrize(
    ("day", "period", "before"),
    [
        (date(2022, 3, 31), "month", date(2022, 2, 28)),
        (date(2022, 1, 15), "month", date(2021, 12, 15)),
        (date(2022, 5, 31), "quarter", date(2022, 2, 28)),
        (date(2022, 1, 3), "week", date(2021, 12, 27)),
    ],
)
def test_day_before(day, period, before):
    assert day_before(day, period) == before
