"""A point of time as written - a day, a month, a season, a quarter, a half, a year - and the days it covers.

A point may lack its year ("October" in "October to December 2021"); the grammar fills it from a neighbour.
"""

from dataclasses import dataclass
from datetime import date

from .periods import (
    Span,
    Year,
    add_months,
    easter,
    half_span,
    months,
    part_of_month,
    part_of_months,
    part_of_year,
    quarter_span,
    season_span,
    week_of,
    year_of_month,
    year_span,
)


@dataclass(frozen=True)
class Point:
    """A point of time as written, from token ``first`` up to but not including token ``past``.

    ``index`` is the month (1-12), season (0-3), quarter (1-4) or half (1-2). ``part`` is "", early, mid,
    late, end, or stretch (early to mid). ``week`` counts sevens, -1 being the last. ``exact`` replaces what
    the other parts would give.
    """

    unit: str
    first: int
    past: int
    year: Year | None = None
    index: int = 0
    day: int = 0
    part: str = ""
    week: int = 0
    term: bool = False
    named: bool = False
    feast: str = ""
    exact: Span | None = None
    doubts: tuple[str, ...] = ()

    @property
    def plain_year(self) -> bool:
        """A number that is a year only by its place: it may also be part of a name, or a quantity."""
        return self.unit in {"year", "financial-year"} and not (self.named or self.part)

    @property
    def dated(self) -> bool:
        return self.exact is not None or (self.year is not None and self.whole() is not None)

    @property
    def precision(self) -> str:
        if self.week:
            return "part-month"
        if self.part in {"early", "mid", "late", "stretch"}:
            return {"month": "part-month", "season": "part-season", "day": "day"}.get(self.unit, "part-year")
        return self.unit

    def whole(self) -> Span | None:
        """The period without regard to its part; None where the day does not exist or the year is missing."""
        if self.exact:
            return self.exact
        if self.year is None:
            return None
        return WHOLE[self.unit](self, self.year)

    def span(self) -> Span | None:
        """First and last day, the part taken into account; "end of" leaves the whole to the grammar."""
        whole = self.whole()
        if whole is None:
            return None
        if self.week:
            return week_of(self.week, whole)
        if self.part in {"early", "mid", "late"} and self.unit != "day":
            return self._cut(self.part, whole)
        return whole

    def tail(self) -> Span | None:
        """The last stretch of the period, for "from the end of 2022"."""
        whole = self.whole()
        if whole is None or self.unit == "day":
            return whole
        if self.unit == "month":
            return part_of_month("late", whole)
        return add_months(date(whole[1].year, whole[1].month, 1), 0), whole[1]

    def _cut(self, part: str, whole: Span) -> Span:
        if self.unit == "month":
            return part_of_month(part, whole)
        if self.unit in {"season", "quarter", "half-year"}:
            return part_of_months(part, whole)
        return part_of_year(part, whole)


def _day(point: Point, year: Year) -> Span | None:
    if point.feast:
        number = year.first
        day = date(number, 12, 25) if point.feast == "christmas" else easter(number)
        return day, day
    try:
        day = date(year_of_month(year, point.index), point.index, point.day)
    except ValueError:
        return None
    return day, day


def _month(point: Point, year: Year) -> Span:
    return months(year_of_month(year, point.index), point.index, 1)


WHOLE = {
    "day": _day,
    "month": _month,
    "season": lambda point, year: season_span(point.index, year, point.term),
    "quarter": lambda point, year: quarter_span(point.index, year),
    "half-year": lambda point, year: half_span(point.index, year),
    **dict.fromkeys(("year", "financial-year", "academic-year", "municipal-year"), lambda point, year: year_span(year)),
}

UNIT_OF_YEAR = {
    "calendar": "year",
    "span": "year",
    "financial": "financial-year",
    "academic": "academic-year",
    "municipal": "municipal-year",
}
