"""A place in the list of blocks, and an account of what became of each."""

import re
from collections.abc import Callable
from dataclasses import replace

from plan_documents.blocks import Block, fold
from plan_documents.parsed import SetAside, Text
from plan_documents.vocabulary import OutcomeNames, furniture_of, label_of, split_inline_label

from .columns import is_flattened_header, is_header

NO_PLACE = "text whose place in the plan cannot be told"
NOTHING_UNDER = "heading with nothing under it"
HEADING_WORDS = 14
HEADING_CHARACTERS = 100
NAMED_OUTCOME = re.compile(r"^Outcome:\s+(?P<name>\S.*)$", re.I)
STATEMENT_WORDS = 30


class Cursor:
    """Walks the blocks once. What is taken counts as placed; what is set aside is listed with its reason.

    Page furniture is set aside before the walk begins, and a label that leads a line ("Portfolio holder: …")
    is parted from what follows it. ``marked`` says whether the source marks its headings (Markdown, HTML,
    Word); in plain text they are known by their shape.
    """

    def __init__(self, blocks: list[Block], names: OutcomeNames | None = None):
        self.names = names or OutcomeNames()
        self.set_aside_lines: list[SetAside] = []
        self.warnings: list[Text] = []
        self.taken: list[Block] = []
        self.total_lines = sum(len(block.lines) for block in blocks)
        kept = [block for block in blocks if not self._set_furniture_aside(block)]
        self._blocks = [part for block in kept for part in _parted(block)]
        self._index = 0
        self.marked = any(block.kind == "heading" for block in blocks)
        self.part_level = 0
        """The level of the headings that name a marked plan's own parts; 0 where unknown or not a plan."""

    def _set_furniture_aside(self, block: Block) -> bool:
        reason = block.furniture
        if not reason and block.kind in ("paragraph", "heading"):
            reason = furniture_of(block.text)
        if reason:
            self._list_aside(block, reason)
        return bool(reason)

    def _list_aside(self, block: Block, reason: str) -> None:
        for position, line in enumerate(block.lines):
            text = "" if position else block.text
            self.set_aside_lines.append(SetAside(line, text, f"{reason} (continued)" if position else reason))

    def peek(self, ahead: int = 0) -> Block | None:
        """The block ``ahead`` places on, or None past the end."""
        position = self._index + ahead
        return self._blocks[position] if position < len(self._blocks) else None

    def peek_line(self) -> int:
        """The source line of the next block, or of the last where there is none."""
        block = self.peek() or (self._blocks[-1] if self._blocks else None)
        return block.line if block else 1

    def take(self) -> Block:
        """The next block, which counts as placed."""
        block = self._blocks[self._index]
        self._index += 1
        self.taken.append(block)
        return block

    def set_aside(self, reason: str) -> None:
        """Pass the next block over and list it with ``reason``."""
        self.put_back_aside(self.take(), reason)

    def put_back_aside(self, block: Block, reason: str) -> None:
        """List a block that was taken, and proved to hold nothing, as set aside after all."""
        self.taken = [each for each in self.taken if each is not block]
        self._list_aside(block, reason)

    def read_until_end(self, read_part: Callable[[], None], ends: Callable[[], bool] = lambda: False) -> None:
        """Call ``read_part`` until ``ends`` or the end; a block that no part takes is set aside."""
        while self.peek() and not ends():
            before = self._index
            read_part()
            if self._index == before:
                self.set_aside(NO_PLACE)

    def warn(self, line: int, sentence: str) -> None:
        self.warnings.append(Text(sentence, line))

    def label(self, ahead: int = 0) -> str | None:
        """The label that the block ``ahead`` places on is, or None."""
        block = self.peek(ahead)
        if block is None or block.kind not in ("heading", "paragraph"):
            return None
        return label_of(block.text)

    def at_heading(self, ahead: int = 0) -> bool:
        """Whether a heading stands there: by mark, or in plain text by shape and by what follows it."""
        block = self.peek(ahead)
        if block is None:
            return False
        if self.marked:
            return block.kind == "heading"
        return block.kind == "paragraph" and _heading_shaped(block.text) and self.peek(ahead + 1) is not None

    def at_outcome(self, ahead: int = 0) -> bool:
        """Whether an outcome's own part begins there: its name with its statement next, or its statement alone."""
        block = self.peek(ahead)
        if block is None or block.kind not in ("heading", "paragraph"):
            return False
        if NAMED_OUTCOME.match(block.text):
            return True
        if self.names.by_name(block.text) is not None:
            return self._is_statement(self.peek(ahead + 1))
        return self.at_heading(ahead) and self.names.by_statement(block.text) is not None

    def _is_statement(self, block: Block | None) -> bool:
        if block is None or block.kind not in ("heading", "paragraph"):
            return False
        return self.names.by_statement(block.text) is not None or (
            len(block.text.split()) <= STATEMENT_WORDS and not block.text.endswith(":") and label_of(block.text) is None
        )

    def at_part_of_plan(self) -> bool:
        """Whether a marked heading stands there that begins a part of the plan itself."""
        block = self.peek()
        return block is not None and block.kind == "heading" and block.level <= self.part_level

    def at_boundary(self) -> bool:
        """Whether running text ends here."""
        return (
            self.peek() is None or self.label() is not None or self.at_heading() or self.at_outcome() or self.at_table()
        )

    def at_table(self, ahead: int = 0) -> bool:
        """Whether a table of promises begins there, or the line that a copy made of its header."""
        return is_header(self.peek(ahead)) or is_flattened_header(self.peek(ahead))

    def take_prose(self) -> str:
        """The paragraphs and lists up to the next boundary, blank lines between them."""
        parts: list[str] = []
        while not self.at_boundary():
            parts.append(_prose_line(self.take(), bool(parts)))
        return "".join(parts).strip()


def _parted(block: Block) -> list[Block]:
    """A block as two where a label leads it; the first has no line of its own."""
    parts = split_inline_label(block.text) if block.kind in ("paragraph", "continuation") else None
    if parts is None:
        return [block]
    return [Block("paragraph", parts[0], ()), replace(block, text=parts[1])]


def _prose_line(block: Block, follows: bool) -> str:
    if block.kind in ("item", "continuation"):
        indent = "  " * (block.level + (block.kind == "continuation"))
        marker = {"item": f"{block.marker} " if block.number is not None else "- "}.get(block.kind, "")
        return f"\n{indent}{marker}{block.text}"
    if block.kind == "row":
        return "\n\n" + " | ".join(block.cells)
    return f"\n\n{block.text}" if follows else block.text


def _heading_shaped(text: str) -> bool:
    if len(text) > HEADING_CHARACTERS or len(text.split()) > HEADING_WORDS or not fold(text):
        return False
    if text.endswith(("...", "…")):
        return True
    ending = text.rstrip("\"”’')")[-1:]
    return (text[0].isupper() or text[0].isdigit()) and ending not in ".!?;,:"
