"""Word documents (.docx) into blocks."""

import io
import re
import zipfile

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from plan_documents.blocks import Block
from plan_documents.errors import PlanDocumentError

MAX_UNZIPPED = 40 * 1024 * 1024
"""Bytes: a .docx that unfolds to more than this is refused before it is opened."""

HEADING_STYLE = re.compile(r"(?:Heading|Überschrift) (\d)|(Title)")
LIST_STYLE = re.compile(r"List (Bullet|Number)(?: (\d))?")


def read_word(data: bytes) -> list[Block]:
    """Headings by style, list items by style or numbering, tables row by row.

    A block's line is the count of the document's paragraphs and rows up to it.
    """
    refuse_bomb(data)
    try:
        document = Document(io.BytesIO(data))
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise PlanDocumentError("This .docx cannot be opened: save it again in Word as .docx.") from error
    return list(_Numbered().blocks(document))


def refuse_bomb(data: bytes) -> None:
    """Refuse a .docx whose parts unfold to more than :data:`MAX_UNZIPPED`, by their declared sizes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unzipped = sum(part.file_size for part in archive.infolist())
            known = "word/document.xml" in archive.namelist()
    except zipfile.BadZipFile as error:
        raise PlanDocumentError("This is not a .docx document: save it in Word as .docx and try again.") from error
    if unzipped > MAX_UNZIPPED:
        raise PlanDocumentError(
            f"This .docx unfolds to {unzipped // 1_048_576} MB, more than the {MAX_UNZIPPED // 1_048_576} MB "
            "that is read: take the pictures out and save it again."
        )
    if not known:
        raise PlanDocumentError("This file has no Word document in it: save it in Word as .docx and try again.")


class _Numbered:
    """Walks a document and counts its paragraphs and rows, and the numbers of its lists."""

    def __init__(self):
        self._line = 0
        self._numbers: dict[tuple[int, int], int] = {}

    def blocks(self, document):
        for content in document.iter_inner_content():
            if isinstance(content, Table):
                yield from self._rows(content)
            elif content.text.strip():
                yield from self._paragraph(content)

    def _rows(self, table: Table):
        for row in table.rows:
            self._line += 1
            cells = tuple(cell.text.strip() for cell in row.cells)
            if any(cells):
                yield Block("row", " ".join(cells), (self._line,), cells=cells)

    def _paragraph(self, paragraph: Paragraph):
        self._line += 1
        first, *further = [text.strip() for text in paragraph.text.split("\n") if text.strip()]
        style = paragraph.style.name if paragraph.style is not None else ""
        heading = HEADING_STYLE.match(style)
        if heading:
            yield Block("heading", " ".join([first, *further]), (self._line,), level=int(heading[1] or 1))
            return
        listed = self._listed(paragraph, style)
        if listed is None:
            yield Block("paragraph", first, (self._line,))
        else:
            depth, marker = listed
            yield Block("item", first, (self._line,), level=depth, marker=marker)
        for text in further:
            kind = "paragraph" if listed is None else "continuation"
            yield Block(kind, text, (self._line,), level=listed[0] if listed else 0)

    def _listed(self, paragraph: Paragraph, style: str) -> tuple[int, str] | None:
        """(depth, marker) of a list paragraph; None for any other."""
        properties = paragraph._p.pPr.numPr if paragraph._p.pPr is not None else None
        named = LIST_STYLE.match(style)
        if properties is None and named is None:
            return None
        depth = int(named[2] or 1) - 1 if named else 0
        if properties is not None and properties.ilvl is not None:
            depth = int(properties.ilvl.get(qn("w:val")))
        return depth, self._marker(properties, named, depth)

    def _marker(self, properties, named, depth: int) -> str:
        if not (named and named[1] == "Number"):
            return "•"
        key = (
            int(properties.numId.val) if properties is not None and properties.numId is not None else 0,
            depth,
        )
        self._numbers[key] = self._numbers.get(key, 0) + 1
        return f"{self._numbers[key]}."
