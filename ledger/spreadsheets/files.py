"""Spreadsheet files: CSV as Excel reads and writes it, and XLSX. Text in and out; nothing here knows a model.

CSV goes out in UTF-8 with a byte order mark, without which Excel reads it as Windows-1252; both are written row by
row into a file that goes to disk when it grows, and are finished before anything is sent.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from io import TextIOWrapper
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from .cells import Cell, Made, one_sign_a_line
from .faults import Fault, UnusableSpreadsheet
from .guarding import guard, unguard

MOST_BYTES = 10 * 1024 * 1024
MOST_BYTES_UNZIPPED = 100 * 1024 * 1024
MOST_BYTES_OF_A_PART = 512 * 1024
"""Of styles and the like, which become objects as soon as the workbook is opened: many times as large."""
MOST_ROWS = 10_000
LAST_ROW = MOST_ROWS + 1_000
"""A workbook that says something further down is not read: every empty row before it would be."""
MOST_COLUMNS = 200
LONGEST_CELL_OF_EXCEL = 32_767
IN_MEMORY = 1_000_000
SHOWN_AS_IT_IS = ("General", "@")
MOST_DIGITS_SHOWN = 11
"""Of a number in a cell of no format: Excel shows a longer one rounded."""
SAYS_NOTHING = ',;\t "'
"""Signs of a line of CSV that has no more than empty cells."""

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
TOO_LARGE = f"The file is larger than {MOST_BYTES // 1024**2} MB. Filter the list, and bring it in in parts."
TOO_MANY_ROWS = f"The file has more than {MOST_ROWS:,} rows. Filter the list, and bring it in in parts."
TOO_MANY_COLUMNS = f"The file has more than {MOST_COLUMNS} columns. Start from a download of this list."
UNZIPS_TOO_LARGE = "The workbook is far larger than it looks once it is unpacked, so it was not opened."
HOLDS_MORE = (
    "The workbook holds so much beside its cells, such as styles or pictures, that it was not opened. Start from a "
    "download of this list, or save it as “CSV UTF-8 (Comma delimited)”."
)
NO_WORKBOOK = "This is neither a CSV file nor an Excel workbook (.xlsx). Save it as one of these and try again."
NOT_UTF8 = (
    "The file is not in UTF-8, so letters in it may be lost. In Excel, save it as “CSV UTF-8 (Comma delimited)” or as "
    "an Excel workbook (.xlsx) and try again."
)
BROKEN_CSV = "The file breaks off within a cell, or holds a cell that is too long. Save it afresh and try again."
EMPTY = "The file is empty. Start from a download of this list."
FORMULA = "A value. Formulas are not taken: copy the cell and paste its value."
ERROR = "A value. This cell shows an error of the spreadsheet program."
NULL = "Text without a null character."
TOO_LONG_FOR_EXCEL = "A text in this list is longer than a cell of Excel can hold. Download the list as CSV."

_READ_BIT_BY_BIT = re.compile(r"xl/(worksheets/[^/]+|sharedStrings)\.xml")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]|_x[0-9A-Fa-f]{4}_")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass
class Table:
    """What a file says: its headings, and each row's number and cells. ``faults`` are of cells that say nothing.

    ``headings_row`` is the number of the row that has the headings: blank ones may stand before it.
    """

    kind: str
    headings: list[str]
    rows: list[tuple[int, list[str]]]
    faults: list[Fault] = field(default_factory=list)
    headings_row: int = 1


def write(kind: str, headings: Sequence[str], cells: Sequence[Cell], rows: Iterable[list]) -> IO[bytes]:
    """A whole file to read from its beginning. ``rows`` have text for CSV, and values of their own kinds for XLSX."""
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    try:
        {"csv": _write_csv, "xlsx": _write_xlsx}[kind](file, headings, cells, rows)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _write_csv(file: IO[bytes], headings, cells, rows) -> None:
    words = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(words)
    writer.writerow(headings)
    for row in rows:
        writer.writerow(
            [guard(text, rewriting=True) if cell.guarded else text for cell, text in zip(cells, row, strict=True)]
        )
    words.detach()


def _write_xlsx(file: IO[bytes], headings, cells, rows) -> None:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Records")
    sheet.freeze_panes = "A2"
    for number, cell in enumerate(cells, 1):
        sheet.column_dimensions[get_column_letter(number)].width = cell.width
    sheet.append([_bold(sheet, heading) for heading in headings])
    try:
        for row in rows:
            sheet.append([_typed(sheet, value) for value in row])
    except BaseException:
        workbook.save(io.BytesIO())  # which closes and removes what it has written so far
        raise
    workbook.save(file)


def _bold(sheet, heading: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, heading)
    cell.font = Font(bold=True)
    return cell


def _typed(sheet, value: Any) -> WriteOnlyCell:
    """A cell of the value's own kind; text is marked as text, so that nothing typed over it is rewritten either."""
    if not isinstance(value, str):
        cell = WriteOnlyCell(sheet, value)
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
        return cell
    text = _CONTROL.sub(lambda found: _escaped(found[0]), guard(value, rewriting=False))
    if len(text) > LONGEST_CELL_OF_EXCEL:
        raise UnusableSpreadsheet(TOO_LONG_FOR_EXCEL)
    cell = WriteOnlyCell(sheet, text)
    cell.data_type, cell.number_format = "s", "@"
    return cell


def _escaped(sign: str) -> str:
    """As Office Open XML writes what XML cannot hold, and what looks like it."""
    return f"_x005F{sign}" if sign.startswith("_") else f"_x{ord(sign):04X}_"


def _unescaped(found: re.Match) -> str:
    code = int(found[1], 16)
    return chr(code) if code < 0x20 or code == 0x5F else found[0]


def read(content: bytes) -> Table:
    """Read a CSV file or a workbook; :class:`UnusableSpreadsheet` where there is nothing to be read."""
    if len(content) > MOST_BYTES:
        raise UnusableSpreadsheet(TOO_LARGE)
    kind, rows = ("xlsx", _rows_of_xlsx(content)) if content.startswith(b"PK") else ("csv", _rows_of_csv(content))
    table = Table(kind, [], [])
    for number, row in rows:
        cells = [_text(table, number, place, value) for place, value in enumerate(_trimmed(row))]
        if not table.headings:
            table.headings = [cell.strip() for cell in cells] if any(map(str.strip, cells)) else []
            table.headings_row = number
        elif any(cells) or (table.faults and table.faults[-1].row == number):
            table.rows.append((number, cells))
        if len(cells) > MOST_COLUMNS:
            raise UnusableSpreadsheet(TOO_MANY_COLUMNS)
        if len(table.rows) > MOST_ROWS:
            raise UnusableSpreadsheet(TOO_MANY_ROWS)
    if not table.headings:
        raise UnusableSpreadsheet(EMPTY)
    return table


def _trimmed(row: Sequence) -> list:
    end = len(row)
    while end and row[end - 1] in (None, ""):
        end -= 1
    return list(row[:end])


@dataclass(frozen=True)
class _NoValue:
    """A cell that holds no value to take, and what it should hold instead."""

    found: str
    allowed: str


def _text(table: Table, number: int, place: int, value: Any) -> str:
    """The cell as text, its guard taken off."""
    text = "" if value is None else value
    if isinstance(text, Made):
        return text
    if isinstance(text, str) and "\x00" in text:
        text = _NoValue(text.replace("\x00", "␀"), NULL)
    if isinstance(text, _NoValue):
        heading = table.headings[place] if place < len(table.headings) else get_column_letter(place + 1)
        table.faults.append(Fault(number, heading, text.found, text.allowed))
        return ""
    return one_sign_a_line(unguard(text, rewriting=table.kind == "csv"))


def _text_of(value: Any, shape: str) -> str:
    """A cell of a workbook that is no text, as text; only a number that ``shape`` shows as it is passes for it."""
    match value:
        case bool():
            return Made.of("TRUE" if value else "FALSE", "a yes or no")
        case int() | float():
            return _text_of_number(value, shape)
        case datetime() if value.time() == time():
            return Made.of(value.date().isoformat(), "a date")
        case date():
            return Made.of(value.isoformat(), "a date")
    return Made.of(value.isoformat() if isinstance(value, time) else str(value), "a time")


def _text_of_number(value: float, shape: str) -> str:
    if "%" in shape:
        return Made.of(f"{(Decimal(repr(value)) * 100).normalize():f}%", "a number")
    whole = isinstance(value, int) or value.is_integer()
    text = str(int(value)) if whole else format(Decimal(repr(value)), "f")
    as_it_is = shape in SHOWN_AS_IT_IS or (shape == "0" and whole)
    rewritten = not as_it_is or len(text) > MOST_DIGITS_SHOWN or (whole and isinstance(value, float))
    return Made.of(text, "a number") if rewritten else text


def _rows_of_csv(content: bytes) -> Iterator[tuple[int, list]]:
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip(SAYS_NOTHING)), "")
    delimiter = max(",;\t", key=lambda sign: len(next(csv.reader([first], delimiter=sign), [])))
    try:
        yield from enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1)
    except csv.Error:
        raise UnusableSpreadsheet(BROKEN_CSV) from None


def _decoded(content: bytes) -> str:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        looks_like_text = b"\x00" not in content[:1000]
        raise UnusableSpreadsheet(NOT_UTF8 if looks_like_text else NO_WORKBOOK) from None


def _rows_of_xlsx(content: bytes) -> Iterator[tuple[int, list]]:
    """The rows of the first sheet. Formulas are seen as such: what they last showed may be old, or nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            _refuse_unzipping_large(parts)
        workbook = load_workbook(io.BytesIO(content), read_only=True)
        sheet = workbook.worksheets[0]
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(), 1):
            if number > LAST_ROW:
                raise UnusableSpreadsheet(TOO_MANY_ROWS)
            if len(row) > MOST_COLUMNS:
                raise UnusableSpreadsheet(TOO_MANY_COLUMNS)
            yield number, [_value(cell) for cell in row]
    except (UnusableSpreadsheet, GeneratorExit):
        raise
    except Exception:  # noqa: BLE001 - whatever a broken workbook makes the library raise
        raise UnusableSpreadsheet(NO_WORKBOOK) from None


def _refuse_unzipping_large(parts: zipfile.ZipFile) -> None:
    sizes = [(part.filename, part.file_size) for part in parts.infolist()]
    if sum(size for _, size in sizes) > MOST_BYTES_UNZIPPED:
        raise UnusableSpreadsheet(UNZIPS_TOO_LARGE)
    if any(size > MOST_BYTES_OF_A_PART for name, size in sizes if not _READ_BIT_BY_BIT.fullmatch(name)):
        raise UnusableSpreadsheet(HOLDS_MORE)


def _value(cell) -> Any:
    value = cell.value
    if cell.data_type == "f" or isinstance(value, ArrayFormula | DataTableFormula):
        return _NoValue(str(getattr(value, "text", value)), FORMULA)
    if cell.data_type == "e":
        return _NoValue(str(value), ERROR)
    if isinstance(value, str):
        return _ESCAPED.sub(_unescaped, value)
    return None if value is None else _text_of(value, cell.number_format)
