"""``publish_due``: publish what was set to be published by now. Run it every five minutes."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from desk.publishing import publish_due
from ledger.clock import moment_in_words


class Command(BaseCommand):
    help = "Publish every plan, report and story whose moment has come. Run it every five minutes; it may run twice."

    def handle(self, *args, **options):
        attempts = []
        for attempt in publish_due(timezone.now()):
            attempts.append(attempt)
            when = moment_in_words(attempt.moment)
            if attempt.refusal:
                self.stderr.write(f"Not published: {attempt.named}, set for {when}. {attempt.refusal}")
            else:
                self.stdout.write(f"Published: {attempt.named}, set for {when}.")
        refused = sum(bool(attempt.refusal) for attempt in attempts)
        if refused:
            raise CommandError(
                f"{refused} of {len(attempts)} could not be published; each is tried again at the next run."
            )
