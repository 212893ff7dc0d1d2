"""Links points of time into groups (ranges and lists), fills their years, and gives each group its bound."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from . import words
from .bounds import find_role, open_end
from .groups import BARE, BESIDE, BY, FROM, LIST, RANGE, START, Group
from .matching import find_points
from .names import is_date
from .periods import Year, add_months
from .points import Point
from .tokens import Tokens, word

NO_SUCH_DAY, PART_OF_A_NAME = "no such day", "part of a name"


def _between(tokens: Tokens, left: Point, right: Point) -> list[str]:
    """The words between two points without the filler that links skip over."""
    gap = tokens[left.past : right.first]
    if len(gap) > 8 or any(token.kind in {"junk", "wrong", "number"} for token in gap):
        return ["?"]
    empty = {"the", "of", "in", "on", "at", "by", "during", "early", "later", "around", "about", "("}
    texts = [token.text for token in gap if token.text not in words.WEEKDAYS]
    return [text for n, text in enumerate(texts) if text not in empty or (text == "by" and n == 0)]


def link(tokens: Tokens, left: Point, right: Point, after_between: bool) -> str:
    """How two neighbouring points are linked; "" where other words part them."""
    gap = _between(tokens, left, right)
    if not gap:
        has_text = bool(tokens[left.past : right.first])
        return "" if has_text or left.unit != right.unit else BESIDE
    joined = " ".join(gap)
    if after_between and joined in {"and", "&", "to", "-"}:
        return RANGE
    if joined in words.RANGE_LINKS:
        return RANGE
    if joined in words.LIST_LINKS:
        return LIST
    return ""


def _fits(point: Point, other: Point) -> bool:
    """Whether a year may pass between two points: between plain years there is nothing to pass."""
    return point.unit not in {"year", "financial-year"} and other.unit not in {"year", "financial-year"}


def _with_year(point: Point, year: Year) -> Point:
    return replace(point, year=replace(year, doubt=""))


def _fill(points: list[Point]) -> tuple[list[Point], list[str]]:
    """Gives each point its year: from the point after it, else from the one before it.

    A range whose year is given at its end and that would run backwards begins in the year before, and is
    flagged; one whose year is given at its beginning ends in the year after.
    """
    filled, doubts = list(points), []
    for n in range(len(filled) - 2, -1, -1):
        point, after = filled[n], filled[n + 1]
        if point.dated or point.year or not after.year or not _fits(point, after):
            continue
        candidate = _with_year(point, after.year)
        span, limit = candidate.span(), after.span()
        if span and limit and span[0] > limit[0]:
            candidate = _with_year(point, after.year.shifted(-1))
            doubts.append("the first date is taken from the year before")
        filled[n] = candidate
    for n in range(1, len(filled)):
        point, before = filled[n], filled[n - 1]
        year = before.year or (Year("calendar", before.exact[0].year, before.exact[0].year) if before.exact else None)
        if point.dated or point.year or not year or not _fits(point, before):
            continue
        candidate = _with_year(point, year)
        span, limit = candidate.span(), before.span()
        if span and limit and span[0] < limit[0]:
            candidate = _with_year(point, year.shifted(1))
        filled[n] = candidate
    return filled, doubts


def chains(tokens: Tokens, points: list[Point]) -> list[tuple[list[Point], list[str]]]:
    """Points in linked runs, in order."""
    runs: list[tuple[list[Point], list[str]]] = []
    for point in points:
        if runs:
            run, links = runs[-1]
            opened = _after_between(tokens, run[0].first) and len(run) == 1
            how = link(tokens, run[-1], point, opened)
            if how and not (how == BESIDE and tokens[point.first].start - tokens[run[-1].past - 1].end > 3):
                run.append(point)
                links.append(how)
                continue
        runs.append(([point], []))
    return runs


def _after_between(tokens: Tokens, at: int) -> bool:
    while at > 0 and (word(tokens, at - 1) in {"the", "of", ":"} or word(tokens, at - 1) in words.WEEKDAYS):
        at -= 1
    return word(tokens, at - 1) in {"between", "from"} or _either_side(tokens, at)


def _either_side(tokens: Tokens, at: int) -> bool:
    return word(tokens, at - 1) in {"in", "early"} and word(tokens, at - 2) == "between"


def build(tokens: Tokens, text: str) -> tuple[list[Group], list[Point], str]:
    """The groups of dates in a text, the points that lack a year, and why a number was refused, if one was.

    ``text`` is the plain text that the tokens were cut from.
    """
    groups: list[Group] = []
    yearless: list[Point] = []
    refused = NO_SUCH_DAY if any(token.kind == "wrong" for token in tokens) else ""
    floor = 0
    for run, links in chains(tokens, find_points(tokens)):
        points, doubts = _fill(run)
        if not is_date(tokens, points):
            refused = refused or PART_OF_A_NAME
            continue
        dated = [point for point in points if point.dated]
        yearless += [point for point in points if not point.year and not point.exact]
        if any(point.year and not point.dated for point in points):
            refused = NO_SUCH_DAY
        if not dated:
            continue
        group = _group(tokens, text, dated, links[: len(dated) - 1], floor)
        group.doubts += doubts
        groups.append(group)
        floor = group.past
    return groups, yearless, refused


def _group(tokens: Tokens, text: str, points: list[Point], links: list[str], floor: int) -> Group:
    first, past = points[0].first, points[-1].past
    role, start, exclusive = find_role(tokens, first, floor)
    is_range = any(how in {RANGE, BESIDE} for how in links)
    opened, to_come, past, keeps = open_end(tokens, text, past)
    if points[0].part == "end" and role == BARE and len(points) == 1 and not opened:
        role = BY
    if is_range and role == FROM and word(tokens, start - 1) in words.CHANGED | {"forward"}:
        group = _group(tokens, text, points[1:], links[1:], floor)
        group.role = BY if word(tokens, start - 1) == "extended" else BARE
        return group
    if role == FROM and (is_range or to_come):
        role = BARE if is_range else START
    finishes = role == START and len(points) > 1 and points[-1].part == "end"
    if finishes or (role == BY and is_range and word(tokens, start) == "-"):
        role = BARE
    if role == BARE and to_come:
        role = START
    group = Group(points, links, role, start, past, exclusive=exclusive)
    if role == FROM:
        group.open = True
        group.participle = not opened and word(tokens, start) in {"commencing", "starting", "beginning"}
    if opened:
        _open(group, keeps)
    group.to_come = to_come
    group.bracketed = "(" in {word(tokens, n) for n in range(max(floor, start - 8), first + 1)} or _being(tokens, start)
    _latest_or_earliest(tokens, group)
    _revised(tokens, group, floor)
    return group


def _being(tokens: Tokens, at: int) -> bool:
    return any(word(tokens, n) in {"being", "ie", "namely", "specifically"} for n in range(max(0, at - 4), at + 1))


def _open(group: Group, keeps: bool) -> None:
    """ "2022 onwards" has no end; "June 2022 and ongoing", "by 2028 and beyond" keep theirs."""
    group.open = True
    if keeps and group.role != FROM:
        return
    if group.role in {BARE, START} and len(group.points) == 1:
        group.role = FROM


def _latest_or_earliest(tokens: Tokens, group: Group) -> None:
    at = group.past
    while word(tokens, at) in {"at", "the", ",", "("}:
        at += 1
    name = word(tokens, at)
    ahead = word(tokens, group.first - 1)
    if name == "latest" or (name == "or" and word(tokens, at + 1) in {"earlier", "sooner", "before"}):
        group.role = BY
    elif name == "earliest" or ahead == "earliest" or (name == "or" and word(tokens, at + 1) in {"later", "after"}):
        group.role = START
    elif ahead == "latest":
        group.role = BY


def _revised(tokens: Tokens, group: Group, floor: int) -> None:
    """ "(was June 2022)" is superseded; "revised to September 2022" replaces what came before it."""
    near = [word(tokens, n) for n in range(max(floor, group.points[0].first - 5), group.points[0].first)]
    if any(name in words.OLD for name in near) or _pair_in(near, words.NEW | {"forward"}, "from"):
        group.superseded = not (len(group.points) > 1)
        return
    if any(name in words.NEW for name in near) and not any(name in {"from"} for name in near):
        group.replaces = True


def _pair_in(names: Sequence[str], firsts: frozenset[str], second: str) -> bool:
    return any(a in firsts and b == second for a, b in zip(names, names[1:], strict=False))


def counts_from(text: str, group: Group, tokens: Tokens) -> bool:
    """Whether the date is only what a length of time counts from: "within 6 months of January 2024"."""
    before = text[: tokens[group.points[0].first].start][-50:].lower()
    found = next(reversed(list(words.DURATION.finditer(before))), None)
    counted = r"\s+(?:of|after|before|following|prior to)\s+(?:the )?"
    return found is not None and re.fullmatch(counted, before[found.end() :]) is not None


def counted_on(text: str, group: Group, tokens: Tokens) -> date | None:
    """The end that a length of time gives to a start: "for five years from 1 April 2017"."""
    start = group.outer()[0]
    before = text[: tokens[group.first].start][-40:].lower()
    found = next(reversed(list(words.DURATION.finditer(before))), None)
    if found is None or not re.fullmatch(r"(?:[ ,(]+[a-z]+){0,3}[ ,(]*", before[found.end() :]):
        after = text[tokens[group.past - 1].end :][:40].lower()
        match = words.DURATION.search(after)
        if not match or after[: match.start()].strip(" ,(") not in {"for", "for a period of", "lasting"}:
            return None
        return _add(start, match.group())
    return _add(start, found.group())


def _add(start: date, length: str) -> date | None:
    parts = length.replace("-", " ").split()
    count = int(parts[0]) if parts[0].isdigit() else words.NUMBERS.get(parts[0], 0)
    unit = parts[-1].rstrip("s")
    if not count or len(parts) > 2 or count > 120:
        return None
    if unit in {"year", "yr", "month", "mth"}:
        return add_months(start, count * (12 if unit in {"year", "yr"} else 1)) - timedelta(days=1)
    days = {"week": 7, "wk": 7, "day": 1, "fortnight": 14}.get(unit)
    return start + timedelta(days=days * count - 1) if days else None
