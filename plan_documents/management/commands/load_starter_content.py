"""``load_starter_content``: read the plans, places, people and examples of ``content/`` in."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from plan_documents.errors import PlanDocumentError
from plan_documents.importing import import_records
from plan_documents.replay import replay_moved_dates, seal_example
from plan_documents.report import import_lines
from plan_documents.starter_content import starter_records


class Command(BaseCommand):
    help = "Read the starter content in, through the importer. What is on record already stays as it is."

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "content")

    @transaction.atomic
    def handle(self, *args, **options):
        try:
            records = starter_records(options["folder"])
            result = import_records(records, "Read in with the starter content.", timezone.localdate(), new_only=True)
        except PlanDocumentError as error:
            raise CommandError(f"The starter content cannot be read in: {error}") from error
        for line in [*import_lines(result, applied=True), *replay_moved_dates(options["folder"]), *seal_example()]:
            self.stdout.write(line)
