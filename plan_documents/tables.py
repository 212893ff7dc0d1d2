"""The tables of the starter content: CSV files whose first line names the columns."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path


def rows_of(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, row) of a table; none where there is no such file."""
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            yield reader.line_num, {name: (value or "").strip() for name, value in row.items()}


def day_in(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
