"""Plain text, as copied from a web page or a PDF, into blocks."""

import re
from collections.abc import Iterator
from dataclasses import replace

from plan_documents.blocks import Block
from plan_documents.vocabulary import label_of

from .page_furniture import ENDS_SENTENCE, Line, furniture_in, is_label
from .wrapping import Wrapping

ITEM = re.compile(
    r"^(?P<indent>\s*)(?P<marker>[•◦▪●‣∙·*§–—-]|\(?\d{1,3}[.)]|\(?[a-z][.)]|[ivx]{1,4}[.)])\s+(?P<text>\S.*)$"
)
MARKER_ALONE = re.compile(r"^\s*(?:[•◦▪●‣∙]|\d{1,3}[.)])$")
TABLE_RULE = re.compile(r"^[\s|:+=-]*-{3,}[\s|:+=-]*$")
COLUMN_GAP = re.compile(r"\t+")
LINE_END = re.compile("[\n\v\u0085\u2028\u2029]")


def read_text(source: str) -> list[Block]:
    """Every non-blank line of ``source`` becomes part of exactly one block.

    Indentation says how items nest, a line indented under an item continues it, and a line that a
    PDF broke in mid-sentence joins the line before it, over a page's end and its header too.
    """
    return list(_TextReader(source).blocks())


class _TextReader:
    def __init__(self, source: str):
        lines = list(_lines(source))
        self._furniture = {lines[position].numbers: reason for position, reason in furniture_in(lines).items()}
        self._lines = list(self._with_markers(lines))
        self._wrapping = Wrapping([line for line in lines if line.numbers not in self._furniture])
        self._open_items: list[tuple[int, int]] = []
        """(column of the marker, column of the text) of the items a deeper line may belong to."""
        self._held: Block | None = None
        self._rest: list[Line] = []
        """The lines that go on with the held block's sentence."""
        self._prose = False
        """Whether the held block stands where running text does: under a label, or after a sentence."""
        self._set_by: list[Block] = []
        """Page furniture met since the held block began."""
        self._parted = False
        """Whether page furniture stands after the held block's last line."""

    def blocks(self) -> Iterator[Block]:
        content = [line for line in self._lines if line.numbers not in self._furniture]
        following = dict(zip([line.numbers for line in content], [*content[1:], None], strict=False))
        for line in self._lines:
            if reason := self._furniture.get(line.numbers):
                self._set_by.append(Block("paragraph", line.text.strip(), line.numbers, furniture=reason))
                self._parted = True
            elif self._belongs(line, following[line.numbers]):
                self._rest.append(line)
                self._parted = False
            elif self._held and TABLE_RULE.match(line.text):
                self._held = replace(self._held, lines=(*self._held.lines, *line.numbers))
            else:
                before = self._last_text()
                self._prose = bool(label_of(before) or ENDS_SENTENCE.search(before))
                yield from self._released()
                self._held = self._block(line)
        yield from self._released()

    def _released(self) -> Iterator[Block]:
        """The held block, and after it the page furniture that stood in or behind it."""
        if self._held:
            yield self._whole(self._held)
        yield from self._set_by
        self._held, self._rest, self._set_by, self._parted = None, [], [], False

    def _whole(self, held: Block) -> Block:
        """The held block with the lines that go on with it."""
        texts = [held.text, *(line.text.strip() for line in self._rest)]
        parts = [part for pair in zip(texts, texts[1:], strict=False) for part in self._wrapping.joint(*pair)]
        numbers = [number for line in self._rest for number in line.numbers]
        return replace(held, text="".join([*parts, texts[-1]]), lines=tuple(sorted((*held.lines, *numbers))))

    def _last_text(self) -> str:
        if self._rest:
            return self._rest[-1].text.strip()
        return self._held.text if self._held else ""

    def _with_markers(self, lines: list[Line]) -> Iterator[Line]:
        """The lines; a bullet or number that stands alone goes with the text that follows it."""
        marker: Line | None = None
        for line in lines:
            taken = line.numbers not in self._furniture and not _is_marked(line.text) and not is_label(line.text)
            if marker and taken:
                text = f"{marker.text} {line.text.strip()}"
                yield replace(marker, text=text, numbers=(*marker.numbers, *line.numbers))
                marker = None
                continue
            if marker:
                yield marker
            marker = line if MARKER_ALONE.match(line.text) else None
            if not marker:
                yield line
        if marker:
            yield marker

    def _belongs(self, line: Line, following: Line | None) -> bool:
        """Whether the line is the rest of the held block's sentence."""
        if self._held is None or self._held.kind == "row" or _cells(line.text) or ITEM.match(line.text):
            return False
        parted = self._parted or line.new_page
        if line.after_blank and not parted:
            return False
        last = self._last_text()
        if self._wrapping.continues(last, line.text.strip(), parted, bool(self._rest)):
            return True
        prose = self._held.kind != "paragraph" or self._rest or self._prose
        full = last if self._rest else f"{self._held.marker} {last}".lstrip()
        return bool(prose) and not parted and self._wrapping.runs_on(full, line.text.strip(), following)

    def _block(self, line: Line) -> Block:
        if cells := _cells(line.text):
            self._open_items = []
            return Block("row", " ".join(cells), line.numbers, cells=cells)
        if item := ITEM.match(line.text):
            return self._item(item, line.numbers)
        depth = self._depth_continued(_indent(line.text))
        if depth is not None and _indent(line.text) > 0:
            return Block("continuation", line.text.strip(), line.numbers, level=depth)
        self._open_items = []
        return Block("paragraph", line.text.strip(), line.numbers)

    def _item(self, item: re.Match, numbers: tuple[int, ...]) -> Block:
        column = len(item["indent"])
        self._open_items = [each for each in self._open_items if each[0] < column]
        depth = len(self._open_items)
        self._open_items.append((column, item.start("text")))
        lettered = item["marker"].strip("().").isalpha()
        text = f"{item['marker']} {item['text'].strip()}" if lettered else item["text"].strip()
        return Block("item", text, numbers, level=depth, marker=item["marker"])

    def _depth_continued(self, indent: int) -> int | None:
        """The depth of the deepest open item that starts left of ``indent``."""
        depths = [depth for depth, (column, _text) in enumerate(self._open_items) if column < indent]
        return depths[-1] if depths else None


def _lines(source: str) -> Iterator[Line]:
    """The lines that are not blank."""
    after_blank, new_page = True, False
    for number, raw in enumerate(LINE_END.split(source), start=1):
        text = _tidy(raw)
        new_page = new_page or "\f" in raw[: len(raw) - len(raw.lstrip())]
        if text.strip():
            yield Line(text, (number,), after_blank, new_page)
            new_page = "\f" in raw.strip() or raw.rstrip(" ").endswith("\f")
        after_blank = not text.strip()


def _tidy(line: str) -> str:
    """Without page-break characters and trailing space; tabs that indent become spaces."""
    line = line.strip("\f").replace("\f", " ").replace("\u00a0", " ").replace("\ufeff", "").rstrip()
    text = line.lstrip()
    return line[: len(line) - len(text)].expandtabs(4) + text


def _is_marked(text: str) -> bool:
    return bool(ITEM.match(text) or MARKER_ALONE.match(text) or _cells(text))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _cells(line: str) -> tuple[str, ...]:
    """The cells of a table row drawn with pipes or tabs; none where the line is no row."""
    stripped = line.strip()
    if stripped.count("|") >= 2 or (stripped.startswith("|") and stripped.endswith("|")):
        return tuple(cell.strip() for cell in stripped.strip("|").split("|"))
    if len(COLUMN_GAP.split(stripped)) >= 3:
        return tuple(cell.strip() for cell in COLUMN_GAP.split(stripped))
    return ()
