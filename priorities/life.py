"""The life of a promise as one story in time order. Values in, values out: no database, no request.

What may be told, and what a correction means, is said in ``priorities.moved_dates``. Of one day the promise itself
comes first, then what became of its wording and date in the order in which that was written down, who answers for
it, what was reported, and last in which plan it went on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import ClassVar, Protocol

from ledger.words import Mark, mark_words
from outcomes.querysets import PUBLIC_STATES
from outcomes.templatetags.prose import plain
from priorities.answering import AnsweringVersion, People, answering_on
from priorities.moved_dates import (
    DateChange,
    Entered,
    PlanVersion,
    PromiseVersion,
    When,
    day_of,
    first_promise,
    has_moved,
    moved_words,
    told,
)
from priorities.verdicts import days

FINISHED = "complete"
DAY = timedelta(days=1)


class Report(Protocol):
    pk: int
    as_of: date
    status: str


@dataclass(frozen=True)
class Entry:
    """One entry of the story. ``day`` is None where it is not on record."""

    kind: ClassVar[str]
    rank: ClassVar[int]
    day: date | None
    recorded_late: date | None
    """The day it was written down on, where that is later than its own."""
    readable: tuple[date, ...] = ()
    """The days as at which the page shows it before and after: the day before, and its own."""

    @property
    def place(self) -> tuple:
        return (self.rank > 0, self.day or date.min, self.rank)


@dataclass(frozen=True)
class Promised(Entry):
    """The first promise, and who answered for it then."""

    kind, rank = "promised", 0
    text: str = ""
    when: When = When("")
    holder: str = ""


@dataclass(frozen=True)
class Changed(Entry):
    """Its wording, its date, or both, as they were set anew by one entry in the ledger."""

    kind, rank = "changed", 1
    entered: Entered | None = None
    words: tuple[Mark, ...] = ()
    timescale: DateChange | None = None

    @property
    def same_words(self) -> bool:
        """Whether only signs or lines of the text changed, and not one word."""
        return all(mark.kind == "same" for mark in self.words)

    @property
    def moved(self) -> bool:
        return self.timescale is not None and has_moved(self.timescale.previous, self.timescale.now)

    @property
    def title(self) -> str:
        """What was done, in a few words."""
        parts = ["Reworded"] * bool(self.words)
        if self.timescale:
            parts.append("Date moved" if self.moved else "Timescale reworded")
        said = " and ".join([parts[0], *(part[0].lower() + part[1:] for part in parts[1:])])
        return f"A slip corrected: {said[0].lower()}{said[1:]}" if self.entered.correction else said


@dataclass(frozen=True)
class HandedOver(Entry):
    """Who answered for it before, and who did after."""

    kind, rank = "handed-over", 2
    before: str = ""
    after: str = ""
    entered: Entered | None = None


@dataclass(frozen=True)
class Reported(Entry):
    """A published update; ``turn`` where its status is another than before, ``delivered`` where it was done by then."""

    kind, rank = "reported", 3
    update: Report | None = None
    turn: bool = False
    delivered: str = ""


@dataclass(frozen=True)
class WentOn(Entry):
    """What became of it in a later plan: ``mark`` is the record that says so."""

    kind, rank = "went-on", 4
    mark: object = None


@dataclass(frozen=True)
class FirstAndNow:
    """What was promised first, beside what is promised now."""

    first: When
    now: When
    was: tuple[Mark, ...] = ()
    is_now: tuple[Mark, ...] = ()
    """The words of the first and of the present text, marked; empty where no word changed."""

    @property
    def redated(self) -> bool:
        return self.first.text != self.now.text

    @property
    def changed(self) -> bool:
        return self.redated or bool(self.was)

    @property
    def how_far(self) -> str:
        """ "91 days later", or from what to what; empty where the day is the same."""
        if not has_moved(self.first, self.now):
            return ""
        return moved_words(self.first, self.now)


@dataclass(frozen=True)
class Records:
    """Everything that a life is told from. Versions come in the order in which they took effect."""

    promise: Sequence[PromiseVersion]
    plan: Sequence[PlanVersion]
    priority: Sequence[AnsweringVersion] = ()
    people: People = field(default_factory=People)
    reports: Sequence[Report] = ()
    """Published updates in time order."""
    reports_recorded: dict[int, date] = field(default_factory=dict)
    """The day each report was published here, by key."""
    marks: Sequence = ()
    adopted_on: date | None = None
    today: date = date.max


def tell(records: Records) -> list[Entry]:
    """The story, in time order."""
    if not (versions := told(records.promise, records.plan)):
        return []
    since = readable_since(versions, records.plan)
    promised = _promised(records, versions, since)
    entries = [
        promised,
        *_changes(versions),
        *_handed_over(records, promised.day or since),
        *_reports(records, versions),
        *_went_on(records),
    ]
    until_today = [entry for entry in entries if entry.day is None or entry.day <= records.today]
    return [_with_days(entry, since) for entry in sorted(until_today, key=lambda entry: entry.place)]


def first_and_now(promise: Sequence[PromiseVersion], plan: Sequence[PlanVersion]) -> FirstAndNow | None:
    """The first promise beside the present one; None where none was ever public."""
    if not (versions := told(promise, plan)):
        return None
    first, now = first_promise(versions), versions[-1]
    words = mark_words(plain(first.text), plain(now.text))
    if all(mark.kind == "same" for mark in words):
        words = []
    return FirstAndNow(
        When.of(first),
        When.of(now),
        tuple(mark for mark in words if mark.kind != "added"),
        tuple(mark for mark in words if mark.kind != "dropped"),
    )


def readable_since(versions: Sequence[PromiseVersion], plan: Iterable[PlanVersion]) -> date:
    """The first day as at which the promise can be read."""
    public = [each.effective_on for each in plan if each.state in PUBLIC_STATES]
    return max(versions[0].effective_on, min(public, default=date.min))


def delivered_words(day: date, first: When, now: When) -> str:
    """How late, or early, a promise was delivered on a day, by its date now and by its first."""
    if now.end is None:
        return "Delivered."
    late = (day - now.end).days
    said = f"Delivered {_against(late, 'its date')}"
    if first.end and first.end != now.end:
        said += f", {_against((day - first.end).days, 'the date first promised')}"
    return f"{said}."


def _against(late: int, what: str) -> str:
    if late == 0:
        return f"on {what}" if what.startswith("the") else "on the day it was due"
    return f"{days(abs(late))} {'after' if late > 0 else 'before'} {what}"


def _promised(records: Records, versions: Sequence[PromiseVersion], since: date) -> Promised:
    """The first entry. Its day is the plan's adoption, unless the promise joined the plan later."""
    first = versions[0]
    public = min((each.effective_on for each in records.plan if each.state in PUBLIC_STATES), default=since)
    day = first.effective_on if first.effective_on > public else records.adopted_on
    if day is None and not any(_early(each, since) for each in records.reports):
        day = since
    recorded = day_of(first.recorded_at)
    late = recorded if day is None or recorded > day else None
    return Promised(
        day=day,
        recorded_late=late,
        text=first.text,
        when=When.of(first),
        holder=_holder_then(records, day or since),
    )


def _early(report: Report, since: date) -> bool:
    return report.as_of < since


def _holder_then(records: Records, day: date) -> str:
    versions = told(records.priority, records.plan)
    answering = answering_on(day, versions, records.people) if versions else None
    return str(answering) if answering else ""


def _changes(versions: Sequence[PromiseVersion]) -> list[Changed]:
    first = When.of(first_promise(versions))
    changes = [_changed(first, was, now) for was, now in pairwise(versions)]
    return [change for change in changes if change.words or change.timescale]


def _changed(first: When, was: PromiseVersion, now: PromiseVersion) -> Changed:
    entered = Entered.of(now)
    redated = was.timescale_text != now.timescale_text
    return Changed(
        day=now.effective_on,
        recorded_late=entered.recorded_late,
        entered=entered,
        words=tuple(mark_words(plain(was.text), plain(now.text))) if was.text != now.text else (),
        timescale=DateChange(first, When.of(was), When.of(now), entered) if redated else None,
    )


def _handed_over(records: Records, after: date) -> list[HandedOver]:
    """Every change of who answers, after the promise was made and until it was delivered or went on elsewhere."""
    versions = told(records.priority, records.plan)
    if not versions:
        return []
    until = min([records.today, *_ends(records)])
    turns = {each.effective_on: each for each in versions[1:]}
    turns |= {day: turns.get(day) for day in records.people.days_of_change()}
    handed = [_handover(records, versions, day, turns[day]) for day in sorted(turns) if after < day <= until]
    return [each for each in handed if each.before != each.after]


def _ends(records: Records) -> list[date]:
    """The day of its delivery, and of going on in a later plan."""
    ends = [mark.plan.adopted_on or mark.effective_on for mark in records.marks]
    done = _delivered_by(records.reports)
    return [*ends, done.as_of] if done else ends


def _handover(
    records: Records, versions: Sequence[AnsweringVersion], day: date, version: AnsweringVersion | None
) -> HandedOver:
    entered = Entered.of(version) if version else None
    latest = max([day, *([entered.recorded_on] if entered else []), *records.people.recorded_of(day)])
    return HandedOver(
        day=day,
        recorded_late=latest if latest > day else None,
        before=str(answering_on(day - DAY, versions, records.people)),
        after=str(answering_on(day, versions, records.people)),
        entered=entered,
    )


def _delivered_by(reports: Sequence[Report]) -> Report | None:
    """The report that first said it was complete, where every report since says so, too."""
    found = None
    for report in reversed(reports):
        if report.status != FINISHED:
            break
        found = report
    return found


def _reports(records: Records, versions: Sequence[PromiseVersion]) -> list[Reported]:
    done, entries, before = _delivered_by(records.reports), [], None
    for report in records.reports:
        recorded = records.reports_recorded.get(report.pk, report.as_of)
        entries.append(
            Reported(
                day=report.as_of,
                recorded_late=recorded if recorded > report.as_of else None,
                update=report,
                turn=before is not None and report.status != before,
                delivered=_delivery(report, versions) if report is done else "",
            )
        )
        before = report.status
    return entries


def _delivery(report: Report, versions: Sequence[PromiseVersion]) -> str:
    return delivered_words(report.as_of, When.of(first_promise(versions)), When.of(versions[-1]))


def _went_on(records: Records) -> list[WentOn]:
    entries = []
    for mark in records.marks:
        day, recorded = mark.plan.adopted_on or mark.effective_on, day_of(mark.recorded_at)
        entries.append(WentOn(day=day, recorded_late=recorded if recorded > day else None, mark=mark))
    return entries


def _with_days(entry: Entry, since: date) -> Entry:
    """The entry with the days as at which the page can be read just before it and just after."""
    if entry.day is None or entry.kind not in ("changed", "handed-over"):
        return entry
    return replace(entry, readable=tuple(day for day in (entry.day - DAY, entry.day) if day >= since))
