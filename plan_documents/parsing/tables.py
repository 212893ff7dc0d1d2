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


def parse_table(cursor: Cursor, number: int, title: str) -> list[Priority]:
    """The rows up to the table's end as priorities; rows without one of their own share one called ``title``.

    ``number`` is the first number to give where the table has none.
    """
    header = cursor.peek()
    columns = [column_of(cell) for cell in header.cells]
    when = any(says_when(cell) for cell in header.cells)
    cursor.set_aside("table header")
    priorities: list[Priority] = []
    while cursor.peek() and cursor.peek().kind == "row" and not is_header(cursor.peek()):
        row = cursor.take()
        cells = {column: cell for column, cell in zip(columns, row.cells, strict=False) if column and cell}
        if "deliverable" in cells and "action" in cells:
            priorities.append(_row_with_priority(cursor, row, cells, number + len(priorities), when))
        else:
            if not priorities:
                priorities.append(Priority(number, title, row.line))
            priorities[-1].deliverables.append(_row_deliverable(row, cells))
        _keep_unnamed(cursor, row, header, priorities[-1].deliverables[-1])
    return priorities


def _row_with_priority(cursor: Cursor, row: Block, cells: dict, number: int, when: bool) -> Priority:
    numbered = re.match(r"^(\d{1,3})[.)]?\s+(.*)$", cells["action"], re.S)
    title = numbered[2] if numbered else cells["action"]
    priority = Priority(int(numbered[1]) if numbered else number, " ".join(title.split()), row.line)
    for text in cells["deliverable"].split("\n"):
        deliverable = Deliverable(text, row.line, status=cells.get("status", ""), owner=cells.get("owner", ""))
        deliverable.timescale = cells.get("timescale", "")
        if when and not deliverable.timescale:
            take_timescale_from_end(cursor, deliverable)
        priority.deliverables.append(deliverable)
    priority.deliverables[-1].expected_result = cells.get("expected_result", "")
    return priority


def _row_deliverable(row: Block, cells: dict) -> Deliverable:
    return Deliverable(
        cells.get("action") or cells.get("deliverable") or "",
        row.line,
        timescale=cells.get("timescale", ""),
        status=cells.get("status", ""),
        owner=cells.get("owner", ""),
        expected_result=cells.get("expected_result", ""),
    )


def _keep_unnamed(cursor: Cursor, row: Block, header: Block, deliverable: Deliverable) -> None:
    """Cells under headings that say nothing certain stay with the promise, under those headings."""
    headings = [*header.cells, *[""] * (len(row.cells) - len(header.cells))]
    for heading, cell in zip(headings, row.cells, strict=False):
        if cell and column_of(heading) in (None, "number"):
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
