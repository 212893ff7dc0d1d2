"""The exported table: what a row says, that it is the list, and that anybody can count from it what pages say."""

import csv
import io
from collections import Counter
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import (
    DeliverableFactory,
    DeliverablePlaceFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
)
from mixed_promises import TODAY, a_mixed_house

from ledger.entries import Entry, entering
from priorities.exports import COLUMNS, file_name, harmless, row_of, rows_of, write_csv
from priorities.filters import PromiseFilters
from priorities.models import Deliverable
from priorities.standing import Standing, label_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda value=None: TODAY)


@pytest.fixture
def table(client):
    """The rows that an address of the table gives, by the names of their columns."""

    def table(query=""):
        answer = client.get(f"/priorities.csv{query}")
        assert (answer.status_code, answer.cookies, answer.get("Vary")) == (200, {}, None)
        return rows_in(answer.getvalue())

    return table


@pytest.fixture
def read(client):
    return lambda address: BeautifulSoup(client.get(address).content, "html.parser")


def rows_in(file: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline=""), strict=True))


# What a script makes of the table, by nothing but its columns


def count(rows: list[dict[str, str]]) -> dict[str, int]:
    """The promises in each status, and those overdue and completed late. Days as ISO writes them sort as text."""
    counts = Counter(row["status in words"] for row in rows)
    late = [row for row in rows if row["status"] == "complete" and row["due"] and row["completed on"] > row["due"]]
    overdue = [row for row in rows if row["overdue"] == "yes"]
    return {"": len(rows), **counts, **no_zeros({"Completed late": len(late), "Overdue": len(overdue)})}


def count_by(rows: list[dict[str, str]], *columns: str) -> dict[tuple[str, ...], dict[str, int]]:
    groups: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in rows:
        groups.setdefault(tuple(row[column] for column in columns), []).append(row)
    return {key: count(some) for key, some in groups.items()}


def no_zeros(counts: dict[str, int]) -> dict[str, int]:
    return {name: number for name, number in counts.items() if number}


def as_counts(standing: Standing) -> dict[str, int]:
    """A standing in the same form."""
    counts = {label_of(status): number for status, number in standing.counts.items()}
    cutting = no_zeros({"Completed late": standing.late, "Overdue": standing.passed})
    return {"": standing.total, **counts, **cutting}


def counts_on(page) -> dict[str, int]:
    """What the links below the first bar of a page count, in the same form."""
    links = [" ".join(link.text.split()) for link in page.select(".stands .key a")]
    counts = {said.rsplit(" ", 1)[0]: said.rsplit(" ", 1)[1] for said in links if not said.endswith("promises")}
    everything = next(said.split()[-2] for said in links if said.endswith("promises"))
    counts.pop("Example progress", None)
    return {"": int(everything), **{name: int(number) for name, number in counts.items()}}


def test_table_gives_the_counts_of_every_plan_and_outcome(table):
    a_mixed_house()
    promises, rows = Deliverable.objects.published().promises(), table()
    by_plan = promises.standings(TODAY, "priority__plan__title")
    by_outcome = promises.standings(TODAY, "priority__plan__title", "priority__plan_outcome__outcome__name")
    assert count_by(rows, "plan") == {key: as_counts(each) for key, each in by_plan.items()}
    assert count_by(rows, "plan", "outcome") == {
        (plan, outcome or ""): as_counts(each) for (plan, outcome), each in by_outcome.items()
    }
    assert (len(by_plan), len(by_outcome)) == (2, 6)


@pytest.mark.parametrize(
    ("address", "query"),
    [
        ("/", "?plan=now"),
        ("/plans/now/", "?plan=now"),
        ("/plans/then/", "?plan=then"),
        ("/outcomes/well/", "?plan=now&outcome=well"),
        ("/plans/then/outcomes/safe/", "?plan=then&outcome=safe"),
        ("/portfolios/health/", "?portfolio=health"),
        ("/councillors/holder/", "?holder=holder"),
        ("/places/anley/", "?place=anley"),
    ],
)
def test_table_gives_the_counts_of_a_page(address, query, table, read):
    a_mixed_house()
    assert count(table(query)) == counts_on(read(address))


def test_table_calls_late_and_overdue_what_its_days_say(table):
    a_mixed_house()
    for row in table():
        late = row["status"] == "complete" and row["due"] != "" and row["completed on"] > row["due"]
        past = row["due"] != "" and row["due"] < TODAY.isoformat()
        assert row["completed late"] == ("yes" if late else "no")
        assert row["overdue"] == "no" or (past and row["status"] not in ("complete", "deferred", "withdrawn"))


@pytest.mark.parametrize("query", ["", "?due=overdue", "?status=none&sort=due", "?words=example&place=beck&page=2"])
def test_table_is_the_list_in_its_order(query, table):
    a_mixed_house()
    listed = PromiseFilters(QueryDict(query[1:]), today=TODAY).ordered()
    assert [row["id"] for row in table(query)] == [str(promise.pk) for promise in listed]


# A row


def test_row_says_all_there_is_to_say():
    head = DeliverableFactory(
        priority__number=3,
        priority__title="Towns",
        priority__holder_as_published="Councillor Example",
        priority__portfolio__name="Health",
        priority__plan_outcome__plan__title="The plan",
        priority__plan_outcome__outcome__name="Well",
    )
    said = {"text": "Open four hubs, “soon” – £5", "timescale_text": "March 2022"}
    promise = DeliverableFactory(priority=head.priority, parent=head, **said)
    for name in ("Beck", "Anley"):
        DeliverablePlaceFactory(deliverable=promise, place__name=name)
    for day in (date(2022, 4, 15), date(2022, 5, 1)):
        ProgressUpdateFactory(deliverable=promise, as_of=day, status="complete", is_example=True)
    assert dict(zip(COLUMNS, row_of(promise, TODAY, "https://promises.example.org"), strict=True)) == {
        "id": str(promise.pk),
        "plan": "The plan",
        "outcome": "Well",
        "priority number": "3",
        "priority title": "Towns",
        "promise": "Open four hubs, “soon” – £5",
        "parent id": str(promise.parent_id),
        "timescale as published": "March 2022",
        "timescale as read": "Read as: during March 2022.",
        "due": "2022-03-31",
        "ongoing": "no",
        "status": "complete",
        "status in words": "Complete",
        "as at": "2022-05-01",
        "completed on": "2022-04-15",
        "overdue": "no",
        "completed late": "yes",
        "portfolio": "Health",
        "holder as published": "Councillor Example",
        "places": "Anley; Beck",
        "example": "yes",
        "address": f"https://promises.example.org/deliverables/{promise.pk}/",
        "first timescale": "",
        "first due": "",
        "moved as example": "no",
    }


def test_row_says_what_was_promised_first():
    promise = DeliverableFactory(timescale_text="March 2022")
    promise.timescale_text = "May 2022"
    with entering(Entry("Example: the lease was late.")):
        promise.save()
    promise = Deliverable.objects.with_context().get(pk=promise.pk)
    said = dict(zip(COLUMNS, row_of(promise, TODAY, ""), strict=True))
    assert [said[name] for name in COLUMNS[-3:]] == ["March 2022", "2022-03-31", "yes"]


def test_row_leaves_empty_what_nobody_said():
    priority = PriorityActionFactory(plan_outcome=None, plan=DeliverableFactory().priority.plan, portfolio=None)
    promise = DeliverableFactory(priority=priority, timescale_text="")
    said = dict(zip(COLUMNS, row_of(promise, TODAY, ""), strict=True))
    assert [name for name, cell in said.items() if not cell] == [
        *("outcome", "parent id", "timescale as published", "timescale as read", "due"),
        *("as at", "completed on", "portfolio", "holder as published", "places"),
        *("first timescale", "first due"),
    ]
    assert (said["status"], said["status in words"], said["overdue"]) == ("none", "No progress reported", "no")


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+44 1484", "'+44 1484"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("1=1", "1=1"),
        ("– and so on", "– and so on"),
        ("", ""),
    ],
    ids=["equals", "plus", "minus", "at", "tab", "return", "inside", "dash", "empty"],
)
def test_harmless_keeps_a_cell_from_running(cell, written):
    assert harmless(cell) == written


def test_every_cell_of_a_row_is_harmless():
    promise = DeliverableFactory(text="=HYPERLINK(1)", timescale_text="@now", priority__title="+1")
    said = dict(zip(COLUMNS, row_of(promise, TODAY, ""), strict=True))
    assert (said["promise"], said["timescale as published"], said["priority title"]) == (
        "'=HYPERLINK(1)",
        "'@now",
        "'+1",
    )


# The file


def test_file_is_quoted_and_marked():
    with write_csv([["a", "b"], ['say "so", twice', "one\ntwo – three"]]) as file:
        written = file.read()
    assert written == b'\xef\xbb\xbfa,b\r\n"say ""so"", twice","one\ntwo \xe2\x80\x93 three"\r\n'


def test_file_larger_than_memory_is_whole():
    with write_csv([["x" * 1000]] * 2000) as file:
        assert len(file.read()) == 3 + 2000 * 1002


def test_rows_begin_with_the_names_of_the_columns():
    assert list(rows_of([], TODAY, "")) == [list(COLUMNS)]


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ([], "kirklees-promises-as-at-2022-05-12.csv"),
        (["Council Plan 2021/23", "At risk"], "kirklees-promises-council-plan-202123-at-risk-as-at-2022-05-12.csv"),
        (["…", '"; x'], "kirklees-promises-x-as-at-2022-05-12.csv"),
        (["a " * 200], f"kirklees-promises-{'-'.join('a' * 50)}-as-at-2022-05-12.csv"),
    ],
    ids=["everything", "some", "signs", "long"],
)
def test_file_name_says_what_and_which_day(asked, name):
    assert file_name(asked, TODAY) == name


# The address


def test_table_comes_as_a_file_with_its_name(client):
    ProgressUpdateFactory(status="on-track")
    answer = client.get("/priorities.csv?status=on-track")
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "text/csv; charset=utf-8",
        'attachment; filename="kirklees-promises-on-track-as-at-2022-05-12.csv"',
    )
    assert int(answer["Content-Length"]) == len(answer.getvalue())


def test_table_leaves_out_drafts_and_heads(table):
    head = DeliverableFactory()
    below = DeliverableFactory(parent=head, priority=head.priority)
    DeliverableFactory(priority__plan_outcome__plan__state="draft")
    ProgressUpdateFactory(deliverable=below, state="draft")
    assert [(row["id"], row["parent id"], row["status"]) for row in table()] == [(str(below.pk), str(head.pk), "none")]


def test_table_reads_the_day_that_is_asked_for(client):
    with entering(Entry("Read in.", effective_on=date(2022, 1, 1))):
        promise = DeliverableFactory(timescale_text="March 2022")
    for day, status in ((date(2022, 3, 30), "on-track"), (date(2022, 5, 1), "complete")):
        ProgressUpdateFactory(deliverable=promise, as_of=day, status=status)
    answer = client.get("/priorities.csv?as-at=2022-04-15")
    (row,) = rows_in(answer.getvalue())
    assert answer["Content-Disposition"] == 'attachment; filename="kirklees-promises-as-at-2022-04-15.csv"'
    assert (row["status"], row["as at"], row["overdue"]) == ("on-track", "2022-03-30", "yes")


def test_list_of_a_past_day_links_to_its_table_of_that_day(read):
    with entering(Entry("Read in.", effective_on=date(2022, 1, 1))):
        DeliverableFactory()
    link = read("/priorities/?due=past&as-at=2022-04-15").select_one('a[href*=".csv"]')
    assert link["href"] == "/priorities.csv?due=past&as-at=2022-04-15"


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("?due=overduee", "due"),
        ("?status=at-risk&status=x&plan=nope", "plan, status"),
        ("?words=%00", "words"),
        ("?words=a+b+c+d+e+f+g+h+i", "words"),
    ],
)
def test_table_refuses_what_it_cannot_follow(query, fields, client):
    answer = client.get(f"/priorities.csv{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert answer.content.decode() == (
        f"No table was made, for part of the address cannot be followed. Correct it or leave it out: {fields}.\n"
    )


def test_table_asks_as_many_questions_at_three_rows_as_at_one(client):
    def add():
        link = DeliverablePlaceFactory()
        ProgressUpdateFactory.create_batch(2, deliverable=link.deliverable)

    add()
    with CaptureQueriesContext(connection) as at_one:
        client.get("/priorities.csv").getvalue()
    add()
    add()
    with CaptureQueriesContext(connection) as at_three:
        client.get("/priorities.csv").getvalue()
    assert len(at_three) == len(at_one)


@pytest.mark.parametrize(
    ("address", "links"),
    [
        ("/priorities/", ["/priorities.csv"]),
        (
            "/priorities/?due=past&status=none&plan=nope&page=7",
            ["/priorities.csv?due=past&status=none"],
        ),
        ("/priorities/?due=ongoing", []),
        ("/priorities/?show=priorities", []),
    ],
    ids=["everything", "narrowed", "nothing found", "priorities"],
)
def test_list_links_to_its_table(address, links, read):
    DeliverableFactory()
    assert [link["href"] for link in read(address).select('a[href*=".csv"]')] == links
