"""CPU time of a spreadsheet of promises: out, back in untouched, and back in with every row changed.

Given a number of rows, it says how many seconds a file of so many takes, every row of it changed, from end to end.
"""

from portal_in_memory import cpu_seconds  # isort: skip - sets Django up
import csv
import sys
import tempfile
import time
from collections.abc import Callable
from io import StringIO

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import RequestFactory
from factories import DeliverableFactory, PriorityActionFactory, ProgressUpdateFactory

from ledger.entries import Entry, entering
from ledger.spreadsheets import runs
from ledger.spreadsheets.checking import take
from ledger.spreadsheets.exporting import export
from ledger.spreadsheets.files import Table, read
from ledger.spreadsheets.runs import request_of
from priorities.models import Deliverable

REASON = "Measured: how long a change of every promise takes."
A_PRIORITY = 25
MOST_SECONDS = 60
"""For 5,000 changed rows, checked and applied with their history."""


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


def seconds_of(rows: int) -> None:
    """A file of ``rows`` promises, every one changed: how long it is checked, and how long it is applied."""
    desk, officer = admin.site._registry[Deliverable], User.objects.create_superuser("officer")
    make(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a live database knows its tables; this one was filled a moment ago
    content = as_csv(shifted(downloaded(desk, officer, "csv")))
    run = runs.begin(desk, officer, "promises.csv", content, {"reason": REASON})
    with tempfile.TemporaryDirectory() as folder:
        settings.MEDIA_ROOT = folder
        check = seconds(lambda: runs.work(run, tell=lambda progress: None))
        if not runs.may_apply(run) or not runs.take_up(run, runs.State.APPLYING):
            sys.exit(f"The file was refused: {run.faults[:1]}")
        apply = seconds(lambda: runs.work(run, tell=lambda progress: None))
    print(f"{run.changed:,} changed rows, {run.get_state_display().lower()}")
    print(f"checked: {check:6.1f} s\napplied: {apply:6.1f} s\nboth:    {check + apply:6.1f} s")
    if check + apply > MOST_SECONDS * rows / 5000:
        sys.exit(f"Too slow: 5,000 rows are to take less than {MOST_SECONDS} s.")


def as_csv(table: Table) -> bytes:
    file = StringIO()
    csv.writer(file).writerows([table.headings, *(cells for _, cells in table.rows)])
    return file.getvalue().encode()


def seconds(work: Callable[[], object]) -> float:
    """By the clock on the wall: others who work on the machine count."""
    start = time.monotonic()
    work()
    return time.monotonic() - start


def make(rows: int) -> None:
    with transaction.atomic():
        for _ in range(rows // A_PRIORITY):
            priority = PriorityActionFactory()
            for order in range(A_PRIORITY):
                ProgressUpdateFactory(deliverable=DeliverableFactory(priority=priority, order=order))


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
    seconds_of(int(sys.argv[1])) if len(sys.argv) > 1 else main()
