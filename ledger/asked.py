"""Which past day an address asks for. Values in, values out."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo

from ledger.clock import Reading

AS_AT, KNOWN_BY = "as-at", "known-by"
EXAMPLE = "for example 2022-06-30"


class BadDay(ValueError):
    """The address asks for a day that cannot be read; the message says why, and what to write instead."""


def reading_asked_for(query: Mapping[str, str], today: date, zone: tzinfo) -> Reading | None:
    """The day to read, or None where the address asks for none.

    ``as-at`` and ``known-by`` are days written YYYY-MM-DD. Raises :class:`BadDay`.
    """
    if not query.get(AS_AT, "").strip():
        return None
    day = _day(query[AS_AT], today)
    if not query.get(KNOWN_BY, "").strip():
        return Reading(day)
    return Reading(day, end_of(_day(query[KNOWN_BY], today), zone))


def end_of(day: date, zone: tzinfo) -> datetime:
    """The last moment of a day."""
    return datetime.combine(day + timedelta(days=1), time.min, zone) - timedelta(microseconds=1)


def _day(text: str, today: date) -> date:
    text = text.strip()
    shown = text[:40]
    try:
        day = date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        raise BadDay(f"“{shown}” is a day that no calendar has. Choose another, {EXAMPLE}.") from None
    if day is None:
        raise BadDay(f"“{shown}” is not written as a day: write year, month and day with hyphens, {EXAMPLE}.")
    if day > today:
        raise BadDay(f"{day.day} {day:%B %Y} is still to come: nothing can be read as at that day yet.")
    return day
