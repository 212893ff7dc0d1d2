"""Whether a page is open to somebody, asked of its view without what stands before it."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.test import RequestFactory
from django.urls import resolve, reverse
from factories import CouncillorAccountFactory, DirectorateFactory, OfficerFactory, UserFactory

OPEN, CLOSED = "open", "closed"
"""What a page is to a role; a page that sends somewhere else after its work is open."""


def account(role, directorate=None):
    """An account of this role, in a directorate, as the desk knows it; a councillor's is linked to the councillor."""
    user = UserFactory()
    user.groups.set([Group.objects.get(name=role)])
    if role == "Councillor":
        CouncillorAccountFactory(user=user)
    else:
        OfficerFactory(user=user, directorate=directorate or DirectorateFactory())
    return user


def ask(user, address, method, **sent):
    """Whether the page of ``address`` is open to ``user``. What it would write is taken back."""
    request = getattr(RequestFactory(), method.lower())(address, {"post": "yes"} | sent if method == "POST" else None)
    request.user, request.session, request._dont_enforce_csrf_checks = user, {}, True
    request._messages = CookieStorage(request)
    found = resolve(request.path)
    try:
        with transaction.atomic():
            answer = found.func(request, *found.args, **found.kwargs)
            transaction.set_rollback(True)
    except (PermissionDenied, Http404):
        return CLOSED
    for close in answer._resource_closers:  # close() itself would tell Django that the connection is done with, too
        close()
    to_sign_in = answer.get("Location", "").startswith((settings.LOGIN_URL, reverse("admin:login")))
    return CLOSED if to_sign_in or answer.status_code in (403, 405) else OPEN


def differences(found, expected):
    """For each role, page and method that is another way than the table has it: how it is, and how it should be."""
    assert found.keys() == expected.keys()
    return {asked: f"{found[asked]}, not {expected[asked]}" for asked in found if found[asked] != expected[asked]}
