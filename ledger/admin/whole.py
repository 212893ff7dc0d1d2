"""Records of many models, read with what they are named by and published with: in as many questions for any number."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import models
from django.db.models import prefetch_related_objects

from ledger.once_public import tell_once_public

Rows = dict[tuple[type[models.Model], object], models.Model]


def read_whole(records: Iterable[models.Model]) -> None:
    """Give the records all that their names, and whether they were published, are told from.

    Each row is asked for once. A prefetch would not do: it asks for a thousand rows by a thousand conditions, which
    SQLite refuses, and goes no further from a record that it finds at hand.
    """
    records = list(records)
    rows: Rows = {(type(record), record.pk): record for record in records}
    for model, ones in by_model(records).items():
        for path in relations_of(model):
            follow(ones, path, rows)
    for model, ones in by_model(records).items():
        for each in model._meta.private_fields:
            prefetch_related_objects(ones, each.name)
            read_whole(filter(None, (getattr(record, each.name) for record in ones)))
    tell_once_public([*records, *rows.values()])


def by_model(records: Iterable[models.Model]) -> dict[type[models.Model], list[models.Model]]:
    found = defaultdict(list)
    for record in records:
        found[type(record)].append(record)
    return found


def relations_of(model: type[models.Model]) -> list[str]:
    """What says whether it is published, and what its name may be told from."""
    named_by = [field.name for field in model._meta.concrete_fields if field.many_to_one or field.one_to_one]
    return list(dict.fromkeys([*getattr(model, "guards_read", ()), *named_by]))


def follow(records: Iterable[models.Model], path: str, rows: Rows) -> None:
    """Let records of one model know those on a path of relations; ``rows`` are at hand, and get what is read."""
    records = list(records)
    if not records:
        return
    name, _, further = path.partition("__")
    field = records[0]._meta.get_field(name)
    keys = {getattr(record, field.attname) for record in records} - {None}
    missing = [key for key in keys if (field.related_model, key) not in rows]
    read = field.related_model._base_manager.in_bulk(missing) if missing else {}
    rows |= {(field.related_model, key): row for key, row in read.items()}
    for record in records:
        if row := rows.get((field.related_model, getattr(record, field.attname))):
            field.set_cached_value(record, row)
    if further:
        follow((rows[field.related_model, key] for key in keys), further, rows)
