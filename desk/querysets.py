"""The questions people ask about preview links."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch

from ledger.models import LedgerModel, LedgerQuerySet
from priorities.models import ProgressUpdate

RECENT = timedelta(days=14)


class PreviewLinkQuerySet(LedgerQuerySet):
    def of(self, item: LedgerModel):
        """Every link that was made for one draft."""
        return self.filter(content_type=ContentType.objects.get_for_model(type(item)), object_id=item.pk)

    def of_any(self, model: type[LedgerModel], items: Iterable[LedgerModel]):
        """Every link that was made for any of these drafts of one kind."""
        keys = [item.pk for item in items]
        return self.filter(content_type=ContentType.objects.get_for_model(model), object_id__in=keys)

    def made_by_user(self, user):
        return self.filter(made_by=user)

    def decided(self):
        """Links by which something was approved or sent back, the latest decision first."""
        return self.exclude(decision="").order_by("-decided_at", "-id")

    def decided_lately(self, now: datetime):
        """What was decided in the last 14 days."""
        return self.decided().filter(decided_at__gt=now - RECENT)

    def working(self, now: datetime):
        """Links that still open something."""
        return self.filter(revoked_at=None, expires_at__gt=now)

    def waiting(self, now: datetime):
        """Links by which somebody is to approve something, and has not yet; those that end first come first."""
        return self.working(now).filter(purpose="approve", decision="").order_by("expires_at", "id")

    def with_items(self):
        """With what each shows; a report comes with the promise that names it."""
        reports = ProgressUpdate.objects.select_related("deliverable")
        return self.select_related("made_by").prefetch_related(GenericPrefetch("item", [reports]))
