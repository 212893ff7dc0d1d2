"""Replaying the starter content's example history: what changed after the plans were read in, day by day."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ledger.writing import first_day
from outcomes.models import Plan
from outcomes.sealing import seal
from plan_documents.tables import day_in, rows_of
from priorities.actions import move_date
from priorities.models import Deliverable

SEALED_PLAN, SEALED_DAY = "council-plan-2021-23", date(2022, 3, 31)


def replay_moved_dates(folder: Path) -> Iterator[str]:
    """Move the dates that ``example-moved-dates.csv`` in ``folder`` moves, the earliest first; yield a line for each.

    A promise that changed on that day or later is left alone, so that replaying twice changes nothing.
    """
    for row in sorted(_moves(folder), key=lambda row: row["on"]):
        on, deliverable = day_in(row["on"]), _deliverable(row)
        if deliverable is None or deliverable.effective_on >= on:
            continue
        before = deliverable.timescale_text
        move_date(
            deliverable,
            row["timescale"],
            reason=row["reason"],
            decision_url=row["decision_url"],
            approved_by=row["approved_by"],
            effective_on=on,
        )
        yield f"Example: on {row['on']} “{before}” became “{row['timescale']}”."


def _moves(folder: Path) -> list[dict[str, str]]:
    return [row for _, row in rows_of(folder / "example-moved-dates.csv")]


def _deliverable(row: dict[str, str]) -> Deliverable | None:
    """The promise at a position: 2.1 is the first under the second of the priority."""
    where = {
        "priority__plan__slug": row["plan"],
        "priority__plan_outcome__outcome__slug": row["outcome"],
        "priority__number": row["priority"],
    }
    positions = row["deliverable"].split(".")[::-1]
    orders = {f"{'parent__' * above}order": position for above, position in enumerate(positions)}
    at_the_top = {f"{'parent__' * len(positions)}isnull": True}
    return Deliverable.objects.filter(**where, **orders, **at_the_top).first()


def seal_example() -> Iterator[str]:
    """Seal the plan with the most promises as at a quarter day, once; yield the line that says so."""
    plan = Plan.objects.filter(slug=SEALED_PLAN).first()
    if plan is None or plan.seals.filter(day=SEALED_DAY).exists() or first_day(Plan, plan.pk) > SEALED_DAY:
        return
    made = seal(plan, SEALED_DAY, sealed_by="Example head of policy", note="Example: sealed to show how it works.")
    yield f"Example: {plan} is sealed as at {SEALED_DAY}, SHA-256 {made.sha256}."
