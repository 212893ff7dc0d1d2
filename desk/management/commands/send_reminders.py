"""``send_reminders``: mail officers what is due or has gone quiet. Run it every morning, before send_queued_mail."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from desk.reminder_mail import subject_of, text_of
from desk.reminders import Round
from desk.reminding import People, people, remind, round_today


class Command(BaseCommand):
    help = (
        "Remind each officer of the promises of their directorate that are due or have gone quiet, and tell an "
        "approver where that brought no report. Nobody is told of the same thing twice; run it every morning, it may "
        "run twice."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Print the mails, and neither queue nor note them.")

    def handle(self, *args, dry_run, **options):
        today, who = timezone.localdate(), people()
        found = round_today(today, who)
        sent = 0
        for person, lines in found.lines.items():
            if dry_run:
                text = text_of(person.name, lines, today, settings.SITE_URL)
                self.stdout.write(f"To: {person.address}\nSubject: {subject_of(lines)}\n\n{text}")
            elif remind(person, lines, today):
                sent += 1
                self.stdout.write(f"{person.name}: {subject_of(lines)}")
            else:
                self.stdout.write(f"{person.name}: another run told them meanwhile; the next run tells what is left.")
        self._tell_what_is_missing(found, who)
        queued = "would be queued" if dry_run else "queued"
        self.stdout.write(f"{len(found.lines) if dry_run else sent} mails {queued}.")

    def _tell_what_is_missing(self, found: Round, who: People) -> None:
        for promise in found.unattended:
            self.stdout.write(f"Nobody to remind of promise {promise.pk}: {promise.text[:80]}")
        if found.unattended and not who.approvers:
            self.stdout.write("No approver can be told of that either: give somebody the role, and an address.")
        for name in who.without_address:
            self.stdout.write(f"No address: {name}. Fill in the e-mail address of that account.")
