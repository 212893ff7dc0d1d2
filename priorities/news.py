"""What is new since a day, such as that of a meeting: what came after it, or was written down too late for it."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from ledger.asked import end_of


@dataclass(frozen=True)
class News:
    """What is new on ``day`` since the end of the day ``after``.

    New is what took effect after it. What took effect up to ``late`` days before it is new as well where it was
    written down only after it, and by ``day``. What is written down later still about older days is no news.
    """

    after: date
    day: date
    late: int

    @classmethod
    def since(cls, after: date, day: date) -> "News":
        """With the days after which a promise without a report has gone quiet: the time between two reports."""
        return cls(after, day, settings.STALE_AFTER_DAYS)

    @property
    def earliest(self) -> date:
        """The first day of which something is new."""
        return date.fromordinal(max(self.after.toordinal() - self.late, date.min.toordinal()))

    def has(self, effective_on: date, recorded_on: date) -> bool:
        was_late = self.after < recorded_on <= self.day
        return effective_on > self.after or (was_late and effective_on >= self.earliest)

    def among(self, day: str = "effective_on") -> Q:
        """The same, of rows of the ledger or versions of them; ``day`` names the field to go by."""
        zone = timezone.get_current_timezone()
        was_late = Q(recorded_at__gt=end_of(self.after, zone), recorded_at__lte=end_of(self.day, zone))
        return Q(**{f"{day}__gt": self.after}) | was_late & Q(**{f"{day}__gte": self.earliest})
