"""Pages on the way of working, and the shared values."""

from plan_documents.parsed import ApproachPage, ApproachSection, Section
from plan_documents.vocabulary import is_caption, label_of, principle_of

from .cursor import NOTHING_UNDER, Cursor

UNTITLED_VALUES = "Our shared values"


def parse_approach_document(cursor: Cursor) -> ApproachPage:
    """A document that is one approach page."""
    set_captions_aside(cursor)
    title = cursor.take() if cursor.peek() else None
    page = ApproachPage(title.text if title else "", title.line if title else 1)
    page.introduction = cursor.take_prose()
    cursor.read_until_end(lambda: _section(cursor, page))
    return page


def parse_values_document(cursor: Cursor) -> ApproachPage:
    """A document that states shared values: headings "We are …", each with its paragraphs."""
    first = cursor.peek()
    titled = cursor.at_heading() and (first.kind == "heading" or not is_value(first.text))
    page = ApproachPage(cursor.take().text if titled else UNTITLED_VALUES, first.line)
    page.introduction = cursor.take_prose()
    cursor.read_until_end(lambda: _value_or_section(cursor, page))
    return page


def _value_or_section(cursor: Cursor, page: ApproachPage) -> None:
    if not is_value(cursor.peek().text):
        _section(cursor, page)
        return
    heading = cursor.take()
    text = cursor.take_prose()
    if text:
        page.values.append(Section(heading.text, text, heading.line))
    else:
        cursor.put_back_aside(heading, NOTHING_UNDER)


def parse_approach_within_plan(cursor: Cursor, level: int) -> ApproachPage:
    """The approach page that begins here, with its sections, up to where the plan goes on.

    Marked headings deeper than ``level`` are its sections. In plain text, where depth is unknown, every
    further heading is one until a label of the plan itself comes.
    """
    heading = cursor.take()
    page = ApproachPage(heading.text, heading.line, cursor.take_prose())
    cursor.read_until_end(lambda: _section(cursor, page), lambda: not _belongs(cursor, level))
    return page


def _belongs(cursor: Cursor, level: int) -> bool:
    block = cursor.peek()
    label = cursor.label()
    if cursor.at_outcome() or (label and label not in ("case", "cases")):
        return False
    return block.kind != "heading" or block.level > level


def _section(cursor: Cursor, page: ApproachPage) -> None:
    heading = cursor.peek()
    if not (cursor.at_heading() or cursor.label()):
        page.sections.append(ApproachSection("", heading.line, cursor.take_prose()))
        return
    if _nothing_under(cursor):
        cursor.set_aside(NOTHING_UNDER)
        return
    cursor.take()
    body = cursor.take_prose()
    if label_of(heading.text) == "case" and page.sections and body:
        page.sections[-1].cases.append(Section(heading.text, body, heading.line))
    else:
        page.sections.append(ApproachSection(heading.text, heading.line, body, principle_of(heading.text)))


def _nothing_under(cursor: Cursor) -> bool:
    """A heading with no text of its own, and no deeper heading under it either."""
    following = cursor.peek(1)
    if following is None:
        return True
    if not (cursor.at_heading(1) or cursor.label(1)):
        return False
    return not (following.kind == "heading" and following.level > cursor.peek().level) and not is_value(following.text)


def set_captions_aside(cursor: Cursor) -> None:
    """Set the captions of pictures at the head of a page aside."""
    while cursor.peek() and cursor.peek().kind == "paragraph" and is_caption(cursor.peek().text):
        cursor.set_aside("image caption")


def is_value(text: str) -> bool:
    """Whether a heading states a shared value: "We are …"."""
    return text.startswith(("We are ", "We’re ", "We're ")) and not text.endswith(".") and len(text.split()) <= 10
