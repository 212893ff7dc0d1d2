"""Status by month: counted from the ledger, as pages read as at each day count it."""

import csv
import io
from datetime import date

import pytest
from django.http import Http404
from django.test import Client
from django.utils import timezone
from factories import (
    AppointmentFactory,
    CommitteeFactory,
    DeliverableFactory,
    DeliverablePlaceFactory,
    PlaceFactory,
    PlaceWithinFactory,
    PlanFactory,
    PlanOutcomeFactory,
    PortfolioFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
    RemitFactory,
    UserFactory,
)

from dashboards.pictures.geometry import draw_columns, whole_steps
from dashboards.pictures.status_by_month import MonthEnd, accessible_name, later_sentence, month_ends, sentence
from dashboards.pictures.trend import months_as_known, months_of
from dashboards.scopes import SCOPES
from dashboards.templatetags.charts import status_context
from ledger.entries import Entry, entering
from ledger.past import as_at
from outcomes.models import Place
from priorities.models import Committee, Deliverable

DAY = date(2022, 6, 15)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        pytest.param(DAY, 2, [date(2022, 4, 30), date(2022, 5, 31), DAY], id="within a month"),
        pytest.param(date(2022, 3, 31), 1, [date(2022, 2, 28), date(2022, 3, 31)], id="on the last day of a month"),
        pytest.param(date(2024, 3, 1), 2, [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 1)], id="leap year"),
        pytest.param(date(2022, 1, 5), 1, [date(2021, 12, 31), date(2022, 1, 5)], id="new year"),
        pytest.param(date(1, 2, 3), 12, [date(1, 1, 31), date(1, 2, 3)], id="where the calendar begins"),
    ],
)
def test_month_ends_come_before_the_day_itself(day, count, expected):
    assert month_ends(day, count) == expected


BEFORE, NOW = MonthEnd(date(2022, 5, 31), {"": 3, "on-track": 2}), MonthEnd(DAY, {"on-track": 4, "off-track": 1})


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        pytest.param([], "No promise was public at any of these days.", id="nothing"),
        pytest.param(
            [MonthEnd(date(2022, 5, 31), {}), NOW],
            "There are promises only as at 15 June 2022: 5 promises.",
            id="only one",
        ),
        pytest.param(
            [BEFORE, MonthEnd(DAY, {"": 3, "on-track": 2, "complete": 4})],
            "The promises counted went from 5 to 9; between 31 May 2022 and 15 June 2022 these went: "
            "complete from 0 to 4.",
            id="more promises",
        ),
        pytest.param([NOW, NOW], "There are promises only as at 15 June 2022: 5 promises.", id="the same"),
        pytest.param(
            [BEFORE, NOW],
            "Between 31 May 2022 and 15 June 2022 these went: on track from 2 to 4, off track from 0 to 1 and "
            "no progress reported from 3 to 0.",
            id="changed",
        ),
    ],
)
def test_sentence_says_what_changed(months, expected):
    assert sentence(months) == expected


def test_accessible_name_says_the_first_and_the_last_column():
    assert accessible_name([BEFORE, NOW]) == (
        "Promises by status at the end of each month. 31 May 2022, 5 promises: 2 on track, 3 no progress reported; "
        "15 June 2022, 5 promises: 4 on track, 1 off track. The table says the rest."
    )


def test_later_sentence_says_what_was_written_down_later():
    assert later_sentence([NOW]) == "All of it was on record by the end of each day."
    assert later_sentence([MonthEnd(DAY, {"": 2}, later=1), NOW]).startswith("For 1 day some of it was written down")


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        pytest.param(1, [0, 1], id="1"),
        pytest.param(3, [0, 1, 2, 3], id="3"),
        pytest.param(9, [0, 2.5, 5, 7.5, 10], id="9"),
        pytest.param(2000, [0, 500, 1000, 1500, 2000], id="2,000"),
    ],
)
def test_steps_are_whole_numbers(most, expected):
    steps = whole_steps(most)

    assert steps == (expected if most != 9 else list(range(10)))
    assert all(isinstance(step, int) for step in steps)


def test_columns_stand_on_one_another_from_the_ground_up():
    chart = draw_columns([BEFORE, NOW])

    first, last = (column.blocks for column in chart.columns)
    assert [(block.status, block.count) for block in first] == [("on-track", 2), ("", 3)]
    assert [(block.status, block.count) for block in last] == [("on-track", 4), ("off-track", 1)]
    assert first[0].y + first[0].height == pytest.approx(chart.bottom)
    assert first[1].y + first[1].height == pytest.approx(first[0].y, abs=0.2)
    assert draw_columns([MonthEnd(DAY, {})]) is None


@pytest.fixture
def history(db):
    """Promises of two portfolios over a year: reports, a late one, a correction, a move and a plan not public yet."""
    with entering(Entry("Example: the plan was adopted.", effective_on=date(2021, 9, 10))):
        stated = PlanOutcomeFactory()
        held, other = PortfolioFactory(slug="held"), PortfolioFactory(slug="other")
        mine = PriorityActionFactory(plan_outcome=stated, portfolio=held)
        moving = PriorityActionFactory(plan_outcome=stated, portfolio=other)
        first, second = DeliverableFactory(priority=mine), DeliverableFactory(priority=mine)
        third = DeliverableFactory(priority=moving)
        ward = PlaceFactory(slug="ward", kind="ward")
        DeliverablePlaceFactory(deliverable=first, place=ward)
        committee = CommitteeFactory(slug="committee")
        RemitFactory(committee=committee, portfolio=held)
        appointment = AppointmentFactory(portfolio=held, starts_on=date(2021, 5, 20), councillor__slug="holder")
    report = ProgressUpdateFactory(deliverable=first, as_of=date(2021, 11, 30), status="on-track")
    ProgressUpdateFactory(deliverable=second, as_of=date(2022, 2, 1), status="complete")
    ProgressUpdateFactory(deliverable=third, as_of=date(2022, 1, 5), status="not-started")
    ProgressUpdateFactory(deliverable=first, as_of=date(2022, 3, 1), status="on-track", state="draft")
    with entering(Entry("Example: the figures were wrong.", effective_on=date(2022, 4, 11))):
        report.status = "not-started"
        report.save()
    with entering(Entry("Example: the work went to another portfolio.", effective_on=date(2022, 3, 20))):
        moving.portfolio = held
        moving.save()
    with entering(Entry("Example: somebody else took over.", effective_on=date(2022, 5, 2))):
        appointment.ends_on = date(2022, 5, 2)
        appointment.save()
    with entering(Entry("Example: a plan was drafted.", effective_on=date(2022, 1, 1))):
        draft = PlanFactory(state="draft")
        DeliverableFactory(priority__plan_outcome__plan=draft, priority__portfolio=held)
    with entering(Entry("Example: the plan was published.", effective_on=date(2022, 5, 10))):
        draft.state = "current"
        draft.save()


def counts_as_at(kind: str, slug: str, day: date) -> dict[str, int]:
    """What the dashboard counts when it is read as at a day; nothing before it was there."""
    with as_at(day):
        try:
            return SCOPES[kind](slug, day).promises.standing(day).counts
        except Http404:
            return {}


@pytest.mark.parametrize(
    ("kind", "slug"),
    [
        pytest.param("all", "", id="everything"),
        pytest.param("portfolios", "held", id="portfolio"),
        pytest.param("councillors", "holder", id="councillor"),
        pytest.param("committees", "committee", id="committee"),
        pytest.param("wards", "ward", id="ward"),
    ],
)
def test_each_month_is_what_the_dashboard_read_as_at_that_day_counts(history, kind, slug):
    months = months_of(SCOPES[kind](slug, DAY), DAY)

    assert [month.day for month in months] == month_ends(DAY)
    assert [month.counts for month in months] == [counts_as_at(kind, slug, month.day) for month in months]
    assert any(month.total for month in months)


def test_months_count_what_was_said_then_and_not_what_is_said_now(history):
    months = {month.day: month.counts for month in months_of(SCOPES["portfolios"]("held", DAY), DAY)}

    assert months[date(2021, 8, 31)] == {}
    assert months[date(2021, 9, 30)] == {"": 2}
    assert months[date(2021, 11, 30)] == {"on-track": 1, "": 1}
    assert months[date(2022, 2, 28)] == {"on-track": 1, "complete": 1}
    assert months[date(2022, 3, 31)] == {"on-track": 1, "complete": 1, "not-started": 1}
    assert months[date(2022, 4, 30)] == {"complete": 1, "not-started": 2}
    assert months[date(2022, 5, 31)] == {"complete": 1, "not-started": 2, "": 1}


def test_months_say_how_much_was_written_down_later_and_what_was_known_then(history):
    scope = SCOPES["portfolios"]("held", DAY)

    assert {month.later for month in months_of(scope, DAY) if month.total} == {2, 3, 4}
    assert {month.total for month in months_as_known(scope, DAY)} == {0}
    today = timezone.localdate()
    assert months_of(scope, today)[-1].later == 0
    assert months_as_known(scope, today)[-1].counts == months_of(scope, today)[-1].counts


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_months_are_one_question_whatever_their_promises(django_assert_num_queries, count):
    for _ in range(count):
        ProgressUpdateFactory(deliverable=DeliverableFactory())
    scope = SCOPES["all"]("", DAY)

    with django_assert_num_queries(1):
        months_of(scope, DAY)


def test_every_figure_of_the_table_opens_its_list_as_at_that_day(history):
    scope = SCOPES["portfolios"]("held", DAY)
    row = status_context(months_of(scope, DAY), scope.address)["rows"][2]

    assert row["url"] == "/dashboard/portfolios/held/?as-at=2022-04-30"
    assert [cell["url"] for cell in row["cells"] if cell["count"]] == [
        "/dashboard/portfolios/held/every/?status=complete&as-at=2022-04-30",
        "/dashboard/portfolios/held/every/?status=not-started&as-at=2022-04-30",
    ]


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        pytest.param(0, "", id="all known then"),
        pytest.param(1, "/dashboard/all/?as-at=2022-05-31&known-by=2022-05-31", id="some of it written down later"),
        pytest.param(5, "", id="nothing known then"),
    ],
)
def test_what_was_known_then_has_a_page_where_something_was(later, expected):
    month = MonthEnd(BEFORE.day, BEFORE.counts, later)

    assert status_context([month, NOW], "/dashboard/all/")["rows"][1]["then_url"] == expected


def told(scope) -> list[tuple[int, str, bool]]:
    """The last three days before the day, the latest first: how many promises, the day's page, and its page then."""
    context = status_context(months_of(scope, DAY), scope.address)
    return [(row["month"].total, row["url"].partition("?")[2], bool(row["then_url"])) for row in context["rows"][1:4]]


def test_committees_months_are_counted_by_the_remit_of_each(history, viewer):
    with entering(Entry("Example: its remit grew.", effective_on=date(2022, 4, 15))):
        added = PriorityActionFactory(portfolio=PortfolioFactory(slug="added"))
        RemitFactory(committee=Committee.objects.get(slug="committee"), portfolio=added.portfolio)
    with entering(Entry("Example: read in.", effective_on=date(2021, 9, 10))):
        DeliverableFactory(priority__plan_outcome=PlanOutcomeFactory(), priority__portfolio=added.portfolio)
    scope = SCOPES["committees"]("committee", DAY)

    months = months_of(scope, DAY)
    assert [month.total for month in months[-4:]] == [3, 4, 5, 5]
    assert [month.counts for month in months] == [counts_as_at("committees", "committee", m.day) for m in months]
    for row in status_context(months, scope.address)["rows"][1:4]:
        assert viewer.get(row["every_url"]).context["page"].paginator.count == row["month"].total


def test_months_before_a_committee_was_on_record_have_no_page(history, viewer, settings):
    with entering(Entry("Example: it was set up.", effective_on=date(2022, 5, 15))):
        scope = SCOPES["committees"](CommitteeFactory(slug="new").slug, DAY)

    assert told(scope) == [(4, "as-at=2022-05-31", False), (0, "", False), (0, "", False)]
    assert viewer.get("/dashboard/committees/new/?as-at=2022-04-30").status_code == 404
    page = viewer.get("/dashboard/committees/new/?as-at=2022-06-15").content.decode()
    assert "30 April 2022, not on record yet" in page
    assert "On 30 April 2022 and on the days before it this was not on record yet" in page
    table = viewer.get("/dashboard/committees/new/status-by-month.csv?as-at=2022-06-15").getvalue().decode("utf-8-sig")
    rows = {(row["day"], row["clock"]): row["address"] for row in csv.DictReader(io.StringIO(table))}
    assert rows["2022-04-30", "as at the day"] == ""
    assert rows["2022-05-31", "as at the day"] == f"{settings.SITE_URL}{scope.address}?as-at=2022-05-31"


def test_wards_months_are_counted_by_the_links_of_each(history):
    with entering(Entry("Example: a town was found to lie in it.", effective_on=date(2022, 4, 15))):
        town = PlaceWithinFactory(whole=Place.objects.get(slug="ward"), part__kind="town").part
    with entering(Entry("Example: read in.", effective_on=date(2021, 9, 10))):
        DeliverablePlaceFactory(deliverable=Deliverable.objects.order_by("pk")[1], place=town)
    months = months_of(SCOPES["wards"]("ward", DAY), DAY)

    assert [month.total for month in months[-4:]] == [1, 2, 2, 2]
    assert [month.counts for month in months] == [counts_as_at("wards", "ward", month.day) for month in months]


@pytest.fixture
def viewer(db):
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    return client


def test_months_agree_with_the_page_that_each_leads_to(history, viewer):
    scope = SCOPES["portfolios"]("held", DAY)
    months = months_of(scope, DAY)
    rows = status_context(months, scope.address)["rows"]

    for month, row in list(zip(months[::-1], rows, strict=True))[1:5]:
        page = viewer.get(row["url"])
        assert page.context["situation"].standing.counts == month.counts


def test_table_of_months_has_both_clocks(history, viewer, settings):
    response = viewer.get("/dashboard/portfolios/held/status-by-month.csv?as-at=2022-06-15")
    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))

    assert response.headers["Content-Disposition"].endswith('-as-at-2022-06-15.csv"')
    assert len(rows) == 26
    april = [row for row in rows if row["day"] == "2022-04-30"]
    assert [(row["clock"], row["promises"], row["not started"]) for row in april] == [
        ("as at the day", "3", "2"),
        ("as known on the day", "0", "0"),
    ]
    assert april[0]["address"] == f"{settings.SITE_URL}/dashboard/portfolios/held/?as-at=2022-04-30"


def test_table_of_months_keeps_by_when_it_was_known(clock, viewer):
    clock("2022-05-20 12:00")
    first = ProgressUpdateFactory(as_of=date(2022, 4, 20), status="on-track").deliverable
    with entering(Entry("Example: read in.", effective_on=date(2022, 3, 5))):
        early = DeliverableFactory(priority=first.priority)
    clock("2022-06-15 12:00")
    with entering(Entry("Example: read in late.", effective_on=date(2022, 5, 5))):
        DeliverableFactory(priority=first.priority)
    assert early.recorded_on == date(2022, 5, 20)

    response = viewer.get("/dashboard/all/status-by-month.csv?as-at=2022-06-15&known-by=2022-05-25")
    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    last = [(row["promises"], row["address"].partition("?")[2]) for row in rows if row["day"] == "2022-06-15"]
    may = [(row["promises"], row["address"].partition("?")[2]) for row in rows if row["day"] == "2022-04-30"]

    assert last == [("2", "as-at=2022-06-15&known-by=2022-05-25")] * 2
    assert may == [("0", "as-at=2022-04-30&known-by=2022-05-25"), ("0", "as-at=2022-04-30&known-by=2022-04-30")]


def test_dashboard_and_its_tables_open_on_the_first_day_of_the_calendar(viewer):
    for path in ("", "status-by-month.csv", "timeline.csv", "indicators.csv", "timeline/", "every/"):
        response = viewer.get(f"/dashboard/all/{path}?as-at=0001-01-01")
        _ = b"".join(response)  # reading a file to its end closes it
        assert response.status_code == 200, path


@pytest.mark.parametrize("table", ["status-by-month.csv", "timeline.csv", "timeline/", "indicators.csv"])
@pytest.mark.parametrize("dashboard", ["all", "portfolios/held"])
def test_tables_of_pictures_are_for_viewers_only_and_never_kept(history, viewer, client, dashboard, table):
    address = f"/dashboard/{dashboard}/{table}"

    response = viewer.get(address)
    _ = b"".join(response)  # reading a file to its end closes it
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"
    assert client.get(address).status_code == 302
    client.force_login(UserFactory())
    assert client.get(address).status_code == 403


def test_tables_of_an_unknown_dashboard_are_not_found(viewer):
    assert viewer.get("/dashboard/portfolios/nobody/status-by-month.csv").status_code == 404
    assert viewer.get("/dashboard/nothing/held/status-by-month.csv").status_code == 404
