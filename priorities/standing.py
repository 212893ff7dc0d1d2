"""How many promises stand where, and the one sentence that says so. Values in, values out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from priorities.models import Status

NONE = ""
NONE_SLUG = "none"
NONE_LABEL = "No progress reported"
ORDER = ["complete", "on-track", "at-risk", "off-track", "not-started", "deferred", "withdrawn", NONE]
FINISHED = ("complete", "deferred", "withdrawn")
_GOING = ("complete", "on-track")
_OTHERWISE = ("off-track", "at-risk", "not-started", "deferred", "withdrawn")
_EXAMPLE = "made up to show how the portal works"


@dataclass(frozen=True)
class Stand:
    """What one promise adds to a standing.

    ``completed_on`` is the day its completion was reported for; it is ``settled`` where a later plan says what
    became of it.
    """

    status: str = NONE
    due: date | None = None
    completed_on: date | None = None
    is_example: bool = False
    settled: bool = False


@dataclass(frozen=True)
class Standing:
    """Counts per status (``""`` is "no progress reported"), and three counts that cut across them."""

    counts: dict[str, int]
    late: int = 0
    passed: int = 0
    examples: int = 0

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def reported(self) -> int:
        return self.total - self.counts.get(NONE, 0)

    @property
    def some_examples(self) -> bool:
        """Are some of the reports examples, and others not?"""
        return 0 < self.examples < self.reported

    def __add__(self, other: "Standing") -> "Standing":
        counts = Counter(self.counts) + Counter(other.counts)
        late, passed = self.late + other.late, self.passed + other.passed
        return Standing(dict(counts), late, passed, self.examples + other.examples)

    def in_order(self) -> list[tuple[str, int]]:
        """Every status that counts something, in the order of the key."""
        return [(status, self.counts[status]) for status in ORDER if self.counts.get(status)]


def label_of(status: str) -> str:
    """The word for a status as people read it."""
    return Status(status).label if status else NONE_LABEL


def summarise(stands: Iterable[Stand], today: date) -> Standing:
    """Count promises by status; how many were completed late, are past their date, or are examples."""
    stands = list(stands)
    return Standing(
        counts=dict(Counter(stand.status for stand in stands)),
        late=sum(is_late(stand) for stand in stands),
        passed=sum(has_passed(stand, today) for stand in stands),
        examples=sum(stand.is_example for stand in stands),
    )


def add_up(rows: Iterable[Mapping]) -> Standing:
    """The standing that counted rows make together.

    Each is a ``count`` of promises alike in their ``latest_status``, in whether that is an ``example`` and in
    whether they were completed ``in_time`` or are ``settled`` in a later plan; ``dated`` of them have a day, and for
    ``passed`` it is over.
    """
    counts: Counter[str] = Counter()
    late = passed = examples = 0
    for row in rows:
        status = row["latest_status"] or NONE
        counts[status] += row["count"]
        passed += row["passed"] if status not in FINISHED and not row["settled"] else 0
        late += row["dated"] if status == "complete" and not row["in_time"] else 0
        examples += row["count"] if row["example"] else 0
    return Standing(dict(counts), late, passed, examples)


def stand_of(deliverable) -> Stand:
    """What one deliverable adds to a standing, read from its prefetched updates."""
    latest = deliverable.latest_update
    if latest is None:
        due = None if deliverable.printed_as_done else deliverable.timescale_end
        return Stand(due=due, settled=deliverable.settled)
    return Stand(
        latest.status, deliverable.timescale_end, completed_on(deliverable), latest.is_example, deliverable.settled
    )


def completed_on(deliverable) -> date | None:
    """The day its completion was first reported for, where every report since then says complete too."""
    day = None
    for update in reversed(deliverable.told):
        if update.status != "complete":
            break
        day = update.as_of
    return day


def sentence(standing: Standing) -> str:
    """How things stand, in one sentence, and a second one where progress is an example."""
    if not standing.total:
        return "There are no promises here."
    clauses = [_beginning(standing), _unreported(standing), _passed(standing)]
    return f"{'; '.join(filter(None, clauses))}.{_examples(standing)}"


def accessible_name(standing: Standing) -> str:
    """The bar in words: every part with its count."""
    if not standing.total:
        return "No promises"
    parts = [f"{count} {label_of(status).lower()}" for status, count in standing.in_order()]
    return f"{promises(standing.total)}: {', '.join(parts)}"


def promises(count: int) -> str:
    """A count of promises in words and figures."""
    return "1 promise" if count == 1 else f"{count:,} promises"


def join_words(parts: list[str]) -> str:
    """Join ``parts`` as in a sentence: commas, and "and" before the last."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def is_late(stand: Stand) -> bool:
    """Is it complete, but was first reported so for a day after its last?"""
    done = stand.status == "complete" and stand.completed_on and stand.due
    return bool(done) and stand.completed_on > stand.due


def has_passed(stand: Stand, today: date) -> bool:
    """Is its last day over, and it neither complete, deferred, withdrawn nor settled in a later plan?"""
    over = stand.settled or stand.status in FINISHED
    return stand.due is not None and stand.due < today and not over


def _beginning(standing: Standing) -> str:
    if not standing.reported:
        return _nothing_reported(standing.total)
    present = standing.in_order()
    if len(present) == 1:
        return _all_alike(standing, present[0][0])
    return f"Of {promises(standing.total)}, {'; '.join(_groups(standing))}"


def _nothing_reported(total: int) -> str:
    if total == 1:
        return "No progress has been reported on this promise"
    return f"There are {promises(total)}; none has a progress report"


def _all_alike(standing: Standing, status: str) -> str:
    if standing.total == 1:
        return f"The one promise here {_predicate(status, 1)}{_late(standing, status)}"
    if status == "not-started":
        return f"None of these {standing.total:,} promises has started"
    every = "Both" if standing.total == 2 else f"All {standing.total:,}"
    return f"{every} promises {_predicate(status, standing.total)}{_late(standing, status)}"


def _groups(standing: Standing) -> list[str]:
    groups = []
    for statuses in (_GOING, _OTHERWISE):
        parts = [_part(standing, status) for status in statuses if standing.counts.get(status)]
        if parts:
            groups.append(join_words(parts))
    return groups


def _part(standing: Standing, status: str) -> str:
    count = standing.counts[status]
    return f"{count:,} {_predicate(status, count)}{_late(standing, status)}"


def _predicate(status: str, count: int) -> str:
    if status == "not-started":
        return "has not started" if count == 1 else "have not started"
    return f"{'is' if count == 1 else 'are'} {label_of(status).lower()}"


def _late(standing: Standing, status: str) -> str:
    if status != "complete" or not standing.late:
        return ""
    if standing.late == standing.counts[status]:
        return " (late)" if standing.late == 1 else " (all of them late)"
    return f" ({standing.late:,} of them late)"


def _unreported(standing: Standing) -> str:
    unreported = standing.counts.get(NONE, 0)
    if not unreported or not standing.reported:
        return ""
    return f"no progress has been reported on {unreported:,}"


def _passed(standing: Standing) -> str:
    if not standing.passed:
        return ""
    if standing.total == 1:
        return "it is overdue"
    return f"{standing.passed:,} {'is' if standing.passed == 1 else 'are'} overdue"


def _examples(standing: Standing) -> str:
    if not standing.examples:
        return ""
    if standing.examples == standing.reported:
        return f" This progress is an example, {_EXAMPLE}."
    if standing.examples == 1:
        return f" The progress of 1 is an example, {_EXAMPLE}."
    return f" The progress of {standing.examples:,} is an example, {_EXAMPLE}."
