"""The list of promises as a table for a spreadsheet or a script: one row for each promise, in CSV.

The file begins with a byte order mark. Without it Excel on Windows reads UTF-8 as Windows-1252 and spoils every
curly quote, dash and "£" of the plans; Python ("utf-8-sig"), R and LibreOffice read over it.

A cell that a spreadsheet would run as a formula, because of how it begins, gets an apostrophe before it. Lines end
and cells are quoted as RFC 4180 has it.
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from io import TextIOWrapper
from tempfile import SpooledTemporaryFile
from typing import IO

from django.utils.text import slugify

from priorities.models import Deliverable
from priorities.standing import NONE_SLUG, has_passed, is_late, label_of, stand_of
from priorities.templatetags.promised import elsewhen

COLUMNS = (
    "id",
    "plan",
    "outcome",
    "priority number",
    "priority title",
    "promise",
    "parent id",
    "timescale as published",
    "timescale as read",
    "due",
    "ongoing",
    "status",
    "status in words",
    "as at",
    "completed on",
    "overdue",
    "completed late",
    "portfolio",
    "holder as published",
    "places",
    "example",
    "address",
    "first timescale",
    "first due",
    "moved as example",
)
RUN_AS_FORMULAE = ("=", "+", "-", "@", "\t", "\r")
IN_MEMORY = 1_000_000
"""Bytes of a file that are kept in memory; a larger one goes to disk."""
LONGEST_NAME = 100


def row_of(promise: Deliverable, today: date, site_url: str) -> list[str]:
    """One promise as the cells of ``COLUMNS``, as it stands today. Reads what ``with_context()`` and places fetch."""
    priority, latest, stand = promise.priority, promise.latest_update, stand_of(promise)
    stated, first = priority.plan_outcome, getattr(promise, "first_promise", None)
    cells = [
        promise.pk,
        priority.plan.title,
        stated.outcome.name if stated else "",
        priority.number,
        priority.title,
        promise.text,
        promise.parent_id or "",
        promise.timescale_text,
        promise.timescale_reading,
        _day(promise.timescale_end),
        _yes(promise.timescale_ongoing),
        stand.status or NONE_SLUG,
        label_of(stand.status),
        _day(latest and latest.as_of),
        _day(stand.completed_on),
        _yes(has_passed(stand, today)),
        _yes(is_late(stand)),
        priority.portfolio.name if priority.portfolio else "",
        priority.holder_as_published,
        "; ".join(sorted(place.name for place in promise.places.all())),
        _yes(stand.is_example),
        f"{site_url}{promise.get_absolute_url()}",
        first["timescale_text"] if first else "",
        (first and first["timescale_end"]) or "",
        _yes(bool(elsewhen(promise)) and promise.changed_as_example),
    ]
    return [harmless(str(cell)) for cell in cells]


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula."""
    return f"'{cell}" if cell.startswith(RUN_AS_FORMULAE) else cell


def rows_of(promises: Iterable[Deliverable], today: date, site_url: str) -> Iterator[list[str]]:
    """The names of the columns, and a row for each promise."""
    yield list(COLUMNS)
    for promise in promises:
        yield row_of(promise, today, site_url)


def write_csv(rows: Iterable[list[str]]) -> IO[bytes]:
    """A whole file to read from its beginning.

    It is finished before anything is sent: a file that breaks off would give wrong figures without a word.
    """
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    words = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    csv.writer(words).writerows(rows)
    words.detach()
    file.seek(0)
    return file


def file_name(asked: Iterable[str], day: date) -> str:
    """A name that says what the file holds (what the list was ``asked`` for) and for which day it holds."""
    narrowed = slugify(" ".join(asked))[:LONGEST_NAME].strip("-")
    return f"{'-'.join(filter(None, ['kirklees-promises', narrowed, 'as-at', day.isoformat()]))}.csv"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"
