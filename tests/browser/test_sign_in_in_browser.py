"""Signing in with what only a browser has: a passkey; and every page of it on a phone and on a desk."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.cache import cache
from post_office.models import Email
from problems import WIDTHS, problems_on

from desk.sign_in.invitations import invite
from desk.sign_in.sealed_mail import in_plain

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(params=WIDTHS)
def page(request, open_page, settings):
    """A page of a device that knows who holds it."""
    settings.STAFF_NEED_SECOND_FACTOR = True
    cache.clear()
    page = open_page(width=request.param)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return page


def click(page, what):
    with page.expect_navigation(wait_until="load"):
        page.click(what)


def test_officer_adds_a_passkey_and_signs_in_with_it_alone(page, live_server):
    get_user_model().objects.create_superuser("officer", "officer@example.org", "a-l0ng-one")
    problems = {}

    def look(name):
        problems[name] = problems_on(page)

    page.goto(f"{live_server.url}/admin/", wait_until="load")
    look("sign in")
    page.fill("#id_username", "officer")
    page.fill("#id_password", "a-l0ng-one")
    click(page, "input[type=submit]")
    look("account")
    page.goto(f"{live_server.url}/sign-in/second-factor/app/", wait_until="load")
    look("app")
    page.goto(f"{live_server.url}/sign-in/passkeys/add/", wait_until="load")
    look("passkey")
    page.check("#id_passwordless")
    click(page, "#passkey_add")
    look("recovery codes")
    click(page, "text=Go on to the officers’ desk")
    assert page.url == f"{live_server.url}/admin/"

    page.goto(f"{live_server.url}/sign-in/out/", wait_until="load")
    look("sign out")
    click(page, "button:has-text('Sign out')")
    click(page, "#passkey_sign_in")
    assert page.url == f"{live_server.url}/admin/"
    assert Authenticator.objects.filter(type="webauthn").count() == 1
    assert {name: found for name, found in problems.items() if found} == {}


def test_passkey_that_is_refused_is_told_in_words(page, live_server):
    page.goto(f"{live_server.url}/sign-in/", wait_until="load")
    page.click("#passkey_sign_in")
    page.locator(".passkey-fault").wait_for()
    assert "Your browser did not use a passkey" in page.inner_text(".passkey-fault")


def test_invited_person_chooses_a_password(page, live_server):
    """A browser says where a form comes from; the page must not keep it from saying so."""
    invited = get_user_model().objects.create_user("invited", "invited@example.org")
    invite(invited)
    link = re.search(r"/sign-in/invitation/\S+", in_plain(Email.objects.get().message))[0]
    page.goto(live_server.url + link, wait_until="load")
    assert problems_on(page) == []
    page.fill("#id_new_password1", "a-l0ng-one")
    page.fill("#id_new_password2", "a-l0ng-one")
    click(page, "button:has-text('Set this password')")
    assert (page.url, page.inner_text(".notice")) == (
        f"{live_server.url}/sign-in/",
        "Your password is set. Sign in with it now.",
    )
