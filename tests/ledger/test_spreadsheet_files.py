"""Files as spreadsheet programs write them, and files that are none."""

import zipfile
from contextlib import suppress
from datetime import date, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula
from spreadsheets_at_hand import saved

from ledger.spreadsheets import files
from ledger.spreadsheets.faults import UnusableSpreadsheet
from ledger.spreadsheets.files import read
from ledger.spreadsheets.guarding import guard, unguard

SIGNS = "'=+-@\t\r\n019/ .eE%£March TRUEx"


def said(content):
    table = read(content)
    return table.headings, table.rows


@given(some.text() | some.text(SIGNS), some.booleans())
def test_guard_comes_off_again(text, rewriting):
    cell = guard(text, rewriting=rewriting)

    assert unguard(cell, rewriting=rewriting) == text
    assert not cell.startswith(("=", "+", "@", "\t", "\r"))


@pytest.mark.parametrize("text", ["March 2022", "1/2", "31 March", "007", "1.10", "1e5", "TRUE", "12:30", "50%", "£5"])
def test_text_that_programs_rewrite_is_guarded_in_csv_only(text):
    assert (guard(text, rewriting=True), guard(text, rewriting=False)) == (f"'{text}", text)


@pytest.mark.parametrize("text", ["By March 2022", "12", "-1.5", "2018/19 plan", "May", "", "'til spring"])
def test_other_text_is_left_as_it_is(text):
    assert guard(text, rewriting=True) == text


@pytest.mark.parametrize(
    "content",
    [
        "id,name\r\n1,Größe\r\n".encode("utf-8-sig"),
        "id,name\n1,Größe".encode(),
        "id;name\r\n1;Größe\r\n".encode("utf-8-sig"),
        "id\tname\r\n1\tGröße\r\n".encode("utf-16"),
        '"id","name"\r\n"1","Größe"\r\n\r\n,\r\n'.encode(),
    ],
    ids=["with-mark", "without-mark", "semicolons", "utf-16", "quoted-with-empty-rows"],
)
def test_csv_is_read_as_excel_writes_it(content):
    assert said(content) == (["id", "name"], [(2, ["1", "Größe"])])


def test_rows_are_counted_as_the_program_counts_them():
    assert said(b'id,name\n1,"two\nlines"\n\n2,B\n')[1] == [(2, ["1", "two\nlines"]), (4, ["2", "B"])]


@pytest.mark.parametrize(
    "content",
    [b"\n,,\nid,name\n1,A\n", b";;\n\nid;name\n1;A\n", b'"",""\n \nid,name\n1,A\n'],
    ids=["blank", "semicolons", "quoted"],
)
def test_blank_rows_before_the_headings_are_passed_over_and_counted(content):
    assert (said(content), read(content).headings_row) == ((["id", "name"], [(4, ["1", "A"])]), 3)


def test_blank_row_before_the_headings_of_a_workbook_is_passed_over():
    book = Workbook()
    for row in ([None, None], ["id", "name"], [1, "A"]):
        book.active.append(row)

    assert said(saved(book)) == (["id", "name"], [(3, ["1", "A"])])


def test_workbook_is_read_as_text():
    book = Workbook()
    book.active.append(["id", "a", "b", "c", "d", "e", "f"])
    book.active.append([1.0, True, date(2022, 3, 31), datetime(2022, 3, 31, 12), 0.1, None, "x_x000D_\ny"])

    assert said(saved(book))[1] == [(2, ["1", "TRUE", "2022-03-31", "2022-03-31T12:00:00", "0.1", "", "x\ny"])]


def test_formula_and_error_are_told_and_not_taken():
    book = Workbook()
    for row in (["id", "a", "b"], [1, "=1+1", "#N/A"], [2, None, "x\x0b".replace("\x0b", "")]):
        book.active.append(row)
    book.active["B3"] = ArrayFormula("B3", "=SUM(A1:A2)")

    faults = read(saved(book)).faults

    assert [(fault.row, fault.column, fault.found, fault.allowed) for fault in faults] == [
        (2, "a", "=1+1", files.FORMULA),
        (2, "b", "#N/A", files.ERROR),
        (3, "a", "=SUM(A1:A2)", files.FORMULA),
    ]


def test_null_character_is_told():
    (fault,) = read(b"id,name\n1,a\x00b\n").faults

    assert (fault.row, fault.column, fault.found, fault.allowed) == (2, "name", "a␀b", files.NULL)


def unzips_large():
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        for number in range(11):
            parts.writestr(f"xl/{number}.xml", b"0" * files.MOST_BYTES)
    return out.getvalue()


def with_a_part(name, content):
    book, out = Workbook(), BytesIO()
    book.active.append(["id"])
    with zipfile.ZipFile(BytesIO(saved(book))) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as others:
        for each in parts.namelist():
            others.writestr(each, content if each == name else parts.read(each))
    return out.getvalue()


def styled_at_length():
    return with_a_part(
        "xl/styles.xml", b"<styleSheet>" + b"<xf/>" * (files.MOST_BYTES_OF_A_PART // 5) + b"</styleSheet>"
    )


def with_cells(*places):
    cells = "".join(
        f'<row r="{row}"><c r="{column}{row}" t="inlineStr"><is><t>id</t></is></c></row>' for column, row in places
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'
    return with_a_part("xl/worksheets/sheet1.xml", sheet.encode())


def cut_off():
    book = Workbook()
    book.active.append(["id"])
    return saved(book)[:-100]


def zipped():
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("a.txt", "no workbook")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", files.EMPTY),
        (b"\n,,\n", files.EMPTY),
        ("id,name\n1,£5 – now\n".encode("cp1252"), files.NOT_UTF8),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, files.NO_WORKBOOK),
        (b'id,name\n1,"never ends', files.BROKEN_CSV),
        (b"id,name\n1," + b"x" * 200_000, files.BROKEN_CSV),
        (b"PK\x03\x04 and nothing more", files.NO_WORKBOOK),
        (zipped(), files.NO_WORKBOOK),
        (cut_off(), files.NO_WORKBOOK),
        (unzips_large(), files.UNZIPS_TOO_LARGE),
        (b"x" * (files.MOST_BYTES + 1), files.TOO_LARGE),
        (b"id\n" + b"1\n" * (files.MOST_ROWS + 1), files.TOO_MANY_ROWS),
        (b",".join([b"x"] * 300), files.TOO_MANY_COLUMNS),
        (styled_at_length(), files.HOLDS_MORE),
        (with_cells(("A", 1), ("A", 1_048_576)), files.TOO_MANY_ROWS),
        (with_cells(("A", 1), ("XFD", 2)), files.TOO_MANY_COLUMNS),
    ],
    ids=range(16),
)
def test_file_that_cannot_be_read_says_why(content, sentence):
    with pytest.raises(UnusableSpreadsheet) as refusal:
        read(content)

    assert [fault.allowed for fault in refusal.value.faults] == [sentence]


def test_empty_rows_far_down_are_not_read(monkeypatch):
    read_so_far = []
    monkeypatch.setattr(files, "_value", lambda cell: read_so_far.append(cell) or cell.value)

    with pytest.raises(UnusableSpreadsheet):
        read(with_cells(("A", 1), ("A", 1_048_576)))

    assert len(read_so_far) == 1


@given(some.binary(max_size=300) | some.binary(max_size=300).map(lambda junk: b"PK" + junk))
def test_any_bytes_are_read_or_refused(content):
    with suppress(UnusableSpreadsheet):
        assert read(content).headings
