"""Bringing documents in: find what is on record, say what would change, write it in one step."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from ledger.models import save_with_reason
from outcomes import models as outcomes
from plan_documents.comparison import Change, compare
from plan_documents.errors import PlanDocumentError
from plan_documents.records import Record, Ref, merged
from plan_documents.vocabulary import KnownOutcome, OutcomeNames
from priorities import models as priorities
from stories import models as stories

MODELS: dict[str, type[models.Model]] = {
    "plan": outcomes.Plan,
    "foreword": outcomes.Foreword,
    "principle": outcomes.Principle,
    "approach page": outcomes.ApproachPage,
    "approach section": outcomes.ApproachSection,
    "case study": outcomes.CaseStudy,
    "shared value": stories.SharedValue,
    "outcome": outcomes.Outcome,
    "outcome statement": outcomes.PlanOutcome,
    "aim": outcomes.Aim,
    "commitment": outcomes.Commitment,
    "indicator": outcomes.Indicator,
    "plan indicator": outcomes.PlanIndicator,
    "outcome section": outcomes.OutcomeSection,
    "councillor": priorities.Councillor,
    "priority": priorities.PriorityAction,
    "deliverable": priorities.Deliverable,
    "story": stories.Story,
    "consent": stories.Consent,
    "story outcome": stories.StoryOutcome,
    "figure": outcomes.HeadlineFigure,
    "place": outcomes.Place,
    "portfolio": priorities.Portfolio,
    "appointment": priorities.Appointment,
    "progress update": priorities.ProgressUpdate,
}
PARTS: dict[str, dict[str, str]] = {
    "plan": {"foreword": "plan", "figure": "plan"},
    "approach page": {"approach section": "page", "shared value": "page"},
    "outcome statement": {
        "aim": "plan_outcome",
        "commitment": "plan_outcome",
        "plan indicator": "plan_outcome",
        "outcome section": "plan_outcome",
        "priority": "plan_outcome",
    },
    "priority": {"deliverable": "priority"},
}
"""For each kind that a document tells whole: the kinds of its parts, and the field that leads back."""


@dataclass
class Import:
    """What one run would do, or has done."""

    changes: list[Change]
    absent: list[str] = field(default_factory=list)
    """What is on record under the same headings, but no longer in the document. It is left as it is."""

    def of(self, verdict: str) -> list[Change]:
        return [change for change in self.changes if change.verdict == verdict]


def known_outcomes() -> OutcomeNames:
    """The outcomes on record beside the built-in ones, with every statement plans have given them."""
    names = OutcomeNames()
    for outcome in outcomes.Outcome.objects.prefetch_related("plan_outcomes"):
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


def compare_with_record(records: list[Record]) -> Import:
    """Say what would be created, changed and left alone. Writes nothing."""
    shelf = _Shelf()
    changes = [shelf.compare(record) for record in merged(records)]
    return Import(changes, shelf.absent(changes))


@transaction.atomic
def import_records(records: list[Record], reason: str, today: date) -> Import:
    """Write all of ``records`` or nothing; ``reason`` goes into the history of each that changes.

    Raises :class:`PlanDocumentError` with line and field where a value does not fit.
    """
    shelf = _Shelf()
    changes = []
    for record in merged(records):
        change = shelf.compare(record)
        shelf.write(change, reason, today)
        changes.append(change)
    return Import(changes, shelf.absent(changes))


class _Shelf:
    """The rows found or made so far, by the record they are."""

    def __init__(self):
        self._rows: dict[Ref, models.Model | None] = {}

    def compare(self, record: Record) -> Change:
        """Find the record's row, check that what is wanted of it fits, and say what would become of it."""
        row = self._find(record)
        self._rows[record.ref] = row
        _check_values(record)
        if row is None:
            needed = record.wanted_by is None or self._find(record.wanted_by) is None
            return compare(record, None) if needed else Change(record, "same")
        return compare(record, {name: self._value(row, name) for name in record.fields})

    def write(self, change: Change, reason: str, today: date) -> None:
        record = change.record
        if change.verdict == "same":
            return
        row = self._rows[record.ref]
        if row is None:
            row = self._new(record, today)
        for name, value in {**record.fields, **change.values}.items():
            setattr(row, name, self._resolved(value))
        _check_row(row, record)
        save_with_reason(row, reason)
        self._rows[record.ref] = row

    def absent(self, changes: list[Change]) -> list[str]:
        """The rows under what the documents tell whole that no record stands for."""
        kept: dict[str, set[int]] = defaultdict(set)
        for ref, row in self._rows.items():
            if row is not None:
                kept[ref.kind].add(row.pk)
        return [
            f"{change.record.label}: {kind} “{row}”"
            for change in changes
            if change.record.whole and (parent := self._rows[change.record.ref]) is not None
            for kind, back in PARTS.get(change.record.kind, {}).items()
            for row in MODELS[kind].objects.filter(**{back: parent}).exclude(pk__in=kept[kind])
        ]

    def _find(self, record: Record) -> models.Model | None:
        lookup = {name: self._resolved(value) for name, value in record.identity.items()}
        if any(isinstance(value, Ref) for value in lookup.values()):
            return None
        if record.kind == "story":
            slug = lookup.pop("slug")
            lookup["slug__in"] = [slug, _slug_in_plan(slug, lookup["plan"])]
        none = {f"{name}__isnull": True for name, value in lookup.items() if value is None}
        given = {name: value for name, value in lookup.items() if value is not None}
        return MODELS[record.kind].objects.filter(**given, **none).first()

    def _resolved(self, value: Any) -> Any:
        """The row a reference stands for; the reference itself while there is no such row yet."""
        if isinstance(value, Ref):
            return self._rows.get(value) or value
        return value

    def _value(self, row: models.Model, name: str) -> Any:
        """A row's value in the terms of records: related rows as references."""
        value = getattr(row, name)
        if not isinstance(value, models.Model):
            return value
        return next((ref for ref, each in self._rows.items() if each == value), value)

    def _new(self, record: Record, today: date) -> models.Model:
        values = {**record.identity, **record.defaults}
        row = MODELS[record.kind](**{name: self._resolved(value) for name, value in values.items()})
        if record.kind == "plan":
            ended = record.fields.get("ends_on")
            row.state = outcomes.Plan.State.ARCHIVED if ended and ended < today else outcomes.Plan.State.CURRENT
        if record.kind in ("story", "shared value"):
            _free_slug(row)
        return row


def _free_slug(row: stories.Story | stories.SharedValue) -> None:
    """Where another plan has the same address already, the plan's own slug is put behind it."""
    if type(row).objects.filter(slug=row.slug).exists():
        plan = row.plan if isinstance(row, stories.Story) else row.page.plan
        row.slug = _slug_in_plan(row.slug, plan)


def _slug_in_plan(slug: str, plan: outcomes.Plan) -> str:
    return f"{slug}-{plan.slug}"[:80]


def _check_values(record: Record) -> None:
    """Raise where a value does not fit its field: too long, or not of its kind."""
    model = MODELS[record.kind]
    faults = []
    for name, value in record.fields.items():
        if value is None or isinstance(value, Ref):
            continue
        try:
            model._meta.get_field(name).clean(value, None)
        except ValidationError as error:
            faults.append(_fault(name, error.messages))
    if faults:
        raise PlanDocumentError(f"line {record.line}, {record.label}: {'; '.join(faults)}")


def _check_row(row: models.Model, record: Record) -> None:
    """Raise where the row as a whole breaks a rule; positions were looked up, so uniqueness is not asked again."""
    looked_up = [field.name for field in row._meta.fields if field.name in record.identity]
    try:
        row.validate_constraints(exclude=looked_up)
    except ValidationError as error:
        faults = "; ".join(_fault(name, messages) for name, messages in error.message_dict.items())
        raise PlanDocumentError(f"line {record.line}, {record.label}: {faults}") from error


def _fault(name: str, messages: list[str]) -> str:
    said = " ".join(messages)
    return said if name == "__all__" else f"{name.replace('_', ' ')}: {said}"
