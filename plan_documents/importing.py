"""Bringing documents in: say what would change, write it in one step, hand nobody another's history."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Model

from ledger.entries import Entry
from outcomes.models import Outcome
from plan_documents.comparison import WORDING, Change, moved
from plan_documents.errors import PlanDocumentError
from plan_documents.records import Record, merged
from plan_documents.shelf import Shelf, Written
from plan_documents.vocabulary import KnownOutcome, OutcomeNames
from priorities.models import Deliverable, PriorityAction, ProgressUpdate


@dataclass
class Import:
    """What one run would do, or has done."""

    changes: list[Change]
    absent: list[str] = field(default_factory=list)
    """What is on record under the same headings, but no longer in the document. It is left as it is."""
    moved: list[Change] = field(default_factory=list)
    """Changes of wording that look like a change of place: a line was put in, taken out or moved."""

    taken_back: list[str] = field(default_factory=list)
    """Stories and consents that people took back: they are not made again."""

    in_the_way: list[str] = field(default_factory=list)
    """Why it cannot be written as it is."""

    written: list[Written] = field(default_factory=list)
    """What was written, in order; nothing where it was only compared."""

    def of(self, verdict: str) -> list[Change]:
        return [change for change in self.changes if change.verdict == verdict]


def known_outcomes() -> OutcomeNames:
    """The outcomes on record beside the built-in ones, with every statement plans have given them."""
    names = OutcomeNames()
    for outcome in Outcome.objects.prefetch_related("plan_outcomes"):
        stated = list(outcome.plan_outcomes.all())
        names.learn(
            KnownOutcome(
                outcome.slug,
                outcome.name,
                tuple(each.statement for each in stated if each.statement),
                tuple(each.name for each in stated),
            )
        )
    return names


def compare_with_record(records: list[Record], dates: Mapping[str, str] | None = None) -> Import:
    """Say what would be created, changed and left alone. Writes nothing.

    ``dates`` says of dates that were moved at the desk whether they stay: see :class:`~plan_documents.shelf.Shelf`.
    """
    shelf = Shelf(dates=dates)
    changes = [shelf.compare(record) for record in merged(records)]
    return _weighed(shelf, changes)


@transaction.atomic
def import_records(
    records: list[Record],
    source: str,
    today: date,
    new_only: bool = False,
    why: Entry | None = None,
    publish: bool = True,
    dates: Mapping[str, str] | None = None,
) -> Import:
    """Write all of ``records`` or nothing.

    ``source`` says in the history where the new ones came from; ``why`` gives the reason, the decision and the day
    of what changes. Without it a published promise cannot change.

    With ``new_only`` what is on record stays as it is, whatever the documents say. Without ``publish`` a new plan
    stays a draft. ``dates`` says of dates that were moved at the desk whether they stay.

    Raises :class:`PlanDocumentError` where a value does not fit, and where a promise would take the place of
    another that has progress reports.
    """
    shelf = Shelf(new_only, dates)
    changes = []
    for record in merged(records):
        change = shelf.compare(record)
        shelf.write(change, source, why or Entry(), today)
        changes.append(change)
    if publish:
        shelf.publish(why or Entry(), source, today)
    result = _weighed(shelf, changes)
    if result.in_the_way:
        raise PlanDocumentError(result.in_the_way[0])
    result.written = shelf.written()
    return result


def _weighed(shelf: Shelf, changes: list[Change]) -> Import:
    """The changes with what is absent from the document, and what only seems to have moved in it."""
    unclaimed = list(shelf.unclaimed(changes))
    absent = [f"{record.label}: {kind} “{row}”" for record, kind, row in unclaimed]
    for change in changes:
        row = shelf.row(change.record)
        if change.record.whole and change.verdict != "create" and row is not None and row.pk is not None:
            silent = [(name, getattr(row, name)) for name in change.record.silent]
            absent += [f"{change.record.label}: {name.replace('_', ' ')} “{value}”" for name, value in silent if value]
    left = [(kind, str(getattr(row, WORDING[kind]))) for _record, kind, row in unclaimed if kind in WORDING]
    taken_back = [change.record.label for change in changes if change.record.ref in shelf.taken_back]
    shifted = moved(changes, left)
    return Import(changes, absent, shifted, taken_back, list(_moves_of_progress(shelf, shifted)))


def _moves_of_progress(shelf: Shelf, shifted: list[Change]) -> Iterator[str]:
    """Reports of one promise must not come to stand under another because a line was put in or taken out."""
    for change in shifted:
        if not _has_progress(shelf.row(change.record)):
            continue
        wording = next(each for each in change.differences if each.field == WORDING[change.record.kind])
        yield (
            f"line {change.record.line}, {change.record.label}: “{wording.after}” would take the place of "
            f"“{wording.before}”, which has progress reports. Put the records into their new order in the admin "
            "first, then read the document in again."
        )


def _has_progress(row: Model | None) -> bool:
    if isinstance(row, PriorityAction):
        return ProgressUpdate.objects.filter(deliverable__priority=row).exists()
    return isinstance(row, Deliverable) and row.updates.exists()
