"""What is new since a day, such as that of a meeting: what came after it, or was written down too late for it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from ledger.asked import end_of


@dataclass(frozen=True)
class News:
    """What is new on ``day`` since the end of the day ``after``, of what was known by the moment ``known``.

    New is what took effect after it. What took effect on it or up to ``late`` days before it is new as well where it
    was written down only after ``known``, the end of that day unless told, and by ``day``. What is written down later
    still about older days is no news.
    """

    after: date
    day: date
    late: int
    known: datetime | None = None

    @property
    def known_by(self) -> datetime:
        return self.known or _end_of(self.after)

    @property
    def first(self) -> date:
        """The first day on which something new takes effect or is written down: that of ``known``, or the next one."""
        return timezone.localdate(self.known_by + datetime.resolution)

    @property
    def earliest(self) -> date:
        """The first day of which something is new."""
        return date.fromordinal(max(self.after.toordinal() - self.late, date.min.toordinal()))

    def has(self, effective_on: date, recorded_at: datetime) -> bool:
        was_late = self.known_by < recorded_at <= _end_of(self.day)
        return effective_on > self.after or (was_late and effective_on >= self.earliest)

    def among(self, day: str = "effective_on", recorded: str = "recorded_at") -> Q:
        """The same, of rows of the ledger or versions of them; ``day`` and ``recorded`` name the fields to go by."""
        was_late = Q(**{f"{recorded}__gt": self.known_by, f"{recorded}__lte": _end_of(self.day)})
        return Q(**{f"{day}__gt": self.after}) | was_late & Q(**{f"{day}__gte": self.earliest})


def _end_of(day: date) -> datetime:
    return end_of(day, timezone.get_current_timezone())
