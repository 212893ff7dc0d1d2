"""``send_reminders``: mail what is due, gone quiet or answered. Run it every morning, before send_queued_mail."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from desk import question_reminders, reminder_mail
from desk.reminders import Person, Round
from desk.reminding import People, people, remind, round_today
from desk.reminding_of_questions import questions_today, remind_of_questions


class Command(BaseCommand):
    help = (
        "Remind each officer of the promises of their directorate that are due or have gone quiet, and tell an "
        "approver where that brought no report; remind who may answer of questions of councillors, and tell who asked "
        "of answers. Nobody is told of the same thing twice; run it every morning, it may run twice."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Print the mails, and neither queue nor note them.")

    def handle(self, *args, dry_run, **options):
        today, who = timezone.localdate(), people()
        found, asked = round_today(today, who), questions_today(today)
        sent = sum(
            self._mail(person, lines, today, words, tell, dry_run)
            for round_of, words, tell in (
                (found.lines, reminder_mail, remind),
                (asked, question_reminders, remind_of_questions),
            )
            for person, lines in round_of.items()
        )
        self._tell_what_is_missing(found, who)
        self.stdout.write(f"{sent} mails {'would be queued' if dry_run else 'queued'}.")

    def _mail(
        self, person: Person, lines: list, today: date, words: Any, tell: Callable[..., bool], dry_run: bool
    ) -> bool:
        """Tell one person what ``words`` make of the lines; False where another run was faster."""
        subject = words.subject_of(lines)
        if dry_run:
            text = words.text_of(person.name, lines, today, settings.SITE_URL)
            self.stdout.write(f"To: {person.address}\nSubject: {subject}\n\n{text}")
            return True
        told = tell(person, lines, today)
        late = "another run told them meanwhile; the next run tells what is left."
        self.stdout.write(f"{person.name}: {subject if told else late}")
        return told

    def _tell_what_is_missing(self, found: Round, who: People) -> None:
        for promise in found.unattended:
            self.stdout.write(f"Nobody to remind of promise {promise.pk}: {promise.text[:80]}")
        if found.unattended and not who.approvers:
            self.stdout.write("No approver can be told of that either: give somebody the role, and an address.")
        for name in who.without_address:
            self.stdout.write(f"No address: {name}. Fill in the e-mail address of that account.")
