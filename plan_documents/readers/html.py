"""HTML, as saved from a browser or a word processor, into blocks."""

from bs4 import BeautifulSoup, NavigableString, Tag

from plan_documents.blocks import Block

UNREAD = ["script", "style", "template", "noscript", "svg", "head"]
FURNITURE = ["nav", "header", "footer", "form", "aside"]
CONTAINERS = {"html", "body", "main", "article", "section", "div", "table", "thead", "tbody", "tfoot", "dl"}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
ALWAYS_BLOCKS = CONTAINERS | set(HEADINGS) | {"p", "ul", "ol", "li", "tr", "blockquote", "dt", "dd", "pre"}


def read_html(source: str) -> list[Block]:
    """The page's own content in reading order: its ``main`` or ``article`` where it has one, else its body.

    A block's line is the line of the source its element starts on.
    """
    soup = BeautifulSoup(source, "html.parser")
    for element in soup(UNREAD):
        element.decompose()
    root = soup.find("main") or soup.find("article") or soup.body or soup
    for element in root(FURNITURE):
        if not element.find("h1"):
            element.decompose()
    blocks: list[Block] = []
    _walk(root, blocks, depth=-1)
    return blocks


def _walk(parent: Tag, blocks: list[Block], depth: int) -> None:
    for child in parent.children:
        if isinstance(child, Tag):
            _visit(child, blocks, depth)
        elif type(child) is NavigableString and child.strip():
            blocks.append(Block("paragraph", _clean(child), (_line(parent),)))


def _visit(element: Tag, blocks: list[Block], depth: int) -> None:
    if element.name in HEADINGS:
        _add(blocks, "heading", element, level=HEADINGS[element.name])
    elif element.name in ("ul", "ol"):
        for position, item in enumerate(element.find_all("li", recursive=False)):
            _item(item, blocks, depth + 1, _marker(element, item, position))
    elif element.name == "tr":
        cells = tuple(_cell(cell) for cell in element.find_all(["td", "th"], recursive=False))
        if any(cells):
            blocks.append(Block("row", " ".join(cells), (_line(element),), cells=cells))
    elif element.name in CONTAINERS or any(isinstance(c, Tag) and c.name in ALWAYS_BLOCKS for c in element.children):
        _walk(element, blocks, depth)
    else:
        _paragraphs(element, blocks)


def _paragraphs(element: Tag, blocks: list[Block]) -> None:
    """A paragraph, or several where line breaks part it."""
    for text in _parts(element):
        blocks.append(Block("paragraph", text, (_line(element),)))


def _item(item: Tag, blocks: list[Block], depth: int, marker: str) -> None:
    """An item's first text, then its further lines as continuations and its lists one level deeper."""
    started = False
    for child in _runs(item):
        if isinstance(child, Tag) and child.name in ("ul", "ol", "table"):
            _visit(child, blocks, depth)
            continue
        for text in _parts(child) if isinstance(child, Tag) else [child]:
            kind = "continuation" if started else "item"
            mark = "" if started else marker
            blocks.append(Block(kind, text, (_line(item),), level=depth, marker=mark))
            started = True


def _runs(item: Tag) -> list[Tag | str]:
    """An item's children with neighbouring inline text run together; line breaks part the runs."""
    runs: list[Tag | str] = []
    held: list[str] = []
    for child in [*item.children, None]:
        inline = isinstance(child, NavigableString) or (
            isinstance(child, Tag) and child.name not in ALWAYS_BLOCKS | {"br"}
        )
        if inline:
            held.append(child.get_text() if isinstance(child, Tag) else str(child))
            continue
        if text := _clean("".join(held)):
            runs.append(text)
        held = []
        if isinstance(child, Tag) and child.name != "br":
            runs.append(child)
    return runs


def _parts(element: Tag) -> list[str]:
    """The element's text, parted at its line breaks."""
    for line_break in element.find_all("br"):
        line_break.replace_with("\n\u2028")
    return [text for part in element.get_text().split("\u2028") if (text := _clean(part))]


def _cell(element: Tag) -> str:
    """A cell's text; list items and paragraphs in it stay on lines of their own."""
    inner = element.find_all(["li", "p"])
    lines = [_clean(each.find(string=True, recursive=False) or each.get_text()) for each in inner]
    return "\n".join(line for line in lines if line) if inner else "\n".join(_parts(element))


def _marker(parent: Tag, item: Tag, position: int) -> str:
    if parent.name == "ul":
        return "•"
    start = item.get("value") or str(int(parent.get("start") or 1) + position)
    return f"{start}."


def _add(blocks: list[Block], kind: str, element: Tag, **more) -> None:
    if text := _clean(element.get_text()):
        blocks.append(Block(kind, text, (_line(element),), **more))


def _line(element: Tag) -> int:
    while element is not None and element.sourceline is None:
        element = element.parent
    return element.sourceline if element is not None else 1


def _clean(text: str) -> str:
    return " ".join(text.split())
