"""Puts groups of dates together into one Timescale."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import lru_cache

from . import words
from .grammar import NO_SUCH_DAY, build, counted_on, counts_from
from .groups import AFTER, BEYOND, FROM, START, Group, settle
from .matching import without_asides
from .milestones import Milestone, find_milestones
from .points import Point
from .sentence import find_doubts, say
from .tokens import LONGEST, Token, plain, tokenise, word


@dataclass(frozen=True)
class Timescale:
    """A timescale as published beside its reading.

    ``start`` and ``end`` are the first and last day, both inside; ``end`` alone is a deadline, ``start``
    alone leaves the end unsaid. ``precision`` is the unit of the point that sets the end. ``reading`` is one
    sentence for the public page.
    """

    text: str
    start: date | None
    end: date | None
    precision: str
    ongoing: bool
    ambiguous: bool
    milestones: tuple[Milestone, ...]
    reading: str

    def as_dict(self) -> dict[str, object]:
        """Plain values for JSON: dates in ISO form or None, milestones as dictionaries."""
        values = asdict(self)
        for item in (values, *values["milestones"]):
            item["start"] = item["start"] and item["start"].isoformat()
            item["end"] = item["end"] and item["end"].isoformat()
        values["milestones"] = list(values["milestones"])
        return values


@lru_cache(maxsize=1024)  # one edit reads the same words several times, and a plan has few different ones
def read_timescale(text: str) -> Timescale:
    """Reads a timescale as a British public body wrote it. Never raises and never invents a date.

    Only the first ``LONGEST`` characters are read; a longer text is flagged ambiguous.
    """
    clean = plain(text)
    tokens = without_asides(tokenise(clean))
    groups, yearless, refused = build(tokens, clean)
    groups = [group for group in settle(groups) if not counts_from(clean, group, tokens)]
    if not groups:
        return _undated(text, clean, yearless, refused)
    timescale = _dated(text, clean, tokens, groups, _left_over(tokens, yearless))
    return replace(timescale, ambiguous=True) if len(text) > LONGEST else timescale


def _quote(text: str) -> str:
    short = " ".join(text.split()).rstrip(" .;,")
    return f"'{short[:80].rstrip()}…'" if len(short) > 80 else f"'{short}'"


def _undated(text: str, clean: str, yearless: list[Point], refused: str) -> Timescale:
    """A text that gives no date: repeated, ongoing, relative, a length of time, or nothing of the kind."""
    lower = clean.lower()
    quoted = _quote(clean)
    precision, ongoing, ambiguous = "none", False, False
    if not clean.strip():
        reading = "No timescale is given."
    elif words.RECURRING.search(lower):
        precision, ongoing = "recurring", True
        reading = f"Read as: repeated, with no end date ({quoted})."
    elif words.ONGOING.search(lower) or (words.WEAKLY_ONGOING.search(lower) and not refused):
        ongoing = True
        reading = "Read as: ongoing, with no end date."
    elif yearless:
        precision, ambiguous = yearless[-1].precision, True
        reading = f"No date is given: {quoted} names no year."
    elif refused == NO_SUCH_DAY:
        ambiguous = True
        reading = f"No date is given: {quoted} names a day that no calendar has."
    elif refused:
        ambiguous = True
        reading = f"No date is given: a number in {quoted} may be part of a name or a quantity, so it is not read."
    elif words.TO_BE_CONFIRMED.search(lower):
        reading = f"No date is given: {quoted} is not a date."
    else:
        precision, ambiguous, reading = _length_of_time(lower, quoted)
    return Timescale(text, None, None, precision, ongoing, ambiguous, (), reading)


def _length_of_time(lower: str, quoted: str) -> tuple[str, bool, str]:
    lasts, relative = words.DURATION.search(lower), words.RELATIVE.search(lower)
    anchored = words.ANCHOR.search(lower)
    if relative and (lasts or anchored):
        return (
            "relative",
            True,
            f"No date is given: {quoted} counts from another date, which is not stated here.",
        )
    if lasts:
        return "duration", False, f"No date is given: {quoted} is a length of time, not a date."
    return "none", False, f"No date is given: {quoted} is not a date."


def _left_over(tokens: list[Token], yearless: list[Point]) -> list[str]:
    """A doubt where another day, month or season stands in the text without a year ("may" is a verb)."""
    for point in yearless:
        said = {word(tokens, point.first), word(tokens, point.first - 1)}
        aside = "(" in {word(tokens, point.first - 1), word(tokens, point.past)}
        if (
            point.unit in {"day", "month", "season", "quarter"}
            and not aside
            and not said & {"may", "each", "every", "annually"}
        ):
            return ["another date in it names no year"]
    return []


def _finishes(clean: str, tokens: list[Token], groups: list[Group]) -> bool:
    """Whether a later date says when that which began is finished: "from May 2022, completed in June 2023"."""
    if len(groups) < 2 or groups[-1].open or groups[-1].role == START:
        return False
    between = clean[tokens[groups[-2].past - 1].end : tokens[groups[-1].first].start]
    return words.FINISHING.search(between.lower()) is not None


def _dated(text: str, clean: str, tokens: list[Token], groups: list[Group], doubts: list[str]) -> Timescale:
    lower = clean.lower()
    milestones = find_milestones(clean, tokens, groups)
    says_ongoing = bool(words.ONGOING.search(lower) or words.RECURRING.search(lower))
    start, end, precision = _outer(groups)
    doubts = find_doubts(groups) + doubts
    ongoing = says_ongoing or (any(group.open for group in groups) and not _finishes(clean, tokens, groups))
    if len(groups) == 1:
        counted = counted_on(clean, groups[0], tokens) if groups[0].role in {FROM, START} else None
        if counted and not says_ongoing:
            end, ongoing, precision = counted, False, "duration"
            doubts.append("the end is counted from the start by the length that is given")
        if says_ongoing and _until(tokens, groups[0]):
            start = None
    if len(milestones) == 1 and not (says_ongoing and milestones[0].text):
        milestones = ()
    if words.TO_BE_CONFIRMED.search(lower):
        doubts.append("part of it is still to be confirmed")
    what = say(groups, start, end, ongoing, milestones)
    reading = f"Read as: {'; '.join([what, *dict.fromkeys(doubts)])}."
    return Timescale(text, start, end, precision, ongoing, bool(doubts), milestones, reading)


def _until(tokens: list[Token], group: Group) -> bool:
    """ "Ongoing-2027": a hyphen straight after "ongoing" makes the date an end."""
    before = [token.text for token in tokens[: group.points[0].first]]
    year = group.points[0].year
    if len(group.points) > 1 or (year and year.kind == "span"):
        return False
    return before in (["ongoing", "-"], ["on", "-", "going", "-"], ["ongoing", "to"])


def _outer(groups: list[Group]) -> tuple[date | None, date | None, str]:
    """Start, end and precision of all groups together.

    One group keeps its bound. Of several, the end is the last date named, unless the group that comes last
    runs on; a deadline earlier than the first start leaves the start unsaid.
    """
    if len(groups) == 1:
        start, end = groups[0].bounds()
        return start, end, groups[0].precision
    last = max(groups, key=lambda group: (_last_day(group), group.open))
    ends = [_last_day(group) for group in groups if not _runs_on(group)]
    end = None if _runs_on(last) else max(ends)
    bounds = [group.bounds() for group in groups]
    start = min((first for first, _ in bounds if first), default=None)
    deadlines = [day for first, day in bounds if day and not first]
    if start and any(day < start for day in deadlines):
        start = None
    if end is None and start is None:
        end = max(ends, default=None)
    return start, end, last.precision


def _runs_on(group: Group) -> bool:
    return group.role in {FROM, AFTER, BEYOND} or group.to_come


def _last_day(group: Group) -> date:
    return group.bounds()[1] or group.outer()[1]
