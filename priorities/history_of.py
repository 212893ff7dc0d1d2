"""Everything that took place in a portfolio, read from the ledger in a fixed number of questions."""

from datetime import date

from django.db.models import OuterRef, Subquery

from outcomes.models import Plan
from outcomes.querysets import PUBLIC_STATES
from priorities.models import Deliverable, Portfolio
from priorities.portfolio_history import Event
from priorities.querysets import DeliverableQuerySet, versions_of
from priorities.redated import Moved, moved_dates_of
from priorities.standing import completed_on


def events_of(portfolio: Portfolio, day: date) -> list[Event]:
    """What was promised, moved and delivered up to ``day``, of the promises that are in the portfolio on that day."""
    theirs = Deliverable.objects.published().promises().filter(priority__portfolio=portfolio)
    told = _with_first_days(theirs).select_related("priority__plan").prefetch_related("updates")
    promises = {promise.pk: promise for promise in told}
    promised = [Event("promised", _promised_on(each), each) for each in promises.values()]
    moved = [_moved(each, promises) for each in moved_dates_of(theirs, None, day) if each.change.counts]
    delivered = [_delivered(each) for each in promises.values() if completed_on(each)]
    return [event for event in (*promised, *moved, *delivered) if event.day is None or event.day <= day]


def _with_first_days(promises: DeliverableQuerySet) -> DeliverableQuerySet:
    """Annotate ``first_day``, from which a promise holds, and ``public_from``, from which its plan was public."""
    own = versions_of(Deliverable).filter(id=OuterRef("pk"))
    public = versions_of(Plan).filter(id=OuterRef("priority__plan"), state__in=PUBLIC_STATES)
    return promises.annotate(
        first_day=Subquery(own.values("effective_on")[:1]), public_from=Subquery(public.values("effective_on")[:1])
    )


def _promised_on(promise: Deliverable) -> date | None:
    """The day its plan was adopted or began, or the day on which it was added where that was later."""
    plan = promise.priority.plan
    if promise.first_day and promise.public_from and promise.first_day > promise.public_from:
        return promise.first_day
    return plan.adopted_on or plan.starts_on or promise.public_from


def _moved(moved: Moved, promises: dict[int, Deliverable]) -> Event:
    change = moved.change
    words = f"From {change.previous} to {change.now}, {change.words}"
    if change.carried_into:
        words += f", carried into {change.carried_into}"
    return Event("moved", moved.day, promises[moved.promise], words, change.entered.reason, moved.is_example)


def _delivered(promise: Deliverable) -> Event:
    return Event("delivered", completed_on(promise), promise, is_example=promise.latest_update.is_example)
