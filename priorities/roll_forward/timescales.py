"""Whether a timescale suits the new plan: what is to be asked before one is written. Values in, values out."""

from datetime import date

from priorities.timescales import read_timescale
from priorities.verdicts import long_day

NO_DATE = "No date can be read from it, so nobody can tell when it is due."
ALL_THE_SAME = "Write this timescale all the same"
OR_TICK = f"Write another timescale, or tick “{ALL_THE_SAME}”."


def doubt_of(text: str, plan_starts_on: date | None) -> str:
    """Why a promise with this timescale would surprise readers of the new plan; nothing where it would not."""
    read = read_timescale(text)
    if not (read.start or read.end or read.ongoing):
        return NO_DATE
    if read.end and plan_starts_on and read.end < plan_starts_on:
        return f"It ends on {long_day(read.end)}, before the new plan begins on {long_day(plan_starts_on)}."
    return ""


def fault_of_timescale(text: str, plan_starts_on: date | None, all_the_same: bool) -> str:
    """The doubt, with what to do; nothing where there is none, where nothing is typed, or where it was ticked."""
    doubt = "" if all_the_same or not text.strip() else doubt_of(text, plan_starts_on)
    return f"{doubt} {OR_TICK}" if doubt else ""


def still_fits(end: date | None, plan_starts_on: date | None, plan_ends_on: date | None) -> bool:
    """Whether an earlier timescale ends while the new plan runs, so that it can stand there as it is."""
    if end is None or plan_starts_on is None:
        return False
    return plan_starts_on <= end <= (plan_ends_on or date.max)
