"""What becomes of one promise in the new plan, as an officer chooses it. Values in, values out: no database here."""

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from ledger.reasons import fault_of_reason
from ledger.writing import long_day

UNMARK = "unmark"
"""Chosen in place of a mark to take the mark away."""
ON_ITS_OWN = ("carried", "replaced")
"""What a promise can be marked as by a promise of its own in the new plan."""

CHOOSE = "Choose what becomes of this promise."
INTO_WHAT = "Choose the promise of the new plan, or its whole priority, into which this one is merged."
WORDS = "Write the words of the promise as the new plan is to make it."
SAME_WORDS = (
    "These are still the words of the earlier promise. Write those of the one that replaces it, choose one that the "
    "new plan has already, or choose Carried forward."
)
TIMESCALE = (
    "Write when it is to be done, as the plan is to print it: “By March 2027”, or “Ongoing” where it has no end."
)


class Step(Enum):
    """What happens to the promise that stands, or is to stand, in the new plan for an earlier one."""

    WRITE = "write"
    REWORD = "reword"
    TAKE_OUT = "take out"
    NONE = "none"


@dataclass(frozen=True)
class Choice:
    """``into`` and ``under`` name records of the new plan: "promise-12", "priority-3", or "" for one made for it."""

    how: str = ""
    into: str = ""
    under: str = ""
    words: str = ""
    timescale: str = ""
    reason: str = ""
    decision_url: str = ""

    @property
    def is_mark(self) -> bool:
        return self.how not in ("", UNMARK)

    @property
    def on_its_own(self) -> bool:
        """Whether a promise of the new plan is written for it."""
        return self.how in ON_ITS_OWN and not self.into


def as_meant(choice: Choice) -> Choice:
    """Without what was typed for another choice: what is dropped goes nowhere; what goes on elsewhere has no words."""
    if choice.how in ("dropped", UNMARK):
        return replace(choice, into="", under="", words="", timescale="")
    return choice if choice.on_its_own else replace(choice, under="", words="", timescale="")


def faults_of(choice: Choice, words_before: str) -> dict[str, str]:
    """What is wrong with a choice: a sentence for each field of it."""
    if not choice.how:
        return {"how": CHOOSE}
    if choice.how == UNMARK:
        return {}
    faults = {"into": INTO_WHAT} if choice.how == "merged" and not choice.into else {}
    if choice.on_its_own:
        faults |= _faults_of_new_promise(choice, words_before)
    if fault := fault_of_reason(choice.reason):
        faults["reason"] = fault
    return faults


def step(choice: Choice, has_own: bool) -> Step:
    """What the choice does to the new plan; ``has_own`` where a promise was written there for this one before."""
    if choice.on_its_own:
        return Step.REWORD if has_own else Step.WRITE
    return Step.TAKE_OUT if has_own else Step.NONE


def still_to_mark(unmarked: int, total: int, plan: str) -> str:
    """How far the marking is, in one sentence; ``total`` are the unfinished promises of the earlier plan."""
    if not total:
        return f"No promise of {plan} is unfinished, so none needs a mark."
    if not unmarked:
        every = "The one unfinished promise" if total == 1 else f"All {total:,} unfinished promises"
        return f"{every} of {plan} {'is' if total == 1 else 'are'} marked."
    of = "promise" if total == 1 else "promises"
    return f"{unmarked:,} of {total:,} unfinished {of} of {plan} {'is' if unmarked == 1 else 'are'} still to be marked."


def nothing_follows(unfinished: int, plan: str, has_promises: bool) -> str:
    """That no plan follows this one yet, and how many of its promises are unfinished, where it has any."""
    if not has_promises:
        return f"No plan follows {plan} yet, and {plan} has no promises on record."
    are = "is" if unfinished == 1 else "are"
    return (
        f"No plan follows {plan} yet; {f'{unfinished:,}' if unfinished else 'none'} of its promises {are} unfinished."
    )


def left_of(unmarked: int) -> str:
    """The promises that are not marked, as the start of a sentence that goes on with "marked"."""
    return "1 promise left is" if unmarked == 1 else f"{unmarked:,} promises left are"


def moment_is_over(unmarked: int, moment: str) -> str:
    """Why a plan was not published at the moment that was set, and what is to come."""
    if not unmarked:
        return f"It was to be published on {moment} and is not yet: the next run tries it, within minutes."
    are = "promise is" if unmarked == 1 else "promises are"
    return (
        f"It was to be published on {moment} and was not: {unmarked:,} {are} still to be marked. The next run tries "
        "again once all are marked."
    )


def left_current(plan: str, ends_on: date | None, later: str, today: date) -> str:
    """What becomes of the earlier plan by itself, once the later one is public."""
    if ends_on is None:
        return f"{plan} has no last day on record, so it stays current until somebody archives it."
    last = long_day(ends_on)
    if ends_on < today:
        return f"{plan} is past its last day, {last}, so it is archived as {later} takes its place."
    return f"{plan} stays current until its last day, {last}, is over and {later} has begun; then it is archived."


def taken_back(plan: str) -> str:
    """Why nothing can be marked: the earlier plan is a draft."""
    return f"{plan} is a draft at present, so its promises cannot be marked: that is done here once it is public."


def _faults_of_new_promise(choice: Choice, words_before: str) -> dict[str, str]:
    faults = {}
    if not choice.words.strip():
        faults["words"] = WORDS
    elif choice.how == "replaced" and choice.words.split() == words_before.split():
        faults["words"] = SAME_WORDS
    if not choice.timescale.strip():
        faults["timescale"] = TIMESCALE
    return faults
