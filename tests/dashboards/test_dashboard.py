"""The pages of dashboards: whose opens first, what their figures open, and what they cost."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from boards import Portal
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories import (
    AppointmentFactory,
    CommitteeFactory,
    CouncillorAccountFactory,
    CouncillorFactory,
    PlaceFactory,
    ProgressUpdateFactory,
    SeatFactory,
    StoryOutcomeFactory,
    UserFactory,
)

from ledger.clock import today

pytestmark = pytest.mark.django_db

MOST_QUERIES = 25
ADDRESSES = {
    "everything": "/dashboard/all/?by=ward",
    "councillor": "/dashboard/councillors/example/",
    "portfolio": "/dashboard/portfolios/example/",
    "committee": "/dashboard/committees/example/",
    "ward": "/dashboard/wards/example/?by=ward",
}


@pytest.fixture
def portal(client):
    made = Portal()
    client.force_login(made.user)
    return made


def table_of(response):
    return list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


def queries_of(client, address, size):
    """How many queries a dashboard takes that counts so many promises."""
    with CaptureQueriesContext(connection) as captured:
        page = client.get(address)
    assert len(page.context["situation"].facts) == size
    return len(captured)


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.parametrize(
    ("holds", "sits", "expected"),
    [
        (True, True, "/dashboard/councillors/example/"),
        (False, True, "/dashboard/committees/example/"),
        (False, False, "/dashboard/wards/example/"),
    ],
    ids=["cabinet member", "member of a committee", "every councillor"],
)
def test_home_opens_on_what_is_most_the_viewers_own(client, holds, sits, expected):
    councillor = CouncillorFactory(slug="example", ward=PlaceFactory(slug="example"))
    if holds:
        AppointmentFactory(councillor=councillor)
    if sits:
        SeatFactory(councillor=councillor, committee=CommitteeFactory(slug="example"))
    client.force_login(CouncillorAccountFactory(councillor=councillor).user)

    response = client.get("/dashboard/?by=ward")

    assert (response.status_code, response.url) == (302, f"{expected}?by=ward")
    assert response["Cache-Control"] == "private, no-store"


def test_home_of_who_prepares_meetings_opens_on_everything(client):
    client.force_login(UserFactory(is_superuser=True))

    assert client.get("/dashboard/").url == "/dashboard/all/"


@pytest.mark.parametrize(
    "path", ["", "all/", "all/overdue/", "all/overdue.csv"], ids=["home", "board", "list", "table"]
)
def test_dashboards_are_for_viewers_only_and_refusals_say_why(client, path):
    away = client.get(f"/dashboard/{path}")
    client.force_login(UserFactory())
    refused = client.get(f"/dashboard/{path}")

    assert (away.status_code, away.url.startswith("/sign-in/?next="), away["Cache-Control"]) == (
        302,
        True,
        "private, no-store",
    )
    assert refused.status_code == 403
    assert "Your account may not read dashboards" in text_of(refused)


@pytest.mark.parametrize("address", [ADDRESSES["everything"], ADDRESSES["portfolio"]], ids=["everything", "portfolio"])
def test_every_figure_opens_the_list_it_counts(client, portal, address):
    portal.add(10)
    page = client.get(address)

    for shown in page.context["sections"]:
        listed = client.get(shown.url)
        rows = table_of(client.get(listed.context["table_url"]))
        counts = (len(listed.context["rows"]), len(rows) - 1)
        assert (shown.section.key, *counts) == (shown.section.key, *[shown.section.count] * 2)
    for shown in page.context["pivot"]["lines"]:
        for heading, count, url in shown.cells:
            assert (heading, len(client.get(url).context["found"].keys)) == (heading, count)


def test_dashboards_take_as_many_queries_at_ten_times_the_size(client, portal):
    officer = UserFactory()
    officer.user_permissions.add(Permission.objects.get(codename="view_pack"))
    client.force_login(officer)
    asked = {}
    for size, more in ((20, 20), (200, 180)):
        portal.add(more)
        asked[size] = {name: queries_of(client, address, size) for name, address in ADDRESSES.items()}

    assert asked[200] == asked[20]
    assert {name: count for name, count in asked[20].items() if count > MOST_QUERIES} == {}


def test_rows_say_cause_action_next_step_and_what_was_promised_first(client, portal):
    portal.add(1)
    said = text_of(client.get("/dashboard/portfolios/example/"))

    for words in (
        "Cause Example: staff left. What is being done Example: two posts. Next step Example: interviews.",
        "Last confirmed 10 days ago",
        "(first promised for 31 March 2023)",
        "from “By March 2023” to “By December 2030”",
        "Why: The builder went out of business.",
        f"{portal.portfolio.name}, held by Councillor {portal.councillor.name}",
        "Ask about this",
    ):
        assert words in said


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("by=x", "Promises can be told apart by outcome, portfolio, directorate or ward."),
        ("since=999999999999999999999", "There is no such meeting to count from"),
        ("since=%00", "There is no such meeting to count from"),
    ],
    ids=["by", "a meeting that is none", "a null character"],
)
def test_dashboard_says_what_of_an_address_it_cannot_follow(client, portal, query, sentence):
    page = client.get(f"/dashboard/all/?{query}")

    assert (page.status_code, sentence in text_of(page)) == (400, True)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("status=x", "There is no such status to narrow the list to"),
        ("ward=%00x", "There is no ward called “\N{REPLACEMENT CHARACTER}x” to narrow the list to"),
        ("page=9", "The list has only 1 page. Here it is."),
    ],
    ids=["status", "ward", "page"],
)
def test_list_says_what_of_an_address_it_cannot_follow(client, portal, query, sentence):
    page, table = client.get(f"/dashboard/all/every/?{query}"), client.get(f"/dashboard/all/every.csv?{query}")
    table.getvalue()

    assert (page.status_code, sentence in text_of(page)) == (400, True)
    assert table.status_code == (200 if "page" in query else 400)


@pytest.mark.parametrize("path", ["portfolios/none/", "nothing/example/", "wards/none/overdue/", "all/nothing/"])
def test_dashboard_of_nothing_is_missing(client, portal, path):
    assert client.get(f"/dashboard/{path}").status_code == 404


def test_list_shows_fifty_a_page(client, portal):
    portal.add(51)
    page = client.get("/dashboard/all/every/?page=2")

    assert (len(page.context["rows"]), page.context["sentence"]) == (
        1,
        "51 promises are listed here; this is page 2 of 2.",
    )


def test_dashboard_is_read_as_at_a_day(client, portal):
    portal.add(5)
    then = today() - timedelta(100)
    page = client.get(f"/dashboard/portfolios/example/?as-at={then.isoformat()}")

    assert "As at the end of" in text_of(page)
    assert page.context["situation"].standing.counts == {"on-track": 5}
    assert f"/dashboard/portfolios/example/every/?status=on-track&amp;as-at={then.isoformat()}" in page.content.decode()


def test_councillor_reads_days_from_before_there_was_any_record_of_them(client, portal):
    page = client.get("/dashboard/?as-at=2020-01-01", follow=True)

    assert (page.status_code, page.context["situation"].sentence) == (200, "No published promise belongs here.")


def test_dashboard_tells_no_draft(client, portal):
    portal.add(1)
    ProgressUpdateFactory(
        deliverable=portal.priority.deliverables.get(), as_of=date(2026, 1, 1), state="draft", commentary="Secret."
    )
    StoryOutcomeFactory(story__state="draft", story__title="Secret", outcome=portal.priority.plan_outcome.outcome)

    assert "Secret" not in text_of(client.get("/dashboard/portfolios/example/"))
