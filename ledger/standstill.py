"""A moment at which nothing is being written: what was recorded before it is there, and nothing more will come.

A version is stamped with its moment a little before it is written, and is seen by others only once its transaction
ends. On PostgreSQL, therefore, whoever writes takes part in one advisory lock before it is stamped and keeps it until
the end of the transaction, and :func:`standstill` waits for all who do and keeps new ones waiting. A lock on the
history tables alone would let a version through that was stamped before the lock and written after it. SQLite needs
neither: its transactions begin IMMEDIATE, so there is never more than one that writes.
"""

from datetime import datetime

from django.db import connection
from django.utils import timezone

KEY = 5_300_417
"""The number of the advisory lock: any that nothing else in the database uses."""


def write_in_turn() -> None:
    """Called in a transaction, before a record is locked or a version stamped: waits while there is a standstill."""
    _lock("pg_advisory_xact_lock_shared")


def standstill() -> datetime:
    """Called in a transaction: wait for all who write, let nobody write until it ends, and return the moment."""
    _lock("pg_advisory_xact_lock")
    return timezone.now()


def _lock(function: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [KEY])
