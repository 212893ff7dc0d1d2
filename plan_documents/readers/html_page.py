"""A saved web page without what is no part of its text: menus, banners, scripts, hidden elements."""

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString

from plan_documents.blocks import fold

UNREAD = ["script", "style", "template", "noscript", "svg", "head", "select", "textarea", "iframe"]
FURNITURE = {"nav", "header", "footer", "form", "aside"}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
CHROME = re.compile(
    r"cookie\w*|breadcrumb\w*|crumbs?|skip(?:link|links)?|feedback\w*|pager|pagination|menu|nav(?:bar|igation)?"
    r"|shar(?:e|ing)(?:bar|links|buttons)?|search(?:bar|box|form)?|banner|sidebar|contentinfo"
)
NOT_ITSELF = re.compile(r"(?:has|no|with|without|is)-")
"""How a class begins that tells of the page's layout ("has-sidebar") and not what the element is."""
INVISIBLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
LINE_BREAK = "\u2028"

_CELLS, _TERMS = {"td", "th"}, {"dt", "dd"}
_AROUND_TEXT = {*_CELLS, *_TERMS, "div", "section", "article", "main", "body", "blockquote", "li", "table", "ul", "ol"}
UNCLOSED = {
    "tr": ({"tr"}, {"table"}),
    **dict.fromkeys(_CELLS, (_CELLS, {"tr", "table"})),
    "li": ({"li"}, {"ul", "ol", "menu"}),
    **dict.fromkeys(_TERMS, (_TERMS, {"dl"})),
    "p": ({"p"}, _AROUND_TEXT),
}
"""Elements that may be left open until the next of these names, and what parts them from an outer one."""


class _Page(BeautifulSoup):
    """The page, with what it leaves open closed as a browser closes it."""

    def handle_starttag(self, name: str, *others, **more) -> Tag | None:
        names, around = UNCLOSED.get(name, ((), ()))
        outer = next((tag.name for tag in reversed(self.tagStack) if tag.name in names or tag.name in around), "")
        if outer in names:
            self.handle_endtag(outer)
        return super().handle_starttag(name, *others, **more)


def page_content(source: str) -> Tag:
    """The element that holds the page's own content, freed of everything else; its line breaks are LINE_BREAK."""
    soup = _Page(source, "html.parser")
    for unread in [*soup(UNREAD), *soup.find_all(string=lambda text: isinstance(text, PreformattedString))]:
        unread.extract()
    for line_break in soup("br"):
        line_break.insert_before(LINE_BREAK)
        line_break.unwrap()
    root = _root(soup)
    _drop_furniture(root)
    return root


def _root(soup: BeautifulSoup) -> Tag:
    articles = soup("article")
    return (
        soup.find("main")
        or soup.find(attrs={"role": "main"})
        or (articles[0] if len(articles) == 1 else None)
        or soup.body
        or soup
    )


def _drop_furniture(root: Tag) -> None:
    panels = {panel for element in root(attrs={"aria-controls": True}) for panel in _words(element, "aria-controls")}
    held = {id(element) for title in root(["h1", "main"]) for element in (title, *title.parents)}
    most = len(root.get_text()) / 2
    for element in root.find_all(True):
        if element.decomposed or id(element) in held:
            continue
        hidden = _hidden(element) and not _is_panel(element, panels)
        if hidden or element.name in FURNITURE or (_is_chrome(element) and len(element.get_text()) < most):
            element.decompose()


def _hidden(element: Tag) -> bool:
    return (
        (element.has_attr("hidden") and element["hidden"] != "until-found")
        or element.get("aria-hidden") == "true"
        or bool(INVISIBLE.search(element.get("style") or ""))
    )


def _is_panel(element: Tag, panels: set[str]) -> bool:
    """Whether a hidden element is one that a reader can open: the content of an accordion or a tab."""
    before = element.find_previous_sibling(True)
    opener = before is not None and (before.name in ("button", "summary") or before.find("button") is not None)
    return opener or element.get("id") in panels or element.get("role") == "tabpanel"


def _is_chrome(element: Tag) -> bool:
    if element.name in HEADINGS:
        return False
    kinds = [name for name in _words(element, "class") if not NOT_ITSELF.match(name)] + _words(element, "role")
    titles = [" ".join(_words(element, name)) for name in ("id", "aria-label")]
    return any(_names_chrome(kind) for kind in kinds) or any(
        _names_chrome(title) and not _repeats_heading(title, element) for title in titles
    )


def _names_chrome(name: str) -> bool:
    return any(CHROME.fullmatch(word.lower()) for word in re.findall(r"[A-Z]?[a-z]+", name))


def _repeats_heading(title: str, element: Tag) -> bool:
    """Whether an id or label is the element's own heading: a part on "Share your story" is content."""
    heading = element.find(list(HEADINGS))
    return heading is not None and fold(title.replace("-", " ")) == fold(heading.get_text())


def _words(element: Tag, attribute: str) -> list[str]:
    value = element.get(attribute) or []
    return value.split() if isinstance(value, str) else list(value)
