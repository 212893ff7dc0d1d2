"""The stored rows of records that are about to be written, locked until the end of the transaction.

A record's row is locked and read as it is saved, with what says whether it is published. Who is about to save many
records says so beforehand: then the rows of all of them, and what they stand under, are read at once.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models
from django.db.models import prefetch_related_objects

from ledger.standstill import write_in_turn

Rows = dict[tuple[type[models.Model], object], models.Model]

_held: ContextVar[Rows | None] = ContextVar("held", default=None)


@contextmanager
def holding() -> Iterator[Callable[[type[models.Model], Collection], None]]:
    """In this block, ``hold(model, keys)`` locks and reads the rows of these records, and lets go those before.

    Called in a transaction. Hold few at a time, and just before they are written: what they stand under is not
    locked, and may be published meanwhile.
    """
    rows: Rows = {}
    token = _held.set(rows)

    def hold(model: type[models.Model], keys: Collection) -> None:
        rows.clear()
        rows.update({(model, row.pk): row for row in _read(model, keys)})

    try:
        yield hold
    finally:
        _held.reset(token)


def locked(model: type[models.Model], key) -> models.Model | None:
    """The row as it is in the database, None where there is none; of a row that is held, what was read: once."""
    held = (_held.get() or {}).pop((model, key), None)
    return held or next(iter(_read(model, [key])), None)


def _read(model: type[models.Model], keys: Collection) -> list[models.Model]:
    write_in_turn()
    rows = list(model.objects.select_for_update().order_by("pk").in_bulk(keys).values())
    for path in model.guards_read:
        _read_guard(rows, path)
    if len(rows) > 1:
        prefetch_related_objects(rows, *model.guards_listed())
    return rows


def _read_guard(rows: list[models.Model], path: str) -> None:
    """Read what says whether they are published once the locks are there: whoever held one may have moved the row."""
    if not rows:
        return
    name, _, further = path.partition("__")
    field = rows[0]._meta.get_field(name)
    guards = field.related_model.objects.select_related(*filter(None, [further]))
    read = guards.in_bulk({getattr(row, field.attname) for row in rows})
    for row in rows:
        setattr(row, name, read[getattr(row, field.attname)])
