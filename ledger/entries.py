"""Why a record is written, on whose word, and from which day it holds: what an entry in the ledger says."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from typing import Any

EXAMPLE = "Example:"
"""How the reason of a change begins that was made up to show how the portal works."""


@dataclass(frozen=True)
class Entry:
    """What is written down beside every version that is made while it is current.

    ``effective_on`` is the day the change took effect; without it, the record's own day or else today.
    ``by`` is the user who makes it, where no request says so. A ``correction`` mends a slip of the last hour.
    """

    reason: str = ""
    decision_url: str = ""
    approved_by: str = ""
    effective_on: date | None = None
    correction: bool = False
    by: Any = None
    first_days: dict = field(default_factory=dict, compare=False, repr=False)
    """Since when records are known, by model and key: looked up once an entry."""


_current: ContextVar[Entry | None] = ContextVar("entry", default=None)


def current_entry() -> Entry:
    """The entry that is being made, or an empty one."""
    return _current.get() or Entry()


@contextmanager
def entering(entry: Entry) -> Iterator[Entry]:
    """Every record saved in this block carries ``entry``."""
    token = _current.set(entry)
    try:
        yield entry
    finally:
        _current.reset(token)
