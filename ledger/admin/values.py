"""A record's values as people read them, and how two versions of it differ."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.text import capfirst

from ledger.words import Mark, mark_words
from ledger.writing import STAMPS, changed_fields, long_day

NOTHING = "–"
LONG = 80


@dataclass(frozen=True)
class Difference:
    """One field of which two versions say different things, with the words marked where they part."""

    label: str
    marks: list[Mark]
    name: str = ""
    """The field's name."""

    @property
    def before(self) -> list[Mark]:
        return [mark for mark in self.marks if mark.kind != "added"]

    @property
    def after(self) -> list[Mark]:
        return [mark for mark in self.marks if mark.kind != "dropped"]

    @property
    def is_long(self) -> bool:
        """Whether it is easier to read once, with its marks, than before and after."""
        return sum(len(mark.text) for mark in self.before) > LONG and any(mark.kind == "same" for mark in self.marks)


def differences(before: models.Model, after: models.Model, among: Iterable[str] | None = None) -> list[Difference]:
    """What ``after`` says differently, in the order of the model's fields; ``among`` narrows them."""
    fields = [before._meta.get_field(name) for name in changed_fields(before, after, among)]
    return [_difference(field, before, after) for field in fields if field.editable]


def restorable_fields(model: type[models.Model]) -> list[models.Field]:
    """What a version gives back, and what is shown of it first: all that officers fill in.

    Not what the portal itself puts down (stamps, who and when), nor an address, nor a file, which may be gone.
    """
    kept = {*STAMPS, "slug"}
    return [
        field
        for field in model._meta.concrete_fields
        if field.editable and not (field.primary_key or field.name in kept or isinstance(field, models.FileField))
    ]


def label_of(model: type[models.Model], name: str) -> str:
    return capfirst(model._meta.get_field(name).verbose_name)


def shown(record: models.Model, field: models.Field) -> str:
    """The field's value in words."""
    value = getattr(record, field.attname)
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(field, models.ForeignKey):
        return str(named(field, value) or f"{field.verbose_name} {value}, which is no longer there")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return long_day(value) if isinstance(field, models.DateField) else str(value)


def named(field: models.ForeignKey, key) -> models.Model | None:
    """The record that a foreign key names, where it is still there."""
    return field.related_model._base_manager.filter(**{field.target_field.attname: key}).first()


def _difference(field: models.Field, before: models.Model, after: models.Model) -> Difference:
    marks = mark_words(shown(before, field), shown(after, field))
    return Difference(capfirst(field.verbose_name), marks, field.name)
