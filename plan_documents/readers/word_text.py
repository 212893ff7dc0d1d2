"""The text of a Word document as it stands once every tracked change is accepted."""

from collections.abc import Iterator

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

WRAPPERS = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")} | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice",
}
"""Elements that stand around text without being text."""
UNREAD = {qn(f"w:{name}") for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "instrText", "delText")} | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
BOX = qn("w:txbxContent")
PARAGRAPH, TABLE, ROW, CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
MOST_REPEATED = 2_000
"""Characters: a longer text in a cell over several rows stands in the first of them only."""
SIGNS = {qn("w:tab"): "\t", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def parts_of(element: Element, names: set[str]) -> Iterator[Element]:
    """The element's children of these names in order, those within wrappers included, deleted ones left out."""
    for child in element:
        if child.tag in names:
            yield child
        elif child.tag in WRAPPERS:
            yield from parts_of(child, names)


def text_of(paragraph: Element) -> str:
    """A paragraph's text with "\\n" for its line breaks; text boxes that hang on it are left out."""
    return "".join(_pieces(paragraph))


def _pieces(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag == qn("w:br"):
            yield "\n" if child.get(qn("w:type"), "textWrapping") == "textWrapping" else " "
        elif child.tag in SIGNS:
            yield SIGNS[child.tag]
        elif child.tag not in UNREAD and child.tag != BOX:
            yield from _pieces(child)


def boxes_of(element: Element) -> Iterator[Element]:
    """The text boxes that hang on a paragraph, each once."""
    for child in element:
        if child.tag == BOX:
            yield child
        elif child.tag not in UNREAD:
            yield from boxes_of(child)


def grid_of(table: Element) -> Iterator[tuple[str, ...]]:
    """A table's rows with every cell in its column.

    A cell over several columns gives its text to the first, one over several rows to each of them.
    """
    above: dict[int, str] = {}
    for row in parts_of(table, {ROW}):
        if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None:
            continue
        cells = [""] * _number(row, "w:trPr/w:gridBefore", 0)
        for cell in parts_of(row, {CELL}):
            text = above.get(len(cells), "") if _continues_above(cell) else cell_text(cell)
            above[len(cells)] = text if len(text) <= MOST_REPEATED else ""
            cells += [text] + [""] * (_number(cell, "w:tcPr/w:gridSpan", 1) - 1)
        yield tuple(cells)


def cell_text(cell: Element) -> str:
    """A cell's paragraphs and the rows of tables within it, each on a line of its own."""
    lines: list[str] = []
    for part in parts_of(cell, {PARAGRAPH, TABLE}):
        if part.tag == PARAGRAPH:
            lines.append(text_of(part))
            lines += [cell_text(box) for box in boxes_of(part)]
        else:
            lines += [" ".join(filter(None, row)) for row in grid_of(part)]
    return "\n".join(line.strip() for line in lines if line.strip())


def _continues_above(cell: Element) -> bool:
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merge is not None and merge.get(qn("w:val"), "continue") == "continue"


def _number(element: Element, path: str, otherwise: int) -> int:
    found = element.find("/".join(qn(name) for name in path.split("/")))
    value = found.get(qn("w:val"), "") if found is not None else ""
    return min(int(value), 100) if value.isascii() and value.isdigit() else otherwise
