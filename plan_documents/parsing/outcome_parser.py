"""An outcome as a plan states it: a page of its own, or a part of a whole plan."""

import re

from plan_documents.blocks import Block
from plan_documents.parsed import Commitment, Outcome, Section, Story, Text
from plan_documents.vocabulary import PERSON_LINE, KnownOutcome, is_caption, label_of

from .cursor import NAMED_OUTCOME, NOTHING_UNDER, STATEMENT_WORDS, Cursor
from .priority_parser import OWN_LABELS, parse_priorities
from .slugs import slug_for

COMMITMENT_KINDS = ("done", "continuing", "emphasis")
ENDS_OUTCOME = ("figures", "introduction", "vision", "overview", "vision_and_outcomes")
LINES_ABOVE_TITLE = 12
NAME_WORDS = 5
"""A title of more words than this is a statement, not a short name."""
NOTE = re.compile(r"^(we |our |find out|you can|see )|https?://|www\.", re.I)


def parse_outcome_page(cursor: Cursor) -> Outcome:
    """A document that is one outcome's page: its title is the outcome's name, its statement, or both.

    What stands above that title (the site's name, the way to the page) is set aside.
    """
    for _ in range(_lines_above_title(cursor)):
        cursor.set_aside("text above the page's title")
    outcome = _identify(cursor, cursor.take())
    _head_of_page(cursor, outcome)
    _parts(cursor, outcome)
    return outcome


def _lines_above_title(cursor: Cursor) -> int:
    """How many short blocks stand above the first that names an outcome; 0 where none of the first does."""
    for ahead in range(LINES_ABOVE_TITLE):
        block = cursor.peek(ahead)
        if block is None or cursor.label(ahead) or len(block.text.split()) > STATEMENT_WORDS:
            return 0
        if block.kind in ("paragraph", "heading") and _known(cursor, block.text):
            return ahead
    return 0


def _known(cursor: Cursor, text: str) -> KnownOutcome | None:
    """The outcome a title names, whole or in a part of it, or states."""
    named = cursor.names.in_title(text)
    return cursor.names.by_name(text) or (named and named[0]) or cursor.names.by_statement(text)


def parse_outcome_within_plan(cursor: Cursor) -> Outcome:
    """The part of a plan on one outcome, which the cursor stands at the name of."""
    heading = cursor.take()
    named = NAMED_OUTCOME.match(heading.text)
    outcome = _identify(cursor, heading, named["name"] if named else heading.text)
    following = cursor.peek()
    if following and not outcome.statement and not cursor.at_outcome() and _is_statement(cursor, following):
        outcome.statement = cursor.take().text
    _parts(cursor, outcome)
    return outcome


def _identify(cursor: Cursor, title: Block, text: str = "") -> Outcome:
    text = text or title.text
    known = cursor.names.by_name(text)
    if known:
        return Outcome(known.slug, text, title.line)
    known = cursor.names.by_statement(text)
    if known:
        return Outcome(known.slug, known.name, title.line, statement=text)
    named = cursor.names.in_title(text)
    if named:
        return Outcome(named[0].slug, named[1], title.line)
    slug = slug_for(text)
    cursor.warn(title.line, f"no outcome is known by “{text}”: a new one would be made, with the address {slug}")
    cursor.names.learn(KnownOutcome(slug, text))
    if len(text.split()) > NAME_WORDS:
        return Outcome(slug, text, title.line, statement=text)
    return Outcome(slug, text, title.line)


def _head_of_page(cursor: Cursor, outcome: Outcome) -> None:
    """The short lines between title and introduction: the statement, and what is under pictures."""
    while cursor.peek() and cursor.peek().kind in ("paragraph", "heading") and cursor.label() is None:
        text = cursor.peek().text
        if not outcome.statement and (cursor.names.by_statement(text) or cursor.at_heading()) and not is_caption(text):
            outcome.statement = cursor.take().text
        elif is_caption(text):
            cursor.set_aside("image caption")
        else:
            return


def _is_statement(cursor: Cursor, block: Block) -> bool:
    """Whether the line under an outcome's name is its statement: known as one, or at least short."""
    if block.kind not in ("paragraph", "heading") or label_of(block.text) is not None:
        return False
    return cursor.names.by_statement(block.text) is not None or len(block.text.split()) <= STATEMENT_WORDS


def _parts(cursor: Cursor, outcome: Outcome) -> None:
    """Every labelled part up to where another outcome, or the plan itself, goes on."""
    outcome.introduction = cursor.take_prose()
    cursor.read_until_end(lambda: _part(cursor, outcome, cursor.label()), lambda: _ends(cursor))


def _ends(cursor: Cursor) -> bool:
    return cursor.at_outcome() or cursor.at_part_of_plan() or cursor.label() in ENDS_OUTCOME


def _part(cursor: Cursor, outcome: Outcome, label: str | None) -> None:
    if label == "aims":
        outcome.labels[label] = cursor.take().text
        outcome.aims += _items(cursor)
    elif label in COMMITMENT_KINDS:
        outcome.labels[label] = cursor.take().text
        _commitments(cursor, outcome, label)
    elif label == "priorities":
        heading = cursor.take()
        outcome.labels[label] = heading.text
        _priorities(cursor, outcome)
        if not outcome.priorities:
            cursor.warn(heading.line, f"no priority is listed under “{heading.text}”")
    elif cursor.at_table() or label in OWN_LABELS:
        _priorities(cursor, outcome)
    elif label == "tracking":
        outcome.labels[label] = cursor.take().text
        _tracking(cursor, outcome)
    elif label == "story":
        outcome.labels[label] = cursor.take().text
        _stories(cursor, outcome)
    elif label == "case":
        _case(cursor, outcome)
    elif label == "cases" and cursor.at_heading(1) and not cursor.label(1):
        outcome.labels[label] = cursor.take().text
        while cursor.at_heading() and not cursor.label() and not cursor.at_outcome():
            _case(cursor, outcome)
    else:
        _section(cursor, outcome)


def _priorities(cursor: Cursor, outcome: Outcome) -> None:
    introduction = parse_priorities(cursor, outcome.priorities)
    outcome.introduction = f"{outcome.introduction}\n\n{introduction}".strip()


def _case(cursor: Cursor, outcome: Outcome) -> None:
    heading = cursor.take()
    text = cursor.take_prose()
    if text:
        outcome.cases.append(Section(heading.text, text, heading.line))
    else:
        cursor.put_back_aside(heading, NOTHING_UNDER)


def _items(cursor: Cursor) -> list[Text]:
    """The items of the list that begins here."""
    items = []
    while not cursor.at_boundary():
        items.append(_item(cursor))
    return items


def _commitments(cursor: Cursor, outcome: Outcome, kind: str) -> None:
    """Numbered as printed where the numbers run on; by position where they do not."""
    given: set[int] = {each.number for each in outcome.commitments if each.kind == kind}
    while not cursor.at_boundary():
        number = cursor.peek().number
        item = _item(cursor)
        if number is None or number in given:
            number = max(given, default=0) + 1
        given.add(number)
        outcome.commitments.append(Commitment(kind, number, item.text, item.line))


def _item(cursor: Cursor) -> Text:
    """One item with its further lines."""
    block = cursor.take()
    item = Text(block.text, block.line)
    while cursor.peek() and (
        cursor.peek().kind == "continuation" or (cursor.peek().kind == "item" and cursor.peek().level)
    ):
        further = cursor.take()
        item.text += f" {further.text}" if further.kind == "continuation" else f"\n- {further.text}"
    return item


def _tracking(cursor: Cursor, outcome: Outcome) -> None:
    """Names of measures become indicators; sentences on how it is tracked become the note."""
    notes = []
    while not cursor.at_boundary():
        listed = cursor.peek().kind == "item"
        item = _item(cursor)
        if listed and not NOTE.search(item.text):
            outcome.indicators.append(item)
        else:
            notes.append(item.text)
    outcome.tracking_note = "\n\n".join([outcome.tracking_note, *notes]).strip()


def _stories(cursor: Cursor, outcome: Outcome) -> None:
    """Each story: "Name – Role", then its paragraphs."""
    while cursor.peek() and not cursor.label() and not cursor.at_outcome():
        person = PERSON_LINE.match(cursor.peek().text)
        if person is None:
            if not outcome.stories or cursor.at_boundary():
                return
            outcome.stories[-1].text += f"\n\n{cursor.take_prose()}"
            continue
        block = cursor.take()
        text = cursor.take_prose()
        if text:
            outcome.stories.append(Story(person["name"], person["role"], text, block.line))
        else:
            cursor.put_back_aside(block, NOTHING_UNDER)


def _section(cursor: Cursor, outcome: Outcome) -> None:
    """A heading of the page's own: a section, or the strapline where nothing stands under it."""
    heading = cursor.take()
    if not (heading.kind == "heading" or cursor.marked or heading.kind == "paragraph"):
        _loose(cursor, outcome, heading)
        return
    body = cursor.take_prose()
    if body:
        outcome.sections.append(Section(heading.text, body, heading.line))
    elif not outcome.strapline and not outcome.aims and label_of(heading.text) is None:
        outcome.strapline = heading.text
    else:
        cursor.put_back_aside(heading, NOTHING_UNDER)


def _loose(cursor: Cursor, outcome: Outcome, block: Block) -> None:
    """A list with no heading of its own: kept at the end of the introduction."""
    cursor.warn(block.line, f"“{block.text[:60]}” stands under no heading: it is kept in the introduction")
    outcome.introduction = f"{outcome.introduction}\n\n- {block.text}".strip()
