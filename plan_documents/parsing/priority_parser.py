"""Priorities for action: number and title, action, nested deliverables with timescales, holder."""

import re

from plan_documents.blocks import Block
from plan_documents.parsed import Deliverable, Priority
from plan_documents.vocabulary import STATUS_BEFORE_DATE, TIMESCALE_LABEL, label_of

from .columns import is_flattened_header, is_header, says_when
from .cursor import Cursor
from .tables import parse_table, take_timescale_from_end

NUMBERED_HEADING = re.compile(r"^(?:Priority\s+)?(?P<number>\d{1,3})[.:)]?\s+(?P<title>\S.*)$", re.I)
OWN_LABELS = ("action", "deliverables", "areas", "holder", "timescale")


def parse_priorities(cursor: Cursor, outside_outcomes: bool = False) -> list[Priority]:
    """The priorities up to the next part of the document.

    Outside outcomes an unnumbered heading begins a priority as well, and gets the next number.
    """
    return _PriorityParser(cursor, outside_outcomes).parse()


class _PriorityParser:
    def __init__(self, cursor: Cursor, outside_outcomes: bool):
        self._cursor = cursor
        self._outside = outside_outcomes
        self._priorities: list[Priority] = []
        self._taken: set[int] = set()
        self._highest = 0
        self._part = "action"
        self._flattened = False
        self._when_in_text = False
        self._open: list[tuple[int, Deliverable]] = []
        """The deliverables a further line may belong to, outermost first, with the depth each was printed at."""

    def parse(self) -> list[Priority]:
        while self._cursor.peek() and self._step():
            pass
        return self._priorities

    def _step(self) -> bool:
        """Read one block; False where it belongs to the next part of the document."""
        block, label = self._cursor.peek(), self._cursor.label()
        if is_header(block):
            self._read_table()
        elif is_flattened_header(block):
            self._read_flattened_header()
        elif self._starts_priority(block):
            self._start(self._cursor.take())
        elif label in OWN_LABELS:
            self._read_label(label)
        elif label or self._cursor.at_outcome():
            return False
        elif self._cursor.at_heading() and not (self._part == "holder" and not self._current.holder):
            return self._read_heading()
        else:
            self._read_text(self._cursor.take())
        return True

    @property
    def _current(self) -> Priority:
        """The priority being read; one without a title where the document has given none yet."""
        if not self._priorities:
            line = self._cursor.peek().line if self._cursor.peek() else 1
            self._cursor.warn(line, "a priority is stated without a title or number: it is kept as priority 1")
            self._priorities.append(Priority(1, "", line))
            self._take_number(1)
        return self._priorities[-1]

    def _starts_priority(self, block: Block) -> bool:
        if block.kind == "heading":
            return bool(NUMBERED_HEADING.match(block.text))
        if block.kind != "item" or block.level or block.number is None or self._is_timeline_stage():
            return False
        opens_part = self._cursor.label(1) in ("action", "deliverables", "areas", "holder")
        return opens_part or self._flattened or self._part != "deliverables"

    def _is_timeline_stage(self) -> bool:
        following = self._cursor.peek(1)
        return (
            following is not None
            and following.kind in ("continuation", "paragraph")
            and bool(STATUS_BEFORE_DATE.match(following.text))
        )

    def _start(self, block: Block) -> None:
        number, title = block.number, block.text
        if number is None:
            numbered = NUMBERED_HEADING.match(block.text)
            number, title = (int(numbered["number"]), numbered["title"]) if numbered else (None, block.text)
        self._priorities.append(Priority(self._free_number(number, block), title, block.line))
        self._part, self._open = "action", []

    def _free_number(self, wanted: int | None, block: Block) -> int:
        """The number as printed; the next free one where it is missing or already given."""
        following = self._highest + 1 if wanted is None or wanted in self._taken else wanted
        if wanted in self._taken:
            self._cursor.warn(block.line, f"the number {wanted} is given twice: “{block.text}” is kept as {following}")
        self._take_number(following)
        return following

    def _take_number(self, number: int) -> None:
        self._taken.add(number)
        self._highest = max(self._highest, number)

    def _read_label(self, label: str) -> None:
        current = self._current
        block = self._cursor.take()
        if label == "timescale":
            self._part = "timescale"
            return
        self._part = "deliverables" if label == "areas" else label
        current.labels[self._part] = block.text

    def _read_heading(self) -> bool:
        """Outside outcomes a heading begins a priority; anywhere else it ends them."""
        if not self._outside:
            return False
        self._start(self._cursor.take())
        return True

    def _read_text(self, block: Block) -> None:
        timescale = TIMESCALE_LABEL.match(block.text)
        if self._open and label_of(block.text) == "timescale":
            self._part = "timescale"
        elif timescale and self._open:
            self._give_timescale(block, block.text[timescale.end() :])
        elif self._part == "timescale" and self._open:
            self._give_timescale(block, block.text)
            self._part = "deliverables"
        elif self._part == "holder":
            self._read_holder(block)
        elif block.kind == "item":
            self._read_item(block)
        elif block.kind == "continuation" and self._open:
            self._read_continuation(block)
        elif self._part == "deliverables":
            self._read_loose_deliverable(block)
        else:
            current = self._current
            current.action = f"{current.action}\n\n{block.text}".strip()

    def _read_holder(self, block: Block) -> None:
        current = self._current
        current.holder = f"{current.holder}; {block.text}" if current.holder else block.text

    def _read_item(self, block: Block) -> None:
        self._current.labels.setdefault("deliverables", "")
        self._open = [each for each in self._open if each[0] < block.level]
        deliverable = _deliverable(block)
        siblings = self._open[-1][1].children if self._open else self._current.deliverables
        siblings.append(deliverable)
        self._open.append((block.level, deliverable))
        self._part = "deliverables"
        if self._when_in_text:
            take_timescale_from_end(self._cursor, deliverable)

    def _read_continuation(self, block: Block) -> None:
        deliverable = self._continued(block)
        staged = STATUS_BEFORE_DATE.match(block.text)
        if staged and not deliverable.timescale:
            deliverable.status, deliverable.timescale = staged["status"], staged["timescale"].strip()
        else:
            deliverable.text = f"{deliverable.text}\n\n{block.text}"

    def _read_loose_deliverable(self, block: Block) -> None:
        """A paragraph where deliverables are expected: a deliverable of its own."""
        self._open = []
        self._read_item(Block("item", block.text, block.lines))

    def _give_timescale(self, block: Block, text: str) -> None:
        deliverable = self._continued(block) if block.kind == "continuation" else self._open[-1][1]
        if deliverable.timescale:
            self._cursor.warn(block.line, "a second timescale is given for one deliverable: both are kept")
            deliverable.timescale = f"{deliverable.timescale} {text}"
        else:
            deliverable.timescale = text

    def _continued(self, block: Block) -> Deliverable:
        """The open deliverable at the depth of ``block``, or else the last one."""
        return next((each for depth, each in self._open if depth == block.level), self._open[-1][1])

    def _read_table(self) -> None:
        for priority in parse_table(self._cursor, self._highest + 1, ""):
            self._take_number(priority.number)
            self._priorities.append(priority)

    def _read_flattened_header(self) -> None:
        block = self._cursor.peek()
        self._flattened, self._when_in_text = True, says_when(block.text)
        self._cursor.set_aside("table header")
        self._cursor.warn(
            block.line,
            "the columns of this table were run together when it was copied: whether a line is to be done or to be "
            "seen cannot be told, so each is kept as a deliverable",
        )


def _deliverable(block: Block) -> Deliverable:
    """An item's text, without the timescale that stands at its end behind a label."""
    parts = TIMESCALE_LABEL.split(block.text, maxsplit=1)
    text, timescale = (parts[0].strip(), parts[1].strip()) if len(parts) == 2 else (block.text, "")
    return Deliverable(text, block.line, timescale)
