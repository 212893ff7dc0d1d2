"""Dates in officers' comments. Every comment here is made up; the tables are the specification."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorities.said_dates import SaidDate, conflict, conflict_sentence, days_named

WRITTEN = date(2022, 4, 20)
DUE = date(2022, 3, 31)


def named(text, written_on=WRITTEN):
    return [(said.text, said.day.isoformat()) for said in days_named(text, written_on)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param("now 30 September", [("30 September", "2022-09-30")], id="day without a year"),
        pytest.param("Ready by 30th Sept", [("30th Sept", "2022-09-30")], id="abbreviated month"),
        pytest.param("Done by 30/09/2022.", [("30/09/2022", "2022-09-30")], id="figures"),
        pytest.param("Done by 30.9.22.", [("30.9.22", "2022-09-30")], id="figures with dots"),
        pytest.param("by the end of September 2022", [("end of September 2022", "2022-09-30")], id="end of a month"),
        pytest.param("by the end of September", [("end of September", "2022-09-30")], id="end of a month, no year"),
        pytest.param("moved to Q3 2022/23", [("Q3 2022/23", "2022-12-31")], id="financial quarter"),
        pytest.param("expected spring 2023", [("spring 2023", "2023-05-31")], id="season"),
        pytest.param("ready by the summer", [("summer", "2022-08-31")], id="season without a year"),
        pytest.param("now in early 2024", [("early 2024", "2024-03-31")], id="part of a year"),
        pytest.param("by the end of 2022/23", [("end of 2022/23", "2023-03-31")], id="end of a financial year"),
        pytest.param("expected in Sept. 2022", [("Sept. 2022", "2022-09-30")], id="dotted month"),
        pytest.param("Friday, 30 September 2022", [("30 September 2022", "2022-09-30")], id="weekday"),
        pytest.param("We met on 12 March.", [("12 March", "2022-03-12")], id="of last month"),
        pytest.param("finished in February", [("February", "2022-02-28")], id="month of this quarter"),
        pytest.param("by 5 January", [("5 January", "2023-01-05")], id="more than 90 days ago is next year's"),
        pytest.param("by 30 September next year", [("30 September", "2023-09-30")], id="next year"),
        pytest.param("by 29 February", [("29 February", "2024-02-29")], id="leap day"),
        pytest.param(
            "from 31 March to 30 September",
            [("31 March", "2022-03-31"), ("30 September", "2022-09-30")],
            id="from one to another",
        ),
        pytest.param(
            "Phase 1: 30 June.\nPhase 2: 30 September.",
            [("30 June", "2022-06-30"), ("30 September", "2022-09-30")],
            id="lines",
        ),
        pytest.param("expected by\n30 September", [("30 September", "2022-09-30")], id="wrapped line"),
        pytest.param("2021/22 budget", [], id="budget of a year"),
        pytest.param("Council Plan 2021/23", [], id="years of a plan"),
        pytest.param("open 24/7", [], id="round the clock"),
        pytest.param("1 in 4 homes", [], id="ratio"),
        pytest.param("section 106", [], id="section"),
        pytest.param("a cost of £30 million", [], id="money"),
        pytest.param("in 2019 we opened a hub", [], id="year of the past"),
        pytest.param("10/25 sites are complete", [], id="share that looks like a month"),
        pytest.param("10/12 projects", [], id="share"),
        pytest.param("the programme for 2022/23", [], id="financial year"),
        pytest.param("works may be late", [], id="may the verb"),
        pytest.param("May be delayed", [], id="May the verb, capital"),
        pytest.param("a march of volunteers", [], id="march the noun"),
        pytest.param("April Example leads this", [], id="April the name"),
        pytest.param("ready for the Summer Festival", [], id="season in a name"),
        pytest.param("ready for winter maintenance", [], id="season before a noun"),
        pytest.param("homes in 5 May Street", [], id="address"),
        pytest.param("as we said last March", [], id="last March"),
        pytest.param("reported in the Q3 figures", [], id="quarter without a year"),
        pytest.param("by 31 September 2022", [], id="a day no calendar has"),
        pytest.param("ref CAB/2022/034 and S106", [], id="references"),
        pytest.param("call 01484 221000 by phone", [], id="telephone"),
        pytest.param("version 3.1 of 12.5 pages", [], id="decimal numbers"),
    ],
)
def test_days_named(text, days):
    assert named(text) == days


@pytest.mark.parametrize(
    ("written_on", "day"),
    [
        pytest.param(date(2022, 9, 30), "2022-09-30", id="the day itself"),
        pytest.param(date(2022, 12, 29), "2022-09-30", id="90 days on"),
        pytest.param(date(2022, 12, 30), "2023-09-30", id="91 days on"),
        pytest.param(date(2022, 1, 1), "2022-09-30", id="ahead"),
    ],
)
def test_days_named_without_a_year_takes_the_nearest(written_on, day):
    assert named("now 30 September", written_on) == [("30 September", day)]


@pytest.mark.parametrize("written_on", [date.min, date(100, 1, 1), date.max])
def test_days_named_at_the_edges_of_the_calendar(written_on):
    days_named("now 30 September, 29 February and the end of spring next year", written_on)


@given(st.text(), st.dates())
def test_days_named_never_raises(text, written_on):
    assert all(isinstance(said, SaidDate) for said in days_named(text, written_on))


PIECES = """
30 31 1 September Sept. March may May 2022 2022/23 22 / - . , ( ) Q3 spring end of by from to until now moved not and £
24/7 30/09/2022 week commencing early next year last
"""


@given(st.lists(st.sampled_from(PIECES.split()), max_size=60), st.dates(date(2015, 1, 1), date(2035, 1, 1)))
def test_conflict_never_raises_and_is_later_than_due(pieces, written_on):
    text = " ".join(pieces)
    said = conflict(text, written_on, written_on, None)
    assert said is None or (said.day > written_on and said in days_named(text, written_on))


@pytest.mark.parametrize("text", ["now 30 September " * 1200, "1, " * 7000, "(" * 20000, "by " * 7000])
def test_days_named_reads_long_texts(text):
    assert all(said.day.year in {2022, 2023} for said in days_named(text, WRITTEN))


SEPTEMBER = "2022-09-30"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        pytest.param("Date moved to 30 September.", SEPTEMBER, id="moved to"),
        pytest.param("now 30 September", SEPTEMBER, id="now"),
        pytest.param("Slipped; now 30th Sept.", SEPTEMBER, id="slipped, now"),
        pytest.param("The completion date has been revised to 30/09/2022.", SEPTEMBER, id="revised to"),
        pytest.param("Expected by the end of September 2022.", SEPTEMBER, id="expected by the end of"),
        pytest.param("Works delayed until September 2022 by supply problems.", SEPTEMBER, id="delayed until"),
        pytest.param("Programme extended to 30 September 2022.", SEPTEMBER, id="extended to"),
        pytest.param("New date: 30 September 2022.", SEPTEMBER, id="new date"),
        pytest.param("New completion date is 30 September", SEPTEMBER, id="new completion date is"),
        pytest.param("We will deliver the last ten homes by 30 September.", SEPTEMBER, id="deliver by"),
        pytest.param("Final fit-out is due to complete on 30 September 2022.", SEPTEMBER, id="due to complete on"),
        pytest.param("Completion now anticipated September 2022", SEPTEMBER, id="anticipated"),
        pytest.param("30 September 2022 is the new target date.", SEPTEMBER, id="date before its words"),
        pytest.param("Date moved from 31 March to 30 September 2022.", SEPTEMBER, id="from one to another"),
        pytest.param("Date moved from 31 March to 30 September.", SEPTEMBER, id="from one to another, no year"),
        pytest.param("Was 31 March 2022, now 30 September 2022.", SEPTEMBER, id="was, now"),
        pytest.param("Originally due in March; now due in September.", SEPTEMBER, id="originally, now"),
        pytest.param("Following the review, completion is expected by 30 September.", SEPTEMBER, id="after a review"),
        pytest.param("Cabinet agreed that completion moves to 30 September.", SEPTEMBER, id="Cabinet agreed that"),
        pytest.param("Cabinet met on 12 April and the work is now due on 30 September.", SEPTEMBER, id="meeting, then"),
        pytest.param("Next board meeting 12 October. Delivery now 30 September.", SEPTEMBER, id="meeting is later"),
        pytest.param("The review will now be completed by 30 September 2022.", SEPTEMBER, id="a review is delivered"),
        pytest.param("Not on track: will not complete until 30 September.", SEPTEMBER, id="not until"),
        pytest.param("It is not expected before 30 September 2022.", SEPTEMBER, id="not before"),
        pytest.param("No later than 30 September 2022.", SEPTEMBER, id="no later than"),
        pytest.param("The contractor hopes to finish in September.", SEPTEMBER, id="hopes to finish in"),
        pytest.param("Start on site delayed until September 2022.", SEPTEMBER, id="start delayed"),
        pytest.param("Handover (30 September 2022) follows snagging.", SEPTEMBER, id="in brackets"),
        pytest.param("- Design: done\n- Works: now expected 30 September", SEPTEMBER, id="list"),
        pytest.param("Rescheduled for the week ending 30 September 2022.", SEPTEMBER, id="week ending"),
        pytest.param("The centre is expected to open in September.", SEPTEMBER, id="open"),
        pytest.param("Pushed back to autumn 2022 by ground conditions.", "2022-11-30", id="season"),
        pytest.param("Moved to Q3 2022/23.", "2022-12-31", id="quarter"),
        pytest.param("Completion has slipped into early 2023.", "2023-03-31", id="early in a year"),
        pytest.param("Will be finished by the end of 2022.", "2022-12-31", id="end of a year"),
        pytest.param("Will be finished by the end of 2022/23.", "2023-03-31", id="end of a financial year"),
        pytest.param("Phase 1 by 30 June 2022, phase 2 by 30 September 2022.", SEPTEMBER, id="the latest of two"),
        pytest.param("Expected by\n30 September 2022", SEPTEMBER, id="wrapped line"),
        pytest.param("Now due in May.", "2022-05-31", id="May"),
        pytest.param("Training will be complete by 30 September 2022.", SEPTEMBER, id="training complete by"),
        pytest.param("Was due on 5 May, now 30 September.", SEPTEMBER, id="another date in May"),
        pytest.param("The work has been re-profiled and will conclude in September.", SEPTEMBER, id="conclude"),
        pytest.param("The new service will be in place in September.", SEPTEMBER, id="in place"),
        pytest.param("Please amend the end date to 30 September 2022.", SEPTEMBER, id="amend the date"),
        pytest.param("ETA: 30 September 2022.", SEPTEMBER, id="ETA"),
        # no promise of a later delivery
        pytest.param("", None, id="nothing"),
        pytest.param("Work continues and is on track.", None, id="no date"),
        pytest.param("The next meeting is on 30 September.", None, id="meeting"),
        pytest.param("We will report again by 30 September 2022.", None, id="report again"),
        pytest.param("Next review date: 30 September 2022.", None, id="next review date"),
        pytest.param("A further update is due in September.", None, id="further update"),
        pytest.param("A report to Cabinet is expected in September 2022.", None, id="report to Cabinet"),
        pytest.param("Cabinet will decide by 30 September.", None, id="Cabinet"),
        pytest.param("The scrutiny panel meeting has been moved to 12 October 2022.", None, id="meeting moved"),
        pytest.param("Consultation runs until 30 September 2022.", None, id="consultation"),
        pytest.param("Tenders are due back by 30 June 2022.", None, id="tenders"),
        pytest.param("The planning application will be submitted by 30 June.", None, id="application"),
        pytest.param("Grant funding is secured until 31 March 2024.", None, id="funding until"),
        pytest.param("The contract has been extended to 31 March 2024.", None, id="contract extended"),
        pytest.param("The road is closed until 30 June 2022.", None, id="closed until"),
        pytest.param("The programme runs until March 2024.", None, id="runs until"),
        pytest.param("Phase 2 starts in September 2022.", None, id="start"),
        pytest.param("From September 2022 the service is open to all.", None, id="from"),
        pytest.param("Savings are expected after 30 September 2022.", None, id="after"),
        pytest.param("If funding is agreed, completion would be 30 September.", None, id="condition"),
        pytest.param("There is a risk that completion slips to September.", None, id="risk"),
        pytest.param("Delivery could slip to 30 September 2022.", None, id="could"),
        pytest.param("Delivery may slip to 30 September 2022.", None, id="may"),
        pytest.param("This will not move to 30 September 2022.", None, id="not"),
        pytest.param("Originally planned for 30 September 2022.", None, id="originally"),
        pytest.param("Brought forward (previously September 2022).", None, id="previously"),
        pytest.param("The survey was completed on 12 April 2022.", None, id="past day"),
        pytest.param("Completed in December.", None, id="past month without a year"),
        pytest.param("Opened on 5 January.", None, id="past day without a year"),
        pytest.param("The timescale of 31 March 2022 stands; complete.", None, id="the day that is due"),
        pytest.param("Completed by 28 February 2022.", None, id="before the day that is due"),
        pytest.param("We expect to spend the 2022/23 budget.", None, id="budget"),
        pytest.param("We will deliver the Council Plan 2021/23.", None, id="plan"),
        pytest.param("Delivered 24/7 by 1 in 4 teams.", None, id="24/7"),
        pytest.param("We expect to deliver this every September.", None, id="repeated"),
        pytest.param("30 September 2022", None, id="a day without a word"),
        pytest.param("Position as at 30 September 2022.", None, id="as at"),
        pytest.param("The next phase will be delivered by September 2023.", None, id="next phase"),
        pytest.param("Interviews are planned for 12 May 2022.", None, id="interviews"),
        pytest.param("A new manager joins in June 2022.", None, id="somebody joins"),
        pytest.param("The government will publish its paper by 30 June 2022.", None, id="the government's date"),
        pytest.param("Legislation is expected in summer 2022.", None, id="legislation"),
        pytest.param("Contact us by 30 June 2022 to take part.", None, id="date for residents"),
        pytest.param("Delivery now due 31 August 2022.", None, id="the forecast"),
        pytest.param("Delivery now due in August.", None, id="month that the forecast falls into"),
        pytest.param("Delivery now due in summer 2022.", None, id="season that the forecast falls into"),
    ],
)
def test_conflict(text, day):
    forecast = date(2022, 8, 31)
    said = conflict(text, WRITTEN, DUE, forecast)
    assert (said and said.day.isoformat()) == day


def test_conflict_where_the_comment_moves_and_the_field_stands():
    comment = "Delayed by the supply of steel. Completion moved from 31 March to 30 September."
    said = conflict(comment, date(2022, 3, 10), DUE, None)
    assert said == SaidDate("30 September", date(2022, 9, 30))


def test_conflict_without_a_date_to_hold_it_against():
    assert conflict("now 30 September 2022", WRITTEN, None, None) is None


def test_conflict_with_a_period_that_holds_the_date():
    assert conflict("expected in spring 2023", WRITTEN, date(2023, 3, 31), None) is None


def test_conflict_with_the_end_of_a_period_that_holds_the_date():
    said = conflict("expected by the end of 2023", WRITTEN, date(2023, 3, 31), None)
    assert said == SaidDate("end of 2023", date(2023, 12, 31))


@pytest.mark.parametrize(
    ("precision", "day"),
    [
        ("month", date(2022, 6, 30)),
        ("quarter", date(2022, 6, 30)),
        ("season", date(2022, 8, 31)),
        ("year", date(2022, 12, 31)),
        ("financial-year", date(2023, 3, 31)),
    ],
)
def test_conflict_begins_after_the_unit_of_the_date(precision, day):
    after = day + timedelta(days=1)
    due = date(2022, 6, 1)
    assert conflict(f"now {day:%d/%m/%Y}", WRITTEN, due, None, precision) is None
    assert conflict(f"now {after:%d/%m/%Y}", WRITTEN, due, None, precision) == SaidDate(f"{after:%d/%m/%Y}", after)


def test_conflict_begins_after_a_winter():
    assert conflict("now 28 February 2023", WRITTEN, date(2023, 1, 5), None, "season") is None
    assert conflict("now 28 February 2023", WRITTEN, date(2022, 12, 5), None, "season") is None


WHAT_TO_DO = "into “now expected on”, change the timescale, or confirm that the date stands."


@pytest.mark.parametrize(
    ("text", "due", "sentence"),
    [
        pytest.param(
            "now 30 September",
            DUE,
            f"Your comment names 30 September; the date says 31 March. Put 30 September {WHAT_TO_DO}",
            id="same year",
        ),
        pytest.param(
            "now 30 June 2023",
            DUE,
            f"Your comment names 30 June 2023; the date says 31 March 2022. Put 30 June 2023 {WHAT_TO_DO}",
            id="another year",
        ),
        pytest.param(
            "moved to Q3 2022/23",
            DUE,
            "Your comment names Q3 2022/23, which ends on 31 December; the date says 31 March. "
            f"Put 31 December {WHAT_TO_DO}",
            id="period",
        ),
        pytest.param(
            "by the end of September 2022",
            DUE,
            f"Your comment names 30 September; the date says 31 March. Put 30 September {WHAT_TO_DO}",
            id="end of a month",
        ),
    ],
)
def test_conflict_sentence(text, due, sentence):
    said = conflict(text, WRITTEN, due, None)
    assert conflict_sentence(said, due) == sentence
