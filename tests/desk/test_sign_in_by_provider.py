"""Signing in at the council's own provider of accounts: who has an account here comes in, and nobody else."""

import re

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import get_user_model
from django.core.cache import cache
from factories import UserFactory
from local_provider import CLIENT, SECRET, running

from desk.sign_in.adapters import _same
from desk.sign_in.secrets import sealed
from kirklees_portal.identity import provider_settings

pytestmark = pytest.mark.django_db

PERSON = {"sub": "42", "email": "officer@example.org", "email_verified": True, "name": "Example Officer"}
LOGIN = "/sign-in/oidc/council/login/"


@pytest.fixture(scope="module")
def server():
    with running() as provider:
        yield provider


@pytest.fixture
def provider(server, settings):
    cache.clear()
    settings.STAFF_NEED_SECOND_FACTOR = True
    settings.SOCIALACCOUNT_PROVIDERS = provider_settings(
        "Kirklees account", server.address, CLIENT, SECRET, trusted=False
    )
    server.person, server.broken, server.heard = PERSON, "", []
    return server


@pytest.fixture
def officer():
    return UserFactory(username="officer", email="Officer@example.org", is_superuser=True)


def sign_in(client, address=LOGIN):
    """As a browser does it: to the provider, and back with what it gave."""
    there = client.get(address)
    back = requests.get(there["Location"], allow_redirects=False, timeout=5).headers["Location"]
    return client.get(back.removeprefix("http://testserver"))


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_page_offers_the_provider_where_one_is_set(client, provider):
    assert f'<a class="button" href="{LOGIN}?process=login">Sign in with Kirklees account</a>' in " ".join(
        client.get("/sign-in/").content.decode().split()
    )


def test_page_offers_none_where_none_is_set(client):
    assert "Sign in with K" not in words(client.get("/sign-in/"))


def test_known_person_comes_in_without_a_further_factor(client, provider, officer):
    Authenticator.objects.create(user=officer, type="totp", data={"secret": sealed("A" * 32)})

    answer = sign_in(client, f"{LOGIN}?process=login&next=/admin/outcomes/place/")

    assert (answer.status_code, answer["Location"]) == (302, "/admin/outcomes/place/")
    assert client.get("/admin/outcomes/place/").wsgi_request.user == officer
    token = dict(provider.heard)["/token"]
    assert (token["client_id"], token["client_secret"], len(token["code_verifier"]) >= 43) == (CLIENT, SECRET, True)


def test_password_of_who_came_in_stays_and_nothing_is_linked(client, provider, officer):
    officer.set_password("a-l0ng-one")
    officer.save()
    sign_in(client)

    officer.refresh_from_db()
    assert (officer.check_password("a-l0ng-one"), SocialAccount.objects.count()) == (True, 0)


@pytest.mark.parametrize(
    ("person", "said"),
    [
        ({"email": "no@example.org"}, "Nobody here has an account with the email address no@example.org."),
        ({"email": "gone@example.org"}, "The account with the email address gone@example.org is no longer in use."),
        ({"email": "two@example.org"}, "More than one account here has the email address two@example.org"),
        ({"email_verified": False}, "does not tell this portal a confirmed email address"),
        ({"email_verified": "false"}, "does not tell this portal a confirmed email address"),
        ({"email_verified": None}, "does not tell this portal a confirmed email address"),
        ({"email": None}, "does not tell this portal a confirmed email address"),
    ],
    ids=["stranger", "inactive", "two", "not confirmed", "said in words", "not said", "no address"],
)
def test_nobody_else_comes_in_and_everybody_is_told_why(client, provider, officer, person, said):
    UserFactory(email="gone@example.org", is_active=False)
    UserFactory.create_batch(2, email="two@example.org")
    provider.person, before = PERSON | person, get_user_model().objects.count()

    answer = sign_in(client)

    assert (answer.status_code, said in words(answer)) == (403, True)
    assert (get_user_model().objects.count(), "_auth_user_id" in client.session) == (before, False)


def test_account_that_is_no_longer_in_use_keeps_its_person_out_of_no_other(client, provider, officer):
    for _ in range(2):
        UserFactory(email=officer.email, is_active=False)

    assert sign_in(client)["Location"] == "/admin/"
    assert client.session["_auth_user_id"] == str(officer.pk)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"amr": ["pwd", "mfa"]}, 302),
        ({"acr": "phr"}, 302),
        ({"amr": "mfa"}, 302),
        ({"amr": ["pwd"], "acr": "1"}, 403),
        ({"amr": [["mfa"], {}], "acr": {}}, 403),
        ({}, 403),
    ],
    ids=["among methods", "as class", "as a word", "password only", "malformed", "not said"],
)
def test_provider_that_is_to_name_a_factor_lets_nobody_in_without(client, provider, officer, settings, said, status):
    address, factors = provider.address, ["mfa", "phr"]
    settings.SOCIALACCOUNT_PROVIDERS = provider_settings("K", address, CLIENT, SECRET, trusted=False, factors=factors)
    provider.person = PERSON | said

    answer = sign_in(client)

    assert (answer.status_code, "you showed a second factor" in words(answer)) == (status, status == 403)
    assert ("_auth_user_id" in client.session) is (status == 302)


def test_way_to_the_provider_is_asked_for_sixty_times_a_minute(client, provider):
    assert [client.get(LOGIN).status_code for _ in range(61)] == [302] * 60 + [429]


def test_provider_of_one_organisation_may_be_trusted_with_its_addresses(client, provider, officer, settings):
    settings.SOCIALACCOUNT_PROVIDERS = provider_settings("K", provider.address, CLIENT, SECRET, trusted=True)
    provider.person = {"sub": "42", "email": "officer@example.org"}

    assert sign_in(client)["Location"] == "/admin/"


@pytest.mark.parametrize("page", ["/.well-known/openid-configuration", "/token", "/userinfo"])
def test_provider_that_fails_gets_a_sentence(client, provider, officer, page):
    if page.startswith("/."):
        provider.broken = page
        answer = client.get(LOGIN)
    else:
        there = client.get(LOGIN)
        provider.broken = page
        back = requests.get(there["Location"], allow_redirects=False, timeout=5).headers["Location"]
        answer = client.get(back.removeprefix("http://testserver"))

    assert answer.status_code in (401, 502)
    assert "You are not signed in" in words(answer)


@pytest.mark.parametrize(
    ("query", "status"),
    [("", 401), ("?state=forged&code=x", 401), ("?error=access_denied", 401), ("?state=%00&code=%00", 401)],
)
def test_coming_back_without_having_been_sent_signs_nobody_in(client, provider, query, status):
    answer = client.get(f"{LOGIN}callback/{query}")

    assert (answer.status_code, "You are not signed in" in words(answer)) == (status, True)


def test_nobody_links_the_provider_to_an_account(client, provider, officer):
    other = UserFactory(username="other")
    client.force_login(other)

    sign_in(client, f"{LOGIN}?process=connect")

    assert (SocialAccount.objects.count(), client.get("/sign-in/second-factor/").wsgi_request.user) == (0, officer)


@pytest.mark.parametrize("said", ["Kelvin@example.org", "ſam@example.org"])
def test_address_that_only_a_database_finds_alike_lets_nobody_in(said):
    assert not any(_same(said, each) for each in ("kelvin@example.org", "sam@example.org", "Kelvin@example.org"))
    assert _same("Officer@Example.org", "officer@example.ORG")
