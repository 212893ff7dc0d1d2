"""The Monitoring Officer lets one item be read although an election period holds it back."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from ledger.entries import Entry, entering
from ledger.reasons import fault_of_reason
from ledger.refusals import LedgerRefusal, ReasonNeeded
from outcomes.elections import recorded_on, why_it_waits
from outcomes.models import Release
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
        Release(period=period, item=item, reason=reason).save()
        item.let_out()
