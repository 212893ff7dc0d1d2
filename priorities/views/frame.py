"""What the pages of this room share."""

from django.conf import settings

from ledger.clock import today


class PageMixin:
    """Gives today to the view and to its template, from one place."""

    @property
    def today(self):
        return today()

    def get_context_data(self, **kwargs):
        return super().get_context_data(today=self.today, **kwargs)


def stale_after() -> int:
    """After how many days without word a report counts as stale."""
    return getattr(settings, "STALE_AFTER_DAYS", 92)
