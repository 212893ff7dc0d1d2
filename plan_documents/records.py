"""What a parsed document would put on record: flat, in the order in which it can be written.

Each record is known by a stable key (slug, number, position), never by its wording, so that the same
document read twice finds its own records again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from plan_documents.errors import PlanDocumentError

KINDS = (
    "plan",
    "foreword",
    "principle",
    "approach page",
    "approach section",
    "outcome",
    "outcome statement",
    "case study",
    "shared value",
    "aim",
    "commitment",
    "indicator",
    "plan indicator",
    "outcome section",
    "councillor",
    "portfolio",
    "priority",
    "deliverable",
    "story",
    "consent",
    "story outcome",
    "figure",
    "place",
    "place within",
    "place follows",
    "appointment",
    "meeting",
    "progress update",
    "succession",
)
"""Every kind of record, those that others refer to first."""
COME_AGAIN = ("outcome", "councillor", "portfolio", "indicator", "principle")
"""Kinds of record that several parts of one document may lead to."""


@dataclass(frozen=True)
class Ref:
    """Another record, by its kind and key."""

    kind: str
    key: tuple


@dataclass(frozen=True)
class Record:
    """One row to be: ``identity`` finds it, ``fields`` are what the document says of it.

    ``defaults`` are given only when it is made. ``label`` is what people call it. ``whole`` says that the
    document tells all of it, so that what it no longer holds can be named. A record with ``wanted_by`` is
    made only where that other record is new: one found by its position keeps what it is linked to. ``silent``
    names the fields of which the document says nothing. ``on`` is the day from which a new record holds; without
    it that is the record's own day, or else today.
    """

    kind: str
    key: tuple
    identity: dict[str, Any]
    label: str
    line: int
    fields: dict[str, Any] = field(default_factory=dict)
    defaults: dict[str, Any] = field(default_factory=dict)
    whole: bool = False
    silent: tuple[str, ...] = ()
    wanted_by: "Record | None" = None
    on: date | None = None

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.key)


@dataclass(frozen=True)
class PlanDetails:
    """What the person importing says of the plan; empty where they leave it to the document."""

    slug: str
    title: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    adopted_on: date | None = None


def merged(records: list[Record]) -> list[Record]:
    """One record a key, kinds in the order they can be written.

    What several documents say of the same record is put together, later words last.
    """
    kept: dict[Ref, Record] = {}
    for record in records:
        first = kept.get(record.ref)
        if first is None:
            kept[record.ref] = record
        else:
            both = {**first.fields, **record.fields}
            silent = tuple(name for name in first.silent if name in record.silent)
            kept[record.ref] = replace(
                first, fields=both, whole=first.whole or record.whole, silent=silent, on=_earlier(first.on, record.on)
            )
    return sorted(kept.values(), key=lambda record: KINDS.index(record.kind))


def dated(records: Iterable[Record], day: date | None) -> list[Record]:
    """The same records, to hold from ``day``."""
    return [replace(record, on=day) for record in records] if day else list(records)


def _earlier(one: date | None, other: date | None) -> date | None:
    return min(one, other) if one and other else one or other


def refuse_doubles(records: list[Record]) -> None:
    """Two parts of one document must not overwrite each other: people and outcomes alone come more than once."""
    seen: dict[Ref, Record] = {}
    for record in records:
        if record.kind not in COME_AGAIN and record.ref in seen:
            first = seen[record.ref]
            raise PlanDocumentError(
                f"{record.label} is stated twice, on line {first.line} and line {record.line}: "
                "number the parts of the document anew and try again."
            )
        seen[record.ref] = record
