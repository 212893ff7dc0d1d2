"""Reading as if records had been saved already: what a page will say once they are. Nothing is written.

While :func:`as_if_saved` is in force, each SELECT that names the table of such a record, or of its versions, is given
a common table expression of the same name in front: the stored rows, with those records in place of their own, and
with one version more. Views, querysets and templates stay the same, as they do in :mod:`ledger.past`. As there,
PostgreSQL does not know the key of such a table: a question that groups by it must name its columns.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models
from django.utils import timezone

from ledger.models import LedgerModel

IN_PLACE = "{table} AS (SELECT {columns} FROM {stored} WHERE {key} NOT IN ({keys}) {rows})"
LAST_OF_ALL = 2**31 - 1
"""The key of a version that does not exist: it comes after every one that does."""
NONE_YET = 0
"""The key of a record that is not stored: no stored one has it."""


@contextmanager
def as_if_saved(*records: LedgerModel) -> Iterator[None]:
    """Let every question of this thread be answered as if ``records``, which may be new, stood as they are here."""
    tables: dict[str, list[models.Model]] = {}
    for record in records:
        for row in (record, _version_of(record)):
            tables.setdefault(connection.ops.quote_name(row._meta.db_table), []).append(row)
    expressions = {table: _in_place(table, rows) for table, rows in tables.items()}

    def ask(execute, sql, params, many, context):
        named = [expression for table, expression in expressions.items() if table in sql]
        if not named:
            return execute(sql, params, many, context)
        in_front = ",\n".join(text for text, _ in named)
        values = [value for _, values in named for value in values]
        return execute(f"WITH {in_front}\n{sql}", (*values, *(params or ())), many, context)

    with connection.execute_wrapper(ask):
        yield


def _in_place(table: str, rows: list[models.Model]) -> tuple[str, list[Any]]:
    """The expression that stands in for a table, and the values of its marks."""
    fields = rows[0]._meta.concrete_fields
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    key = quote(rows[0]._meta.pk.column)
    text = IN_PLACE.format(
        table=table,
        columns=columns,
        stored=_stored(table),
        key=key,
        keys=_marks(len(rows)),
        rows=f"UNION ALL SELECT {_marks(len(fields))} " * len(rows),
    )
    keys = [_key(row) for row in rows]
    return text, [*keys, *(value for row in rows for value in _values(row))]


def _marks(count: int) -> str:
    return ", ".join(["%s"] * count)


def _stored(table: str) -> str:
    """The table itself, where an expression has its name; PostgreSQL means it anyway, within that expression."""
    return f"main.{table}" if connection.vendor == "sqlite" else table


def _key(row: models.Model) -> int:
    return NONE_YET if row.pk is None else row.pk


def _values(row: models.Model) -> list[Any]:
    return [
        _key(row) if field.primary_key else field.get_db_prep_save(getattr(row, field.attname), connection)
        for field in row._meta.concrete_fields
    ]


def _version_of(record: LedgerModel) -> models.Model:
    """The version that saving the record now would make."""
    model = type(record).history.model
    names = {field.attname for field in model._meta.concrete_fields}
    values = {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}
    said = {"effective_on": timezone.localdate(), "recorded_at": timezone.now(), "id": _key(record)}
    return model(
        **{name: value for name, value in (values | said).items() if name in names},
        history_id=LAST_OF_ALL,
        history_date=timezone.now(),
        history_type="~",
    )
