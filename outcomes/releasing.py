"""The Monitoring Officer lets one item be read although an election period holds it back."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from ledger.entries import Entry, entering
from ledger.reasons import fault_of_reason
from ledger.refusals import LedgerRefusal, ReasonNeeded
from outcomes.elections import recorded_on, why_it_waits
from outcomes.models import ElectionPeriod, Release
from outcomes.models.elections import Holdable

PERMISSION = "outcomes.release_held"
ROLE = "Monitoring Officer"
NOT_HELD = "This is not held back any more: somebody released it, took it back, or the election period is over."


@transaction.atomic
def release(item: Holdable, reason: str, by) -> None:
    """Put on record why, and publish it. Raises :class:`LedgerRefusal`, and PermissionDenied for anybody else."""
    if not by.has_perm(PERMISSION):
        raise PermissionDenied
    if fault := fault_of_reason(reason):
        raise ReasonNeeded(fault, code="reason-needed")
    if not why_it_waits(item):
        raise LedgerRefusal(NOT_HELD, code="not-held")
    period = recorded_on(timezone.localdate())
    with entering(Entry(reason, approved_by=ROLE, by=by)):
        _release_of(item, period, reason).save()
        item.let_out()


def _release_of(item: Holdable, period: ElectionPeriod, reason: str) -> Release:
    """A new one, or the one of an earlier version, which now speaks of this one."""
    kind = ContentType.objects.get_for_model(item)
    earlier = Release.objects.filter(period=period, content_type=kind, object_id=item.pk).first()
    release = earlier or Release(period=period, item=item)
    release.item_revision, release.reason = item.revision, reason
    return release
