"""``load_example_plan``: a made-up plan to see dashboards, packs and wards with, in debug only."""

import os

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from desk.example_plan import NothingToStandOn, make_example_plan


class Command(BaseCommand):
    help = "Load the example plan, which is made up. Works only when DEBUG is on."

    def handle(self, *args, **options) -> None:
        if not settings.DEBUG or not os.environ.get("DEBUG"):
            raise CommandError("The example plan is loaded only when DEBUG=true is set; nothing was changed.")
        try:
            plan = make_example_plan()
        except NothingToStandOn as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        if plan is None:
            self.stdout.write("The example plan is there already; nothing was changed.")
            return
        self.stdout.write(
            "The example plan is loaded: made up, and labelled so. "
            "Sign in as councillor and open /dashboard/ to see what it shows."
        )
