"""The questions people ask about stories."""

from datetime import date, timedelta

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Subquery
from django.utils import timezone

from ledger.clock import Reading, reading
from ledger.models import LedgerQuerySet
from outcomes.elections import begins_at, period_on, published_again_at
from outcomes.querysets import PUBLIC_STATES

DAY = timedelta(days=1)
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
        """Whether a version with the ``same`` values was public as ``period`` began, by what was on record then."""
        return Q(self._published_before(period, *same), self._agreed_before(period))

    def _agreed_before(self, period) -> Exists:
        """Whether consent was in force on the eve, by the last word written down by then: else nobody could read it."""
        consent = self.model._meta.get_field("consent").related_model
        by_then = consent.history.filter(recorded_at__lt=begins_at(period))
        last = by_then.filter(story=OuterRef("story")).order_by("-history_id").values("history_id")[:1]
        agreed = by_then.filter(in_force(period.starts_on - DAY), story=OuterRef("pk"), history_id=Subquery(last))
        return Exists(agreed.exclude(history_type="-"))

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
        return self.filter(in_force(on, "consent__"), IN_PUBLIC_PLAN, state="published", consent__isnull=False)

    def latest_first(self):
        """The story put on record last comes first, whichever plan it belongs to."""
        return self.order_by("-pk")


def in_force(on: date, of: str = "") -> Q:
    """Consent that holds on ``on``; ``of`` leads to it. A day that is not on record stands in nobody's way."""

    def no_day_or(name: str, lookup: str) -> Q:
        return Q((f"{of}{name}__isnull", True)) | Q((f"{of}{name}__{lookup}", on))

    return no_day_or("given_on", "lte") & no_day_or("withdrawn_on", "gt") & no_day_or("expires_on", "gt")


class SharedValueQuerySet(LedgerQuerySet):
    def published(self):
        """Values of published pages."""
        return self.filter(page__plan__state__in=PUBLIC_STATES)
