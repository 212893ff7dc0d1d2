"""The columns that a model's spreadsheet has: its key, its revision, and every field that people may edit."""

from contextlib import suppress

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from import_export.fields import Field

from ledger.words import in_short

from .cells import Cell, Unread, Whole, cell_of, natural_key

KEYS = ("id", "revision")
WHY = ("reason", "decision_url", "approved_by", "effective_on")
"""What makes the entry in the ledger: asked once for a file, and taken from a row where it says it itself."""


class Column(Field):
    """A column of one field of the model, under the field's name."""

    def __init__(self, field: models.Field):
        super().__init__(field.attname, field.name, cell_of(field))
        self.field = field
        self._named: dict = {}

    def named(self, instance) -> models.Model | None:
        """The record that this column names, fetched once for all rows that name it; None where it names none.

        One of the list itself is fetched anew each time: a row before this one may have changed it.
        """
        key = getattr(instance, self.attribute)
        if key is None or not isinstance(self.field, models.ForeignKey):
            return None
        if key not in self._named or self.field.related_model is self.field.model:
            self._named[key] = self.field.related_model._base_manager.filter(pk=key).first()
        return self._named[key]

    def get_value(self, instance):
        """A record that is named is given as it stands in the file: by its slug, or by its id."""
        if isinstance(self.field, models.ForeignKey) and self.widget.key == "slug":
            named = getattr(instance, self.field.name) if getattr(instance, self.attribute) is not None else None
            return named and named.slug
        return getattr(instance, self.attribute)

    def text(self, instance) -> str:
        return self.widget.render(self.get_value(instance))

    def words(self, instance) -> str:
        """The value for people: with the name of what an id names."""
        text = self.text(instance)
        named = None if getattr(self.widget, "key", "slug") == "slug" else self.named(instance)
        return f"{text} ({in_short(str(named), 120)})" if named else text


class Label(Field):
    """What the record is called that the column before names by its id. It is read, never written."""

    def __init__(self, field: models.ForeignKey):
        super().__init__(field.name, f"{field.name}_label", Unread(), readonly=True)
        self.field = field
        self._names: dict = {}

    def get_value(self, instance):
        return str(getattr(instance, self.field.name)) if getattr(instance, self.field.attname) is not None else ""

    def text(self, instance) -> str:
        return self.widget.render(self.get_value(instance))

    def had(self, instance) -> set[str]:
        """Every name that the record which is named ever had, fetched once for all rows that name it."""
        named = getattr(instance, self.field.name) if getattr(instance, self.field.attname) is not None else None
        if named is None:
            return set()
        if named.pk not in self._names:
            self._names[named.pk] = {self.widget.render(name) for name in every_name(named)}
        return self._names[named.pk]


def every_name(record: models.Model) -> set[str]:
    """What the record was ever called, also by the earlier names of those that its own name speaks of."""
    names = set()
    for past in _versions(record):
        with suppress(ObjectDoesNotExist):  # its name may speak of one that is deleted since
            names.add(str(past))
        for field, spoken_of in [*past._state.fields_cache.items()]:
            for each in _versions(spoken_of):
                setattr(past, field, each)
                names.add(str(past))
    return names


def _versions(record: models.Model) -> list[models.Model]:
    return [version.instance for version in record.history.all()] if hasattr(record, "history") else [record]


def columns_of(model: type[models.Model]) -> dict[str, Field]:
    """Every column by its heading, in order."""
    columns: dict[str, Field] = {}
    for name in KEYS:
        columns[name] = Field(model._meta.pk.name if name == "id" else name, name, Whole(), readonly=True)
    for field in editable(model):
        columns[field.name] = Column(field)
        if isinstance(field, models.ForeignKey) and natural_key(field.related_model) == "pk":
            columns[f"{field.name}_label"] = Label(field)
    return columns


def editable(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.concrete_fields if field.editable and not field.primary_key]


def why_columns(model: type[models.Model]) -> dict[str, str]:
    """The headings of the optional columns that say why: "reason", but "why_reason" where the model has a reason."""
    taken = {field.name for field in editable(model)}
    return {name: f"why_{name}" if name in taken else name for name in WHY}


def related_for(model: type[models.Model]) -> list[str]:
    """What to fetch with the rows, so that no column asks for itself: what is named, and what its own name needs."""
    paths = []
    for field in editable(model):
        if isinstance(field, models.ForeignKey):
            paths.append(field.name)
            paths += [
                f"{field.name}__{each.name}"
                for each in editable(field.related_model)
                if isinstance(each, models.ForeignKey) and natural_key(field.related_model) == "pk"
            ]
    return paths


def cells_of(columns: dict[str, Field]) -> list[Cell]:
    return [column.widget for column in columns.values()]
