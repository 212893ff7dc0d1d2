"""Which past day an address asks for. Values in, values out."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo

from ledger.clock import Reading

AS_AT, KNOWN_BY = "as-at", "known-by"
EXAMPLE = "for example 2022-06-30"


class BadDay(ValueError):
    """The address asks for a day that cannot be read; the message says why, and what to write instead."""


def reading_asked_for(query: Mapping[str, Sequence[str]], today: date, zone: tzinfo) -> Reading | None:
    """The day to read, or None where the address asks for none.

    ``query`` gives each name's values. ``as-at`` and ``known-by`` are days written YYYY-MM-DD. Raises :class:`BadDay`.
    """
    as_at, known_by = (_only_one(query.get(name, ())) for name in (AS_AT, KNOWN_BY))
    if not as_at and known_by:
        raise BadDay(f"“{KNOWN_BY}” alone names no day to read. Give the day as “{AS_AT}” as well, {EXAMPLE}.")
    if not as_at:
        return None
    return Reading(_day(as_at, today), end_of(_day(known_by, today), zone) if known_by else None)


def _only_one(values: Sequence[str]) -> str:
    """The day that is asked for; the same day twice is one, and an empty field asks for none."""
    different = list(dict.fromkeys(value.strip() for value in values))
    if len(different) > 1:
        raise BadDay("The address names more than one day. Choose one of them.")
    return different[0] if different else ""


def day_written(text: str) -> date | None:
    """A day as it is written here, YYYY-MM-DD; None for anything else. ValueError where no calendar has it."""
    return date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None


def end_of(day: date, zone: tzinfo) -> datetime:
    """The last moment of a day."""
    return datetime.combine(day + timedelta(days=1), time.min, zone) - timedelta(microseconds=1)


def _day(text: str, today: date) -> date:
    shown = text[:40].replace("\0", "")
    try:
        day = day_written(text)
    except ValueError:
        raise BadDay(f"“{shown}” is a day that no calendar has. Choose another, {EXAMPLE}.") from None
    if day is None:
        raise BadDay(f"“{shown}” is not written as a day: write year, month and day with hyphens, {EXAMPLE}.")
    if day > today:
        raise BadDay(f"{day.day} {day:%B %Y} is still to come: nothing can be read as at that day yet.")
    return day
