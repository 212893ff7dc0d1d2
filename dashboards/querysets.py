"""The questions people ask about what councillors asked."""

from datetime import date

from django.db.models import Q

from ledger.models import LedgerQuerySet

UNSETTLED = ("open", "answered")


class QuestionQuerySet(LedgerQuerySet):
    def published(self):
        """Questions that residents may read: both sides agreed."""
        return self.filter(asker_agrees=True, officer_agrees=True)

    def unsettled(self):
        """Neither accepted nor closed: these stand on dashboards and in packs."""
        return self.filter(state__in=UNSETTLED)

    def overdue_on(self, day: date):
        """Questions whose answer was due before ``day`` and is not there."""
        return self.filter(state="open", answer_due_on__lt=day)

    def on_promises(self, promises):
        """Questions on one of these promises."""
        return self.filter(deliverable__in=promises)

    def concerning(self, promises, indicators):
        """Questions on one of these promises or indicators."""
        return self.filter(Q(deliverable__in=promises) | Q(indicator__in=indicators))
