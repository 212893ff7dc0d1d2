"""What the columns of a table of promises hold, by their headings."""

import re

from plan_documents.blocks import Block, fold
from plan_documents.vocabulary import label_of

COLUMNS: dict[str, str] = {
    "expected_result": r"what (residents|people|you) will see|expected (result|outcome|impact)|success measures?",
    "deliverable": r"what we will do( and when)?|deliverables?( s)?|milestones?|tasks?|activit(y|ies)|key actions?",
    "action": r"actions?|objectives?|priorit(y|ies)|commitments?|projects?|recommendations?",
    "timescale": r"by when|when|timescales?|timeframe|target date|deadline|due( date)?|completion date|date",
    "status": r"status|progress|rag( status| rating)?|current status|update",
    "owner": r"owner|lead( officer)?|responsible( officer)?|responsibility|who|service director|accountable"
    r"|(portfolio holder|lead member|lead councillor|cabinet member)s?( s)?",
    "number": r"no|ref(erence)?|number|#|id",
}


def column_of(heading: str) -> str | None:
    """What the column under ``heading`` holds, or None where its heading does not say."""
    folded = fold(heading)
    return next((name for name, pattern in COLUMNS.items() if re.fullmatch(pattern, folded)), None)


def is_header(block: Block | None) -> bool:
    """Whether a row names its columns: at least two of them, one of which holds promises."""
    if block is None or block.kind != "row":
        return False
    columns = [column_of(cell) for cell in block.cells]
    return sum(column is not None for column in columns) >= 2 and bool({"action", "deliverable"} & set(columns))


def is_flattened_header(block: Block | None) -> bool:
    """Whether a line is a table's header whose columns a copy ran together."""
    if block is None or block.kind not in ("paragraph", "heading"):
        return False
    if label_of(block.text) is not None or not re.search(
        rf"\b(?:{COLUMNS['action']}|{COLUMNS['deliverable']})\b", fold(block.text)
    ):
        return False
    phrases = "|".join(f"(?:{pattern})" for pattern in COLUMNS.values())
    folded = fold(block.text)
    return len(folded.split()) >= 3 and bool(re.fullmatch(rf"(?:(?:{phrases})(?: |$)){{2,}}", folded))


def says_when(text: str) -> bool:
    """Whether a column's heading promises that the text beneath it says when."""
    return "and when" in fold(text)


def names_priorities(header: Block) -> bool:
    """Whether the rows under ``header`` each name a priority beside what will be done."""
    columns = [column_of(cell) for cell in header.cells]
    return columns.count("action") > 1 or {"action", "deliverable"} <= set(columns)
