"""What is counted under each name, once for every page that says so. Each rule says what the querysets do."""

from collections.abc import Iterable
from dataclasses import dataclass

from priorities.filters import DUE_CHOICES, ONLY_CHOICES
from priorities.models import Status
from priorities.standing import NONE_LABEL, NONE_SLUG, label_of

PROMISE = (
    "A promise is a deliverable of a published plan, counted once. One that only heads a list of others is not "
    "counted itself: those in its list are."
)
LATEST = "Only the latest published report of a promise counts. Drafts never do."
# What each status means, in the order in which they are explained.
STATUSES = {
    Status.NOT_STARTED: "Nothing that this promise asks for has begun.",
    Status.ON_TRACK: "Work has begun, and the council expects to deliver by the date it published.",
    Status.AT_RISK: (
        "The date can still be met, but only if something changes. The cause, what is being done and the "
        "next step are given."
    ),
    Status.OFF_TRACK: (
        "The date will be missed, or has been. The cause, what is being done and the next step are given."
    ),
    Status.COMPLETE: (
        "Everything the promise says has been done. If it was done after its date, that is said beside it."
    ),
    Status.DEFERRED: "The council has decided to do it later than promised. The decision is linked.",
    Status.WITHDRAWN: "The council has decided not to do it. The decision is linked, and the promise stays listed.",
}
UNREPORTED = "The council has published no report on it, so it has no status."
# What each choice of "due" finds, in the order of the choices.
DATES = {
    "overdue": (
        "Its last day has passed, its latest report does not call it complete, deferred or withdrawn, and no later "
        "plan says what became of it: what was carried forward, merged, replaced or dropped is no longer counted. "
        "One without any report counts too, unless its plan itself prints it as done."
    ),
    "3-months": "Its last day is today or within three months from today, whatever its status.",
    "12-months": "Its last day is today or within twelve months from today, whatever its status.",
    "financial-year": (
        "Its last day lies in the financial year of today, from 1 April to 31 March, passed or to come, whatever "
        "its status."
    ),
    "past": "Its last day is before today, whatever its status: what is complete counts as well.",
    "late": (
        "Its latest report calls it complete, and the report that first did so, with none since that says "
        "otherwise, describes a day after its last day. It is one of the complete."
    ),
    "no-date": "Its plan gives no timescale, or one that names no last day, and does not call it ongoing.",
    "ongoing": "Its timescale says that it goes on. It may name a last day as well, as for a first step.",
}
EXAMPLE = "What its latest report says was made up to show how the portal works."


@dataclass(frozen=True)
class Definition:
    """What is counted under one name; ``anchor`` is its place on the page "How we judge progress"."""

    term: str
    rule: str
    anchor: str


def of_status(status: str) -> Definition:
    """What is counted under a status, as a filter names it ("none" is "no progress reported")."""
    if status == NONE_SLUG:
        return Definition(NONE_LABEL, UNREPORTED, NONE_SLUG)
    return Definition(label_of(status), STATUSES[Status(status)], status)


def of_dates(due: str) -> Definition:
    """What is counted under a choice of "due"."""
    return Definition(dict(DUE_CHOICES)[due], DATES[due], f"due-{due}")


def of_only(which: str) -> Definition:
    """What is counted under a number that cuts across the statuses."""
    return of_dates(which) if which in DATES else Definition(dict(ONLY_CHOICES)[which], EXAMPLE, which)


def of_list(statuses: Iterable[str], due: str, only: Iterable[str]) -> list[Definition]:
    """What a list counts that asks for these, each name once."""
    asked = [
        *(of_status(status) for status in statuses),
        *([of_dates(due)] if due else []),
        *(of_only(which) for which in only),
    ]
    return list(dict.fromkeys(asked))
