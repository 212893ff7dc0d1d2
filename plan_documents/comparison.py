"""What a document would change: each record against what is on record now. No database here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from plan_documents.records import Record

Verdict = Literal["create", "change", "same"]
WORDING = {
    "aim": "text",
    "commitment": "text",
    "deliverable": "text",
    "figure": "text",
    "plan indicator": "wording",
    "priority": "title",
    "shared value": "title",
}
"""For each kind that is found by its position: the field by which people would know it."""


@dataclass(frozen=True)
class Difference:
    """One field's value before and after."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class DeskMove:
    """A date that was moved at the desk, and why; the document has a wording from before that."""

    on: date
    before: str
    after: str
    why: str


@dataclass(frozen=True)
class Change:
    """What would become of one record.

    ``desk_move`` is there where the document still has a date from before it was moved here; ``left`` is what the
    document says of it, where the date stays as on record.
    """

    record: Record
    verdict: Verdict
    differences: tuple[Difference, ...] = ()
    desk_move: DeskMove | None = None
    left: Difference | None = None

    @property
    def values(self) -> dict[str, Any]:
        """The values to write, by field."""
        return {difference.field: difference.after for difference in self.differences}


def compare(record: Record, existing: Mapping[str, Any] | None) -> Change:
    """Compare ``record`` with the values on record, None where there are none.

    Mappings are put together rather than replaced: a document that prints fewer headings takes none away.
    """
    if existing is None:
        return Change(record, "create")
    differences = tuple(
        Difference(name, existing[name], after)
        for name, wanted in record.fields.items()
        if (after := _combined(existing[name], wanted)) != existing[name]
    )
    return Change(record, "change" if differences else "same", differences)


def _combined(before: Any, wanted: Any) -> Any:
    if isinstance(before, Mapping) and isinstance(wanted, Mapping):
        return {**before, **wanted}
    return wanted


def moved(changes: list[Change], left: list[tuple[str, str]]) -> list[Change]:
    """The changes whose new wording stood elsewhere before, among the records of the same parent.

    ``left`` are (kind, wording) of what is on record but not in the document. Records are found by position,
    so a line put in or taken out shows as rewording: these are the changes to warn of.
    """
    before = {(change.record.kind, change.record.key[:-1], _wording(change)) for change in changes}
    return [
        change
        for change in changes
        if (new := change.values.get(WORDING.get(change.record.kind, ""))) is not None
        and ((change.record.kind, change.record.key[:-1], new) in before or (change.record.kind, new) in left)
    ]


def _wording(change: Change) -> str | None:
    """The wording on record before the change; None for a record that is new."""
    name = WORDING.get(change.record.kind)
    if name is None or change.verdict == "create":
        return None
    return next((each.before for each in change.differences if each.field == name), change.record.fields.get(name))
