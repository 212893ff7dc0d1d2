"""Matches days, months and feasts. Each matcher gives ``(point, next place)`` or None."""

from dataclasses import replace

from . import words
from .periods import FIRST_YEAR, LAST_YEAR, Year
from .points import Point
from .tokens import Tokens, four, number, skip, two, word
from .years import match_year_of_month


def labelled(tokens: Tokens, at: int) -> bool:
    """Whether the number at ``at`` belongs to the word before it ("Phase 1", "Appendix 3")."""
    return word(tokens, at - 1) in words.LABELS or word(tokens, at - 1) in words.REFERENCES


def match_day(tokens: Tokens, at: int) -> tuple[Point, int] | None:
    """31 March 2022, 31st of March, Thursday 5 May 2022, March 31 2022, 31/3/22, 2022-03-31."""
    token = tokens[at]
    if token.kind == "date" and token.day:
        if word(tokens, at - 1) in words.REFERENCES or not FIRST_YEAR <= token.day.year <= LAST_YEAR:
            return None
        return Point("day", at, at + 1, exact=(token.day, token.day)), at + 1
    if token.text in words.WEEKDAYS:
        here = skip(tokens, at + 1, ",", "the", ".")
        return match_day(tokens, here) if here < len(tokens) and number(tokens, here) > 0 else None
    value = number(tokens, at)
    if 1 <= value <= 31 and not (labelled(tokens, at) and not token.ordinal):
        glued = at + 1 < len(tokens) and not tokens[at + 1].spaced
        here = skip(tokens, at + 1, *(("-", "/") if glued else ("of", "day")))
        month = words.MONTHS.get(word(tokens, here), 0)
        if month:
            return _day_of_month(tokens, at, here, month, value)
    month = words.MONTHS.get(token.text if token.kind == "word" else "", 0)
    return _day_after_month(tokens, at, month) if month else None


def _day_after_month(tokens: Tokens, at: int, month: int) -> tuple[Point, int] | None:
    """March 31, 2022; November 8-10, 2023."""
    here = skip(tokens, at + 1, ".", "the")
    first = last = number(tokens, here)
    if word(tokens, here + 1) == "-" and first < number(tokens, here + 2) <= 31:
        here += 2
        last = number(tokens, here)
    past = skip(tokens, here + 1, ",")
    if not 1 <= first <= 31 or four(tokens, past) < 0:
        return None
    year = Year("calendar", four(tokens, past), four(tokens, past))
    points = [Point("day", at, past + 1, year, month, day) for day in (first, last)]
    spans = [point.whole() for point in points]
    if spans[0] and spans[1]:
        return replace(points[0], exact=(spans[0][0], spans[1][1])), past + 1
    return points[0], past + 1


def _day_of_month(tokens: Tokens, at: int, here: int, month: int, value: int) -> tuple[Point, int] | None:
    past = here + 1
    past += 1 if word(tokens, past) == "." and past + 1 < len(tokens) and number(tokens, past + 1) > 0 else 0
    year = match_year_of_month(tokens, past, after_day=True)
    if year and year[0].kind == "financial" and "-" in {word(tokens, past + 1)}:
        year = None
    if year:
        return Point("day", at, year[1], year[0], month, value), year[1]
    return Point("day", at, here + 1, None, month, value), here + 1


def match_bare_day(tokens: Tokens, at: int) -> tuple[Point, int] | None:
    """The "1" of "1 to 14 March 2022" or "12/13 May 2022": a day whose month comes with the next one."""
    value = number(tokens, at)
    if not 1 <= value <= 31 or (labelled(tokens, at) and not tokens[at].ordinal):
        return None
    here = at + 1
    if word(tokens, here) not in {"-", "to", "and", "&", "/", ","}:
        return None
    here = skip(tokens, here + 1, *words.WEEKDAYS, "the")
    later = here < len(tokens) and number(tokens, here) > value
    following = (match_day(tokens, here) or match_bare_day(tokens, here)) if later else None
    if following and following[0].day > value:
        return Point("day", at, at + 1, following[0].year, following[0].index, value), at + 1
    return None


def match_month(tokens: Tokens, at: int) -> tuple[Point, int] | None:
    """March 2022, Sept. 22, Mar-22, March (its year to be filled), 03/2022, 06/25."""
    if number(tokens, at) > 0:
        return _match_month_in_figures(tokens, at)
    month = words.MONTHS.get(word(tokens, at), 0)
    if not month:
        return None
    past = at + 1
    dotted = word(tokens, past) == "." and not tokens[past].spaced and len(tokens[at].text) <= 4
    past += 1 if dotted and tokens[at].text != "may" and past + 1 < len(tokens) else 0
    found = match_year_of_month(tokens, past)
    if not found:
        return Point("month", at, at + 1, None, month), at + 1
    year, past, doubt = found
    doubts = (doubt,) if doubt else ()
    return Point("month", at, past, year, month, doubts=doubts), past


def _match_month_in_figures(tokens: Tokens, at: int) -> tuple[Point, int] | None:
    """mm/yyyy, mm/yy (both with two digits and not a financial year) and yyyy-mm."""
    first, sign = number(tokens, at), word(tokens, at + 1)
    if sign not in {"/", "-", "."} or word(tokens, at - 1) in {"/", "("} or labelled(tokens, at):
        return None
    if word(tokens, at + 3) == "/" or (at + 2 < len(tokens) and tokens[at + 2].spaced):
        return None
    second = number(tokens, at + 2)
    named = word(tokens, at - 1).isalpha() and word(tokens, at - 1) not in words.PREPOSITIONS | words.STATUS
    if four(tokens, at) > 0 and not named and len(tokens[at + 2 : at + 3]) and len(tokens[at + 2].text) == 2:
        if 1 <= second <= 12 and sign != "." and first % 100 + 1 != second and second <= first % 100:
            doubt = f"{tokens[at].text}{sign}{tokens[at + 2].text} is taken as a year and a month"
            return Point("month", at, at + 3, Year("calendar", first, first), second, doubts=(doubt,)), at + 3
        return None
    if not 1 <= first <= 12 or second < 0:
        return None
    year = four(tokens, at + 2)
    short = len(tokens[at].text) == 2 and sign == "/" and 2015 <= two(tokens, at + 2) <= 2060
    if year < 0 and short and second != first + 1:
        year = two(tokens, at + 2)
    if year < 0:
        return None
    return Point("month", at, at + 3, Year("calendar", year, year), first), at + 3


def match_feast(tokens: Tokens, at: int) -> tuple[Point, int] | None:
    """Christmas 2022, Easter 2023, New Year 2023: flagged, since a season of days may be meant."""
    name = word(tokens, at)
    if name in {"christmas", "xmas", "easter"} and four(tokens, at + 1) > 0:
        feast = "easter" if name == "easter" else "christmas"
        label = "Easter Sunday" if feast == "easter" else "Christmas Day"
        year = Year("calendar", four(tokens, at + 1), four(tokens, at + 1))
        return Point("day", at, at + 2, year, feast=feast, doubts=(f"{label} is assumed",)), at + 2
    if name == "new" and word(tokens, at + 1) == "year" and four(tokens, at + 2) > 0:
        year = Year("calendar", four(tokens, at + 2), four(tokens, at + 2))
        return Point("year", at, at + 3, year, part="early", named=True), at + 3
    return None
