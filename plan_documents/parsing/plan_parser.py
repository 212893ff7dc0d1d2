"""A whole plan: forewords, approach, vision, outcomes, priorities, figures."""

import re
from dataclasses import fields

from plan_documents.parsed import Figure, Foreword, Outcome, ParsedDocument, Priority
from plan_documents.vocabulary import COUNCILLOR, FOREWORD_ROLE, PERSON_LINE, KnownOutcome

from .approach_parser import parse_approach_within_plan, set_captions_aside
from .columns import is_header, names_priorities
from .cursor import NAMED_OUTCOME, NOTHING_UNDER, STATEMENT_WORDS, Cursor
from .outcome_parser import parse_outcome_within_plan
from .priority_parser import OPENING_LABELS, numbered_title, parse_priorities
from .slugs import slug_for

LISTED_OUTCOME = re.compile(r"^(?P<name>[^:]{2,60}):\s+(?P<statement>\S.*)$")
NEW_NAME_WORDS = 4
"""A line of more words than this is no short name of an outcome."""
PROMISE_LABELS = ("priorities", "areas", "deliverables", "action", "holder")


def parse_plan(cursor: Cursor, document: ParsedDocument) -> None:
    """Fill ``document`` from a whole plan."""
    _head(cursor, document)
    cursor.read_until_end(lambda: _part(cursor, document))


def _head(cursor: Cursor, document: ParsedDocument) -> None:
    """Title, and the short lines beneath it: the edition."""
    set_captions_aside(cursor)
    if (
        not cursor.peek()
        or not cursor.at_heading()
        or cursor.label()
        or cursor.at_outcome()
        or _starts_promises(cursor)
    ):
        return
    title = cursor.take()
    document.title = title.text
    cursor.part_level = title.level + 1 if title.level else 0
    edition = []
    while (
        not cursor.marked and cursor.at_heading() and not (cursor.label() or cursor.at_outcome() or _is_person(cursor))
    ):
        if _starts_promises(cursor, ahead=1) or _starts_promises(cursor):
            break
        edition.append(cursor.take().text)
    document.edition = " ".join(edition)
    document.introduction = cursor.take_prose()


def _part(cursor: Cursor, document: ParsedDocument) -> None:
    label = cursor.label()
    if cursor.at_outcome():
        read_outcome(cursor, document)
    elif label in ("introduction", "vision_and_outcomes"):
        document.labels[label] = cursor.take().text
        document.introduction = f"{document.introduction}\n\n{cursor.take_prose()}".strip()
    elif label == "vision":
        document.labels[label] = cursor.take().text
        document.vision = f"{document.vision}\n\n{cursor.take_prose()}".strip()
    elif label == "overview":
        _overview(cursor, document)
    elif label == "figures":
        document.labels[label] = cursor.take().text
        _figures(cursor, document)
    elif _is_person(cursor) or _names_person(cursor):
        _foreword(cursor, document)
    elif label in PROMISE_LABELS or _starts_promises(cursor):
        _promises(cursor, document, label)
    elif cursor.at_heading():
        _headed(cursor, document)
    else:
        _unheaded(cursor, document)


def read_outcome(cursor: Cursor, document: ParsedDocument) -> None:
    """Read the outcome's part that begins here into ``document``."""
    document.outcomes.append(_merged(parse_outcome_within_plan(cursor), document))


def _is_person(cursor: Cursor) -> bool:
    person = PERSON_LINE.match(cursor.peek().text) if cursor.at_heading() else None
    return bool(person and FOREWORD_ROLE.search(person["role"]))


def _names_person(cursor: Cursor) -> bool:
    """Whether a councillor's name stands there with the office on the next line."""
    following = cursor.peek(1)
    named = cursor.at_heading() and COUNCILLOR.match(cursor.peek().text)
    return bool(named and following and FOREWORD_ROLE.search(following.text) and len(following.text.split()) <= 12)


def _foreword(cursor: Cursor, document: ParsedDocument) -> None:
    """A name and office with the text beneath them, or signed under the text that opens the plan."""
    block = cursor.take()
    person = PERSON_LINE.match(block.text)
    name = block.text[: person.start("role")].rstrip(" ,–—-") if person else block.text
    role = person["role"] if person else cursor.take().text
    body = cursor.take_prose()
    if not body and not document.forewords:
        body, document.introduction = document.introduction, ""
    if body:
        document.forewords.append(Foreword(name, role, body, block.line))
    else:
        cursor.put_back_aside(block, NOTHING_UNDER)


def _overview(cursor: Cursor, document: ParsedDocument) -> None:
    """The list of outcomes: names with statements, until a name comes again."""
    document.labels["overview"] = cursor.take().text
    document.introduction = f"{document.introduction}\n\n{_prose_before_list(cursor)}".strip()
    while cursor.peek():
        listed = LISTED_OUTCOME.match(cursor.peek().text) if cursor.peek().kind == "item" else None
        if listed:
            block = cursor.take()
            _listed(cursor, document, listed["name"], listed["statement"], block.line)
        elif _is_pair(cursor) and not _named_already(cursor, document):
            name, statement = cursor.take(), cursor.take()
            _listed(cursor, document, name.text, statement.text, name.line)
        else:
            return


def _prose_before_list(cursor: Cursor) -> str:
    """The paragraphs above the list of outcomes."""
    parts = []
    while cursor.peek() and cursor.peek().kind == "paragraph" and not (cursor.at_boundary() or _is_pair(cursor)):
        parts.append(cursor.take().text)
    return "\n\n".join(parts)


def _is_pair(cursor: Cursor) -> bool:
    """Whether a name stands there with its statement next; a name nobody knows yet must be short."""
    name, statement = cursor.peek(), cursor.peek(1)
    if NAMED_OUTCOME.match(name.text):
        return False
    if cursor.names.by_name(name.text) is not None:
        return cursor.at_outcome()
    if statement is None or statement.kind != "paragraph" or statement.text.endswith("."):
        return False
    unlabelled = cursor.at_heading() and not (cursor.label() or cursor.label(1))
    words = len(statement.text.split())
    return unlabelled and len(name.text.split()) <= NEW_NAME_WORDS < words <= STATEMENT_WORDS


def _named_already(cursor: Cursor, document: ParsedDocument) -> bool:
    known = cursor.names.by_name(cursor.peek().text)
    return known is not None and document.outcome(known.slug) is not None


def _listed(cursor: Cursor, document: ParsedDocument, name: str, statement: str, line: int) -> None:
    known = cursor.names.by_name(name) or KnownOutcome(slug_for(name), name)
    cursor.names.learn(known)
    document.outcomes.append(Outcome(known.slug, name, line, overview_statement=statement))


def _merged(outcome: Outcome, document: ParsedDocument) -> Outcome:
    """An outcome's own part takes the place of its line in the overview, and keeps that line's wording.

    A second part of the same outcome goes on where the first ended.
    """
    earlier = document.outcome(outcome.slug)
    if earlier is None:
        return outcome
    document.outcomes.remove(earlier)
    for part in fields(Outcome):
        before, after = getattr(earlier, part.name), getattr(outcome, part.name)
        if isinstance(before, list):
            setattr(outcome, part.name, before + after)
        elif isinstance(before, dict):
            setattr(outcome, part.name, {**before, **after})
        elif part.name in ("introduction", "tracking_note"):
            setattr(outcome, part.name, f"{before}\n\n{after}".strip())
        elif not after:
            setattr(outcome, part.name, before)
    return outcome


def _figures(cursor: Cursor, document: ParsedDocument) -> None:
    """Groups of figures, each under an outcome's name or another heading."""
    heading, outcome = "", None
    while cursor.peek() and not _ends_figures(cursor):
        block = cursor.take()
        known = cursor.names.by_name(block.text) if block.kind in ("heading", "paragraph") else None
        if known or block.kind == "heading":
            heading, outcome = block.text, known.slug if known else None
        else:
            document.figures.append(Figure(block.text, block.line, heading, outcome))


def _ends_figures(cursor: Cursor) -> bool:
    return cursor.label() is not None or cursor.at_part_of_plan()


def _starts_promises(cursor: Cursor, ahead: int = 0) -> bool:
    """Whether priorities begin there with no label of their own: a table, or a number and a title."""
    block, following = cursor.peek(ahead), cursor.peek(ahead + 1)
    if block is None:
        return False
    if cursor.at_table(ahead):
        return True
    if block.kind == "item":
        return block.number is not None and not block.level
    if cursor.at_heading(ahead) and block.text.lower().startswith("priority ") and numbered_title(block.text):
        return True
    titled = cursor.at_heading(ahead) or numbered_title(block.text)
    return bool(titled and following is not None and cursor.label(ahead + 1) in OPENING_LABELS)


def _promises(cursor: Cursor, document: ParsedDocument, label: str | None) -> None:
    if label == "priorities":
        document.labels[label] = cursor.take().text
    introduction = parse_priorities(cursor, document.priorities, outside_outcomes=True)
    document.introduction = f"{document.introduction}\n\n{introduction}".strip()


def _headed(cursor: Cursor, document: ParsedDocument) -> None:
    """A heading of the plan's own: it heads priorities that follow at once, or else an approach page."""
    block = cursor.peek()
    if is_header(cursor.peek(1)) and not names_priorities(cursor.peek(1)):
        number = max([priority.number for priority in document.priorities], default=0) + 1
        document.priorities.append(Priority(number, cursor.take().text, block.line))
        return
    if _starts_promises(cursor, ahead=1):
        said = document.labels.get("priorities", "")
        document.labels["priorities"] = f"{said} / {cursor.take().text}" if said else cursor.take().text
        return
    page = parse_approach_within_plan(cursor, max(block.level, cursor.part_level))
    if page.introduction or page.sections:
        document.approach_pages.append(page)
    else:
        cursor.put_back_aside(block, NOTHING_UNDER)


def _unheaded(cursor: Cursor, document: ParsedDocument) -> None:
    block = cursor.peek()
    text = cursor.take_prose()
    if not text:
        cursor.set_aside("text whose place in the plan cannot be told")
        return
    cursor.warn(block.line, f"“{block.text[:60]}” stands under no heading: it is kept in the plan's introduction")
    document.introduction = f"{document.introduction}\n\n{text}".strip()
