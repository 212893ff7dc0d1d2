"""What stands in a paragraph of a Word document: bookmarks, links, fields and pictures."""

from io import BytesIO

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length
from docx.text.paragraph import Paragraph

LINK, ADDRESS = "Hyperlink", "Address"
"""Styles of links: of words that lead somewhere, and of an address that is printed."""


def element(tag: str, /, **attributes: object):
    """An element of WordprocessingML with its attributes: ``element("w:lang", val="en-GB")``."""
    made = OxmlElement(tag)
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), str(value))
    return made


def bookmark(paragraph: Paragraph, anchor: str, number: int) -> None:
    """Let links and the contents lead to a paragraph. ``number`` is unique in the document."""
    start = element("w:bookmarkStart", id=number, name=bookmark_name(anchor))
    first = paragraph._p.find(qn("w:r"))
    (first.addprevious if first is not None else paragraph._p.append)(start)
    paragraph._p.append(element("w:bookmarkEnd", id=number))


def bookmark_name(anchor: str) -> str:
    """What Word takes as a bookmark's name: letters, digits and underscores, and it begins with a letter."""
    return anchor.replace("-", "_")


def link(paragraph: Paragraph, words: str, address: str, style: str = LINK) -> None:
    """Words that lead to an address.

    Each gets a relationship of its own: looking for an equal one takes longer with every link that there is.
    """
    relations = paragraph.part.rels
    name = f"link{len(relations)}"
    relations.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, address, name, is_external=True)
    _link(paragraph, words, style).set(qn("r:id"), name)


def printed(paragraph: Paragraph, address: str) -> None:
    """An address, to be read on paper, too."""
    link(paragraph, address, address, ADDRESS)


def link_within(paragraph: Paragraph, words: str, anchor: str, style: str = LINK):
    """Words that lead to a bookmark of the document, and the element around them."""
    made = _link(paragraph, words, style)
    made.set(qn("w:anchor"), bookmark_name(anchor))
    return made


def _link(paragraph: Paragraph, words: str, style: str):
    made, run = element("w:hyperlink", history=1), paragraph.add_run(words)._r
    if style:
        properties = OxmlElement("w:rPr")
        properties.append(element("w:rStyle", val=style))
        run.insert(0, properties)
    made.append(run)
    paragraph._p.append(made)
    return made


def field(paragraph: Paragraph, instruction: str, shown: str = "1") -> list:
    """A field such as PAGE, with what it shows until it is worked out; its runs are returned."""
    instructing, words = OxmlElement("w:instrText"), paragraph.add_run()._r
    instructing.set(qn("xml:space"), "preserve")
    instructing.text = f" {instruction} "
    words.append(instructing)
    runs = [_part(paragraph, "begin"), words, _part(paragraph, "separate")]
    runs += [paragraph.add_run(shown)._r] if shown else []
    runs.append(_part(paragraph, "end"))
    paragraph._p.extend(runs)
    return runs


def _part(paragraph: Paragraph, kind: str):
    run = paragraph.add_run()._r
    run.append(element("w:fldChar", fldCharType=kind))
    return run


def picture(document: Document, png: bytes, width: Length, words: str) -> None:
    """A picture with its alternative text. It says that no room is kept around it, or LibreOffice keeps some."""
    shape = document.add_picture(BytesIO(png), width=width)
    for side in ("distT", "distB", "distL", "distR"):
        shape._inline.set(side, "0")
    shape._inline.docPr.set("descr", words)
    shape._inline.docPr.set("title", "How the promises stand")
