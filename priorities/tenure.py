"""Who held something when, and when nobody did. Values in, values out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol


class Held(Protocol):
    """What this reads of an appointment. ``ends_on`` is the first day on which it is no longer held."""

    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class Tenure:
    """One stretch of days, both ends included; without ``held`` nobody is on record for it."""

    first: date
    last: date | None
    held: Held | None = None

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.last is None or self.last >= day)


def last_day(ends_on: date | None) -> date | None:
    """The last day of a stretch whose end is exclusive."""
    return ends_on - timedelta(days=1) if ends_on else None


def known_on(rows: Iterable[Any], day: date, end: str = "ends_on", said: str = "note") -> list[Any]:
    """Appointments, or other rows with an ``end``, as known on ``day``.

    Of what was recorded later, an end still to come was not known, nor what is ``said`` of it from hindsight.
    """
    known = list(rows)
    for row in (row for row in known if row.recorded_on > day):
        setattr(row, said, "")
        if (ends := getattr(row, end)) and ends > day:
            setattr(row, end, None)
    return known


def over_time(appointments: Iterable[Held], today: date) -> list[Tenure]:
    """Each appointment, and each gap between them up to ``today``, the latest first."""
    tenures: list[Tenure] = []
    free_from: date | None = None
    for held in sorted(appointments, key=lambda each: each.starts_on):
        if tenures and free_from and held.starts_on > free_from:
            tenures.append(Tenure(free_from, last_day(held.starts_on)))
        free_from = held.ends_on if not tenures else _later(free_from, held.ends_on)
        tenures.append(Tenure(held.starts_on, last_day(held.ends_on), held))
    if tenures and free_from and free_from <= today:
        tenures.append(Tenure(free_from, None))
    return tenures[::-1]


def _later(one: date | None, other: date | None) -> date | None:
    """The later of two ends; no end at all is the latest."""
    return max(one, other) if one and other else None
