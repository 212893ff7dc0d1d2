"""Which way an indicator went: its latest value against other values. Values in, words out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol

from outcomes.indicator_chart import with_unit
from priorities.verdicts import long_day

MONTH_LENGTHS = timedelta(days=4)
"""By how much two periods of one kind differ in length: months, quarters and years are not all equally long."""
NEARLY = timedelta(days=10)
"""How far from a year before a period may end and still be the same period last year."""
DAY, YEAR = timedelta(days=1), timedelta(days=350)
BETTER, WORSE, SAME, UP, DOWN, NONE = "better", "worse", "same", "up", "down", "none"
BESIDE = {
    BETTER: "Better than",
    WORSE: "Worse than",
    SAME: "The same as",
    UP: "Higher than",
    DOWN: "Lower than",
}
WORDS = {BETTER: "Better", WORSE: "Worse", SAME: "No change", UP: "Up", DOWN: "Down", NONE: "Cannot be compared"}


class Measured(Protocol):
    """What this reads of a measurement."""

    period: str
    starts_on: date
    ends_on: date
    value: Decimal | None
    provisional: bool
    missing_reason: str
    method_break: str


class Elsewhere(Protocol):
    """What this reads of a comparator."""

    name: str
    ends_on: date
    value: Decimal
    source: str


@dataclass(frozen=True)
class Direction:
    """``verdict`` is a key of ``WORDS``; ``moved`` is "up", "down", "same" or "none" and chooses the arrow.

    ``label`` says the verdict in a word or two, ``words`` what it rests on, in a sentence.
    """

    against: str
    verdict: str
    moved: str
    label: str
    words: str
    other: Decimal | None = None
    source: str = ""


def moved(now: Decimal, before: Decimal) -> str:
    """Which way a value went, whatever is good."""
    return SAME if now == before else UP if now > before else DOWN


def verdict(now: Decimal, before: Decimal, better: str) -> str:
    """Better, worse or the same; only up or down where neither is good or nobody says what is."""
    way = moved(now, before)
    if way == SAME or better not in ("higher", "lower"):
        return way
    return BETTER if (way == UP) == (better == "higher") else WORSE


def latest(measured: Sequence[Measured]) -> Measured | None:
    """The last measurement that has a value; they come in time order."""
    return next((each for each in reversed(measured) if each.value is not None), None)


def missing_since(measured: Sequence[Measured]) -> list[Measured]:
    """The periods after the latest value, for which there is none; all of them where there is no value at all."""
    last = latest(measured)
    return [each for each in measured if each.value is None and (last is None or each.ends_on > last.ends_on)]


def before(measured: Sequence[Measured], now: Measured) -> Measured | None:
    """The period of the same length that ended last before this one did, with a value or without."""
    earlier = [each for each in measured if each.ends_on < now.ends_on and _alike(each, now)]
    return max(earlier, key=lambda each: each.ends_on, default=None)


def year_before(measured: Sequence[Measured], now: Measured) -> Measured | None:
    """The period of the same length that ended a year before this one did, a few days more or less."""
    wanted = a_year_before(now.ends_on)
    near = [each for each in measured if abs(each.ends_on - wanted) <= NEARLY and _alike(each, now)]
    return min(near, key=lambda each: abs(each.ends_on - wanted), default=None)


def a_year_before(day: date) -> date:
    """The same day a year earlier; of 29 February the 28th."""
    if day.year == date.min.year:
        return date.min
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def against_period(what: str, measured: Sequence[Measured], now: Measured, then: Measured | None, of) -> Direction:
    """``now`` against an earlier period; ``what`` names that, ``of`` is the indicator: its unit and what is better."""
    if then is None:
        return _none(what, f"{what} is not on record")
    if then.value is None:
        return _none(what, f"{what} ({then.period}) has no value: {_clause(then.missing_reason)}")
    if broke := _broke(measured, then, now):
        return _none(what, f"the method changed in {broke.period}: {_clause(broke.method_break)}")
    told = f"{with_unit(then.value, of.unit)} in {then.period}"
    if marks := [each.period for each in (then, now) if each.provisional]:
        told += f"; {' and '.join(marks)} {'is' if len(marks) == 1 else 'are'} provisional"
    return _direction(f"{what}, {then.period}", now.value, then.value, of, told)


def against_elsewhere(places: Sequence[Elsewhere], now: Measured, of) -> list[Direction]:
    """``now`` against each place by name: its value for the same period, or for the nearest earlier one."""
    names = dict.fromkeys(each.name for each in places)
    return [_elsewhere(name, [each for each in places if each.name == name], now, of) for name in names]


def _elsewhere(name: str, values: Sequence[Elsewhere], now: Measured, of) -> Direction:
    known = [each for each in values if each.ends_on <= now.ends_on]
    if not known:
        return _none(name, f"{name} has no value for this period or an earlier one")
    other = max(known, key=lambda each: each.ends_on)
    way, side = moved(now.value, other.value), verdict(now.value, other.value, of.better)
    nearest = "" if other.ends_on == now.ends_on else ", the nearest there is"
    words = f"{name}: {with_unit(other.value, of.unit)} for the period to {long_day(other.ends_on)}{nearest}."
    return Direction(name, side, way, f"{BESIDE[side]} {name}", words, other.value, other.source)


def _direction(against: str, now: Decimal, then: Decimal, of, told: str) -> Direction:
    way, side = moved(now, then), verdict(now, then, of.better)
    went = "The same as" if way == SAME else f"{WORDS[way]} by {_difference(abs(now - then), of.unit)} from"
    return Direction(against, side, way, WORDS[side], f"{went} {told}.", then)


def _none(against: str, why: str) -> Direction:
    return Direction(against, NONE, NONE, WORDS[NONE], f"{why[0].upper()}{why[1:]}.")


def _difference(by: Decimal, unit: str) -> str:
    """How far apart two values are; of shares in percentage points."""
    if unit == "%":
        unit = "percentage point" if by == 1 else "percentage points"
    return with_unit(by, unit)


def _broke(measured: Sequence[Measured], then: Measured, now: Measured) -> Measured | None:
    """The last period after ``then``, up to ``now``, in which the method changed."""
    between = [each for each in measured if then.ends_on < each.ends_on <= now.ends_on and each.method_break]
    return max(between, key=lambda each: each.ends_on, default=None)


def _alike(one: Measured, other: Measured) -> bool:
    return abs((one.ends_on - one.starts_on) - (other.ends_on - other.starts_on)) <= MONTH_LENGTHS


def is_yearly(measured: Measured) -> bool:
    """Is a period as long as a year, so that the one before it is the same period last year?"""
    return measured.ends_on - measured.starts_on >= YEAR - DAY


def _clause(text: str) -> str:
    """A text within a sentence of another."""
    return text.strip().removesuffix(".") or "nobody says why"
