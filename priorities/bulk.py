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
from priorities.standing import label_of
from priorities.verdicts import disagreement, long_day
from priorities.voices import first_day

CHANGED = "It changed after you looked."
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
    warns: str = ""
    """What to look at before it happens, in a sentence: what does not fit together then."""
    says: tuple[tuple[str, str], ...] = ()
    """What would be published, each part with its name."""


@dataclass(frozen=True)
class Done:
    """What came of it: the records that were written, and the rows that were left out, each with the reason."""

    written: list[LedgerModel]
    left_out: list[Row]

    def by_reason(self) -> list[tuple[str, list[LedgerModel]]]:
        """Each reason with all that were left out for it, the one for most of them first."""
        groups: dict[str, list[LedgerModel]] = {}
        for row in self.left_out:
            groups.setdefault(row.left_out, []).append(row.record)
        return sorted(groups.items(), key=lambda group: -len(group[1]))


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
        fault = f"{directorate} reports on it already." if same else ""
        rows.append(Row(promise, str(promise.revision), "" if fault else f"{now} → {directorate or '…'}", fault))
    return rows


def rows_to_sign_off(reports: Iterable[ProgressUpdate], user) -> list[Row]:
    """What residents read now and would read, where the two do not fit; what only confirms stands last."""
    reports = sorted(reports, key=is_confirmation)
    _fetch_first_promises([report.deliverable for report in reports])
    latest = _latest_of([report.deliverable for report in reports])
    return [_row_to_sign_off(report, user, latest.get(report.deliverable_id)) for report in reports]


def _row_to_sign_off(report: ProgressUpdate, user, latest: ProgressUpdate | None) -> Row:
    seen = f"{report.revision}.{reporting.mark_of(latest)}"
    fault = _fault_of_step(report, user, steps.PUBLISH)
    if not fault and report.status in BY_ITSELF:
        fault = SIGN_OFF_BY_ITSELF.format(report.get_status_display())
    if fault:
        return Row(report, seen, left_out=fault, says=parts_of(report))
    will = f"{_now_and_then(latest, report)}, as at {long_day(report.as_of)}{_if_own(report, user)}"
    return Row(report, seen, will, warns=_what_does_not_fit(latest, report), says=parts_of(report))


def is_confirmation(report: ProgressUpdate) -> bool:
    return report.kind == ProgressUpdate.Kind.NO_CHANGE


def _now_and_then(latest: ProgressUpdate | None, report: ProgressUpdate) -> str:
    now, then = (label_of(each.status if each else "") for each in (latest, report))
    if _is_older(report, latest):
        return f"now “{now}”, which stays; this one says “{then}”"
    if latest is None or latest.status != report.status:
        return f"now “{now}” → would be “{then}”"
    return f"now “{now}”, confirmed with no change" if is_confirmation(report) else f"now “{now}” → still “{then}”"


def _what_does_not_fit(latest: ProgressUpdate | None, report: ProgressUpdate) -> str:
    """As the page of one report says it. Links count only for what is complete, which is not signed off here."""
    if _is_older(report, latest):
        return f"Residents read a later report already, as at {long_day(latest.as_of)}; that one stays the latest."
    promise = report.deliverable
    if promise.settled:
        return ""
    dates = {"end": promise.timescale_end, "start": promise.timescale_start, "today": today()}
    fault = disagreement(report, links=0, first_end=first_day(promise) if promise.is_published() else None, **dates)
    return f"It would not fit together: {fault[0].lower()}{fault[1:]}" if fault else ""


def _is_older(report: ProgressUpdate, latest: ProgressUpdate | None) -> bool:
    return latest is not None and (latest.as_of, latest.pk) > (report.as_of, report.pk)


def rows_to_return(reports: Iterable[ProgressUpdate], user) -> list[Row]:
    return [_row_to_return(report, user) for report in reports]


def _row_to_return(report: ProgressUpdate, user) -> Row:
    fault = _fault_of_step(report, user, steps.RETURN)
    same = " (confirmed, no change)" if is_confirmation(report) else ""
    said = f"“{report.get_status_display()}”{same}, as at {long_day(report.as_of)}"
    will = "" if fault else f"{said}, goes back{_if_own(report, user)}"
    return Row(report, str(report.revision), will, fault, says=parts_of(report))


def _fault_of_step(report: ProgressUpdate, user, action: str) -> str:
    """Only what awaits sign-off is answered in bulk: a draft may be half a thought."""
    if report.state != steps.AWAITING:
        return steps.IS_NOW[report.state]
    return "" if officers.may_take(user, report, action) else "Your account may not sign off."


def _if_own(report: ProgressUpdate, user) -> str:
    return " (your own report)" if report.written_by_id == user.pk else ""


def parts_of(report: ProgressUpdate) -> tuple[tuple[str, str], ...]:
    """The texts and links of a report that say something, each with its label."""
    parts = []
    for name in SHOWN:
        if value := getattr(report, name):
            label = ProgressUpdate._meta.get_field(name).verbose_name
            parts.append((f"{label[0].upper()}{label[1:]}", long_day(value) if isinstance(value, date) else value))
    return tuple(parts)


def _fetch_first_promises(promises: list[Deliverable]) -> None:
    """What each promised first, and whether a later plan settled it, in one question."""
    known = Deliverable.objects.filter(pk__in=[each.pk for each in promises]).with_first_promise()
    found = {pk: (first, settled) for pk, first, settled in known.values_list("pk", "first_promise", "settled")}
    for promise in promises:
        promise.first_promise, promise.settled = found[promise.pk]


def _latest_of(promises: list[Deliverable]) -> dict[int, ProgressUpdate]:
    told = ProgressUpdate.objects.filter(deliverable__in=promises, state=steps.PUBLISHED, as_of__lte=today())
    return {update.deliverable_id: update for update in told.order_by("as_of", "id")}


def _under_way_of(promises: list[Deliverable]) -> dict[int, ProgressUpdate]:
    under_way = ProgressUpdate.objects.under_way().filter(deliverable__in=promises).order_by("id")
    return {update.deliverable_id: update for update in under_way}
