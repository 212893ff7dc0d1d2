"""Dates that moved: derived from the versions of a promise, never typed. Values in, values out.

Three rules hold wherever a promise's past is told. What was drafted before its plan was public is private: the first
promise is the version in force when the plan first was public, or the first version where that came later. A
correction of a slip is kept and told, but what it corrects then means what the correction says. And a date has moved
where the last day of a timescale changed, however the timescale is worded.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Protocol, TypeVar

from django.utils import timezone

from ledger.entries import EXAMPLE
from outcomes.querysets import PUBLIC_STATES
from priorities.verdicts import days


class Dated(Protocol):
    """What this reads of any version in the history. Versions come in the order in which they took effect."""

    history_id: int
    effective_on: date
    recorded_at: datetime


class PlanNamed(Protocol):
    title: str
    adopted_on: date | None


class PlanVersion(Dated, Protocol):
    state: str


class EnteredVersion(Dated, Protocol):
    """A version with what was written down beside it."""

    history_change_reason: str | None
    history_decision_url: str
    history_approved_by: str
    history_correction: bool


class Mark(Protocol):
    """What this reads of the record that a promise went on in a later plan.

    ``first_day`` and ``written_at`` are of the first version that says so: words may be put right in it later.
    """

    plan: PlanNamed
    first_day: date
    written_at: datetime
    reason: str
    decision_url: str


class PromiseVersion(EnteredVersion, Protocol):
    text: str
    timescale_text: str
    timescale_start: date | None
    timescale_end: date | None
    timescale_ongoing: bool


V = TypeVar("V", bound=Dated)


@dataclass(frozen=True)
class When:
    """A timescale as published, and as read."""

    text: str
    start: date | None = None
    end: date | None = None
    ongoing: bool = False

    @classmethod
    def of(cls, version: PromiseVersion) -> "When":
        return cls(
            version.timescale_text, version.timescale_start, version.timescale_end, bool(version.timescale_ongoing)
        )

    def __str__(self) -> str:
        return self.text or "no timescale"


@dataclass(frozen=True)
class Entered:
    """What is on record beside a change: why, on whose word, from which day, and when it was written down."""

    day: date
    recorded_at: datetime
    reason: str = ""
    decision_url: str = ""
    approved_by: str = ""
    correction: bool = False

    @classmethod
    def of(cls, version: EnteredVersion) -> "Entered":
        return cls(
            day=version.effective_on,
            recorded_at=version.recorded_at,
            reason=version.history_change_reason or "",
            decision_url=version.history_decision_url,
            approved_by=version.history_approved_by,
            correction=bool(version.history_correction),
        )

    @property
    def recorded_on(self) -> date:
        return day_of(self.recorded_at)

    @property
    def is_example(self) -> bool:
        """Whether it was made up to show how the portal works."""
        return self.reason.startswith(EXAMPLE)

    @property
    def recorded_late(self) -> date | None:
        """The day it was written down on, where that is later than the day it took effect."""
        return self.recorded_on if self.recorded_on > self.day else None


@dataclass(frozen=True)
class DateChange:
    """One move of a promise's date; ``carried_into`` names the later plan, where the promise went on there."""

    original: When
    previous: When
    now: When
    entered: Entered
    carried_into: str = ""

    @property
    def days(self) -> int | None:
        """By how many days, later above nought; None where one of the two has no end."""
        return days_between(self.previous, self.now)

    @property
    def words(self) -> str:
        return moved_words(self.previous, self.now)

    @property
    def counts(self) -> bool:
        """A corrected slip was never a promise, so it is listed, but not counted."""
        return not self.entered.correction


def told(versions: Sequence[V], plan_versions: Iterable[PlanVersion]) -> list[V]:
    """The versions that were in force at a moment at which their plan was public."""
    plan_versions = sorted(plan_versions, key=moment)
    seen = []
    for version, after in zip(versions, [*versions[1:], None], strict=False):
        until = moment(after) if after else None
        if _public_between(moment(version), until, plan_versions):
            seen.append(version)
    return seen


def first_promise(told: Sequence[PromiseVersion]) -> PromiseVersion:
    """What was promised first, as its corrections within the hour say."""
    return _with_corrections(told)[0][-1]


def date_changes(told: Sequence[PromiseVersion]) -> list[DateChange]:
    """Every move of the date, and every correction of one, in time order."""
    if not told:
        return []
    original, before = When.of(first_promise(told)), None
    changes = []
    for leader, *corrections in _with_corrections(told):
        settled = corrections[-1] if corrections else leader
        if before:
            changes.append(DateChange(original, When.of(before), When.of(settled), Entered.of(leader)))
        for was, now in pairwise([leader, *corrections]):
            changes.append(DateChange(original, When.of(was), When.of(now), Entered.of(now)))
        before = settled
    return [change for change in changes if has_moved(change.previous, change.now)]


def carried(earlier: Sequence[PromiseVersion], later: Sequence[PromiseVersion], mark: Mark) -> DateChange | None:
    """The move of a promise that went on in a later plan with a later date; None where the date is no later."""
    if not earlier or not later:
        return None
    original, previous, now = When.of(first_promise(earlier)), When.of(earlier[-1]), When.of(first_promise(later))
    if not (days_between(previous, now) or 0) > 0:
        return None
    entered = Entered(
        day=mark.plan.adopted_on or mark.first_day,
        recorded_at=mark.written_at,
        reason=mark.reason,
        decision_url=mark.decision_url,
    )
    return DateChange(original, previous, now, entered, carried_into=mark.plan.title)


def has_moved(previous: When, now: When) -> bool:
    """Whether the day it ends on is another; without any, the day it starts on."""
    return previous.end != now.end or (now.end is None and previous.start != now.start)


def days_between(previous: When, now: When) -> int | None:
    return (now.end - previous.end).days if previous.end and now.end else None


def moved_words(previous: When, now: When) -> str:
    """How far it moved: "91 days later", or what it moved from and to where the days cannot be counted."""
    count = days_between(previous, now)
    if count is not None:
        return later_or_earlier(count)
    if previous.end is None and now.end is None:
        return "its start moved; it has no end"
    return f"from {_kind(previous)} to {_kind(now)}"


def later_or_earlier(count: int) -> str:
    """A difference of days in words."""
    if count == 0:
        return "the same day"
    return f"{days(abs(count))} {'later' if count > 0 else 'earlier'}"


def total_sentence(rows: Iterable[tuple[object, DateChange]], examples: int = 0) -> str:
    """How many dates of how many promises moved, and by how much in all; ``rows`` name the promise of each.

    ``examples`` says how many of those that count were made up.
    """
    rows = list(rows)
    counted = [(whose, change) for whose, change in rows if change.counts]
    corrections = len(rows) - len(counted)
    slips = _not_counted(corrections)
    if not counted:
        return f"No date has moved.{slips}"
    promises = len({whose for whose, _ in counted})
    spans = [change.days for _, change in counted if change.days is not None]
    said = f"{_many(len(counted), 'date')} of {_many(promises, 'promise')} moved"
    if spans:
        together = "" if len(counted) == 1 else "together "
        said += f"; {together}{later_or_earlier(sum(spans)) if sum(spans) else 'no later and no earlier'}"
    if unmeasured := len(counted) - len(spans):
        said += f"; {unmeasured:,} cannot be counted in days"
    return f"{said}.{_made_up(examples, len(counted))}{slips}"


def day_of(moment: datetime) -> date:
    """The day of a moment in Kirklees."""
    return timezone.localdate(moment)


def moment(version: Dated) -> tuple[date, datetime]:
    """Where a version stands in time beside versions of other records."""
    return version.effective_on, version.recorded_at


def _with_corrections(told: Sequence[PromiseVersion]) -> list[list[PromiseVersion]]:
    """The versions, each followed by the corrections of it."""
    groups: list[list[PromiseVersion]] = []
    for version in told:
        if groups and version.history_correction:
            groups[-1].append(version)
        else:
            groups.append([version])
    return groups


def _public_between(start: tuple, until: tuple | None, plan_versions: list[PlanVersion]) -> bool:
    before = [each for each in plan_versions if moment(each) <= start]
    within = [each for each in plan_versions if moment(each) >= start and (until is None or moment(each) <= until)]
    return any(each.state in PUBLIC_STATES for each in [*before[-1:], *within])


def _kind(when: When) -> str:
    if when.end:
        return "a date"
    return "ongoing" if when.ongoing else "no date"


def _many(count: int, one: str) -> str:
    return f"{count:,} {one if count == 1 else f'{one}s'}"


def _made_up(examples: int, counted: int) -> str:
    if not examples:
        return ""
    if examples == counted:
        return " It is an example." if counted == 1 else " All of them are examples."
    return f" {examples:,} of them {'is an example' if examples == 1 else 'are examples'}."


def _not_counted(corrections: int) -> str:
    if not corrections:
        return ""
    slips = "1 correction of a slip is" if corrections == 1 else f"{corrections:,} corrections of slips are"
    return f" {slips} listed, not counted."
