"""Who is to be told what on a day: pure, from promises, people and what each was told before.

A promise is due from some days before its day, or gone quiet after some days without a report. The officers of its
directorate are told once of each such thing; where a reminder brought no report for a while, an approver is told, once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from priorities.steps import AWAITING, SIGNED_OFF

DUE, STALE, ESCALATED = "due", "stale", "escalated"
FRESH = timedelta(days=7)
"""After a report, a promise is left alone for a week, as on My desk."""

GROUPS = {
    "unanswered": "Reminded, and nothing reported since",
    "waiting": "Waiting for sign-off",
    "nobody": "Nobody to remind: put these in a directorate that has officers",
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
class Promise:
    """One unfinished promise. ``silent_since`` is the day of its last report, or else of its first version."""

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


@dataclass(frozen=True)
class Person:
    pk: int
    name: str
    address: str
    directorate: int | None = None


@dataclass(frozen=True)
class Thing:
    """What somebody is told of, once: a kind, and the day that it is about."""

    kind: str
    about: date
    group: str


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


Told = Mapping[tuple[int, str, date], Mapping[int, date]]
"""By promise, kind and the day it is about: who was told of it, and on which day."""


def things_of(promise: Promise, day: date, limits: Thresholds) -> list[Thing]:
    """What the officers are told of a promise on ``day``; nothing while a report on it waits for somebody else."""
    if promise.open_state in (AWAITING, SIGNED_OFF):
        return []
    things = []
    fresh = promise.reported and promise.silent_since >= day - FRESH
    if promise.due and promise.due <= day + limits.before_due and not fresh:
        things.append(Thing(DUE, promise.due, "overdue" if promise.due < day else "soon"))
    if promise.silent_since < day - limits.quiet:
        things.append(Thing(STALE, promise.silent_since, "quiet"))
    return things


def escalations_of(promise: Promise, things: list[Thing], day: date, told: Told, limits: Thresholds) -> list[Thing]:
    """What an approver is told: what was reminded of in vain, or has waited for sign-off, for too long."""
    if promise.open_state == AWAITING:
        waits = promise.open_since and promise.open_since <= day - limits.escalate
        return [Thing(ESCALATED, promise.open_since, "waiting")] if waits else []
    return [Thing(ESCALATED, each.about, "unanswered") for each in things if _in_vain(promise, each, day, told, limits)]


def _in_vain(promise: Promise, thing: Thing, day: date, told: Told, limits: Thresholds) -> bool:
    first = min(told.get((promise.pk, thing.kind, thing.about), {}).values(), default=None)
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
        things = things_of(promise, day, limits)
        if things and not theirs:
            found.unattended.append(promise)
        reminders = things if theirs else [Thing(each.kind, each.about, "nobody") for each in things]
        to_tell = {person: list(reminders) for person in theirs or chiefs or approvers}
        for person in chiefs or approvers:
            to_tell.setdefault(person, []).extend(escalations_of(promise, things, day, told, limits))
        for person, wanted in to_tell.items():
            if new := _never_told(person, promise, wanted, told):
                found.lines[person].append(Line(promise, new))
    return found


def _never_told(person: Person, promise: Promise, things: list[Thing], told: Told) -> tuple[Thing, ...]:
    """Each kind and day once: two things of one day come to an approver as one."""
    new = {
        (each.kind, each.about): each
        for each in things
        if person.pk not in told.get((promise.pk, each.kind, each.about), {})
    }
    return tuple(new.values())
