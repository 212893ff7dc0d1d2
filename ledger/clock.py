"""The day that is being read: today, unless a past day was asked for."""

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone


@dataclass(frozen=True)
class Reading:
    """A day of the past that is being read, and by when a record must have been written down to count.

    Without ``known_by`` everything counts that is on record now, however late it was written down.
    """

    day: date
    known_by: datetime | None = None


_reading: ContextVar[Reading | None] = ContextVar("reading", default=None)


def reading() -> Reading | None:
    """The past day being read here, or None in the present."""
    return _reading.get()


def today() -> date:
    """The day that pages speak of: the one being read, or else today in Kirklees."""
    past = _reading.get()
    return past.day if past else timezone.localdate()


def moment_in_words(moment: datetime) -> str:
    """A moment in the United Kingdom: 1 April 2027, 09:00."""
    local = timezone.localtime(moment)
    return f"{local.day} {local:%B %Y, %H:%M}"
