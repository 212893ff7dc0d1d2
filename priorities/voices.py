"""What the calendar says of one promise, or a later plan: the same on its page, at the desk and on dashboards."""

from datetime import date

from priorities import verdicts, what_became
from priorities.models import Deliverable
from priorities.standing import completed_on


def calendar_of(promise: Deliverable, settled: str, first_end: date | None, day: date) -> verdicts.Verdict:
    """What the calendar says of a promise, or a later plan that ``settled`` it, or without any report its own plan."""
    if settled:
        return verdicts.settled(settled, promise.timescale_end)
    if promise.latest_update is None and promise.printed_as_done:
        return verdicts.printed(promise.status_as_published)
    return verdicts.calendar(
        end=promise.timescale_end,
        start=promise.timescale_start,
        ongoing=promise.timescale_ongoing,
        status=promise.status,
        today=day,
        completed_on=completed_on(promise),
        first_end=first_end,
    )


def settled_in(promise: Deliverable) -> str:
    """What the first later plan did with an unfinished promise, and when; nothing where none did."""
    marks = [mark for mark in promise.went_on if mark.plan_id == promise.went_on[0].plan_id]
    hows = {mark.how for mark in marks}
    if what_became.kind_of(promise.status, hows, promise.printed_as_done) not in what_became.MARKS:
        return ""
    return what_became.settled_words(hows, marks[0].plan.adopted_on or marks[0].effective_on)


def first_day(promise: Deliverable) -> date | None:
    """The last day that was promised first; reads what ``with_first_promise()`` fetches."""
    first = promise.first_promise
    return date.fromisoformat(first["timescale_end"]) if first and first["timescale_end"] else None
