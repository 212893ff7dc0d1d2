"""Date arithmetic for the periods that British public bodies plan by. Values in, values out.

Conventions: the financial year runs from 1 April to 31 March and its quarters from April; the academic year
runs from 1 September; the municipal year from one annual meeting in May to the next; seasons are
meteorological and winter is named after the year of its December.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

Span = tuple[date, date]
"""First day and last day, both inside the period."""

FIRST_YEAR, LAST_YEAR = 1974, 2099
"""Four digits outside these years are a quantity or a reference, never a date in a council's plan."""

SCHOOL_TERMS = ((1, 4), (4, 7), (9, 12), (1, 3))


@dataclass(frozen=True)
class Year:
    """A year as written: ``first`` to ``last``, of a ``kind`` that fixes the month in which it begins.

    Kinds: calendar, financial, academic, municipal, and span (several years written as one: 2019-24).
    ``doubt`` says in words what else the writing could mean; empty where it can mean one thing only.
    """

    kind: str
    first: int
    last: int
    doubt: str = ""

    def shifted(self, years: int) -> "Year":
        return Year(self.kind, self.first + years, self.last + years, self.doubt)

    def __str__(self) -> str:
        if self.kind in {"calendar", "span"} and self.first == self.last:
            return str(self.first)
        return f"{self.first}/{self.last % 100:02d}"


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def months(year: int, first: int, count: int) -> Span:
    """Whole months: ``count`` of them from month ``first`` (1-12) of ``year``."""
    last = first - 1 + count - 1
    return date(year, first, 1), month_end(year + last // 12, last % 12 + 1)


def add_months(day: date, count: int) -> date:
    """The same day of the month ``count`` months on, or the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + count
    year, month = divmod(index, 12)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), month_end(year, month + 1))


def year_span(year: Year) -> Span:
    first_month = {"financial": 4, "academic": 9, "municipal": 5}.get(year.kind, 1)
    if year.kind == "municipal":
        return date(year.first, 5, 1), month_end(year.last, 5)
    if first_month == 1:
        return date(year.first, 1, 1), date(year.last, 12, 31)
    return date(year.first, first_month, 1), month_end(year.last, first_month - 1)


def year_of_month(year: Year, month: int) -> int:
    """The calendar year in which ``month`` falls within ``year``."""
    first_month = {"financial": 4, "academic": 9, "municipal": 5}.get(year.kind, 1)
    return year.first if month >= first_month else year.first + 1


def season_span(season: int, year: Year, term: bool = False) -> Span:
    """``season`` is 0 spring to 3 winter; within a split year, spring falls in the second half."""
    if term:
        first, last = SCHOOL_TERMS[season]
        split = year.kind != "calendar" and season < 2
        return months(year.first + split, first, last - first + 1)
    split = year.kind != "calendar" and season == 0
    return months(year.first + split, 3 + 3 * season, 3)


def quarter_span(quarter: int, year: Year) -> Span:
    if year.kind == "calendar":
        return months(year.first, 3 * quarter - 2, 3)
    start_month = {"academic": 9, "municipal": 5}.get(year.kind, 4)
    first = add_months(date(year.first, start_month, 1), 3 * quarter - 3)
    return months(first.year, first.month, 3)


def half_span(half: int, year: Year) -> Span:
    start = quarter_span(2 * half - 1, year)[0]
    return start, quarter_span(2 * half, year)[1]


def easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian computus (Butcher's Ecclesiastical Calendar, 1876)."""
    golden, century, within = year % 19, year // 100, year % 100
    leap, rest = divmod(century, 4)
    correction = (century + 8) // 25
    moon = (19 * golden + century - leap - (century - correction + 1) // 3 + 15) % 30
    weekday = (32 + 2 * rest + 2 * (within // 4) - moon - within % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def whole_months(span: Span) -> int:
    """How many months ``span`` covers, taken as whole months."""
    start, end = span
    return (end.year - start.year) * 12 + end.month - start.month + 1


def part_of_year(part: str, span: Span) -> Span:
    """early: the first three months; mid: months five to eight; late: the last three."""
    start, end = span
    if part == "mid":
        first = add_months(start, 4)
        return months(first.year, first.month, 4)
    first = start if part == "early" else add_months(date(end.year, end.month, 1), -2)
    return months(first.year, first.month, 3)


def part_of_month(part: str, span: Span) -> Span:
    """early: days 1-10; mid: 11-20; late: 21 to the end."""
    start, end = span
    first, last = {"early": (1, 10), "mid": (11, 20), "late": (21, end.day)}[part]
    return start.replace(day=first), start.replace(day=last)


def part_of_months(part: str, span: Span) -> Span:
    """The first, middle or last third of a period of whole months (a season, a quarter, a half-year)."""
    third = max(whole_months(span) // 3, 1)
    first = add_months(span[0], {"early": 0, "mid": third, "late": 2 * third}[part])
    return months(first.year, first.month, third)


def week_of(number: int, span: Span) -> Span:
    """Week ``number`` of a period, counted in sevens from its first day; -1 is its last seven days."""
    start, end = span
    if number == -1:
        return end - timedelta(days=6), end
    first = start + timedelta(days=7 * (number - 1))
    return first, min(first + timedelta(days=6), end)
