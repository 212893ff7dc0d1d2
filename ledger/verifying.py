"""Holds the ledger against the records: does every version that must be there stand where it must?

The records and the versions of a model are read side by side in the order of their keys, one record at a time, so
that memory does not grow with them, and each model costs two queries. Rooms add what they have to check with
:func:`also_check`. Whether the words of an older version are those that were once written only a seal can tell: here
the latest version is compared with its record, and of the others only their order, their days and their moments.
Faults name fields, but never say what stands in them: their lines end up in logs.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from ledger.past import ledger_models

CHUNK = 500
LEEWAY = timedelta(minutes=1)
"""How far the clocks of servers may run apart, and how long a model may take until it is read."""

READ_A_BACKUP = "Look in a backup for what is missing, and find out who wrote to the database past the portal."
PUT_BACK = (
    "Put what the version says back into the record, and make the change again through the portal, with its reason."
)
LOOK_AT_CLOCKS = "Find out who wrote to the history past the portal, or whose clock was wrong, and restore the version."


@dataclass(frozen=True)
class Fault:
    """One thing that is not in order: where, what is wrong, and what to do."""

    label: str
    key: Any
    wrong: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.label} {self.key}: {self.wrong} {self.remedy}"


Check = Callable[[Counter], Iterable[Fault]]

_further: dict[str, Check] = {}


def also_check(name: str, check: Check) -> None:
    """Let every verification make this check, too. It counts what it looks at, in the plural, as it goes."""
    _further[name] = check


def verify(counts: Counter) -> Iterator[Fault]:
    """Every fault there is, model by model; ``counts`` is filled with how many of what were looked at."""
    for model in ledger_models():
        yield from verify_model(model, counts)
    for check in _further.values():
        yield from check(counts)


def verify_model(model: type[models.Model], counts: Counter) -> Iterator[Fault]:
    """The faults of one model's records."""
    with _one_moment():
        latest = timezone.now() + LEEWAY
        for key, row, versions in _side_by_side(model):
            counts["records"] += row is not None
            counts["versions"] += len(versions)
            for wrong, remedy in faults_of(model, row, versions, latest):
                yield Fault(model._meta.label, key, wrong, remedy)


def faults_of(model: type[models.Model], row: dict | None, versions: list[dict], latest: datetime) -> Iterator[tuple]:
    """What is wrong with one record, and what to do; ``versions`` stand in the order in which they were written.

    ``latest`` is the last moment at which one of them can have been recorded.
    """
    if not versions:
        yield "it has no version at all.", READ_A_BACKUP
        return
    yield from _faults_of_present(row, versions)
    own = list(_without_copies(model, versions))
    yield from _faults_of_order(own, "the promise's first wording" if model.promised else "its first version")
    yield from _faults_of_days(own)
    yield from _faults_of_moments(versions, latest)


def _faults_of_present(row: dict | None, versions: list[dict]) -> Iterator[tuple]:
    """The latest version is the record."""
    latest = max(versions, key=lambda version: (version["effective_on"], version["history_id"]))
    deleted = latest["history_type"] == "-"
    if row is None and not deleted:
        yield "it is gone, but no version says that it was deleted.", READ_A_BACKUP
    elif row is not None and deleted:
        yield "it is there, but its latest version says that it was deleted.", READ_A_BACKUP
    elif row is not None:
        different = [name for name, value in row.items() if value != latest[name]]
        if different:
            number, names = latest["history_id"], ", ".join(different)
            yield f"the record and its latest version, number {number}, differ in {names}.", PUT_BACK


def _faults_of_order(versions: list[dict], first_one: str) -> Iterator[tuple]:
    """It begins with its making, and its revisions follow one another without a gap; nothing follows its deletion.

    Records from before there were revisions begin with versions of revision 0.
    """
    first = versions[0]
    if first["history_type"] != "+" or first["revision"] > 1:
        yield f"{first_one} is missing.", READ_A_BACKUP
    for before, after in pairwise(versions):
        number, revision = after["history_id"], after["revision"]
        if before["history_type"] == "-":
            yield f"version number {number} comes after its deletion.", READ_A_BACKUP
        elif after["history_type"] == "+":
            yield f"version number {number} says that it was made, but it was there already.", READ_A_BACKUP
        elif after["history_type"] == "~" and not _follows(before["revision"], revision):
            yield f"after revision {before['revision']} comes revision {revision}.", READ_A_BACKUP


def _follows(before: int, after: int) -> bool:
    return after == before + 1 or before == after == 0


def _faults_of_days(versions: list[dict]) -> Iterator[tuple]:
    """The days on which versions took effect never run backwards."""
    for before, after in pairwise(versions):
        if after["effective_on"] < before["effective_on"]:
            yield f"version number {after['history_id']} took effect before the version it follows.", LOOK_AT_CLOCKS


def _faults_of_moments(versions: list[dict], latest: datetime) -> Iterator[tuple]:
    """Nothing was written before it held, before what it follows, in the future, or at two moments."""
    for before, version in zip([None, *versions], versions, strict=False):
        number, recorded = f"version number {version['history_id']}", version["recorded_at"]
        if version["effective_on"] > timezone.localdate(recorded):
            yield f"{number} was recorded before the day it took effect.", LOOK_AT_CLOCKS
        if before and recorded < before["recorded_at"]:
            yield f"{number} was recorded before the version it follows.", LOOK_AT_CLOCKS
        if recorded > latest:
            yield f"{number} was recorded at a moment still to come.", LOOK_AT_CLOCKS
        if recorded != version["history_date"]:
            yield f"{number} gives two different moments of recording.", LOOK_AT_CLOCKS


def _without_copies(model: type[models.Model], versions: list[dict]) -> Iterator[dict]:
    """All but those by which a lasting record became known from an earlier day: its first version once more."""
    first, known_from = versions[0], versions[0]["effective_on"]
    for version in versions:
        copy = version is not first and version["history_type"] == "+" and version["effective_on"] < known_from
        if not (model.lasting and copy and version["revision"] == first["revision"]):
            yield version
        known_from = min(known_from, version["effective_on"])


def _side_by_side(model: type[models.Model]) -> Iterator[tuple[Any, dict | None, list[dict]]]:
    """Each key of the model with its row, if there is one, and its versions."""
    key, names = model._meta.pk.attname, [field.attname for field in model._meta.concrete_fields]
    told = (*names, "history_id", "history_type", "history_date")
    rows = _stream(model.objects.order_by(key).values(*names))
    versions = groupby(_stream(model.history.order_by(key, "history_id").values(*told)), itemgetter(key))
    row, group = next(rows, None), next(versions, None)
    while row or group:
        first = min(each for each in (row and row[key], group and group[0]) if each is not None)
        own_row, own_versions = None, []
        if group and group[0] == first:
            own_versions = list(group[1])
            group = next(versions, None)
        if row and row[key] == first:
            own_row, row = row, next(rows, None)
        yield first, own_row, own_versions


def _stream(queryset: models.QuerySet) -> Iterator[dict]:
    return queryset.iterator(chunk_size=CHUNK)


@contextmanager
def _one_moment() -> Iterator[None]:
    """Both questions see the same moment, so that a write in between is no fault; nobody is kept from writing."""
    outermost = not connection.in_atomic_block
    with _deferred(), transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def _deferred() -> Iterator[None]:
    """On SQLite a transaction that only reads must not begin as those do that write: IMMEDIATE keeps others waiting."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    usual, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
    try:
        yield
    finally:
        connection.transaction_mode = usual
