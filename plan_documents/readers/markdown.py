"""Markdown into blocks, through markdown-it-py's own reading of the structure."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from plan_documents.blocks import Block
from plan_documents.vocabulary import label_of

from .markdown_inline import LINE_BREAK, text_of
from .text import read_text

_PARSER = MarkdownIt("commonmark").enable("table")
_PARSER.normalizeLink = str  # links stay as they are written

TYPED_BULLET = re.compile(r"^([ \t]*)[•◦▪●‣](?=[ \t])", re.MULTILINE)
MARKDOWN_MARK = re.compile(
    r"^ {0,3}#{1,6} |^[ \t]*[-*+] |^ {0,3}(?:=+|-+) *$|^[ \t]*\|?[ \t]*:?-{3,}|\*\*", re.MULTILINE
)
LINK_DEFINITION = re.compile(r"\s*\[[^\]]+\]:\s*\S")


def read_markdown(source: str) -> list[Block]:
    """Headings keep their level, list items their depth and number, quotations become paragraphs.

    A paragraph may run over several source lines; the lines of an item after its first become
    continuations, so that a timescale stays under its deliverable. Plain text with typed bullets
    and no mark of Markdown is read as the text that it is.
    """
    if TYPED_BULLET.search(source) and not MARKDOWN_MARK.search(source):
        return read_text(source)
    lines = TYPED_BULLET.sub(r"\1-", source).split("\n")
    reader = _MarkdownReader(lines)
    reader.walk(SyntaxTreeNode(_PARSER.parse("\n".join(lines))), depth=-1)
    return _with_marks_left_over(reader.blocks, lines)


class _MarkdownReader:
    def __init__(self, lines: list[str]):
        self.blocks: list[Block] = []
        self._lines = lines

    def walk(self, node: SyntaxTreeNode, depth: int) -> None:
        for child in node.children:
            self._visit(child, depth)

    def _visit(self, node: SyntaxTreeNode, depth: int) -> None:
        if node.type == "heading":
            self._add("heading", _on_one_line(text_of(node)), self._span(node), level=int(node.tag[1]))
        elif node.type == "paragraph":
            self._paragraph(node)
        elif node.type in ("bullet_list", "ordered_list"):
            for position, item in enumerate(node.children):
                self._item(item, depth + 1, _marker(node, position))
        elif node.type == "tr":
            cells = tuple(text_of(cell).replace(LINE_BREAK, "\n") for cell in node.children)
            self._add("row", " ".join(filter(None, cells)), self._row_lines(node), cells=cells)
        elif node.type == "code_block":
            self._indented(node)
        elif node.type in ("fence", "html_block"):
            comment = node.type == "html_block" and node.content.strip().startswith("<!--")
            self._add("paragraph", node.content.strip(), self._span(node), furniture="comment" if comment else "")
        elif node.type == "hr":
            self._add("paragraph", "---", self._span(node))
        else:
            self.walk(node, depth)

    def _add(self, kind: str, text: str, lines: tuple[int, ...], **more) -> None:
        self.blocks.append(Block(kind, text, lines, **more))

    def _paragraph(self, node: SyntaxTreeNode) -> None:
        """A paragraph; a line of its own for each label in it and for what a ``<br>`` parts from it."""
        held: list[str] = []
        lines: tuple[int, ...] = ()
        for text, own, parted in self._pieces(node):
            if held and (parted or _is_label(text) or _is_label(held[-1])):
                self._add("paragraph", " ".join(held), lines)
                held, lines = [], ()
            held.append(text)
            lines = tuple(dict.fromkeys((*lines, *own)))
        if held:
            self._add("paragraph", " ".join(held), lines)

    def _item(self, node: SyntaxTreeNode, depth: int, marker: str) -> None:
        started = False
        for child in node.children:
            if child.type != "paragraph":
                self._visit(child, depth)
                continue
            for text, lines, _parted in self._pieces(child):
                kind = "continuation" if started else "item"
                self._add(kind, text, lines, level=depth, marker="" if started else marker)
                started = True

    def _pieces(self, node: SyntaxTreeNode) -> Iterator[tuple[str, tuple[int, ...], bool]]:
        """(text, source lines, whether a ``<br>`` stands before it) for each line of a paragraph."""
        numbers = list(self._span(node))
        texts = text_of(node).split("\n")
        for position, text in enumerate(texts):
            last = position == len(texts) - 1
            own = tuple(numbers[position:] if last else numbers[position : position + 1]) or (numbers[-1],)
            for order, part in enumerate(part.strip() for part in text.split(LINE_BREAK)):
                if part:
                    yield part, own, order > 0

    def _indented(self, node: SyntaxTreeNode) -> None:
        """Lines indented as Markdown's code are, in a plan, text that somebody indented."""
        offset = node.map[0]
        for block in read_text(node.content.rstrip("\n")):
            self.blocks.append(replace(block, lines=tuple(line + offset for line in block.lines)))

    def _span(self, node: SyntaxTreeNode) -> tuple[int, ...]:
        first, after = node.map
        return tuple(number for number in range(first + 1, after + 1) if self._lines[number - 1].strip())

    def _row_lines(self, node: SyntaxTreeNode) -> tuple[int, ...]:
        """A header row takes the rule beneath it with it."""
        own = self._span(node)
        return (*own, own[-1] + 1) if node.parent.type == "thead" else own


def _marker(node: SyntaxTreeNode, position: int) -> str:
    if node.type == "bullet_list":
        return "-"
    return f"{int(node.attrs.get('start', 1)) + position}."


def _is_label(text: str) -> bool:
    """Whether a line of a paragraph is a label, or begins with one and its colon."""
    return text[:1].isupper() and any(label_of(part) for part in (text, *text.split(":")[:1]))


def _on_one_line(text: str) -> str:
    return " ".join(text.replace(LINE_BREAK, " ").split())


def _with_marks_left_over(blocks: list[Block], lines: list[str]) -> list[Block]:
    """The blocks, each with the lines after it that hold marks without text; link definitions are no text."""
    held = {number for block in blocks for number in block.lines}
    taken = list(blocks)
    for number, line in enumerate(lines, start=1):
        if not line.strip() or number in held or LINK_DEFINITION.match(line) or not taken:
            continue
        position = max(bisect_right(taken, number, key=lambda block: block.line) - 1, 0)
        block = taken[position]
        taken[position] = replace(block, lines=tuple(sorted((*block.lines, number))))
    return taken
