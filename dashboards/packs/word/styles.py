"""How a Word document looks: its language, its typeface, and the styles that the library's template lacks or paints."""

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from dashboards.packs.word.pieces import ADDRESS, LINK, element

LANGUAGE, FONT = "en-GB", "Arial"
HEATHER, RESERVOIR = RGBColor(0x5A, 0x2A, 0x6B), RGBColor(0x0F, 0x4F, 0x6E)
ACROSS = Cm(17)
"""How wide the text is, of paper that is 21 centimetres wide."""
TEXT, LINES, SMALL, SMALLEST = 10.5, 9.5, 9, 8.5
"""Sizes in points: of text, of lines of the contents, which fit in one, of addresses, and of head and foot."""
HEADINGS = (("Title", 24), ("Heading 1", 18), ("Heading 2", 13.5), ("TOC Heading", 13.5))


def set_up(document: Document) -> None:
    """Paint the styles of a document made from the library's template."""
    styles = document.styles
    _set_defaults(document)
    _typeface(styles["Normal"], TEXT)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    for name, size in HEADINGS:
        _typeface(styles[name], size, HEATHER)
    for name, before in (("Heading 1", 18), ("Heading 2", 14)):
        styles[name].paragraph_format.space_before, styles[name].paragraph_format.space_after = Pt(before), Pt(4)
    for border in styles["Title"].element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)
    _typeface(styles["List Bullet"], TEXT)
    for name in ("Header", "Footer"):
        _typeface(styles[name], SMALLEST)
    _quoted(styles["Quote"])
    _links(styles)
    _contents(styles)
    _in_tables(styles)


def _set_defaults(document: Document) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    defaults.find(qn("w:lang")).set(qn("w:val"), LANGUAGE)
    _set_fonts(defaults)
    settings = document.settings.element
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), LANGUAGE)
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    compatibility = settings.find(qn("w:compat"))
    compatibility.addprevious(element("w:updateFields", val="true"))
    for setting in compatibility.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _quoted(style) -> None:
    """What somebody asked, set off by a line at its left: slanted letters are hard to read."""
    _typeface(style, TEXT)
    borders = element("w:pBdr")
    borders.append(element("w:left", val="single", sz=18, space=8, color=HEATHER))
    style.element.get_or_add_pPr().append(borders)
    style.paragraph_format.left_indent, style.paragraph_format.keep_with_next = Cm(0.5), True
    style.font.italic = False


def _links(styles) -> None:
    for name, size, builtin in ((LINK, None, True), (ADDRESS, SMALL, False)):
        style = styles.add_style(name, WD_STYLE_TYPE.CHARACTER, builtin=builtin)
        style.font.color.rgb, style.font.underline = RESERVOIR, True
        style.font.size = size and Pt(size)


def _contents(styles) -> None:
    """Lines of the contents, whose numbers stand at the right edge."""
    for level in (1, 2):
        style = styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        style.base_style, style.font.size = styles["Normal"], Pt(LINES)
        lines = style.paragraph_format
        lines.left_indent, lines.space_after = Pt(14 * (level - 1)), Pt(2)
        lines.tab_stops.add_tab_stop(ACROSS, WD_TAB_ALIGNMENT.RIGHT)


def _in_tables(styles) -> None:
    """Lines of a cell; those of a heading row keep the next row with them."""
    text = styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH)
    text.base_style = styles["Normal"]
    text.paragraph_format.space_before = text.paragraph_format.space_after = Pt(2)
    heading = styles.add_style("Table Heading", WD_STYLE_TYPE.PARAGRAPH)
    heading.base_style, heading.font.bold, heading.paragraph_format.keep_with_next = text, True, True


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
