"""Reminders, purely: who is told what on which day, over 60 simulated days."""

from collections import defaultdict
from datetime import date, timedelta

import pytest

from desk.reminders import Person, Promise, Return, Thresholds, round_of

LIMITS = Thresholds(before_due=timedelta(14), quiet=timedelta(92), escalate=timedelta(14))
START = date(2026, 10, 1)
LONG_AGO, SOME_DAY = date(2026, 1, 1), START - timedelta(10)
HOUSING, ROADS = 1, 2
OFFICER = Person(1, "officer", "officer@example.org", HOUSING)
CHIEF = Person(2, "chief", "chief@example.org", HOUSING)
COLLEAGUE = Person(4, "colleague", "colleague@example.org", HOUSING)
OTHER_CHIEF = Person(3, "other chief", "other@example.org", ROADS)


def promise(**values):
    return Promise(**{"pk": 7, "text": "Open a hub.", "silent_since": SOME_DAY, "reported": True} | values)


def over_sixty_days(of, officers=(OFFICER,), approvers=(CHIEF, OTHER_CHIEF)):
    """(day number, who, kinds and groups) of every mail; ``of`` gives the promise as it stands on a day number."""
    told, mails = defaultdict(dict), []
    for number in range(60):
        day = START + timedelta(number)
        for person, lines in round_of(day, [of(number)], officers, approvers, told, LIMITS).lines.items():
            for line in lines:
                mails.append((number, person.name, *(f"{thing.kind} {thing.group}" for thing in line.things)))
                for thing in line.things:
                    told[line.promise.pk, *thing.key][person.pk] = day
    return mails


def stays(**values):
    return lambda number: promise(directorate=HOUSING, **values)


def day(number):
    return START + timedelta(number)


TABLE = {
    "due later": (stays(due=day(90)), []),
    "due, never answered": (
        stays(due=day(20), silent_since=day(0)),
        [(8, "officer", "due soon"), (22, "chief", "escalated unanswered")],
    ),
    "due, and reported on in time": (
        lambda number: stays(due=day(20), **reported_on(number, 10))(number),
        [(6, "officer", "due soon")],
    ),
    "due, moved": (
        lambda number: stays(due=day(20 if number < 9 else 55))(number),
        [(6, "officer", "due soon"), (41, "officer", "due soon"), (55, "chief", "escalated unanswered")],
    ),
    "overdue from the first day": (
        stays(due=day(-3), silent_since=SOME_DAY),
        [(0, "officer", "due overdue"), (14, "chief", "escalated unanswered")],
    ),
    "quiet": (
        stays(silent_since=day(-90)),
        [(3, "officer", "stale quiet"), (17, "chief", "escalated unanswered")],
    ),
    "quiet, then confirmed": (
        lambda number: stays(**reported_on(number, 8, before=day(-90)))(number),
        [(3, "officer", "stale quiet")],
    ),
    "overdue and quiet": (
        stays(due=day(-3), silent_since=LONG_AGO),
        [(0, "officer", "due overdue", "stale quiet"), (14, "chief", "escalated unanswered", "escalated unanswered")],
    ),
    "overdue, a draft begun is no answer": (
        stays(due=day(-3), open_state="draft", open_since=day(1)),
        [(0, "officer", "due overdue"), (14, "chief", "escalated unanswered")],
    ),
    "overdue, awaiting sign-off": (
        lambda number: stays(due=day(-3), **({"open_state": "awaiting", "open_since": day(5)} if number >= 5 else {}))(
            number
        ),
        [(0, "officer", "due overdue"), (19, "chief", "escalated waiting")],
    ),
    "signed off, to be published": (stays(due=day(-3), open_state="signed-off"), []),
    "of no directorate": (
        lambda number: promise(due=day(-3)),
        [
            (0, "chief", "due nobody"),
            (0, "other chief", "due nobody"),
            (14, "chief", "escalated unanswered"),
            (14, "other chief", "escalated unanswered"),
        ],
    ),
    "of a directorate without an officer": (
        lambda number: promise(due=day(-3), directorate=ROADS),
        [(0, "other chief", "due nobody"), (14, "other chief", "escalated unanswered")],
    ),
    "of a directorate without an approver": (
        lambda number: promise(due=day(-3), directorate=9),
        [
            (0, "chief", "due nobody"),
            (0, "other chief", "due nobody"),
            (14, "chief", "escalated unanswered"),
            (14, "other chief", "escalated unanswered"),
        ],
    ),
}


def reported_on(number, report, before=SOME_DAY):
    """What a promise says before and after a report on a day number."""
    return {"silent_since": day(report), "written_on": day(report)} if number >= report else {"silent_since": before}


@pytest.mark.parametrize(("of", "mails"), TABLE.values(), ids=TABLE)
def test_who_is_told_what_on_which_day(of, mails):
    assert over_sixty_days(of) == mails


def returned_on(number, returned, writer, version=1):
    """What a promise says before and after a report on it was returned on a day number."""
    if number < returned:
        return {}
    return {"open_state": "returned", "returned": Return(day(returned), "Say more.", writer, version)}


RETURNS = {
    "wrote it and reports on it": (
        lambda number: stays(**returned_on(number, 5, writer=4))(number),
        [(5, "colleague", "returned returned"), (19, "chief", "escalated unanswered")],
    ),
    "sent it again": (
        lambda number: stays(**(returned_on(number, 5, writer=4) if number < 15 else {}))(number),
        [(5, "colleague", "returned returned")],
    ),
    "got it back twice on one day": (
        lambda number: stays(**returned_on(number, 5, writer=4, version=1 if number < 6 else 2))(number),
        [
            (5, "colleague", "returned returned"),
            (6, "colleague", "returned returned"),
            (20, "chief", "escalated unanswered"),
        ],
    ),
    "reports on it no more": (
        lambda number: stays(**returned_on(number, 5, writer=9))(number),
        [
            (5, "officer", "returned returned"),
            (5, "colleague", "returned returned"),
            (19, "chief", "escalated unanswered"),
        ],
    ),
    "wrote of a promise that is over": (
        lambda number: stays(due=day(-3), unfinished=False, **returned_on(number, 5, writer=4))(number),
        [(5, "colleague", "returned returned"), (19, "chief", "escalated unanswered")],
    ),
    "reports on it no more, and nobody does": (
        lambda number: promise(**returned_on(number, 5, writer=9)),
        [
            (5, "chief", "returned nobody"),
            (5, "other chief", "returned nobody"),
            (19, "chief", "escalated unanswered"),
            (19, "other chief", "escalated unanswered"),
        ],
    ),
}


@pytest.mark.parametrize(("of", "mails"), RETURNS.values(), ids=RETURNS)
def test_returned_report_is_told_to_who(of, mails):
    assert over_sixty_days(of, officers=[OFFICER, COLLEAGUE]) == mails


def test_approver_who_is_the_only_officer_is_told_both():
    mails = over_sixty_days(stays(due=day(-3)), officers=[CHIEF], approvers=[CHIEF])

    assert mails == [(0, "chief", "due overdue"), (14, "chief", "escalated unanswered")]


def test_every_officer_of_the_directorate_is_told():
    mails = over_sixty_days(stays(due=day(-3)), officers=[OFFICER, CHIEF, OTHER_CHIEF], approvers=[])

    assert mails == [(0, "officer", "due overdue"), (0, "chief", "due overdue")]


def test_nobody_who_can_be_told_is_no_error():
    found = round_of(START, [promise(due=day(-3))], [], [], {}, LIMITS)

    assert ([each.pk for each in found.unattended], found.lines) == ([7], {})
