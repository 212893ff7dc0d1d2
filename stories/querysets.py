"""The questions people ask about stories."""

from datetime import date

from django.db.models import Q

from ledger.models import LedgerQuerySet
from outcomes.querysets import PUBLIC_STATES


class StoryQuerySet(LedgerQuerySet):
    def published(self, on: date):
        """Stories that may be shown on ``on``: published, with consent in force, their plan no draft."""
        given = Q(consent__given_on__isnull=True) | Q(consent__given_on__lte=on)
        in_force = Q(consent__withdrawn_on__isnull=True) | Q(consent__withdrawn_on__gt=on)
        unexpired = Q(consent__expires_on__isnull=True) | Q(consent__expires_on__gt=on)
        readable = Q(plan__isnull=True) | Q(plan__state__in=PUBLIC_STATES)
        return self.filter(given, in_force, unexpired, readable, state="published", consent__isnull=False)

    def latest_first(self):
        """The story put on record last comes first, whichever plan it belongs to."""
        return self.order_by("-pk")


class SharedValueQuerySet(LedgerQuerySet):
    def published(self):
        """Values of published pages."""
        return self.filter(page__plan__state__in=PUBLIC_STATES)
