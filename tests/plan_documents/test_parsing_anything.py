"""Whatever a document is made of, the parser ends, and accounts for every line of it."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan_documents.errors import PlanDocumentError
from plan_documents.flattening import records_of
from plan_documents.importing import import_records
from plan_documents.parsing import KINDS, parse_document
from plan_documents.readers.markdown import read_markdown
from plan_documents.readers.text import read_text
from plan_documents.records import PlanDetails

ANY_LINES = """
Best start
A statement of it
Shaped by people
We make our places what they are
Village Plan
DRAFT
12
Introduction
Cllr Example One, Leader of the Council
Our vision
Our shared outcomes
Safe streets: Streets are safe
What we're aiming to achieve
Priorities for action
1. Open the library
2. Mend the clock
Priority 3: Plant trees
Action
Do it.
Deliverable(s)
  • Paint it.
    Timescale: May 2022.
    • Inside
Timescale
June 2022
Status: Complete
Portfolio holder
Councillor Example Two
Portfolio holder: Cllr Example Three
Tracking our progress
- Visits
Measures of success
Over the last year we have ...
1. Painted
I'm Kirklees
Example Four – Warden
'A story.'
Delivering change: the oak
Case studies
A case
In the last year, the village has ...
- 10 trees
Areas of focus
Action | By when | Status
Mend | May 2022 | Done
Completed October 2022
We are open
Working with partners
A paragraph of several words that ends with a full stop.
Stay Connected
"""
LINES = st.sampled_from(ANY_LINES.split("\n"))
DOCUMENTS = st.lists(LINES, min_size=1, max_size=30).map("\n".join)


def parsed(blocks, kind):
    try:
        return parse_document(blocks, kind)
    except PlanDocumentError:
        return None


@settings(max_examples=300, deadline=None)
@given(text=DOCUMENTS, kind=st.sampled_from(("auto", *KINDS)))
def test_every_line_of_any_text_is_accounted_for(text, kind):
    blocks = read_text(text)
    document = parsed(blocks, kind)
    lines = [number for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    assert [line for block in blocks for line in block.lines] == lines
    if document:
        aside = [each.line for each in document.set_aside]
        assert (document.total_lines, len(set(aside))) == (len(lines), len(aside))
        assert set(aside) <= set(lines)


@settings(max_examples=150, deadline=None)
@given(text=DOCUMENTS, level=st.integers(1, 4))
def test_any_marked_text_is_read_to_its_end(text, level):
    marked = "\n\n".join(f"{'#' * level} {line}" if len(line) % 3 == 0 and line else line for line in text.split("\n"))
    document = parsed(read_markdown(marked), "auto")
    assert document is None or 0 <= len(document.set_aside) <= document.total_lines


@pytest.mark.django_db
@settings(max_examples=40, deadline=None)
@given(text=DOCUMENTS)
def test_any_text_that_is_read_changes_nothing_when_read_again(text):
    document = parsed(read_text(text), "auto")
    if document is None:
        return
    try:
        records = records_of(document, PlanDetails("any-plan"))
        import_records(records, "Read in.", date(2030, 1, 1))
    except PlanDocumentError:
        return
    again = import_records(records, "Read in.", date(2030, 1, 1))
    assert (again.of("create"), again.of("change")) == ([], [])
