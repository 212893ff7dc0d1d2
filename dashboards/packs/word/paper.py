"""What every chapter of a pack is written with, in the order in which it is read."""

import docx
from docx.oxml import OxmlElement
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from dashboards.packs import phrases
from dashboards.packs.word.pieces import bookmark, element, printed
from dashboards.packs.word.styles import set_up
from dashboards.packs.word.tables import Cell, Column, Table

ON_A_NEW_PAGE = ("summary", "exceptions", "portfolios")


class Paper:
    """A Word document that is written from its top to its end."""

    def __init__(self):
        self.file = docx.Document()
        self.bookmarks = 0
        set_up(self.file)

    def chapter(self, chapter: dict) -> None:
        heading = self.heading(1, f"{chapter['number']} {chapter['title']}", f"chapter-{chapter['number']}")
        if chapter["key"] in ON_A_NEW_PAGE:
            heading.paragraph_format.page_break_before = True

    def part(self, chapter: int, number: int, part: dict) -> None:
        self.heading(2, phrases.part_heading(chapter, number, part), f"part-{chapter}-{number}")

    def heading(self, level: int, words: str, anchor: str) -> Paragraph:
        heading = self.file.add_heading(words, level)
        self.mark(heading, anchor)
        return heading

    def mark(self, paragraph: Paragraph, anchor: str) -> None:
        """Let links lead to a paragraph."""
        self.bookmarks += 1
        bookmark(paragraph, anchor, self.bookmarks)

    def paragraph(self, words: str, address: str = "", bold: bool = False, goes_on: bool = False) -> None:
        """A paragraph, with where it can be looked up after it; one that goes on stays with what follows it."""
        if not words:
            return
        paragraph = self.file.add_paragraph()
        paragraph.add_run(words).bold = bold or None
        if goes_on:
            paragraph.paragraph_format.keep_with_next = True
        if address:
            paragraph.add_run(" See ")
            printed(paragraph, address)

    def address(self, words: str, address: str, after_table: bool = False) -> None:
        """A paragraph of its own for an address: "Asked on: https://…"."""
        paragraph = self.file.add_paragraph(words)
        if after_table:
            paragraph.paragraph_format.space_before = Pt(6)
        printed(paragraph, address)

    def table(self, columns: list[Column], about: str) -> Table:
        return Table(self.file, columns, about)

    def promise(self, cell: Cell, promise: dict, words: str, anchor: str = "") -> None:
        """A promise in its cell: its words, its number and address, and who answers."""
        first = cell.line(words, bold=True)
        if anchor:
            self.mark(first, anchor)
        printed(cell.line(f"Promise {promise['number']}: "), promise["address"])
        cell.line(f"Answers: {promise['answers']}")

    def item(self) -> Paragraph:
        """An item of a list; the library looks through every style for each of them."""
        made, properties = OxmlElement("w:p"), OxmlElement("w:pPr")
        properties.append(element("w:pStyle", val="ListBullet"))
        made.append(properties)
        self.file.element.body[-1].addprevious(made)
        return Paragraph(made, self.file._body)
