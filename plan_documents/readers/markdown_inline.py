"""The text of Markdown's inline content: without its marks, links as they are written."""

import re

from markdown_it.tree import SyntaxTreeNode

BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
EMPHASIS_TAG = re.compile(r"</?(?:b|strong|i|em|u|s|span|sup|sub|small|mark|font)(?:\s[^>]*)?>|<!--.*-->", re.I | re.S)
LINE_BREAK = "\u2028"
"""Stands for a ``<br>``, which parts text without ending a line of the source."""


def text_of(node: SyntaxTreeNode) -> str:
    """The node's text; "\\n" where a source line ends, LINE_BREAK for a ``<br>``."""
    inline = next((child for child in node.children if child.type == "inline"), None)
    return _inside(inline).strip() if inline else ""


def _inside(node: SyntaxTreeNode) -> str:
    return "".join(map(_piece, node.children))


def _piece(node: SyntaxTreeNode) -> str:
    if node.type in ("softbreak", "hardbreak"):
        return "\n"
    if node.type == "link":
        return _link(node)
    if node.type == "image":
        return f"!{_link(node)}"
    if node.type == "html_inline":
        return LINE_BREAK if BREAK.fullmatch(node.content) else EMPHASIS_TAG.sub("", node.content)
    return _inside(node) if node.children else node.content


def _link(node: SyntaxTreeNode) -> str:
    if node.markup == "autolink":
        return f"<{_inside(node)}>"
    title = f' "{node.attrs["title"]}"' if node.attrs.get("title") else ""
    return f"[{_inside(node)}]({node.attrs.get('href', node.attrs.get('src'))}{title})"
