"""The questions people ask about stories."""

from datetime import date

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Subquery
from django.utils import timezone

from ledger.clock import Reading, reading
from ledger.models import LedgerQuerySet
from outcomes.elections import begins_at, period_on, published_again_at
from outcomes.querysets import PUBLIC_STATES


class StoryQuerySet(LedgerQuerySet):
    def published(self, on: date):
        """Stories that may be shown on ``on``: published, with consent in force, their plan no draft.

        Where a past day is being read, a story is shown that was published by then and may still be shown now.
        """
        past = reading()
        stories = self._shown(timezone.localdate()).published_as_at(past) if past else self._shown(on)
        period = period_on(past.day if past else on)
        return stories.with_held_photographs(period) if period else stories

    def with_held_photographs(self, period):
        """Each with ``photo_is_held``: it shows a councillor, and was not public before ``period`` began."""
        shown = self.model.history.filter(
            id=OuterRef("pk"), photo=OuterRef("photo"), state="published", recorded_at__lt=begins_at(period)
        )
        held = Q(~Exists(shown), ~period.releases_of(self.model), photo_shows_councillor=True) & ~Q(photo="")
        return self.annotate(photo_is_held=ExpressionWrapper(held, BooleanField()))

    def held_back(self, period):
        """What waits because of ``period``: drafts to be published after it, and photographs of councillors."""
        stories = self.with_held_photographs(period)
        queued = Q(state="draft", publish_at__lte=published_again_at(period))
        return stories.filter(queued | Q(state="published", photo_is_held=True))

    def published_as_at(self, past: Reading):
        """Stories that were published at the end of a past day, by what was known of it; whatever became of them."""
        versions = self.model.history.filter(id=OuterRef("pk"), effective_on__lte=past.day)
        if past.known_by:
            versions = versions.filter(recorded_at__lte=past.known_by)
        state = versions.order_by("-effective_on", "-history_id").values("state")[:1]
        return self.annotate(state_then=Subquery(state)).filter(state_then="published")

    def _shown(self, on: date):
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
