"""The deliverables of one priority: nested items, each with its timescale, status and owner."""

import re

from plan_documents.blocks import Block
from plan_documents.parsed import Deliverable, Priority
from plan_documents.vocabulary import (
    GLUED_STATUS,
    OWNER_LABEL,
    STATUS_BEFORE_DATE,
    STATUS_LABEL,
    TIMESCALE_LABEL,
    TIMESCALE_START,
    label_of,
)
from priorities.timescales import read_timescale

from .cursor import Cursor
from .tables import take_timescale_from_end

WHEN = re.compile(
    r"(?:by|in|on|from|between|during|early|mid|late|end|the end|to|fy|q\d|quarter|winter|spring|summer|autumn|\d"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.I,
)
"""How a time begins; what begins otherwise is a sentence."""


class DeliverableParser:
    """Adds deliverables to the priority it was started on. ``when_in_text``: dates stand at the ends of texts."""

    def __init__(self, cursor: Cursor):
        self._cursor = cursor
        self._priority: Priority | None = None
        self._open: list[tuple[int, Deliverable]] = []
        """The deliverables a further line may belong to, outermost first, with the depth each was printed at."""
        self._timescale_next = False
        self.when_in_text = False
        self.numbered = False
        """Whether the last deliverable added was a numbered item."""

    def start(self, priority: Priority, keep_open: bool = False) -> None:
        """Add to ``priority`` from here on; with ``keep_open`` the last deliverable may still go on."""
        if self._priority is not priority or not keep_open:
            self._open = []
        if self._priority is not priority:
            self.numbered = False
        self._priority = priority

    def expect_timescale(self) -> None:
        """The next line is the timescale of the last deliverable."""
        self._timescale_next = True

    def takes(self, block: Block, part: str) -> bool:
        """Whether a block belongs to the deliverables rather than to the text of ``part`` of the priority."""
        if self._timescale_next or part == "deliverables":
            return True
        if self._open and (block.kind == "continuation" or _labelled(block.text)):
            return True
        unlabelled = self._priority is None or not self._priority.labels
        return block.kind == "item" and part == "action" and unlabelled

    def read(self, block: Block) -> None:
        """One item, a further line of one, or a line that says when, how it stands or who leads."""
        if self._open and label_of(block.text) == "timescale":
            self._timescale_next = True
        elif self._timescale_next and self._open:
            self._timescale_next = False
            self._say_when(self._continued(block), block.text, block.line)
        elif self._open and _labelled(block.text):
            self._read_labelled(block)
        elif block.kind == "continuation" and self._open:
            self._go_on(self._continued(block), block)
        else:
            self._add(block)

    def _add(self, block: Block) -> None:
        self._open = [each for each in self._open if each[0] < block.level] if block.kind == "item" else []
        self.numbered = block.number is not None
        deliverable = Deliverable("", block.line)
        siblings = self._open[-1][1].children if self._open else self._priority.deliverables
        siblings.append(deliverable)
        self._open.append((block.level, deliverable))
        text, *timescale = TIMESCALE_LABEL.split(block.text, maxsplit=1)
        deliverable.text = text.strip()
        if timescale:
            self._say_when(deliverable, _unbracketed(timescale[0]), block.line)
        elif self.when_in_text:
            take_timescale_from_end(self._cursor, deliverable)

    def _read_labelled(self, block: Block) -> None:
        deliverable = self._continued(block) if block.kind == "continuation" else self._open[-1][1]
        for label, say in ((TIMESCALE_LABEL, self._say_when), (TIMESCALE_START, self._say_when)):
            if found := label.match(block.text):
                say(deliverable, _unbracketed(block.text[found.end() :]), block.line)
                return
        if found := STATUS_LABEL.match(block.text):
            deliverable.status = block.text[found.end() :]
        elif found := OWNER_LABEL.match(block.text):
            deliverable.owner = block.text[found.end() :]

    def _say_when(self, deliverable: Deliverable, text: str, line: int) -> None:
        """Give a timescale, and the status that may stand behind it."""
        text, *status = STATUS_LABEL.split(text, maxsplit=1)
        if status:
            deliverable.status = status[0].strip()
        if deliverable.timescale:
            self._cursor.warn(line, "a second timescale is given for one deliverable: both are kept")
            deliverable.timescale = f"{deliverable.timescale} {text.strip()}"
        else:
            deliverable.timescale = text.strip()

    def _go_on(self, deliverable: Deliverable, block: Block) -> None:
        staged = stage_of(block.text)
        if staged and not deliverable.timescale:
            deliverable.status, deliverable.timescale = staged
            deliverable.as_printed = block.text
        else:
            deliverable.text = f"{deliverable.text}\n\n{block.text}"

    def _continued(self, block: Block) -> Deliverable:
        """The open deliverable at the depth of ``block``, or else the last one."""
        return next((each for depth, each in self._open if depth == block.level), self._open[-1][1])


def _unbracketed(timescale: str) -> str:
    """Without the closing bracket of "(Timescale: July 2022)."."""
    return re.sub(r"\)\s*[.;]?$", "", timescale) if timescale.count(")") > timescale.count("(") else timescale


def _labelled(text: str) -> bool:
    return any(label.match(text) for label in (TIMESCALE_LABEL, TIMESCALE_START, STATUS_LABEL, OWNER_LABEL))


def stage_of(text: str) -> tuple[str, str] | None:
    """(status, timescale) of a line such as "Completed October 2022"; None where it is anything else.

    The timescale must read as one, so that a sentence which begins with such a word stays a sentence.
    """
    found = GLUED_STATUS.match(text) or STATUS_BEFORE_DATE.match(text)
    if found is None:
        return None
    timescale = re.sub(r"^for\s+", "", text[found.end("status") :].strip(" :–-"))
    if not timescale:
        return found["status"], ""
    if not WHEN.match(timescale):
        return None
    reading = read_timescale(timescale)
    dated = reading.start is not None or reading.end is not None
    return (found["status"], timescale) if dated and len(timescale.split()) <= 8 else None


def is_stage(cursor: Cursor) -> bool:
    """Whether the next item is a stage of a timeline: its status and date follow on a line of their own."""
    following = cursor.peek(1)
    if following is None or following.kind not in ("continuation", "paragraph"):
        return False
    return stage_of(following.text) is not None
