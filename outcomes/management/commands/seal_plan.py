"""``seal_plan``: fix what a plan says as at a reporting date, so that nobody can change it unnoticed."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from ledger.management.arguments import day_argument
from outcomes.models import Plan
from outcomes.sealing import seal


class Command(BaseCommand):
    help = "Seal a plan as it stood at the end of a day. A seal is published with the plan, and never changes."

    def add_arguments(self, parser):
        parser.add_argument("plan", metavar="SLUG", help="the plan's part of its address")
        parser.add_argument("--day", required=True, type=day_argument, metavar="YYYY-MM-DD", help="the reporting date")
        parser.add_argument("--by", required=True, metavar="ROLE", help="the role in which it is sealed")
        parser.add_argument("--note", default="", help="what it is for, for example a report")

    def handle(self, *args, **options):
        plan = Plan.objects.filter(slug=options["plan"]).first()
        if plan is None:
            raise CommandError(f"There is no plan {options['plan']}: give a plan's part of its address.")
        try:
            made = seal(plan, options["day"], sealed_by=options["by"], note=options["note"])
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(f"Sealed {made}. SHA-256: {made.sha256}")
        self.stdout.write(f"Published at {made.get_absolute_url()}")
