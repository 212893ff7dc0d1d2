"""Promises along time: which are drawn, and where their bars stand. Values in, values out; places are per cent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from dashboards.facts import Fact
from priorities.standing import join_words
from priorities.verdicts import long_day

BACK, AHEAD = timedelta(days=365), timedelta(days=730)
"""The most that is drawn before and after the day that is read; what lies further is told by an arrow and in words."""
LEAST, SHORT, LONG = timedelta(days=180), timedelta(days=280), timedelta(days=1100)
MOST_YEARS, ROOM_FOR_A_YEAR = 8, 15
DAY = timedelta(days=1)
MOST_ROWS = 30
THINNEST = 1.0


@dataclass(frozen=True)
class Window:
    """The time that is drawn, from the first day of a month to the last day of one."""

    first: date
    last: date

    def across(self, day: date) -> float:
        """Where a day stands, from 0 at ``first`` to 100 at ``last``; days outside at the nearer edge."""
        share = (day - self.first) / (self.last - self.first)
        return round(100 * min(max(share, 0), 1), 2)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Tick:
    """A line of the scale where a month, a quarter or a year begins; ``year`` is given where one does, and at first."""

    at: float
    label: str
    year: str


@dataclass(frozen=True)
class Span:
    """When a promise runs, when it was due first where that differs, when it is now expected or was reported kept."""

    start: date | None
    end: date | None
    ongoing: bool = False
    first_end: date | None = None
    forecast: date | None = None
    completed: date | None = None

    @property
    def days(self) -> list[date]:
        return [each for each in (self.start, self.end, self.first_end, self.forecast, self.completed) if each]


@dataclass(frozen=True)
class Bar:
    """What is drawn of a span. ``width`` is None where only an end is known: then a diamond stands at ``x``.

    ``before`` and ``after`` say that it goes on, or lies, outside the window. ``first``, ``forecast`` and ``completed``
    are marks, None where there is none to draw. ``words`` say all of it.
    """

    x: float
    width: float | None
    before: bool
    after: bool
    first: float | None
    forecast: float | None
    words: str
    completed: float | None = None


def on_timeline(facts: Iterable[Fact]) -> list[Fact]:
    """The promises with a day, the unfinished first, by their end; those without an end come last."""
    dated = [fact for fact in facts if fact.start or fact.end]
    return sorted(dated, key=lambda fact: (fact.finished, fact.end or date.max, fact.start or date.max, fact.pk))


def nearest(drawn: list[Fact], day: date, most: int = MOST_ROWS) -> list[Fact]:
    """At most so many of them, in their order: the unfinished whose last day is nearest to ``day``, before or after."""
    by_distance = sorted(drawn, key=lambda fact: (fact.finished, abs(((fact.end or date.max) - day).days)))
    chosen = {fact.pk for fact in by_distance[:most]}
    return [fact for fact in drawn if fact.pk in chosen]


def window_of(days: Iterable[date], day: date) -> Window:
    """From the earliest of these days to the latest, as far as ``BACK`` and ``AHEAD`` of ``day`` reach.

    Where none of them lies within that, the whole way to them is drawn.
    """
    days = list(days) or [day]
    earliest, latest = _moved(day, -BACK), _moved(day, AHEAD)
    if any(earliest <= each <= latest for each in days):
        days = [min(max(each, earliest), latest) for each in days]
    first = min(*days, day).replace(day=1)
    return Window(first, _month_end(max(*days, day, _moved(first, LEAST))))


def ticks_of(window: Window) -> list[Tick]:
    """Where months begin in a short window, quarters of the year in a longer one, years in a long one."""
    length = window.last - window.first
    months = 1 if length <= SHORT else 3 if length <= LONG else 12
    every = range(window.first.year, window.last.year + 1)
    every = every[:: ceil(len(every) / MOST_YEARS)] if months == 12 else every
    begins = [date(year, month, 1) for year in every for month in range(1, 13, months)]
    within = [each for each in begins if window.holds(each)]
    years = [each for each in within if each.month == 1]
    if within and (not years or window.across(years[0]) - window.across(within[0]) > ROOM_FOR_A_YEAR):
        years.append(within[0])
    return [Tick(window.across(each), f"{each:%b}", str(each.year) if each in years else "") for each in within]


def bar_of(span: Span, window: Window) -> Bar:
    """Draw one span. It has a start or an end."""
    begins, ends = span.start or span.end, span.end or window.last
    is_outside = ends < window.first or begins > window.last
    is_point = is_outside or (span.start is None and span.end is not None)
    x = window.across(begins)
    width = None if is_point else max(window.across(ends) - x, THINNEST)
    return Bar(
        x=min(x, 100 - THINNEST) if width else x,
        width=width and round(min(width, 100 - min(x, 100 - THINNEST)), 2),
        before=begins < window.first,
        after=ends > window.last or span.end is None,
        first=_mark(span.first_end, window),
        forecast=_mark(span.forecast, window),
        words=words_of(span, window),
        completed=_mark(span.completed, window),
    )


def words_of(span: Span, window: Window) -> str:
    """All that a bar shows, as a sentence."""
    parts = [_when(span)]
    if span.first_end:
        parts.append(f"first promised for {long_day(span.first_end)}")
    if span.forecast:
        parts.append(f"expected on {long_day(span.forecast)}")
    if span.completed:
        parts.append(f"reported complete on {long_day(span.completed)}")
    if outside := _outside(span, window):
        parts.append(outside)
    told = "; ".join(parts)
    return f"{told[0].upper()}{told[1:]}."


def _when(span: Span) -> str:
    if span.end is None:
        return f"from {long_day(span.start)}, {'ongoing' if span.ongoing else 'no end date given'}"
    if span.start is None or span.start == span.end:
        told = f"due {long_day(span.end)}"
    else:
        told = f"from {long_day(span.start)} to {long_day(span.end)}"
    return f"{told}, ongoing after that" if span.ongoing else told


def _outside(span: Span, window: Window) -> str:
    """What lies outside the window, so that the picture does not show it where it is."""
    begins, ends = span.start or span.end, span.end or window.last
    early = f"before {window.first:%B %Y}, where the picture begins"
    late = f"after {window.last:%B %Y}, where the picture ends"
    if ends < window.first:
        return f"it lies {early}"
    if begins > window.last:
        return f"it lies {late}"
    parts = [f"it begins {early}"] * (begins < window.first) + [f"it ends {late}"] * (ends > window.last)
    return join_words(parts)


def _mark(day: date | None, window: Window) -> float | None:
    return window.across(day) if day and window.holds(day) else None


def _moved(day: date, by: timedelta) -> date:
    """A day so much later or earlier, as far as there are days."""
    return date.fromordinal(min(max((day.toordinal() + by.days), date.min.toordinal()), date.max.toordinal()))


def _month_end(day: date) -> date:
    if day >= date(9999, 12, 1):
        return date.max
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - DAY
