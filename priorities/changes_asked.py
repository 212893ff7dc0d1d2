"""Which changes an address asks for. Values in, values out: no database, no request."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from ledger.asked import day_written
from ledger.changes import Window
from ledger.writing import long_day

PRESETS = {"week": "In the last week", "month": "In the last month", "quarter": "In the last quarter"}
DAY = timedelta(days=1)
NOUNS = {"plan": "plan", "outcome": "outcome", "portfolio": "portfolio", "place": "place"}
"""What changes can be narrowed to: a facet of the ledger, and the word for it."""
DEFAULT = "month"
LONGEST_SHOWN = 40
NOT_A_SIGN = "\ufffd"
"""What stands for a NUL, which no page can carry."""


class Choice(NamedTuple):
    """One of the records that changes can be narrowed to."""

    slug: str
    name: str
    key: Any


class Since(NamedTuple):
    """A meeting that changes can be asked for since."""

    slug: str
    name: str
    day: date


@dataclass(frozen=True)
class Asked:
    """What was asked for; with ``faults`` (the field's name, and what to do about it) nothing can be shown."""

    window: Window
    since: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    narrowed: Mapping[str, Choice] = field(default_factory=dict)
    faults: tuple[tuple[str, str], ...] = ()

    @property
    def found_by(self) -> dict[str, Any]:
        return {facet: choice.key for facet, choice in self.narrowed.items()}

    @property
    def narrowing(self) -> str:
        """The part of the query that says whose changes are asked for."""
        return urlencode({facet: choice.slug for facet, choice in self.narrowed.items()})

    def address(self, **changes: str) -> str:
        """The query of the same question, with other days or none: always in one order."""
        asked = {"since": self.since} if self.since else self._days()
        asked |= {facet: choice.slug for facet, choice in self.narrowed.items()}
        if changes.keys() & {"since", "from", "to"}:
            asked = {name: value for name, value in asked.items() if name not in ("since", "from", "to")}
        return urlencode([(name, value) for name, value in {**changes, **asked}.items() if value])

    def _days(self) -> dict[str, str]:
        return {"from": self.window.since.isoformat(), "to": self.window.until.isoformat()}


def read_asked(
    query: Mapping[str, str],
    today: date,
    choices: Mapping[str, Iterable[Choice]] | None = None,
    meetings: Iterable[Since] = (),
) -> Asked:
    """Read an address. What is wrong with it is said in ``faults``, each with its field's name."""
    typed = {name: query.get(name, "").replace("\0", NOT_A_SIGN).strip() for name in ("since", "from", "to", *NOUNS)}
    since = typed["since"] if not (typed["from"] or typed["to"]) else ""
    if not (since or typed["from"] or typed["to"]):
        since = DEFAULT
    window, faults = _read_since(since, today, meetings) if since else _read_days(typed, today)
    narrowed, unknown = _read_choices(typed, choices or {})
    return Asked(window, since, typed, narrowed, (*faults, *unknown))


def _read_since(since: str, today: date, meetings: Iterable[Since]) -> tuple[Window, list[tuple[str, str]]]:
    for meeting in meetings:
        if meeting.slug == since:
            return Window(meeting.day, today), []
    if since in PRESETS:
        return _window_of(since, today), []
    fault = f"There is no “{_shown(since)}” to count from: choose the last week, month or quarter, or two days."
    return _window_of(DEFAULT, today), [("from", fault)]


def _window_of(period: str, last: date) -> Window:
    return Window(day_before(last, period) + DAY, last)


def day_before(day: date, period: str) -> date:
    """The day a week, a month or a quarter earlier; the last of a shorter month."""
    if period == "week":
        return day - timedelta(days=7)
    month = day.year * 12 + day.month - 1 - (3 if period == "quarter" else 1)
    year, month = divmod(month, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _read_days(typed: Mapping[str, str], today: date) -> tuple[Window, list[tuple[str, str]]]:
    until, fault_of_until = _read_day(typed["to"], today)
    since, fault_of_since = _read_day(typed["from"], _window_of(DEFAULT, until or today).since)
    faults = [(name, fault) for name, fault in (("from", fault_of_since), ("to", fault_of_until)) if fault]
    if until and until > today:
        faults.append(("to", f"{long_day(until)} is still to come: choose {long_day(today)} or an earlier day."))
    elif since and until and since > until:
        faults.append(
            ("from", f"{long_day(since)} comes after {long_day(until)}: choose an earlier day to begin with.")
        )
    return Window(since or today, until or today), faults


def _read_day(text: str, otherwise: date) -> tuple[date | None, str]:
    if not text:
        return otherwise, ""
    try:
        if (day := day_written(text)) and day.year > 1:
            return day, ""
    except ValueError:
        return None, f"“{_shown(text)}” is a day that no calendar has: choose another."
    return None, f"“{_shown(text)}” is not written as a day: write year, month and day, for example 2022-06-30."


def _read_choices(
    typed: Mapping[str, str], choices: Mapping[str, Iterable[Choice]]
) -> tuple[dict[str, Choice], list[tuple[str, str]]]:
    narrowed, faults = {}, []
    for facet, noun in NOUNS.items():
        if not typed[facet]:
            continue
        found = next((choice for choice in choices.get(facet, ()) if choice.slug == typed[facet]), None)
        if found:
            narrowed[facet] = found
        else:
            faults.append((facet, f"There is no {noun} “{_shown(typed[facet])}” here: choose one from the list."))
    return narrowed, faults


def _shown(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
