from django.core.management.base import BaseCommand

from ledger.keeping.drafts import KEPT_FOR, forget_old


class Command(BaseCommand):
    help = "Drops what officers typed and neither saved nor took up again for thirty days. Signing in does the same."

    def handle(self, **options):
        gone = forget_old()
        one = "1 draft was" if gone == 1 else f"{gone} drafts were"
        self.stdout.write(f"{one} older than {KEPT_FOR.days} days and {'is' if gone == 1 else 'are'} gone.")
