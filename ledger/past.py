"""Reading the past: the same questions, asked of the ledger as it stood at the end of a day.

While :func:`as_at` is in force, each SELECT is given, in front, one common table expression for every
table of the ledger that it names. The expression has the table's own name, so it stands in for it, and
holds the versions that were in force at the end of that day. Views, querysets and templates stay the same.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import date, datetime
from functools import cache

from django.apps import apps
from django.db import connection, models

from ledger.clock import Reading, _reading, reading
from ledger.refusals import PastIsReadOnly

# One version of each record: the latest by the day it took effect, and of one day the one written last.
# NOT MATERIALIZED, so that the conditions of the question itself reach the indexes of the history table.
IN_FORCE = """\
{table} AS NOT MATERIALIZED (
SELECT {columns} FROM {history} v
WHERE v.history_type <> '-' AND v.effective_on <= %s{known}
AND NOT EXISTS (
SELECT 1 FROM {history} later
WHERE later.{key} = v.{key} AND later.effective_on <= %s{later_known}
AND (later.effective_on > v.effective_on
OR (later.effective_on = v.effective_on AND later.history_id > v.history_id))))"""


@contextmanager
def as_at(day: date, known_by: datetime | None = None) -> Iterator[Reading]:
    """Read the ledger as it stood at the end of ``day``; with ``known_by``, as it was known at that moment.

    Holds for the default database in this thread. Writing in this block raises :class:`PastIsReadOnly`.
    """
    token = _reading.set(Reading(day, known_by))
    within_another = _read_versions in connection.execute_wrappers
    try:
        with nullcontext() if within_another else connection.execute_wrapper(_read_versions):
            yield _reading.get()
    finally:
        _reading.reset(token)


@contextmanager
def the_present() -> Iterator[None]:
    """Read what is on record now, even where a past day is being read around this block."""
    token = _reading.set(None)
    try:
        yield
    finally:
        _reading.reset(token)


def dated_models() -> list[type[models.Model]]:
    """The models whose past can be read; people's stories are shown only as they are agreed today."""
    return [model for model in ledger_models() if model.read_as_at]


@cache
def ledger_models() -> list[type[models.Model]]:
    """Every model that keeps its history."""
    from ledger.models import LedgerModel

    return [model for model in apps.get_models() if issubclass(model, LedgerModel)]


def _read_versions(execute, sql, params, many, context):
    past = reading()
    if past is not None:
        sql, params = of_versions(sql, params, past)
    return execute(sql, params, many, context)


def of_versions(sql: str, params: Sequence | None, past: Reading) -> tuple[str, Sequence | None]:
    """The same SELECT, asked of the versions that were in force; as it is where it names no table of the ledger."""
    named = [model for table, model in _tables().items() if table in sql]
    if not named:
        return sql, params
    if not sql.lstrip("(").startswith("SELECT"):
        raise PastIsReadOnly("The past can be read, not written: leave the as_at() block first.")
    in_front = ",\n".join(_in_force(model, past.known_by is not None) for model in named)
    return f"WITH {in_front}\n{sql}", (*_parameters(past) * len(named), *(params or ()))


@cache
def _tables() -> dict[str, type[models.Model]]:
    """The models whose past can be read, by their table's quoted name."""
    return {connection.ops.quote_name(model._meta.db_table): model for model in dated_models()}


@cache
def _in_force(model: type[models.Model], known: bool) -> str:
    quote = connection.ops.quote_name
    columns = [field.column for field in model._meta.concrete_fields]
    return IN_FORCE.format(
        table=quote(model._meta.db_table),
        history=quote(model.history.model._meta.db_table),
        key=quote(model._meta.pk.column),
        columns=", ".join(f"v.{quote(column)}" for column in columns),
        known=" AND v.recorded_at <= %s" if known else "",
        later_known=" AND later.recorded_at <= %s" if known else "",
    )


def _parameters(past: Reading) -> tuple:
    """The values of one expression, in the order of its marks."""
    day = connection.ops.adapt_datefield_value(past.day)
    if past.known_by is None:
        return day, day
    moment = connection.ops.adapt_datetimefield_value(past.known_by)
    return day, moment, day, moment
