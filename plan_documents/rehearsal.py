"""What would be refused: an import is tried to its end, every record on its own, and nothing of it is kept."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from ledger.entries import Entry
from ledger.refusals import ReasonNeeded, Unmovable, WrongDay
from plan_documents.comparison import Change
from plan_documents.errors import PlanDocumentError
from plan_documents.records import Record, Ref, merged
from plan_documents.shelf import Shelf
from plan_documents.sources import Document, source_line

A_REASON = "The plan prints it in other words now."
"""Given in the rehearsal where a reason is missing, to see what no reason makes up for."""
CLASH = "It clashes with a record that is there already."


@dataclass(frozen=True)
class Refusal:
    """Why one record is refused. ``document`` and ``position`` find its line in the account of the run."""

    document: int
    position: int
    line: int
    label: str
    needs_reason: bool
    said: str
    what_to_do: str = ""
    needs_day: bool = False


def refusals(
    documents: list[Document],
    records: list[list[Record]],
    why: Entry,
    publish: bool,
    dates: Mapping[str, str] | None = None,
) -> list[dict]:
    """Every refusal that writing ``records`` meets, as plain values. Whatever is written is taken back.

    ``dates`` says of dates that were moved at the desk whether they stay.
    """
    rehearsal = _Rehearsal(documents, records, why, dates)
    with transaction.atomic():
        rehearsal.play(publish)
        transaction.set_rollback(True)
    return [asdict(each) for each in rehearsal.found]


class _Rehearsal:
    def __init__(
        self,
        documents: list[Document],
        records: list[list[Record]],
        why: Entry,
        dates: Mapping[str, str] | None,
    ):
        self._why = why
        self._source = source_line(document.source for document in documents)
        self._today = timezone.localdate()
        self._shelf = Shelf(dates=dates)
        self._documents = documents
        self._place = {record.ref: number for number, own in reversed([*enumerate(records)]) for record in own}
        self._records = merged([record for own in records for record in own])
        self._missing: set[Ref] = set()
        """New records that were refused: what hangs on them cannot be tried."""
        self.found: list[Refusal] = []

    def play(self, publish: bool) -> None:
        for record in self._records:
            if self._missing & {*_refs(record)}:
                self._missing.add(record.ref)
            else:
                self._record(record)
        if publish and not self._missing:
            try:
                with transaction.atomic():
                    self._shelf.publish(self._why, self._source, self._today)
            except (PlanDocumentError, IntegrityError) as error:
                self._note(self._records[0], error, None)

    def _record(self, record: Record) -> None:
        """Try the record; where it wants a reason or another day, note that, and try it as if both were given."""
        why: Entry | None = self._why
        while why is not None and (refused := self._tried(record, why)):
            self._note(record, *refused)
            why = _mended(why, refused[0].__cause__)
        if why is None and self._shelf.row(record) is None:
            self._missing.add(record.ref)

    def _tried(self, record: Record, why: Entry) -> tuple[Exception, Change] | None:
        change = self._shelf.compare(record)
        try:
            with transaction.atomic():
                self._shelf.write(change, self._source, why, self._today)
        except (PlanDocumentError, IntegrityError) as error:
            return error, change
        return None

    def _note(self, record: Record, error: Exception, change: Change | None) -> None:
        cause, document = error.__cause__, self._place[record.ref]
        blocks = self._documents[document].blocks
        position = max(bisect_right([block.line for block in blocks], record.line) - 1, 0)
        needs_reason = isinstance(cause, ReasonNeeded)
        needs_day = isinstance(cause, WrongDay) and self._why.effective_on is not None
        self.found.append(
            Refusal(
                document,
                position,
                blocks[position].line,
                record.label,
                needs_reason,
                _said(error, record),
                "" if needs_reason or needs_day else _what_to_do(cause, change),
                needs_day,
            )
        )


def _mended(why: Entry, cause: BaseException | None) -> Entry | None:
    """The entry with what was missing; None where nothing that can be given makes up for the refusal."""
    if isinstance(cause, ReasonNeeded):
        return replace(why, reason=A_REASON)
    return replace(why, effective_on=None) if isinstance(cause, WrongDay) and why.effective_on else None


def _refs(record: Record) -> list[Ref]:
    return [value for value in (*record.identity.values(), *record.fields.values()) if isinstance(value, Ref)]


def _said(error: Exception, record: Record) -> str:
    if isinstance(error, IntegrityError):
        return CLASH
    cause = error.__cause__
    if isinstance(cause, ValidationError) and not hasattr(cause, "error_dict"):
        return " ".join(cause.messages)
    return str(error).removeprefix(f"line {record.line}, {record.label}: ")


def _what_to_do(cause: BaseException | None, change: Change | None) -> str:
    dates = [each for each in change.differences if each.field == "timescale_text"] if change else []
    if isinstance(cause, Unmovable) and change is not None and change.desk_move and not change.left:
        return "No reason makes up for that. Choose below that its date stays as on record."
    if isinstance(cause, Unmovable) and dates:
        return (
            f"No reason makes up for that. In the document, give it its timescale on record, “{dates[0].before}”, "
            "or take the line out where it is the last of its list. Then discard this, and bring the document in again."
        )
    return "Put the line right in the document or take it out. Then discard this, and bring the document in again."
