"""Publishing the new plan: now, or at a moment to come. All or nothing."""

from datetime import datetime
from typing import Any

from django.db import transaction

from ledger.entries import Entry, entering
from outcomes.models import Plan

from .marking import lock


def publish(draft: Plan, *, archive: bool, by: Any, although: bool = False) -> Plan:
    """Make the plan current, and archive the one before it where that is asked for.

    ``although`` says that ``by`` knows who sent it back.

    Raises :class:`~outcomes.refusals.PromisesLeftOpen` where promises are still to be marked, and another
    :class:`~ledger.refusals.LedgerRefusal` where the ledger does not take it.
    """
    with transaction.atomic(), entering(Entry(by=by)):
        plan = lock(draft)
        plan.state, plan.publish_at, plan.although = Plan.State.CURRENT, None, although
        plan.save()
        if archive:
            plan.replaces.state = Plan.State.ARCHIVED
            plan.replaces.save()
    return plan


def publish_at(draft: Plan, moment: datetime | None, *, by: Any, although: bool = False) -> Plan:
    """Let the plan be published at ``moment``; with None, only by hand."""
    with transaction.atomic(), entering(Entry(by=by)):
        plan = lock(draft)
        plan.publish_at, plan.although = moment, although
        plan.save()
    return plan
