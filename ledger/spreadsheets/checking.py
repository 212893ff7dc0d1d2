"""One file held against one list: what it would create and change, and everything that is wrong with it."""

from collections.abc import Callable
from dataclasses import dataclass, field

import tablib
from django.db import transaction
from django.http import HttpRequest

from ledger.holding import holding

from .columns import columns_of, why_columns
from .faults import Fault, UnusableSpreadsheet
from .files import Table
from .resource import resource_for
from .telling import faults_of

KEYS_NEEDED = "Headings “id” and “revision”: start from a download of this list, which has both."
TWICE = "Each heading once."
NO_HEADING = "A heading above every cell that says something."
HEADINGS = "One of the headings of this list: {}."


@dataclass
class Outcome:
    """``changes`` have a row, the record's id (None for a new one), its name, and [column, before, after] each."""

    changes: list[dict] = field(default_factory=list)
    same: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def created(self) -> int:
        return sum(each["id"] is None for each in self.changes)

    @property
    def changed(self) -> int:
        return len(self.changes) - self.created


def refuse_headings(desk, table: Table) -> None:
    """Raise :class:`UnusableSpreadsheet` where the headings do not say what each cell is."""
    allowed = [*columns_of(desk.model), *why_columns(desk.model).values(), *sorted(desk.questions())]
    seen: list[str] = []
    faults, at = [], table.headings_row
    for heading in table.headings:
        if heading in seen and heading:
            faults.append(Fault(at, heading, heading, TWICE))
        elif heading not in allowed:
            faults.append(Fault(at, heading, heading, HEADINGS.format(", ".join(allowed)) if heading else NO_HEADING))
        seen.append(heading)
    if not {"id", "revision"} <= set(seen):
        faults.append(Fault(at, "", ", ".join(seen), KEYS_NEEDED))
    if faults:
        raise UnusableSpreadsheet(faults)


def take(desk, request: HttpRequest, table: Table, *, why: dict[str, str], write: bool, tell: Callable) -> Outcome:
    """Take every row to its record. Nothing stays written unless ``write`` and there is no fault in any row.

    ``tell`` is called with the number of rows that are done.
    """
    refuse_headings(desk, table)
    dataset = tablib.Dataset(headers=table.headings)
    width = len(table.headings)
    faults = [
        Fault(number, "", " ".join(cells[width:]), NO_HEADING) for number, cells in table.rows if any(cells[width:])
    ]
    unread = {(fault.row, fault.column) for fault in table.faults}
    numbers = []
    for number, cells in table.rows:
        if (number, "id") not in unread:  # else nobody can say of which record the row speaks
            dataset.append([*cells[:width], *[""] * (width - len(cells))])
            numbers.append(number)
    with transaction.atomic(), holding() as hold:
        resource = resource_for(desk, request, why=why, tell=tell, hold=hold)
        found = faults_of(resource, resource.import_data(dataset), numbers, dataset)
        told = [each for each in found if (each.row, each.column) not in unread]
        refused = sorted({*table.faults, *faults, *told})
        transaction.set_rollback(bool(refused) or not write)
    changes = [each | {"row": numbers[each["row"] - 1]} for each in resource.changes]
    return Outcome(changes, resource.same, refused)
