"""HTML, as saved from a browser or a word processor, into blocks."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import PageElement, Tag

from plan_documents.blocks import Block

from .html_page import HEADINGS, LINE_BREAK, page_content
from .html_tables import table_grid

LISTS = {"ul", "ol", "menu"}
BLOCKS = {
    *HEADINGS,
    *LISTS,
    *("html", "body", "main", "article", "section", "div", "header", "footer", "nav", "aside", "form", "fieldset"),
    *("p", "li", "blockquote", "pre", "address", "figure", "figcaption", "legend", "details", "summary", "center"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "dl", "dt", "dd", "hr"),
}
PANELS = {"div", "section", "article", "ul", "ol", "p", "table", "dl"}


def read_html(source: str) -> list[Block]:
    """The page's own content in reading order: its ``main`` or ``article`` where it has one, else its body.

    A block's line is the line of the source its element starts on.
    """
    reader = _PageReader()
    reader.flow(page_content(source), _Place())
    return reader.blocks


@dataclass
class _List:
    """A list being read: how it marks its items."""

    numbered: bool
    next: int = 1

    def marker(self, item: Tag) -> str:
        if not self.numbered:
            return "•"
        number = _whole(item.get("value"), self.next)
        self.next = number + 1
        return f"{number}."


@dataclass
class _Place:
    """Where text stands: in running text, or in an item of a list at a depth."""

    depth: int = -1
    within: _List | None = None
    marker: str = "•"
    started: bool = False
    """Whether the item has had its first text."""

    def leave(self) -> None:
        """What follows is running text again."""
        self.depth, self.within = -1, None


@dataclass
class _PageReader:
    blocks: list[Block] = field(default_factory=list)
    _level: int = 0
    """The level of the last heading outside any accordion."""
    _accordion: int = 0
    """The level of an accordion's headings; 0 where none is open."""
    _rows: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """The cells of the rows of the tables met so far, by the row's ``id()``."""

    def flow(self, parent: Tag, place: _Place) -> None:
        """Every child in turn; neighbouring text and inline elements make one paragraph."""
        run: list[PageElement] = []
        for child in list(parent.children):
            if _is_inline(child):
                run.append(child)
                continue
            self._say(run, parent, place)
            run = []
            self._visit(child, place)
        self._say(run, parent, place)

    def _visit(self, element: Tag, place: _Place) -> None:
        if element.name in HEADINGS:
            self._heading(element, place, HEADINGS[element.name])
        elif element.name in ("summary", "button"):
            self._accordion_heading(element, place)
        elif element.name in LISTS:
            self._list(element, place)
        elif element.name == "li":
            self._item(element, place)
        elif element.name == "table":
            self._table(element, place)
        elif id(element) in self._rows:
            self._row(element)
        else:
            self.flow(element, place)

    def _say(self, run: list[PageElement], parent: Tag, place: _Place) -> None:
        """A paragraph, or several where line breaks part it."""
        line = _line(next((each for each in run if isinstance(each, Tag)), parent) if _only_tags(run) else parent)
        furniture = "button" if _only_buttons(run) else ""
        for text in _parted("".join(each.get_text() for each in run)):
            if place.depth < 0:
                self.blocks.append(Block("paragraph", text, (line,), furniture=furniture))
            elif place.started:
                self.blocks.append(Block("continuation", text, (line,), level=place.depth))
            else:
                self.blocks.append(Block("item", text, (line,), level=place.depth, marker=place.marker))
            place.started = True

    def _heading(self, element: Tag, place: _Place, level: int) -> None:
        """A heading; at the start of a numbered item it is that item's text, and its number stays."""
        if place.within and place.within.numbered and not place.started:
            self._say([element], element, place)
            return
        if not (text := _clean(element.get_text())):
            return
        if level < self._accordion or not self._accordion:
            self._level, self._accordion = level, 0
        place.leave()
        self.blocks.append(Block("heading", text, (_line(element),), level=level))

    def _accordion_heading(self, element: Tag, place: _Place) -> None:
        """One level deeper than the heading the accordion stands under, whatever headings its parts hold."""
        self._accordion = self._accordion or min(self._level + 1, 6)
        self._heading(element, place, self._accordion)

    def _list(self, element: Tag, place: _Place) -> None:
        within = _List(element.name == "ol", _whole(element.get("start"), 1))
        self.flow(element, _Place(place.depth + 1, within))

    def _item(self, item: Tag, place: _Place) -> None:
        within = place.within or _List(numbered=False)
        place.started = True
        self.flow(item, _Place(max(place.depth, 0), within, within.marker(item)))

    def _table(self, table: Tag, place: _Place) -> None:
        """Its rows, with a caption or stray text as paragraphs at their place."""
        self._rows |= table_grid(table, _cell)
        self.flow(table, place)

    def _row(self, row: Tag) -> None:
        if cells := self._rows.get(id(row)):
            self.blocks.append(Block("row", " ".join(filter(None, cells)), (_line(row),), cells=cells))


def _cell(cell: Tag) -> str:
    """A cell's text; paragraphs, list items and the rows of inner tables stay on lines of their own."""
    reader = _PageReader()
    reader.flow(cell, _Place())
    return "\n".join(block.text for block in reader.blocks)


def _is_inline(element: PageElement) -> bool:
    if not isinstance(element, Tag):
        return True
    if element.name == "button":
        return not _heads_content(element)
    return element.name not in BLOCKS and not any(inner.name in BLOCKS for inner in _tags_in(element))


def _tags_in(element: Tag) -> Iterator[Tag]:
    return (inner for inner in element.descendants if isinstance(inner, Tag))


def _heads_content(button: Tag) -> bool:
    """Whether what follows a button, or follows the element it fills, is a part of the page that it opens."""
    filled = button
    while filled.parent is not None and _clean(filled.parent.get_text()) == _clean(button.get_text()):
        filled = filled.parent
    after = filled.find_next_sibling(True)
    return after is not None and after.name in PANELS and bool(after.get_text().strip()) and bool(button.get_text())


def _only_tags(run: list[PageElement]) -> bool:
    return all(isinstance(each, Tag) or not each.strip() for each in run)


def _only_buttons(run: list[PageElement]) -> bool:
    return _only_tags(run) and all(each.name == "button" for each in run if isinstance(each, Tag))


def _parted(text: str) -> list[str]:
    """The text, parted at its line breaks."""
    return [clean for part in text.split(LINE_BREAK) if (clean := _clean(part))]


def _whole(value: object, otherwise: int) -> int:
    text = str(value or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else otherwise


def _line(element: Tag) -> int:
    while element is not None and element.sourceline is None:
        element = element.parent
    return element.sourceline if element is not None else 1


def _clean(text: str) -> str:
    return " ".join(text.split())
