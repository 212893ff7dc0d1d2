"""Says in one plain sentence how a timescale was read, and what else it could mean."""

from collections.abc import Callable
from datetime import date, timedelta

from . import words
from .groups import BARE, BEYOND, BY, LIST, START, Group
from .milestones import Milestone
from .periods import Year, months, part_of_year, quarter_span
from .points import Point

PART_DOUBTS = {
    ("month", "early"): "the beginning of a month is taken as the 1st to the 10th",
    ("month", "mid"): "the middle of a month is taken as the 11th to the 20th",
    ("month", "late"): "the late part of a month is taken as the 21st to its end",
    ("season", "early"): "'early' is taken as the first third of the period",
    ("season", "mid"): "'mid' is taken as the middle third of the period",
    ("season", "late"): "'late' is taken as the last third of the period",
}


def long_date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def find_doubts(groups: list[Group]) -> list[str]:
    doubts: list[str] = []
    for group in groups:
        for point in group.points:
            doubts += _point_doubts(point)
        if len(group.points) > 1 and sum("a calendar quarter;" in doubt for doubt in doubts) > 1:
            doubts = ["calendar quarters; as quarters of the financial year they would begin three months later"]
        doubts += group.doubts
        if group.points[0].part == "end" and group.bounds()[0]:
            doubts.append("the end of a period is taken as its last month, of a month as its last third")
        if group.role == BEYOND:
            doubts.append("'beyond' is taken as after the last day of the period")
        if group.to_come:
            doubts.append("the end is still to be confirmed")
        if _consecutive_years(group):
            doubts.append("taken as two calendar years; it could be one financial year")
    if len(groups) > 1 and groups[-1].role == START:
        doubts.append("the last date named is a beginning")
    return doubts


def _consecutive_years(group: Group) -> bool:
    years = [point.year for point in group.points if point.unit == "year" and point.year and not point.part]
    return (
        len(years) == 2 == len(group.points)
        and years[1].first == years[0].first + 1
        and group.role == BARE
        and (group.links[0] != LIST)
    )


def _point_doubts(point: Point) -> list[str]:
    doubts = list(point.doubts)
    if point.part in {"early", "mid", "late"}:
        doubts.append(_part_doubt(point))
    if point.week:
        doubts.append("weeks are counted in sevens from the first of the month")
    if point.unit in {"quarter", "half-year"} and point.year and not point.exact:
        doubts += _quarter_doubts(point, point.year)
    return doubts


def _part_doubt(point: Point) -> str:
    if point.unit.endswith("year") and point.unit != "half-year" and (year := point.whole()):
        start, end = part_of_year(point.part, year)
        return f"'{point.part}' is taken as {start:%B} to {end:%B}"
    return PART_DOUBTS["month" if point.unit == "month" else "season", point.part]


def _quarter_doubts(point: Point, year: Year) -> list[str]:
    if year.kind != "calendar":
        return [year.doubt] if year.doubt else []
    if point.unit == "half-year":
        return ["a half of the calendar year; of the financial year it would begin three months later"]
    start, end = quarter_span(point.index, Year("financial", year.first, year.first + 1))
    return [
        "a calendar quarter; as a quarter of the financial year it would be "
        f"from {long_date(start)} to {long_date(end)}"
    ]


def say(
    groups: list[Group],
    start: date | None,
    end: date | None,
    ongoing: bool,
    milestones: tuple[Milestone, ...],
) -> str:
    """The sentence's core, without its full stop and without the doubts."""
    if len(milestones) > 1:
        steps = ", then ".join(_step(step) for step in milestones[:6])
        more = f" and {len(milestones) - 6} more" if len(milestones) > 6 else ""
        return f"{_frame(start, end, ongoing)}; {len(milestones)} milestones: {steps}{more}"
    if milestones:
        return f"ongoing, with no end date; a milestone {_step(milestones[0])}"
    group = groups[0]
    return _frame(start, end, ongoing, group) + _kind(group)


def _step(step: Milestone) -> str:
    when = f"by {long_date(step.end)}" if step.end and not step.start else _when(step.start, step.end)
    return f"{when}: {step.text}" if step.text else when


def _frame(start: date | None, end: date | None, ongoing: bool, group: Group | None = None) -> str:
    if ongoing and end is None:
        return f"ongoing from {long_date(start)}, with no end date" if start else "ongoing, with no end date"
    if start and end is None:
        return f"from {long_date(start)}, with no end date given"
    when = _when(start, end, group)
    if ongoing and group and group.role == BY and not group.open and not start:
        return f"ongoing until {when.removeprefix('by ')}"
    return f"{when}, and ongoing" if ongoing else when


def _when(start: date | None, end: date | None, group: Group | None = None) -> str:
    if start and end:
        if start == end:
            return f"on {long_date(start)}"
        if (start, end) == months(start.year, start.month, 1):
            return f"during {start:%B %Y}"
        if (start, end) == months(start.year, 1, 12):
            return f"during {start.year}"
        return f"from {long_date(start)} to {long_date(end)}"
    if end:
        whole_month = (end + timedelta(days=1)).day == 1
        if group and group.precision == "year" and (end.month, end.day) == (12, 31):
            return f"by the end of {end.year}"
        if whole_month and not (group and group.precision == "day"):
            return f"by the end of {end:%B %Y}"
        return f"by {long_date(end)}"
    return f"from {long_date(start)}" if start else "with no date"


NAMES: dict[str, Callable[[Point], str]] = {
    "season": lambda point: "a school term" if point.term else f"meteorological {words.SEASON_NAMES[point.index]}",
    "quarter": lambda point: f"quarter {point.index} of {point.year}" if _financial(point) else "",
    "half-year": lambda point: (
        f"the {'first' if point.index == 1 else 'second'} half of the financial year {point.year}"
        if _financial(point)
        else ""
    ),
    "financial-year": lambda point: f"the financial year {point.year}" if point.year else "",
    "academic-year": lambda point: f"the academic year {point.year}",
    "municipal-year": lambda point: f"the municipal year {point.year}",
}

PLURALS = {"season": "meteorological seasons", "quarter": "", "financial-year": "financial years"}


def _financial(point: Point) -> bool:
    return bool(point.year and point.year.kind == "financial")


def _kind(group: Group) -> str:
    """What sort of period it is, where the dates alone do not show it."""
    point = group.last
    if len(group.points) > 1:
        same = {other.unit for other in group.points} == {point.unit}
        name = PLURALS.get(point.unit, "") if same and not any(other.term for other in group.points) else ""
    else:
        if point.unit == "financial-year" and point.year and point.year.last - point.year.first > 1:
            return ", financial years"
        name = NAMES[point.unit](point) if point.unit in NAMES and not point.week else ""
    return f", {name}" if name else ""
