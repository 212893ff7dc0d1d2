import csv
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from factories import (
    ComparatorFactory,
    IndicatorFactory,
    MeasurementFactory,
    PlanIndicatorFactory,
    TargetFactory,
)

from outcomes.indicator_table import COLUMNS

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client):
    """Open a page that must be there, as parsed HTML."""

    def read(address):
        answer = client.get(address)
        assert (answer.status_code, answer.cookies, answer.get("Vary")) == (200, {}, None)
        return BeautifulSoup(answer.content, "html.parser")

    return read


def words(element):
    return " ".join(element.get_text(" ", strip=True).split())


def stands(page):
    return words(page.select_one(".stands p"))


def measure(indicator, year, value=None, **more):
    return MeasurementFactory(
        indicator=indicator,
        period=str(year),
        starts_on=date(year, 1, 1),
        ends_on=date(year, 12, 31),
        value=value,
        **more,
    )


def fill(indicator):
    year = 2000 + indicator.measurements.count()
    measure(indicator, year, 50)
    PlanIndicatorFactory(indicator=indicator)
    TargetFactory(indicator=indicator, due_on=date(year, 12, 31))
    ComparatorFactory(indicator=indicator, ends_on=date(year, 12, 31))
    MeasurementFactory()


@pytest.mark.parametrize("address", ["/indicators/", "/indicators/example/"])
def test_page_asks_as_many_questions_at_three_rows_as_at_one(address, client):
    indicator = IndicatorFactory(slug="example")
    fill(indicator)
    with CaptureQueriesContext(connection) as at_one:
        client.get(address)
    fill(indicator)
    fill(indicator)
    with CaptureQueriesContext(connection) as at_three:
        client.get(address)
    assert len(at_three) == len(at_one)


@pytest.mark.parametrize("address", ["/indicators/", "/indicators/example/"])
def test_page_has_its_frame(address, read):
    fill(IndicatorFactory(slug="example"))
    page = read(address)
    assert len(page("h1")) == 1
    assert page.select_one('meta[name="description"]')["content"]
    assert page.select_one('.trail [aria-current="page"]').text.strip()
    assert not page.select("script, style, [style]")


def test_indicators_are_grouped_by_the_outcome_a_plan_names_them_for(read):
    PlanIndicatorFactory(plan_outcome__outcome__name="Well", indicator__name="Years in good health")
    measure(IndicatorFactory(name="Alone"), 2020, 50, provisional=True)
    page = read("/indicators/")
    assert stands(page) == "2 indicators on record here; 1 has at least one value."
    assert [words(each.h2) for each in page.select("section")] == ["Well", "Named by no plan"]
    assert [words(row) for row in page.select("tbody tr")] == [
        "Years in good health No value yet –",
        "Alone 50% (provisional) 2020",
    ]


def test_indicator_is_named_by_the_plan_in_force_before_one_to_come(read):
    indicator = IndicatorFactory()
    for starts_on, name in ((localdate() + timedelta(days=1), "Next"), (date(2021, 4, 1), "Now")):
        PlanIndicatorFactory(
            indicator=indicator,
            plan_outcome__outcome__name=name,
            plan_outcome__plan__starts_on=starts_on,
            plan_outcome__plan__ends_on=None,
        )
    assert [words(each.h2) for each in read("/indicators/").select("section")] == ["Now"]
    assert [words(each) for each in read(indicator.get_absolute_url()).select(".facts dd .soft")] == [
        "under Now",
        "under Next",
    ]


def test_indicator_of_a_draft_alone_is_not_found(client):
    draft = PlanIndicatorFactory(plan_outcome__plan__state="draft")
    assert client.get(draft.indicator.get_absolute_url()).status_code == 404


def test_indicator_does_not_show_the_wording_or_target_of_a_draft(read):
    named = PlanIndicatorFactory(wording="As published")
    PlanIndicatorFactory(indicator=named.indicator, wording="As drafted", plan_outcome__plan__state="draft")
    TargetFactory(indicator=named.indicator, plan__state="draft", value=77)
    page = read(named.indicator.get_absolute_url())
    assert "As published" in page.text
    assert "As drafted" not in page.text
    assert "77%" not in page.text


def test_indicator_without_measurements_says_so(read):
    page = read(IndicatorFactory(better="").get_absolute_url())
    assert stands(page) == "No measurement has been published here yet."
    assert page.select(".chart, table") == []


def test_indicator_without_any_value_says_why(read):
    indicator = IndicatorFactory(better="lower")
    measure(indicator, 2020, missing_reason="The survey was not run.")
    page = read(indicator.get_absolute_url())
    assert stands(page) == (
        "No value has been published here yet; why is said below, period by period. Lower is better."
    )
    assert words(page.select_one("tbody tr")) == "2020 No value The survey was not run."


def test_indicator_shows_every_period_with_its_notes(read):
    indicator = IndicatorFactory()
    measure(indicator, 2018, 50)
    measure(indicator, 2019, 52, method_break="A new survey.")
    measure(indicator, 2020, 54, provisional=True)
    page = read(indicator.get_absolute_url())
    assert stands(page) == "The latest value is 54% (provisional), for 2020. Higher is better."
    assert [words(row) for row in page.select("tbody tr")] == [
        "2018 50% –",
        "2019 52% The method changed: A new survey.",
        "2020 54% Provisional.",
    ]


def test_indicator_draws_a_chart_from_two_values_on(read):
    indicator = IndicatorFactory()
    measure(indicator, 2018, 50)
    assert read(indicator.get_absolute_url()).select(".chart") == []
    measure(indicator, 2019, 52)
    chart = read(indicator.get_absolute_url()).select_one(".chart svg")
    assert (chart["role"], len(chart("circle"))) == ("img", 2)


def test_indicator_draws_a_break_that_fell_in_a_period_without_a_value(read):
    indicator = IndicatorFactory()
    measure(indicator, 2018, 50)
    measure(indicator, 2019, missing_reason="Not run.", method_break="A new survey.")
    measure(indicator, 2020, 52)
    assert len(read(indicator.get_absolute_url()).select(".chart .break")) == 1


def test_indicator_shows_targets_comparators_and_namings(read):
    named = PlanIndicatorFactory(wording="How many are well", plan_outcome__outcome__name="Well")
    target = TargetFactory(indicator=named.indicator, value=60)
    ComparatorFactory(indicator=named.indicator, value=55)
    page = read(named.indicator.get_absolute_url())
    assert [words(row) for row in page.select("tbody tr")] == [
        f"31 March 2023 60% {target.plan.title}",
        "England 31 March 2021 55% Example source",
    ]
    assert words(page.select_one(".facts > div")) == (f"{named.plan_outcome.plan.title} How many are well under Well")


def test_table_of_an_indicator_has_every_measurement(client, read):
    indicator = IndicatorFactory(slug="waste", unit="tonnes")
    measure(indicator, 2022, "-12345678.5000", provisional=True, method_break="=HYPERLINK(1)")
    measure(indicator, 2021, missing_reason="Nobody counted.")
    response = client.get("/indicators/waste.csv")

    assert "/indicators/waste.csv" in str(read("/indicators/waste/"))
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert list(csv.reader(response.content.decode("utf-8-sig").splitlines())) == [
        list(COLUMNS),
        ["2021", "2021-01-01", "2021-12-31", "", "tonnes", "no", "", "Nobody counted."],
        ["2022", "2022-01-01", "2022-12-31", "-12345678.5", "tonnes", "yes", "'=HYPERLINK(1)", ""],
    ]


def test_table_of_an_indicator_of_a_draft_alone_is_not_found(client):
    PlanIndicatorFactory(plan_outcome__plan__state="draft", indicator__slug="hidden")

    assert client.get("/indicators/hidden.csv").status_code == 404
