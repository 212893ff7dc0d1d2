"""The geometry of columns by month. Values in, places on the paper out; units are those of the view box."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from dashboards.pictures.status_by_month import MonthEnd, statuses_in
from outcomes.indicator_chart import Tick, nice_steps

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 76, 12, 14, 66
SHARE = 0.76
"""How much of its place a column fills."""
SHAPE, LEAST_SHAPE, BOX = 18, 7, 16
"""The side of a status's shape, the least that can be seen, and the side of the box that it is drawn in."""
MOST_ROWS = 5


@dataclass(frozen=True)
class Block:
    """One status in one column. ``shape`` places its shape, as a transform; nothing where there is no room."""

    status: str
    count: int
    y: float
    height: float
    shape: str = ""


@dataclass(frozen=True)
class Column:
    """One month: ``label`` and ``year`` stand beneath it; ``minor`` ones are left out where there is little room."""

    day: date
    x: float
    middle: float
    width: float
    label: str
    year: str
    minor: bool
    blocks: list[Block]


@dataclass(frozen=True)
class Columns:
    """Everything the template draws."""

    columns: list[Column]
    rows: list[Tick]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def draw_columns(months: Sequence[MonthEnd]) -> Columns | None:
    """A column for each month, its statuses on top of one another; None where there is nothing to count."""
    most = max((month.total for month in months), default=0)
    if not most:
        return None
    steps, place = whole_steps(most), (WIDTH - LEFT - RIGHT) / len(months)
    order = statuses_in(months)
    columns = [_column(months, number, order, steps[-1], place) for number in range(len(months))]
    return Columns(columns, [Tick(_up(step, steps[-1]), f"{step:,}") for step in steps])


def whole_steps(most: int) -> list[int]:
    """Round whole numbers from nought to at least ``most``, evenly apart."""
    steps = nice_steps(0, most, MOST_ROWS)
    if all(step == int(step) for step in steps):
        return [int(step) for step in steps]
    return list(range(ceil(most) + 1))


def _column(months: Sequence[MonthEnd], number: int, order: Sequence[str], top: int, place: float) -> Column:
    month, last = months[number], number == len(months) - 1
    x, width = LEFT + place * (number + (1 - SHARE) / 2), place * SHARE
    begins_year = number == 0 or month.day.year != months[number - 1].day.year
    return Column(
        day=month.day,
        x=round(x, 1),
        middle=round(x + width / 2, 1),
        width=round(width, 1),
        label=f"{month.day.day} {month.day:%b}" if last else f"{month.day:%b}",
        year=str(month.day.year) if begins_year else "",
        minor=(len(months) - 1 - number) % 2 == 1,
        blocks=_blocks(month, order, top, x + width / 2),
    )


def _blocks(month: MonthEnd, order: Sequence[str], top: int, middle: float) -> list[Block]:
    """From the ground up, in the order of the key."""
    blocks, below = [], 0
    for status in order:
        if count := month.counts.get(status, 0):
            y, height = _up(below + count, top), _up(below, top) - _up(below + count, top)
            blocks.append(Block(status, count, round(y, 1), round(height, 1), _shape(middle, y + height / 2, height)))
            below += count
    return blocks


def _shape(x: float, y: float, room: float) -> str:
    side = min(SHAPE, room - 4)
    if side < LEAST_SHAPE:
        return ""
    return f"translate({x - side / 2:.1f} {y - side / 2:.1f}) scale({side / BOX:.2f})"


def _up(value: float, top: int) -> float:
    return round(HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM), 1)
