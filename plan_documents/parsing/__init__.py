"""From blocks to what the document says: one parser, with a part for each kind of page."""

from plan_documents.blocks import Block
from plan_documents.errors import PlanDocumentError
from plan_documents.parsed import ParsedDocument
from plan_documents.vocabulary import OutcomeNames, label_of, principle_of

from .approach_parser import parse_approach_document, parse_values_document
from .columns import is_flattened_header, is_header
from .cursor import NAMED_OUTCOME, Cursor
from .outcome_parser import parse_outcome_page
from .plan_parser import parse_plan

KINDS = ("plan", "outcome", "approach", "values")
OUTCOME_LABELS = {"aims", "priorities", "tracking"}
PLAN_LABELS = {"introduction", "vision_and_outcomes", "figures", "overview"}
PROMISE_LABELS = {"priorities", "areas", "deliverables"}


def parse_document(blocks: list[Block], kind: str = "auto", names: OutcomeNames | None = None) -> ParsedDocument:
    """Read ``blocks`` as a document of ``kind`` and account for every line.

    ``names`` knows the outcomes beyond the built-in ones. Raises :class:`PlanDocumentError` where no
    plan, outcome, approach or values can be found in the document.
    """
    cursor = Cursor(blocks, names)
    kind = detect_kind(blocks, cursor) if kind == "auto" else kind
    document = ParsedDocument(kind, total_lines=cursor.total_lines)
    if cursor.peek() is None:
        raise PlanDocumentError("nothing but page furniture was found: choose the document that holds the plan.")
    _PARSERS[kind](cursor, document)
    while cursor.peek():
        cursor.set_aside("text whose place in the plan cannot be told")
    document.set_aside = sorted(cursor.set_aside_lines, key=lambda each: each.line)
    document.warnings = sorted(cursor.warnings, key=lambda each: each.line)
    _refuse_empty(document)
    return document


def detect_kind(blocks: list[Block], cursor: Cursor) -> str:
    """The kind of a document by the headings it has; raise where none of them is known."""
    texts = [block.text for block in blocks if block.kind in ("heading", "paragraph")]
    labels = {label for text in texts if (label := label_of(text))}
    outcomes = _outcome_parts(cursor)
    if any(NAMED_OUTCOME.match(text) for text in texts):
        return "plan"
    if sum(text.startswith(("We are ", "We’re ")) and not text.endswith(".") for text in texts) >= 3:
        return "values"
    if (
        labels & {"introduction", "vision_and_outcomes"}
        or outcomes >= 2
        or "figures" in labels & PLAN_LABELS
        and outcomes
    ):
        return "plan"
    if labels & OUTCOME_LABELS and _names_outcome(cursor):
        return "outcome"
    if any(principle_of(text) for text in texts):
        return "approach"
    if labels & OUTCOME_LABELS and "aims" in labels:
        return "outcome"
    if labels & PROMISE_LABELS or _has_promises_without_labels(blocks):
        return "plan"
    raise PlanDocumentError(
        "no plan was found in it: none of the headings that plans use (aims, priorities for action, deliverables, "
        "shared outcomes …) is there, nor a table with a column of actions. Say what it is with --kind."
    )


def _outcome_parts(cursor: Cursor) -> int:
    """How many different outcomes have a part of their own."""
    named = set()
    ahead = 0
    while cursor.peek(ahead):
        if cursor.at_outcome(ahead):
            known = cursor.names.by_name(cursor.peek(ahead).text.removeprefix("Outcome: "))
            named.add(known.slug if known else cursor.peek(ahead).text)
        ahead += 1
    return len(named)


def _names_outcome(cursor: Cursor) -> bool:
    """Whether one of the document's first lines is an outcome's name or statement."""
    first = [cursor.peek(ahead).text for ahead in range(3) if cursor.peek(ahead)]
    return any(cursor.names.by_name(text) or cursor.names.by_statement(text) for text in first)


def _has_promises_without_labels(blocks: list[Block]) -> bool:
    from .priority_parser import STATUS_BEFORE_DATE

    staged = sum(
        bool(STATUS_BEFORE_DATE.match(block.text)) for block in blocks if block.kind in ("continuation", "paragraph")
    )
    return staged >= 2 or any(is_header(block) or is_flattened_header(block) for block in blocks)


def _parse_outcome(cursor: Cursor, document: ParsedDocument) -> None:
    document.outcomes.append(parse_outcome_page(cursor))


def _parse_approach(cursor: Cursor, document: ParsedDocument) -> None:
    document.approach_pages.append(parse_approach_document(cursor))


def _parse_values(cursor: Cursor, document: ParsedDocument) -> None:
    document.approach_pages.append(parse_values_document(cursor))


_PARSERS = {
    "plan": parse_plan,
    "outcome": _parse_outcome,
    "approach": _parse_approach,
    "values": _parse_values,
}


def _refuse_empty(document: ParsedDocument) -> None:
    pages = [page for page in document.approach_pages if page.introduction or page.sections or page.values]
    outcomes = [
        each for each in document.outcomes if each.introduction or each.aims or each.priorities or each.statement
    ]
    if not (pages or outcomes or document.every_priority or document.forewords or document.vision):
        raise PlanDocumentError(f"nothing that belongs to a page of kind “{document.kind}” was found in it.")
