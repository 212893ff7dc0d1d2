"""Takes the rows of a file to the records of one model, through every guard that a form at the desk would ask.

django-import-export leads through the rows, all in one transaction, in which each save has a savepoint of its own.
What it leaves open is decided here: a row counts as touched only where it says something else than the record did when
the file was made; what nobody touched is never written; and every write is a ``save()`` with its entry.
"""

from copy import copy
from dataclasses import dataclass, field
from functools import partial

from django import forms
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, models
from django.forms import modelform_factory
from django.forms.utils import ErrorDict
from import_export.resources import ModelResource, modelresource_factory

from ledger import writing
from ledger.entries import Entry, entering
from ledger.models import Version
from ledger.refusals import LedgerRefusal
from ledger.words import in_short

from .cells import Cell, Day
from .columns import KEYS, Label, columns_of, editable, related_for, why_columns
from .faults import LONGEST_FOUND
from .loading import LoadedRows, number_in
from .telling import column_of

NO_RECORD = "The id of a record of this list, or nothing for a new one."
NOT_YOURS = "Leave the row as it is: you may not change this record."
NONE_NEW = "An id: you may not add records to this list."
NOT_OFFERED = "A record that you may choose here."
NO_REVISION = "Leave the revision as it was downloaded ({})."
STALE = "On record now: “{}”. {}, after this file was downloaded. Download the list again and make your change there."
ONLY_READ = "This column is only read here. Leave it as it was: {}"


@dataclass
class Row:
    """What is known of the row that is being taken."""

    number: int
    opened: models.Model | None = None
    """The record as it was when the file was made; a blank one for a row that makes a record."""
    before: models.Model | None = None
    """The record as it is."""
    wanted: models.Model | None = None
    """The record as the row has it, of the revision that the row has."""
    form: forms.ModelForm | None = None
    """The desk's own form, with what the row says."""
    changed: list[str] = field(default_factory=list)
    shown: list[list[str]] = field(default_factory=list)


class LedgerResource(ModelResource):
    """One reading of one file. ``why`` has the file's own reason, decision, role and day, each as text."""

    def __init__(self, desk, request, why=None, tell=lambda done: None, hold=lambda model, keys: None):
        super().__init__()
        self.desk, self.request, self.why, self.tell = desk, request, why or {}, tell
        self.model, self.hold = desk.model, hold
        self.names = {each.name for each in self.model._meta.concrete_fields}
        self.why_columns = why_columns(self.model)
        self.changes: list[dict] = []
        self.same = 0
        self.rows_of: dict[int, int] = {}
        self.said_anew: dict[int, dict[str, str]] = {}
        """By the number of a row, its cells that say something new."""
        self.entries: dict[tuple, Entry] = {}
        self.offered: dict[tuple, str] = {}
        """By field and value, why this person may not choose it; nothing where they may."""
        self.form = modelform_factory(self.model, form=desk.form, fields=[each.name for each in editable(self.model)])
        self.asked = sorted(desk.questions())

    def get_queryset(self):
        rows = self.desk.get_queryset(self.request).prefetch_related(None)
        return rows.select_related(None).select_related(*related_for(self.model))

    # The order in which the library goes through a row

    def before_import_row(self, row, row_number=None, **kwargs):
        self.row, self.cells = Row(row_number), row
        self.tell(row_number - 1)

    def get_or_init_instance(self, instance_loader, row):
        if not row["id"].strip():
            if not self.desk.has_add_permission(self.request):
                raise ValidationError({"id": NONE_NEW})
            return self.init_instance(row), True
        record = instance_loader.get_instance(row)
        if record is None:
            raise ValidationError({"id": NO_RECORD})
        if record.pk in self.rows_of:
            raise ValidationError(
                {"id": f"Each record once: row {{row:{self.rows_of[record.pk]}}} has this id already."}
            )
        self.rows_of[record.pk] = self.row.number
        return record, False

    def import_instance(self, instance, row, **kwargs):
        """Set what the row says anew. What it leaves as it was, or empty in a new record, is not looked at."""
        new = instance._state.adding
        self.row.before = copy(instance)
        self.row.opened = self.row.before if new else self._opened(instance, row)
        touched = self.said_anew[self.row.number] = self._touched(row, new)
        self.row.wanted = wanted = copy(self.row.opened)
        errors = {name: self._only_read(name) for name in touched if self.fields[name].readonly}
        try:
            super().import_instance(wanted, touched)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        changed = writing.changed_fields(self.row.opened, wanted, [each.name for each in editable(self.model)])
        self._refuse_lost_update(instance, wanted, changed)
        self._take_over(instance, wanted, [name for name in changed if name not in errors])
        errors |= self._refused(changed, errors, new)
        if errors:
            raise ValidationError(errors)

    def skip_row(self, instance, original, row, import_validation_errors=None):
        self.same += (same := not (instance._state.adding or self.row.changed or import_validation_errors))
        return same

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """Ask the record and the desk's own form; where one of them objects, its constraints and the ledger as well.

        As ``full_clean()`` does, but that neither fields which stay as they are on record nor records that were
        offered are asked for again: five thousand rows are. Where nobody objects, the database holds the constraints.
        """
        errors = dict(import_validation_errors or {})
        unread = set(errors)
        settled = self._settled(instance) | unread
        errors = asked((partial(instance.clean_fields, exclude=settled), instance.clean), errors)
        for ask in (self._ask_form, self._ask_why):
            for name, said in ask(instance, errors).items():
                errors.setdefault(name, []).extend(said)
        if errors:
            self._refuse(instance, errors, unread)

    def save_instance(self, instance, is_create, row, **kwargs):
        name = "" if is_create else str(self.row.before)
        try:
            with entering(self._entry()):
                super().save_instance(instance, is_create, row, **kwargs)
        except (IntegrityError, LedgerRefusal):
            self._refuse(instance, {}, set())
            raise
        self.changes.append(
            {
                "row": self.row.number,
                "id": None if is_create else instance.pk,
                "name": in_short(name or str(instance), 120),
                "fields": self.row.shown,
                "reason": self.cells.get(self.why_columns["reason"], "").strip(),
                "notes": self.desk.notes_on_change(self.row.before, instance),
            }
        )

    def do_instance_save(self, instance, is_create):
        """Saved by the desk, which may have something to add, such as who wrote it."""
        self.row.form.entry = self._entry()
        self.desk.save_model(self.request, instance, self.row.form, change=not is_create)

    def after_import(self, dataset, result, **kwargs):
        """The library would set the sequence of keys afresh, past what others are about to write: no row has a key."""

    # What a row says anew

    def _opened(self, record, row):
        """The record as it was at the row's revision."""
        revision = number_in(row["revision"])
        if revision == record.revision:
            return self.row.before
        version = None
        if revision is not None and revision < record.revision:
            version = record.history.filter(revision=revision).order_by("-history_id").first()
        if version is None:
            allowed = "1" if record.revision == 1 else f"1 to {record.revision}"
            raise ValidationError({"revision": NO_REVISION.format(allowed)})
        return version.instance

    def _touched(self, row, new: bool) -> dict[str, str]:
        if new:
            cells = self._cells(row)
            return {name: cell for name, cell in cells.items() if cell and not self.fields[name].readonly}
        return self.said_of(self.row.opened, row)

    def said_of(self, record, row) -> dict[str, str]:
        """The cells of the row that say something else than the record does."""
        said = {name: cell for name, cell in self._cells(row).items() if cell != self.fields[name].text(record)}
        return {name: cell for name, cell in said.items() if not self._is_earlier_label(record, name, cell)}

    def _is_earlier_label(self, record, name: str, cell: str) -> bool:
        """Whether the cell has an earlier name of what the record names: somebody renamed that after the download."""
        column = self.fields[name]
        return isinstance(column, Label) and cell in column.had(record)

    def _cells(self, row) -> dict[str, str]:
        return {name: cell for name, cell in row.items() if name in self.fields and name not in KEYS}

    def _only_read(self, name: str) -> list[ValidationError]:
        return [ValidationError(ONLY_READ.format(self.fields[name].text(self.row.opened) or "empty"))]

    def _refuse_lost_update(self, record, wanted, changed: list[str]) -> None:
        """Somebody changed the record since, and this row does too. Where both say the same, nothing is lost."""
        if self.row.opened is self.row.before:
            return
        if lost := writing.changed_fields(record, wanted, changed):
            latest = writing.latest_change(record)
            now = {name: in_short(self.fields[name].words(record), LONGEST_FOUND) or "nothing" for name in lost}
            raise ValidationError({name: STALE.format(value, latest) for name, value in now.items()})

    def _take_over(self, record, wanted, names: list[str]) -> None:
        columns = {name: self.fields[name] for name in names}
        self.row.shown = [
            [name, column.words(self.row.before), column.words(wanted)] for name, column in columns.items()
        ]
        for column in columns.values():
            setattr(record, column.attribute, getattr(wanted, column.attribute))
            if named := column.named(record):
                setattr(record, column.field.name, named)
        self.row.changed = writing.changed_fields(self.row.before, record, names)

    def _refused(self, changed: list[str], errors: dict, new: bool) -> dict:
        """What this person may not write."""
        if not changed and not errors:
            return {}
        record = None if new else self.row.before
        if not new and not self.desk.has_change_permission(self.request, record):
            return {NON_FIELD_ERRORS: [ValidationError(NOT_YOURS)]}
        writable, found = self._writable(record), {}
        for name in changed:
            if name not in writable and name not in errors:
                found[name] = self._only_read(name)
            elif name not in errors and (sentence := self._not_offered(name)):
                found[name] = [ValidationError(sentence)]
        return found

    def _not_offered(self, name: str) -> str:
        """What this person may choose where the desk's own form would not offer the value; nothing where it would."""
        field, value = self.fields[name].field, getattr(self.row.wanted, self.fields[name].attribute)
        if not (field.choices or isinstance(field, models.ForeignKey)) or value in (None, ""):
            return ""
        if (name, value) not in self.offered:
            self.offered[name, value] = self._sentence_on_offer(field, value)
        return self.offered[name, value]

    def _sentence_on_offer(self, field: models.Field, value) -> str:
        offer = self.desk.formfield_for_dbfield(field, self.request)
        if isinstance(field, models.ForeignKey):
            return "" if offer.queryset.filter(pk=value).exists() else NOT_OFFERED
        allowed = [key for key, _ in offer.choices if key not in (None, "")]
        return "" if value in allowed else f"One of: {', '.join(map(str, allowed))}."

    def _writable(self, record) -> set[str]:
        shown = set(flatten_fieldsets(self.desk.get_fieldsets(self.request, record)))
        return shown - set(self.desk.get_readonly_fields(self.request, record))

    # What is asked before it is written

    def _settled(self, record) -> set[str]:
        """The fields whose values need not be asked for again, and the records that were offered to this person."""
        offered = {name for name in self.row.changed if self.fields[name].named(record)}
        return (self.names - self._changing(record)) | offered

    def _changing(self, record) -> set[str]:
        """The fields that the row changes; every one of a new record."""
        return self.names if record._state.adding else set(self.row.changed)

    def _refuse(self, record, errors: dict, unread: set[str]) -> None:
        """The row is refused already: let every constraint and the ledger say at once what they object to, too.

        Constraints on fields whose cells are ``unread`` are not asked.
        """
        changing = self._changing(record)
        errors = asked(
            (
                partial(record.validate_unique, exclude=(self.names - changing) | unread),
                partial(validate_constraints, record, changing, exclude=unread),
            ),
            errors,
        )
        if errors:
            self._ask_ledger(record, errors)
            raise ValidationError(errors)

    def _ask_form(self, record, errors: dict) -> dict:
        """The rules of the desk's own form, which hold one field against another."""
        self.row.form = form = self.form({}, instance=record)
        form._errors = ErrorDict()
        form.changed_data = (
            self.row.changed if not record._state.adding else [each.name for each in editable(self.model)]
        )
        form.cleaned_data = {name: self._asked_in(form, name) for name in self.asked}
        for each in editable(self.model):
            if not {each.name, each.attname} & errors.keys():
                form.cleaned_data[each.name] = self._value(record, each)
        form.clean()
        return form._errors.as_data()

    def _value(self, record, each: models.Field):
        missing = isinstance(each, models.ForeignKey) and getattr(record, each.attname) is None
        return None if missing else getattr(record, each.name)

    def _asked_in(self, form, name: str):
        try:
            return form.fields[name].clean(self.cells.get(name, ""))
        except ValidationError:
            return None

    def _ask_why(self, record, errors: dict) -> dict:
        """What the row itself says of its reason and its day."""
        said, found = self._said(), {}
        for name, column in (("decision_url", "history_decision_url"), ("approved_by", "history_approved_by")):
            try:
                Version._meta.get_field(column).clean(said[name], None)
            except ValidationError as error:
                found[self.why_columns[name]] = error.error_list
        for name in ("reason", "decision_url", "approved_by"):
            try:
                Cell().clean(self.cells.get(self.why_columns[name], ""))
            except ValueError as error:
                found[self.why_columns[name]] = [ValidationError(str(error))]
        try:
            Day().clean(said["effective_on"])
        except ValueError as error:
            found[self.why_columns["effective_on"]] = [ValidationError(str(error))]
        return found

    def _ask_ledger(self, record, errors: dict) -> None:
        """The row is refused already: let it be told at once what the ledger would say next."""
        if record._state.adding or self.why_columns["effective_on"] in errors:
            return
        try:
            with entering(self._entry()):
                writing.prepare(copy(record), self.row.before)
        except LedgerRefusal as refusal:
            errors.setdefault(column_of(refusal, self.why_columns), []).extend(refusal.error_list)
        except ObjectDoesNotExist:
            """A record that it must name is among the faults already."""

    def _said(self) -> dict[str, str]:
        return {
            name: self.cells.get(heading, "").strip() or self.why.get(name, "")
            for name, heading in self.why_columns.items()
        }

    def _entry(self) -> Entry:
        """One entry for all rows that say the same, so that what it looks up is looked up once."""
        said = self._said()
        key = tuple(said.values())
        if key not in self.entries:
            day = Day().clean(said["effective_on"])
            self.entries[key] = Entry(
                said["reason"], said["decision_url"], said["approved_by"], day, by=self.request.user
            )
        return self.entries[key]


def asked(questions, errors: dict) -> dict:
    """``errors``, by field, and what these functions raise."""
    for ask in questions:
        try:
            ask()
        except ValidationError as error:
            errors = error.update_error_dict(errors)
    return errors


def validate_constraints(record: models.Model, changed: set[str], exclude: set[str]) -> None:
    """Hold the record against every constraint on one of the fields that change."""
    errors: dict = {}
    for model, constraints in record.get_constraints():
        for constraint in constraints:
            if fields_of(constraint) & changed:
                try:
                    constraint.validate(model, record, exclude=exclude)
                except ValidationError as error:
                    errors = error.update_error_dict(errors)
    if errors:
        raise ValidationError(errors)


def fields_of(constraint) -> set[str]:
    """The names of the fields that a constraint speaks of."""
    condition = getattr(constraint, "condition", None)
    return {*getattr(constraint, "fields", ()), *(condition.referenced_base_fields if condition else ())}


def resource_for(desk, request, **details) -> LedgerResource:
    """The resource of the model that this desk is for."""
    columns = columns_of(desk.model)
    options = {
        "fields": list(columns),
        "import_order": list(columns),
        "export_order": list(columns),
        "import_id_fields": ["id"],
        "instance_loader_class": LoadedRows,
        "clean_model_instances": True,
        "skip_unchanged": True,
        "skip_diff": True,
        "report_skipped": False,
        "use_transactions": False,
        "use_bulk": False,
    }
    return modelresource_factory(desk.model, LedgerResource, options, columns)(desk, request, **details)
