"""Finds every point of time in a list of tokens, with "early", "end of" or "first week of" taken in."""

from calendar import month_name
from dataclasses import replace
from datetime import timedelta

from . import words
from .days import match_bare_day, match_day, match_feast, match_month
from .periods import SCHOOL_TERMS, Year
from .points import UNIT_OF_YEAR, Point
from .quarters import match_first_months, match_half, match_quarter, match_quarter_ending, ordinal
from .tokens import Token, Tokens, number, skip, two, word
from .years import match_year, two_digit_year_fits


def match_season(tokens: Tokens, at: int) -> tuple[Point, int] | None:
    """Spring 2022, Winter 2021/22, Winter 2021 to 22, autumn term 2022, spring (its year to be filled)."""
    season = words.SEASONS.get(word(tokens, at))
    if season is None:
        return None
    past = at + 1
    term = word(tokens, past) in {"term", "terms"}
    past += term
    doubts: tuple[str, ...] = ()
    if term:
        first, last = (month_name[month] for month in SCHOOL_TERMS[season])
        doubts = (f"a school term is taken as {first} to {last}",)
    here = skip(tokens, past, "of", "in", ",", "-", "/", "(", "'")
    spaced_dash = word(tokens, past) in {"-", "/", "("} and (here - past) != 1
    found = None if spaced_dash else match_year(tokens, here)
    if found is None or (found[0].kind == "span" and word(tokens, past) in {"-", "/"}):
        short = word(tokens, past) == "'" or two(tokens, past) >= 2015
        value = two(tokens, here) if short and number(tokens, here) >= 0 else -1
        if value > 0 and two_digit_year_fits(tokens, here):
            year = Year("calendar", value, value)
            return Point("season", at, here + 1, year, season, term=term, doubts=doubts), here + 1
        return Point("season", at, past, None, season, term=term, doubts=doubts), past
    year, end, _named = found
    if year.kind == "span":
        return Point("season", at, here + 1, Year("calendar", year.first, year.first), season, term=term), here + 1
    if year.kind != "calendar":
        year = replace(year, doubt="")
        if season < 2:
            doubts += (f"it could be the {words.SEASON_NAMES[season]} of either year",)
    return Point("season", at, end, year, season, term=term, doubts=doubts), end


def match_plain_year(tokens: Tokens, at: int) -> tuple[Point, int] | None:
    found = match_year(tokens, at)
    if not found:
        return None
    year, past, named = found
    doubts = (year.doubt,) if year.doubt else ()
    part = words.PARTS.get(word(tokens, past + 1), "") if word(tokens, past) in {"(", ",", "-"} else ""
    if part and word(tokens, past + 2) in {")", ""} and past + 2 >= len(tokens) - 1:
        return Point(UNIT_OF_YEAR[year.kind], at, past + 2, year, part=part, named=named), past + 2
    return Point(UNIT_OF_YEAR[year.kind], at, past, year, named=named, doubts=doubts), past


MATCHERS = (
    match_feast,
    match_day,
    match_bare_day,
    match_quarter,
    match_first_months,
    match_half,
    match_month,
    match_season,
)


def match_whole(tokens: Tokens, at: int) -> tuple[Point, int] | None:
    """A point without a part before it."""
    for matcher in MATCHERS:
        found = matcher(tokens, at)
        if found:
            return found
    return match_plain_year(tokens, at)


def _match_week(tokens: Tokens, at: int) -> tuple[Point, int] | None:
    """first week of March 2022; week commencing 6 June 2022; w/e 10 June 2022."""
    value, here = ordinal(tokens, at)
    if value and word(tokens, here) == "week":
        here = skip(tokens, here + 1, "of", "in", "the")
        found = match_month(tokens, here) if here < len(tokens) else None
        if found and found[0].unit == "month" and value <= 5:
            return replace(found[0], first=at, week=value), found[1]
    sides = {"commencing": 6, "beginning": 6, "starting": 6, "c": 6, "ending": -6, "e": -6}
    named = word(tokens, at) == "week" and word(tokens, at + 1) in sides
    short = word(tokens, at) == "w" and word(tokens, at + 1) == "/" and word(tokens, at + 2) in {"c", "e"}
    if not (named or short):
        return None
    here = at + (2 if named else 3)
    days = sides[word(tokens, here - 1)]
    here = skip(tokens, here, "the", "on", ":")
    found = match_day(tokens, here) if here < len(tokens) else None
    span = found[0].whole() if found else None
    if not found or not span:
        return None
    other = span[0] + timedelta(days=days)
    exact = (span[0], other) if days > 0 else (other, span[0])
    return replace(found[0], first=at, exact=exact), found[1]


def match_point(tokens: Tokens, at: int) -> tuple[Point, int] | None:
    """The longest point that begins at ``at``, with "early", "end of", "first week of" before it if there."""
    week = _match_week(tokens, at)
    if week:
        return week
    name = word(tokens, at)
    if name == "quarter" and word(tokens, at + 1) in {"ending", "ended", "to"}:
        return match_quarter_ending(tokens, at)
    if name == "year" and word(tokens, skip(tokens, at + 1, "-")) == "end":
        found = _match_part(tokens, skip(tokens, at + 1, "-"), "end")
        return (replace(found[0], first=at), found[1]) if found else None
    if name in words.PARTS and not (name == "start" and word(tokens, at + 1) in {":", "on", "date"}):
        return _match_part(tokens, at, words.PARTS[name])
    if name in words.MONTHS or name in words.SEASONS or name.isalpha() or number(tokens, at) >= 0:
        return match_whole(tokens, at)
    return match_whole(tokens, at) if tokens[at].kind == "date" or name == "'" else None


def _match_stretch(tokens: Tokens, at: int, part: str) -> tuple[Point, int] | None:
    """early to mid 2025, mid-to-late March 2023: from the first part's beginning to the second part's end."""
    here = skip(tokens, at + 1, "-", "to", "/")
    other = words.PARTS.get(word(tokens, here), "")
    found = _match_part(tokens, here, other) if here > at + 1 and other not in {"", part} else None
    span = found[0].span() if found else None
    if not found or not span or part == "end":
        return None
    start = replace(found[0], part=part).span() or span
    if start[0] > span[0]:
        return None
    doubts = ("the parts of the period are taken as stretches of it",)
    point = replace(found[0], first=at, part="stretch", exact=(start[0], span[1]), doubts=doubts)
    return point, found[1]


def _match_part(tokens: Tokens, at: int, part: str) -> tuple[Point, int] | None:
    verb_like = word(tokens, at) in {"start", "beginning", "later"}
    here = at + 1
    stretch = _match_stretch(tokens, at, part)
    if stretch:
        return stretch
    here = skip(tokens, here, "-", "year", "point") if part == "mid" else here
    joined = skip(tokens, here, *(("of", "the") if verb_like else ("of", "the", "in", "-", "to")))
    if verb_like and joined == here:
        return None
    if joined >= len(tokens):
        return None
    found = match_whole(tokens, joined)
    if not found or (found[0].unit == "day" and not found[0].feast):
        return None
    if part == "end" and word(tokens, at - 1) in {"towards", "toward", "near"}:
        part = "late"
    if part == "end" and word(tokens, at - 1) == "the" and word(tokens, at - 2) in {"towards", "toward"}:
        part = "late"
    point = replace(found[0], first=at, part=part)
    if point.year and not point.year.doubt.startswith("taken as the financial years"):
        point = replace(point, year=replace(point.year, doubt=""), doubts=point.doubts)
    return point, found[1]


MOST_POINTS = 60
"""Points read in one text; no published timescale comes near it."""


def without_asides(tokens: list[Token]) -> list[Token]:
    """Leaves out the quarter in "July - September (Q2) 2023", so that the year stands beside its months."""
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        near = [word(tokens, n) for n in (at - 1, at, at + 1, at + 3)]
        if near[0] in words.MONTHS and near[1:] == ["(", "q", ")"] and number(tokens, at + 4) > 0:
            at += 4
            continue
        kept.append(tokens[at])
        at += 1
    return kept


def find_points(tokens: Tokens) -> list[Point]:
    points: list[Point] = []
    at = 0
    while at < len(tokens) and len(points) < MOST_POINTS:
        found = match_point(tokens, at)
        if found and points and (joined := _year_first(tokens, points[-1], found[0])):
            points[-1] = joined
        elif found:
            points.append(found[0])
        at = found[1] if found else at + 1
    return points


def _year_first(tokens: Tokens, year: Point, point: Point) -> Point | None:
    """2025 (Spring), 2024 March: a year written before the month or season that it belongs to."""
    if not year.plain_year or point.dated or not tokens[point.first].capital:
        return None
    if point.unit not in {"month", "season"}:
        return None
    gap = [token.text for token in tokens[year.past : point.first]]
    if gap not in ([], ["("], [","], [":"], ["-"]) or year.year is None or year.year.kind == "span":
        return None
    return replace(point, first=year.first, year=replace(year.year, doubt=""))
