"""Three verdicts on one promise: what the council says, the calendar says and the evidence shows.

They stand side by side and may disagree in public. Values in, words out: no database, no clock.
"""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from priorities.standing import FINISHED, NONE_LABEL, label_of

DAYS_OF_A_YEAR = 365.25


class Report(Protocol):
    """What a verdict reads of a published progress update."""

    status: str
    as_of: date
    forecast_on: date | None
    is_example: bool


@dataclass(frozen=True)
class Verdict:
    """What one voice says, and a note beneath it."""

    words: str
    note: str = ""


def council(latest: Report | None, today: date, stale_after: int) -> Verdict:
    """What the latest published report says, and how fresh it is."""
    if latest is None:
        return Verdict(NONE_LABEL, "the council has published no progress report")
    note = f"as at {long_day(latest.as_of)}"
    if stale := stale_note(latest, today, stale_after):
        note += f"; {stale}"
    return Verdict(label_of(latest.status), f"{note}; example" if latest.is_example else note)


def is_stale(latest: Report | None, today: date, stale_after: int) -> bool:
    """Has a report that can still change gone unconfirmed for more than ``stale_after`` days?"""
    if latest is None or latest.status in FINISHED:
        return False
    return (today - latest.as_of).days > stale_after


def stale_note(latest: Report | None, today: date, stale_after: int) -> str:
    """A sentence fragment on silence: "last confirmed 97 days ago", or nothing while it is fresh."""
    if not is_stale(latest, today, stale_after):
        return ""
    return f"last confirmed {days((today - latest.as_of).days)} ago"


def calendar(
    *,
    end: date | None,
    start: date | None,
    ongoing: bool,
    status: str,
    today: date,
    completed_on: date | None = None,
    first_end: date | None = None,
) -> Verdict:
    """What the dates alone say of a promise on ``today``, by the day that is promised now; ``first_end`` was first."""
    if status == "complete":
        return _delivered(end, completed_on, first_end)
    if status in ("deferred", "withdrawn"):
        return _stopped(end, status)
    if end is None:
        return _dateless(start, ongoing, today)
    if end < today:
        note = _overdue_note(end, ongoing, status) + _moved_from(first_end, end)
        return Verdict(f"overdue by {days((today - end).days)}", note)
    return Verdict(_due(end, today), _due_note(end, start, ongoing, today) + _moved_from(first_end, end))


def settled(how: str, end: date | None) -> Verdict:
    """What stands in place of a date where a later plan says ``how`` it ended, such as "dropped on 6 May 2024"."""
    return _stopped(end, how)


def printed(status: str) -> Verdict:
    """What stands in place of a date where only the plan itself says that the promise is kept."""
    return Verdict(f"printed as “{status}”", "by the plan itself; no report confirms it yet")


def evidence(links: int, latest: date | None) -> Verdict:
    """How much there is to check by, and how recent it is."""
    if not links:
        return Verdict("no evidence linked", "nothing here to check it by yet")
    dated = long_day(latest) if latest else "an unknown day"
    if links == 1:
        return Verdict("1 piece of evidence", f"from {dated}")
    return Verdict(f"{links:,} pieces of evidence", f"the latest from {dated}")


def disagreement(
    latest: Report | None,
    *,
    end: date | None,
    start: date | None,
    links: int,
    today: date,
    first_end: date | None = None,
) -> str:
    """Where the council's word and the other two do not fit together, in one sentence; else nothing.

    ``first_end`` is the day that was promised first, ``end`` the one that is promised now.
    """
    status = latest.status if latest else ""
    if status == "complete" and not links:
        return "The council says it is complete, and no evidence is linked to show it."
    if status in _BEFORE_ITS_DATE and end and end < today:
        return (
            f"The council says it {_BEFORE_ITS_DATE[status]}, but the calendar says its date passed on {long_day(end)}."
        )
    if status == "on-track" and end and latest.forecast_on and latest.forecast_on > end:
        late = days((latest.forecast_on - end).days)
        return f"The council says it is on track, but now expects it {late} after the date it gave."
    if status == "not-started" and start and start < today:
        return f"The council says it has not started, but its timescale began on {long_day(start)}."
    if status == "on-track" and first_end and first_end < today and (end is None or end > first_end):
        first = long_day(first_end)
        return f"The council says it is on track, but by a date that moved: it was first promised for {first}."
    if expectation_is_over(latest, today):
        return f"The council expected it on {long_day(latest.forecast_on)}, and that day is over."
    return ""


_BEFORE_ITS_DATE = {
    "on-track": "is on track",
    "at-risk": "is at risk, so that its date can still be met",
    "not-started": "has not started",
}
"""What the council can say only before the date is over."""


def expected(latest: Report | None, end: date | None, today: date) -> str:
    """When it is expected, or was, and how far that is from the date that was given; nothing where it is done."""
    if latest is None or latest.forecast_on is None or latest.status in FINISHED:
        return ""
    tense = "was" if expectation_is_over(latest, today) else "now"
    told = f"{tense} expected on {long_day(latest.forecast_on)}"
    if end is None or latest.forecast_on == end:
        return told
    difference = (latest.forecast_on - end).days
    direction = "later" if difference > 0 else "earlier"
    return f"{told}, {days(abs(difference))} {direction} than promised"


def expectation_is_over(latest: Report | None, day: date) -> bool:
    """Does a report on what is not finished expect it for a time before ``day``?"""
    if latest is None or latest.status in FINISHED:
        return False
    return latest.forecast_on is not None and latest.forecast_on < day


def days(count: int) -> str:
    """A number of days in words and figures, with the years where nobody could picture the days."""
    if count == 1:
        return "1 day"
    years = int(count / DAYS_OF_A_YEAR)
    return f"{count:,} days" if years < 2 else f"{count:,} days (over {years} years)"


def long_day(day: date) -> str:
    """A day as people write it: 3 May 2022."""
    return f"{day.day} {day:%B %Y}"


def _delivered(end: date | None, completed_on: date | None, first_end: date | None) -> Verdict:
    reported = f"reported complete as at {long_day(completed_on)}" if completed_on else ""
    if end is None or completed_on is None:
        return Verdict("delivered; no date was given" if end is None else "delivered", reported)
    difference = (completed_on - end).days
    note = f"due {long_day(end)}{_moved_from(first_end, end)}; {reported}"
    if difference > 0:
        return Verdict(f"delivered {days(difference)} late", note)
    if difference == 0:
        return Verdict("delivered on the day it was due", note)
    return Verdict(f"delivered {days(-difference)} before it was due", note)


def _moved_from(first_end: date | None, end: date) -> str:
    """What a note adds where the day is not the one that was promised first."""
    return f" (first promised for {long_day(first_end)})" if first_end and first_end != end else ""


def _stopped(end: date | None, status: str) -> Verdict:
    was_due = f"was due {long_day(end)}" if end else "no date was given"
    return Verdict("no longer counted", f"{status}; {was_due}")


def _dateless(start: date | None, ongoing: bool, today: date) -> Verdict:
    begins = f"from {long_day(start)}" if start else ""
    if ongoing:
        return Verdict("ongoing, no end date", begins)
    if start and start > today:
        return Verdict(f"starts in {days((start - today).days)}", "no end date given")
    return Verdict("no date given", begins)


def _overdue_note(end: date, ongoing: bool, status: str) -> str:
    parts = [f"due {long_day(end)}"]
    if ongoing:
        parts.append("ongoing after that")
    if not status:
        parts.append("no report says whether it was done")
    return "; ".join(parts)


def _due(end: date, today: date) -> str:
    left = (end - today).days
    if left == 0:
        return "due today"
    return "due tomorrow" if left == 1 else f"due in {days(left)}"


def _due_note(end: date, start: date | None, ongoing: bool, today: date) -> str:
    parts = [f"by {long_day(end)}"]
    if start and start > today:
        parts.append(f"starts {long_day(start)}")
    if ongoing:
        parts.append("and ongoing after that")
    return ", ".join(parts)
