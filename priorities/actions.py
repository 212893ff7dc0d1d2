"""What is done to promises by other code than forms: who and why as keyword arguments, all of it or nothing.

Each returns the record as it was written. Each raises a :class:`~ledger.refusals.LedgerRefusal` where the ledger does
not take it, and a ``ValidationError`` where a value does not fit; then nothing was written.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from ledger.entries import Entry, entering
from ledger.models import LedgerModel
from priorities.models import Deliverable, ProgressUpdate, Status


def move_date(
    deliverable: Deliverable,
    timescale_text: str,
    *,
    reason: str,
    decision_url: str = "",
    approved_by: str = "",
    by: Any = None,
    effective_on: date | None = None,
) -> Deliverable:
    """Give the promise another timescale, in the words in which it is published."""
    deliverable.timescale_text = timescale_text
    return _write(deliverable, Entry(reason, decision_url, approved_by, effective_on, by=by))


def reword(
    deliverable: Deliverable,
    text: str,
    *,
    reason: str,
    decision_url: str = "",
    approved_by: str = "",
    by: Any = None,
    effective_on: date | None = None,
) -> Deliverable:
    """Give the promise another wording."""
    deliverable.text = text
    return _write(deliverable, Entry(reason, decision_url, approved_by, effective_on, by=by))


def report(
    deliverable: Deliverable,
    status: str,
    *,
    author_role: str,
    as_of: date | None = None,
    state: str = ProgressUpdate.State.PUBLISHED,
    reason: str = "",
    approved_by: str = "",
    by: Any = None,
    effective_on: date | None = None,
    **said: Any,
) -> ProgressUpdate:
    """Write down how the promise stands as at a day, today unless given; ``said`` are further fields of the update."""
    update = ProgressUpdate(
        deliverable=deliverable,
        status=status,
        author_role=author_role,
        as_of=as_of or timezone.localdate(),
        state=state,
        **said,
    )
    return _write(update, Entry(reason, said.get("decision_url", ""), approved_by, effective_on, by=by))


def defer(deliverable: Deliverable, *, commentary: str, decision_url: str, **said: Any) -> ProgressUpdate:
    """Report that the promise is deferred. The commentary says why; ``said`` is what :func:`report` takes."""
    return report(deliverable, Status.DEFERRED, commentary=commentary, decision_url=decision_url, **said)


def withdraw(deliverable: Deliverable, *, commentary: str, decision_url: str, **said: Any) -> ProgressUpdate:
    """Report that the promise is withdrawn. The commentary says why; ``said`` is what :func:`report` takes."""
    return report(deliverable, Status.WITHDRAWN, commentary=commentary, decision_url=decision_url, **said)


def _write(record: LedgerModel, entry: Entry) -> LedgerModel:
    """Save with what is said of it; a value that does not fit is named first."""
    with transaction.atomic(), entering(entry):
        record.full_clean()
        record.save()
    return record
