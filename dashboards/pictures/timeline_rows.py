"""The rows of a timeline: bars with the words of their promises, which are read in one question."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.facts import Fact
from dashboards.pictures.timeline import Bar, Span, Tick, Window, bar_of, on_timeline, ticks_of, window_of
from dashboards.scopes import Scope
from priorities.models import Deliverable
from priorities.querysets import completed_from, latest_told
from priorities.standing import NONE_SLUG

COLUMNS = (
    "id",
    "promise",
    "timescale as published",
    "start",
    "end",
    "ongoing",
    "first promised end",
    "now expected",
    "completed on",
    "status",
    "overdue",
    "address",
)


@dataclass(frozen=True)
class TimelineRow:
    """One promise: its words, how it stands, when it runs and what is drawn of that."""

    promise: Deliverable
    fact: Fact
    span: Span
    bar: Bar
    overdue: bool


@dataclass(frozen=True)
class Timeline:
    """``rows`` of ``total`` promises that have a day, ``overdue`` of them over; ``undated`` have none.

    ``now`` is the day, in per cent.
    """

    rows: list[TimelineRow]
    total: int
    overdue: int
    undated: int
    window: Window
    ticks: list[Tick]
    now: float

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


Choice = Callable[[list[Fact]], list[Fact]]
"""Which of the promises that have a day are shown."""


def timeline(scope: Scope, facts: Sequence[Fact], day: date, chosen: Choice) -> Timeline:
    """The promises of a scope along time, those that are ``chosen``."""
    drawn = on_timeline(facts)
    some = chosen(drawn)
    promises = promises_with_words(scope, some, day) if some else {}
    spans = {fact.pk: span_of(fact, promises[fact.pk]) for fact in some if fact.pk in promises}
    window = window_of([each for span in spans.values() for each in span.days], day)
    rows = [
        TimelineRow(promises[fact.pk], fact, span, bar_of(span, window), fact.is_overdue(day))
        for fact in some
        if (span := spans.get(fact.pk))
    ]
    overdue = sum(fact.is_overdue(day) for fact in drawn)
    undated = len(facts) - len(drawn)
    return Timeline(rows, len(drawn), overdue, undated, window, ticks_of(window), window.across(day))


def promises_with_words(scope: Scope, facts: Iterable[Fact], day: date) -> dict[int, Deliverable]:
    """The promises of these facts by key, with what was promised first, and when they are expected or were kept."""
    keys = [fact.pk for fact in facts]
    promises = Deliverable.objects.filter(pk__in=keys) if len(keys) <= MOST_AT_ONCE else scope.promises
    days = {"forecast": latest_told("forecast_on", day), "done_on": completed_from(day)}
    told = promises.order_by().with_first_promise().annotate(**days)
    return {promise.pk: promise for promise in told.select_related("priority__plan_outcome__outcome")}


MOST_AT_ONCE = 500
"""Keys that one question names; for more, all promises of the scope are asked for."""


def span_of(fact: Fact, promise: Deliverable) -> Span:
    """When a promise runs, with its first end where that moved, and when it was kept; nothing is expected then."""
    first = (promise.first_promise or {}).get("timescale_end")
    first_end = date.fromisoformat(first) if first else None
    return Span(
        start=fact.start,
        end=fact.end,
        ongoing=fact.ongoing,
        first_end=first_end if first_end != fact.end else None,
        forecast=None if fact.finished else promise.forecast,
        completed=promise.done_on,
    )


def table_rows(rows: Iterable[TimelineRow], site_url: str) -> Iterator[list[str]]:
    """The timeline as a file: the names of the columns, and a row for each promise."""
    yield list(COLUMNS)
    for row in rows:
        span, promise = row.span, row.promise
        told = (span.start, span.end, span.first_end, span.forecast, span.completed)
        days = [each.isoformat() if each else "" for each in told]
        yield [
            str(promise.pk),
            promise.text,
            promise.timescale_text,
            days[0],
            days[1],
            "yes" if span.ongoing else "no",
            days[2],
            days[3],
            days[4],
            row.fact.status or NONE_SLUG,
            "yes" if row.overdue else "no",
            f"{site_url}{promise.get_absolute_url()}",
        ]
