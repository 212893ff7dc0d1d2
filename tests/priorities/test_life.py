"""The life of a promise, told from versions."""

from datetime import date
from types import SimpleNamespace

import pytest
from versions import APR, FEB, JAN, JUNE, MAR, MAY, plan_version, version

from priorities.answering import People, answering_on
from priorities.life import Records, delivered_words, first_and_now, tell
from priorities.moved_dates import When

PUBLIC = plan_version(JAN)
PEOPLE = {
    "portfolios": {1: "Homes", 2: "Roads"},
    "councillors": {1: "Ada Example", 2: "Bo Sample"},
}


def priority(day, portfolio=None, named="", holder=None, **more):
    return version(day, portfolio_id=portfolio, holder_as_published=named, published_holder_id=holder, **more)


def held(councillor, starts_on, ends_on=None, portfolio=1):
    return SimpleNamespace(councillor_id=councillor, portfolio_id=portfolio, starts_on=starts_on, ends_on=ends_on)


def report(day, status="on-track"):
    return SimpleNamespace(pk=day.toordinal(), as_of=day, status=status)


def records(*promise, **more):
    given = {"plan": [PUBLIC], "adopted_on": JAN, "today": date(2022, 12, 31)} | more
    return Records(promise=promise or [version(JAN)], **given)


def story(told):
    return [(entry.kind, entry.day) for entry in tell(told)]


def only(told, kind):
    return [entry for entry in tell(told) if entry.kind == kind]


# What is told, and in which order


def test_tell_begins_with_the_promise():
    (promised,) = tell(records())
    assert (promised.day, promised.text, promised.when.text) == (JAN, "Open a hub.", "March 2022")
    assert (promised.holder, promised.recorded_late, promised.readable) == ("", None, ())


def test_tell_of_a_plan_that_was_never_public_says_nothing():
    assert tell(records(plan=[plan_version(JAN, "draft")])) == []


def test_tell_puts_everything_in_time_order_by_one_rule_for_one_day():
    everything = records(
        version(JAN),
        version(MAR, timescale="June 2022"),
        version(MAR, "Open two hubs.", "June 2022"),
        priority=[priority(JAN, 1)],
        people=People([held(1, JAN, MAR), held(2, MAR)], **PEOPLE),
        reports=[report(FEB), report(MAR)],
        marks=[a_mark(MAR)],
    )
    assert story(everything) == [
        ("promised", JAN),
        ("reported", FEB),
        ("changed", MAR),
        ("changed", MAR),
        ("handed-over", MAR),
        ("reported", MAR),
        ("went-on", MAR),
    ]
    assert [entry.title for entry in only(everything, "changed")] == ["Date moved", "Reworded"]


def test_tell_leaves_out_what_is_still_to_come():
    assert story(records(marks=[a_mark(MAY)], today=APR)) == [("promised", JAN)]


def test_tell_leaves_out_versions_that_change_neither_wording_nor_date():
    assert story(records(version(JAN), version(MAR))) == [("promised", JAN)]


# The promise


@pytest.mark.parametrize(
    ("given", "day", "late"),
    [
        ({"adopted_on": JAN}, JAN, None),
        ({"adopted_on": date(2021, 10, 13)}, date(2021, 10, 13), JAN),
        ({"adopted_on": None}, JAN, None),
        ({"adopted_on": None, "reports": [report(date(2021, 12, 1))]}, None, JAN),
    ],
    ids=["adopted-that-day", "written-down-later", "no-adoption-on-record", "and-reports-before-it"],
)
def test_promise_has_the_day_of_adoption(given, day, late):
    promised = tell(records(**given))[0]
    assert (promised.kind, promised.day, promised.recorded_late) == ("promised", day, late)


def test_promise_that_joined_the_plan_later_has_its_own_day():
    assert story(records(version(MAR))) == [("promised", MAR)]


def test_promise_names_who_answered_then():
    told = records(priority=[priority(JAN, 1, "Councillor Bo Sample")], people=People([held(1, JAN)], **PEOPLE))
    assert tell(told)[0].holder == "Councillor Bo Sample, named in the plan; Councillor Ada Example (Homes)"


# Changes


@pytest.mark.parametrize(
    ("now", "title"),
    [
        ({"text": "Open two hubs."}, "Reworded"),
        ({"timescale": "June 2022"}, "Date moved"),
        ({"timescale": "By March 2022"}, "Timescale reworded"),
        ({"text": "Open two hubs.", "timescale": "June 2022"}, "Reworded and date moved"),
        ({"timescale": "June 2022", "correction": True}, "A slip corrected: date moved"),
    ],
    ids=["wording", "date", "same-day", "both", "correction"],
)
def test_change_says_what_it_was(now, title):
    assert [entry.title for entry in only(records(version(JAN), version(MAR, **now)), "changed")] == [title]


def test_change_marks_the_words():
    (changed,) = only(records(version(JAN), version(MAR, "Open two hubs.")), "changed")
    assert [tuple(mark) for mark in changed.words] == [
        ("Open", "same"),
        ("a hub.", "dropped"),
        ("two hubs.", "added"),
    ]
    assert not changed.same_words


def test_change_of_lines_alone_keeps_the_words():
    (changed,) = only(records(version(JAN), version(MAR, "Open\n\na hub.")), "changed")
    assert changed.same_words


@pytest.mark.parametrize(
    ("day", "recorded", "late", "readable"),
    [
        (MAR, MAR, None, (date(2022, 2, 28), MAR)),
        (MAR, APR, APR, (date(2022, 2, 28), MAR)),
        (JAN, JAN, None, (JAN,)),
    ],
    ids=["at-once", "recorded-late", "on-the-first-day"],
)
def test_change_says_when_it_was_recorded_and_where_it_can_be_read(day, recorded, late, readable):
    (changed,) = only(records(version(JAN), version(day, timescale="June 2022", recorded=recorded)), "changed")
    assert (changed.recorded_late, changed.readable) == (late, readable)


def test_change_has_no_page_before_the_plan_was_public():
    plan = [plan_version(JAN, "draft"), plan_version(FEB)]
    told = records(version(JAN), version(FEB, timescale="June 2022"), plan=plan)
    assert [entry.readable for entry in only(told, "changed")] == [(FEB,)]


# Who answers


@pytest.mark.parametrize(
    ("version", "appointments", "said"),
    [
        (priority(JAN), [], "nobody on record"),
        (priority(JAN, named="Councillor Bo Sample"), [], "Councillor Bo Sample"),
        (priority(JAN, holder=1), [], "Councillor Ada Example"),
        (priority(JAN, 1), [held(1, JAN)], "Councillor Ada Example (Homes)"),
        (priority(JAN, 1), [held(1, JAN), held(2, FEB)], "Councillor Ada Example and Councillor Bo Sample (Homes)"),
        (priority(JAN, 1), [held(1, JAN, MAR)], "Homes, which nobody is on record as holding"),
        (priority(JAN, 2), [held(1, JAN)], "Roads, which nobody is on record as holding"),
        (priority(JAN, 1, holder=1), [held(1, JAN)], "Councillor Ada Example (Homes)"),
    ],
    ids=["nobody", "as-printed", "by-record", "portfolio", "two-holders", "vacant", "another-portfolio", "the-same"],
)
def test_answering_on(version, appointments, said):
    assert str(answering_on(MAR, [version], People(appointments, **PEOPLE))) == said


def test_handed_over_by_appointment_says_who_before_and_after_and_when_it_was_recorded():
    people = People([held(1, JAN, MAR), held(2, MAR)], recorded={(1, MAR): APR, (2, MAR): MAY}, **PEOPLE)
    (handed,) = only(records(priority=[priority(JAN, 1)], people=people), "handed-over")
    assert (handed.before, handed.after) == ("Councillor Ada Example (Homes)", "Councillor Bo Sample (Homes)")
    assert (handed.day, handed.recorded_late, handed.entered) == (MAR, MAY, None)


def test_handed_over_by_the_plan_carries_its_reason():
    versions = [priority(JAN, named="Councillor A"), priority(MAR, named="Councillor B", history_change_reason="Why.")]
    (handed,) = only(records(priority=versions, people=People(**PEOPLE)), "handed-over")
    assert (handed.before, handed.after, handed.entered.reason) == ("Councillor A", "Councillor B", "Why.")


@pytest.mark.parametrize(
    ("given", "days"),
    [
        ({}, [FEB, APR]),
        ({"reports": [report(MAR, "complete")]}, [FEB]),
        ({"reports": [report(MAR, "complete"), report(MAY)]}, [FEB, APR]),
        ({"today": MAR}, [FEB]),
        ({"adopted_on": MAR}, [APR]),
    ],
    ids=["always", "not-after-delivery", "not-delivered-after-all", "not-to-come", "not-before-the-promise"],
)
def test_handed_over_while_the_promise_stood(given, days):
    people = People([held(1, JAN, FEB), held(2, FEB, APR)], **PEOPLE)
    told = records(priority=[priority(JAN, 1)], people=people, **given)
    assert [entry.day for entry in only(told, "handed-over")] == days


def test_handed_over_is_not_told_of_drafts():
    told = records(
        version(FEB),
        priority=[priority(JAN, named="Councillor A"), priority(FEB, named="Councillor B")],
        plan=[plan_version(JAN, "draft"), plan_version(MAR)],
        people=People(**PEOPLE),
    )
    assert (tell(told)[0].holder, only(told, "handed-over")) == ("Councillor B", [])


# Reports and delivery


def test_reports_turn_where_the_status_is_another():
    reports = [report(FEB), report(MAR), report(APR, "at-risk")]
    assert [entry.turn for entry in only(records(reports=reports), "reported")] == [False, False, True]


def test_reports_say_when_they_were_recorded():
    reports = [report(FEB), report(MAR)]
    told = records(reports=reports, reports_recorded={FEB.toordinal(): APR, MAR.toordinal(): MAR})
    assert [entry.recorded_late for entry in only(told, "reported")] == [APR, None]


@pytest.mark.parametrize(
    ("statuses", "delivered"),
    [
        (["on-track", "complete", "complete"], ["", "Delivered 1 day after its date.", ""]),
        (["complete", "at-risk"], ["", ""]),
    ],
    ids=["first-of-a-run", "taken-back"],
)
def test_reports_say_where_it_was_delivered(statuses, delivered):
    reports = [report(day, status) for day, status in zip((MAR, APR, MAY), statuses, strict=False)]
    assert [entry.delivered for entry in only(records(reports=reports), "reported")] == delivered


def test_delivery_is_held_against_both_dates():
    promise = [version(JAN), version(FEB, timescale="May 2022")]
    (done,) = only(records(*promise, reports=[report(APR, "complete")]), "reported")
    assert done.delivered == "Delivered 60 days before its date, 1 day after the date first promised."


@pytest.mark.parametrize(
    ("first", "now", "words"),
    [
        (None, None, "Delivered."),
        (JUNE, JUNE, "Delivered on the day it was due."),
        (MAY, JUNE, "Delivered on the day it was due, 31 days after the date first promised."),
        (JUNE, MAY, "Delivered 31 days after its date, on the date first promised."),
        (None, MAY, "Delivered 31 days after its date."),
    ],
    ids=["no-date", "on-the-day", "on-the-moved-day", "on-the-first-day", "first-without-a-date"],
)
def test_delivered_words(first, now, words):
    assert delivered_words(JUNE, When("first", end=first), When("now", end=now)) == words


# Later plans


def a_mark(day, adopted=True):
    return SimpleNamespace(
        plan=SimpleNamespace(title="Later plan", adopted_on=day if adopted else None),
        effective_on=day,
        recorded_at=version(JUNE).recorded_at,
    )


@pytest.mark.parametrize("adopted", [True, False], ids=["adopted", "marked"])
def test_went_on_on_the_day_of_the_later_plan(adopted):
    (went,) = only(records(marks=[a_mark(MAY, adopted)]), "went-on")
    assert (went.day, went.recorded_late) == (MAY, JUNE)


# The first promise beside the present one


@pytest.mark.parametrize(
    ("versions", "changed", "how_far"),
    [
        ([version(JAN)], False, ""),
        ([version(JAN), version(FEB, timescale="June 2022")], True, "91 days later"),
        ([version(JAN), version(FEB, timescale="June 2022"), version(MAR)], False, ""),
        ([version(JAN), version(FEB, timescale="By March 2022")], True, ""),
        ([version(JAN), version(FEB, "Open two hubs.")], True, ""),
        ([version(JAN), version(FEB, "Open  a hub.")], False, ""),
        ([version(JAN), version(FEB, timescale="In progress")], True, "from a date to no date"),
    ],
    ids=["as-promised", "moved", "moved-back", "same-day", "reworded", "white-space", "lost-its-date"],
)
def test_first_and_now(versions, changed, how_far):
    both = first_and_now(versions, [plan_version(JAN)])
    assert (both.changed, both.how_far) == (changed, how_far)


def test_first_and_now_mark_the_words_on_either_side():
    both = first_and_now([version(JAN), version(FEB, "Open two hubs.")], [plan_version(JAN)])
    assert [tuple(mark) for mark in both.was] == [("Open", "same"), ("a hub.", "dropped")]
    assert [tuple(mark) for mark in both.is_now] == [("Open", "same"), ("two hubs.", "added")]


def test_first_and_now_of_a_draft_is_nothing():
    assert first_and_now([version(JAN)], [plan_version(JAN, "draft")]) is None
