"""Priorities for action: number and title, action, nested deliverables with timescales, holder."""

import re

from plan_documents.blocks import Block
from plan_documents.parsed import Priority
from plan_documents.vocabulary import COUNCILLOR

from .columns import is_flattened_header, is_header, says_when
from .cursor import Cursor
from .deliverable_parser import DeliverableParser, is_stage
from .tables import parse_table

NUMBERED_TITLE = re.compile(
    r"^(?:(?:Priority\s+(?P<after>\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)[.:)]?\s*[–—-]?)"
    r"|(?P<number>\d{1,3})[.:)]?)\s+(?P<title>\S.*)$",
    re.I,
)
NUMBER_WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
OWN_LABELS = ("action", "deliverables", "areas", "holder", "timescale")
OPENING_LABELS = ("action", "deliverables", "areas")


def numbered_title(text: str) -> tuple[int, str] | None:
    """(number, title) of "1. Title", "Priority 1: Title", "Priority one – Title"; None where no number leads."""
    found = NUMBERED_TITLE.match(text)
    if found is None:
        return None
    number = (found["number"] or found["after"]).lower()
    return NUMBER_WORDS.index(number) + 1 if number in NUMBER_WORDS else int(number), found["title"]


def parse_priorities(cursor: Cursor, priorities: list[Priority], outside_outcomes: bool = False) -> str:
    """Add the priorities up to the next part of the document to ``priorities``, going on with the last of them.

    Outside outcomes an unnumbered heading begins a priority as well, and gets the next number. Returns what
    introduces the priorities before the first of them.
    """
    parser = _PriorityParser(cursor, priorities, outside_outcomes)
    parser.parse()
    return parser.introduction


class _PriorityParser:
    def __init__(self, cursor: Cursor, priorities: list[Priority], outside_outcomes: bool):
        self._cursor = cursor
        self._priorities = priorities
        self._outside = outside_outcomes
        self._taken = {priority.number for priority in priorities}
        self._highest = max(self._taken, default=0)
        self._part = "deliverables" if priorities else "action"
        self._flattened = False
        self._deliverables = DeliverableParser(cursor)
        self._pending: list[Block] = []
        """Running text before the first priority: it introduces them all, or is a priority without a title."""
        self._counted = False
        """Whether the last priority began as a numbered item."""
        self.introduction = ""

    def parse(self) -> None:
        while self._cursor.peek() and self._step():
            pass
        if self._pending:
            self._settle_introduction()

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
        elif label in ("tracking", "aims") and self._outside and self._priorities:
            self._read_own_list()
        elif label or self._cursor.at_outcome() or self._cursor.at_part_of_plan():
            return False
        elif self._cursor.at_heading() and not self._wants_text():
            return self._read_heading()
        else:
            self._read_text(self._cursor.take())
        return True

    @property
    def _current(self) -> Priority:
        """The priority being read; one without a title where the document has given none yet."""
        if not self._priorities:
            line = self._pending[0].line if self._pending else self._cursor.peek_line()
            self._cursor.warn(line, "a priority is stated without a title or number: it is kept as priority 1")
            self._append(Priority(1, "", line))
            self._priorities[-1].action = "\n\n".join(block.text for block in self._pending)
            self._pending = []
        return self._priorities[-1]

    def _append(self, priority: Priority) -> None:
        self._priorities.append(priority)
        self._taken.add(priority.number)
        self._highest = max(self._highest, priority.number)

    def _starts_priority(self, block: Block) -> bool:
        if block.kind == "heading" and numbered_title(block.text):
            return True
        opens_part = self._cursor.label(1) in OPENING_LABELS
        if opens_part and block.number is not None and not block.level:
            return True
        if self._wants_text() or is_stage(self._cursor):
            return False
        if block.kind in ("heading", "paragraph"):
            titled = self._cursor.at_heading() or numbered_title(block.text) is not None
            named = bool(re.match(r"Priority \w+\b", block.text)) and numbered_title(block.text) is not None
            return self._cursor.label() is None and ((opens_part and titled) or (named and self._cursor.at_heading()))
        if block.kind != "item" or block.level or block.number is None:
            return False
        if self._flattened or self._comes_next(block):
            return True
        labelled = bool(self._priorities and self._priorities[-1].labels)
        return not labelled and self._part != "deliverables"

    def _comes_next(self, block: Block) -> bool:
        """Whether an item has the next priority's number, where the last priority's own list is not numbered."""
        if not self._priorities or self._deliverables.numbered:
            return False
        return self._counted and block.number == self._priorities[-1].number + 1

    def _wants_text(self) -> bool:
        """Whether a label was just read whose text must come next, whatever that text looks like."""
        if not self._priorities:
            return False
        priority = self._priorities[-1]
        if self._part == "holder" and COUNCILLOR.match(self._cursor.peek().text):
            return True
        wanted = {"action": priority.action, "holder": priority.holder}
        return self._part in wanted and self._part in priority.labels and not wanted[self._part]

    def _start(self, block: Block) -> None:
        if self._pending:
            self._settle_introduction()
        number, title = block.number, block.text
        self._counted = number is not None
        if number is None:
            number, title = numbered_title(block.text) or (None, block.text)
        self._append(Priority(self._free_number(number, block.line, title), title, block.line))
        self._part = "action"
        self._deliverables.start(self._priorities[-1])

    def _settle_introduction(self) -> None:
        self.introduction = "\n\n".join(block.text for block in self._pending)
        self._pending = []

    def _free_number(self, wanted: int | None, line: int, title: str) -> int:
        """The number as printed; the next free one where it is missing or already given."""
        following = self._highest + 1
        if wanted in self._taken:
            self._cursor.warn(line, f"the number {wanted} is given twice: “{title}” is kept as {following}")
        return following if wanted is None or wanted in self._taken else wanted

    def _read_label(self, label: str) -> None:
        current = self._current
        block = self._cursor.take()
        if label == "timescale":
            self._deliverables.expect_timescale()
            return
        self._part = "deliverables" if label == "areas" else label
        current.labels[self._part] = block.text
        self._deliverables.start(current)

    def _read_own_list(self) -> None:
        """A list of measures or aims that belongs to one priority: kept with its action."""
        parts = [self._cursor.take().text]
        while not self._cursor.at_boundary() and not self._starts_priority(self._cursor.peek()):
            block = self._cursor.take()
            parts.append(f"- {block.text}" if block.kind == "item" else block.text)
        self._current.action = "\n\n".join(filter(None, [self._current.action, *parts]))

    def _read_heading(self) -> bool:
        """Outside outcomes a heading begins a priority; elsewhere it ends them, unless this one goes on."""
        if self._outside and self._cursor.at_table(1):
            return False
        if self._outside:
            self._start(self._cursor.take())
        elif self._goes_on():
            self._read_text(self._cursor.take())
        else:
            return False
        return True

    def _goes_on(self) -> bool:
        """Whether the next label after a line that looks like a heading is one of a priority's own."""
        ahead = 1
        while (label := self._cursor.label(ahead)) is None:
            if self._cursor.peek(ahead) is None or self._cursor.at_outcome(ahead):
                return False
            ahead += 1
        return label in OWN_LABELS and label not in OPENING_LABELS

    def _read_text(self, block: Block) -> None:
        if self._deliverables.takes(block, self._part):
            self._deliverables.start(self._current, keep_open=True)
            self._deliverables.read(block)
            if self._part != "holder":
                self._part = "deliverables"
        elif self._part == "holder":
            current = self._current
            current.holder = f"{current.holder}; {block.text}" if current.holder else block.text
        elif not self._priorities:
            self._pending.append(block)
        else:
            text = f"- {block.text}" if block.kind == "item" else block.text
            self._current.action = f"{self._current.action}\n\n{text}".strip()

    def _read_table(self) -> None:
        unfilled = self._priorities and not self._priorities[-1].deliverables
        into = self._priorities[-1] if unfilled or (self._priorities and self._part == "deliverables") else None
        for priority in parse_table(self._cursor, self._highest + 1, into):
            priority.number = self._free_number(priority.number, priority.line, priority.title)
            self._append(priority)

    def _read_flattened_header(self) -> None:
        block = self._cursor.peek()
        self._flattened = True
        self._deliverables.when_in_text = says_when(block.text)
        self._cursor.set_aside("table header")
        self._cursor.warn(
            block.line,
            "the columns of this table were run together when it was copied: whether a line is to be done or to "
            "be seen cannot be told, so each is kept as a deliverable",
        )
