"""Matches quarters and halves of years. Each matcher gives ``(point, next place)`` or None."""

from dataclasses import replace
from datetime import date

from . import words
from .days import match_month
from .periods import Span, Year, add_months, month_end, months, year_span
from .points import Point
from .tokens import Tokens, number, skip, word
from .years import match_year, match_year_name, match_year_of_month

QUARTER_WORDS = frozenset({"q", "qs", "qtr", "qtrs", "quarter", "quarters"})


def _continues_quarters(tokens: Tokens, at: int) -> bool:
    """The "2" of "Q1-2 2024/25" or "Quarters 1 and 2": a bare figure joined to a quarter before it."""
    if not 1 <= number(tokens, at) <= 4 or len(tokens[at].text) > 1 or tokens[at].ordinal:
        return False
    for back in range(at - 1, max(at - 7, 0), -2):
        joined = word(tokens, back) in {"-", "/", "&", "and", "to", ","}
        if not joined or not 1 <= number(tokens, back - 1) <= 4:
            return False
        if word(tokens, back - 2) in QUARTER_WORDS:
            return word(tokens, at + 1) not in words.MONTHS
    return False


def _quarter_number(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """Q1, Qtr 1, Quarter 1, quarter one, first quarter, 4th quarter -> (1-4, next place)."""
    name = word(tokens, at)
    if name in QUARTER_WORDS:
        here = skip(tokens, at + 1, ".", "-") if len(name) < 4 else at + 1
        value = number(tokens, here)
        value = words.NUMBER_WORDS.get(word(tokens, here), value)
        return (value, here + 1) if 1 <= value <= 4 and len(tokens[here].text) != 2 else None
    if _continues_quarters(tokens, at):
        return number(tokens, at), at + 1
    value, here = ordinal(tokens, at)
    if value and word(tokens, here) in {"quarter", "qtr", "q"}:
        return (4 if value == -1 else value), here + 1
    return None


def ordinal(tokens: Tokens, at: int) -> tuple[int, int]:
    if number(tokens, at) > 0 and tokens[at].ordinal:
        return number(tokens, at), at + 1
    return words.ORDINALS.get(word(tokens, at), 0), at + 1


def _quarter_months(tokens: Tokens, at: int) -> tuple[Span | None, bool, int] | None:
    """The months beside a quarter: "(October to December 2014)", "January - March 2013", "(Apr-Jun)".

    Gives the span if a year stands with the months, whether months were found, and the next place.
    """
    here = skip(tokens, at, "(", ":", "-", ",", "being", "ie")
    first = words.MONTHS.get(word(tokens, here), 0)
    if not first:
        return None
    here = skip(tokens, here + 1, ".")
    start_year = match_year_of_month(tokens, here) if word(tokens, here) not in {"-", "/"} else None
    here = start_year[1] if start_year else here
    if word(tokens, here) not in {"-", "to", "/", "until"}:
        return None
    here += 1
    last = words.MONTHS.get(word(tokens, here), 0)
    if not last or (last - first) % 12 != 2:
        return None
    here = skip(tokens, here + 1, ".")
    year = match_year_of_month(tokens, here) if word(tokens, here) != "(" else None
    here = year[1] if year else here
    here += 1 if word(tokens, here) == ")" else 0
    if not year or year[0].kind != "calendar":
        return None, True, (here if not year else here)
    end = month_end(year[0].first, last)
    start = add_months(date(end.year, end.month, 1), -2)
    return (start, end), True, here


def match_quarter(tokens: Tokens, at: int) -> tuple[Point, int] | None:
    """Q1 2024/25, Quarter 3 (October to December 2014) 2014/15, 2023/24 Q3, the first quarter of 2019."""
    figures = number(tokens, at) > 0 and not _continues_quarters(tokens, at)
    leading = match_year(tokens, at) if figures or match_year_name(tokens, at) else None
    if leading:
        here = skip(tokens, leading[1], ",", "-", ":", "(", "/")
        found = _quarter_number(tokens, here)
        if not found or number(tokens, here) > 0:
            return None
        opened = "(" in {word(tokens, n) for n in range(leading[1], here)}
        past = found[1] + (opened and word(tokens, found[1]) == ")")
        beside = _quarter_months(tokens, past)
        past = beside[2] if beside else past
        exact = beside[0] if beside else None
        return _quarter(at, past, found[0], leading[0], exact), past
    found = _quarter_number(tokens, at)
    if not found:
        return None
    value, past = found
    beside = _quarter_months(tokens, past)
    exact = None
    with_months = False
    if beside:
        exact, with_months, past = beside
    here = skip(tokens, past, "of", "in", "for", "the", ",", "-", "/", ":", "(")
    year = match_year(tokens, here) if not (word(tokens, past) in {",", "-"} and exact) else None
    if year and not (exact and year[0].kind == "calendar"):
        end = year[1] + (1 if word(tokens, past) == "(" and word(tokens, year[1]) == ")" else 0)
        if not beside:
            beside = _quarter_months(tokens, end)
            exact, with_months, end = beside or (None, False, end)
        point = _quarter(at, end, value, year[0], exact)
        if with_months and not exact and year[0].kind == "calendar":
            point = _by_its_months(tokens, point)
        return point, end
    return _quarter(at, past, value, None, exact), past


def _by_its_months(tokens: Tokens, point: Point) -> Point:
    """Months in words beside a plain year settle which three months the quarter is."""
    named = [words.MONTHS[t.text] for t in tokens[point.first : point.past] if t.text in words.MONTHS]
    if not named or point.year is None:
        return point
    return replace(point, exact=months(point.year.first, named[0], 3), doubts=())


def _quarter(at: int, past: int, value: int, year: Year | None, exact: Span | None) -> Point:
    if year and year.kind == "span":
        year = Year("financial", year.first, year.first + 1, year.doubt)
    if year and year.kind != "calendar":
        year = replace(year, doubt="" if "calendar years" in year.doubt else year.doubt)
    return Point("quarter", at, past, year, value, exact=exact)


def match_first_months(tokens: Tokens, at: int) -> tuple[Point, int] | None:
    """first six months of 2024/25; last three months of 2024."""
    which, here = ordinal(tokens, at)
    count = words.NUMBERS.get(word(tokens, here), number(tokens, here))
    if which not in {1, -1} or not 1 < count < 12 or word(tokens, here + 1) != "months":
        return None
    found = match_year(tokens, skip(tokens, here + 2, "of", "in", "the"))
    if not found:
        return None
    start, end = year_span(found[0])
    first = start if which == 1 else add_months(end.replace(day=1), 1 - count)
    return Point("part-year", at, found[1], exact=months(first.year, first.month, count)), found[1]


def match_half(tokens: Tokens, at: int) -> tuple[Point, int] | None:
    """H1 2024, first half of 2025, second half of 2024/25."""
    value, here = ordinal(tokens, at)
    if value in {1, 2, -1} and word(tokens, here) == "half" and word(tokens, here + 1) != "term":
        value, here = abs(value) if value > 0 else 2, here + 1
    elif word(tokens, at) in {"h", "half"}:
        here = skip(tokens, at + 1, "-", "year")
        value, here = number(tokens, here), here + 1
        if value not in {1, 2} or len(tokens[here - 1].text) > 1:
            return None
    else:
        return None
    past = skip(tokens, here, "of", "in", "the", ",", "(", "-")
    year = match_year(tokens, past)
    if year:
        return Point("half-year", at, year[1], year[0], value), year[1]
    return Point("half-year", at, here, None, value), here


def match_quarter_ending(tokens: Tokens, at: int) -> tuple[Point, int] | None:
    """quarter ending [31] March 2023: the three months up to the end of that month."""
    here = at + 2
    here += 1 if 28 <= number(tokens, here) <= 31 else 0
    found = match_month(tokens, here) if here < len(tokens) and number(tokens, here) < 0 else None
    span = found[0].whole() if found else None
    if not found or not span:
        return None
    exact = (add_months(span[0], -2), span[1])
    return Point("quarter", at, found[1], exact=exact, index=(span[1].month + 2) // 3), found[1]
