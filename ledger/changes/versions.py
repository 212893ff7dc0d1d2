"""The versions of many records, at hand by record and by day. Rows in, rows out: no database."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .described import Described, Row


@dataclass(frozen=True)
class Shape:
    """What telling needs to know of a model: ``related`` has a foreign key's column and the model it leads to."""

    label: str
    described: Described
    related: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    choices: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)
    address: Callable[[Row, Mapping[str, Row | None]], str] | None = None
    """The address of the page of a row, from the row and those that its foreign keys lead to."""

    def column(self, name: str) -> str:
        return self.related[name][0] if name in self.related else name


class Versions:
    """Every version that was read, of every model."""

    def __init__(self, rows: Mapping[str, Iterable[Row]], shapes: Mapping[str, Shape]):
        self._records: dict[str, dict[Any, list[Row]]] = {}
        self._by_column: dict[tuple[str, str], dict[Any, list[Any]]] = {}
        for label, versions in rows.items():
            of_model = self._records[label] = {}
            for row in versions:
                of_model.setdefault(row["id"], []).append(row)
            for key, its in of_model.items():
                its.sort(key=lambda row: (row["effective_on"], row["history_id"]))
                if ends := shapes[label].described.ends:
                    of_model[key] = with_end(its, ends)

    def records(self, label: str) -> Iterator[list[Row]]:
        """The versions of each record, the earliest first."""
        yield from self._records.get(label, {}).values()

    def in_force(self, label: str, key: Any, day: date) -> Row | None:
        """A record as it stood at the end of a day; None where there was none."""
        versions = self._records.get(label, {}).get(key, [])
        position = bisect_right(versions, day, key=lambda row: row["effective_on"])
        row = versions[position - 1] if position else None
        return row if row and row["history_type"] != "-" else None

    def of_day(self, label: str, key: Any, day: date) -> list[Row]:
        """The versions of a record that took effect on a day, the earliest first."""
        return [row for row in self._records.get(label, {}).get(key, []) if row["effective_on"] == day]

    def first_written(self, label: str, key: Any) -> Any:
        """The number of the version of a record that was written first."""
        return min((row["history_id"] for row in self._records.get(label, {}).get(key, [])), default=None)

    def earliest_written(self, label: str, key: Any, day: date) -> Row:
        """Of the versions that had taken effect by the end of a day, the one that was written first."""
        versions = self._records[label][key]
        return min((row for row in versions if row["effective_on"] <= day), key=lambda row: row["history_id"])

    def all_in_series(self, label: str, column: str, value: Any, day: date) -> Iterator[Row]:
        """The records whose ``column`` has a value at the end of a day."""
        for key in self._series(label, column).get(value, ()):
            if (row := self.in_force(label, key, day)) and row[column] == value:
                yield row

    def _series(self, label: str, column: str) -> dict[Any, list[Any]]:
        if (label, column) not in self._by_column:
            found = self._by_column[label, column] = {}
            for key, versions in self._records.get(label, {}).items():
                for value in {row[column] for row in versions}:
                    found.setdefault(value, []).append(key)
        return self._by_column[label, column]

    def all_in_force(self, label: str, day: date) -> Iterator[Row]:
        for key in self._records.get(label, {}):
            if row := self.in_force(label, key, day):
                yield row


def with_end(versions: list[Row], ends: str) -> list[Row]:
    """The versions as they were while the record had not ended, and one more for the day on which it did."""
    open_still = [{**row, ends: None} if _is_to_come(row, ends) else row for row in versions]
    last = versions[-1]
    if last["history_type"] == "-" or not _is_to_come(last, ends):
        return open_still
    return [
        *open_still,
        {**last, "history_type": "~", "effective_on": last[ends], "history_id": last["history_id"] + 0.5},
    ]


def _is_to_come(row: Row, ends: str) -> bool:
    return row[ends] is not None and row[ends] > row["effective_on"]
