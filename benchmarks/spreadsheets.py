"""CPU time of a spreadsheet of promises: out, back in untouched, and back in with every row changed."""

from portal_in_memory import cpu_seconds  # isort: skip - sets Django up
import sys

from django.contrib import admin
from django.contrib.auth.models import User
from django.db import transaction
from django.test import RequestFactory
from factories import DeliverableFactory, PriorityActionFactory

from ledger.entries import Entry, entering
from ledger.spreadsheets.checking import take
from ledger.spreadsheets.exporting import export
from ledger.spreadsheets.files import Table, read
from ledger.spreadsheets.runs import request_of
from priorities.models import Deliverable

REASON = "Measured: how long a change of every promise takes."
A_PRIORITY = 25


def main(rows: int = 100) -> None:
    """``rows`` promises, then ten times as many."""
    desk, officer = admin.site._registry[Deliverable], User.objects.create_superuser("officer")
    make(rows)
    few = downloaded(desk, officer)
    alone = cpu_seconds(lambda: undone(lambda: saved_one_by_one(officer)), rounds=1)
    changed = cpu_seconds(lambda: undone(lambda: brought_in(desk, officer, shifted(few))), rounds=1)
    untouched = cpu_seconds(lambda: undone(lambda: brought_in(desk, officer, few)), rounds=3)
    make(rows * 9)
    many = downloaded(desk, officer)
    print(f"every row changed, against the same by save():   {changed / alone:6.2f} x")
    print(f"untouched, against every row changed:            {untouched / changed:6.2f} x")
    print(f"untouched, 10 x the rows:                        {ten_times(desk, officer, many) / untouched:6.1f} x")
    out = cpu_seconds(lambda: downloaded(desk, officer, "csv"), rounds=3)
    workbook = cpu_seconds(lambda: downloaded(desk, officer), rounds=3)
    print(f"out as XLSX against CSV:                         {workbook / out:6.1f} x")


def make(rows: int) -> None:
    with transaction.atomic():
        for _ in range(rows // A_PRIORITY):
            priority = PriorityActionFactory()
            for order in range(A_PRIORITY):
                DeliverableFactory(priority=priority, order=order)


def downloaded(desk, officer, kind: str = "xlsx") -> Table:
    request = RequestFactory().get("/")
    request.user = officer
    with export(desk, request, kind) as file:
        return read(file.read())


def shifted(table: Table) -> Table:
    place = table.headings.index("timescale_text")
    rows = [(number, [*cells[:place], "By June 2023", *cells[place + 1 :]]) for number, cells in table.rows]
    return Table(table.kind, table.headings, rows)


def brought_in(desk, officer, table: Table) -> None:
    why = {"reason": REASON}
    outcome = take(desk, request_of(officer), table, why=why, write=True, tell=lambda done: None)
    if outcome.faults:
        sys.exit(f"The file was refused: {outcome.faults[0]}")


def saved_one_by_one(officer) -> None:
    with entering(Entry(REASON, by=officer)):
        for deliverable in Deliverable.objects.all():
            deliverable.timescale_text = "By June 2023"
            deliverable.save()


def ten_times(desk, officer, table: Table) -> float:
    return cpu_seconds(lambda: undone(lambda: brought_in(desk, officer, table)), rounds=1)


def undone(work) -> None:
    """Do it, then take it back."""
    with transaction.atomic():
        work()
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
