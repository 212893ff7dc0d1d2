"""What a document would change: each record against what is on record now. No database here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from plan_documents.records import Record

Verdict = Literal["create", "change", "same"]


@dataclass(frozen=True)
class Difference:
    """One field's value before and after."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Change:
    """What would become of one record."""

    record: Record
    verdict: Verdict
    differences: tuple[Difference, ...] = ()

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
