"""A promise of the earlier plan as a row of the desk's page: how it stands, and its form."""

from dataclasses import dataclass
from itertools import groupby

from ledger.clock import today
from priorities.models import Deliverable, Succession
from priorities.standing import label_of
from priorities.verdicts import Verdict, calendar

from .mark_forms import MarkForm, in_outcome


@dataclass
class Row:
    """``form`` is None where it cannot be marked here: it is split up, or the new plan is public."""

    promise: Deliverable
    marks: list[Succession]
    form: MarkForm | None

    @property
    def status(self) -> str:
        return label_of(self.promise.status)

    @property
    def due(self) -> Verdict:
        promise = self.promise
        latest = promise.latest_update
        return calendar(
            end=promise.timescale_end,
            start=promise.timescale_start,
            ongoing=promise.timescale_ongoing,
            status=promise.status,
            today=today(),
            completed_on=latest and latest.as_of,
        )

    @property
    def faults(self) -> list[tuple[str, str]]:
        """What is wrong in the row: the id of the control, and a sentence that names the promise."""
        found = []
        for field in self.form:
            place = f"{field.auto_id}_0" if field.name == "how" else field.auto_id
            found += [(place, f"“{self.promise}”: {sentence}") for sentence in field.errors]
        return found


@dataclass(frozen=True)
class Group:
    """The rows of one priority."""

    heading: str
    priority: int
    rows: list[Row]


def grouped(rows: list[Row]) -> list[Group]:
    groups = groupby(rows, key=lambda row: row.promise.priority)
    return [Group(in_outcome(priority), priority.pk, list(some)) for priority, some in groups]
