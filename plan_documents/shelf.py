"""The rows that records stand for: found by their identity, made where there are none, checked, written."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from ledger.entries import Entry, entering
from ledger.refusals import LedgerRefusal, ReasonNeeded
from outcomes import models as outcomes
from plan_documents.comparison import Change, compare
from plan_documents.desk_moves import DeskMoves
from plan_documents.errors import PlanDocumentError
from plan_documents.models import ImportRun
from plan_documents.records import Record, Ref
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
    "place within": outcomes.PlaceWithin,
    "place follows": outcomes.PlaceFollows,
    "portfolio": priorities.Portfolio,
    "appointment": priorities.Appointment,
    "meeting": priorities.Meeting,
    "progress update": priorities.ProgressUpdate,
    "succession": priorities.Succession,
}
DAY = timedelta(days=1)
TAKEN_BACK_FOR_GOOD = ("story", "consent")
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


@dataclass(frozen=True)
class Written:
    """One record that a run wrote: ``before`` is the revision it had, None where it was made, ``after`` the new one."""

    model: str
    key: int
    before: int | None
    after: int
    label: str


class Shelf:
    """The rows found or made so far, by the record they are."""

    def __init__(self, new_only: bool = False, dates: Mapping[str, str] | None = None):
        """``dates`` says of dates that were moved at the desk whether they stay: see :class:`DeskMoves`."""
        self._rows: dict[Ref, models.Model | None] = {}
        self._new_only = new_only
        self._desk_moves = DeskMoves(dates or {})
        self._in_print: list[Record] = []
        """New plans that wait as drafts."""
        self._revisions: dict[Ref, int | None] = {}
        """Of each record that is written: the revision it had before, None where there was none."""
        self._labels: dict[Ref, str] = {}
        self.taken_back: set[Ref] = set()
        """Records that people took back: they, and what hangs on them, are never made again."""

    def compare(self, record: Record) -> Change:
        """Find the record's row, check that what is wanted of it fits, and say what would become of it."""
        row = self._find(record)
        self._rows[record.ref] = row
        _check_values(record)
        if row is None:
            return compare(record, None) if self._is_wanted(record) else Change(record, "same")
        if self._new_only:
            return Change(record, "same")
        change = compare(record, {name: self._value(row, name) for name in record.fields})
        return self._desk_moves.weighed(change, row)

    def _is_wanted(self, record: Record) -> bool:
        """Whether a record without a row is to be made."""
        if record.wanted_by is not None and self._find(record.wanted_by) is not None:
            return False
        needs = {value for value in (*record.identity.values(), *record.fields.values()) if isinstance(value, Ref)}
        if needs & self.taken_back or self._was_deleted(record):
            self.taken_back.add(record.ref)
            return False
        return True

    def _was_deleted(self, record: Record) -> bool:
        """Whether people deleted a story or consent of this identity; that an import was undone is not their word."""
        lookup = {name: self._resolved(value) for name, value in record.identity.items()}
        if record.kind not in TAKEN_BACK_FOR_GOOD or any(isinstance(value, Ref) for value in lookup.values()):
            return False
        model = MODELS[record.kind]
        deleted = set(model.history.filter(history_type="-", **lookup).values_list(model._meta.pk.attname, flat=True))
        return bool(deleted) and bool(deleted - keys_undone(model))

    def write(self, change: Change, source: str, why: Entry, today: date) -> None:
        """Write what is to become of a record.

        ``source`` says where a new record came from; ``why`` is the entry for what changes. A change of a promise
        needs a reason of its own; any other change may be told by its source.
        """
        record = change.record
        if change.verdict == "same":
            return
        row = self._rows[record.ref]
        self._revisions[record.ref], self._labels[record.ref] = (row.revision if row else None), record.label
        entry = why if row and (why.reason or set(change.values) & set(row.promised)) else replace(why, reason=source)
        values = record.fields if row is None else change.values
        if row is None:
            row = self._new(record)
        for name, value in values.items():
            setattr(row, name, self._resolved(value))
        _check_row(row, record)
        record = replace(record, on=self._first_day_of(record))
        if isinstance(row, priorities.Appointment) and row.ends_on and row.ends_on <= today:
            _save_begun(row, record, entry)
        _save(row, record, entry)
        self._rows[record.ref] = row

    def _first_day_of(self, record: Record) -> date | None:
        """The day from which a new record holds: what is added to a plan on record is added today."""
        of_a_plan = self._rows.get(Ref("plan", record.key[:1])) is not None
        is_new = any(plan.key == record.key[:1] for plan in self._in_print)
        if record.on is None or (of_a_plan and not is_new):
            return None
        return min(record.on, timezone.localdate())

    def written(self) -> list[Written]:
        """What was written, in order; without what proved to be the same."""
        rows = [(before, self._rows[ref], self._labels[ref]) for ref, before in self._revisions.items()]
        return [
            Written(row._meta.label_lower, row.pk, before, row.revision, label)
            for before, row, label in rows
            if before != row.revision
        ]

    def publish(self, why: Entry, source: str, today: date) -> None:
        """Publish the new plans, now that it is on record what becomes of what they replace; archive what is over."""
        for record in self._in_print:
            plan = self._rows[record.ref]
            over = plan.ends_on is not None and plan.ends_on < today
            on = self._first_day_of(record)
            if on or not over:
                plan.state = outcomes.Plan.State.CURRENT
                _save(plan, record, replace(why, reason=source, effective_on=on))
            if over:
                plan.state = outcomes.Plan.State.ARCHIVED
                last = max(plan.ends_on + DAY, on) if on else None
                _save(plan, record, replace(why, reason=source, effective_on=last))

    def row(self, record: Record) -> models.Model | None:
        """The row that stands for ``record``, or None while there is none."""
        return self._rows.get(record.ref)

    def unclaimed(self, changes: list[Change]) -> Iterator[tuple[Record, str, models.Model]]:
        """(record, kind, row) for each row under a record told whole that no record of the run stands for."""
        claimed: dict[str, set[int]] = defaultdict(set)
        for ref, row in self._rows.items():
            if row is not None and row.pk is not None:
                claimed[ref.kind].add(row.pk)
        for change in changes:
            parent = self.row(change.record)
            if not change.record.whole or parent is None or parent.pk is None:
                continue
            for kind, back in PARTS.get(change.record.kind, {}).items():
                for row in MODELS[kind].objects.filter(**{back: parent}).exclude(pk__in=claimed[kind]):
                    yield change.record, kind, row

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

    def _new(self, record: Record) -> models.Model:
        values = {**record.identity, **record.defaults}
        row = MODELS[record.kind](**{name: self._resolved(value) for name, value in values.items()})
        if record.kind == "plan":
            self._in_print.append(record)
        if record.kind in ("story", "shared value"):
            _free_slug(row)
        if record.kind == "story":
            row.queue_if_held_back()
        return row


def keys_undone(model: type[models.Model]) -> set[int]:
    """The keys of the rows that imports made which were undone."""
    undone = ImportRun.objects.filter(state=ImportRun.State.UNDONE).values_list("written", flat=True)
    label = model._meta.label_lower
    return {each["key"] for written in undone for each in written if each["model"] == label and each["before"] is None}


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
    for name, value in {**record.identity, **record.defaults, **record.fields}.items():
        if value is None or isinstance(value, Ref):
            continue
        try:
            model._meta.get_field(name).clean(value, None)
        except ValidationError as error:
            faults.append(_fault(name, error.messages))
    if faults:
        raise PlanDocumentError(f"line {record.line}, {record.label}: {'; '.join(faults)}")


def _save(row: models.Model, record: Record, entry: Entry) -> None:
    """Save a row with the entry; a new one holds from the day it speaks of itself, or else from its record's."""
    if row._state.adding and row.natural_day(None) is None:
        entry = replace(entry, effective_on=record.on)
    try:
        with entering(entry):
            row.save()
    except ReasonNeeded as refusal:
        said = "it would change a published promise, and that needs a reason of its own."
        raise PlanDocumentError(f"line {record.line}, {record.label}: {said} {' '.join(refusal.messages)}") from refusal
    except LedgerRefusal as refusal:
        raise PlanDocumentError(f"line {record.line}, {record.label}: {' '.join(refusal.messages)}") from refusal


def _save_begun(row: priorities.Appointment, record: Record, entry: Entry) -> None:
    """Put the beginning of an appointment on record for its first day: that it ended was known only later."""
    if row._state.adding:
        ended, row.ends_on = row.ends_on, None
        _save(row, record, entry)
        row.ends_on = ended


def _check_row(row: models.Model, record: Record) -> None:
    """Raise where the row as a whole breaks a rule; positions were looked up, so uniqueness is not asked again."""
    looked_up = [field.name for field in row._meta.fields if field.name in record.identity]
    try:
        row.clean()
        row.validate_constraints(exclude=looked_up)
    except ValidationError as error:
        said = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
        faults = "; ".join(_fault(name, messages) for name, messages in said.items())
        raise PlanDocumentError(f"line {record.line}, {record.label}: {faults}") from error


def _fault(name: str, messages: list[str]) -> str:
    said = " ".join(messages)
    return said if name == "__all__" else f"{name.replace('_', ' ')}: {said}"
