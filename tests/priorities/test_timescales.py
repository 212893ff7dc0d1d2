"""How the timescales of published plans are read. Each table row is an expression and its reading."""

import io
import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from priorities.timescales import Milestone, Timescale, read_timescale


def span(text: str) -> tuple[str | None, str | None, bool]:
    reading = read_timescale(text).as_dict()
    return reading["start"], reading["end"], reading["ongoing"]


PERIODS = [
    # days
    ("31/3/22", "2022-03-31", "2022-03-31"),
    ("31-03-2022", "2022-03-31", "2022-03-31"),
    ("31.03.2022", "2022-03-31", "2022-03-31"),
    ("2022-03-31", "2022-03-31", "2022-03-31"),
    ("31st March 2022", "2022-03-31", "2022-03-31"),
    ("March 31, 2022", "2022-03-31", "2022-03-31"),
    ("22-Mar-22", "2022-03-22", "2022-03-22"),
    ("Thursday, 5th May 2022", "2022-05-05", "2022-05-05"),
    ("12 noon on 31 March 2023", "2023-03-31", "2023-03-31"),
    ("w/c 6 June 2022", "2022-06-06", "2022-06-12"),
    ("w/e 8 April 2022", "2022-04-02", "2022-04-08"),
    # months
    ("November 2021.", "2021-11-01", "2021-11-30"),
    ("Sept. '22", "2022-09-01", "2022-09-30"),
    ("Mar-22", "2022-03-01", "2022-03-31"),
    ("JULY 2024", "2024-07-01", "2024-07-31"),
    ("04/2022", "2022-04-01", "2022-04-30"),
    ("2024 March", "2024-03-01", "2024-03-31"),
    ("March 2022/23", "2023-03-01", "2023-03-31"),
    ("(July 2025)", "2025-07-01", "2025-07-31"),
    # seasons
    ("Summer 2024", "2024-06-01", "2024-08-31"),
    ("Winter 2021", "2021-12-01", "2022-02-28"),
    ("Winter 2021 to 22", "2021-12-01", "2022-02-28"),
    ("Winter 2023/24", "2023-12-01", "2024-02-29"),
    ("2025 (Spring)", "2025-03-01", "2025-05-31"),
    # quarters and halves
    ("Q1 2024/25", "2024-04-01", "2024-06-30"),
    ("Q2 FY24/25", "2024-07-01", "2024-09-30"),
    ("Quarter 3 2025-26", "2025-10-01", "2025-12-31"),
    ("2023/24 Q3", "2023-10-01", "2023-12-31"),
    ("24/25 Q4", "2025-01-01", "2025-03-31"),
    ("Quarter Four 2024/25", "2025-01-01", "2025-03-31"),
    ("Q1 (April to June) 2024/25", "2024-04-01", "2024-06-30"),
    ("Quarter 2 (July-September 2024)", "2024-07-01", "2024-09-30"),
    ("July - September (Q2) 2023", "2023-07-01", "2023-09-30"),
    ("4th Quarter January - March 2013", "2013-01-01", "2013-03-31"),
    ("Quarter ending March 2023", "2023-01-01", "2023-03-31"),
    ("second half of 2024/25", "2024-10-01", "2025-03-31"),
    ("first six months of 2024/25", "2024-04-01", "2024-09-30"),
    # years
    ("2023", "2023-01-01", "2023-12-31"),
    ("2021/22", "2021-04-01", "2022-03-31"),
    ("21/22", "2021-04-01", "2022-03-31"),
    ("FY2021/22", "2021-04-01", "2022-03-31"),
    ("financial year ending March 2025", "2024-04-01", "2025-03-31"),
    ("2022/23 academic year", "2022-09-01", "2023-08-31"),
    ("during 2022/23", "2022-04-01", "2023-03-31"),
]

RANGES = [
    ("October to December 2021", "2021-10-01", "2021-12-31"),
    ("December 2021 - February 2022", "2021-12-01", "2022-02-28"),
    ("November 2021 to January", "2021-11-01", "2022-01-31"),
    ("Oct-24 to Mar-25", "2024-10-01", "2025-03-31"),
    ("Jan/Feb 2022", "2022-01-01", "2022-02-28"),
    ("March, April and May 2022", "2022-03-01", "2022-05-31"),
    ("1-14 March 2022", "2022-03-01", "2022-03-14"),
    ("5, 12 and 19 May 2022", "2022-05-05", "2022-05-19"),
    ("28 February – 11 March 2022", "2022-02-28", "2022-03-11"),
    ("23/12/2022 – 09/01/2023", "2022-12-23", "2023-01-09"),
    ("2022-04-01/2023-03-31", "2022-04-01", "2023-03-31"),
    ("Monday 4 September to Friday 13 October 2023", "2023-09-04", "2023-10-13"),
    ("between 6 January and 3 March 2025", "2025-01-06", "2025-03-03"),
    ("Autumn 2021-Spring 2022", "2021-09-01", "2022-05-31"),
    ("Autumn-Winter 2021", "2021-09-01", "2022-02-28"),
    ("On targetSummer to autumn 2024", "2024-06-01", "2024-11-30"),
    ("Q1-Q3 2024/25", "2024-04-01", "2024-12-31"),
    ("Q3/4 2024/25", "2024-10-01", "2025-03-31"),
    ("Quarters 1 and 2 2024/25", "2024-04-01", "2024-09-30"),
    ("Q4 2024/25 - Q1 2025/26", "2025-01-01", "2025-06-30"),
    ("2022/23 – 2026/27", "2022-04-01", "2027-03-31"),
    ("23/24 - 25/26", "2023-04-01", "2026-03-31"),
    ("three years (2022/23; 2023/24; 2024/25)", "2022-04-01", "2025-03-31"),
    ("2021 2024", "2021-01-01", "2024-12-31"),
    ("2019-45", "2019-01-01", "2045-12-31"),
    ("2019-20241", "2019-01-01", "2024-12-31"),
    ("from 2022 to 2025", "2022-01-01", "2025-12-31"),
    ("Start: 01/04/2024; End: 31/03/2025", "2024-04-01", "2025-03-31"),
    ("Start Apr 2024 / End Mar 2025", "2024-04-01", "2025-03-31"),
    ("start in 2025 and complete in 2026", "2025-01-01", "2026-12-31"),
]

BOUNDS = [
    ("by Autumn 2025", None, "2025-11-30"),
    ("by the end of Q2 2024/25", None, "2024-09-30"),
    ("end of March 2022", None, "2022-03-31"),
    ("by year end 2024/25", None, "2025-03-31"),
    ("by 5pm on Friday 31 March 2023", None, "2023-03-31"),
    ("no later than 30 June 2023", None, "2023-06-30"),
    ("31 March 2024 at the latest", None, "2024-03-31"),
    ("1 June 2024 or earlier", None, "2024-06-01"),
    ("on or before 31 March 2023", None, "2023-03-31"),
    ("before April 2022", None, "2022-03-31"),
    ("before the end of February 2023", None, "2023-02-28"),
    ("prior to April 2024", None, "2024-03-31"),
    ("until 31 March 2025", None, "2025-03-31"),
    ("up to and including March 2025", None, "2025-03-31"),
    ("Extended to March 2023", None, "2023-03-31"),
    ("now to March 2023", None, "2023-03-31"),
    ("due to end on 31st March 2025", None, "2025-03-31"),
    ("will begin in Summer 2024", "2024-06-01", None),
    ("due to start in 2022", "2022-01-01", None),
    ("not before April 2023", "2023-04-01", None),
    ("no sooner than 2026", "2026-01-01", None),
    ("Spring 2024 at the earliest", "2024-03-01", None),
    ("after May 2023", "2023-06-01", None),
    ("on or after 1 April 2023", "2023-04-01", None),
]

STATUSES = [
    ("Completed October 2022", "2022-10-01", "2022-10-31"),
    ("On target 2025", "2025-01-01", "2025-12-31"),
    ("On track for March 2024", "2024-03-01", "2024-03-31"),
    ("Target date - 31 March 2024", "2024-03-31", "2024-03-31"),
    ("Decision due: 11 Jul 2023 by Cabinet", "2023-07-11", "2023-07-11"),
    ("Due: Q3 2024/25", "2024-10-01", "2024-12-31"),
    ("Estimated 2020", "2020-01-01", "2020-12-31"),
    ("In progress – March 2023", "2023-03-01", "2023-03-31"),
    ("June 2022 (was March 2022)", "2022-06-01", "2022-06-30"),
    ("March 2022 (revised to June 2022)", "2022-06-01", "2022-06-30"),
    ("Delayed from March 2022 to September 2022", "2022-09-01", "2022-09-30"),
    ("in early 2024 (currently set for 8 January 2024)", "2024-01-08", "2024-01-08"),
    ("September 2025 (11)", "2025-09-01", "2025-09-30"),
    ("Phase 1 May 2022", "2022-05-01", "2022-05-31"),
]

ONGOING = [
    ("Ongoing.", None, None),
    ("On-going", None, None),
    ("Ongoing-2027.", None, "2027-12-31"),
    ("Ongoing until March 2025", None, "2025-03-31"),
    ("June 2022 and ongoing", "2022-06-01", "2022-06-30"),
    ("May 2023 (ongoing)", "2023-05-01", "2023-05-31"),
    ("by 2028 and beyond", None, "2028-12-31"),
    ("up to and beyond 2024", None, "2024-12-31"),
    ("April 2022 - ongoing", "2022-04-01", None),
    ("Ongoing from April 2022", "2022-04-01", None),
    ("2022 Onwards", "2022-01-01", None),
    ("2025+", "2025-01-01", None),
    ("From October 2024", "2024-10-01", None),
    ("w.e.f. 1 April 2023", "2023-04-01", None),
    ("since 2019", "2019-01-01", None),
    ("June 2020 to present", "2020-06-01", None),
    ("Quarterly from April 2022", "2022-04-01", None),
    ("every two years", None, None),
    ("each spring", None, None),
    ("at six-monthly intervals", None, None),
    ("by 31 March each year", None, None),
    ("As and when required", None, None),
    ("rolling programme", None, None),
    ("BAU", None, None),
]

NO_DATE = (
    """
TBC|To be agreed|deadlines to be confirmed|in due course|expected to open shortly|In progress|N/A
ASAP|short term|immediate|6 weeks|12 month project|for a duration of five years|within 18 months
Next 12 months|Year 2 of the plan|next municipal year|by the end of the year|by the end of September
30 Sept|Q3|Jan - Mar|£2024|2,000 homes|2024 homes|deliver 2030 homes|reduce by 2000 tonnes
Kirklees 2030 Strategy|Vision 2040|Net Zero 2038|in line with the 2030 Strategy|Local Plan 2022-2042
Care Act 2014|Census 2021|class of 2025|2030-ready|PAS 2035|ISO 14001:2015|Ref: 2023/24
SR (25/26) 01|CAB/2022/034|2022/62/90123/W|Minute 45/2022|S106|COP26|Covid-19 recovery|24/7
9/10 residents|1/3 of homes|31/02/2023|30 February 2023|No. 2025|A62 2026|Transport Strategy 2040
Appendix 2023/24||   |?
""".strip()
    .replace("\n", "|")
    .split("|")
)

AMBIGUOUS = [
    ("2022-23", "2022-04-01", "2023-03-31", "two calendar years"),
    ("FY22", "2021-04-01", "2022-03-31", "2022/23"),
    ("2019-2024", "2019-01-01", "2024-12-31", "31 March 2024"),
    ("Q1 2025", "2025-01-01", "2025-03-31", "quarter of the financial year"),
    ("H1 2024", "2024-01-01", "2024-06-30", "calendar year"),
    ("early 2023", "2023-01-01", "2023-03-31", "January to March"),
    ("mid-2024", "2024-05-01", "2024-08-31", "May to August"),
    ("early to mid 2025", "2025-01-01", "2025-08-31", "parts of the period"),
    ("late March 2022", "2022-03-21", "2022-03-31", "21st"),
    ("late spring 2022", "2022-05-01", "2022-05-31", "last third"),
    ("before mid 2018", None, "2018-06-30", "mid"),
    ("up to March 24", None, "2024-03-31", "2024"),
    ("November to January 2022", "2021-11-01", "2022-01-31", "year before"),
    ("municipal year 2022/23", "2022-05-01", "2023-05-31", "annual meetings"),
    ("Summer term 2023", "2023-04-01", "2023-07-31", "a school term is taken as April to July"),
    ("mid 2023/24", "2023-08-01", "2023-11-30", "'mid' is taken as August to November"),
    ("by Easter 2023", None, "2023-04-09", "Easter Sunday"),
    ("for five years from 1 April 2017", "2017-04-01", "2022-03-31", "counted"),
    ("Jan 2022 - TBC", "2022-01-01", None, "to be confirmed"),
]


def named(rows: list[tuple]) -> list:
    return [pytest.param(*row, id=row[0]) for row in rows]


@pytest.mark.parametrize(("text", "start", "end"), named(PERIODS))
def test_bare_period_runs_from_its_first_day_to_its_last(text, start, end):
    assert span(text) == (start, end, False)


@pytest.mark.parametrize(("text", "start", "end"), named(RANGES))
def test_range_runs_from_its_first_point_to_its_last(text, start, end):
    assert span(text) == (start, end, False)


@pytest.mark.parametrize(("text", "start", "end"), named(BOUNDS))
def test_bound_leaves_the_other_side_open(text, start, end):
    assert span(text) == (start, end, False)


@pytest.mark.parametrize(("text", "start", "end"), named(STATUSES))
def test_words_of_status_do_not_change_the_date(text, start, end):
    assert span(text) == (start, end, False)


@pytest.mark.parametrize(("text", "start", "end"), named(ONGOING))
def test_open_ended_or_repeated_is_ongoing(text, start, end):
    assert span(text) == (start, end, True)


@pytest.mark.parametrize("text", NO_DATE, ids=lambda text: repr(text))
def test_no_date_is_invented(text):
    reading = read_timescale(text)
    assert (reading.start, reading.end, reading.ongoing) == (None, None, False)
    assert reading.reading.startswith("No ")


@pytest.mark.parametrize(("text", "start", "end", "says"), named(AMBIGUOUS))
def test_ambiguous_is_flagged_and_says_what_was_assumed(text, start, end, says):
    reading = read_timescale(text)
    assert span(text) == (start, end, False)
    assert reading.ambiguous
    assert says in reading.reading


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("31 March 2022", "day"),
        ("late March 2022", "part-month"),
        ("June 2022 to 31 March 2023", "day"),
        ("by March 2022", "month"),
        ("Q1 2024/25", "quarter"),
        ("early spring 2022", "part-season"),
        ("Winter 2021", "season"),
        ("first half of 2025", "half-year"),
        ("late 2025", "part-year"),
        ("by 2038", "year"),
        ("2013/14", "financial-year"),
        ("academic year 2022/23", "academic-year"),
        ("municipal year 2022/23", "municipal-year"),
        ("within 18 months", "relative"),
        ("6 week consultation period", "duration"),
        ("on a quarterly basis", "recurring"),
        ("Ongoing.", "none"),
        ("early 2025 to 2027/28", "financial-year"),
    ],
    ids=lambda value: value,
)
def test_precision_is_that_of_the_point_that_sets_the_end(text, precision):
    assert read_timescale(text).precision == precision


@pytest.mark.parametrize(
    ("text", "milestones"),
    [
        pytest.param(
            "Phase 1 - June 2022; Phase 2 - March 2023",
            [("Phase 1", "2022-06-01", "2022-06-30"), ("Phase 2", "2023-03-01", "2023-03-31")],
            id="label before each date",
        ),
        pytest.param(
            "June 2022 - Phase 1. March 2023 - Phase 2.",
            [("Phase 1", "2022-06-01", "2022-06-30"), ("Phase 2", "2023-03-01", "2023-03-31")],
            id="label after each date",
        ),
        pytest.param(
            "Design: June 2022 – March 2023; Build: April 2023 – March 2024",
            [("Design", "2022-06-01", "2023-03-31"), ("Build", "2023-04-01", "2024-03-31")],
            id="each a range",
        ),
        pytest.param(
            "Draft by 30 June 2022, final plan by 30 September 2022",
            [("Draft", None, "2022-06-30"), ("final plan", None, "2022-09-30")],
            id="each a deadline",
        ),
        pytest.param(
            "Ongoing. Forum set up by May 2024.",
            [("Forum set up", None, "2024-05-31")],
            id="one inside an ongoing promise",
        ),
        pytest.param("by March 2022", [], id="a single date is no milestone"),
        pytest.param("October to December 2021", [], id="a range is no milestone"),
    ],
)
def test_milestones_are_all_kept(text, milestones):
    found = read_timescale(text).as_dict()["milestones"]
    assert [(step["text"], step["start"], step["end"]) for step in found] == milestones


def test_milestones_end_is_the_last_and_early_deadline_leaves_start_unsaid():
    assert span("Works - January 2022. Handover - March 2022.") == ("2022-01-01", "2022-03-31", False)
    assert span("Draft by June 2022. Adopted September 2022.") == (None, "2022-09-30", False)
    assert span("Demolition in 2020 with building beginning early in 2021")[:2] == (
        "2020-01-01",
        "2021-03-31",
    )
    assert span("Cabinet in October 2024; delivery from April 2025") == ("2024-10-01", None, True)


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("by Winter 2021", "Read as: by the end of February 2022, meteorological winter."),
        (
            "Autumn 2021-Spring 2022",
            "Read as: from 1 September 2021 to 31 May 2022, meteorological seasons.",
        ),
        ("March 2022.", "Read as: during March 2022."),
        ("31/3/2022", "Read as: on 31 March 2022."),
        ("by 2038", "Read as: by the end of 2038."),
        ("Ongoing.", "Read as: ongoing, with no end date."),
        ("From October 2024", "Read as: ongoing from 1 October 2024, with no end date."),
        (
            "Ongoing. Forum set up by November 2021.",
            "Read as: ongoing, with no end date; a milestone by 30 November 2021: Forum set up.",
        ),
        ("2021/22", "Read as: from 1 April 2021 to 31 March 2022, the financial year 2021/22."),
        (
            "Q1 2025",
            "Read as: from 1 January 2025 to 31 March 2025; a calendar quarter; as a quarter of the "
            "financial year it would be from 1 April 2025 to 30 June 2025.",
        ),
        ("In progress", "No date is given: 'In progress' is not a date."),
        ("by the end of September", "No date is given: 'by the end of September' names no year."),
        (
            "within 18 months",
            "No date is given: 'within 18 months' counts from another date, which is not stated here.",
        ),
        ("31/02/2023", "No date is given: '31/02/2023' names a day that no calendar has."),
        ("", "No timescale is given."),
    ],
    ids=lambda value: value[:30] or "empty",
)
def test_reading_is_one_plain_sentence(text, reading):
    assert read_timescale(text).reading == reading


def test_text_is_kept_as_published():
    text = " By\u00a0March 2022 – or soon\n"
    assert read_timescale(text).text == text


def test_as_dict_is_ready_for_json():
    reading = Timescale(
        "x", date(2022, 3, 1), None, "month", True, False, (Milestone("y", None, date(2022, 4, 30)),), "Read."
    )
    assert json.loads(json.dumps(reading.as_dict())) == {
        "text": "x",
        "start": "2022-03-01",
        "end": None,
        "precision": "month",
        "ongoing": True,
        "ambiguous": False,
        "milestones": [{"text": "y", "start": None, "end": "2022-04-30"}],
        "reading": "Read.",
    }


WORDS = """by from to until - – / , ; . ( ) & and between before after early mid late end of the start Q1 Q3
quarter first half FY 2022 2023/24 2021-22 24/25 22 31 1st March Apr Sept. May winter spring term
ongoing onwards and beyond TBC annually week commencing 31/3/22 2022-03-31 Phase 1 was revised
2019-20241 homes £5 year ending six months '23"""
SOUP = st.lists(st.sampled_from(WORDS.split()), max_size=14).map(" ".join)


@given(st.one_of(st.text(), SOUP))
def test_any_text_is_read_and_its_dates_are_in_order(text):
    reading = read_timescale(text)
    if reading.start and reading.end:
        assert reading.start <= reading.end
    for step in reading.milestones:
        assert not (step.start and step.end and step.start > step.end)
        assert not (step.end and reading.end and step.end > reading.end)
    assert reading.reading.count("\n") == 0


@given(st.text(alphabet=st.characters(exclude_categories=["Nd", "No", "Nl", "Cs"])))
def test_text_without_a_figure_never_gets_a_date(text):
    reading = read_timescale(text)
    assert (reading.start, reading.end) == (None, None)


@given(st.dates(date(1975, 1, 1), date(2098, 12, 31)), st.sampled_from(["{0.day} {0:%B %Y}", "{0:%d/%m/%Y}"]))
def test_every_day_written_out_is_read_back(day, pattern):
    written = pattern.format(day)
    assert (read_timescale(written).start, read_timescale(f"by {written}").end) == (day, day)
    assert read_timescale(f"before {written}").end == day - timedelta(days=1)


@pytest.mark.parametrize("piece", ["1/2/", "Q1 ", "March ", "early to ", "1 and ", "( ", "a", "every ", "w/c "])
def test_very_long_text_is_read_in_part_and_flagged(piece):
    assert read_timescale("by May 2024. " + piece * 40_000).ambiguous


class TestCommand:
    def run(self, *texts: str) -> list[dict]:
        out = io.StringIO()
        call_command("read_timescale", *texts, stdout=out)
        return [json.loads(line) for line in out.getvalue().splitlines()]

    def test_reads_its_arguments(self):
        rows = self.run("by March 2022", "TBC")
        assert [row["end"] for row in rows] == ["2022-03-31", None]
        assert list(rows[0]) == [
            *("text", "start", "end", "precision", "ongoing", "ambiguous", "milestones", "reading"),
        ]

    def test_reads_standard_input_line_for_line_with_blank_lines(self, monkeypatch):
        monkeypatch.setattr("sys.stdin", io.StringIO("March 2022\n\nOngoing\n"))
        assert [row["text"] for row in self.run()] == ["March 2022", "", "Ongoing"]


@pytest.mark.parametrize(
    ("text", "start", "end", "ongoing"),
    [
        ("Delivery from autumn 2022 with completion in spring 2023", date(2022, 9, 1), date(2023, 5, 31), False),
        ("From April 2022, completed by June 2023", date(2022, 4, 1), date(2023, 6, 30), False),
        ("From April 2022; first report June 2023", date(2022, 4, 1), date(2023, 6, 30), True),
    ],
    ids=["completion", "completed", "a-report-is-no-end"],
)
def test_beginning_is_ongoing_unless_its_end_is_named(text, start, end, ongoing):
    reading = read_timescale(text)
    assert (reading.start, reading.end, reading.ongoing) == (start, end, ongoing)
