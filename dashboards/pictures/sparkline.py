"""A line as small as a word: the last values of an indicator. Values in, places on the paper out."""

from collections.abc import Sequence
from dataclasses import dataclass

from outcomes.indicator_chart import Value, with_unit

WIDTH, HEIGHT, EDGE = 132, 36, 6
MOST = 12


@dataclass(frozen=True)
class Sparkline:
    """Everything the template draws, in units of its view box; ``words`` say the same."""

    lines: list[str]
    dots: list[tuple[float, float]]
    """Values that no line leads to or from, for the method changed on both sides."""
    last: tuple[float, float]
    words: str
    width: int = WIDTH
    height: int = HEIGHT


def draw_sparkline(values: Sequence[Value], unit: str = "") -> Sparkline | None:
    """The last values, laid out in time; fewer than two draw nothing."""
    values = values[-MOST:]
    if len(values) < 2:
        return None
    points = _points(values)
    runs = _runs(values, points)
    return Sparkline(
        lines=[" ".join(f"{x},{y}" for x, y in run) for run in runs if len(run) > 1],
        dots=[run[0] for run in runs if len(run) == 1],
        last=points[-1],
        words=_words(values, unit),
    )


def _points(values: Sequence[Value]) -> list[tuple[float, float]]:
    days = [each.day.toordinal() for each in values]
    low, high = min(each.value for each in values), max(each.value for each in values)
    return [
        (
            _share(day, days[0], days[-1], EDGE, WIDTH - EDGE),
            _share(float(each.value), float(low), float(high), HEIGHT - EDGE, EDGE),
        )
        for day, each in zip(days, values, strict=True)
    ]


def _share(value: float, low: float, high: float, start: float, end: float) -> float:
    share = (value - low) / (high - low) if high > low else 0.5
    return round(start + share * (end - start), 1)


def _runs(values: Sequence[Value], points: list) -> list[list]:
    """Points that one line joins: a change of method ends a line."""
    runs: list[list] = [[]]
    for value, point in zip(values, points, strict=True):
        if value.breaks and runs[-1]:
            runs.append([])
        runs[-1].append(point)
    return runs


def _words(values: Sequence[Value], unit: str) -> str:
    told = ", ".join(f"{with_unit(each.value, unit)} in {each.label}" for each in values)
    broken = " The line is broken where the method changed." if any(each.breaks for each in values[1:]) else ""
    return f"The last {len(values)} values: {told}.{broken}"
