"""One thing done to many promises or reports: what will happen to each, who is left out and why, and the one write.

``seen`` of a row is a text that is another one as soon as what the row was shown from changed.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from ledger.clock import today
from ledger.models import LedgerModel
from priorities import officers, reporting, steps
from priorities.models import Deliverable, Directorate, ProgressUpdate, Status
from priorities.models.progress import STOPPED
from priorities.verdicts import long_day

CHANGED = "it changed after you looked"
BY_ITSELF = (Status.COMPLETE, *STOPPED)
"""What ends a promise is signed off with the whole page of it before one's eyes."""
SIGN_OFF_BY_ITSELF = "“{}” ends a promise: sign this one off by itself."
SHOWN = ("commentary", "cause", "action", "next_step", "forecast_on", "evidence", "decision_url")
"""What residents would read of a report beside its status, as far as it says anything."""


@dataclass(frozen=True)
class Row:
    """One record: what will happen to it, or else why it is left out."""

    record: LedgerModel
    seen: str
    will: str = ""
    left_out: str = ""
    says: tuple[tuple[str, str], ...] = ()
    """What would be published, each part with its name."""


@dataclass(frozen=True)
class Done:
    """What came of it: the records that were written, and the rows that were left out, each with the reason."""

    written: list[LedgerModel]
    left_out: list[Row]


@transaction.atomic
def write(rows: Iterable[Row], seen: dict[int, str], action: Callable[[LedgerModel], object]) -> Done:
    """Do it to every row that still stands as it was seen; what cannot be written is left out. All of it or nothing."""
    written, left_out = [], []
    for row in rows:
        if seen.get(row.record.pk) != row.seen:
            left_out.append(Row(row.record, row.seen, left_out=CHANGED))
        elif row.left_out:
            left_out.append(row)
        elif reason := _refusal(action, row.record):
            left_out.append(Row(row.record, row.seen, left_out=reason))
        else:
            written.append(row.record)
    return Done(written, left_out)


def _refusal(action: Callable[[LedgerModel], object], record: LedgerModel) -> str:
    try:
        with transaction.atomic():
            action(record)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    except PermissionDenied as refusal:
        return str(refusal)
    return ""


def rows_to_confirm(promises: Iterable[Deliverable], user) -> list[Row]:
    """No change: for each promise the report that would be confirmed."""
    promises = list(promises)
    latest, under_way = _latest_of(promises), _under_way_of(promises)
    becomes = "published at once" if officers.signs_off(user) else "sent for sign-off"
    rows = []
    for promise in promises:
        told, other = latest.get(promise.pk), under_way.get(promise.pk)
        fault = officers.reason_not_to_report(user, promise) or reporting.fault_of_confirming(told, other)
        will = "" if fault else f"“{told.get_status_display()}” is confirmed as at today, and {becomes}"
        seen = ".".join(str(key) for each in (told, other) if each for key in (each.pk, each.revision))
        rows.append(Row(promise, seen or "none", will, fault))
    return rows


def rows_to_reassign(promises: Iterable[Deliverable], directorate: Directorate | None) -> list[Row]:
    """Another directorate; none yet where it is not chosen."""
    rows = []
    for promise in promises:
        now = promise.directorate or "no directorate"
        same = directorate is not None and promise.directorate_id == directorate.pk
        fault = f"{directorate} reports on it already" if same else ""
        rows.append(Row(promise, str(promise.revision), "" if fault else f"{now} → {directorate or '…'}", fault))
    return rows


def rows_to_sign_off(reports: Iterable[ProgressUpdate], user) -> list[Row]:
    return [_row_of_step(report, user, steps.PUBLISH, "is published at once") for report in reports]


def rows_to_return(reports: Iterable[ProgressUpdate], user) -> list[Row]:
    return [_row_of_step(report, user, steps.RETURN, "goes back") for report in reports]


def _row_of_step(report: ProgressUpdate, user, action: str, happens: str) -> Row:
    """Only what awaits sign-off is answered in bulk: a draft may be half a thought."""
    fault = "" if report.state == steps.AWAITING else steps.IS_NOW[report.state]
    if not fault and not officers.may_take(user, report, action):
        fault = "Your account may not sign off."
    if not fault and action == steps.PUBLISH and report.status in BY_ITSELF:
        fault = SIGN_OFF_BY_ITSELF.format(report.get_status_display())
    same = " (confirmed, no change)" if report.kind == ProgressUpdate.Kind.NO_CHANGE else ""
    own = " (your own report)" if report.written_by_id == user.pk else ""
    will = f"“{report.get_status_display()}”{same}, as at {long_day(report.as_of)}, {happens}{own}"
    return Row(report, str(report.revision), "" if fault else will, fault, parts_of(report))


def parts_of(report: ProgressUpdate) -> tuple[tuple[str, str], ...]:
    """The texts and links of a report that say something, each with its label."""
    parts = []
    for name in SHOWN:
        if value := getattr(report, name):
            label = ProgressUpdate._meta.get_field(name).verbose_name
            parts.append((f"{label[0].upper()}{label[1:]}", long_day(value) if isinstance(value, date) else value))
    return tuple(parts)


def _latest_of(promises: list[Deliverable]) -> dict[int, ProgressUpdate]:
    told = ProgressUpdate.objects.filter(deliverable__in=promises, state=steps.PUBLISHED, as_of__lte=today())
    return {update.deliverable_id: update for update in told.order_by("as_of", "id")}


def _under_way_of(promises: list[Deliverable]) -> dict[int, ProgressUpdate]:
    under_way = ProgressUpdate.objects.filter(deliverable__in=promises, state__in=steps.OPEN).order_by("id")
    return {update.deliverable_id: update for update in under_way}
