"""Indicators on a dashboard: their latest value, and which way they went."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from factories import (
    ComparatorFactory,
    DeliverableFactory,
    IndicatorFactory,
    MeasurementFactory,
    PlanFactory,
    PlanIndicatorFactory,
    PlanOutcomeFactory,
    TargetFactory,
    UserFactory,
)

from dashboards.pictures.directions import (
    a_year_before,
    against_elsewhere,
    against_period,
    before,
    verdict,
    year_before,
)
from dashboards.pictures.indicators import YEAR_BEFORE, indicator_rows, row_of
from dashboards.pictures.sparkline import draw_sparkline
from dashboards.pictures.tables import safe_rows
from dashboards.scopes import SCOPES
from dashboards.templatetags.charts import indicators_sentence
from outcomes.indicator_chart import Value

DAY = date(2022, 6, 15)


@dataclass
class Measured:
    period: str
    starts_on: date
    ends_on: date
    value: Decimal | None = Decimal(50)
    provisional: bool = False
    missing_reason: str = ""
    method_break: str = ""


@dataclass
class Elsewhere:
    name: str
    ends_on: date
    value: Decimal
    source: str = "Example source"


@dataclass
class Of:
    better: str = "higher"
    unit: str = "%"


def year(number: int, value=50, **more) -> Measured:
    value = None if value is None else Decimal(value)
    return Measured(f"{number}/{number - 1999}", date(number, 4, 1), date(number + 1, 3, 31), value, **more)


def quarter(number: int, month: int, last: int, value=50, **more) -> Measured:
    value = None if value is None else Decimal(value)
    ends = date(number, month + 2, last)
    return Measured(f"{number} from month {month}", date(number, month, 1), ends, value, **more)


@pytest.mark.parametrize(
    ("now", "then", "better", "expected"),
    [
        pytest.param(2, 1, "higher", "better", id="up is good"),
        pytest.param(1, 2, "higher", "worse", id="down is bad"),
        pytest.param(2, 1, "lower", "worse", id="up is bad"),
        pytest.param(1, 2, "lower", "better", id="down is good"),
        pytest.param(2, 2, "lower", "same", id="the same"),
        pytest.param(2, 1, "neither", "up", id="neither is good, up"),
        pytest.param(1, 2, "", "down", id="nobody says what is good, down"),
    ],
)
def test_verdict_follows_the_direction_of_good(now, then, better, expected):
    assert verdict(Decimal(now), Decimal(then), better) == expected


Q1, Q2, Q3, Q4 = quarter(2021, 1, 31), quarter(2021, 4, 30), quarter(2021, 7, 30), quarter(2021, 10, 31)
NEXT = quarter(2022, 1, 31)
MONTH = Measured("February 2022", date(2022, 2, 1), date(2022, 2, 28))


@pytest.mark.parametrize(
    ("measured", "now", "previous", "last_year"),
    [
        pytest.param([Q1, Q2, Q3, Q4, NEXT], NEXT, Q4, Q1, id="quarters"),
        pytest.param([year(2019), year(2020), year(2021)], year(2021), year(2020), year(2020), id="years"),
        pytest.param([Q1, year(2021), NEXT], NEXT, Q1, Q1, id="a year among quarters is of another kind"),
        pytest.param([NEXT, MONTH], MONTH, None, None, id="a month among quarters is of another kind"),
        pytest.param(
            [Measured("January 2022", date(2022, 1, 1), date(2022, 1, 31)), MONTH],
            MONTH,
            Measured("January 2022", date(2022, 1, 1), date(2022, 1, 31)),
            None,
            id="months are not equally long",
        ),
        pytest.param([NEXT], NEXT, None, None, id="the only one"),
    ],
)
def test_periods_compared_are_of_one_length(measured, now, previous, last_year):
    assert (before(measured, now), year_before(measured, now)) == (previous, last_year)


def test_a_year_before_the_29th_of_february_is_the_28th():
    assert a_year_before(date(2024, 2, 29)) == date(2023, 2, 28)
    assert a_year_before(date.min) == date.min


@pytest.mark.parametrize(
    ("then", "now", "of", "expected"),
    [
        pytest.param(
            year(2020, 48),
            year(2021, "49.5"),
            Of(),
            ("better", "up", "Better", "Up by 1.5 percentage points from 48% in 2020/21."),
            id="better",
        ),
        pytest.param(
            year(2020, 300),
            year(2021, 1300),
            Of("lower", "£"),
            ("worse", "up", "Worse", "Up by £1,000 from £300 in 2020/21."),
            id="worse",
        ),
        pytest.param(
            year(2020), year(2021), Of(), ("same", "same", "No change", "The same as 50% in 2020/21."), id="no change"
        ),
        pytest.param(
            year(2020, 51),
            year(2021),
            Of("neither"),
            ("down", "down", "Down", "Down by 1 percentage point from 51% in 2020/21."),
            id="neither is better",
        ),
        pytest.param(
            year(2020, 48),
            year(2021, provisional=True),
            Of(),
            ("better", "up", "Better", "Up by 2 percentage points from 48% in 2020/21; 2021/22 is provisional."),
            id="provisional",
        ),
        pytest.param(
            None,
            year(2021),
            Of(),
            ("none", "none", "Cannot be compared", "The period before is not on record."),
            id="nothing before",
        ),
        pytest.param(
            year(2020, None, missing_reason="The survey was not held."),
            year(2021),
            Of(),
            (
                "none",
                "none",
                "Cannot be compared",
                "The period before (2020/21) has no value: The survey was not held.",
            ),
            id="missing",
        ),
        pytest.param(
            year(2020),
            year(2021, method_break="People were asked online as well."),
            Of(),
            (
                "none",
                "none",
                "Cannot be compared",
                "The method changed in 2021/22: People were asked online as well.",
            ),
            id="method changed",
        ),
    ],
)
def test_direction_against_a_period(then, now, of, expected):
    measured = [each for each in (then, now) if each]
    found = against_period("the period before", measured, now, then, of)

    assert (found.verdict, found.moved, found.label, found.words) == expected


def test_direction_is_not_compared_across_a_method_that_changed_between():
    measured = [year(2019), year(2020, None, missing_reason="None.", method_break="New questions."), year(2021)]
    found = against_period("an earlier period", measured, measured[2], measured[0], Of())

    assert (found.label, found.words) == ("Cannot be compared", "The method changed in 2020/21: New questions.")


def test_direction_against_elsewhere_takes_the_same_period_or_the_nearest_earlier_one():
    places = [
        Elsewhere("England", date(2021, 3, 31), Decimal(40)),
        Elsewhere("England", date(2022, 3, 31), Decimal(55)),
        Elsewhere("England", date(2023, 3, 31), Decimal(10)),
        Elsewhere("Yorkshire", date(2021, 3, 31), Decimal(50)),
        Elsewhere("Wales", date(2023, 3, 31), Decimal(50)),
    ]
    found = against_elsewhere(places, year(2021), Of())

    assert [(each.verdict, each.label, each.words, each.source) for each in found] == [
        ("worse", "Worse than England", "England: 55% for the period to 31 March 2022.", "Example source"),
        (
            "same",
            "The same as Yorkshire",
            "Yorkshire: 50% for the period to 31 March 2021, the nearest there is.",
            "Example source",
        ),
        ("none", "Cannot be compared", "Wales has no value for this period or an earlier one.", ""),
    ]


def test_sparkline_breaks_where_the_method_changed():
    values = [
        Value(date(2019 + number, 3, 31), f"{2018 + number}/{19 + number}", Decimal(number), breaks=number == 2)
        for number in range(4)
    ]
    drawn = draw_sparkline(values, "%")

    assert len(drawn.lines) == 2
    assert drawn.words == (
        "The last 4 values: 0% in 2018/19, 1% in 2019/20, 2% in 2020/21, 3% in 2021/22. "
        "The line is broken where the method changed."
    )
    assert draw_sparkline(values[:1]) is None


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param((0, 0, 0), "The plans name no indicators for these outcomes.", id="none"),
        pytest.param((1, 0, 0), "The plans name 1 indicator for these outcomes; it has no value here yet.", id="1"),
        pytest.param(
            (9, 4, 1),
            "The plans name 9 indicators for these outcomes; 4 have a value here, and 1 is worse than in the period "
            "before or a year ago.",
            id="some worse",
        ),
    ],
)
def test_indicators_sentence_says_how_many_are_worse(counts, expected):
    assert indicators_sentence(*counts) == expected


@pytest.fixture
def stated(db):
    """An outcome with a promise, so that its indicators concern every dashboard."""
    stated = PlanOutcomeFactory()
    DeliverableFactory(priority__plan_outcome=stated)
    return stated


def named(stated, **of):
    return PlanIndicatorFactory(plan_outcome=stated, indicator=IndicatorFactory(**of)).indicator


def measure(indicator, *values, **more):
    for number, value in enumerate(values):
        starts = date(2022 - len(values) + number, 4, 1)
        ends = date(starts.year + 1, 3, 31)
        MeasurementFactory(indicator=indicator, starts_on=starts, ends_on=ends, value=value, **more)


def rows(day=DAY):
    return indicator_rows(SCOPES["all"]("", day), day)


def test_rows_are_those_of_the_outcomes_the_worse_first_and_those_without_a_value_last(stated):
    rising, falling, empty = (named(stated, name=name) for name in ("A", "B", "C"))
    measure(rising, 50, 60)
    measure(falling, 60, 50)
    MeasurementFactory(indicator=empty, value=None, missing_reason="The survey was not held.")
    measure(IndicatorFactory(), 1, 2)
    PlanIndicatorFactory(
        plan_outcome=PlanOutcomeFactory(outcome=stated.outcome, plan=PlanFactory(state="draft")),
        indicator__name="Of a draft alone",
    )

    found = rows()
    assert [row.indicator for row in found] == [falling, rising, empty]
    assert [row.value for row in found] == ["50%", "60%", ""]
    assert [each.missing_reason for each in found[2].missing] == ["The survey was not held."]
    assert found[0].previous.label == "Worse"
    assert found[0].last_year is None


def test_row_leaves_out_what_ends_after_the_day(stated):
    measure(named(stated), 50, 60)

    (row,) = rows(date(2021, 12, 1))
    assert (row.value, row.course) == ("50%", None)


def test_row_of_quarters_is_compared_with_last_year_as_well(stated):
    indicator = named(stated, better="lower", unit="")
    for each in (Q1, Q2, Q3, Q4, NEXT):
        MeasurementFactory(
            indicator=indicator,
            period=each.period,
            starts_on=each.starts_on,
            ends_on=each.ends_on,
            value=each.starts_on.month,
        )

    (row,) = rows()
    assert (row.previous.label, row.last_year.label) == ("Better", "No change")
    assert row.last_year.against == f"{YEAR_BEFORE}, {Q1.period}"


@pytest.mark.parametrize(
    ("better", "day", "expected"),
    [
        pytest.param("higher", DAY, "60% by 31 March 2023: not reached yet.", id="to come"),
        pytest.param("lower", DAY, "60% by 31 March 2023: the latest value reaches it.", id="reached"),
        pytest.param("higher", date(2024, 1, 1), "60% by 31 March 2023: not reached.", id="over"),
        pytest.param("neither", DAY, "60% by 31 March 2023.", id="neither is better"),
    ],
)
def test_row_says_whether_the_target_is_reached(stated, better, day, expected):
    indicator = named(stated, better=better)
    measure(indicator, 40, 50)
    TargetFactory(indicator=indicator, plan=stated.plan)
    TargetFactory(indicator=indicator, plan=PlanFactory(state="draft"), due_on=date(2022, 12, 31), value=99)

    assert [row.target for row in rows(day)] == [expected]


@pytest.mark.parametrize("count", [1, 3])
def test_rows_are_two_questions_whatever_their_number(stated, django_assert_num_queries, count):
    for _ in range(count):
        indicator = named(stated)
        measure(indicator, 50, 60)
        TargetFactory(indicator=indicator, plan=stated.plan)
        ComparatorFactory(indicator=indicator)
    scope = SCOPES["all"]("", DAY)

    with django_assert_num_queries(2):
        assert len(indicator_rows(scope, DAY)) == count


def test_row_without_any_measurement_says_nothing(stated):
    row = row_of(named(stated), DAY)

    assert (row.now, row.missing, row.value, row.worse) == (None, [], "", False)


def test_numbers_below_nought_stay_numbers_in_a_file():
    assert list(safe_rows([["-1.5", "-1+2", "=A1", "Hub"]])) == [["-1.5", "'-1+2", "'=A1", "Hub"]]


def test_table_of_indicators_has_a_line_for_each_comparison(stated, settings):
    indicator = named(stated, name="Example measure")
    measure(indicator, 50, 48)
    ComparatorFactory(indicator=indicator, ends_on=date(2022, 3, 31))
    client = Client()
    client.force_login(UserFactory(is_superuser=True))

    response = client.get("/dashboard/all/indicators.csv")
    lines = list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert [
        (line["value"], line["against"], line["other value"], line["verdict"], line["in words"]) for line in lines
    ] == [
        (
            "48",
            "the period before, 2020/21",
            "50",
            "worse",
            "Worse. Down by 2 percentage points from 50% in 2020/21.",
        ),
        ("48", "England", "55", "worse", "Worse than England. England: 55% for the period to 31 March 2022."),
    ]
    assert lines[0]["address"] == f"{settings.SITE_URL}{indicator.get_absolute_url()}"
