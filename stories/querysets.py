"""The questions people ask about stories."""

from datetime import date

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Subquery
from django.utils import timezone

from ledger.clock import Reading, reading
from ledger.models import LedgerQuerySet
from outcomes.elections import begins_at, period_on, published_again_at
from outcomes.querysets import PUBLIC_STATES

PICTURE = ("photo", "photo_alternative")
"""A photograph, with what is read where it cannot be seen."""
IN_PUBLIC_PLAN = Q(plan__isnull=True) | Q(plan__state__in=PUBLIC_STATES)


class StoryQuerySet(LedgerQuerySet):
    def published(self, on: date):
        """Stories that may be shown on ``on``: published, with consent in force, their plan no draft.

        Where a past day is being read, a story is shown that was published by then and may still be shown now.
        """
        past = reading()
        stories = self._shown(timezone.localdate()).published_as_at(past) if past else self._shown(on)
        period = period_on(past.day if past else on)
        return stories.with_what_waits(period).filter(is_held=False) if period else stories

    def with_what_waits(self, period):
        """Each with ``is_held`` and ``photo_is_held``: neither it nor its photograph was public before ``period``.

        Only photographs of councillors are held; what was released with these words, or this picture, is not.
        """
        held = Q(~self._public_before(period), ~period.releases_of(self.model))
        unseen = Q(~self._public_before(period, *PICTURE), ~period.releases_of(self.model, *PICTURE))
        photo = unseen & Q(photo_shows_councillor=True) & ~Q(photo="")
        fields = {"is_held": held, "photo_is_held": photo}
        return self.annotate(**{name: ExpressionWrapper(each, BooleanField()) for name, each in fields.items()})

    def held_back(self, period):
        """What waits because of ``period``: drafts to be published after it, what only now came out of a draft plan,
        and photographs of councillors."""
        queued = Q(state="draft", publish_at__lte=published_again_at(period))
        waits = Q(is_held=True) | Q(photo_is_held=True)
        return self.with_what_waits(period).filter(queued | waits & IN_PUBLIC_PLAN & Q(state="published"))

    def _public_before(self, period, *same: str) -> Q:
        """Whether a version with the ``same`` values was public, by what was written down before ``period`` began."""
        return Q(self._published_before(period, *same), self._agreed_before(period))

    def _agreed_before(self, period) -> Exists:
        """Whether the person had agreed by then: a story without consent was never read."""
        start, consent = begins_at(period), self.model._meta.get_field("consent").related_model
        given = Q(given_on__isnull=True) | Q(given_on__lt=period.starts_on)
        agreed = consent.history.filter(given, story=OuterRef("pk"), recorded_at__lt=start)
        return Exists(agreed.exclude(history_type="-").filter(withdrawn_on__isnull=True))

    def _published_before(self, period, *same: str) -> Exists:
        start, plan = begins_at(period), self.model._meta.get_field("plan").related_model
        plans = plan.history.filter(id=OuterRef("plan"), state__in=PUBLIC_STATES, recorded_at__lt=start)
        values = {name: OuterRef(name) for name in same}
        versions = self.model.history.filter(id=OuterRef("pk"), state="published", recorded_at__lt=start, **values)
        return Exists(versions.filter(Q(plan=None) | Q(Exists(plans))))

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
        return self.filter(given, in_force, unexpired, IN_PUBLIC_PLAN, state="published", consent__isnull=False)

    def latest_first(self):
        """The story put on record last comes first, whichever plan it belongs to."""
        return self.order_by("-pk")


class SharedValueQuerySet(LedgerQuerySet):
    def published(self):
        """Values of published pages."""
        return self.filter(page__plan__state__in=PUBLIC_STATES)
