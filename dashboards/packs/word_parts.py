"""The parts that Word documents are made of here, and that python-docx has no words for.

Headings with bookmarks, a table of contents whose entries are written already, fields for the number of a page, tables
whose heading row is marked and repeated, alternative texts, links, and files that are the same byte for byte.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

LANGUAGE = "en-GB"
HEATHER, RESERVOIR, SOFT = RGBColor(0x5A, 0x2A, 0x6B), RGBColor(0x0F, 0x4F, 0x6E), RGBColor(0x57, 0x51, 0x5E)
HEADING_SHADE = "F1EBE1"
FONT = "Arial"


def element(tag: str, /, **attributes: object):
    """An element of WordprocessingML with its attributes: ``element("w:lang", val="en-GB")``."""
    made = OxmlElement(tag)
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), str(value))
    return made


def set_up(document: Document, language: str = LANGUAGE) -> None:
    """Language, typeface and the styles that the default template lacks or paints in other colours."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    defaults.find(qn("w:lang")).set(qn("w:val"), language)
    document.settings.element.find(qn("w:themeFontLang")).set(qn("w:val"), language)
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    _set_fonts(defaults)
    _typeface(document.styles["Normal"], 10.5)
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    for name, size in (
        ("Title", 26),
        ("Heading 1", 18),
        ("Heading 2", 13.5),
        ("Heading 3", 11.5),
        ("TOC Heading", 13.5),
    ):
        _typeface(document.styles[name], size, HEATHER)
    _typeface(document.styles["Caption"], 9.5, SOFT)
    _typeface(document.styles["List Bullet"], 10.5)
    for border in document.styles["Title"].element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)
    link = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
    link.font.color.rgb, link.font.underline = RESERVOIR, True
    for level in (1, 2):
        style = document.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        style.base_style = document.styles["Normal"]
        style.paragraph_format.left_indent = Pt(14 * (level - 1))
        style.paragraph_format.space_after = Pt(2)


def _typeface(style, size: float, colour: RGBColor | None = None) -> None:
    for twin in style.element.findall(qn("w:link")):
        style.element.remove(twin)  # a style for characters of the same name, which keeps the template's looks
    properties = style.element.get_or_add_rPr()
    properties.get_or_add_rFonts()
    _set_fonts(properties)
    style.font.size = Pt(size)
    if colour is not None:
        style.font.color.rgb = colour
        for theme in ("themeColor", "themeShade", "themeTint"):
            properties.find(qn("w:color")).attrib.pop(qn(f"w:{theme}"), None)


def _set_fonts(properties) -> None:
    """One typeface for every script, in place of those of the template's theme."""
    fonts = properties.find(qn("w:rFonts"))
    fonts.attrib.clear()
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Let links and the table of contents lead to a paragraph. ``number`` is unique in the document."""
    start, end = element("w:bookmarkStart", id=number, name=name), element("w:bookmarkEnd", id=number)
    first = paragraph._p.find(qn("w:r"))
    (first.addprevious if first is not None else paragraph._p.append)(start)
    paragraph._p.append(end)


def list_item(document: Document) -> Paragraph:
    """An item of a list at the end of the document; the library looks through every style for each of them."""
    made, properties = OxmlElement("w:p"), OxmlElement("w:pPr")
    properties.append(element("w:pStyle", val="ListBullet"))
    made.append(properties)
    document.element.body[-1].addprevious(made)
    return Paragraph(made, document._body)


def link(paragraph: Paragraph, words: str, address: str = "", anchor: str = "") -> None:
    """A link to an address, or within the document to a bookmark.

    Each gets a relationship of its own: looking for an equal one takes longer with every link that there is.
    """
    made, run = OxmlElement("w:hyperlink"), paragraph.add_run(words)._r
    if address:
        relations = paragraph.part.rels
        name = f"link{len(relations)}"
        relations.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, address, name, is_external=True)
        made.set(qn("r:id"), name)
        properties = OxmlElement("w:rPr")
        properties.append(element("w:rStyle", val="Hyperlink"))
        run.insert(0, properties)
    else:
        made.set(qn("w:anchor"), anchor)
    made.append(run)
    paragraph._p.append(made)


def field(paragraph: Paragraph, instruction: str, shown: str = "1") -> None:
    """A field such as PAGE, with what it shows until it is worked out."""
    for kind in ("begin", "separate", "end"):
        run = paragraph.add_run()
        run._r.append(element("w:fldChar", fldCharType=kind))
        if kind == "begin":
            _instruct(paragraph, instruction)
        elif kind == "separate":
            paragraph.add_run(shown)


def _instruct(paragraph: Paragraph, instruction: str) -> None:
    words = OxmlElement("w:instrText")
    words.set(qn("xml:space"), "preserve")
    words.text = f" {instruction} "
    paragraph.add_run()._r.append(words)


def contents_list(document: Document, entries: Sequence[tuple[int, str, str]]) -> None:
    r"""A table of contents of (level, words, bookmark), complete as it stands and renewable in Word.

    Only Word knows where pages end, so entries carry no page numbers (``\n``): they are numbered, and they are links.
    """
    paragraphs = [document.add_paragraph(style=f"toc {level}") for level, _, _ in entries]
    first, last = paragraphs[0], paragraphs[-1]
    first.add_run()._r.append(element("w:fldChar", fldCharType="begin"))
    _instruct(first, r'TOC \o "1-2" \h \z \n \u')
    first.add_run()._r.append(element("w:fldChar", fldCharType="separate"))
    for paragraph, (_, words, anchor) in zip(paragraphs, entries, strict=True):
        link(paragraph, words, anchor=anchor)
    last.add_run()._r.append(element("w:fldChar", fldCharType="end"))


def table(document: Document, columns: Sequence[tuple[str, float]], about: str) -> Table:
    """A table with its heading row, marked as such and repeated on each page. Widths are centimetres."""
    made = document.add_table(rows=1, cols=len(columns))
    made.style, made.autofit = "Table Grid", False
    properties = made._tbl.tblPr
    properties.remove(properties.find(qn("w:tblLook")))
    properties.append(
        element("w:tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1)
    )
    properties.append(element("w:tblCaption", val=about))
    properties.append(element("w:tblDescription", val=f"Columns: {', '.join(name for name, _ in columns)}."))
    heading = made.rows[0]
    keep_together(heading)
    heading._tr.get_or_add_trPr().append(element("w:tblHeader"))
    for cell, (name, _) in zip(heading.cells, columns, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
        cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=HEADING_SHADE))
    widths = [round(width * 567) for _, width in columns]
    for grid, width in zip(made._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        grid.set(qn("w:w"), str(width))
    _widths(heading.cells, widths)
    made.widths, made.whole = widths, document
    return made


class Cell:
    """A cell of a new row, written line by line, each a paragraph of its own. It has one at least, as Word asks."""

    def __init__(self, width: int, whole: Document):
        self.whole, self.is_empty = whole, True
        self.element = OxmlElement("w:tc")
        properties = OxmlElement("w:tcPr")
        properties.append(element("w:tcW", w=width, type="dxa"))
        self.element.append(properties)
        self.element.append(OxmlElement("w:p"))

    def line(self, words: str = "", bold: bool = False) -> Paragraph:
        if not self.is_empty:
            self.element.append(OxmlElement("w:p"))
        self.is_empty = False
        paragraph = Paragraph(self.element[-1], self.whole._body)
        if words:
            paragraph.add_run(words).bold = bold or None
        return paragraph

    def lines(self, said: Iterable[str]) -> None:
        for words in filter(None, said):
            self.line(words)


def row(made: Table) -> list[Cell]:
    """The cells of a new row, which is not torn apart at the end of a page.

    The library's own rows take longer the more there are; a pack may have a thousand.
    """
    added, properties = OxmlElement("w:tr"), OxmlElement("w:trPr")
    properties.append(element("w:cantSplit"))
    added.append(properties)
    cells = [Cell(width, made.whole) for width in made.widths]
    added.extend(cell.element for cell in cells)
    made._tbl.append(added)
    return cells


def keep_together(made) -> None:
    made._tr.get_or_add_trPr().append(element("w:cantSplit"))


def _widths(cells: Sequence[_Cell], widths: Sequence[int]) -> None:
    for cell, width in zip(cells, widths, strict=True):
        properties = cell._tc.get_or_add_tcPr()
        for old in properties.findall(qn("w:tcW")):
            properties.remove(old)
        properties.insert(0, element("w:tcW", w=width, type="dxa"))


def picture(document: Document, png: bytes, width, words: str) -> None:
    """A picture with its alternative text."""
    shape = document.add_picture(BytesIO(png), width=width)
    shape._inline.docPr.set("descr", words)
    shape._inline.docPr.set("title", "How the promises stand")


def file_of(document: Document, moment: datetime) -> bytes:
    """The document as a file; the same document and moment give the same bytes."""
    core = document.core_properties
    core.created = core.modified = moment
    made, out = BytesIO(), BytesIO()
    document.save(made)
    with ZipFile(made) as parts, ZipFile(out, "w", ZIP_DEFLATED) as kept:
        for name in parts.namelist():
            info = ZipInfo(name, (moment.year, moment.month, moment.day, 0, 0, 0))
            info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, 3, 0o600 << 16
            kept.writestr(info, parts.read(name))
    return out.getvalue()
