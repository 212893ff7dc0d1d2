"""Dates that an officer's comment names, and the one that says something else than the date field does.

Values in, values out. The dates are read by the grammar of ``priorities.timescales``; here is only what a comment
adds to it: sentences, days without a year, and whether a day is promised or merely mentioned.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from priorities.said_promises import Mention, is_promise
from priorities.timescales import words
from priorities.timescales.bounds import find_role
from priorities.timescales.grammar import build
from priorities.timescales.matching import without_asides
from priorities.timescales.periods import Year, month_end, season_span
from priorities.timescales.points import Point
from priorities.timescales.tokens import LONGEST, Token, number, plain, tokenise, word


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


LOOKS_BACK = timedelta(days=90)
"""How far back a day without a year may lie: an officer writes of last month, seldom of last spring."""


@dataclass(frozen=True)
class SaidDate:
    """The words of a comment that name a day, and that day: the last one where they name a period.

    ``first`` is the first day of a period, None where the words name one day or the end of a period.
    """

    text: str
    day: date
    first: date | None = field(default=None, compare=False)

    def holds(self, day: date | None) -> bool:
        return day is not None and (self.first or self.day) <= day <= self.day


@dataclass(frozen=True)
class _Named:
    said: SaidDate
    mention: Mention


def days_named(text: str, written_on: date) -> list[SaidDate]:
    """Every day, and every end of a month, quarter, season or part of a year, that a comment names, in its order.

    A day without a year takes the first year in which it is not before ``written_on`` less 90 days; "this year",
    "next year" and "last year" after it are heeded. Years alone are left out (a budget, a plan, the past), and so are
    quarters without a year, which may be the calendar's or the financial year's, and "last March". Days of the past
    are given like others. Never raises.
    """
    return [named.said for named in _named(text, written_on)]


def conflict(
    text: str, written_on: date, due: date | None, forecast: date | None, precision: str = ""
) -> SaidDate | None:
    """The latest day that a comment promises for delivery, where it is after ``due`` and no date field says it.

    Neither a day that has passed nor one for a meeting, a report or a beginning is a promise, and a period that
    ``due`` or ``forecast`` falls into says nothing else than they do. ``precision`` is the unit that ``due`` was read
    from: whatever falls into the same unit is not after it. In doubt there is no conflict.
    """
    if due is None:
        return None
    promised = [named.said for named in _named(text, written_on) if is_promise(named.mention)]
    latest = max((said for said in promised if said.day >= written_on), key=lambda said: said.day, default=None)
    if latest is None or latest.day <= _end_of_unit(due, precision) or latest.holds(due) or latest.holds(forecast):
        return None
    return latest


ASK_TO_MOVE = "ask your approver to move the date of the promise, with a reason"


def conflict_sentence(said: SaidDate, due: date, *, may_move: bool = True) -> str:
    """What the comment says, what the date says, and the three ways out. Years stand where they differ.

    Who may not move the date of a promise is told whom to ask.
    """
    with_year = said.day.year != due.year
    named, stands = _write(said.day, with_year), _write(due, with_year)
    names = named if said.first is None else f"{said.text}, which ends on {named}"
    move = "change the timescale" if may_move else ASK_TO_MOVE
    return (
        f"Your comment names {names}; the date says {stands}. Put {named} into “now expected on”, "
        f"{move}, or confirm that the date stands."
    )


def _write(day: date, with_year: bool) -> str:
    return f"{day.day} {day:%B}" + (f" {day.year}" if with_year else "")


def _end_of_unit(due: date, precision: str) -> date:
    if precision == "month":
        return month_end(due.year, due.month)
    if precision == "quarter":
        return month_end(due.year, (due.month + 2) // 3 * 3)
    if precision == "season":
        season = (due.month - 3) % 12 // 3
        return season_span(season, Year("calendar", due.year - (due.month < 3), due.year))[1]
    if precision == "financial-year":
        return date(due.year + (due.month > 3), 3, 31)
    return date(due.year, 12, 31) if precision == "year" else due


# Reading


PARAGRAPH = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*•]|\d{1,2}[.)]\s|[A-Z]))")
SENTENCE = re.compile(r"[.!?;](?=\s+[^\s\da-z])|;")


READABLE = re.compile(rf".{{1,{LONGEST}}}(?!\S)|.{{1,{LONGEST}}}", re.DOTALL)


def _sentences(text: str) -> Iterator[str]:
    """Sentences as ``plain`` text, none longer than the grammar reads."""
    for paragraph in PARAGRAPH.split(text):
        for piece in READABLE.findall(paragraph):
            yield from SENTENCE.split(plain(piece))


def _named(text: str, written_on: date) -> list[_Named]:
    return [named for sentence in _sentences(text) for named in _named_in(sentence, written_on)]


def _named_in(sentence: str, written_on: date) -> Iterator[_Named]:
    tokens = without_asides(tokenise(sentence))
    groups, yearless, _ = build(tokens, sentence)
    dated = [point for group in groups for point in group.points if _is_day(tokens, point)]
    nearest = [_with_nearest_year(tokens, point, written_on) for point in yearless if _is_meant(tokens, point)]
    for point in sorted([*dated, *(point for point in nearest if point)], key=lambda point: point.first):
        said = _said(tokens, sentence, point)
        if said:
            yield _Named(said, _mention(tokens, sentence, point, point not in dated))


def _is_day(tokens: list[Token], point: Point) -> bool:
    """Whether a dated point names a day or an end, and not a year or figures that only look like a month."""
    if point.unit.endswith("year") and point.unit != "half-year" and not point.part:
        return False
    figures = point.unit == "month" and point.past - point.first == 3 and number(tokens, point.past - 1) < 100
    bound = word(tokens, point.first - 1) in words.PREPOSITIONS
    return not (figures and number(tokens, point.first) > 0 and (not bound or word(tokens, point.past).isalpha()))


ROADS = _set("street road lane avenue close way drive court square place")
AFTER_A_SEASON = words.FILLER | words.BY | _set("we they due because following rather instead next this")
BEFORE_A_MONTH = words.PREPOSITIONS | words.NEW | words.BY | words.PARTS.keys() | _set("due expected this next of")


def _is_meant(tokens: list[Token], point: Point) -> bool:
    """Whether a day, month or season without a year is one, and not a verb, a name, or the one that has passed."""
    before, after = word(tokens, point.first - 1), word(tokens, point.past)
    before = word(tokens, point.first - 2) if before == "the" else before
    named = tokens[point.past].capital if point.past < len(tokens) else False
    if before in {"last", "previous"} or (named and after in ROADS):
        return False
    if point.unit == "day":
        return bool(point.index)
    if point.unit not in {"month", "season"} or point.term:
        return False
    if not point.part and before not in BEFORE_A_MONTH:
        return False
    if point.unit == "month":
        return tokens[point.past - 1].capital and not (named and after.isalpha() and after not in words.FILLER)
    return not after.isalpha() or (after in AFTER_A_SEASON and not named)


YEAR_SAID = {("this", "year"): 0, ("next", "year"): 1, ("last", "year"): -1}


def _with_nearest_year(tokens: list[Token], point: Point, written_on: date) -> Point | None:
    said = YEAR_SAID.get((word(tokens, point.past), word(tokens, point.past + 1)))
    first, last = (written_on.year - 1, written_on.year + 8) if said is None else (written_on.year + said,) * 2
    for year in range(max(first, 1), min(last, 9990) + 1):
        candidate = replace(point, year=Year("calendar", year, year))
        span = candidate.span()
        if span and (said is not None or span[1] - written_on >= -LOOKS_BACK):
            return candidate
    return None


def _said(tokens: list[Token], sentence: str, point: Point) -> SaidDate | None:
    span = point.span()
    if not span:
        return None
    text = " ".join(sentence[tokens[point.first].start : tokens[point.past - 1].end].split())
    whole = point.part == "end" or span[0] == span[1]
    return SaidDate(text, span[1], None if whole else span[0])


BREAKS = _set(", . ! ? ( ) and but that so which because when once while whilst although though")
SAYS_LITTLE = _set("the a of in on at to for from being or end - : by")
FURTHEST = 30


def _is_break(tokens: list[Token], at: int) -> bool:
    dash = word(tokens, at) == "-" and tokens[at].spaced and at + 1 < len(tokens) and tokens[at + 1].spaced
    return dash or word(tokens, at) in BREAKS


def _mention(tokens: list[Token], sentence: str, point: Point, yearless: bool) -> Mention:
    start, past = _clause_start(tokens, point.first), point.past
    while past < min(len(tokens), point.past + FURTHEST) and not _is_break(tokens, past):
        past += 1
    role, _, _ = find_role(tokens, point.first, start)
    before, after = _join(tokens[start : point.first]), _join(tokens[point.past : past])
    begin, end = tokens[point.first].start, tokens[point.past - 1].end
    return Mention(before, after, f"{sentence[:begin]} {sentence[end:]}".lower(), role, yearless)


def _clause_start(tokens: list[Token], first: int) -> int:
    """Where the clause before a date begins; a clause without a word of its own belongs to the one before it."""
    start, says_something = first, False
    while start > max(0, first - FURTHEST) and not (says_something and _is_break(tokens, start - 1)):
        start -= 1
        name = word(tokens, start)
        says_something = says_something or (name.isalpha() and name not in SAYS_LITTLE | BREAKS | words.MONTHS.keys())
    return start


def _join(tokens: list[Token]) -> str:
    return " ".join(token.text for token in tokens)
