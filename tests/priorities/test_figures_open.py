"""Every count of promises that a page shows opens the very list that it counts."""

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.test import RequestFactory
from django.utils import timezone
from mixed_promises import TODAY, a_mixed_house

from ledger.entries import Entry, entering
from priorities.views import PriorityListView

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r"\d[\d,]*")
LISTS = [
    "/priorities/",
    "/priorities/?status=complete",
    "/priorities/?status=at-risk&status=off-track",
    "/priorities/?plan=now&outcome=well",
    "/priorities/?due=ongoing",
    "/priorities/?due=financial-year",
    "/priorities/?due=past&status=complete",
    "/priorities/?due=overdue",
    "/priorities/?due=past&only=overdue",
    "/priorities/?place=anley&words=example",
    "/priorities/?show=priorities",
    "/priorities/?show=priorities&only=example",
]


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda value=None: TODAY)


@pytest.fixture
def house():
    return a_mixed_house()


@pytest.fixture
def read(client):
    return lambda address: BeautifulSoup(client.get(address).content, "html.parser")


def words(element) -> str:
    return " ".join(element.get_text(" ", strip=True).split())


def numbers(text: str) -> list[int]:
    return [int(each.replace(",", "")) for each in NUMBER.findall(text)]


def counting_links(page) -> dict[str, int]:
    """Addresses of lists of promises, each with the number in the words of its link."""
    links = page.select('main a[href^="/priorities/?"], main a[href="/priorities/"]')
    return {link["href"]: numbers(words(link))[0] for link in links if numbers(words(link))}


def count_of_list(address: str) -> int:
    """How many promises the page at an address says that it lists; none where it names no number."""
    answer = PriorityListView.as_view()(RequestFactory().get(address))
    return (numbers(answer.context_data["sentence"]) or [0])[0]


def sentence_of(page) -> str:
    """The sentence above the first bar, without what stands in bold before it."""
    said = page.select_one(".stands .standing") or page.select_one(".stands p")
    for bold in said.select("strong"):
        bold.extract()
    return words(said)


def test_every_count_opens_the_list_it_counts(house, read):
    counts: dict[str, int] = {}
    for address in [*house.addresses, *LISTS]:
        found = counting_links(read(address))
        assert {each: counts[each] for each in found if each in counts and counts[each] != found[each]} == {}, address
        counts |= found
    assert len(counts) > 200
    assert {each: count_of_list(each) for each in counts} == counts


def test_every_count_of_a_past_day_opens_the_list_of_that_day(read):
    with entering(Entry("Read in.", effective_on=date(2022, 1, 1))):
        a_mixed_house()
    then = "/plans/now/?as-at=2022-04-20"
    counts = counting_links(read(then))
    assert list(counts.values()) != list(counting_links(read("/plans/now/")).values())
    assert {each: count_of_list_shown(read(each)) for each in counts} == counts


def count_of_list_shown(page) -> int:
    return (numbers(words(page.select_one(".stands strong"))) or [0])[0]


def test_every_number_of_a_sentence_has_its_link(house, read):
    counted = [each for each in house.addresses if read(each).select_one(".stands .tally")]
    assert len(counted) == 1 + 2 + 2 + 4 + len(house.priorities) + 2 + 2 + 2
    assert {each: unopened(read(each)) for each in counted} == dict.fromkeys(counted, set())


def test_every_number_above_a_list_has_its_link_or_is_the_list(house, read):
    lists_of_promises = [address for address in LISTS if "show" not in address]
    left = {each: unopened(read(each), count_of_list(each)) for each in lists_of_promises}
    assert left == dict.fromkeys(lists_of_promises, set())


def unopened(page, *open_here: int) -> set[int]:
    """The numbers of a page's sentence that no link under it opens."""
    linked = {number for link in page.select(".stands a") for number in numbers(words(link))}
    return set(numbers(sentence_of(page))) - linked - set(open_here)


def test_every_place_counts_its_promises_with_a_link(house, read):
    links = read("/places/").select("main .contents .soft a")
    assert [(words(link), link["href"]) for link in links] == [
        ("24 promises for Anley", "/priorities/?place=anley"),
        ("18 promises for Beck", "/priorities/?place=beck"),
    ]


def test_every_priority_in_a_list_counts_its_promises_with_a_link(house, read):
    rows = read("/priorities/?show=priorities").select(".promises > li")
    linked = [row.select(".dates a")[-1]["href"] for row in rows]
    assert sorted(linked) == sorted(f"/priorities/?priority={each.pk}" for each in house.priorities)
