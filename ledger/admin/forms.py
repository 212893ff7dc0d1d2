"""Forms that lose nothing: what an officer opened comes back with what he typed, and the ledger is asked first."""

from copy import copy
from dataclasses import dataclass, replace

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property

from ledger import writing
from ledger.entries import Entry, entering
from ledger.refusals import EditedMeanwhile, LedgerRefusal, ReasonNeeded

from .deletion import kept_for_good
from .going import Going
from .rows import KeepsRows
from .values import Difference, differences, label_of
from .why import add_refusal, entry_from, why_fields

REASON_BELOW = "A change of this needs a reason: give it below, under “Why”."


class Revision(forms.IntegerField):
    """The revision that was opened, hidden in the form. On its own it is no change."""

    widget = forms.HiddenInput

    def __init__(self):
        super().__init__(required=False)

    def clean(self, value):
        try:
            return super().clean(value)
        except ValidationError:
            return None

    def has_changed(self, initial, data):
        return False


@dataclass(frozen=True)
class Conflict:
    """Somebody else's change, which came first, beside what was typed here.

    ``kept`` names what they changed and this officer did not touch: the form has taken it over.
    """

    record: str
    differences: list[Difference]
    kept: list[str]


class LedgerForm(forms.ModelForm):
    """One record, as the page's own or in a row."""

    revision = Revision()
    conflict: Conflict | None = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._show_examples()
        if not self.instance._state.adding:
            self.initial["revision"] = self.instance.revision

    def _show_examples(self) -> None:
        for name, example in self._meta.model.examples.items():
            if field := self.fields.get(name):
                field.help_text = f"{field.help_text} For example: “{example}”".strip()

    def refusal(self, entry: Entry) -> LedgerRefusal | None:
        """What the ledger would say to this, asked before anything is written."""
        before = on_record(self.instance)
        if before is not None:
            self.instance.revision = self.cleaned_data.get("revision")
            if self.instance.revision != before.revision and self._leaves_alone(before):
                return None
        try:
            with entering(entry):
                ask(self.instance, before)
        except EditedMeanwhile as refusal:
            self._show_conflict(before)
            return refusal
        except LedgerRefusal as refusal:
            return refusal
        return None

    def _leaves_alone(self, before: models.Model) -> bool:
        """Somebody else changed the record, but nobody here did: then theirs stays, and nothing is written."""
        opened = self._opened()
        if opened is None or self._touched(opened):
            return False
        for field in before._meta.concrete_fields:
            setattr(self.instance, field.attname, getattr(before, field.attname))
        self.changed_data = []
        return True

    def _opened(self) -> models.Model | None:
        """The record as it was when the page was opened."""
        version = self.instance.history.filter(revision=self.instance.revision).order_by("-history_id").first()
        return version and version.instance

    def _touched(self, opened: models.Model) -> set[str]:
        names = self._columns()
        return {*writing.changed_fields(opened, self.instance, names), *(names & self.errors.keys())}

    def _columns(self) -> set[str]:
        """The fields that are columns of the record, files apart."""
        columns = {field.name for field in self.instance._meta.concrete_fields if field.editable}
        return {name for name in self.fields if name in columns and not isinstance(self.fields[name], forms.FileField)}

    def _show_conflict(self, theirs: models.Model) -> None:
        """Keep theirs where nothing was typed, show both where something was, and let the next save through."""
        opened, names = self._opened(), self._columns()
        touched = self._touched(opened) if opened else names
        changed = set(writing.changed_fields(theirs, self.instance, names))
        kept = [field for field in theirs._meta.concrete_fields if field.name in changed - touched]
        self._type_in({"revision": theirs.revision, **{each.name: each.value_from_object(theirs) for each in kept}})
        self.conflict = Conflict(
            str(theirs),
            [
                replace(each, label=self._label_of(each.name) or each.label)
                for each in differences(theirs, self.instance, changed & touched)
            ],
            [self._label_of(field.name) or label_of(type(theirs), field.name) for field in kept],
        )

    def _label_of(self, name: str) -> str:
        """What the form itself calls the field."""
        return str(self.fields[name].label or "") if name in self.fields else ""

    def _type_in(self, values: dict) -> None:
        data = self.data.copy()
        for name, value in values.items():
            data[self.add_prefix(name)] = self.fields[name].prepare_value(value)
        self.data = data


class AsksWhy:
    """The page's own form: it asks why, for the record and the rows under it. A mixin of :class:`LedgerForm`."""

    user = None
    late_refusal: LedgerRefusal | None = None
    """What was refused while it was being written: somebody else was a moment faster."""
    only_shown = False
    """Whether what stands in it was kept earlier and taken up again: nobody has sent it yet, so it is not written."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.form_at_the_desk = self

    def is_valid(self):
        return super().is_valid() and not self.only_shown

    @cached_property
    def entry(self) -> Entry:
        return entry_from(self.cleaned_data, self.user)

    def _post_clean(self):
        super()._post_clean()
        whole = not (self.instance._state.adding and self.errors)
        refusal = self.refusal(self.entry) if whole else None
        if refusal or (self.late_refusal and not self.errors):
            add_refusal(self, refusal or self.late_refusal)


def asking_why(form: type[LedgerForm], **attributes) -> type[LedgerForm]:
    """``form`` with the section "Why"."""
    correctable = attributes.pop("correctable")
    return type(form)(form.__name__, (AsksWhy, form), {**why_fields(correctable), **attributes})


class LedgerFormSet(KeepsRows):
    """The rows under a record. ``main`` is the record's own form, which says why for all of them."""

    main: LedgerForm | None = None

    def clean(self):
        super().clean()
        for row in self.forms:
            if self.can_delete and self._should_delete_form(row):
                self._refuse_deletion(row)
            elif row.has_changed() and not (row.instance._state.adding and row.errors):
                self._ask_for(row)

    def _ask_for(self, row: LedgerForm) -> None:
        refusal = row.refusal(self.main.entry if self.main else Entry())
        if refusal is None:
            return
        row.add_error(None, REASON_BELOW if isinstance(refusal, ReasonNeeded) else refusal.messages)
        if self.main and not isinstance(refusal, EditedMeanwhile):
            add_refusal(self.main, refusal)

    def _refuse_deletion(self, row: LedgerForm) -> None:
        before = on_record(row.instance)
        if before is None:
            return
        if kept := kept_for_good(Going([before])):
            raise ValidationError(kept)
        if row.cleaned_data.get("revision") != before.revision:
            row._type_in({"revision": before.revision})
            raise ValidationError(writing.edited_meanwhile(before))


class LedgerTableFormSet(LedgerFormSet):
    """Rows of a table, whose fields stand under a heading and have no label of their own."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        row = "new row" if index is None else f"row {index + 1}"
        for name, field in form.fields.items():
            words = field.label or name.replace("_", " ").lower()
            box = getattr(field.widget, "widget", field.widget)
            box.attrs.setdefault("aria-label", f"{words}, {row}")


@dataclass(frozen=True)
class Fault:
    """An error as the top of a long page names it; ``place`` is the id of the field it stands beside."""

    place: str
    label: str
    sentence: str


def faults_of(form: forms.ModelForm) -> list[Fault]:
    fields = [field for field in form.visible_fields() if field.errors]
    return [Fault(field.id_for_label, field.label, sentence) for field in fields for sentence in field.errors]


def on_record(record: models.Model) -> models.Model | None:
    """The row as it is stored now, without a lock, with what its name and whether it is published are read from."""
    rows = type(record)._base_manager.filter(pk=record.pk)
    with_these = getattr(record, "guards_read", ())
    return None if record._state.adding else (rows.select_related(*with_these) if with_these else rows).first()


def ask(record: models.Model, before: models.Model | None) -> None:
    """Raise what saving ``record`` would raise; neither write nor stamp it."""
    if before is None or writing.changed_fields(before, record):
        writing.prepare(copy(record), before)
