"""The indicators of the outcomes that a dashboard is about: their latest values, and which way they went."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q

from dashboards.pictures.directions import (
    NONE,
    WORSE,
    Direction,
    against_elsewhere,
    against_period,
    before,
    is_yearly,
    latest,
    missing_since,
    year_before,
)
from dashboards.pictures.sparkline import Sparkline, draw_sparkline
from dashboards.scopes import Scope
from ledger.together import prefetch_together
from outcomes.indicator_chart import with_unit
from outcomes.indicator_views import measured_values, published_indicators
from outcomes.models import Indicator, Measurement, Target
from outcomes.querysets import PUBLIC_STATES
from priorities.verdicts import long_day

PERIOD_BEFORE, YEAR_BEFORE = "the period before", "the same period last year"


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator. ``now`` is its latest value; ``missing`` are the periods since then that have none, and why."""

    indicator: Indicator
    now: Measurement | None
    missing: list[Measurement]
    previous: Direction | None = None
    last_year: Direction | None = None
    elsewhere: tuple[Direction, ...] = ()
    target: str = ""
    course: Sparkline | None = None

    @property
    def value(self) -> str:
        return with_unit(self.now.value, self.indicator.unit) if self.now else ""

    @property
    def worse(self) -> bool:
        """Is it worse than in the period before or than a year ago?"""
        return WORSE in [each.verdict for each in (self.previous, self.last_year) if each]


def indicator_rows(scope: Scope, day: date) -> list[IndicatorRow]:
    """A row for each indicator of the outcomes concerned, the worse first, then by name, those without a value last.

    Two questions, whatever their number. What ends after ``day`` is left out.
    """
    published = published_indicators().order_by().values("pk")
    indicators = list(scope.indicators.filter(pk__in=published).order_by("name", "pk"))
    targets = Target.objects.filter(Q(plan__isnull=True) | Q(plan__state__in=PUBLIC_STATES))
    prefetch_together(indicators, "measurements", Prefetch("targets", queryset=targets), "comparators")
    rows = [row_of(each, day) for each in indicators]
    return sorted(rows, key=lambda row: (row.now is None, not row.worse))


def row_of(indicator: Indicator, day: date) -> IndicatorRow:
    """One indicator as it is known on ``day``; its measurements, targets and comparators are at hand."""
    measured = sorted(
        (each for each in indicator.measurements.all() if each.ends_on <= day),
        key=lambda each: (each.ends_on, each.starts_on),
    )
    now, missing = latest(measured), missing_since(measured)
    if now is None:
        return IndicatorRow(indicator, None, missing)
    places = [each for each in indicator.comparators.all() if each.ends_on <= day]
    return IndicatorRow(
        indicator,
        now,
        missing,
        previous=against_period(PERIOD_BEFORE, measured, now, before(measured, now), indicator),
        last_year=_last_year(measured, now, indicator),
        elsewhere=tuple(against_elsewhere(places, now, indicator)),
        target=target_words(list(indicator.targets.all()), now, indicator, day),
        course=draw_sparkline(measured_values(measured), indicator.unit),
    )


def _last_year(measured: Sequence[Measurement], now: Measurement, indicator: Indicator) -> Direction | None:
    """Against the same period last year; None where periods are years, for the period before says that."""
    then = year_before(measured, now)
    if is_yearly(now) and (then is None or then == before(measured, now)):
        return None
    return against_period(YEAR_BEFORE, measured, now, then, indicator)


def target_words(targets: Iterable[Target], now: Measurement, indicator: Indicator, day: date) -> str:
    """The next target, or the last one, and whether the latest value reaches it, where it is known what is good."""
    in_time = sorted(targets, key=lambda each: each.due_on)
    chosen = next((each for each in in_time if each.due_on >= day), in_time[-1] if in_time else None)
    if chosen is None:
        return ""
    told = f"{with_unit(chosen.value, indicator.unit)} by {long_day(chosen.due_on)}"
    if indicator.better not in ("higher", "lower"):
        return f"{told}."
    there = now.value >= chosen.value if indicator.better == "higher" else now.value <= chosen.value
    if there:
        return f"{told}: the latest value reaches it."
    return f"{told}: {'not reached' if chosen.due_on < day else 'not reached yet'}."


COLUMNS = (
    "indicator",
    "unit",
    "better",
    "latest period",
    "period ends",
    "value",
    "provisional",
    "against",
    "other value",
    "verdict",
    "in words",
    "source",
    "target",
    "address",
)


def table_rows(rows: Iterable[IndicatorRow], site_url: str) -> Iterator[list[str]]:
    """The indicators as a file: a line for each comparison; one line for an indicator that has none."""
    yield list(COLUMNS)
    for row in rows:
        directions = [each for each in (row.previous, row.last_year, *row.elsewhere) if each]
        for direction in directions or [None]:
            yield _cells(row, direction, site_url)


def _cells(row: IndicatorRow, direction: Direction | None, site_url: str) -> list[str]:
    now, indicator = row.now, row.indicator
    words = (
        f"{direction.label}. {direction.words}"
        if direction
        else "; ".join(f"{each.period}: {each.missing_reason}" for each in row.missing)
    )
    cells = [
        indicator.name,
        indicator.unit,
        indicator.better,
        now.period if now else "",
        now.ends_on.isoformat() if now else "",
        _plain(now.value) if now else "",
        "yes" if now and now.provisional else "no",
        direction.against if direction else "",
        _plain(direction.other) if direction and direction.other is not None else "",
        direction.verdict if direction else NONE,
        words or "No value is on record.",
        (direction.source if direction else "") or indicator.source,
        row.target,
        f"{site_url}{indicator.get_absolute_url()}",
    ]
    return [str(cell) for cell in cells]


def _plain(value) -> str:
    """A number for a script: no commas, no noughts at the end of its decimals."""
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
