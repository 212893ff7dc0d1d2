"""Reads years as British public bodies write them: 2022, 2021/22, FY 21/22, "year ending March 2025"."""

from dataclasses import replace

from . import words
from .periods import LAST_YEAR, Year
from .tokens import Tokens, four, number, skip, two, word


def _glued_page_number(tokens: Tokens, at: int, first: int) -> int:
    """2019-20241: a page number stuck to the end of a range by a PDF's text layer."""
    if number(tokens, at) >= 0 and len(tokens[at].text) == 5:
        last = int(tokens[at].text[:4])
        if first < last <= min(first + 50, LAST_YEAR):
            return last
    return -1


def _second_year(tokens: Tokens, at: int, first: int) -> int:
    """The second year of a pair, written with two or four digits, if it comes after the first; else -1."""
    if number(tokens, at) < 0:
        return -1
    pair_follows = four(tokens, at) > 0 and word(tokens, at + 1) == "/" and two(tokens, at + 2) > 0
    if word(tokens, at + 1) in words.MONTHS or pair_follows:
        return -1
    last = four(tokens, at)
    if last < 0 and len(tokens[at].text) == 2 and not tokens[at].ordinal:
        last = first - first % 100 + int(tokens[at].text)
        last += 100 if last < first and first % 100 > 80 else 0
    return last if last > first else -1


def _pair(kind: str, sign: str, first: int, last: int) -> Year:
    """What 2021/22, 2021-22, 2021-2030, 2019-24 or "2021 to 22" mean."""
    if last == first + 1:
        doubt = ""
        if sign != "/" and not kind:
            doubt = f"{first}-{last % 100:02d} is taken as a financial year; it could be two calendar years"
        return Year(kind or "financial", first, last, doubt)
    if sign == "/" or kind:
        doubt = f"taken as the financial years from {first} to {last}, April to March"
        return Year(kind or "financial", first, last, doubt)
    doubt = f"taken as whole calendar years; as financial years it would end on 31 March {last}"
    return Year("span", first, last, doubt)


def match_number_year(tokens: Tokens, at: int, kind: str = "") -> tuple[Year, int] | None:
    """A year in figures: 2022, 2021/22, 2021-22, 2021-2030, 21/22, '22 (and 22 where ``kind`` is known)."""
    at = at + 1 if word(tokens, at) == "'" and two(tokens, at + 1) > 0 else at
    first = four(tokens, at)
    if first < 0:
        return match_short_year(tokens, at, kind)
    sign = word(tokens, at + 1)
    if sign in {"-", "/", "to"}:
        last = _second_year(tokens, at + 2, first)
        four_digits = last > 0 and len(tokens[at + 2].text) == 4
        if last > 0 and (sign != "to" or not four_digits or kind) and last - first <= 60:
            return _with_third(tokens, at + 3, _pair(kind, sign, first, last))
        glued = _glued_page_number(tokens, at + 2, first)
        if glued > 0:
            return Year("span", first, glued, "a stray figure after the last year is left out"), at + 3
    return Year(kind or "calendar", first, first + (kind not in {"", "calendar"})), at + 1


def _with_third(tokens: Tokens, at: int, year: Year) -> tuple[Year, int]:
    """2022/23/24: a chain of years runs to its last."""
    if word(tokens, at) == "/" and two(tokens, at + 1) == year.last + 1:
        return _pair(year.kind, "/", year.first, year.last + 1), at + 2
    return year, at


def match_short_year(tokens: Tokens, at: int, kind: str) -> tuple[Year, int] | None:
    first = two(tokens, at)
    if first < 0:
        return None
    if word(tokens, at + 1) in {"/", "-"} and two(tokens, at + 2) == first + 1:
        if word(tokens, at + 1) == "-" and not kind:
            return None
        year = Year(kind or "financial", first, first + 1)
        return year, at + 3
    if kind and kind != "calendar":
        return Year(kind, first, first + 1), at + 1
    return None


YEAR_NAMES = {
    ("financial", "year"): "financial",
    ("fiscal", "year"): "financial",
    ("tax", "year"): "financial",
    ("budget", "year"): "financial",
    ("fy",): "financial",
    ("f", "/", "y"): "financial",
    ("academic", "year"): "academic",
    ("ay",): "academic",
    ("school", "year"): "academic",
    ("municipal", "year"): "municipal",
    ("civic", "year"): "municipal",
    ("calendar", "year"): "calendar",
    ("financial", "years"): "financial",
}


def match_year_name(tokens: Tokens, at: int) -> tuple[str, int] | None:
    for name, kind in YEAR_NAMES.items():
        if all(word(tokens, at + n) == part for n, part in enumerate(name)):
            return kind, at + len(name)
    return None


def match_year(tokens: Tokens, at: int) -> tuple[Year, int, bool] | None:
    """A year with or without its name before or after it; the last value says whether it was named."""
    name = match_year_name(tokens, at)
    if name:
        kind, here = name
        ending = _match_year_ending(tokens, here, kind)
        if ending:
            return ending
        here = skip(tokens, here, "of", ":", "-", "(", "end")
        found = match_number_year(tokens, here, kind)
        return (*_settle(tokens, found, kind, here), True) if found else None
    if word(tokens, at) == "year":
        ending = _match_year_ending(tokens, at + 1, "financial")
        if ending:
            return ending
    found = match_number_year(tokens, at)
    if not found:
        return None
    after = match_year_name(tokens, found[1])
    if after:
        year, past = match_number_year(tokens, at, after[0]) or found
        return *_settle(tokens, (year, past), after[0], at), True
    return *found, False


def _settle(tokens: Tokens, found: tuple[Year, int], kind: str, at: int) -> tuple[Year, int]:
    """A named year given by one number is doubtful; a name that follows the number is taken in."""
    year, past = found
    after = match_year_name(tokens, past)
    past = after[1] if after else past
    at = skip(tokens, at, "'")
    single = number(tokens, at + 1) < 0 and word(tokens, at + 1) not in {"/", "-", "to"}
    if kind == "financial" and single:
        short = len(tokens[at].text) == 2
        first = year.first - 1 if short else year.first
        other = year.first if short else year.first - 1
        doubt = f"it could be the financial year {other}/{(other + 1) % 100:02d}"
        return Year("financial", first, first + 1, doubt), past
    if kind == "municipal":
        return replace(year, doubt="a municipal year runs between the annual meetings held in May"), past
    return year, past


def _match_year_ending(tokens: Tokens, at: int, kind: str) -> tuple[Year, int, bool] | None:
    """ "financial year ending [31] March 2025"; "year ending 2025" only for a named financial year."""
    if word(tokens, at) not in {"ending", "ended", "to", "beginning", "starting", "from"}:
        return None
    begins = word(tokens, at) in {"beginning", "starting", "from"}
    at = skip(tokens, at + 1, "in", "on", "the", "of")
    at += 1 if 0 < number(tokens, at) <= 31 and word(tokens, at + 1) in words.MONTHS else 0
    month = words.MONTHS.get(word(tokens, at), 0)
    at += 1 if month else 0
    value = four(tokens, at)
    if value < 0 or month not in ({0, 4} if begins else {0, 3}):
        return None
    first = value if begins else value - 1
    return Year(kind, first, first + 1), at + 1, True


def two_digit_year_fits(tokens: Tokens, at: int) -> bool:
    """ "March 24" is March 2024 only where no counted thing follows ("May 24 homes")."""
    following = word(tokens, at + 1)
    if at + 1 >= len(tokens) or (not following.isalpha() and following):
        return following not in {"%", ":"}
    usual = words.FILLER | words.BY | words.FROM | {"onwards", "onward", "until", "ongoing", "completed"}
    return following in usual or following in words.MONTHS


def match_year_of_month(tokens: Tokens, at: int, after_day: bool = False) -> tuple[Year, int, str] | None:
    """The year after a month's name; the last value is a doubt ("March 24")."""
    separated = skip(tokens, at, ",", "of", "in", ".", "(") if word(tokens, at) != "-" else at
    if word(tokens, at) in {"-", "/"} and (four(tokens, at + 1) > 0 or two(tokens, at + 1) > 0):
        separated = at + 1
        value = two(tokens, at + 1)
        if four(tokens, at + 1) < 0 and (word(tokens, at + 2) in words.MONTHS or value < 2010):
            return None
        if value > 0 and not tokens[at + 1].spaced and word(tokens, at + 2) not in {"/"}:
            return Year("calendar", value, value), at + 2, ""
    if four(tokens, separated) > 0:
        found = match_number_year(tokens, separated)
        if found and found[0].kind in {"span"}:
            return Year("calendar", found[0].first, found[0].first), separated + 1, ""
        name = match_year_name(tokens, found[1]) if found else None
        if found and name:
            found = match_number_year(tokens, separated, name[0]) or found
        return (found[0], name[1] if name else found[1], "") if found else None
    if separated != at and word(tokens, at) in {",", "("}:
        return None
    if word(tokens, at) == "'" and two(tokens, at + 1) > 0:
        return Year("calendar", two(tokens, at + 1), two(tokens, at + 1)), at + 2, ""
    return _match_short_year_of_month(tokens, at, after_day)


def _match_short_year_of_month(tokens: Tokens, at: int, after_day: bool) -> tuple[Year, int, str] | None:
    value = two(tokens, at)
    if value < 0 or number(tokens, at) < 0:
        return None
    pair = match_short_year(tokens, at, "")
    if pair:
        return *pair, ""
    plausible = 2000 <= value <= 2060 if after_day else 2015 <= value <= 2028 or value > 2031
    if not plausible or not two_digit_year_fits(tokens, at):
        return None
    doubtful = not after_day and int(tokens[at].text) <= 31
    doubt = f"{tokens[at].text} is taken as the year {value}, not as a day" if doubtful else ""
    return Year("calendar", value, value), at + 1, doubt
