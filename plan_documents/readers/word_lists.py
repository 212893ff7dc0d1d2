"""The numbers and bullets of a Word document's lists, which its paragraphs refer to and do not hold."""

import re

from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml.etree import _Element as Element

LIST_STYLE = re.compile(r"List (Bullet|Number)(?: (\d))?")
ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class ListMarkers:
    """Tells a list paragraph's depth and marker, and counts the numbered ones for each list and level."""

    def __init__(self, numbering: Element | None):
        self._formats = _formats(numbering) if numbering is not None else {}
        self._numbers: dict[tuple[str, int], int] = {}

    def of(self, paragraph: Paragraph, styles: list[str]) -> tuple[int, str] | None:
        """(depth, marker) of a list paragraph; None for any other. ``styles``: its style and those it is based on."""
        named = next(filter(None, map(LIST_STYLE.match, styles)), None)
        number_id, level = _reference(paragraph)
        if number_id == "0" or (number_id is None and named is None):
            return None
        depth = level if level is not None else int(named[2] or 1) - 1 if named else 0
        by_name = "decimal" if named and named[1] == "Number" else "bullet"
        form, start = self._formats.get((number_id, level or 0), (by_name, 1))
        return None if form == "none" else (depth, self._marker(number_id or named[0], depth, form, start))

    def _marker(self, list_id: str, depth: int, form: str, start: int) -> str:
        if form == "bullet":
            return "•"
        number = self._numbers.get((list_id, depth), start - 1) + 1
        self._numbers = {key: value for key, value in self._numbers.items() if key[0] != list_id or key[1] <= depth}
        self._numbers[list_id, depth] = number
        return f"{_written(number, form)}."


def _reference(paragraph: Paragraph) -> tuple[str | None, int | None]:
    """The list and the level that a paragraph names, itself or through its style."""
    style = paragraph.style.element if paragraph.style is not None else None
    places = [paragraph._p.pPr, style.find(qn("w:pPr")) if style is not None else None]
    number_id = level = None
    for properties in (place.find(qn("w:numPr")) for place in places if place is not None):
        if properties is not None:
            number_id = number_id or _value(properties.find(qn("w:numId")))
            level = level or _value(properties.find(qn("w:ilvl")))
    return number_id, _whole(level, None)


def _formats(numbering: Element) -> dict[tuple[str, int], tuple[str, int]]:
    """(format, first number) for each list and level."""
    abstract = {each.get(qn("w:abstractNumId")): each for each in numbering.findall(qn("w:abstractNum"))}
    formats: dict[tuple[str, int], tuple[str, int]] = {}
    for number in numbering.findall(qn("w:num")):
        form = abstract.get(_value(number.find(qn("w:abstractNumId"))))
        starts = {
            override.get(qn("w:ilvl")): _value(override.find(qn("w:startOverride")))
            for override in number.findall(qn("w:lvlOverride"))
        }
        for level in form.findall(qn("w:lvl")) if form is not None else ():
            depth = level.get(qn("w:ilvl"))
            start = _whole(starts.get(depth) or _value(level.find(qn("w:start"))), 1)
            key = (number.get(qn("w:numId")), _whole(depth, 0))
            formats[key] = (_value(level.find(qn("w:numFmt"))) or "decimal", start)
    return formats


def _value(element: Element | None) -> str | None:
    return element.get(qn("w:val")) if element is not None else None


def _whole(value: str | None, otherwise: int | None) -> int | None:
    """The value as a number; ``otherwise`` where it is none, or larger than any list needs."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 5 else otherwise


def _written(number: int, form: str) -> str:
    """The number as Word writes it in this format."""
    written = str(number)
    if form.endswith("Letter"):
        written = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif form.endswith("Roman"):
        written = _roman(number)
    return written.upper() if form.startswith("upper") else written


def _roman(number: int) -> str:
    written = ""
    for value, letters in ROMAN:
        written += letters * (number // value)
        number %= value
    return written
