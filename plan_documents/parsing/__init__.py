"""From blocks to what the document says: one parser, with a part for each kind of page."""

from plan_documents.blocks import Block
from plan_documents.errors import PlanDocumentError
from plan_documents.parsed import ParsedDocument
from plan_documents.vocabulary import LINKED_TO_NOBODY, OutcomeNames, holder_name

from .accounting import unkept
from .approach_parser import parse_approach_document, parse_values_document
from .cursor import NO_PLACE, Cursor
from .kinds import detect_kind
from .outcome_parser import parse_outcome_page
from .plan_parser import parse_plan, read_outcome

KINDS = ("plan", "outcome", "approach", "values")


def parse_document(blocks: list[Block], kind: str = "auto", names: OutcomeNames | None = None) -> ParsedDocument:
    """Read ``blocks`` as a document of ``kind`` and account for every line.

    ``names`` knows the outcomes beyond the built-in ones. Raises :class:`PlanDocumentError` where no
    plan, outcome, approach or values can be found in the document.
    """
    cursor = Cursor(blocks, names)
    if cursor.peek() is None:
        raise PlanDocumentError("nothing but page furniture was found: choose the document that holds the plan.")
    document = ParsedDocument(detect_kind(blocks, cursor) if kind == "auto" else kind, total_lines=cursor.total_lines)
    _PARSERS[document.kind](cursor, document)
    cursor.read_until_end(lambda: None)
    for priority in document.every_priority:
        if priority.holder and holder_name(priority.holder) is None:
            cursor.warn(priority.line, LINKED_TO_NOBODY.format(priority.holder))
    for block in list(unkept(document, cursor.taken)):
        cursor.put_back_aside(block, NO_PLACE)
    document.set_aside = sorted(cursor.set_aside_lines, key=lambda each: each.line)
    document.warnings = sorted(cursor.warnings, key=lambda each: each.line)
    _refuse_empty(document)
    return document


def _parse_outcome(cursor: Cursor, document: ParsedDocument) -> None:
    document.outcomes.append(parse_outcome_page(cursor))
    while cursor.peek() and cursor.at_outcome():
        read_outcome(cursor, document)


def _parse_approach(cursor: Cursor, document: ParsedDocument) -> None:
    document.approach_pages.append(parse_approach_document(cursor))


def _parse_values(cursor: Cursor, document: ParsedDocument) -> None:
    document.approach_pages.append(parse_values_document(cursor))


_PARSERS = {"plan": parse_plan, "outcome": _parse_outcome, "approach": _parse_approach, "values": _parse_values}


def _refuse_empty(document: ParsedDocument) -> None:
    pages = [page for page in document.approach_pages if page.introduction or page.sections or page.values]
    outcomes = [
        each for each in document.outcomes if each.introduction or each.aims or each.priorities or each.statement
    ]
    listed = len(document.outcomes) > 1
    if not (pages or outcomes or listed or document.every_priority or document.forewords or document.vision):
        raise PlanDocumentError(f"nothing that belongs to a page of kind “{document.kind}” was found in it.")
