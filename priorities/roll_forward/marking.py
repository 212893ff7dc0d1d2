"""Marking promises of the earlier plan, with what follows from it in the new one. Each mark is written whole or not."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from ledger import writing
from ledger.entries import Entry, entering
from ledger.refusals import EditedMeanwhile, LedgerRefusal
from outcomes.models import Plan
from priorities.models import Deliverable, DeliverablePlace, PriorityAction, Succession

from . import along
from .choices import Choice, Step, as_meant, step
from .starting import ROLLED

PUBLIC = "is public, so it is no longer marked here: a mark now changes on the promise's own page, with a reason."
STAYS = (
    "{plan} was public before, so “{promise}” is not taken out of it any more. Leave the mark as it is and, once "
    "{plan} is public again, report that promise as withdrawn, with a link to the decision."
)
MARK_STAYS = "{plan} was public before, so this mark is not taken away any more. Choose another in its place."
SPLIT_UP = "This promise is split up and has several marks: change them on its own page, under Deliverables."
LIST_CHANGED = (
    "Somebody else marked one of these promises after you opened the page. Look at the list and send it again."
)


class MarkedMeanwhile(EditedMeanwhile):
    """Somebody else marked the promise after it was opened here."""


class PublicAlready(LedgerRefusal):
    """The new plan was published after it was opened here."""


def seen_as(marks: Sequence[Succession]) -> str:
    """What a page remembers of the marks it shows, so that a change by somebody else is noticed."""
    return "-".join(f"{mark.pk}.{mark.revision}.{mark.later.revision if mark.later else 0}" for mark in marks)


def mark(promise: Deliverable, draft: Plan, choice: Choice, *, seen: str, by: Any) -> Succession | None:
    """Write what becomes of a promise; None where its mark was taken away. ``choice`` has no faults.

    Raises :class:`MarkedMeanwhile` where the marks are not those that were ``seen``, another
    :class:`~ledger.refusals.LedgerRefusal` where the new plan does not take it, and a ``ValidationError``.
    """
    with transaction.atomic(), entering(_entry(draft, choice, by)):
        draft = lock(draft)
        marks = list(marks_of(promise, draft))
        if seen_as(marks) != seen:
            raise MarkedMeanwhile(marked_meanwhile(promise, draft), code="edited-meanwhile")
        if len(marks) > 1:
            raise LedgerRefusal(SPLIT_UP)
        return _write(promise, draft, marks[0] if marks else None, as_meant(choice))


def carry_all(promises: Iterable[Deliverable], draft: Plan, choice: Choice, *, by: Any) -> int:
    """Carry promises forward in their own words, all with the same timescale and reason; return how many."""
    promises = list(promises)
    with transaction.atomic(), entering(_entry(draft, choice, by)):
        draft = lock(draft)
        if Succession.objects.filter(plan=draft, earlier__in=promises).exists():
            raise MarkedMeanwhile(LIST_CHANGED, code="edited-meanwhile")
        for promise in promises:
            _write(promise, draft, None, replace(choice, words=promise.text))
    return len(promises)


def lock(draft: Plan) -> Plan:
    """The new plan as it is stored, and no other mark in it until the transaction ends."""
    stored = writing.stored(draft)
    if stored is None:
        raise LedgerRefusal("Somebody deleted the new plan after you opened this page.", code="deleted")
    if stored.is_published():
        raise PublicAlready(f"{stored} {PUBLIC}", code="public")
    return stored


def marks_of(promise: Deliverable, draft: Plan):
    marks = promise.successions.filter(plan=draft).order_by("pk")
    return marks.select_related("later__priority__plan", "later__parent", "later_priority")


def marked_meanwhile(promise: Deliverable, draft: Plan) -> str:
    """Who marked a promise after this page was opened, how and when, and what to do."""
    latest = Succession.history.filter(earlier=promise, plan=draft).select_related("history_user").latest("history_id")
    who = str(latest.history_user) if latest.history_user else "Somebody else"
    when = timezone.localtime(latest.recorded_at)
    did = "took the mark away" if latest.history_type == "-" else f"marked it as {latest.get_how_display().lower()}"
    return (
        f"{who} {did} at {when:%H:%M:%S} on {when.day} {when:%B %Y}, after you opened this page. Nothing of yours was "
        "saved, and nothing of theirs was lost. What you typed stands here: save again to put yours in its place."
    )


def own_promise(found: Succession | None, made_here: set[int]) -> Deliverable | None:
    """The promise that was written in the new plan for the marked one; None where it goes on in any other."""
    return found.later if found and found.how in ("carried", "replaced") and found.later_id in made_here else None


def _entry(draft: Plan, choice: Choice, by: Any) -> Entry:
    why = f": {choice.reason.strip()}" if choice.reason.strip() else "."
    return Entry(f"{ROLLED} {draft.replaces}{why}", choice.decision_url, by=by)


def _write(promise: Deliverable, draft: Plan, before: Succession | None, choice: Choice) -> Succession | None:
    own = own_promise(before, along.made_here(Deliverable, id=before.later_id) if before else set())
    does = step(choice, own is not None)
    if draft.was_published():
        _refuse_to_take_away(draft, before, choice, own if does is Step.TAKE_OUT else None)
    later, later_priority = _named(choice.into, draft)
    if does is Step.WRITE:
        later = _write_promise(promise, draft, choice)
    elif does is Step.REWORD:
        later = _reword(own, draft, choice)
    written = _write_mark(promise, draft, before, choice, later, later_priority)
    if does is Step.TAKE_OUT:
        _take_out(own)
    return written


def _refuse_to_take_away(plan: Plan, mark: Succession | None, choice: Choice, taken_out: Deliverable | None) -> None:
    """What was public once stays: say what can be done instead."""
    if taken_out:
        raise LedgerRefusal(STAYS.format(plan=plan, promise=taken_out), code="kept-for-good")
    if mark and not choice.is_mark:
        raise LedgerRefusal(MARK_STAYS.format(plan=plan), code="kept-for-good")


def _named(into: str, draft: Plan) -> tuple[Deliverable | None, PriorityAction | None]:
    """The record of the new plan that a choice names: the promise, or the priority."""
    kind, _, key = into.partition("-")
    if kind == "promise":
        return _there(Deliverable.objects.filter(priority__plan=draft), key), None
    return None, _there(draft.priority_actions.all(), key) if kind == "priority" else None


def _there(records, key: str):
    record = records.filter(pk=key).first()
    if record is None:
        raise LedgerRefusal("What you chose in the new plan was taken out meanwhile. Choose another.", code="gone")
    return record


def _write_promise(promise: Deliverable, draft: Plan, choice: Choice) -> Deliverable:
    """The new promise, with its places, its role and what residents will see of it."""
    _, priority = _named(choice.under, draft)
    heading = None
    if priority is None:
        priority = along.priority_for(promise.priority, draft)
        heading = along.heading_for(promise.parent, priority)
    new = Deliverable(
        priority=priority,
        parent=heading,
        order=along.place_under(priority, heading, promise.order),
        text=choice.words,
        timescale_text=choice.timescale,
        owner_as_published=promise.owner_as_published,
        directorate=promise.directorate,
        expected_result=promise.expected_result,
    )
    new.full_clean()
    new.save()
    for link in promise.place_links.all():
        DeliverablePlace.objects.create(deliverable=new, place=link.place)
    return new


def _reword(own: Deliverable, draft: Plan, choice: Choice) -> Deliverable:
    own.text, own.timescale_text = choice.words, choice.timescale
    heading, left = own.parent, own.priority
    _, priority = _named(choice.under, draft)
    moves = priority is not None and priority != left
    if moves:
        own.priority, own.parent, own.order = priority, None, along.place_under(priority, None, own.order)
    own.full_clean()
    own.save()
    if moves:
        along.take_out_empty(heading, left)
    return own


def _write_mark(promise, draft, before, choice, later, later_priority) -> Succession | None:
    if not choice.is_mark:
        if before:
            before.delete()
        return None
    written = before or Succession(earlier=promise, plan=draft)
    written.how, written.reason, written.decision_url = choice.how, choice.reason, choice.decision_url
    written.later, written.later_priority = later, later_priority
    written.full_clean()
    written.save()
    return written


def _take_out(own: Deliverable) -> None:
    """Take the promise out of the draft that was written for the one that is now marked otherwise."""
    if along.stands_on(own):
        raise LedgerRefusal(
            f"“{own}” was written in the new plan for this promise, and other promises are merged into it or stand "
            "under it. Mark those first, then this one.",
            code="in-use",
        )
    own.delete()
    along.take_out_empty(own.parent, own.priority)
