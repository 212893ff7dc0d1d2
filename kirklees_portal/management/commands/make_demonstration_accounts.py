"""Accounts to try the portal with: one for each role, with random passwords, in debug only."""

import os
import secrets
from argparse import ArgumentParser

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.text import slugify

from desk.demonstration import make_demonstration_desk
from desk.roles import lay_roles, roles

AWAY_FROM_THE_DESK = {"Councillor"}
"""The roles that have no place at the desk."""
MAY = {
    "Contributor": "may report on one example directorate's promises",
    "Approver": "may sign reports off and publish them",
    "Story editor": "may answer what people send in, and publish stories",
    "Plan manager": "may bring plans in, reshuffle portfolios and start the next plan",
    "Monitoring Officer": "may release one item during an election period",
    "Auditor": "may see what the portal holds, and change nothing",
    "Administrator": "may do everything, accounts included",
    "Councillor": "may read dashboards and packs, and ask questions; has no place at the desk",
}


class Command(BaseCommand):
    help = "Make one account for each role, and print their passwords once. Works only when DEBUG is on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="give every account a new password")

    @transaction.atomic
    def handle(self, *args, reset: bool, **options) -> None:
        if not settings.DEBUG or not os.environ.get("DEBUG"):
            raise CommandError("Demonstration accounts are made only when DEBUG=true is set; nothing was changed.")
        lay_roles()
        names = {slugify(role): role for role in roles()}
        there = set(get_user_model().objects.filter(username__in=names).values_list("username", flat=True))
        wanted = [name for name in names if reset or name not in there]
        made = {name: make_account(name, names[name]) for name in wanted}
        make_demonstration_desk()
        self._tell(made, names)

    def _tell(self, made: dict[str, str], names: dict[str, str]) -> None:
        if not made:
            self.stdout.write(
                "The demonstration accounts are there already; nothing was changed. "
                "New passwords: python manage.py make_demonstration_accounts --reset"
            )
            return
        self.stdout.write("Demonstration accounts, to sign in at /sign-in/ (the passwords are shown only now):")
        for name, password in made.items():
            self.stdout.write(f"  {name:18} {password}   {MAY[names[name]]}")


def make_account(name: str, role: str) -> str:
    """Make the role's account, or take it over, and return its new password."""
    password = secrets.token_urlsafe(12)
    user, _ = get_user_model().objects.get_or_create(username=name)
    user.is_active, user.is_staff = True, role not in AWAY_FROM_THE_DESK
    user.is_superuser = False
    user.email = user.email or f"{name}@example.org"
    user.set_password(password)
    user.save()
    user.user_permissions.clear()
    user.groups.set([Group.objects.get(name=role)])
    return password
