"""A list below a dashboard as a table: what the public list has of each promise, and what its row shows beside it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from dashboards.rows import Holders, holder_of, holders_by_portfolio
from outcomes.templatetags.prose import plain
from priorities import exports
from priorities.models import Deliverable, Portfolio

CHUNK = 1000
"""Promises of a table that are fetched at once, with their reports and places."""
TOLD = ("cause", "action", "next_step", "commentary")
COLUMNS = (*exports.COLUMNS, "who answers", *(name.replace("_", " ") for name in TOLD))


def rows_of(keys: Sequence[int], day: date, site_url: str) -> Iterator[list[str]]:
    """The names of the columns, and a row for each promise."""
    yield list(COLUMNS)
    holders = holders_by_portfolio(Portfolio.objects.values_list("pk", flat=True), day)
    for promise in in_order(keys):
        yield exports.row_of(promise, day, site_url) + [exports.harmless(each) for each in _beside(promise, holders)]


def in_order(keys: Sequence[int]) -> Iterator[Deliverable]:
    """Promises by key, in their order, so many at a time as one question can name."""
    for start in range(0, len(keys), CHUNK):
        yield from _some(keys[start : start + CHUNK])


def _some(keys: Sequence[int]) -> Iterable[Deliverable]:
    found = Deliverable.objects.filter(pk__in=keys).with_context().prefetch_related("places")
    by_key = {promise.pk: promise for promise in found}
    return [by_key[key] for key in keys]


def _beside(promise: Deliverable, holders: Holders) -> Iterator[str]:
    """Who answers for it, and what its latest report says of why and what next."""
    yield holder_of(promise, holders)
    yield from (plain(getattr(promise.latest_update, name, "")) for name in TOLD)
