"""A reshuffle held against what is on record: what it touches, and the one atomic step that writes it."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from ledger.entries import Entry, entering
from ledger.refusals import EditedMeanwhile, LedgerRefusal
from ledger.standstill import write_in_turn
from priorities.models import Appointment, Portfolio, PriorityAction
from priorities.reshuffle import Change, Reshuffle, Wish, reshuffle
from priorities.standing import join_words

Seen = dict[int, str]
"""By portfolio, what :func:`state_of` said of its appointments when somebody looked at them."""


def look(wishes: Iterable[Wish], day: date) -> tuple[Reshuffle, Seen]:
    """What would happen, and the state of the appointments that this follows from."""
    wishes = [wish for wish in wishes if not wish.asks_nothing]
    held = _appointments(wishes)
    told = reshuffle([(wish, held[wish.portfolio.pk]) for wish in wishes], day, timezone.localdate())
    return told, {portfolio: state_of(appointments) for portfolio, appointments in held.items()}


@transaction.atomic
def write(wishes: Iterable[Wish], day: date, *, seen: Seen, entry: Entry, source: str = "") -> Reshuffle:
    """End and begin appointments, all or none, where they still stand as ``seen``.

    Two who write at once take turns at the portfolios that both touch, so the second sees what the first wrote.
    Raises a :class:`~ledger.refusals.LedgerRefusal`.
    """
    wishes = list(wishes)
    keep_others_out(wish.portfolio for wish in wishes)
    told, now = look(wishes, day)
    if seen != now:
        changed = [wish.portfolio for wish in wishes if seen.get(wish.portfolio.pk) != now.get(wish.portfolio.pk)]
        raise EditedMeanwhile(_changed_meanwhile(changed), code="edited-meanwhile")
    if told.faults:
        raise LedgerRefusal([fault.sentence for fault in told.faults])
    with entering(entry):
        for change in told.changes:
            _write(change, day, source)
    return told


def is_written(wishes: Iterable[Wish], day: date, *, seen: Seen, entry: Entry) -> bool:
    """Whether the appointments are as wished because the same person sent the same before: a button pressed twice."""
    told, now = look(wishes, day)
    if told.changes or not all(fault.stands_already for fault in told.faults):
        return False
    changed = [portfolio for portfolio, state in now.items() if seen.get(portfolio) != state]
    return bool(changed) and all(_wrote_last(portfolio, entry) for portfolio in changed)


def state_of(appointments: Iterable[Appointment]) -> str:
    """A text that is another one as soon as any of these appointments changes, goes, or is joined by one more."""
    return sha256(repr(sorted((each.pk, each.revision) for each in appointments)).encode()).hexdigest()[:16]


def by_plan(priorities: Iterable[PriorityAction]) -> list[tuple]:
    """Each plan with its priorities: current plans first, the latest start first."""
    ordered = sorted(priorities, key=lambda each: _place_of(each.plan))
    return [(plan, list(theirs)) for plan, theirs in groupby(ordered, key=lambda each: each.plan)]


def touched(told: Reshuffle) -> list[PriorityAction]:
    """Priorities that change hands, each with its change in ``.change`` and its promises counted in ``.promised``."""
    changes = {each.portfolio.pk: each for each in told.changes if each.changes_hands}
    found = list(_in_order(PriorityAction.objects.filter(portfolio__in=changes)))
    for priority in found:
        priority.change = changes[priority.portfolio_id]
    return found


def stays_as_printed(told: Reshuffle) -> list[PriorityAction]:
    """Priorities of no portfolio for which a plan prints somebody who gives one up: what is printed stays."""
    people = [each.pk for each in told.leaving]
    return list(_in_order(PriorityAction.objects.filter(portfolio__isnull=True, published_holder__in=people)))


def _in_order(priorities):
    heads_none = Q(deliverables__children__isnull=True)
    return (
        priorities.select_related("plan", "plan_outcome", "portfolio", "published_holder")
        .annotate(promised=Count("deliverables", filter=heads_none, distinct=True))
        .order_by(F("plan_outcome__order").asc(nulls_last=True), "number", "id")
    )


def _place_of(plan) -> tuple:
    return (plan.state != "current", -(plan.starts_on or date.min).toordinal(), plan.pk)


def _appointments(wishes: list[Wish]) -> dict[int, list[Appointment]]:
    held: dict[int, list[Appointment]] = {wish.portfolio.pk: [] for wish in wishes}
    for each in Appointment.objects.filter(portfolio__in=held).select_related("councillor", "portfolio"):
        held[each.portfolio_id].append(each)
    return held


def keep_others_out(portfolios: Iterable[Portfolio]) -> None:
    """Nobody adds to these portfolios, or changes who holds them, until the transaction ends."""
    keys = [portfolio.pk for portfolio in portfolios]
    write_in_turn()
    list(Portfolio.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    list(Appointment.objects.select_for_update().filter(portfolio__in=keys).order_by("pk"))


def _write(change: Change, day: date, source: str) -> None:
    for held in change.ends:
        held.ends_on = day
        save_checked(held)
    for holder in change.begins:
        appointed = {"councillor": holder.councillor, "role": holder.role, "starts_on": day, "source": source}
        save_checked(Appointment(portfolio=change.portfolio, **appointed))


def _wrote_last(portfolio: int, entry: Entry) -> bool:
    """Whether the newest version of the appointments to a portfolio was written with this entry."""
    newest = Appointment.history.filter(portfolio_id=portfolio).order_by("-history_id").first()
    return bool(newest) and (newest.history_user, newest.history_change_reason) == (entry.by, entry.reason)


def save_checked(appointment: Appointment) -> None:
    try:
        appointment.full_clean()
    except ValidationError as error:
        raise LedgerRefusal([f"{appointment}: {sentence}" for sentence in error.messages]) from error
    appointment.save()


def _changed_meanwhile(portfolios: list[Portfolio]) -> str:
    which = join_words([str(each) for each in portfolios]) or "a portfolio that is no longer on record"
    return (
        f"Somebody changed the appointments of {which} after you looked, so nothing was written. What you chose stands "
        "below: look at what will happen now, then write it."
    )
