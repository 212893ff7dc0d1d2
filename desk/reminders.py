"""Who is to be told what on a day: pure, from promises, people and what each was told before.

A promise is due from some days before its day, or gone quiet after some days without a report. The officers of its
directorate are told once of each such thing, and who wrote a report once of each time that it is returned. Where a
reminder brought no report for a while, an approver is told, once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from priorities.steps import AWAITING, SIGNED_OFF

DUE, STALE, RETURNED, ESCALATED = "due", "stale", "returned", "escalated"
FRESH = timedelta(days=7)
"""After a report, a promise is left alone for a week, as on My desk."""

GROUPS = {
    "unanswered": "Reminded, and nothing reported since",
    "waiting": "Waiting for sign-off",
    "nobody": "Nobody to remind: put these in a directorate that has officers",
    "returned": "Returned with a remark: mend it and send it again",
    "overdue": "Overdue",
    "soon": "Due soon",
    "quiet": "Gone quiet",
}
"""What a mail is made of, in this order."""


@dataclass(frozen=True)
class Thresholds:
    before_due: timedelta
    quiet: timedelta
    escalate: timedelta


@dataclass(frozen=True)
class Return:
    """A report that was sent back and not sent again: on which day, why, who wrote it, and which return it was."""

    day: date
    remark: str
    writer: int | None = None
    version: int = 0
    """The key of the version of the report by which it was returned: a second return has another one."""


@dataclass(frozen=True)
class Promise:
    """One promise. ``silent_since`` is the day of its last report, or else of its first version."""

    pk: int
    text: str
    silent_since: date
    directorate: int | None = None
    due: date | None = None
    reported: bool = False
    """Whether anything was ever reported on it."""
    written_on: date | None = None
    """The day on which the last report was written down."""
    open_state: str = ""
    open_since: date | None = None
    returned: Return | None = None
    unfinished: bool = True
    """Whether anything but what was returned is still to be reported."""


@dataclass(frozen=True)
class Person:
    pk: int
    name: str
    address: str
    directorate: int | None = None


@dataclass(frozen=True)
class Thing:
    """What somebody is told of, once: a kind, the day that it is about, and which of several on that day."""

    kind: str
    about: date
    group: str
    occasion: int = 0

    @property
    def key(self) -> tuple[str, date, int]:
        return self.kind, self.about, self.occasion


@dataclass(frozen=True)
class Line:
    promise: Promise
    things: tuple[Thing, ...]

    @property
    def group(self) -> str:
        return min((thing.group for thing in self.things), key=list(GROUPS).index)


@dataclass
class Round:
    """Everything of one day: the lines for each person, and the promises that nobody reports on."""

    lines: dict[Person, list[Line]] = field(default_factory=lambda: defaultdict(list))
    unattended: list[Promise] = field(default_factory=list)


Told = Mapping[tuple[int, str, date, int], Mapping[int, date]]
"""By promise, and a thing's key: who was told of it, and on which day."""


def things_of(promise: Promise, day: date, limits: Thresholds) -> list[Thing]:
    """What the officers are told of a promise on ``day``; nothing while a report on it waits for somebody else."""
    if promise.open_state in (AWAITING, SIGNED_OFF) or not promise.unfinished:
        return []
    things = []
    fresh = promise.reported and promise.silent_since >= day - FRESH
    if promise.due and promise.due <= day + limits.before_due and not fresh:
        things.append(Thing(DUE, promise.due, "overdue" if promise.due < day else "soon"))
    if promise.silent_since < day - limits.quiet:
        things.append(Thing(STALE, promise.silent_since, "quiet"))
    return things


def returned_of(promise: Promise) -> list[Thing]:
    """What whoever wrote a report is told once it is sent back to them."""
    if promise.returned is None:
        return []
    return [Thing(RETURNED, promise.returned.day, "returned", promise.returned.version)]


def writers_of(promise: Promise, officers: list[Person], approvers: list[Person]) -> list[Person]:
    """Who mends a returned report: who wrote it, where they still report on the promise; else all who do."""
    wrote = promise.returned and promise.returned.writer
    return [person for person in {*officers, *approvers} if wrote and person.pk == wrote] or officers


def escalations_of(promise: Promise, things: list[Thing], day: date, told: Told, limits: Thresholds) -> list[Thing]:
    """What an approver is told: what was reminded of in vain, or has waited for sign-off, for too long."""
    if promise.open_state == AWAITING:
        waits = promise.open_since and promise.open_since <= day - limits.escalate
        return [Thing(ESCALATED, promise.open_since, "waiting")] if waits else []
    in_vain = [each for each in things if _in_vain(promise, each, day, told, limits)]
    return [Thing(ESCALATED, each.about, "unanswered", each.occasion) for each in in_vain]


def _in_vain(promise: Promise, thing: Thing, day: date, told: Told, limits: Thresholds) -> bool:
    first = min(told.get((promise.pk, *thing.key), {}).values(), default=None)
    answered = first and promise.written_on and promise.written_on >= first
    return first is not None and not answered and first <= day - limits.escalate


def round_of(
    day: date,
    promises: Iterable[Promise],
    officers: Iterable[Person],
    approvers: Iterable[Person],
    told: Told,
    limits: Thresholds,
) -> Round:
    """Who is to be told what on ``day``. ``officers`` and ``approvers`` are only those who can be reached."""
    officers, approvers, found = list(officers), list(approvers), Round()
    for promise in promises:
        theirs = [each for each in officers if promise.directorate and each.directorate == promise.directorate]
        chiefs = [each for each in approvers if promise.directorate and each.directorate == promise.directorate]
        things, sent_back = things_of(promise, day, limits), returned_of(promise)
        writers = writers_of(promise, theirs, approvers)
        if (things and not theirs) or (sent_back and not writers):
            found.unattended.append(promise)
        to_tell: dict[Person, list[Thing]] = defaultdict(list)
        for some, people in ((things, theirs), (sent_back, writers)):
            for person in people or chiefs or approvers:
                to_tell[person] += some if people else [replace(each, group="nobody") for each in some]
        for person in chiefs or approvers:
            to_tell[person] += escalations_of(promise, things + sent_back, day, told, limits)
        for person, wanted in to_tell.items():
            if new := _never_told(person, promise, wanted, told):
                found.lines[person].append(Line(promise, new))
    return found


def _never_told(person: Person, promise: Promise, things: list[Thing], told: Told) -> tuple[Thing, ...]:
    """Each kind and day once: two things of one day come to an approver as one."""
    new = {each.key: each for each in things if person.pk not in told.get((promise.pk, *each.key), {})}
    return tuple(new.values())
