"""Progress on a page: a chip for one status, a sentence and a bar for many promises."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from ledger.clock import today
from outcomes.templatetags.prose import plain
from priorities.filters import PromiseFilters
from priorities.geometry import tally_segments
from priorities.headings import Heading, make_heading
from priorities.standing import (
    NONE_SLUG,
    ORDER,
    Standing,
    accessible_name,
    label_of,
    promises,
    sentence,
    stand_of,
    summarise,
)
from priorities.verdicts import long_day

register = template.Library()

# What each status looks like beside its word and its colour, in a box of 16 by 16.
SHAPES = {
    "complete": "M1 8l2-2 3 3 7-7 2 2-9 9z",
    "on-track": "M8 1a7 7 0 100 14A7 7 0 008 1z",
    "at-risk": "M8 1l7.5 14H.5z",
    "off-track": "M2 2h12v12H2z",
    "not-started": "M8 1a7 7 0 100 14A7 7 0 008 1zm0 2.5a4.5 4.5 0 110 9 4.5 4.5 0 010-9z",
    "deferred": "M3 2h3.5v12H3zM9.5 2H13v12H9.5z",
    "withdrawn": "M3.5 1.5L8 6l4.5-4.5 2 2L10 8l4.5 4.5-2 2L8 10l-4.5 4.5-2-2L6 8 1.5 3.5z",
    "": "M2 6.75h12v2.5H2z",
}


def _draw(status: str) -> SafeString:
    path = format_html('<svg viewBox="0 0 16 16" aria-hidden="true"><path d="{}"/></svg>', SHAPES[status])
    return format_html("{}{}", path, label_of(status))


LABELS = {status: _draw(status) for status in ORDER}
CHIPS = {
    status: format_html('<span class="chip {}">{}</span>', status or NONE_SLUG, label)
    for status, label in LABELS.items()
}


@register.simple_tag
def status_chip(status: str) -> SafeString:
    """The word of a status with its shape and colour; ``""`` or ``None`` is "No progress reported"."""
    return CHIPS[status or ""]


@register.simple_tag
def standing(deliverables: Iterable | Standing) -> str:
    """How these deliverables stand, in one sentence: already counted, or with all their updates prefetched."""
    return sentence(standing_of(deliverables))


@register.inclusion_tag("priorities/_tally.html")
def tally(deliverables: Iterable | Standing, query: str = "") -> dict:
    """A bar of these deliverables by status, with a key whose entries open the list they count."""
    counted = standing_of(deliverables)
    everything = {"words": everyone(counted.total), "url": _list_of(query)}
    return tally_context(counted, query, partial(_narrow, query)) | {"everything": everything}


@register.inclusion_tag("priorities/_tally.html")
def tally_of_list(counted: Standing, filters: PromiseFilters) -> dict:
    """The same bar above the list that it counts; each entry narrows that list."""
    return tally_context(counted, filters.query_without_status, filters.query_for)


@register.filter
def heading(text: str) -> Heading:
    """The first words of a text; ``.lead`` and ``.rest`` together are the whole text in plain words."""
    return make_heading(plain(text))


@register.filter
def only_this(priority) -> str:
    """The query that narrows the list to the promises of one priority."""
    return urlencode({"priority": priority.pk})


@register.filter
def show_examples(deliverables: Iterable) -> bool:
    """Is what is said of any of these an example, made up to show how the portal works?"""
    return standing_of(deliverables).examples > 0


@register.filter
def shortened(rest: str, words: int) -> str:
    """At most so many words of what follows a heading, with the space or the comma it begins with."""
    beginning = rest[: len(rest) - len(rest.lstrip())]
    return f"{beginning}{Truncator(rest).words(words)}"


@register.filter
def status_of(choice: str) -> str:
    """The status that a choice in the list's filter stands for."""
    return "" if choice == NONE_SLUG else choice


@register.filter
def day_in_words(iso: str) -> str:
    """A day stored as text ("2022-04-30") as people write it."""
    return long_day(date.fromisoformat(iso))


def tally_context(counted: Standing, query: str, query_for: Callable[[str], str | None]) -> dict:
    """What the template of the tally needs: drawn segments, and keys of links.

    ``query_for`` gives the query that finds those that are "overdue", "late" or an "example", or None for no link.
    """
    key = [
        {"status": kind, "label": LABELS[status], "count": f"{count:,}", "url": _list_of(query, f"status={kind}")}
        for status, count in counted.in_order()
        for kind in [status or NONE_SLUG]
    ]
    segments = tally_segments([(status or NONE_SLUG, count) for status, count in counted.in_order()])
    among = [
        {"label": label, "count": f"{count:,}", "whom": whom, "url": _list_of(query)}
        for label, whom, count, query in _among(counted, query_for)
        if query is not None
    ]
    return {"segments": segments, "key": key, "among": among, "name": accessible_name(counted)}


def everyone(total: int) -> str:
    """The words of the link to all that a bar counts."""
    return promises(total) if total == 1 else f"All {promises(total)}"


def _among(counted: Standing, query_for: Callable[[str], str | None]) -> Iterator[tuple[str, str, int, str | None]]:
    """The counts that cut across the statuses, each with those among whom it counts, and its query."""
    if counted.late:
        yield "Completed late", "among the complete", counted.late, query_for("late")
    if counted.passed:
        yield "Overdue", "among those not complete", counted.passed, query_for("overdue")
    if counted.some_examples:
        yield "Example progress", "among those with a report", counted.examples, query_for("example")


def _narrow(query: str, which: str) -> str:
    """A query that asks for those that are "overdue", "late" or an "example" alone."""
    return "&".join(filter(None, [query, f"{'only' if which == 'example' else 'due'}={which}"]))


def _list_of(*asked: str) -> str:
    query = "&".join(filter(None, asked))
    return f"{reverse('priorities')}?{query}" if query else reverse("priorities")


def standing_of(deliverables: Iterable | Standing) -> Standing:
    """Count deliverables as they stand today, each promise once: those that head a list are left out."""
    if isinstance(deliverables, Standing):
        return deliverables
    every = list(deliverables)
    heads = {deliverable.parent_id for deliverable in every}
    return summarise((stand_of(deliverable) for deliverable in every if deliverable.pk not in heads), today())
