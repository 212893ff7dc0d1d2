"""Bring a spreadsheet that was handed in at the officers' desk to its end, with a bar that shows how far it is."""

from django.core.management.base import BaseCommand, CommandError

from ledger.spreadsheets import runs
from ledger.spreadsheets.runs import SpreadsheetRun, State


class Command(BaseCommand):
    help = "Apply a spreadsheet that was checked without a fault, or go on with one that broke off."

    def add_arguments(self, parser):
        parser.add_argument("run", type=int, help="The number in the address of its page, such as 12.")
        parser.add_argument("--go-on", action="store_true", help="For the page that starts it: it is taken up already.")

    def handle(self, *, run: int, go_on: bool, **options):
        run = SpreadsheetRun.objects.filter(pk=run).first()
        if run is None:
            raise CommandError("There is no such spreadsheet. Its number is in the address of its page.")
        if not go_on:
            self._take_up(run)
        runs.work(run)
        if run.faults:
            told = [f"row {each['row']}, {each['column'] or 'whole row'}: {each['allowed']}" for each in run.faults]
            raise CommandError("\n".join(["Nothing was written.", *told]))
        self.stdout.write(
            f"{run.file_name}: {run.how_it_stands.lower()}. "
            f"{run.created:,} new, {run.changed:,} changed, {run.same:,} left as they were."
        )

    def _take_up(self, run: SpreadsheetRun) -> None:
        broke_off = run.state in runs.UNDER_WAY and runs.has_died(run)
        if not (broke_off or runs.may_apply(run)):
            raise CommandError(f"It cannot be applied: {run}. Only one that was checked without a fault can.")
        if not runs.take_up(run, run.state if broke_off else State.APPLYING):
            raise CommandError("Somebody else took it up a moment ago.")
