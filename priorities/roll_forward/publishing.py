"""Publishing the new plan: now, or at a moment to come. All or nothing."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from ledger.entries import Entry, entering
from outcomes.models import Plan

from .marking import lock

OBJECTIONS: list[Callable[[Plan], str]] = []
"""Floors above add what speaks against publishing a plan: each gives a sentence for a draft, or nothing."""


def objection_to(draft: Plan) -> str:
    """What somebody is to confirm before the draft is published; empty where nothing speaks against it."""
    return " ".join(filter(None, (ask(draft) for ask in OBJECTIONS)))


def publish(draft: Plan, *, archive: bool, by: Any) -> Plan:
    """Make the plan current, and archive the one before it where that is asked for.

    Raises :class:`~outcomes.refusals.PromisesLeftOpen` where promises are still to be marked, and another
    :class:`~ledger.refusals.LedgerRefusal` where the ledger does not take it.
    """
    with transaction.atomic(), entering(Entry(by=by)):
        plan = lock(draft)
        plan.state, plan.publish_at = Plan.State.CURRENT, None
        plan.save()
        if archive:
            plan.replaces.state = Plan.State.ARCHIVED
            plan.replaces.save()
    return plan


def publish_at(draft: Plan, moment: datetime | None, *, by: Any) -> Plan:
    """Let the plan be published at ``moment``; with None, only by hand."""
    with transaction.atomic(), entering(Entry(by=by)):
        plan = lock(draft)
        plan.publish_at = moment
        plan.save()
    return plan
