"""What telling needs to know of each model: from how its room describes it, and from the model itself."""

from collections.abc import Collection, Mapping
from functools import cache, partial
from importlib import import_module
from importlib.util import find_spec

from django.db import models
from django.db.models import ForeignKey

from ledger.past import ledger_models

from .described import Described, Row
from .versions import Shape

OF_A_VERSION = (
    "id",
    "effective_on",
    "recorded_at",
    "history_id",
    "history_type",
    "history_change_reason",
    "history_decision_url",
    "history_approved_by",
    "history_correction",
)
READ_WHERE_THERE = ("slug", "is_example")
"""Columns that addresses and every telling read."""


@cache
def known_shapes() -> dict[str, Shape]:
    """The models that some room describes, by label, in the order of the rooms."""
    described = {model: _described(model) for model in ledger_models()}
    told = {model: how for model, how in described.items() if how}
    labels = {model._meta.label_lower for model in told}
    return {model._meta.label_lower: _shape(model, how, labels) for model, how in told.items()}


def columns_of(shape: Shape) -> list[str]:
    described = shape.described
    names = [
        *described.fields,
        *(field.ends for field in described.fields.values()),
        *described.owners,
        *(name for name in described.facets.values() if name != "id"),
        *(described.title, described.series, described.ends, described.lends_to, described.heads),
        *described.also,
        *(name for name in READ_WHERE_THERE if name in _names_of_fields(shape)),
    ]
    columns = dict.fromkeys(shape.column(name) for name in names if name)
    return [*OF_A_VERSION, *(column for column in columns if column not in OF_A_VERSION)]


def _names_of_fields(shape: Shape) -> set[str]:
    return {field.name for field in model_of(shape.label)._meta.concrete_fields}


@cache
def model_of(label: str) -> type[models.Model]:
    return next(model for model in ledger_models() if model._meta.label_lower == label)


def _described(model: type[models.Model]) -> Described | None:
    """How the model's room tells of it; what a room leaves out is told to nobody."""
    room = f"{model._meta.app_config.name}.told"
    return import_module(room).TOLD.get(model.__name__) if find_spec(room) else None


def _shape(model: type[models.Model], described: Described, labels: Collection[str]) -> Shape:
    related = {
        field.name: (field.attname, field.related_model._meta.label_lower)
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model._meta.label_lower in labels
    }
    choices = {field.name: dict(field.flatchoices) for field in model._meta.concrete_fields if field.choices}
    address = partial(_address, model) if hasattr(model, "get_absolute_url") else None
    return Shape(model._meta.label_lower, described, related, choices, address)


def _address(model: type[models.Model], row: Row, related: Mapping[str, Row | None]) -> str:
    """The address of the record's page as it was; nothing where a record that it names is gone."""
    record = _record(model, row)
    for name, its in related.items():
        key = model._meta.get_field(name)
        key.set_cached_value(record, _record(key.related_model, its) if its else None)
    try:
        return record.get_absolute_url()
    except AttributeError:
        return ""


def _record(model: type[models.Model], row: Row) -> models.Model:
    return model(**{field.attname: row[field.attname] for field in model._meta.concrete_fields if field.attname in row})
