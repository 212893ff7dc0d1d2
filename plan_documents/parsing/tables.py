"""Tables of promises: what each column holds, row by row."""

import re

from plan_documents.blocks import Block
from plan_documents.parsed import Deliverable, Priority
from priorities.timescales import read_timescale

from .columns import column_of, is_header, says_when
from .cursor import Cursor

TRAILING_DATE = re.compile(
    r"(?:\b(?P<by>by\s+.{3,40})|[–—-]\s+(?P<dash>.{3,40})|\((?P<bracket>[^()]{3,40})\))[.;]?$", re.I
)


def parse_table(cursor: Cursor, number: int, into: Priority | None = None) -> list[Priority]:
    """The rows up to the table's end: new priorities, or deliverables of ``into`` where rows name none.

    ``number`` is the first number to give where the table has none.
    """
    header = cursor.peek()
    columns = _roles(header)
    when = any(says_when(cell) for cell in header.cells)
    cursor.set_aside("table header")
    found: list[Priority] = []
    while cursor.peek() and cursor.peek().kind == "row" and not is_header(cursor.peek()):
        row = cursor.take()
        cells = {column: cell for column, cell in zip(columns, row.cells, strict=False) if column and cell}
        if "deliverable" in cells and "action" in cells:
            _read_row_with_priority(cursor, row, cells, number, found, when)
        else:
            if into is None and not found:
                found.append(Priority(number, "", row.line))
            priority = found[-1] if found else into
            priority.deliverables.append(_row_deliverable(row, cells))
        _keep_unnamed(cursor, row, header, columns, (found[-1] if found else into).deliverables[-1])
    return found


def _roles(header: Block) -> list[str | None]:
    """What each column holds. Of two columns of actions the first names priorities; any other repeat is unnamed."""
    roles: list[str | None] = []
    for cell in header.cells:
        role = column_of(cell)
        if role == "action" and "action" in roles and "deliverable" not in roles:
            role = "deliverable"
        roles.append(None if role in roles else role)
    return roles


def _read_row_with_priority(
    cursor: Cursor, row: Block, cells: dict[str, str], number: int, found: list[Priority], when: bool
) -> None:
    """A row that names its priority; one that names the same again adds to it."""
    numbered = re.match(r"^(\d{1,3})[.)]?\s+(.*)$", cells["action"], re.S)
    title = " ".join((numbered[2] if numbered else cells["action"]).split())
    if not found or found[-1].title != title:
        printed = int(numbered[1]) if numbered else 0
        taken = {priority.number for priority in found}
        free = max(number - 1, *taken, 0) + 1 if taken else number
        found.append(Priority(printed if printed and printed not in taken else free, title, row.line))
    shared = {name: cells.get(name, "") for name in ("status", "owner", "timescale")}
    for text in cells["deliverable"].split("\n"):
        deliverable = Deliverable(text, row.line, **shared, as_printed=_printed(row))
        if when and not deliverable.timescale:
            take_timescale_from_end(cursor, deliverable)
        found[-1].deliverables.append(deliverable)
    found[-1].deliverables[-1].expected_result = cells.get("expected_result", "")


def _row_deliverable(row: Block, cells: dict[str, str]) -> Deliverable:
    text = cells.get("action") or cells.get("deliverable") or ""
    named = {name: cells.get(name, "") for name in ("timescale", "status", "owner", "expected_result")}
    text = f"{cells['number']} {text}" if "number" in cells else text
    return Deliverable(text, row.line, **named, as_printed=_printed(row))


def _printed(row: Block) -> str:
    """The row as the plan prints it, cell by cell."""
    return " | ".join(" ".join(cell.split()) for cell in row.cells)


def _keep_unnamed(
    cursor: Cursor, row: Block, header: Block, columns: list[str | None], deliverable: Deliverable
) -> None:
    """Cells under headings that say nothing certain stay with the promise, under those headings."""
    surplus = len(row.cells) - len(header.cells)
    headings = [*header.cells, *[""] * surplus]
    for heading, role, cell in zip(headings, [*columns, *[None] * surplus], row.cells, strict=False):
        if cell and role is None:
            deliverable.text += f"\n\n{heading}: {cell}" if heading else f"\n\n{cell}"
            cursor.warn(row.line, f"the column “{heading}” says nothing certain: “{cell}” is kept with the text")


def take_timescale_from_end(cursor: Cursor, deliverable: Deliverable) -> None:
    """Take a timescale from the last words of a text, where its column promises one and it reads surely."""
    ending = TRAILING_DATE.search(re.sub(r"\s*\(\d+\)\s*$", "", deliverable.text))
    if ending is None:
        return
    words = (ending["by"] or ending["dash"] or ending["bracket"]).strip(" .")
    reading = read_timescale(words)
    if reading.end and not reading.ambiguous:
        deliverable.timescale = words
        cursor.warn(deliverable.line, f"the timescale “{words}” is taken from the end of the sentence: check it")
