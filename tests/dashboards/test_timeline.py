"""The timeline of promises: which are drawn, and where their bars stand."""

import csv
import io
from datetime import date

import pytest
from django.test import Client
from factories import DeliverableFactory, PlanOutcomeFactory, PriorityActionFactory, ProgressUpdateFactory, UserFactory

from dashboards.facts import Fact, facts
from dashboards.pictures.timeline import Bar, Span, Window, bar_of, nearest, on_timeline, ticks_of, window_of
from dashboards.pictures.timeline_rows import timeline
from dashboards.scopes import SCOPES
from dashboards.templatetags.charts import shown_sentence, timeline_sentence
from ledger.entries import Entry, entering

DAY = date(2022, 6, 15)
YEAR = Window(date(2022, 1, 1), date(2022, 12, 31))


def fact(pk: int, end: date | None = None, start: date | None = None, status: str = "", **more) -> Fact:
    plain = {
        "as_of": None,
        "ongoing": False,
        "is_example": False,
        "in_time": False,
        "settled": False,
        "printed_as_done": False,
        "outcome": None,
        "portfolio": None,
        "directorate": None,
    }
    return Fact(pk=pk, status=status, start=start, end=end, **plain | more)


def test_timeline_puts_the_unfinished_first_and_leaves_out_what_has_no_day():
    late, soon, done, open_ended = (
        fact(1, date(2023, 1, 1)),
        fact(2, date(2022, 7, 1)),
        fact(3, date(2022, 1, 1), status="complete"),
        fact(4, start=date(2022, 1, 1), ongoing=True),
    )

    assert on_timeline([done, late, fact(5), soon, open_ended]) == [soon, late, open_ended, done]


def test_nearest_are_the_unfinished_whose_last_day_is_nearest_before_or_after():
    drawn = on_timeline(
        [
            fact(1, date(2021, 1, 1)),
            fact(2, date(2022, 6, 1)),
            fact(3, date(2022, 7, 1)),
            fact(4, date(2022, 6, 15), status="complete"),
            fact(5, start=date(2022, 6, 15)),
        ]
    )

    assert [each.pk for each in nearest(drawn, DAY, 2)] == [2, 3]
    assert [each.pk for each in nearest(drawn, DAY, 3)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("days", "first", "last"),
    [
        pytest.param([], date(2022, 6, 1), date(2022, 11, 30), id="nothing, half a year"),
        pytest.param([date(2022, 4, 9), date(2023, 2, 5)], date(2022, 4, 1), date(2023, 2, 28), id="to months' ends"),
        pytest.param([date(2019, 1, 1), date(2022, 7, 1)], date(2021, 6, 1), date(2022, 7, 31), id="a year back"),
        pytest.param([date(2022, 7, 1), date(2040, 1, 1)], date(2022, 6, 1), date(2024, 6, 30), id="two years ahead"),
        pytest.param([date(2018, 3, 9)], date(2018, 3, 1), date(2022, 6, 30), id="all of it long ago"),
        pytest.param([date(2030, 3, 9)], date(2022, 6, 1), date(2030, 3, 31), id="all of it far ahead"),
        pytest.param([date(9999, 12, 31)], date(2022, 6, 1), date.max, id="the last day there is"),
        pytest.param([date.min], date.min, date(2022, 6, 30), id="the first day there is"),
    ],
)
def test_window_holds_the_days_as_far_as_it_may(days, first, last):
    assert window_of(days, DAY) == Window(first, last)


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        pytest.param(
            Window(date(2022, 11, 1), date(2023, 4, 30)),
            [("Nov", "2022"), ("Dec", ""), ("Jan", "2023"), ("Feb", ""), ("Mar", ""), ("Apr", "")],
            id="months",
        ),
        pytest.param(
            Window(date(2022, 9, 1), date(2023, 8, 31)),
            [("Oct", "2022"), ("Jan", "2023"), ("Apr", ""), ("Jul", "")],
            id="quarters",
        ),
        pytest.param(
            Window(date(2019, 12, 1), date(2023, 8, 31)),
            [("Jan", "2020"), ("Jan", "2021"), ("Jan", "2022"), ("Jan", "2023")],
            id="years",
        ),
    ],
)
def test_scale_marks_months_quarters_or_years(window, expected):
    assert [(tick.label, tick.year) for tick in ticks_of(window)] == expected


def test_scale_of_all_time_is_short():
    assert len(ticks_of(Window(date.min, date.max))) <= 8


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        pytest.param(
            Span(date(2022, 1, 1), date(2022, 7, 2)),
            Bar(0.0, 50.0, False, False, None, None, "From 1 January 2022 to 2 July 2022."),
            id="a bar",
        ),
        pytest.param(
            Span(None, date(2022, 7, 2)),
            Bar(50.0, None, False, False, None, None, "Due 2 July 2022."),
            id="only an end",
        ),
        pytest.param(
            Span(date(2022, 7, 2), None, ongoing=True),
            Bar(50.0, 50.0, False, True, None, None, "From 2 July 2022, ongoing."),
            id="no end",
        ),
        pytest.param(
            Span(date(2021, 7, 2), date(2023, 7, 2)),
            Bar(
                0.0,
                100.0,
                True,
                True,
                None,
                None,
                "From 2 July 2021 to 2 July 2023; it begins before January 2022, where the picture begins and it ends "
                "after December 2022, where the picture ends.",
            ),
            id="beyond both edges",
        ),
        pytest.param(
            Span(date(2021, 1, 1), date(2021, 7, 2)),
            Bar(
                0.0,
                None,
                True,
                False,
                None,
                None,
                "From 1 January 2021 to 2 July 2021; it lies before January 2022, where the picture begins.",
            ),
            id="before the picture",
        ),
        pytest.param(
            Span(None, date(2023, 7, 2)),
            Bar(
                100.0,
                None,
                False,
                True,
                None,
                None,
                "Due 2 July 2023; it lies after December 2022, where the picture ends.",
            ),
            id="after the picture",
        ),
        pytest.param(
            Span(
                date(2022, 7, 2), date(2022, 7, 2), ongoing=True, first_end=date(2022, 1, 1), forecast=date(2023, 1, 9)
            ),
            Bar(
                50.0,
                1.0,
                False,
                False,
                0.0,
                None,
                "Due 2 July 2022, ongoing after that; first promised for 1 January 2022; expected on 9 January 2023.",
            ),
            id="moved and expected later than the picture",
        ),
    ],
)
def test_bar_stands_where_the_promise_runs_and_says_the_rest(span, expected):
    assert bar_of(span, YEAR) == expected


@pytest.fixture
def moved(db):
    """A promise whose date moved, which is overdue and now expected later, under one priority."""
    with entering(Entry("Example: the plan was adopted.", effective_on=date(2021, 9, 10))):
        priority = PriorityActionFactory(plan_outcome=PlanOutcomeFactory(outcome__name="Example outcome"))
        promise = DeliverableFactory(priority=priority, text="=Open a hub", timescale_text="By March 2022")
    with entering(Entry("Example: the roof takes longer.", effective_on=date(2022, 3, 1))):
        promise.timescale_text = "April to May 2022"
        promise.save()
    troubles = {"cause": "Example.", "action": "Example.", "next_step": "Example."}
    ProgressUpdateFactory(
        deliverable=promise, as_of=date(2022, 4, 1), status="off-track", forecast_on=date(2022, 9, 1), **troubles
    )
    return promise


def test_row_has_the_first_promise_and_what_is_expected(moved):
    scope = SCOPES["all"]("", DAY)
    drawn = timeline(scope, facts(scope.promises, DAY), DAY, list)

    (row,) = drawn.rows
    assert row.span == Span(date(2022, 4, 1), date(2022, 5, 31), False, date(2022, 3, 31), date(2022, 9, 1))
    assert (row.promise, row.fact.status, row.overdue) == (moved, "off-track", True)
    assert drawn.window == Window(date(2022, 3, 1), date(2022, 9, 30))
    assert timeline_sentence(drawn) == "1 promise here has a day, and it is overdue."


def test_nothing_is_expected_of_what_is_finished(moved):
    ProgressUpdateFactory(deliverable=moved, as_of=date(2022, 5, 1), status="complete", forecast_on=date(2022, 5, 1))
    scope = SCOPES["all"]("", DAY)

    (row,) = timeline(scope, facts(scope.promises, DAY), DAY, list).rows
    assert (row.span.forecast, row.overdue) == (None, False)


def test_promise_kept_late_stands_at_its_due_day_with_a_mark_on_the_day_it_was_reported(moved, viewer):
    for day, status in ((date(2022, 4, 10), "complete"), (date(2022, 4, 20), "on-track")):
        ProgressUpdateFactory(deliverable=moved, as_of=day, status=status)
    for day in (date(2022, 6, 10), date(2022, 6, 12)):
        ProgressUpdateFactory(deliverable=moved, as_of=day, status="complete")
    scope = SCOPES["all"]("", DAY)
    drawn = timeline(scope, facts(scope.promises, DAY), DAY, list)
    table = viewer.get("/dashboard/all/timeline.csv?as-at=2022-06-15").getvalue().decode("utf-8-sig")

    (row,) = drawn.rows
    assert (row.span.end, row.span.completed) == (date(2022, 5, 31), date(2022, 6, 10))
    assert row.bar.completed == drawn.window.across(date(2022, 6, 10))
    assert "reported complete on 10 June 2022" in row.bar.words
    assert [each["completed on"] for each in csv.DictReader(io.StringIO(table))] == ["2022-06-10"]


@pytest.mark.parametrize("count", [1, 3])
def test_timeline_is_one_question_beside_the_facts(moved, django_assert_num_queries, count):
    for _ in range(count):
        DeliverableFactory(priority=PriorityActionFactory())
    scope = SCOPES["all"]("", DAY)
    known = facts(scope.promises, DAY)

    with django_assert_num_queries(1):
        drawn = timeline(scope, known, DAY, lambda drawn: nearest(drawn, DAY, 1))
        assert [row.promise.priority.plan_outcome.outcome.name for row in drawn.rows] == ["Example outcome"]
    assert drawn.more == count
    assert shown_sentence(drawn, DAY).startswith("Drawn are the 1 whose last day is nearest to 15 June 2022")


@pytest.fixture
def viewer(db):
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    return client


def test_table_of_the_timeline_runs_no_formula(moved, viewer, settings):
    response = viewer.get("/dashboard/all/timeline.csv?as-at=2022-06-15")
    (row,) = csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig")))

    assert row == {
        "id": str(moved.pk),
        "promise": "'=Open a hub",
        "timescale as published": "April to May 2022",
        "start": "2022-04-01",
        "end": "2022-05-31",
        "ongoing": "no",
        "first promised end": "2022-03-31",
        "now expected": "2022-09-01",
        "completed on": "",
        "status": "off-track",
        "overdue": "yes",
        "address": f"{settings.SITE_URL}{moved.get_absolute_url()}",
    }


@pytest.mark.parametrize(
    ("page", "status"),
    [
        pytest.param("1", 200, id="first"),
        pytest.param("7", 400, id="too far"),
        pytest.param("x%00", 400, id="no number"),
        pytest.param("9" * 400, 400, id="huge"),
    ],
)
def test_page_of_the_timeline_answers_whatever_page_is_asked_for(moved, viewer, page, status):
    response = viewer.get(f"/dashboard/all/timeline/?as-at=2022-06-15&page={page}")

    assert response.status_code == status
    assert "From 1 April 2022 to 31 May 2022; first promised for 31 March 2022" in response.content.decode()
