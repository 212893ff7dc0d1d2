"""How the outcome of a comparison is told: verdicts and differences in words, as plain values."""

from collections.abc import Iterable, Iterator
from typing import Any

from ledger.words import mark_words
from ledger.writing import long_day
from plan_documents.comparison import Change, DeskMove, Difference
from plan_documents.importing import Import
from plan_documents.moves import date_key
from plan_documents.records import Record, Ref

TAKEN_BACK = "taken back"
UNTOLD = ("outcome", "indicator", "principle", "consent", "story outcome")
"""Kinds of record that come along with another on the same line: told only where they are new or change."""


class Teller:
    """Tells what one run would do to a record."""

    def __init__(self, result: Import):
        self.moved = result.moved
        self._changes = {change.record.ref: change for change in result.changes}
        self._taken_back = set(result.taken_back)

    def verdict(self, record: Record) -> str:
        """ "create", "change", "same", or that people took it back."""
        return TAKEN_BACK if record.label in self._taken_back else self._changes[record.ref].verdict

    def shown(self, records: Iterable[Record], told: set[Ref]) -> Iterator[Record]:
        """The records worth telling on a line, each once a document; ``told`` are those of the lines before."""
        for record in records:
            if record.ref not in told and (record.kind not in UNTOLD or self.verdict(record) != "same"):
                told.add(record.ref)
                yield record

    def label(self, ref: Ref) -> str:
        """What people call the record; nothing where it is none of this run's."""
        change = self._changes.get(ref)
        return change.record.label if change else ""

    def differences(self, record: Record) -> list[dict[str, Any]]:
        """What changes, each with its words marked."""
        change = self._changes[record.ref]
        return [
            {"label": label, "marks": [mark._asdict() for mark in mark_words(before, after)]}
            for difference in told(change)
            for label, before, after in self._pairs(difference)
        ]

    def desk_move(self, record: Record) -> dict[str, Any]:
        """Of a date that was moved here: how, what the document says, and whether it is left; nothing of others."""
        change = self._changes[record.ref]
        if change.desk_move is None:
            return {}
        printed = record.fields["timescale_text"]
        return {
            "key": date_key(record),
            "told": moved_words(change.desk_move),
            "on_record": change.desk_move.after,
            "printed": printed,
            "left": change.left is not None,
        }

    def _pairs(self, difference: Difference) -> Iterator[tuple[str, str, str]]:
        before, after = difference.before, difference.after
        if isinstance(before, dict) and isinstance(after, dict):
            for key in sorted({*before, *after}):
                if before.get(key, "") != after.get(key, ""):
                    yield f"Heading “{key}”", str(before.get(key, "")), str(after.get(key, ""))
        else:
            yield difference.field.replace("_", " ").capitalize(), self._words(before), self._words(after)

    def _words(self, value: Any) -> str:
        if isinstance(value, Ref):
            return self.label(value) or ", ".join(map(str, value.key))
        return str(value if value is not None else "")


def moved_words(move: DeskMove) -> str:
    """ "Moved here on 10 November 2026, from “May” to “June”, because: “The contractor went into administration.”"."""
    before, after = (f"“{text}”" if text else "no timescale" for text in (move.before, move.after))
    return f"Moved here on {long_day(move.on)}, from {before} to {after}, because: “{move.why}”"


def told(change: Change) -> list[Difference]:
    """The differences worth telling: a link that moves with its wording is told by the wording alone."""
    worded = [each for each in change.differences if not isinstance(each.after, Ref)]
    return worded or list(change.differences)
