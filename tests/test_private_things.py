"""Private things reach no public page, feed, export, file or list: every address is asked for, anonymously."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import product
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db.models import Model
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver
from django.utils import timezone
from planted import LATER, LONG_AGO, OPEN, plant

from outcomes.models import Plan

pytestmark = pytest.mark.django_db

WORD = re.compile(r"zq\d+-[a-z_-]+-zq")
"""What every secret looks like."""
ADDRESS = re.compile(r'(?:href|src|action)="(/[^"#]*)')
NOT_FOLLOWED = ("/static/", "/admin/", "/dashboard/", "/sign-in/")
PART = re.compile(r"<(?:\w+:)?(\w+)>")
OTHER = re.compile(r"[\\^]|^admin/.*<")
"""Routes that are no plain text, and the desk's pages of one record: they stand behind the same door as its lists."""
BEHIND = ("admin/", "dashboard/", "preview/", "sign-in/")
"""Where nobody reads anything without signing in, or a signed address: one of each kind is enough."""
WINDOWS = (
    "/changes/?from=2015-01-01&to=2035-01-01",
    f"/changes/?from={LONG_AGO}&to={LATER}",
    "/changes/?from=2015-01-01&by=recorded",
    "/changes/feed.atom",
    "/priorities.csv",
    "/priorities/?words=zq",
    "/priorities/?show=priorities&words=zq",
    "/robots.txt",
    "/sitemap.xml",
    "/search/?q=zq",
    "/api/v1/",
)


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    is_page: bool


@pytest.fixture
def planted(clock):
    return plant(clock)


def answer_of(client, address: str) -> Answer:
    """Whatever is answered, with what its headers say."""
    answer = client.get(address)
    body = b"".join(answer) if answer.streaming else answer.content
    said = " ".join(value for name, value in answer.headers.items() if name != "Location")
    is_page = answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html")
    return Answer(answer.status_code, unescape(body.decode("utf-8", "replace")) + said, is_page)


def routes(found=None, before: str = "") -> Iterator[str]:
    """The route of every address that there is."""
    for each in found or get_resolver().url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, route)
        elif isinstance(each, URLPattern) and not OTHER.search(route):
            yield route


def addresses(records: Iterable[Model]) -> Iterator[str]:
    """Every address that there is, with the keys of all records and the secret slugs guessed in it."""
    keys = sorted({str(each.pk) for each in records})
    slugs = sorted({each.slug for each in records if WORD.fullmatch(getattr(each, "slug", ""))})
    plans = sorted({each.slug for each in records if isinstance(each, Plan)})
    known = {"pk": keys, "plan": plans, "day": [str(timezone.localdate())]}
    for route in routes():
        values = [known.get(name, slugs) for name in PART.findall(route)]
        if route.startswith(BEHIND):
            values = [some[:1] for some in values]
        elif values[:1] == [keys]:
            values[1:] = [some[:1] for some in values[1:]]  # a key finds its record whatever the words after it
        for some in product(*values):
            yield filled(route, some)


def filled(route: str, values: Iterable[str]) -> str:
    left = iter(values)
    return "/" + PART.sub(lambda _: next(left), route)


def shape_of(address: str) -> tuple:
    """Filters make more addresses than anybody can read: one of each path and set of names is followed."""
    parts = urlsplit(address)
    return parts.path, frozenset(name for name, _ in parse_qsl(parts.query))


def crawl(client, begin: Iterable[str]) -> dict[str, Answer]:
    """What is answered at every address that can be reached by links from where it begins."""
    waiting, answered = sorted(set(begin)), {}
    seen = {shape_of(address) for address in waiting}
    while waiting:
        address = waiting.pop()
        answered[address] = answer_of(client, address)
        for found in map(unescape, ADDRESS.findall(answered[address].text)):
            if shape_of(found) not in seen and not found.startswith(NOT_FOLLOWED):
                seen.add(shape_of(found))
                waiting.append(found)
    return answered


def test_no_private_word_reaches_anybody_who_is_not_signed_in(client, planted):
    records = planted.with_wholes()
    answered = crawl(client, {*addresses(records), *WINDOWS, "/"})
    pages = [address for address, answer in answered.items() if answer.is_page and "?" not in address]
    today = timezone.localdate()
    for page in pages:
        past = (f"as-at={today}", f"as-at={LATER}&known-by={today}")
        answered |= {f"{page}?{query}": answer_of(client, f"{page}?{query}") for query in past}

    told = {address: sorted(set(WORD.findall(answer.text))) for address, answer in answered.items()}
    assert {address: words for address, words in told.items() if words and not only_repeats(address, words)} == {}
    assert [address for address, answer in answered.items() if answer.status >= 500] == []
    promise, indicator, story, seal = planted.shown
    for record in (promise, indicator, story):
        assert OPEN in answered[record.get_absolute_url()].text
    assert "Questions from councillors" in answered[promise.get_absolute_url()].text
    assert OPEN in answered[f"{seal.get_absolute_url().rstrip('/')}.json"].text
    assert OPEN in answered["/priorities.csv"].text
    assert len(pages) > 30


def only_repeats(address: str, words: list[str]) -> bool:
    """Does the answer only say again what stands in the address itself?"""
    return all(word in address for word in words)


def test_every_private_word_is_read_by_whom_it_belongs_to(planted):
    texts = {}
    for each in planted.secrets:
        key = (id(each.client), each.address)
        texts.setdefault(key, "") or texts.update({key: answer_of(each.client, each.address).text})
    missing = [each for each in planted.secrets if each.word not in texts[id(each.client), each.address]]
    assert [f"{each.word} at {each.address}" for each in missing] == []
