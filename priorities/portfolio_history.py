"""What was promised, moved and delivered in a portfolio while whom held it. Values in, values out: lists, no score.

What took place counts where the promise was on that day; a priority that changed portfolio is told in both.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from priorities.standing import join_words, promises
from priorities.tenure import Tenure
from priorities.verdicts import long_day

KINDS = ("promised", "moved", "delivered")
MOVES = ("came", "went")
"""What is told of a priority that changed portfolio."""


@dataclass(frozen=True)
class Event:
    """One thing that took place on ``day``, None where none is on record. ``kind`` is one of ``KINDS`` or ``MOVES``.

    ``promise`` is a deliverable, or of ``MOVES`` the priority.
    """

    kind: str
    day: date | None
    promise: Any
    words: str = ""
    reason: str = ""
    is_example: bool = False


@dataclass(frozen=True)
class Stretch:
    """What took place in one tenure, the earliest first; without a tenure nobody is on record for the day."""

    tenure: Tenure | None
    events: list[Event] = field(default_factory=list)

    @property
    def promised(self) -> list[Event]:
        return [event for event in self.events if event.kind == "promised"]

    @property
    def moved(self) -> list[Event]:
        return [event for event in self.events if event.kind == "moved"]

    @property
    def delivered(self) -> list[Event]:
        return [event for event in self.events if event.kind == "delivered"]

    @property
    def reassigned(self) -> list[Event]:
        return [event for event in self.events if event.kind in MOVES]


def by_tenure(tenures: Sequence[Tenure], events: Iterable[Event]) -> list[Stretch]:
    """Each tenure with what took place in it, in the order of ``tenures``; last what took place in none of them.

    What took place while two held the portfolio together stands under both.
    """
    stretches = [Stretch(tenure) for tenure in tenures]
    outside = Stretch(None)
    for event in sorted(events, key=lambda each: (each.day or date.max, each.promise.pk)):
        then = [each for each in stretches if event.day and each.tenure.covers(event.day)]
        for stretch in then or [outside]:
            stretch.events.append(event)
    return [*stretches, outside] if outside.events else stretches


def history_sentence(events: Sequence[Event]) -> str:
    """What took place in all, in one sentence; nothing where nothing did."""
    counts = {kind: sum(event.kind == kind for event in events) for kind in (*KINDS, *MOVES)}
    if not events:
        return ""
    since = min((event.day for event in events if event.day), default=None)
    made, moved, delivered, came, went = counts.values()
    said = [
        f"{promises(made) if made else 'no promise'} {'was' if made < 2 else 'were'} made",
        f"{moved:,} dates moved" if moved > 1 else f"{'one' if moved else 'no'} date moved",
        f"{delivered:,} were delivered" if delivered > 1 else f"{'one' if delivered else 'none'} was delivered",
    ]
    said += [f"{_priorities(count)} {words}" for count, words in ((came, "came into it"), (went, "went out")) if count]
    return f"{f'Since {long_day(since)}, ' if since else ''}{join_words(said)}, as far as is on record."


def _priorities(count: int) -> str:
    return "one priority" if count == 1 else f"{count:,} priorities"
