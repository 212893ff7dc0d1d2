"""What is counted under each name: said once, and shown wherever it is counted."""

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from factories import DeliverableFactory
from mixed_promises import TODAY

from priorities.definitions import DATES, PROMISE, STATUSES, of_dates, of_list, of_only, of_status
from priorities.filters import DUE_CHOICES, ONLY_CHOICES, STATUS_CHOICES
from priorities.models import Status

HOW = "/how-we-judge-progress/"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda value=None: TODAY)


@pytest.fixture
def read(client):
    return lambda address: BeautifulSoup(client.get(address).content, "html.parser")


def words(element) -> str:
    return " ".join(element.get_text(" ", strip=True).split())


def test_every_status_has_its_rule():
    assert set(STATUSES) == set(Status)
    assert [of_status(status).term for status, _ in STATUS_CHOICES] == [word for _, word in STATUS_CHOICES]


def test_every_choice_of_dates_has_its_rule():
    assert [(due, of_dates(due).term) for due in DATES] == DUE_CHOICES


def test_every_number_that_cuts_across_has_its_rule():
    assert [of_only(which).term for which, _ in ONLY_CHOICES] == [word for _, word in ONLY_CHOICES]


@pytest.mark.parametrize(
    ("statuses", "due", "only", "terms"),
    [
        ([], "", [], []),
        (["at-risk", "none"], "past", [], ["At risk", "No progress reported", "Date has passed"]),
        ([], "late", ["late", "example"], ["Completed late", "Example progress"]),
    ],
    ids=["nothing", "statuses and dates", "each once"],
)
def test_list_defines_what_it_asks_for(statuses, due, only, terms):
    assert [each.term for each in of_list(statuses, due, only)] == terms


def every_choice() -> list[tuple[str, object]]:
    return [
        *((f"status={status}", of_status(status)) for status, _ in STATUS_CHOICES),
        *((f"due={due}", of_dates(due)) for due, _ in DUE_CHOICES),
        *((f"only={which}", of_only(which)) for which, _ in ONLY_CHOICES),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("query", "definition"), every_choice(), ids=[query for query, _ in every_choice()])
def test_list_says_what_it_counts_as_the_page_of_rules_does(query, definition, read):
    DeliverableFactory()
    said, link = read(f"/priorities/?{query}").select(".stands p.soft"), f"{HOW}#{definition.anchor}"
    assert words(said[0]) == f"{definition.term} : {definition.rule}"
    assert said[0].a["href"] == link
    rule = read(HOW).select_one(f"[id='{definition.anchor}']")
    assert definition.rule in words(rule)


@pytest.mark.django_db
def test_list_says_what_a_promise_is(read):
    DeliverableFactory()
    said = read("/priorities/").select(".stands p.soft")
    assert [words(each) for each in said] == [f"{PROMISE} How promises are counted"]
    assert said[0].a["href"] == f"{HOW}#counting"


@pytest.mark.django_db
def test_list_of_priorities_says_that_one_promise_must_fit(read):
    said = read("/priorities/?show=priorities&due=overdue").select(".stands p.soft")
    assert words(said[-1]).startswith("A priority is listed where one of its promises fits. A promise is")
