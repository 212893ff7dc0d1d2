"""Taking an import back in one step: earlier values are written anew, what it made is deleted, history stays whole.

It is done only while nothing later stands on what the import wrote: :func:`obstacles` says what does.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Prefetch
from django.utils import timezone

from ledger.entries import Entry, entering
from ledger.models import LedgerModel
from ledger.refusals import LedgerRefusal
from ledger.standstill import write_in_turn
from ledger.writing import STAMPS, changed_fields, long_day
from outcomes.models import Plan
from plan_documents.models import ImportedFile, ImportRun
from plan_documents.traces import Traces, names_of, reason_of_undoing

GONE_WITH_IT = "Something that was saved meanwhile stands in the way. Open this page again to see what."


class CannotBeUndone(LedgerRefusal):
    """Something later stands on what the import wrote. Nothing was undone."""


@dataclass(frozen=True)
class Obstacle:
    """Why an import cannot be undone, and the later import that it comes of, where it comes of one."""

    said: str
    by: ImportRun | None = None


@dataclass(frozen=True)
class Step:
    """One record that the import wrote: as it is now, as the import left it, and as it was before.

    ``before`` is None where it was made. Only where the record has another revision by now, ``after`` is read, and
    ``only_undone`` says whether every version since is one of an import that was undone, or of its undoing.
    """

    label: str
    model: type[models.Model]
    key: int
    revision: int
    row: models.Model | None
    before: models.Model | None
    was_made: bool
    after: models.Model | None = None
    only_undone: bool = False

    @property
    def is_untouched(self) -> bool:
        """Whether it is as the import wrote it, and nobody decided so later: what was moved and moved back is not."""
        if self.row.revision == self.revision:
            return True
        return self.only_undone and self.after is not None and not changed_fields(self.row, self.after)

    def restored(self) -> models.Model:
        """The record with the values it had before the import, over the revision that is on record."""
        row = copy(self.row)
        for field in row._meta.concrete_fields:
            if not (field.primary_key or field.name in STAMPS):
                setattr(row, field.attname, getattr(self.before, field.attname))
        return row


def steps_of(run: ImportRun, *, lock: bool = False) -> list[Step]:
    """What the run wrote, in order, with three questions a model at most, and two for all imports.

    ``lock``: nobody changes these records, or adds one that names them, until the end of the transaction.
    """
    keys = defaultdict(list)
    for each in run.written:
        keys[each["model"]].append(each)
    rows, versions = {}, {}
    for label, written in keys.items():
        model = apps.get_model(label)
        records = model.objects.order_by("pk")
        rows[label] = (records.select_for_update() if lock else records).in_bulk([each["key"] for each in written])
        wanted = [each["key"] for each in written if _needs_versions(each, rows[label])]
        versions[label] = _versions(model, wanted) if wanted else {}
    traces = Traces()
    return [_step(each, rows[each["model"]], versions[each["model"]], traces) for each in run.written]


def _needs_versions(written: dict, rows: dict) -> bool:
    return written["before"] is not None or _was_written_since(written, rows.get(written["key"]))


def _was_written_since(written: dict, row: models.Model | None) -> bool:
    return row is not None and row.revision != written["after"]


def obstacles(run: ImportRun, steps: list[Step]) -> list[Obstacle]:
    """What stands in the way of undoing the run; nothing where it can be undone."""
    changed = [(step, _fault(step)) for step in steps]
    changed = [(step, fault) for step, fault in changed if fault]
    named = list(_named_elsewhere(steps))
    later = _later_imports(run) if changed or named else {}
    return [
        *(Obstacle(said) for said in _kept_for_good(run, steps)),
        *(_obstacle(fault, later, step.model, step.key, step.row) for step, fault in changed),
        *(_obstacle(said, later, type(row), row.pk, row) for row, said in named),
    ]


def _obstacle(said: str, later: dict, model: type[models.Model], key: int, row: models.Model | None) -> Obstacle:
    """The sentence says who it was where the record still stands as that import left it."""
    by, revision = later.get((model._meta.label_lower, key), (None, None))
    whose = f", by the import of {names_of(by.files.all())}" if row is not None and row.revision == revision else ""
    return Obstacle(f"{said}{whose}.", by)


def _later_imports(run: ImportRun) -> dict[tuple[str, int], tuple[ImportRun, int]]:
    """By record: of the imports applied after this one that stand, the last that wrote it, and the revision it left."""
    later = ImportRun.objects.filter(state=ImportRun.State.APPLIED, settled_at__gte=run.settled_at)
    files = Prefetch("files", ImportedFile.objects.defer("content"))
    runs = later.exclude(pk=run.pk).order_by("settled_at", "pk").defer("account", "holders").prefetch_related(files)
    return {(each["model"], each["key"]): (by, each["after"]) for by in runs for each in by.written}


def undo(run: ImportRun, because: str, by: Any) -> ImportRun:
    """Undo the run in one step, and keep who did it, when and why.

    Raises :class:`~ledger.refusals.LedgerRefusal` with what stands in the way; nothing is written then.
    """
    try:
        with transaction.atomic():
            write_in_turn()
            return _undo(ImportRun.objects.select_for_update().get(pk=run.pk), because, by)
    except IntegrityError as error:
        raise CannotBeUndone(GONE_WITH_IT) from error


def _undo(run: ImportRun, because: str, by: Any) -> ImportRun:
    if run.state != run.State.APPLIED:
        raise CannotBeUndone(f"This import is {run.get_state_display().lower()} already.")
    steps = steps_of(run, lock=True)
    if found := obstacles(run, steps):
        raise CannotBeUndone([each.said for each in found])
    with entering(Entry(reason_of_undoing(run.files.defer("content"), because), by=by)):
        for step in reversed(steps):
            if not step.was_made:
                step.restored().save()
        for step in reversed(steps):
            if step.was_made and step.row is not None:
                step.row.delete()
        run.state, run.undone_at, run.undone_by, run.undone_because = run.State.UNDONE, timezone.now(), by, because
        run.save()
    return run


def _versions(model: type[models.Model], keys: list[int]) -> dict[int, dict[int, models.Model]]:
    """By key and revision, each record as it was then."""
    pk = model._meta.pk.attname
    found = model.history.filter(**{f"{pk}__in": keys}).exclude(history_type="-").order_by("history_id")
    versions = defaultdict(dict)
    for version in found:
        versions[getattr(version, pk)][version.revision] = version
    return versions


def _step(written: dict, rows: dict, versions: dict, traces: Traces) -> Step:
    """``rows`` and ``versions`` are of the record's model, by key."""
    row, own = rows.get(written["key"]), versions.get(written["key"], {})
    return Step(
        written["label"],
        apps.get_model(written["model"]),
        written["key"],
        written["after"],
        row,
        own.get(written["before"]),
        written["before"] is None,
        own.get(written["after"]),
        _was_written_since(written, row) and _only_undone(written, row, own, traces),
    )


def _only_undone(written: dict, row: models.Model, versions: dict, traces: Traces) -> bool:
    since = range(written["after"] + 1, row.revision + 1)
    return traces.taken_back(row, versions.values()).issuperset(since)


def _kept_for_good(run: ImportRun, steps: list[Step]) -> Iterator[str]:
    """What was promised in public is never deleted; what an import only changed may be changed back."""
    made = [step for step in steps if step.was_made and step.row is not None and _is_kept(step.model)]
    plan = Plan.objects.filter(slug=run.plan_slug).first() if made else None
    if plan is not None and plan.was_published():
        yield (
            f"{plan} {'is' if plan.is_published() else 'was'} published, and {_records(len(made))} of this import "
            "stand in it as promises: what was published once is never deleted."
        )


def _is_kept(model: type[LedgerModel]) -> bool:
    """Whether records of the model are kept for good once they were published."""
    return model.was_published is not LedgerModel.was_published or model.is_published is not LedgerModel.is_published


def _fault(step: Step) -> str:
    """What became of the record since, without a full stop; empty where it is as the import left it."""
    if step.row is None:
        return "" if step.was_made else f"{step.label} was deleted since"
    if not step.is_untouched:
        day = timezone.localtime(step.row.recorded_at)
        return f"{step.label} was changed since, on {long_day(day)} at {day:%H:%M}"
    if not step.was_made and step.before is None:
        return f"The version of {step.label} from before the import is not on record"
    return ""


def _named_elsewhere(steps: list[Step]) -> Iterator[tuple[models.Model, str]]:
    """Records outside the run that name one it made, each with a sentence that lacks its full stop."""
    ours = {(step.model, step.key) for step in steps}
    labels = {(step.model, step.key): step.label for step in steps if step.was_made and step.row is not None}
    for model in dict.fromkeys(model for model, _ in labels):
        keys = [key for each, key in labels if each is model]
        for relation in model._meta.related_objects:
            yield from _naming(relation, keys, ours, labels)


def _naming(relation: Any, keys: list[int], ours: set, labels: dict) -> Iterator[tuple[models.Model, str]]:
    if not relation.field.concrete or relation.many_to_many:
        return
    field = relation.field
    for row in relation.related_model._base_manager.filter(**{f"{field.name}__in": keys}):
        if (type(row), row.pk) not in ours:
            what = row._meta.verbose_name
            article = "An" if what[0] in "aeiou" else "A"
            named = labels[relation.model, getattr(row, field.attname)]
            yield row, f"{article} {what} that was added since names {named}: “{row}”"


def _records(count: int) -> str:
    return "one record" if count == 1 else f"{count} records"


def models_by_label(written: Iterable[dict]) -> Iterator[tuple[type[models.Model], dict]]:
    """What a run wrote, each with its model."""
    return ((apps.get_model(each["model"]), each) for each in written)
