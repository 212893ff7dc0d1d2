"""Plain text, as copied from a web page or a PDF, into blocks."""

import re
from collections.abc import Iterator

from plan_documents.blocks import Block

ITEM = re.compile(
    r"^(?P<indent>\s*)(?P<marker>[•◦▪●‣∙·*§–—-]|\(?\d{1,3}[.)]|\(?[a-z][.)]|[ivx]{1,4}[.)])\s+(?P<text>\S.*)$"
)
ENDS_SENTENCE = re.compile(r"[.!?:;…|][\"'”’)\]]*$")
LEANS_FORWARD = re.compile(r"(?:\b(?:a|an|and|as|at|by|for|from|in|of|on|or|the|to|with)|,)$", re.IGNORECASE)
TABLE_RULE = re.compile(r"^[\s|:+=-]*-{3,}[\s|:+=-]*$")
COLUMN_GAP = re.compile(r"\t+")
WRAP_WIDTH = 45
"""A line shorter than this many characters was not broken for lack of room."""


def read_text(source: str) -> list[Block]:
    """Every non-blank line of ``source`` becomes part of exactly one block.

    Indentation says how items nest, a line indented under an item continues it, and a line that a
    PDF broke in mid-sentence joins the line before it.
    """
    return list(_TextReader(source).blocks())


class _TextReader:
    def __init__(self, source: str):
        self._lines = source.split("\n")
        self._open_items: list[tuple[int, int]] = []
        """(column of the marker, column of the text) of the items a deeper line may belong to."""

    def blocks(self) -> Iterator[Block]:
        held: Block | None = None
        after_blank = True
        for number, raw in enumerate(self._lines, start=1):
            line = _tidy(raw)
            if not line.strip():
                after_blank = True
                continue
            if held and not after_blank and _continues(held, line):
                held = _joined(held, line.strip(), number)
            elif held and TABLE_RULE.match(line):
                held = Block(held.kind, held.text, (*held.lines, number), held.level, held.marker, held.cells)
            else:
                if held:
                    yield held
                held = self._block(line, number, after_blank)
            after_blank = False
        if held:
            yield held

    def _block(self, line: str, number: int, after_blank: bool) -> Block:
        if cells := _cells(line):
            self._open_items = []
            return Block("row", " ".join(cells), (number,), cells=cells)
        if item := ITEM.match(line):
            return self._item(item, number)
        depth = self._depth_continued(_indent(line))
        if depth is not None and _indent(line) > 0:
            return Block("continuation", line.strip(), (number,), level=depth)
        self._open_items = []
        return Block("paragraph", line.strip(), (number,))

    def _item(self, item: re.Match, number: int) -> Block:
        column = len(item["indent"])
        self._open_items = [each for each in self._open_items if each[0] < column]
        depth = len(self._open_items)
        self._open_items.append((column, item.start("text")))
        return Block("item", item["text"].strip(), (number,), level=depth, marker=item["marker"])

    def _depth_continued(self, indent: int) -> int | None:
        """The depth of the deepest open item that starts left of ``indent``."""
        depths = [depth for depth, (column, _text) in enumerate(self._open_items) if column < indent]
        return depths[-1] if depths else None


def _tidy(line: str) -> str:
    """Without page-break characters and trailing space; tabs that indent become spaces."""
    line = line.replace("\f", "").replace("\u00a0", " ").replace("\ufeff", "").rstrip()
    text = line.lstrip()
    return line[: len(line) - len(text)].expandtabs(4) + text


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


def _continues(held: Block, line: str) -> bool:
    """Whether ``line`` is the rest of a sentence that was broken for lack of room."""
    stripped = line.strip()
    if held.kind == "row" or _cells(line) or ITEM.match(line) or ENDS_SENTENCE.search(held.text):
        return False
    if LEANS_FORWARD.search(held.text):
        return True
    return len(held.text) >= WRAP_WIDTH and stripped[0].islower()


def _joined(held: Block, text: str, number: int) -> Block:
    return Block(held.kind, f"{held.text} {text}", (*held.lines, number), held.level, held.marker)
