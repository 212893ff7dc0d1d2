"""What kind of page a document is, told from its headings."""

from plan_documents.blocks import Block
from plan_documents.errors import PlanDocumentError
from plan_documents.vocabulary import label_of, principle_of

from .approach_parser import is_value
from .columns import is_flattened_header, is_header
from .cursor import NAMED_OUTCOME, Cursor
from .deliverable_parser import stage_of

OUTCOME_LABELS = {"aims", "priorities", "tracking", "done", "continuing", "emphasis"}
PROMISE_LABELS = {"priorities", "areas", "deliverables"}
FIRST_LINES = 12


def detect_kind(blocks: list[Block], cursor: Cursor) -> str:
    """The kind of a document; raise :class:`PlanDocumentError` where nothing tells it."""
    texts = [block.text for block in blocks if block.kind in ("heading", "paragraph")]
    labels = {label for text in texts if (label := label_of(text))}
    outcomes = _outcomes_with_parts(cursor)
    if any(NAMED_OUTCOME.match(text) for text in texts):
        return "plan"
    if sum(map(is_value, texts)) >= 3:
        return "values"
    if labels & {"introduction", "vision_and_outcomes"} or len(outcomes) > 1 or ("figures" in labels and outcomes):
        return "plan"
    if labels & OUTCOME_LABELS and (outcomes or _names_outcome(cursor)):
        return "outcome"
    if any(principle_of(text) for text in texts):
        return "approach"
    if "aims" in labels:
        return "outcome"
    if labels & PROMISE_LABELS or _has_promises_without_labels(blocks):
        return "plan"
    if outcomes:
        return "outcome"
    if {"vision", "overview"} <= labels:
        return "plan"
    raise PlanDocumentError(
        "no plan was found in it: none of the headings that plans use (aims, priorities for action, deliverables, "
        "shared outcomes …) is there, nor a table with a column of actions. Say what kind of document it is."
    )


def _outcomes_with_parts(cursor: Cursor) -> set[str]:
    """The outcomes, by slug, that have a part of their own in the document."""
    found = set()
    ahead = 0
    while block := cursor.peek(ahead):
        if cursor.at_outcome(ahead):
            known = cursor.names.by_name(block.text) or cursor.names.by_statement(block.text)
            found.add(known.slug if known else block.text)
        ahead += 1
    return found


def _names_outcome(cursor: Cursor) -> bool:
    """Whether one of the first lines is, or holds, an outcome's name or statement."""
    first = [block.text for ahead in range(FIRST_LINES) if (block := cursor.peek(ahead)) and block.kind != "item"]
    return any(cursor.names.in_title(text) or cursor.names.by_statement(text) for text in first)


def _has_promises_without_labels(blocks: list[Block]) -> bool:
    """Whether there is a table of promises, or a timeline with at least two stages."""
    stages = sum(block.kind in ("continuation", "paragraph") and stage_of(block.text) is not None for block in blocks)
    return stages >= 2 or any(is_header(block) or is_flattened_header(block) for block in blocks)
