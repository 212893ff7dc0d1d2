"""What became of a plan's promises once another plan took its place. Values in, values out: no database here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from priorities.standing import join_words, promises
from priorities.verdicts import long_day

MARKS = ("carried", "merged", "replaced", "dropped")
"""How a promise can be marked; of several marks on one promise the first here says where it is listed."""
HEADINGS = {
    "complete": "Complete",
    "carried": "Carried forward",
    "merged": "Merged into something else",
    "replaced": "Replaced",
    "dropped": "Dropped",
    "withdrawn": "Withdrawn while the plan ran",
    "unmarked": "Not marked",
}
_PREDICATES = {"carried": "carried forward", "merged": "merged", "replaced": "replaced", "dropped": "dropped"}
_LEADS = {"carried": "into", "merged": "into", "replaced": "in"}


@dataclass
class Group:
    """The promises of which the same became."""

    kind: str
    promises: list[Any] = field(default_factory=list)
    late: int = 0
    """How many of them were completed after their last day."""

    @property
    def heading(self) -> str:
        return HEADINGS[self.kind]


@dataclass(frozen=True)
class Clause:
    """A part of the sentence that leads to the list it counts; ``before`` and ``after`` join it to the others."""

    kind: str
    text: str
    before: str = ""
    after: str = ""


def settled_words(hows: Collection[str], day: date) -> str:
    """What the first later plan did with a promise, and when: "merged and carried forward on 6 March 2024"."""
    done = [_PREDICATES[how] for how in MARKS if how in hows]
    return f"{join_words(done)} on {long_day(day)}"


def kind_of(status: str, marks: Collection[str], printed_as_done: bool = False) -> str:
    """Which list a promise belongs to; ``status`` is what the council says of it last, "" for nothing."""
    if status == "complete" or (printed_as_done and not status):
        return "complete"
    if found := [mark for mark in MARKS if mark in marks]:
        return found[0]
    return "withdrawn" if status == "withdrawn" else "unmarked"


def clauses(groups: Sequence[Group], later_plans: Sequence[str]) -> list[Clause]:
    """The counts of a sentence that begins "Of 17 promises of the Plan, ", in order.

    ``later_plans`` are the titles of the plans that took its place.
    """
    marked = [group for group in groups if group.kind in MARKS]
    counted = [group for group in groups if group.kind != "unmarked"]
    into = join_words(list(later_plans))
    parts = []
    for place, group in enumerate(counted):
        before = "" if place == 0 else (" and " if place == len(counted) - 1 else ", ")
        goes_on = marked and group is marked[0] and group.kind in _LEADS and into
        after = f" {_LEADS[group.kind]} {into}" if goes_on else ""
        parts.append(Clause(group.kind, _counted(group, bool(later_plans)), before, after + _late(group)))
    parts += [
        Clause("unmarked", _unmarked(len(group.promises), bool(later_plans)), "; " if counted else "")
        for group in groups
        if group.kind == "unmarked"
    ]
    return parts


def sentence(plan: str, groups: Sequence[Group], later_plans: Sequence[str]) -> str:
    """What became of the promises of a plan, in one sentence."""
    told = "".join(f"{each.before}{each.text}{each.after}" for each in clauses(groups, later_plans))
    return f"{beginning(plan, groups)}{told}."


def beginning(plan: str, groups: Sequence[Group]) -> str:
    """What stands before the counts; where there is nothing to count, the whole sentence but for its full stop."""
    total = sum(len(group.promises) for group in groups)
    return f"Of {promises(total)} of {plan}, " if total else f"{plan} lists no promises here"


def _counted(group: Group, over: bool) -> str:
    count = len(group.promises)
    were, are = ("was", "is") if count == 1 else ("were", "are")
    if group.kind in _PREDICATES:
        return f"{count:,} {are} {_PREDICATES[group.kind]}"
    return f"{count:,} {were if over else are} {group.kind}"


def _late(group: Group) -> str:
    if not group.late:
        return ""
    if group.late == len(group.promises):
        return " (late)" if group.late == 1 else " (all of them late)"
    return f" ({group.late:,} of them late)"


def _unmarked(count: int, over: bool) -> str:
    if over:
        return f"{count:,} {'was' if count == 1 else 'were'} not marked"
    return f"{count:,} {'is' if count == 1 else 'are'} not finished, and no later plan is published yet"
