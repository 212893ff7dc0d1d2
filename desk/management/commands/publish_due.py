"""``publish_due``: publish what was set for now, and archive plans whose time is over. Run it every five minutes."""

from collections.abc import Iterator
from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from desk.handing_over import hand_over
from desk.publishing import publish_due
from ledger.clock import moment_in_words


class Command(BaseCommand):
    help = (
        "Publish every plan, report and story whose moment has come, and archive each plan that is past its last day "
        "and whose place another has taken. Run it every five minutes; it may run twice."
    )

    def handle(self, *args, **options):
        now = timezone.now()
        refusals = [*self._publish(now), *self._archive(now)]
        refused = sum(map(bool, refusals))
        if refused:
            raise CommandError(f"{refused} of {len(refusals)} could not be done; each is tried again at the next run.")

    def _publish(self, now: datetime) -> Iterator[str]:
        """The refusal of each, empty where there is none."""
        for attempt in publish_due(now):
            when = moment_in_words(attempt.moment)
            if attempt.refusal:
                self.stderr.write(f"Not published: {attempt.named}, set for {when}. {attempt.refusal}")
            else:
                self.stdout.write(f"Published: {attempt.named}, set for {when}.")
            yield attempt.refusal

    def _archive(self, now: datetime) -> Iterator[str]:
        for over in hand_over(now):
            if over.refusal:
                self.stderr.write(f"Not archived: {over.named}. {over.refusal}")
            else:
                self.stdout.write(f"Archived: {over.named}, past its last day.")
            yield over.refusal
