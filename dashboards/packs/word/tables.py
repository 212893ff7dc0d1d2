"""Tables of Word documents: their heading row is marked as such and repeated on every page, and no row is torn apart.

Rows and cells are made here, for the library's own take longer the more there are, and a pack may have a thousand.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length
from docx.text.paragraph import Paragraph

from dashboards.packs.word.pieces import element

HEADING_SHADE = "F1EBE1"
TEXT, HEADING = "TableText", "TableHeading"
"""Keys of the styles of what stands in a table."""


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, its width in centimetres, and whether it holds numbers."""

    heading: str
    across: float
    numbers: bool = False

    @property
    def width(self) -> Length:
        return Cm(self.across)


class Cell:
    """A cell of a new row, written line by line, each a paragraph of its own. It has one at least, as Word asks."""

    def __init__(self, column: Column, whole: Document, style: str = TEXT):
        self.column, self.whole, self.style, self.is_empty = column, whole, style, True
        self.element, self.properties = OxmlElement("w:tc"), OxmlElement("w:tcPr")
        self.properties.append(element("w:tcW", w=column.width.twips, type="dxa"))
        self.element.append(self.properties)
        self.element.append(self._paragraph())

    def line(self, words: str = "", bold: bool = False) -> Paragraph:
        if not self.is_empty:
            self.element.append(self._paragraph())
        self.is_empty = False
        paragraph = Paragraph(self.element[-1], self.whole._body)
        if words:
            paragraph.add_run(words).bold = bold or None
        if self.column.numbers:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        return paragraph

    def lines(self, said: Iterable[str]) -> None:
        for words in filter(None, said):
            self.line(words)

    def _paragraph(self):
        made, properties = OxmlElement("w:p"), OxmlElement("w:pPr")
        properties.append(element("w:pStyle", val=self.style))
        made.append(properties)
        return made


class Table:
    """A table with its heading row, at the end of a document; ``about`` is told to those who hear it."""

    def __init__(self, document: Document, columns: Sequence[Column], about: str):
        self.columns, self.whole = columns, document
        made = document.add_table(rows=0, cols=len(columns))
        made.style, made.autofit = "Table Grid", False
        self.element = made._tbl
        for grid, column in zip(made._tbl.tblGrid, columns, strict=True):
            grid.w = column.width
        self._tell(about)
        self._head()

    def add(self, style: str = TEXT) -> list[Cell]:
        """The cells of a new row, which is not torn apart at the end of a page."""
        added, properties = OxmlElement("w:tr"), OxmlElement("w:trPr")
        properties.append(element("w:cantSplit"))
        added.append(properties)
        cells = [Cell(column, self.whole, style) for column in self.columns]
        added.extend(cell.element for cell in cells)
        self.element.append(added)
        return cells

    def keep_whole(self) -> None:
        """Let no page end within it: each line stays with the next row. For tables that are short and complete."""
        for row in self.element.tr_lst[:-1]:
            for style in row.iter(qn("w:pStyle")):
                style.addnext(element("w:keepNext"))

    def _head(self) -> None:
        cells = self.add(HEADING)
        self.element.tr_lst[0].trPr.append(element("w:tblHeader"))
        for cell in cells:
            cell.line(cell.column.heading)
            cell.properties.append(element("w:shd", val="clear", color="auto", fill=HEADING_SHADE))

    def _tell(self, about: str) -> None:
        """Its width, that its first row is a heading, and what it is about, in the order that Word asks for."""
        properties, across = self.element.tblPr, sum(each.width.twips for each in self.columns)
        properties.replace(properties.find(qn("w:tblW")), element("w:tblW", w=across, type="dxa"))
        properties.remove(properties.find(qn("w:tblLook")))
        names = ", ".join(each.heading for each in self.columns)
        properties.extend(
            [
                element(
                    "w:tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1
                ),
                element("w:tblCaption", val=about),
                element("w:tblDescription", val=f"Columns: {names}."),
            ]
        )
