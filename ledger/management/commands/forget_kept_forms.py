from django.core.management.base import BaseCommand

from ledger.keeping.drafts import KEPT_FOR, forget_old
from ledger.spreadsheets import runs


class Command(BaseCommand):
    help = (
        "Drops what officers typed and neither saved nor took up again for thirty days, as signing in does, and the "
        "spreadsheets that they handed in and neither applied nor discarded for as long."
    )

    def handle(self, **options):
        gone = forget_old()
        one = "1 draft was" if gone == 1 else f"{gone} drafts were"
        self.stdout.write(f"{one} older than {KEPT_FOR.days} days and {'is' if gone == 1 else 'are'} gone.")
        files = runs.forget_old()
        one = "1 spreadsheet was" if files == 1 else f"{files} spreadsheets were"
        self.stdout.write(f"{one} older than {runs.KEPT_FOR.days} days and {'is' if files == 1 else 'are'} gone.")
