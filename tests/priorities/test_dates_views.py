"""The page of moved dates, and its table."""

import csv
from datetime import date
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories import DeliverableFactory, PlanFactory, PriorityActionFactory, SuccessionFactory

from ledger.entries import Entry, entering
from priorities.views import dates

pytestmark = pytest.mark.django_db
JAN, FEB, MAR, APR = (date(2022, month, 1) for month in range(1, 5))
PAGE, TABLE = "/changes/dates/", "/changes/dates.csv"
REASON = "The contractor went into administration."


@pytest.fixture
def read(client):
    """Open the page, as parsed HTML."""

    def read(address=PAGE, status=200):
        answer = client.get(address)
        assert (answer.status_code, answer.cookies, answer.get("Vary")) == (status, {}, None)
        return BeautifulSoup(answer.content, "html.parser")

    return read


@pytest.fixture
def table(client):
    """Download the table, as one dict a row."""

    def table(query=""):
        answer = client.get(TABLE + query)
        assert answer.status_code == 200
        return list(csv.DictReader(StringIO(answer.getvalue().decode("utf-8-sig"))))

    return table


def words(element):
    return " ".join(element.get_text(" ", strip=True).split())


def stands(page):
    return words(page.select_one(".stands p"))


def rows(page):
    return [[words(cell) for cell in row.select("th, td")] for row in page.select("tbody tr")]


def a_promise(day=JAN, **more):
    with entering(Entry("Read in from the plan.", effective_on=day)):
        return DeliverableFactory(**({"text": "Open a hub", "timescale_text": "March 2022"} | more))


def move(promise, timescale, day=FEB, reason=REASON, **more):
    promise.timescale_text = timescale
    with entering(Entry(reason, effective_on=day, **more)):
        promise.save()


def a_moved_promise(timescale="June 2022", day=FEB, **more):
    promise = a_promise(**more)
    move(promise, timescale, day)
    return promise


def carry_on(earlier, how="carried", timescale="June 2022", **more):
    """Mark in the plan after it that a promise goes on there."""
    plan = PlanFactory(state="draft", replaces=earlier.priority.plan, title="Later plan", adopted_on=APR)
    later = DeliverableFactory(priority=PriorityActionFactory(plan=plan, plan_outcome=None), timescale_text=timescale)
    mark = SuccessionFactory(earlier=earlier, plan=plan, later=later, later_priority=None, how=how, **more)
    plan.refresh_from_db()
    plan.state = "current"
    plan.save()
    return mark


def test_page_without_a_moved_date_says_so(read):
    DeliverableFactory()
    page = read()
    assert stands(page) == "No date has moved."
    assert words(page.select_one(".notice")).startswith("Every promise still has the date")


def test_page_lists_every_move_the_latest_first(read):
    promise = a_promise(text="Open a hub")
    move(promise, "June 2022", decision_url="https://example.org/decision", approved_by="Example approver")
    move(promise, "May 2022", MAR)
    page = read()
    priority = promise.priority
    whose = f"{priority.plan.title} , {priority.plan_outcome.outcome.name}".replace(" ,", ",")
    today = promise.recorded_on
    late = f", recorded on {today.day} {today:%B %Y}"
    assert stands(page) == "2 dates of 1 promise moved; together 61 days later."
    assert rows(page) == [
        [f"Open a hub 1 March 2022{late}", whose, "March 2022", "June 2022", "May 2022", "30 days earlier", REASON]
        + ["None linked", "Not on record"],
        [f"Open a hub 1 February 2022{late}", whose, "March 2022", "March 2022", "June 2022", "91 days later", REASON]
        + ["Decision on Open a hub, 1 February 2022", "Example approver"],
    ]
    assert page.select_one("tbody tr th a")["href"] == promise.get_absolute_url()


def test_page_shows_only_published_plans(read):
    a_moved_promise(priority__plan_outcome__plan__state="draft")
    assert stands(read()) == "No date has moved."


def test_page_lists_a_correction_and_does_not_count_it(read):
    user = get_user_model().objects.create_user("officer")
    promise = a_promise()
    move(promise, "June 2032", by=user)
    move(promise, "June 2022", reason="", by=user, correction=True)
    page = read()
    assert stands(page) == "1 date of 1 promise moved; 91 days later. 1 correction of a slip is listed, not counted."
    listed = [(row[2:6], "Correction, not counted" in row[0]) for row in rows(page)]
    assert listed == [
        (["March 2022", "June 2032", "June 2022", "3,653 days (over 10 years) earlier"], True),
        (["March 2022", "March 2022", "June 2022", "91 days later"], False),
    ]


@pytest.mark.parametrize(
    ("how", "timescale", "sentence"),
    [
        ("carried", "June 2022", "1 date of 1 promise moved; 91 days later."),
        ("merged", "June 2022", "1 date of 1 promise moved; 91 days later."),
        ("replaced", "June 2022", "No date has moved."),
        ("carried", "March 2022", "No date has moved."),
    ],
)
def test_page_counts_a_later_date_in_the_plan_a_promise_was_carried_into(how, timescale, sentence, read):
    carry_on(a_promise(), how, timescale)
    assert stands(read()) == sentence


def test_page_says_into_which_plan_a_promise_was_carried(read):
    mark = carry_on(a_promise(), is_example=True)
    row = read().select_one("tbody th")
    assert "carried into Later plan Example" in words(row)
    assert [link["href"] for link in row("a")] == [each.get_absolute_url() for each in (mark.earlier, mark.later)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["here", "there"]),
        ("?plan=here", ["here"]),
        ("?plan=there", ["there"]),
        ("?plan=untouched", []),
        ("?outcome=well", ["here"]),
        ("?portfolio=homes", ["there"]),
        ("?from=2022-03-01", ["here"]),
        ("?to=2022-02-28", ["there"]),
        ("?from=2022-02-01&to=2022-03-01", ["here", "there"]),
        ("?plan=&outcome=&portfolio=&from=&to=", ["here", "there"]),
        ("?plan=here&portfolio=homes", []),
        ("?unknown=1", ["here", "there"]),
    ],
)
def test_filters_narrow_the_page_and_its_table(query, found, read, table):
    where = "priority__plan_outcome__"
    a_moved_promise(
        text="here",
        day=MAR,
        **{f"{where}plan__slug": "here", f"{where}outcome__slug": "well", "priority__portfolio": None},
    )
    a_moved_promise(text="there", **{f"{where}plan__slug": "there", "priority__portfolio__slug": "homes"})
    PlanFactory(slug="untouched")
    page = read(PAGE + query)
    assert [words(each) for each in page.select("tbody th a")] == found
    assert [row["promise"] for row in table(query)] == found


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?plan=nope", ["“Plan” has no such choice. Choose one from the list."]),
        ("?outcome=%00", ["“Outcome” has no such choice. Choose one from the list."]),
        ("?portfolio=1", ["“Portfolio” has no such choice. Choose one from the list."]),
        ("?from=yesterday", ["“From” is not a day: write it like 2022-05-31."]),
        ("?to=2022-02-30", ["“To” is not a day: write it like 2022-05-31."]),
        ("?to=%00", ["“To” is not a day: write it like 2022-05-31."]),
        ("?to=" + "9" * 5000, ["“To” is not a day: write it like 2022-05-31."]),
        (
            "?from=2022-02-02&to=2022-02-01",
            ["“To” is before “From”. Choose a later day, or leave one of them empty."],
        ),
        (
            "?plan=nope&from=x",
            ["“Plan” has no such choice. Choose one from the list."]
            + ["“From” is not a day: write it like 2022-05-31."],
        ),
    ],
    ids=["plan", "outcome", "portfolio", "from", "to", "nul", "enormous", "order", "two"],
)
def test_bad_values_are_refused_with_what_to_do(query, said, read, client):
    a_moved_promise()
    page = read(PAGE + query, status=400)
    assert [words(each) for each in page.select(".error-summary li")] == said
    assert all(page.select_one(link["href"]) for link in page.select(".error-summary a"))
    assert (stands(page), rows(page)) == ("Nothing is listed until your request can be followed.", [])
    assert "\0" not in page.decode()
    answer = client.get(TABLE + query)
    refused = f"No table was made, for part of the address cannot be followed: {' '.join(said)}\n"
    assert (answer.status_code, answer.content.decode()) == (400, refused)


@pytest.mark.parametrize(
    ("page", "complaint"),
    [
        ("abc", "Pages have numbers. This is the first page of the list."),
        ("9", "The list has pages 1 to 2. This is page 2."),
    ],
)
def test_a_page_that_is_not_there_gives_the_nearest_and_says_so(page, complaint, read, monkeypatch):
    monkeypatch.setattr(dates, "PAGE_SIZE", 1)
    promise = a_moved_promise()
    move(promise, "May 2022", MAR)
    assert [words(each) for each in read(f"{PAGE}?page={page}").select(".error-summary li")] == [complaint]


def test_pages_keep_what_was_asked_for(read, monkeypatch):
    monkeypatch.setattr(dates, "PAGE_SIZE", 1)
    promise = a_moved_promise()
    move(promise, "May 2022", MAR)
    slug = promise.priority.plan.slug
    page = read(f"{PAGE}?plan={slug}&from=2022-01-01&page=2")
    assert [row[4] for row in rows(page)] == ["June 2022"]
    assert [link["href"] for link in page.select(".pages a")] == [
        f"?plan={slug}&from=2022-01-01&page={number}" for number in (1, 2)
    ]
    assert page.select_one('a[href*=".csv"]')["href"] == f"{TABLE}?plan={slug}&from=2022-01-01"


def test_page_as_at_a_day_knows_nothing_of_later(read, table):
    promise = a_moved_promise("June 2022")
    move(promise, "May 2022", MAR)
    carry_on(promise)
    assert [row[4] for row in rows(read(f"{PAGE}?as-at=2022-02-28"))] == ["June 2022"]
    assert [row["now"] for row in table("?as-at=2022-02-28")] == ["June 2022"]
    assert stands(read(f"{PAGE}?as-at=2022-01-31")) == "No date has moved."


def test_page_asks_as_many_questions_at_three_rows_as_at_one(client):
    carry_on(a_moved_promise())
    counts = []
    for _ in range(2):
        for address in (PAGE, TABLE):
            with CaptureQueriesContext(connection) as asked:
                client.get(address).getvalue()
            counts.append(len(asked))
        for _ in range(2):
            move(a_moved_promise(), "May 2022", MAR)
            carry_on(a_moved_promise())
    assert counts == [7, 7, 7, 7]


def test_table_has_a_row_for_each_move(table):
    promise = a_promise(text="=Open a hub")
    move(promise, "January 2022", reason="-1 is where this began, they say.", approved_by="@approver")
    (row,) = table()
    assert row == {
        "promise id": str(promise.pk),
        "promise": "'=Open a hub",
        "plan": promise.priority.plan.title,
        "outcome": promise.priority.plan_outcome.outcome.name,
        "kind": "moved",
        "original": "March 2022",
        "original end": "2022-03-31",
        "previous": "March 2022",
        "previous end": "2022-03-31",
        "now": "January 2022",
        "now end": "2022-01-31",
        "days later": "-59",
        "in words": "59 days earlier",
        "reason": "'-1 is where this began, they say.",
        "decision": "",
        "approved by": "'@approver",
        "took effect": "2022-02-01",
        "recorded": promise.recorded_on.isoformat(),
        "carried into": "",
        "example": "no",
        "address": f"http://testserver{promise.get_absolute_url()}",
    }


def test_table_says_of_which_kind_each_row_is(table):
    user = get_user_model().objects.create_user("officer")
    promise = a_promise()
    move(promise, "Ongoing", MAR, by=user)
    move(promise, "May 2022", MAR, reason="", by=user, correction=True)
    carry_on(promise, is_example=True)
    told = [(row["kind"], row["days later"], row["carried into"], row["example"]) for row in table()]
    assert told == [
        ("carried", "30", "Later plan", "yes"),
        ("correction", "", "", "no"),
        ("moved", "61", "", "no"),
    ]


def test_made_up_moves_are_marked_and_counted_as_examples(read, table):
    promise = a_moved_promise()
    move(promise, "May 2022", MAR, reason="Example: the grant came earlier.")
    page = read()
    assert stands(page) == "2 dates of 1 promise moved; together 61 days later. 1 of them is an example."
    assert [bool(row.select_one("strong.example")) for row in page.select("tbody tr")] == [True, False]
    assert [row["example"] for row in table()] == ["yes", "no"]


def test_life_story_marks_made_up_moves_as_examples(read):
    promise = a_moved_promise()
    move(promise, "May 2022", MAR, reason="Example: the grant came earlier.")
    reasons = [words(each.parent) for each in read(promise.get_absolute_url()).select("li p > strong.example")]
    assert reasons == ["Reason: Example: the grant came earlier. Example"]


def test_table_is_named_after_its_day(client):
    answer = client.get(f"{TABLE}?as-at=2022-02-28")
    assert answer.getvalue().count(b"\r\n") == 1
    assert answer["Content-Disposition"] == 'attachment; filename="kirklees-moved-dates-as-at-2022-02-28.csv"'
