"""When a report is published: what an approver can choose and type, and what is made of it."""

from datetime import UTC, datetime

import pytest
from factories import ProgressUpdateFactory

from ledger.admin.publishing import CLOCKS_CHANGE, TOO_FAR
from priorities.admin.moments import BOTH, CHOOSE, DAY_NEEDED, IS_OVER, NO_TIME, AsksWhen, state_in_words

LATER = {"publish": "later"}
DAY = LATER | {"publish_day": "2027-07-01"}


@pytest.fixture(autouse=True)
def _today(clock):
    clock("2026-11-22")


def chosen(typed):
    form = AsksWhen(typed)
    form.full_clean()
    return form.chosen_moment(), form.errors


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ({"publish": "at-once"}, None),
        (DAY, datetime(2027, 7, 1, 8, 0, tzinfo=UTC)),
        (DAY | {"publish_time": "14:30"}, datetime(2027, 7, 1, 13, 30, tzinfo=UTC)),
        (DAY | {"publish_time": " 2.30pm "}, datetime(2027, 7, 1, 13, 30, tzinfo=UTC)),
        (DAY | {"publish_time": "00:00"}, datetime(2027, 6, 30, 23, 0, tzinfo=UTC)),
    ],
    ids=["at-once", "day-alone", "day-and-time", "time-of-twelve-hours", "midnight"],
)
def test_choice_is_a_moment_or_at_once(typed, moment):
    assert chosen(typed) == (moment, {})


@pytest.mark.parametrize(
    ("typed", "faults"),
    [
        ({}, {"publish": [CHOOSE]}),
        (LATER, {"publish_day": [DAY_NEEDED]}),
        (LATER | {"publish_time": "14:30"}, {"publish_day": [DAY_NEEDED]}),
        (DAY | {"publish": "at-once"}, {"publish": [BOTH]}),
        ({"publish": "at-once", "publish_time": "00:00"}, {"publish": [BOTH]}),
        (DAY | {"publish_time": "noonish"}, {"publish_time": [NO_TIME]}),
        (LATER | {"publish_day": "2026-11-01"}, {"publish_day": [IS_OVER]}),
        (LATER | {"publish_day": "2029-07-01"}, {"publish_day": [TOO_FAR]}),
        (LATER | {"publish_day": "2027-03-28", "publish_time": "01:30"}, {"publish_day": [CLOCKS_CHANGE]}),
    ],
    ids=["neither", "no-day", "time-alone", "both", "both-with-a-time", "no-time", "over", "too-far", "clocks-change"],
)
def test_choice_that_is_not_clear_is_a_fault(typed, faults):
    assert chosen(typed)[1] == faults


@pytest.mark.parametrize(
    ("state", "words"),
    [("signed-off", "Signed off, to be published on 1 December 2026, 09:00"), ("draft", "Draft")],
)
def test_state_of_what_is_signed_off_ends_with_its_moment(state, words):
    report = ProgressUpdateFactory.build(deliverable=None, state=state, publish_at=datetime(2026, 12, 1, 9, tzinfo=UTC))

    assert state_in_words(report) == words


def test_moment_that_is_set_is_shown_as_long_as_it_is_to_come():
    form, over = AsksWhen(), AsksWhen()
    form.begin_with(datetime(2027, 7, 1, 8, 0, 30, tzinfo=UTC))
    over.begin_with(datetime(2026, 7, 1, 8, 0, tzinfo=UTC))

    assert [each["publish"].value() for each in (form, over)] == ["later", "at-once"]
    assert 'value="09:00"' in str(form["publish_time"])
