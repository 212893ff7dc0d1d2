"""Everything that took place in a portfolio, read from the ledger in a fixed number of questions."""

from collections.abc import Iterator
from datetime import date

from django.db.models import F, OuterRef, Subquery

from ledger.entries import EXAMPLE
from outcomes.models import Plan
from outcomes.querysets import PUBLIC_STATES
from priorities.models import Deliverable, Portfolio, PriorityAction
from priorities.portfolio_history import Event
from priorities.querysets import DeliverableQuerySet, versions_of
from priorities.redated import Moved, moved_dates_of
from priorities.standing import completed_on
from priorities.stays import Stay, moves_of, portfolio_on, stays_of


def events_of(portfolio: Portfolio, day: date) -> list[Event]:
    """What was promised, moved and delivered in the portfolio up to ``day``, and what came into it or went out."""
    stays = _stays_in(portfolio)
    theirs = Deliverable.objects.published().promises().filter(priority__in=stays)
    told = _with_first_days(theirs).select_related("priority__plan").prefetch_related("updates")
    promises = {promise.pk: promise for promise in told}
    promised = [Event("promised", _promised_on(each), each) for each in promises.values()]
    moved = [_moved(each, promises) for each in moved_dates_of(theirs, None, day) if each.change.counts]
    delivered = [_delivered(each) for each in promises.values() if completed_on(each)]
    own = [
        event
        for event in (*promised, *moved, *delivered)
        if portfolio_on(stays[event.promise.priority_id], event.day) == portfolio.pk
    ]
    priorities = {promise.priority_id: promise.priority for promise in promises.values()}
    gone = [event for key, each in priorities.items() for event in _came_and_went(each, stays[key], portfolio)]
    return [event for event in (*own, *gone) if event.day is None or event.day <= day]


def _stays_in(portfolio: Portfolio) -> dict[int, list[Stay]]:
    """Where each priority that ever was in the portfolio was when, by its key, in one question."""
    ever = versions_of(PriorityAction).filter(portfolio=portfolio.pk).order_by().values("id")
    public = versions_of(Plan).filter(id=OuterRef("plan"), state__in=PUBLIC_STATES).values("effective_on")[:1]
    versions = versions_of(PriorityAction).filter(id__in=ever).annotate(public_from=Subquery(public))
    found: dict[int, list] = {}
    read = ("effective_on", "portfolio", "portfolio_name", "history_change_reason", "history_correction", "public_from")
    for version in versions.annotate(portfolio_name=F("portfolio__name")).values_list("id", *read, named=True):
        found.setdefault(version.id, []).append(version)
    return {key: stays_of(theirs) for key, theirs in found.items()}


def _came_and_went(priority: PriorityAction, stays: list[Stay], portfolio: Portfolio) -> Iterator[Event]:
    for day, kind, before, after in moves_of(stays, portfolio.pk):
        other = before if kind == "came" else after
        where = f"“{other.name}”" if other.name else "no portfolio"
        words = f"Came from {where}" if kind == "came" else f"Went to {where}"
        yield Event(kind, day, priority, words, after.reason, after.reason.startswith(EXAMPLE))


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
