"""A ledger so plain that it cannot be wrong: a list of what was set on which day. No database, no SQL."""

from collections.abc import Hashable
from datetime import date
from typing import Any


class PlainLedger:
    """Keeps every "on this day that record became so", in the order of writing."""

    def __init__(self):
        self._written: list[tuple[date, int, Hashable, dict | None]] = []

    def write(self, day: date, record: Hashable, values: dict | None) -> None:
        """On ``day`` the record became ``values``, all of them; None: it went."""
        self._written.append((day, len(self._written), record, dict(values) if values is not None else None))

    def last_day(self, record: Hashable) -> date:
        return max(day for day, _, each, _ in self._written if each == record)

    def versions(self, record: Hashable) -> list[dict]:
        return [values for _, _, each, values in sorted(self._written, key=_by_day) if each == record and values]

    def as_at(self, day: date) -> dict[Hashable, dict[str, Any]]:
        """Every record that was there at the end of ``day``, as it was."""
        state: dict[Hashable, dict[str, Any]] = {}
        for written_for, _, record, values in sorted(self._written, key=_by_day):
            if written_for > day:
                break
            if values is None:
                state.pop(record, None)
            else:
                state[record] = values
        return state


def _by_day(entry: tuple) -> tuple:
    return entry[:2]
