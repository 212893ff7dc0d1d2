"""Scores the reading of timescales against the corpus of real expressions, where that is at hand."""

import csv
from pathlib import Path

import pytest
from django.conf import settings

from priorities.timescales import Timescale, read_timescale

CORPUS = Path(settings.BASE_DIR) / "../shared/corpus/timescales.csv"


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    if not CORPUS.exists():
        pytest.skip("the corpus of real expressions is not kept with the project")
    with CORPUS.open(encoding="utf-8", newline="") as table:
        return [row for row in csv.DictReader(table) if row["needs_context"] == "no"]


def dates(reading: Timescale) -> tuple[str | None, str | None]:
    values = reading.as_dict()
    return values["start"], values["end"]


def is_right(row: dict[str, str], reading: Timescale) -> bool:
    """An ambiguous row accepts the table's reading, a flagged one or none; any other must match the table."""
    if row["ambiguous"] == "yes" and (reading.ambiguous or dates(reading) == (None, None)):
        return True
    wanted = (row["start"] or None, row["end"] or None)
    return (*dates(reading), reading.ongoing) == (*wanted, row["ongoing"] == "yes")


def test_at_least_97_in_100_are_right(rows):
    wrong = [row["text"] for row in rows if not is_right(row, read_timescale(row["text"]))]
    assert len(wrong) <= 0.03 * len(rows), wrong


def test_no_date_is_invented(rows):
    dateless = [row["text"] for row in rows if not (row["start"] or row["end"] or row["ambiguous"] == "yes")]
    assert [text for text in dateless if dates(read_timescale(text)) != (None, None)] == []
