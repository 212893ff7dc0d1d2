"""Versions for pure tests: what the history holds, without a database."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from types import SimpleNamespace

_numbers = count(1)
JAN, FEB, MAR, APR, MAY, JUNE = (date(2022, month, 1) for month in range(1, 7))
ENDS = {
    "March 2022": date(2022, 3, 31),
    "By March 2022": date(2022, 3, 31),
    "June 2022": date(2022, 6, 30),
    "June 2202": date(2202, 6, 30),
    "May 2022": date(2022, 5, 31),
}


def version(day, text="Open a hub.", timescale="March 2022", recorded=None, correction=False, **more):
    """A version of a promise that took effect on ``day``, and by default was written down at noon of that day."""
    number = next(_numbers)
    moment = datetime(*(recorded or day).timetuple()[:3], 12, tzinfo=UTC) + timedelta(seconds=number)
    said = {
        "history_change_reason": "An example of a reason.",
        "history_decision_url": "",
        "history_approved_by": "",
        "timescale_start": None,
        "timescale_end": ENDS.get(timescale),
        "timescale_ongoing": timescale == "Ongoing",
    }
    return SimpleNamespace(
        history_id=number,
        effective_on=day,
        recorded_at=moment,
        text=text,
        timescale_text=timescale,
        history_correction=correction,
        **(said | more),
    )


def plan_version(day, state="current"):
    return version(day, state=state)
