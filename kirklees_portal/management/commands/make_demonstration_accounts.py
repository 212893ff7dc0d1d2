"""Accounts to try the portal with: one for each role, with random passwords, in debug only."""

import os
import secrets
from argparse import ArgumentParser

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Q, QuerySet

ROOMS = ("ledger", "outcomes", "priorities", "stories", "plan_documents")
ROLES = {
    "administrator": "may do everything",
    "officer": "may see, add and change what the portal holds",
    "auditor": "may see what the portal holds, and change nothing",
}


class Command(BaseCommand):
    help = "Make one account for each role, and print their passwords once. Works only when DEBUG is on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="give every account a new password")

    @transaction.atomic
    def handle(self, *args, reset: bool, **options) -> None:
        if not settings.DEBUG or not os.environ.get("DEBUG"):
            raise CommandError("Demonstration accounts are made only when DEBUG=true is set; nothing was changed.")
        users = get_user_model().objects
        there = set(users.filter(username__in=ROLES).values_list("username", flat=True))
        wanted = [name for name in ROLES if reset or name not in there]
        if not wanted:
            self.stdout.write(
                "The demonstration accounts are there already; nothing was changed. "
                "New passwords: python manage.py make_demonstration_accounts --reset"
            )
            return
        self.stdout.write("Demonstration accounts, to sign in at /admin/ (the passwords are shown only now):")
        for name in wanted:
            self.stdout.write(f"  {name:14} {make_account(name)}   {ROLES[name]}")


def make_account(name: str) -> str:
    """Make the role's account, or take it over, and return its new password."""
    password = secrets.token_urlsafe(12)
    user, _ = get_user_model().objects.get_or_create(username=name)
    user.is_active = True
    user.is_staff = True
    user.is_superuser = name == "administrator"
    user.set_password(password)
    user.save()
    user.user_permissions.set(permissions_of(name))
    return password


def permissions_of(name: str) -> QuerySet[Permission]:
    """Return what the role may do in the portal's rooms; history is seen, never added to by hand."""
    rooms = Permission.objects.filter(content_type__app_label__in=ROOMS)
    if name == "officer":
        history = Q(content_type__model__startswith="historical")
        return rooms.filter(codename__regex="^(view|add|change)_").exclude(history & ~Q(codename__startswith="view_"))
    if name == "auditor":
        return rooms.filter(codename__startswith="view_")
    return Permission.objects.none()
