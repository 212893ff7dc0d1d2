"""Markdown into blocks, through markdown-it-py's own reading of the structure."""

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from plan_documents.blocks import Block

_PARSER = MarkdownIt("commonmark").enable("table")


def read_markdown(source: str) -> list[Block]:
    """Headings keep their level, list items their depth and number, quotations become paragraphs.

    A paragraph may run over several source lines; the lines of an item after its first become
    continuations, so that a timescale stays under its deliverable.
    """
    blocks: list[Block] = []
    _walk(SyntaxTreeNode(_PARSER.parse(source)), blocks, source.split("\n"), depth=-1)
    return blocks


def _walk(node: SyntaxTreeNode, blocks: list[Block], lines: list[str], depth: int) -> None:
    for child in node.children:
        _visit(child, blocks, lines, depth)


def _visit(node: SyntaxTreeNode, blocks: list[Block], lines: list[str], depth: int) -> None:
    if node.type == "heading":
        blocks.append(Block("heading", _text(node), _lines(node, lines), level=int(node.tag[1])))
    elif node.type == "paragraph":
        blocks.append(Block("paragraph", " ".join(_text(node).split("\n")), _lines(node, lines)))
    elif node.type in ("bullet_list", "ordered_list"):
        for position, item in enumerate(node.children):
            _item(item, blocks, lines, depth + 1, _marker(node, position))
    elif node.type == "tr":
        cells = tuple(_text(cell) for cell in node.children)
        blocks.append(Block("row", " ".join(cells), _row_lines(node, lines), cells=cells))
    elif node.type in ("code_block", "fence", "html_block"):
        blocks.append(Block("paragraph", node.content.strip(), _lines(node, lines)))
    elif node.type == "hr":
        blocks.append(Block("paragraph", "---", _lines(node, lines)))
    else:
        _walk(node, blocks, lines, depth)


def _item(node: SyntaxTreeNode, blocks: list[Block], lines: list[str], depth: int, marker: str) -> None:
    started = False
    for child in node.children:
        if child.type != "paragraph":
            _visit(child, blocks, lines, depth)
            continue
        for offset, text in enumerate(_text(child).split("\n")):
            kind = "continuation" if started else "item"
            number = child.map[0] + 1 + offset
            blocks.append(Block(kind, text.strip(), (number,), level=depth, marker="" if started else marker))
            started = True


def _marker(node: SyntaxTreeNode, position: int) -> str:
    if node.type == "bullet_list":
        return "-"
    return f"{int(node.attrs.get('start', 1)) + position}."


def _text(node: SyntaxTreeNode) -> str:
    """The source text of a node's inline content; escapes and entities are resolved, links stay as written."""
    inline = next((child for child in node.children if child.type == "inline"), None)
    return inline.content.strip() if inline else ""


def _lines(node: SyntaxTreeNode, lines: list[str]) -> tuple[int, ...]:
    first, after = node.map
    return tuple(number for number in range(first + 1, after + 1) if lines[number - 1].strip())


def _row_lines(node: SyntaxTreeNode, lines: list[str]) -> tuple[int, ...]:
    """A header row takes the rule beneath it with it."""
    own = _lines(node, lines)
    return (*own, own[-1] + 1) if node.parent.type == "thead" else own
