"""Dates that moved, derived from versions."""

from datetime import date
from types import SimpleNamespace

import pytest
from versions import APR, FEB, JAN, JUNE, MAR, MAY, plan_version, version

from priorities.moved_dates import When, carried, date_changes, first_promise, later_or_earlier, moved_words, told
from priorities.moved_dates import total_sentence as total

JUNE_30, MAR_31 = date(2022, 6, 30), date(2022, 3, 31)
DATED, EARLIER = When("June 2022", end=JUNE_30), When("March 2022", end=MAR_31)
ONGOING, NONE, STARTS = When("Ongoing", ongoing=True), When("In progress"), When("From May", start=MAY)


def texts(versions):
    return [each.text for each in versions]


@pytest.mark.parametrize(
    ("plans", "seen"),
    [
        ([(JAN, "current")], ["first", "second", "third"]),
        ([(JAN, "draft"), (FEB, "current")], ["first", "second", "third"]),
        ([(JAN, "draft"), (APR, "current")], ["second", "third"]),
        ([(JAN, "draft"), (JUNE, "current")], ["third"]),
        ([(JAN, "draft")], []),
        ([(JAN, "current"), (FEB, "draft"), (APR, "archived")], ["first", "second", "third"]),
        ([(JAN, "current"), (FEB, "draft"), (JUNE, "archived")], ["first", "third"]),
        ([(MAR, "current")], ["second", "third"]),
    ],
    ids=[
        "public-from-the-start",
        "drafted-then-public",
        "reworded-while-a-draft",
        "public-last-of-all",
        "never-public",
        "hidden-and-back-before-the-next-version",
        "hidden-and-back-after-it",
        "plan-known-later-than-the-promise",
    ],
)
def test_told_leaves_out_what_was_drafted_in_private(plans, seen):
    versions = [version(JAN, "first"), version(MAR, "second"), version(MAY, "third")]
    assert texts(told(versions, [plan_version(*each) for each in plans])) == seen


def test_told_of_one_day_goes_by_the_moment_of_writing():
    made, drafted = version(JAN, "made"), version(JAN, "drafted")
    public, changed = plan_version(JAN), version(JAN, "changed in public")
    assert texts(told([made, drafted, changed], [public])) == ["drafted", "changed in public"]


def test_first_promise_is_as_its_corrections_say():
    versions = [
        version(JAN, timescale="June 2202"),
        version(JAN, timescale="June 2022", correction=True),
        version(MAY, timescale="May 2022"),
    ]
    assert first_promise(versions).timescale_text == "June 2022"


@pytest.mark.parametrize(
    ("timescales", "moves"),
    [
        (["March 2022"], []),
        (["March 2022", "March 2022"], []),
        (["March 2022", "By March 2022"], []),
        (["March 2022", "June 2022"], [("March 2022", "March 2022", "June 2022", 91)]),
        (
            ["March 2022", "June 2022", "May 2022"],
            [("March 2022", "March 2022", "June 2022", 91), ("March 2022", "June 2022", "May 2022", -30)],
        ),
        (["March 2022", "Ongoing"], [("March 2022", "March 2022", "Ongoing", None)]),
        (["", "June 2022"], [("", "", "June 2022", None)]),
        (["In progress", "Ongoing"], []),
    ],
    ids=["once", "same", "same-day", "later", "there-and-back", "to-ongoing", "from-none", "never-dated"],
)
def test_date_changes(timescales, moves):
    changes = date_changes([version(JAN, timescale=each) for each in timescales])
    assert [(each.original.text, each.previous.text, each.now.text, each.days) for each in changes] == moves


def test_date_changes_show_what_a_slip_was_corrected_to_and_list_the_correction():
    changes = date_changes(
        [
            version(JAN),
            version(FEB, timescale="June 2202"),
            version(FEB, timescale="June 2022", correction=True),
            version(APR, timescale="May 2022"),
        ]
    )
    assert [(each.previous.text, each.now.text, each.counts) for each in changes] == [
        ("March 2022", "June 2022", True),
        ("June 2202", "June 2022", False),
        ("June 2022", "May 2022", True),
    ]


def test_date_change_carries_what_was_entered():
    entered = {
        "history_change_reason": "The contractor went into administration.",
        "history_decision_url": "https://example.org/decision",
        "history_approved_by": "Example approver",
    }
    change = date_changes([version(JAN), version(MAR, timescale="June 2022", recorded=APR, **entered)])[0]
    said = change.entered
    assert (said.reason, said.decision_url, said.approved_by) == tuple(entered.values())
    assert (said.day, said.recorded_on, said.recorded_late, said.correction) == (MAR, APR, APR, False)


@pytest.mark.parametrize(
    ("previous", "now", "words"),
    [
        (EARLIER, DATED, "91 days later"),
        (DATED, EARLIER, "91 days earlier"),
        (EARLIER, When("April 1", end=date(2022, 4, 1)), "1 day later"),
        (EARLIER, NONE, "from a date to no date"),
        (EARLIER, ONGOING, "from a date to ongoing"),
        (ONGOING, DATED, "from ongoing to a date"),
        (NONE, DATED, "from no date to a date"),
        (NONE, STARTS, "its start moved; it has no end"),
    ],
    ids=["later", "earlier", "one-day", "to-none", "to-ongoing", "from-ongoing", "from-none", "start-alone"],
)
def test_moved_words(previous, now, words):
    assert moved_words(previous, now) == words


def test_later_or_earlier_of_no_days():
    assert later_or_earlier(0) == "the same day"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "No date has moved."),
        ([("a", ["March 2022", "June 2022"])], "1 date of 1 promise moved; 91 days later."),
        (
            [("a", ["March 2022", "June 2022", "May 2022"]), ("b", ["March 2022", "June 2022"])],
            "3 dates of 2 promises moved; together 152 days later.",
        ),
        (
            [("a", ["March 2022", "June 2022"]), ("b", ["June 2022", "March 2022"])],
            "2 dates of 2 promises moved; together no later and no earlier.",
        ),
        ([("a", ["March 2022", "Ongoing"])], "1 date of 1 promise moved; 1 cannot be counted in days."),
    ],
    ids=["none", "one", "several", "balanced", "uncountable"],
)
def test_total_sentence(rows, sentence):
    changes = [
        (whose, change) for whose, dates in rows for change in date_changes([version(JAN, timescale=d) for d in dates])
    ]
    assert total(changes) == sentence


@pytest.mark.parametrize(
    ("examples", "sentence"),
    [
        (0, "2 dates of 1 promise moved; together 61 days later."),
        (1, "2 dates of 1 promise moved; together 61 days later. 1 of them is an example."),
        (2, "2 dates of 1 promise moved; together 61 days later. All of them are examples."),
    ],
)
def test_total_sentence_counts_examples(examples, sentence):
    changes = date_changes([version(JAN, timescale=d) for d in ("March 2022", "June 2022", "May 2022")])
    assert total([("a", change) for change in changes], examples) == sentence


def test_total_sentence_leaves_corrections_out():
    slip = date_changes([version(JAN, timescale="June 2202"), version(JAN, timescale="June 2022", correction=True)])
    assert total([("a", slip[0])]) == "No date has moved. 1 correction of a slip is listed, not counted."
    assert total([("a", slip[0])] * 2) == "No date has moved. 2 corrections of slips are listed, not counted."


def a_mark(adopted_on=MAY):
    return SimpleNamespace(
        plan=SimpleNamespace(title="Later plan", adopted_on=adopted_on),
        first_day=JUNE,
        written_at=version(JUNE).recorded_at,
        reason="The work goes on.",
        decision_url="",
    )


@pytest.mark.parametrize(
    ("earlier", "later", "days"),
    [
        (["March 2022"], ["June 2022"], 91),
        (["March 2022", "May 2022"], ["June 2022", "March 2022"], 30),
        (["June 2022"], ["March 2022"], None),
        (["June 2022"], ["June 2022"], None),
        (["June 2022"], ["Ongoing"], None),
        ([], ["June 2022"], None),
        (["June 2022"], [], None),
    ],
    ids=["later", "last-of-one-and-first-of-other", "earlier", "same", "no-date", "never-told", "not-yet-told"],
)
def test_carried_is_a_move_where_the_later_plan_has_a_later_date(earlier, later, days):
    one, other = ([version(JAN, timescale=each) for each in dates] for dates in (earlier, later))
    change = carried(one, other, a_mark())
    assert (change and change.days) == days


def test_carried_names_the_plan_and_holds_from_its_adoption():
    versions = [version(JAN)], [version(JAN, timescale="June 2022")]
    change = carried(*versions, a_mark())
    assert (change.carried_into, change.entered.day, change.entered.recorded_on) == ("Later plan", MAY, JUNE)
    assert carried(*versions, a_mark(adopted_on=None)).entered.day == JUNE
