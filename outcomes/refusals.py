"""What this room refuses, beside what the ledger does."""

from collections.abc import Sequence

from ledger.refusals import LedgerRefusal

NAMED = 3


class HeldBack(LedgerRefusal):
    """Something was to become public that an election period holds back."""


class PromisesLeftOpen(LedgerRefusal):
    """A plan was to be published while nothing says what becomes of promises of the plan that it replaces."""


class SentBack(LedgerRefusal):
    """A plan or a story was to be published although somebody sent it back, and nobody said that they know."""


def left_open(promises: Sequence[str], earlier: str, later: str) -> str:
    """How many promises nothing says anything of, the first of them, and what to do."""
    count = len(promises)
    named = "; ".join(f"“{text}”" for text in promises[:NAMED])
    more = f"; and {count - NAMED} more" if count > NAMED else ""
    whose = f"1 unfinished promise of {earlier} is" if count == 1 else f"{count} unfinished promises of {earlier} are"
    return (
        f"{later} cannot be published yet: {whose} not marked as carried, merged, replaced or dropped: {named}{more}. "
        f"Save {later} as a draft, and mark each of them under Plans, “Mark promises and publish”."
    )
