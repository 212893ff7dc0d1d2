"""Word documents (.docx) into blocks."""

import io
import re
import zipfile
from collections.abc import Iterator

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.text.paragraph import Paragraph
from lxml.etree import XMLSyntaxError
from lxml.etree import _Element as Element

from plan_documents.blocks import Block
from plan_documents.errors import PlanDocumentError

from .word_lists import ListMarkers
from .word_text import PARAGRAPH, TABLE, boxes_of, grid_of, parts_of, text_of

MAX_UNZIPPED = 40 * 1024 * 1024
"""Bytes: a .docx that unfolds to more than this is refused before it is opened."""

HEADING_STYLE = re.compile(r"(?:Heading|Überschrift) (\d)|(Title)")
CONTENTS_STYLE = re.compile(r"toc (?:\d|heading)", re.IGNORECASE)
MOST_STYLES = 10
"""How many styles, each based on the next, are looked through."""


def read_word(data: bytes) -> list[Block]:
    """Headings by style, list items by style or numbering, tables row by row; tracked changes count as accepted.

    Headers and footers are not read. A document with a title has its headings one level lower.
    A block's line is the count of the document's paragraphs and rows up to it.
    """
    refuse_bomb(data)
    try:
        document = Document(io.BytesIO(data))
    except (KeyError, ValueError, XMLSyntaxError, zipfile.BadZipFile) as error:
        raise PlanDocumentError("This .docx cannot be opened: save it again in Word as .docx.") from error
    return list(_DocumentReader(document).blocks())


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


class _DocumentReader:
    """Walks a document and counts its paragraphs and rows."""

    def __init__(self, document: WordDocument):
        self._document = document
        self._markers = ListMarkers(_numbering(document))
        self._known_styles: dict[str | None, list[str]] = {}
        self._line = 0
        self._shift = 0
        """How many levels the headings stand under: 1 in a document with a title of its own."""

    def blocks(self) -> Iterator[Block]:
        body = self._document.element.body
        self._shift = int(any(self._styles(p)[:1] == ["Title"] and text_of(p).strip() for p in body.iter(PARAGRAPH)))
        yield from self._parts(body)

    def _parts(self, parent: Element) -> Iterator[Block]:
        for part in parts_of(parent, {PARAGRAPH, TABLE}):
            if part.tag == TABLE:
                yield from self._rows(part)
                continue
            if text_of(part).strip():
                yield from self._paragraph(part)
            for box in boxes_of(part):
                yield from self._parts(box)

    def _rows(self, table: Element) -> Iterator[Block]:
        for cells in grid_of(table):
            self._line += 1
            if any(cells):
                yield Block("row", " ".join(filter(None, cells)), (self._line,), cells=cells)

    def _paragraph(self, element: Element) -> Iterator[Block]:
        self._line += 1
        lines = [text.strip() for text in text_of(element).split("\n") if text.strip()]
        styles = self._styles(element)
        if styles and CONTENTS_STYLE.match(styles[0]):
            yield Block("paragraph", " ".join(lines), (self._line,), furniture="table of contents")
        elif level := self._level(styles):
            yield Block("heading", " ".join(lines), (self._line,), level=level)
        elif listed := self._markers.of(Paragraph(element, self._document._body), styles):
            yield from self._item(lines, *listed)
        else:
            yield from (Block("paragraph", text, (self._line,)) for text in lines)

    def _item(self, lines: list[str], depth: int, marker: str) -> Iterator[Block]:
        first, *further = lines
        yield Block("item", first, (self._line,), level=depth, marker=marker)
        yield from (Block("continuation", text, (self._line,), level=depth) for text in further)

    def _level(self, styles: list[str]) -> int:
        heading = next(filter(None, map(HEADING_STYLE.fullmatch, styles)), None)
        if heading is None:
            return 0
        return 1 if heading[2] else int(heading[1]) + self._shift

    def _styles(self, element: Element) -> list[str]:
        """The names of a paragraph's style and of those it is based on, nearest first."""
        if element.style not in self._known_styles:
            style = Paragraph(element, self._document._body).style
            names = self._known_styles[element.style] = []
            while style is not None and len(names) < MOST_STYLES:
                names.append(style.name or "")
                style = style.base_style
        return self._known_styles[element.style]


def _numbering(document: WordDocument) -> Element | None:
    """The document's list definitions; None where it has none."""
    try:
        return document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element
    except KeyError:
        return None
