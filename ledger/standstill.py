"""A moment at which nothing is being written: what was recorded before it is there, and nothing more will come.

A version is stamped with its moment a little before it is written, and is seen by others only once its transaction
ends. On PostgreSQL, therefore, whoever writes takes part in one advisory lock before it is stamped and keeps it until
the end of the transaction, and :func:`standstill` waits for all who do and keeps new ones waiting. A lock on the
history tables alone would let a version through that was stamped before the lock and written after it. SQLite needs
neither: its transactions begin IMMEDIATE, so there is never more than one that writes.

Clocks of several servers differ, and clocks are put back. Moments therefore follow what is on record: that of a
standstill is no earlier than any that was recorded, and :func:`moment` is later than every standstill that was kept.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from ledger.past import ledger_models

TICK = timedelta(microseconds=1)
"""The least by which moments on record can differ."""

KEY = 5_300_417
"""The number of the advisory lock: any that nothing else in the database uses."""


class Turn:
    """Kept with what a transaction does when it ends, so that it goes with it, or with the savepoint it was taken in.

    While it is kept, nobody else can put a standstill on record: the ``latest`` need not be asked for again.
    """

    def __init__(self, latest: datetime | None, is_own: bool = False):
        self.latest, self.is_own = latest, is_own
        """``is_own`` where this very transaction stands still, and may put on record that it did."""

    def __call__(self) -> None:
        """Nothing is left to do at the end."""


def write_in_turn() -> None:
    """Called in a transaction, before a record is locked or a version stamped: waits while there is a standstill."""
    if _turn() is None:
        _lock("pg_advisory_xact_lock_shared")
        transaction.on_commit(Turn(_latest()))


def standstill() -> datetime:
    """Called in a transaction: wait for all who write, let nobody write until it ends, and return the moment."""
    _lock("pg_advisory_xact_lock")
    connection.run_on_commit = [each for each in connection.run_on_commit if not isinstance(each[1], Turn)]
    transaction.on_commit(Turn(None, is_own=True))
    recorded = [model.history.aggregate(latest=Max("recorded_at"))["latest"] for model in ledger_models()]
    return max(each for each in (timezone.now(), *recorded) if each)


def _turn() -> Turn | None:
    return next((each for _, each, _ in connection.run_on_commit if isinstance(each, Turn)), None)


_kept: dict[str, Callable[[], datetime | None]] = {}


def keep_standstills(name: str, latest: Callable[[], datetime | None]) -> None:
    """Let every moment be later than the standstill that ``latest`` gives: the last one that a room put on record."""
    _kept[name] = latest


def moment(before: datetime | None = None) -> datetime:
    """The moment to stamp a version with, once :func:`write_in_turn` was called; ``before`` is that of the last one."""
    turn = _turn()
    latest = _latest() if turn is None or turn.is_own else turn.latest
    return max(each for each in (timezone.now(), before, latest and latest + TICK) if each)


def _latest() -> datetime | None:
    """The last standstill that any room put on record."""
    return max((each for each in (latest() for latest in _kept.values()) if each), default=None)


def _lock(function: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [KEY])
