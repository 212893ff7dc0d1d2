from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from priorities.models import Status
from priorities.verdicts import Verdict, calendar, council, disagreement, evidence, expected, stale_note

TODAY = date(2022, 5, 12)
STALE_AFTER = 92


@dataclass(frozen=True)
class Report:
    status: str
    as_of: date = TODAY
    forecast_on: date | None = None
    is_example: bool = False


def ago(days):
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("latest", "verdict"),
    [
        (None, Verdict("No progress reported", "the council has published no progress report")),
        (Report("on-track"), Verdict("On track", "as at 12 May 2022")),
        (Report("off-track", ago(92)), Verdict("Off track", "as at 9 February 2022")),
        (Report("at-risk", ago(97)), Verdict("At risk", "as at 4 February 2022; last confirmed 97 days ago")),
        (Report("complete", ago(400)), Verdict("Complete", "as at 7 April 2021")),
        (Report("not-started", is_example=True), Verdict("Not started", "as at 12 May 2022; example")),
    ],
    ids=["nothing said", "fresh", "just fresh", "stale", "done is never stale", "example"],
)
def test_council_says_the_latest_status_and_how_fresh_it_is(latest, verdict):
    assert council(latest, TODAY, STALE_AFTER) == verdict


@pytest.mark.parametrize(
    ("end", "start", "ongoing", "status", "completed_on", "verdict"),
    [
        (None, None, False, "", None, Verdict("no date given")),
        (None, None, False, "on-track", None, Verdict("no date given")),
        (None, ago(10), False, "", None, Verdict("no date given", "from 2 May 2022")),
        (None, ago(-10), False, "", None, Verdict("starts in 10 days", "no end date given")),
        (None, None, True, "", None, Verdict("ongoing, no end date")),
        (None, ago(10), True, "", None, Verdict("ongoing, no end date", "from 2 May 2022")),
        (ago(-40), None, False, "", None, Verdict("due in 40 days", "by 21 June 2022")),
        (ago(-40), ago(-10), False, "", None, Verdict("due in 40 days", "by 21 June 2022, starts 22 May 2022")),
        (ago(-1), None, False, "off-track", None, Verdict("due tomorrow", "by 13 May 2022")),
        (ago(0), None, False, "on-track", None, Verdict("due today", "by 12 May 2022")),
        (ago(-9), None, True, "", None, Verdict("due in 9 days", "by 21 May 2022, and ongoing after that")),
        (ago(1), None, False, "on-track", None, Verdict("overdue by 1 day", "due 11 May 2022")),
        (ago(12), None, False, "at-risk", None, Verdict("overdue by 12 days", "due 30 April 2022")),
        (
            ago(12),
            None,
            False,
            "",
            None,
            Verdict("overdue by 12 days", "due 30 April 2022; no report says whether it was done"),
        ),
        (ago(760), None, False, "at-risk", None, Verdict("overdue by 760 days (over 2 years)", "due 12 April 2020")),
        (
            ago(12),
            None,
            True,
            "on-track",
            None,
            Verdict("overdue by 12 days", "due 30 April 2022; ongoing after that"),
        ),
        (ago(12), None, False, "deferred", None, Verdict("no longer counted", "deferred; was due 30 April 2022")),
        (None, None, False, "withdrawn", None, Verdict("no longer counted", "withdrawn; no date was given")),
        (
            ago(0),
            None,
            False,
            "complete",
            ago(12),
            Verdict("delivered 12 days before it was due", "due 12 May 2022; reported complete as at 30 April 2022"),
        ),
        (
            ago(12),
            None,
            False,
            "complete",
            ago(12),
            Verdict("delivered on the day it was due", "due 30 April 2022; reported complete as at 30 April 2022"),
        ),
        (
            ago(12),
            None,
            False,
            "complete",
            ago(0),
            Verdict("delivered 12 days late", "due 30 April 2022; reported complete as at 12 May 2022"),
        ),
        (
            None,
            None,
            False,
            "complete",
            ago(0),
            Verdict("delivered; no date was given", "reported complete as at 12 May 2022"),
        ),
    ],
    ids=[
        "no date",
        "no date, on track",
        "start only, past",
        "start only, to come",
        "ongoing",
        "ongoing since",
        "due",
        "due, not begun",
        "tomorrow",
        "today",
        "due and ongoing",
        "overdue by one",
        "overdue",
        "overdue, unreported",
        "overdue for years",
        "overdue and ongoing",
        "deferred",
        "withdrawn without a date",
        "early",
        "on the day",
        "late",
        "complete without a date",
    ],
)
def test_calendar_says_what_the_dates_alone_say(end, start, ongoing, status, completed_on, verdict):
    said = calendar(end=end, start=start, ongoing=ongoing, status=status, today=TODAY, completed_on=completed_on)
    assert said == verdict


@pytest.mark.parametrize(
    ("links", "latest", "verdict"),
    [
        (0, None, Verdict("no evidence linked", "nothing here to check it by yet")),
        (1, ago(2), Verdict("1 piece of evidence", "from 10 May 2022")),
        (3, ago(2), Verdict("3 pieces of evidence", "the latest from 10 May 2022")),
    ],
    ids=["none", "one", "several"],
)
def test_evidence_says_how_much_there_is_to_check_by(links, latest, verdict):
    assert evidence(links, latest) == verdict


@pytest.mark.parametrize(
    ("latest", "end", "start", "links", "sentence"),
    [
        (None, ago(12), None, 0, ""),
        (Report("on-track"), ago(-12), None, 0, ""),
        (Report("on-track"), None, None, 0, ""),
        (
            Report("on-track"),
            ago(12),
            None,
            0,
            "The council says it is on track, but the calendar says its date passed on 30 April 2022.",
        ),
        (
            Report("on-track", forecast_on=ago(-43)),
            ago(-12),
            None,
            0,
            "The council says it is on track, but now expects it 31 days after the date it gave.",
        ),
        (Report("on-track", forecast_on=ago(-12)), ago(-12), None, 0, ""),
        (
            Report("complete"),
            ago(12),
            None,
            0,
            "The council says it is complete, and no evidence is linked to show it.",
        ),
        (Report("complete"), ago(12), None, 1, ""),
        (
            Report("not-started"),
            ago(-12),
            ago(10),
            0,
            "The council says it has not started, but its timescale began on 2 May 2022.",
        ),
        (Report("not-started"), ago(-12), ago(-2), 0, ""),
        (Report("off-track"), ago(12), None, 0, ""),
        (
            Report("at-risk", forecast_on=ago(1)),
            ago(-12),
            None,
            0,
            "The council expected it on 11 May 2022, and that day is over.",
        ),
    ],
    ids=[
        "nothing said",
        "on track in time",
        "on track without a date",
        "on track, date passed",
        "on track, expected late",
        "on track, expected on the day",
        "complete without evidence",
        "complete with evidence",
        "should have started",
        "may start later",
        "off track and overdue agree",
        "at risk, the day it was expected is over",
    ],
)
def test_disagreement_is_said_where_the_three_do_not_fit(latest, end, start, links, sentence):
    assert disagreement(latest, end=end, start=start, links=links, today=TODAY) == sentence


@pytest.mark.parametrize(
    ("latest", "end", "words"),
    [
        (None, ago(0), ""),
        (Report("on-track"), ago(0), ""),
        (Report("complete", forecast_on=ago(0)), ago(0), ""),
        (
            Report("off-track", forecast_on=ago(-153)),
            ago(0),
            "now expected on 12 October 2022, 153 days later than promised",
        ),
        (Report("at-risk", forecast_on=ago(1)), ago(-1), "was expected on 11 May 2022, 2 days earlier than promised"),
        (Report("on-track", forecast_on=ago(0)), ago(-1), "now expected on 12 May 2022, 1 day earlier than promised"),
        (Report("on-track", forecast_on=ago(0)), ago(0), "now expected on 12 May 2022"),
        (Report("on-track", forecast_on=ago(0)), None, "now expected on 12 May 2022"),
    ],
    ids=["nothing said", "no forecast", "done", "later", "that day is over", "earlier", "same day", "no date given"],
)
def test_expected_says_when_and_how_far_from_the_promise(latest, end, words):
    assert expected(latest, end, TODAY) == words


@pytest.mark.parametrize(
    ("latest", "note"),
    [(None, ""), (Report("on-track", ago(92)), ""), (Report("on-track", ago(97)), "last confirmed 97 days ago")],
    ids=["nothing said", "fresh", "stale"],
)
def test_stale_note_counts_the_days_of_silence(latest, note):
    assert stale_note(latest, TODAY, STALE_AFTER) == note


# The truth table: for each status, what the three say together while its date is to come, over, or not given,
# without and with evidence. "-" is agreement.
NO_EVIDENCE = "The council says it is complete, and no evidence is linked to show it."
OVER = "but the calendar says its date passed on 30 April 2022."
ON_TRACK_OVER = f"The council says it is on track, {OVER}"
AT_RISK_OVER = f"The council says it is at risk, so that its date can still be met, {OVER}"
NOT_STARTED_OVER = f"The council says it has not started, {OVER}"
TO_COME, PAST, NONE_GIVEN = ago(-12), ago(12), None
TRUTH = {
    #               to come, none / to come, some / over, none / over, some / no date, none / no date, some
    "": ("-", "-", "-", "-", "-", "-"),
    "not-started": ("-", "-", NOT_STARTED_OVER, NOT_STARTED_OVER, "-", "-"),
    "on-track": ("-", "-", ON_TRACK_OVER, ON_TRACK_OVER, "-", "-"),
    "at-risk": ("-", "-", AT_RISK_OVER, AT_RISK_OVER, "-", "-"),
    "off-track": ("-", "-", "-", "-", "-", "-"),
    "complete": (NO_EVIDENCE, "-", NO_EVIDENCE, "-", NO_EVIDENCE, "-"),
    "deferred": ("-", "-", "-", "-", "-", "-"),
    "withdrawn": ("-", "-", "-", "-", "-", "-"),
}
COLUMNS = [(end, links) for end in (TO_COME, PAST, NONE_GIVEN) for links in (0, 1)]


@pytest.mark.parametrize("status", TRUTH)
@pytest.mark.parametrize("column", range(6))
def test_three_verdicts_agree_or_say_where_not(status, column):
    end, links = COLUMNS[column]
    latest = Report(status) if status else None
    said = disagreement(latest, end=end, start=None, links=links, today=TODAY)
    assert (said or "-") == TRUTH[status][column]


def test_truth_table_has_every_status():
    assert set(TRUTH) == {"", *Status.values}


@pytest.mark.parametrize(
    ("status", "first_end", "end", "sentence"),
    [
        (
            "on-track",
            ago(12),
            ago(-12),
            "The council says it is on track, but by a date that moved: it was first promised for 30 April 2022.",
        ),
        (
            "on-track",
            ago(12),
            None,
            "The council says it is on track, but by a date that moved: it was first promised for 30 April 2022.",
        ),
        ("on-track", ago(-5), ago(-12), ""),
        ("on-track", ago(-12), ago(-5), ""),
        ("on-track", None, ago(-12), ""),
        ("off-track", ago(12), ago(-12), ""),
    ],
    ids=["moved past it", "date taken away", "moved, not yet past it", "moved earlier", "none at first", "off track"],
)
def test_on_track_by_a_moved_date_is_said(status, first_end, end, sentence):
    latest = Report(status)
    assert disagreement(latest, end=end, start=None, links=1, today=TODAY, first_end=first_end) == sentence


@pytest.mark.parametrize(
    ("status", "end", "completed_on", "verdict"),
    [
        ("", ago(12), None, "due 30 April 2022; no report says whether it was done (first promised for 2 April 2022)"),
        ("on-track", ago(-1), None, "by 13 May 2022 (first promised for 2 April 2022)"),
        ("on-track", ago(40), None, "due 2 April 2022"),
        (
            "complete",
            ago(12),
            ago(2),
            "due 30 April 2022 (first promised for 2 April 2022); reported complete as at 10 May 2022",
        ),
    ],
    ids=["overdue", "to come", "not moved", "delivered"],
)
def test_calendar_never_forgets_the_first_promise(status, end, completed_on, verdict):
    said = calendar(
        end=end,
        start=None,
        ongoing=False,
        status=status,
        today=TODAY,
        completed_on=completed_on,
        first_end=ago(40),
    )
    assert said.note == verdict
