"""Text from a plan on a page: its paragraphs, lists, links and emphasis, and nothing else changed."""

import re
from functools import lru_cache
from html import unescape

import nh3
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, list_block
from markdown_it.token import Token

from outcomes.wording import Figure, split_figure

register = template.Library()

# The lists a plan prints. "2019. What a year" is a sentence, and so is "* see below".
LIST_LINE = re.compile(r"(?:-|\d{1,2}\.) +\S")
FOLLOWED = re.compile(r"https?://[^/]|mailto:|tel:|/(?!/)", re.IGNORECASE)
BLOCK_TAG = re.compile(r"</?(?:p|ul|ol|li)\b[^>]*>")
INLINE_TAG = re.compile(r"<[^>]*>")
TAGS = {"p", "ul", "ol", "li", "a", "em", "strong"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "li": {"value"}}
SCHEMES = {"http", "https", "mailto", "tel"}
HEADINGS = {2: "<h2>{}</h2>", 3: "<h3>{}</h3>", 4: "<h4>{}</h4>"}


@register.filter
def prose(text: str) -> SafeString:
    """Paragraphs (parted by blank lines), ``- `` and ``1. `` lists, links and emphasis as safe HTML.

    Headings, HTML and everything else of Markdown stay the characters they are. Numbers of lists are
    kept as written; a link that leads nowhere shows its words alone.
    """
    return _render(text or "")


@register.filter
def plain(text: str) -> str:
    """The words of a text on one line, without marks: for excerpts and descriptions."""
    html = BLOCK_TAG.sub(" ", _render(text or ""))
    return " ".join(unescape(INLINE_TAG.sub("", html)).split())


@register.filter
def figure(sentence: str) -> Figure:
    """A sentence in three parts: before its first number, the number, and after."""
    return split_figure(sentence)


@register.simple_tag
def h(level: int, text: str) -> SafeString:
    """A heading at a level that the page decides on."""
    return format_html(HEADINGS[level], text)


@lru_cache(maxsize=2048)
def _render(text: str) -> SafeString:
    tokens = PARSER.parse(text)
    for token in tokens:
        if token.type == "list_item_open":
            _keep_number(token)
        elif token.type == "inline":
            token.children = _without_dead_links(token.children or [])
    html = PARSER.renderer.render(tokens, PARSER.options, {})
    cleaned = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None)
    return mark_safe(cleaned.strip())  # noqa: S308 - nh3 has just cleaned it


def _keep_number(item: Token) -> None:
    if item.info:
        item.attrSet("value", item.info)


def _without_dead_links(tokens: list[Token]) -> list[Token]:
    """Drop the marks of links that a reader cannot follow; their words stay."""
    kept, dead = [], False
    for token in tokens:
        if token.type == "link_open":
            dead = not FOLLOWED.match(str(token.attrGet("href") or ""))
        if not (dead and token.type in ("link_open", "link_close")):
            kept.append(token)
        if token.type == "link_close":
            dead = False
    return kept


def _plan_list(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Markdown's lists, but only those that a plan prints."""
    line = state.src[state.bMarks[start_line] + state.tShift[start_line] : state.eMarks[start_line]]
    return bool(LIST_LINE.match(line)) and list_block(state, start_line, end_line, silent)


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("zero").enable(["list", "emphasis", "link"])
    parser.block.ruler.at("list", _plan_list, {"alt": ["paragraph", "reference", "blockquote"]})
    return parser


PARSER = _make_parser()
