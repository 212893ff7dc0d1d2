"""What is done with a report on its way from a draft to residents: who and why as arguments, all of it or nothing.

Each action returns the record as it was written. Each raises a :class:`~ledger.refusals.LedgerRefusal` where the
report is not where the step begins, or somebody else was faster; a ``PermissionDenied`` where ``by`` may not take it;
and a ``ValidationError`` where a value does not fit. Then nothing was written. Without ``by`` the portal itself acts.
"""

from copy import copy
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ledger import writing
from ledger.clock import today
from ledger.entries import Entry, entering
from ledger.refusals import EditedMeanwhile, LedgerRefusal
from ledger.standstill import write_in_turn
from priorities import officers, steps
from priorities.models import Deliverable, Directorate, ProgressUpdate, Status
from priorities.models.progress import STOPPED
from priorities.steps import NEW, PUBLISHED, RETURN, SAVE, SCHEDULE, SUBMIT, TAKE_BACK
from priorities.verdicts import expectation_is_over, long_day

CARRIED = ("status", "forecast_on", "cause", "action", "next_step", "decision_url", "is_example")
"""What a confirmation says again."""
NOTHING_TO_CONFIRM = "Nothing is published about it yet, so there is nothing to confirm. Write its first report."
OVER = (Status.COMPLETE, Status.WITHDRAWN)


def save_draft(update: ProgressUpdate, *, by: Any = None, after: str | None = None) -> ProgressUpdate:
    """``after`` is what :func:`mark_of` said of the report that residents read when a new one was begun."""
    return _take(update, SAVE, Entry(by=by), after)


def submit(update: ProgressUpdate, *, by: Any = None, after: str | None = None) -> ProgressUpdate:
    """Send it for sign-off."""
    return _take(update, SUBMIT, Entry(by=by), after)


def take_back(update: ProgressUpdate, *, by: Any = None) -> ProgressUpdate:
    """Make a draft again of what awaits sign-off."""
    return _take(update, TAKE_BACK, Entry(by=by))


def send_back(update: ProgressUpdate, *, remark: str, by: Any = None, reason: str = "") -> ProgressUpdate:
    """Return it to who wrote it; ``remark`` says what would mend it."""
    update.remark, update.publish_at = remark, None
    return _take(update, RETURN, Entry(reason, by=by))


def sign_off(
    update: ProgressUpdate,
    *,
    by: Any = None,
    approved_by: str = "",
    publish_at: datetime | None = None,
    reason: str = "",
    after: str | None = None,
) -> ProgressUpdate:
    """Publish it at once, or at a moment to come; ``approved_by`` is a role, by default the one of ``by``."""
    later = publish_at is not None and publish_at > timezone.now()
    update.publish_at = publish_at if later else None
    if not later:
        update.remark = ""
    approved_by = approved_by or (officers.role_of(by) if by else "")
    return _take(update, SCHEDULE if later else steps.PUBLISH, Entry(reason, approved_by=approved_by, by=by), after)


def confirm_no_change(deliverable: Deliverable, *, by: Any = None, author_role: str = "") -> ProgressUpdate:
    """Report that what was published last still holds. It is published where ``by`` signs off, else it awaits that."""
    latest = latest_published(deliverable)
    if fault := fault_of_confirming(latest, open_report(deliverable)):
        raise LedgerRefusal(fault)
    carried = (*CARRIED, "commentary") if latest.status in STOPPED else CARRIED
    update = ProgressUpdate(
        deliverable=deliverable,
        kind=ProgressUpdate.Kind.NO_CHANGE,
        as_of=today(),
        author_role=author_role or (officers.role_of(by) if by else "") or latest.author_role,
        **{name: getattr(latest, name) for name in carried},
    )
    seen = mark_of(latest)
    return sign_off(update, by=by, after=seen) if by and officers.signs_off(by) else submit(update, by=by, after=seen)


def fault_of_confirming(latest: ProgressUpdate | None, under_way: ProgressUpdate | None) -> str:
    """Why “no change” cannot be confirmed, in a sentence; else nothing. Reads no database."""
    if under_way:
        return f"Another report on it is under way: {under_way.get_state_display().lower()}. Finish that one first."
    if latest is None:
        return NOTHING_TO_CONFIRM
    if latest.status in OVER:
        return f"It is {latest.get_status_display().lower()}: there is nothing left to confirm."
    if expectation_is_over(latest, today()):
        return (
            f"It was expected on {long_day(latest.forecast_on)}, and that day is over: say in a report when it is "
            "expected now."
        )
    return "It was reported on today already." if latest.as_of >= today() else ""


@transaction.atomic
def reassign(
    deliverable: Deliverable, directorate: Directorate | None, *, by: Any = None, reason: str = ""
) -> Deliverable:
    """Let another directorate report on the promise, from now on and on what is under way."""
    if by is not None and not by.has_perm("priorities.change_deliverable"):
        raise PermissionDenied("Your account may not change promises.")
    deliverable.directorate = directorate
    with entering(Entry(reason, by=by)):
        deliverable.full_clean()
        deliverable.save()
    return deliverable


def latest_published(deliverable: Deliverable) -> ProgressUpdate | None:
    """The report that residents read now."""
    told = ProgressUpdate.objects.filter(deliverable=deliverable, state=PUBLISHED, as_of__lte=today())
    return told.order_by("-as_of", "-id").first()


def published_before(report: ProgressUpdate) -> ProgressUpdate | None:
    """What residents read before this one was published."""
    earlier = Q(as_of__lt=report.as_of) | Q(as_of=report.as_of, pk__lt=report.pk)
    told = ProgressUpdate.objects.filter(earlier, deliverable=report.deliverable_id, state=PUBLISHED)
    return told.order_by("-as_of", "-id").first()


def words_of(latest: ProgressUpdate | None) -> ProgressUpdate | None:
    """The report whose words residents read: a confirmation has none of its own, and confirms the last before it."""
    if latest is None or latest.kind != ProgressUpdate.Kind.NO_CHANGE:
        return latest
    told = ProgressUpdate.objects.filter(
        deliverable=latest.deliverable_id,
        state=PUBLISHED,
        kind=ProgressUpdate.Kind.PROGRESS,
        as_of__lte=latest.as_of,
    )
    return told.order_by("-as_of", "-id").first() or latest


def mark_of(latest: ProgressUpdate | None) -> str:
    """A text that is another one as soon as residents read another report, or another wording of it."""
    return f"{latest.pk}.{latest.revision}" if latest else ""


def open_report(deliverable: Deliverable) -> ProgressUpdate | None:
    """The report on the promise that is under way."""
    under_way = ProgressUpdate.objects.under_way().filter(deliverable=deliverable)
    return under_way.select_related("written_by").order_by("-id").first()


@transaction.atomic
def _take(update: ProgressUpdate, action: str, entry: Entry, after: str | None = None) -> ProgressUpdate:
    """Take one step of the table. The report's revision says that it still is where the step begins."""
    new = update._state.adding
    found = steps.step(NEW if new else update.state, action)
    if found is None:
        raise LedgerRefusal(f"Nothing was written. {steps.IS_NOW[update.state]}")
    if entry.by is not None and found.needs not in officers.rights_over(entry.by, update.deliverable):
        raise PermissionDenied(officers.reason_not_to_report(entry.by, update.deliverable) or "You may not do this.")
    before, update.state = update.state, found.to
    try:
        if new:
            _refuse_second(update.deliverable, after)
            update.written_by = entry.by
        else:
            _refuse_stale(update)
        _write(update, entry)
    except BaseException:
        update.state = before
        raise
    return update


def _refuse_stale(update: ProgressUpdate) -> None:
    """Of two who do the same at once the second is told, too, though nothing would be left to write."""
    now = writing.stored(update)
    if now is None:
        raise EditedMeanwhile("Somebody else deleted this report after you opened it.", code="edited-meanwhile")
    if now.revision != update.revision:
        raise EditedMeanwhile(writing.edited_meanwhile(now), code="edited-meanwhile")


def _write(update: ProgressUpdate, entry: Entry) -> None:
    if update.state not in {steps.DRAFT, steps.RETURNED}:
        fit_to_publish(update)
    with entering(entry):
        update.full_clean()
        update.save()


def fit_to_publish(update: ProgressUpdate) -> None:
    """Raise what publishing it would raise: better now than on its day."""
    published = copy(update)
    published.state = PUBLISHED
    published.clean()


def _refuse_second(deliverable: Deliverable, after: str | None) -> None:
    """Two who begin a report at once take turns at the promise, so the second sees the first one's."""
    write_in_turn()
    list(Deliverable.objects.select_for_update().filter(pk=deliverable.pk).order_by("pk"))
    if other := open_report(deliverable):
        who = other.written_by or "Somebody"
        raise EditedMeanwhile(
            f"{who} began a report on this promise meanwhile ({other.get_state_display().lower()}). Nothing of yours "
            "was saved, and nothing of theirs was lost.",
            code="edited-meanwhile",
        )
    if after is not None and after != mark_of(latest_published(deliverable)):
        raise EditedMeanwhile(
            "Residents read another report by now than when you began this one. Nothing of yours was saved: read that "
            "one, put yours right where it needs it, and send it again.",
            code="edited-meanwhile",
        )
