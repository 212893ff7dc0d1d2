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
    DeliverableFactory,
    NoteFactory,
    PlaceFactory,
    PlaceFollowsFactory,
    PortfolioFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
    SeatFactory,
    StoryOutcomeFactory,
    StoryPlaceFactory,
    SuccessionFactory,
    UserFactory,
)

from dashboards.choosing import scopes_on_offer
from dashboards.scopes import SCOPES
from dashboards.switch import switch_for
from ledger.clock import today
from ledger.entries import Entry, entering
from outcomes.elections import period_on

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
    """How many queries a dashboard takes that counts so many promises, once the election periods are known."""
    period_on(today())
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
    for size, more in ((5, 5), (50, 45)):
        portal.add(more)
        asked[size] = {name: queries_of(client, address, size) for name, address in ADDRESSES.items()}

    assert asked[50] == asked[5]
    assert {name: count for name, count in asked[5].items() if count > MOST_QUERIES} == {}


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


def test_councillor_of_a_newer_ward_reads_the_past_of_the_one_before_it(client):
    with entering(Entry("An example begins.", effective_on=date(2021, 1, 1))):
        earlier = PlaceFactory(slug="earlier", valid_until=date(2026, 5, 1))
    ward = PlaceFactory(slug="newer", valid_from=date(2026, 5, 1))
    PlaceFollowsFactory(later=ward, earlier=earlier)
    client.force_login(CouncillorAccountFactory(councillor__ward=ward).user)

    assert client.get("/dashboard/?as-at=2022-06-30").url.split("?")[0] == "/dashboard/wards/earlier/"
    assert client.get("/dashboard/").url == "/dashboard/wards/newer/"


def test_councillor_of_a_ward_that_followed_none_reads_the_past_of_everything(client):
    ward = PlaceFactory(slug="newer", valid_from=date(2026, 5, 1))
    client.force_login(CouncillorAccountFactory(councillor__ward=ward).user)

    assert client.get("/dashboard/?as-at=2022-06-30").url.split("?")[0] == "/dashboard/all/"


def test_dashboard_of_one_portfolio_is_told_apart_by_outcome(client, portal):
    portal.add(1)
    kinds = [client.get(ADDRESSES[name]).context["by"] for name in ("councillor", "portfolio", "committee")]
    with entering(Entry("An example begins.", effective_on=today() - timedelta(700))):
        DeliverableFactory(priority=PriorityActionFactory(portfolio=None, published_holder=portal.councillor))

    assert kinds == ["outcome"] * 3
    assert client.get(ADDRESSES["councillor"]).context["by"] == "portfolio"
    assert client.get(ADDRESSES["everything"].split("?")[0]).context["by"] == "portfolio"


def test_table_says_that_it_counts_what_a_later_plan_settled(client, portal):
    portal.add(1)
    settled = portal.priority.deliverables.get()
    address = "/dashboard/portfolios/example/"
    said = "So is 1 off track or at risk that a later plan settled: no attention is needed any more."
    before = text_of(client.get(address))
    SuccessionFactory(earlier=settled)

    assert (said in before, said in text_of(client.get(address))) == (False, True)


def test_footer_of_a_dashboard_knows_that_the_viewer_signed_in(client, portal):
    own, public = (text_of(client.get(address)) for address in ("/dashboard/all/", "/privacy/"))

    for words, stands in (("Sign in", public), ("No cookies and no scripts are needed", public)):
        assert (words in stands, words in own) == (True, False)
    assert "this site uses cookies that tell it so" in own


def test_row_says_how_a_promise_stands_before_the_ways_on_from_it(client, portal):
    portal.add(1)
    said = text_of(client.get("/dashboard/portfolios/example/every/"))

    assert said.index("The calendar says:") < said.index("Ask about this")


@pytest.mark.parametrize("address", ["/dashboard/all/", "/dashboard/all/every/"], ids=["dashboard", "list"])
def test_row_says_that_the_viewer_has_a_note_on_it(client, portal, address):
    portal.add(1)
    promise = portal.priority.deliverables.get()
    NoteFactory(deliverable=promise, text="Nobody else knows.")
    without = text_of(client.get(address))
    NoteFactory(deliverable=promise, user=portal.user)

    assert ("My note: written" in without, "My note: written" in text_of(client.get(address))) == (False, True)


def test_cause_stands_in_the_sections_of_exceptions_alone(client, portal):
    portal.add(2)
    due = client.get("/dashboard/all/due/")

    assert [row.trouble.status for row in due.context["rows"]] == ["at-risk"]
    assert ("Cause" in text_of(due), "Cause" in text_of(client.get("/dashboard/all/at-risk/"))) == (False, True)


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        ({"commentary": "Waiting for **the builder**."}, [("What the report says", "Waiting for the builder.")]),
        ({"cause": "=1+1", "next_step": "Ask.", "commentary": ""}, [("Cause", "=1+1"), ("Next step", "Ask.")]),
        ({"commentary": ""}, [("Cause", "No cause is on record.")]),
        (None, [("Cause", "No cause is on record.")]),
    ],
    ids=["commentary alone", "cause and next step", "nothing said", "no report"],
)
def test_overdue_says_why_whatever_was_reported_on_its_page_and_in_its_table(client, portal, report, expected):
    with entering(Entry("An example begins.", effective_on=date(2022, 1, 1))):
        promise = DeliverableFactory(priority=portal.priority, timescale_text="By March 2023")
    if report is not None:
        ProgressUpdateFactory(deliverable=promise, as_of=date(2022, 3, 1), status="on-track", **report)
    page = client.get("/dashboard/all/overdue/")
    columns, row = table_of(client.get(page.context["table_url"]))
    told = dict(zip(columns, row, strict=True))

    assert [row.why for row in page.context["rows"]] == [expected]
    assert all(f"{label} {said}" in text_of(page) for label, said in expected)
    assert told["who answers"] == f"{portal.portfolio.name}, held by Councillor {portal.councillor.name}"
    assert told["cause"] == ("'=1+1" if report and report.get("cause") else "")
    assert told["next step"] == (report or {}).get("next_step", "")
    assert told["commentary"] == ("Waiting for the builder." if (report or {}).get("commentary") else "")


def test_switch_offers_who_a_plan_names_and_wards_that_ended(client, portal, django_assert_num_queries):
    with entering(Entry("An example begins.", effective_on=date(2022, 1, 1))):
        named = PriorityActionFactory(plan=portal.priority.plan, published_holder=CouncillorFactory(slug="named"))
        PriorityActionFactory(plan_outcome__plan__state="draft", published_holder=CouncillorFactory(slug="drafted"))
        PlaceFactory(slug="gone", name="Gone", valid_until=date(2023, 5, 1))
        PlaceFactory(slug="later", valid_from=today() + timedelta(90))
    groups = dict(client.get("/dashboard/all/").context["switch"].groups)

    who = [portal.councillor, named.published_holder]
    answers = {(f"/dashboard/councillors/{each.slug}/", each.name) for each in who}
    assert set(groups["Who answers for promises"]) == answers
    assert groups["Former wards"] == [("/dashboard/wards/gone/", "Gone")]
    assert not {"/dashboard/wards/gone/", "/dashboard/wards/later/"} & {url for url, _ in groups["Wards"]}
    offered = dict(scopes_on_offer(portal.user, today(), SCOPES["all"]("", today())))
    assert offered["Former wards"] == [("wards/gone", "Gone")]
    with django_assert_num_queries(1):
        switch_for(portal.user, today())


@pytest.mark.parametrize(
    ("address", "heading", "expected"),
    [
        ("wards/example", "Stories from here", ["from here"]),
        (
            "portfolios/example",
            "Stories from the places of these promises, and of their outcomes",
            ["from here", "the latest", "of the outcome"],
        ),
        ("portfolios/other", "Stories from the places of these promises, and of their outcomes", []),
    ],
    ids=["ward", "portfolio", "portfolio with other promises"],
)
def test_stories_from_the_places_of_the_promises_come_first(client, portal, address, heading, expected):
    portal.add(1)
    outcome = portal.priority.plan_outcome.outcome
    latest = StoryOutcomeFactory(outcome=outcome).story
    StoryPlaceFactory(place=PlaceFactory())
    with entering(Entry("An example begins.", effective_on=date(2022, 1, 1))):
        DeliverableFactory(priority__portfolio=PortfolioFactory(slug="other"))
    named = {
        "from here": portal.ward.stories.get(),
        "the latest": latest,
        "of the outcome": outcome.stories.exclude(pk=latest.pk).get(),
    }
    stories = client.get(f"/dashboard/{address}/").context["stories"]

    assert (stories.heading, stories.stories) == (heading, [named[each] for each in expected])


def test_bar_at_the_top_has_its_table(client, portal):
    portal.add(2)

    assert client.get("/dashboard/portfolios/example/").content.decode().count("/portfolios/example/every.csv") == 1
    assert len(table_of(client.get("/dashboard/portfolios/example/every.csv"))) == 3


def test_dashboard_tells_no_draft(client, portal):
    portal.add(1)
    ProgressUpdateFactory(
        deliverable=portal.priority.deliverables.get(), as_of=date(2026, 1, 1), state="draft", commentary="Secret."
    )
    StoryOutcomeFactory(story__state="draft", story__title="Secret", outcome=portal.priority.plan_outcome.outcome)

    assert "Secret" not in text_of(client.get("/dashboard/portfolios/example/"))
