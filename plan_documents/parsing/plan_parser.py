"""A whole plan: forewords, approach, vision, outcomes, priorities, figures."""

import re

from plan_documents.parsed import Figure, Foreword, Outcome, ParsedDocument
from plan_documents.vocabulary import FOREWORD_ROLE, PERSON_LINE, KnownOutcome

from .approach_parser import parse_approach_within_plan, set_captions_aside
from .cursor import NAMED_OUTCOME, STATEMENT_WORDS, Cursor
from .outcome_parser import parse_outcome_within_plan
from .priority_parser import NUMBERED_HEADING, parse_priorities
from .slugs import slug_for

LISTED_OUTCOME = re.compile(r"^(?P<name>[^:]{2,60}):\s+(?P<statement>\S.*)$")
NEW_NAME_WORDS = 4
"""A line of more words than this is no short name of an outcome."""
PROMISE_LABELS = ("priorities", "areas", "deliverables", "action", "holder")


def parse_plan(cursor: Cursor, document: ParsedDocument) -> None:
    """Fill ``document`` from a whole plan."""
    _head(cursor, document)
    while cursor.peek():
        _part(cursor, document)


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
        document.outcomes.append(_merged(parse_outcome_within_plan(cursor), document))
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
    elif _is_person(cursor):
        _foreword(cursor, document)
    elif label in PROMISE_LABELS or _starts_promises(cursor):
        _promises(cursor, document, label)
    elif cursor.at_heading():
        _headed(cursor, document)
    else:
        _unheaded(cursor, document)


def _is_person(cursor: Cursor) -> bool:
    person = PERSON_LINE.match(cursor.peek().text) if cursor.at_heading() else None
    return bool(person and FOREWORD_ROLE.search(person["role"]))


def _foreword(cursor: Cursor, document: ParsedDocument) -> None:
    block = cursor.take()
    person = PERSON_LINE.match(block.text)
    before_role = block.text[: person.start("role")].rstrip(" ,–—-")
    document.forewords.append(Foreword(before_role, person["role"], cursor.take_prose(), block.line))


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
    return "" if cursor.peek() and cursor.peek().kind == "item" else cursor.take_prose()


def _is_pair(cursor: Cursor) -> bool:
    """Whether a name stands there with its statement next; a name nobody knows yet must be short."""
    name, statement = cursor.peek(), cursor.peek(1)
    if NAMED_OUTCOME.match(name.text):
        return False
    if cursor.at_outcome():
        return True
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
    """An outcome's own part takes the place of its line in the overview, and keeps that line's wording."""
    listed = document.outcome(outcome.slug)
    if listed is not None:
        document.outcomes.remove(listed)
        outcome.overview_statement = listed.overview_statement
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
    numbered = block.kind == "item" and block.number is not None and not block.level
    headed = block.kind == "heading" and NUMBERED_HEADING.match(block.text)
    labelled = following is not None and cursor.label(ahead + 1) in ("action", "deliverables", "areas")
    return bool(numbered or ((headed or cursor.at_heading(ahead)) and labelled))


def _promises(cursor: Cursor, document: ParsedDocument, label: str | None) -> None:
    if label == "priorities":
        document.labels[label] = cursor.take().text
    found = parse_priorities(cursor, outside_outcomes=True)
    taken = [priority.number for priority in document.priorities]
    for priority in found:
        if priority.number in taken:
            priority.number = max(taken) + 1
        taken.append(priority.number)
    document.priorities += found


def _headed(cursor: Cursor, document: ParsedDocument) -> None:
    """A heading of the plan's own: it heads priorities that follow at once, or else an approach page."""
    if _starts_promises(cursor, ahead=1):
        document.labels.setdefault("priorities", cursor.take().text)
        return
    block = cursor.peek()
    page = parse_approach_within_plan(cursor, max(block.level, cursor.part_level))
    if page.introduction or page.sections:
        document.approach_pages.append(page)
    else:
        cursor.put_back_aside(block, "heading with nothing under it")


def _unheaded(cursor: Cursor, document: ParsedDocument) -> None:
    block = cursor.peek()
    text = cursor.take_prose()
    if not text:
        cursor.set_aside("text whose place in the plan cannot be told")
        return
    cursor.warn(block.line, f"“{block.text[:60]}” stands under no heading: it is kept in the plan's introduction")
    document.introduction = f"{document.introduction}\n\n{text}".strip()
