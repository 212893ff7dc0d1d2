"""Files made and brought in as the desk does it, without its pages."""

import csv
from io import BytesIO, StringIO

from django.contrib import admin
from django.contrib.auth.models import User
from django.db import transaction
from django.test import RequestFactory
from openpyxl import Workbook, load_workbook

from ledger.models import LedgerModel
from ledger.spreadsheets.checking import take
from ledger.spreadsheets.exporting import export
from ledger.spreadsheets.files import read
from ledger.spreadsheets.runs import request_of

DESKS = {model: desk for model, desk in admin.site._registry.items() if issubclass(model, LedgerModel)}
KINDS = ("csv", "xlsx")
REASON = "The contractor went into administration."


def user():
    return User.objects.filter(is_superuser=True).first() or User.objects.create_superuser("officer")


def download(model, kind="csv", query="") -> bytes:
    request = RequestFactory().get(f"/?{query}")
    request.user = user()
    with export(DESKS[model], request, kind) as file:
        return file.read()


def bring_in(model, content: bytes, *, write=True, by=None, **why):
    """What came of it, with its transaction."""
    with transaction.atomic():
        request = request_of(by or user())
        return take(DESKS[model], request, read(content), why=why, write=write, tell=lambda done: None)


def rows_in(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def as_csv(rows: list[dict]) -> bytes:
    out = StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def changed(content: bytes, number: int = 0, **cells) -> bytes:
    """The file with other cells in one of its rows, and new columns where it has none of that name."""
    rows = rows_in(content)
    names = [*rows[0], *(name for name in cells if name not in rows[0])]
    rows[number] |= cells
    return as_csv([{name: row.get(name, "") for name in names} for row in rows])


def changed_xlsx(content: bytes, shapes: dict[str, str] | None = None, **cells) -> bytes:
    """The workbook with other cells in its first row of records, in the number formats ``shapes``, else "General"."""
    workbook = load_workbook(BytesIO(content))
    sheet = workbook.active
    places = {cell.value: cell.column for cell in sheet[1]}
    for name, value in cells.items():
        cell = sheet.cell(2, places[name])
        cell.value, cell.number_format = value, (shapes or {}).get(name, "General")
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def told(outcome) -> list[tuple]:
    return [(fault.row, fault.column, fault.found, fault.allowed) for fault in outcome.faults]
