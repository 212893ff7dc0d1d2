"""The geometry of a chart of one indicator over time. Values in, places on the paper out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from math import ceil, floor, log10

WIDTH, HEIGHT = 640, 280
LEFT, RIGHT, TOP, BOTTOM = 76, 28, 20, 48
MOST_LABELS = 6


@dataclass(frozen=True)
class Value:
    """One measured value. ``breaks`` where the method changed, so that no line leads to it."""

    day: date
    label: str
    value: Decimal
    provisional: bool = False
    breaks: bool = False


@dataclass(frozen=True)
class Point:
    x: float
    y: float
    label: str
    shown: str
    provisional: bool


@dataclass(frozen=True)
class Tick:
    """A mark on an axis. ``minor`` ones can be left out where there is little room."""

    at: float
    label: str
    minor: bool = False


@dataclass(frozen=True)
class Chart:
    """Everything the template draws, in units of its view box."""

    points: list[Point]
    lines: list[str]
    targets: list[Point]
    rows: list[Tick]
    columns: list[Tick]
    breaks: list[float]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM
    sentence: str = ""

    @property
    def has_provisional(self) -> bool:
        return any(point.provisional for point in self.points)


def draw_chart(values: Sequence[Value], targets: Sequence[Value] = ()) -> Chart | None:
    """Lay values out in time; fewer than two are not worth a chart."""
    if len(values) < 2:
        return None
    everything = [*values, *targets]
    scale = _scale([each.value for each in everything])
    days = [each.day.toordinal() for each in everything]
    first, last = min(days), max(days)

    def place(each: Value) -> Point:
        return Point(
            _across(each.day.toordinal(), first, last),
            _up(float(each.value), scale),
            each.label,
            plain_number(each.value),
            each.provisional,
        )

    points = [place(each) for each in values]
    return Chart(
        points=points,
        lines=_lines(values, points),
        targets=[place(each) for each in targets],
        rows=[Tick(_up(tick, scale), plain_number(Decimal(str(tick)))) for tick in scale],
        columns=_columns(points),
        breaks=_breaks(values, points),
        sentence=_sentence(values),
    )


def plain_number(value: Decimal) -> str:
    """A number as people write it: thousands with commas, no noughts at the end of its decimals."""
    text = f"{value:,.4f}".rstrip("0").rstrip(".")
    return text if text != "-0" else "0"


def with_unit(value: Decimal, unit: str) -> str:
    """A value with its unit where people write it: £4, 62%, 31 tonnes."""
    number = plain_number(value)
    if unit in ("£", "$", "€"):
        return f"{unit}{number}" if value >= 0 else f"-{unit}{plain_number(-value)}"
    return f"{number}{unit}" if unit in ("%", "‰") else f"{number} {unit}".strip()


def nice_steps(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers from at or below ``low`` to at or above ``high``, evenly apart."""
    span = (high - low) or abs(high) or 1.0
    rough = span / (most - 1)
    magnitude = 10 ** floor(log10(rough))
    step = next(magnitude * each for each in (1, 2, 2.5, 5, 10) if magnitude * each >= rough * 0.999)
    first, last = floor(low / step), ceil(high / step)
    if first == last:
        last += 1
    return [round(number * step, 10) for number in range(first, last + 1)]


def _scale(values: Sequence[Decimal]) -> list[float]:
    """The values' range; from nought where that does not flatten them."""
    low, high = float(min(values)), float(max(values))
    if low > 0 and low < high * 0.5:
        low = 0.0
    return nice_steps(low, high)


def _across(day: int, first: int, last: int) -> float:
    share = (day - first) / (last - first) if last > first else 0.5
    return round(LEFT + 16 + share * (WIDTH - LEFT - RIGHT - 32), 1)


def _up(value: float, scale: list[float]) -> float:
    share = (value - scale[0]) / (scale[-1] - scale[0])
    return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


def _lines(values: Sequence[Value], points: list[Point]) -> list[str]:
    """The points of each unbroken line: a change of method ends one and begins the next."""
    lines: list[list[Point]] = [[]]
    for value, point in zip(values, points, strict=True):
        if value.breaks and lines[-1]:
            lines.append([])
        lines[-1].append(point)
    return [" ".join(f"{point.x},{point.y}" for point in line) for line in lines if len(line) > 1]


def _breaks(values: Sequence[Value], points: list[Point]) -> list[float]:
    pairs = zip(pairwise(points), values[1:], strict=True)
    return [round((before.x + after.x) / 2, 1) for (before, after), value in pairs if value.breaks]


def _columns(points: list[Point]) -> list[Tick]:
    """Every so many points have their period written beneath them, the last one always."""
    every = ceil(len(points) / MOST_LABELS)
    chosen = points[::-1][::every]
    return [Tick(point.x, point.label, minor=place % 2 == 1) for place, point in enumerate(chosen)][::-1]


def _sentence(values: Sequence[Value]) -> str:
    """The chart in words: its first, its last, and its extremes, since the method last changed."""
    latest_break = max((place for place, each in enumerate(values) if each.breaks), default=0)
    since, values = "Since the method changed: from" if latest_break else "From", values[latest_break:]
    first, last = values[0], values[-1]
    if first is last:
        return f"{_in_words(last)}, the first value since the method changed."
    low, high = min(values, key=lambda each: each.value), max(values, key=lambda each: each.value)
    course = f"{_in_words(first)} to {_in_words(last)}"
    return f"{since} {course}; lowest {_in_words(low)}, highest {_in_words(high)}."


def _in_words(value: Value) -> str:
    return f"{plain_number(value.value)} in {value.label}"
