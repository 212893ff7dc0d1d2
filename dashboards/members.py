"""Which promises belong to which section of a dashboard. Values in, values out: no database, no clock."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date

from dashboards.facts import Fact
from priorities.filters import months_ahead
from priorities.redated import Moved
from priorities.standing import NONE_SLUG, ORDER, Standing

KEYS = ("overdue", "off-track", "at-risk", "moved", "due", "quiet", "delivered")
"""The sections of a dashboard, in its order."""
MONTHS_OF_A_QUARTER = 3

Members = dict[str, list[int]]
"""The keys of promises in each section, those that matter most first."""


def members(known: Iterable[Fact], moved: Iterable[Moved], day: date, stale_after: int) -> Members:
    """The promises of each section on ``day``: what was ``moved``, and what ``was_complete``, is since the meeting."""
    known = list(known)
    quarter = months_ahead(day, MONTHS_OF_A_QUARTER)
    holds: dict[str, Callable[[Fact], bool]] = {
        "overdue": lambda fact: fact.is_overdue(day),
        "off-track": lambda fact: fact.status == "off-track" and not fact.settled,
        "at-risk": lambda fact: fact.status == "at-risk" and not fact.settled,
        "due": lambda fact: fact.is_due(day, quarter),
        "quiet": lambda fact: fact.is_quiet(day, stale_after),
        "delivered": lambda fact: fact.status == "complete" and not fact.was_complete,
    }
    found = {key: [fact.pk for fact in sorted(filter(test, known), key=_ORDERS[key])] for key, test in holds.items()}
    found["moved"] = list(dict.fromkeys(each.promise for each in moved if each.change.counts))
    return found


def left_out(known: Iterable[Fact], status: str) -> int:
    """How many promises of a status are no exception any more: a later plan says what became of them."""
    return sum(fact.status == status and fact.settled for fact in known)


def of_status(known: Iterable[Fact], status: str) -> list[int]:
    """The promises of one status as addresses name it, "none" for those without a report; the soonest due first."""
    wanted = "" if status == NONE_SLUG else status
    return [fact.pk for fact in sorted(known, key=_by_end) if fact.status == wanted]


def everyone(known: Iterable[Fact]) -> list[int]:
    """All of them, the soonest due first."""
    return [fact.pk for fact in sorted(known, key=_by_end)]


def standing_of_facts(known: Iterable[Fact], day: date) -> Standing:
    """What ``DeliverableQuerySet.standing()`` says of the same promises."""
    known = list(known)
    counts = Counter(fact.status for fact in known)
    return Standing(
        counts={status: counts[status] for status in ORDER if counts[status]},
        late=sum(is_late(fact) for fact in known),
        passed=sum(fact.is_overdue(day) for fact in known),
        examples=sum(fact.is_example for fact in known),
    )


def is_late(fact: Fact) -> bool:
    """Is it complete, but was first reported so after its last day?"""
    return fact.status == "complete" and fact.end is not None and not fact.in_time


def _by_end(fact: Fact) -> tuple:
    """The soonest due first, those without a day last."""
    return fact.end or date.max, fact.pk


def _by_silence(fact: Fact) -> tuple:
    """The longest silence first: before all, what no report ever said anything of."""
    return fact.as_of or date.min, *_by_end(fact)


def _latest_report_first(fact: Fact) -> tuple:
    return -(fact.as_of or date.min).toordinal(), fact.pk


_ORDERS: dict[str, Callable[[Fact], tuple]] = {
    "overdue": _by_end,
    "off-track": _by_end,
    "at-risk": _by_end,
    "due": _by_end,
    "quiet": _by_silence,
    "delivered": _latest_report_first,
}
