"""Signing in: one door for everybody who has an account, closed to all others, and patient with nobody who guesses."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from factories import UserFactory
from post_office.models import Email

from desk.models import AccountSession
from desk.sign_in.forms import username_of
from desk.sign_in.sealed_mail import in_plain
from desk.sign_in.words import TOO_MANY, WRONG_PASSKEY

pytestmark = pytest.mark.django_db

SIGN_IN, FORGOTTEN = "/sign-in/", "/sign-in/password/forgotten/"
PASSWORD = "a-l0ng-one"


@pytest.fixture(autouse=True)
def _nothing_was_tried():
    cache.clear()


@pytest.fixture
def officer():
    return account("officer", is_staff=True)


def account(name, **values):
    user = UserFactory(username=name, email=f"{name}@example.org", **values)
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, name, password=PASSWORD, address=SIGN_IN, **extra):
    return client.post(address, {"username": name, "password": password}, **extra)


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def link_in(mail):
    return re.search(r"http://testserver(/\S+)", in_plain(mail.message)).group(1)


@pytest.mark.parametrize(
    ("staff", "wanted", "there"),
    [
        (True, "", "/admin/"),
        (False, "", "/dashboard/"),
        (True, "?next=/dashboard/", "/dashboard/"),
        (True, "?next=https://elsewhere.example/", "/admin/"),
        (True, "?next=//elsewhere.example/", "/admin/"),
        (True, "?next=http://[", "/admin/"),
        (True, "?next=javascript:alert(1)", "/admin/"),
        (True, "?next=nowhere", "/admin/"),
    ],
)
def test_signing_in_leads_to_what_was_wanted_or_home(client, staff, wanted, there):
    account("somebody", is_staff=staff)

    assert sign_in(client, "somebody", address=SIGN_IN + wanted)["Location"] == there


def test_email_address_signs_in_where_it_is_one_accounts_only(client, officer):
    account("one", is_staff=True)
    UserFactory(username="two", email="one@example.org")
    UserFactory(username="earlier", email="officer@example.org", is_active=False)

    assert [username_of(each) for each in ("OFFICER@example.org", "one@example.org", "officer", "no@example.org")] == [
        "officer",
        "one@example.org",
        "officer",
        "no@example.org",
    ]
    assert sign_in(client, "Officer@example.org")["Location"] == "/admin/"


@pytest.mark.parametrize(
    ("name", "password"),
    [("officer", "wrong"), ("nobody", PASSWORD), ("gone", PASSWORD), ("nu\0ll", PASSWORD), ("x" * 5000, PASSWORD)],
    ids=["wrong password", "unknown", "inactive", "null character", "endless"],
)
def test_refused_sign_in_keeps_the_name_and_tells_nobody_which_was_wrong(client, officer, name, password):
    account("gone", is_active=False)

    answer = sign_in(client, name, password)

    assert (answer.status_code, answer.wsgi_request.user.is_authenticated) == (200, False)
    assert "You are not signed in" in words(answer)
    assert password not in answer.content.decode()


def test_unknown_and_wrong_are_told_alike(client, officer):
    said = [answer.context["form"].non_field_errors() for answer in (sign_in(client, name, "x") for name in "ab")]

    assert said[0] == said[1] == sign_in(client, "officer", "x").context["form"].non_field_errors()


def test_session_has_another_key_after_signing_in_and_none_is_left_after_signing_out(client, officer):
    client.get("/admin/")
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key

    sign_in(client, "officer")

    assert client.session.session_key != before
    client.post("/sign-in/out/")
    assert client.get("/admin/").status_code == 302


def guess(times, address):
    """The answers to wrong passwords for the officer, from there."""
    return [sign_in(Client(), "officer", "wrong", REMOTE_ADDR=address).status_code for _ in range(times)]


def test_sixth_wrong_password_waits_where_it_comes_from_and_locks_nobody_out_elsewhere(officer):
    assert guess(25, "192.0.2.1") == [200] * 5 + [429] * 20

    answer = sign_in(Client(), "officer", PASSWORD, REMOTE_ADDR="192.0.2.1")
    assert (answer.status_code, TOO_MANY in words(answer)) == (429, True)
    assert sign_in(Client(), "officer", PASSWORD, REMOTE_ADDR="192.0.2.2")["Location"] == "/admin/"


def test_wrong_passwords_for_an_account_from_many_addresses_are_counted_together(officer):
    answers = [guess(5, f"192.0.2.{number}") for number in range(1, 6)]

    assert answers == [[200] * 5] * 4 + [[429] * 5]
    assert sign_in(Client(), "officer", PASSWORD, REMOTE_ADDR="192.0.2.99").status_code == 429


def test_right_password_counts_as_no_guess(officer):
    for number in range(25):
        sign_in(Client(), "officer", REMOTE_ADDR=f"192.0.2.{number}")

    assert sign_in(Client(), "officer")["Location"] == "/admin/"


def test_guesses_under_other_names_of_the_portal_are_counted_together(client, officer, settings):
    settings.ALLOWED_HOSTS = ["*"]
    for number in range(5):
        sign_in(client, "OFFICER", "wrong", headers={"host": f"name{number}.example.org"})

    assert sign_in(client, "officer", headers={"host": "another.example.org"}).status_code == 429


def test_who_sets_the_password_anew_does_not_wait_for_the_guesses_of_others(client, officer):
    client.post(FORGOTTEN, {"email": officer.email})
    for number in range(1, 6):
        guess(5, f"127.0.0.{number}")
    page = client.get(link_in(Email.objects.get()), follow=True).redirect_chain[-1][0]

    client.post(page, {"password1": "an0ther-long-one", "password2": "an0ther-long-one"})

    assert sign_in(Client(), "officer", "an0ther-long-one")["Location"] == "/admin/"


def test_attempts_are_counted_in_the_database_for_all_workers(client, officer):
    sign_in(client, "officer", "wrong")

    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM shared_cache WHERE cache_key LIKE '%login_failed%'")
        assert len(cursor.fetchall()) == 3  # for where it came from, for the account from there and from everywhere


@pytest.mark.parametrize(
    ("count", "sent", "counted"), [(0, "203.0.113.9", "127.0.0.1"), (1, "1.1.1.1, 203.0.113.9", "203.0.113.9")]
)
def test_behind_a_proxy_the_address_that_it_saw_is_counted(client, officer, settings, count, sent, counted):
    """What a visitor writes into the header stands before it, and counts for nothing."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = count
    sign_in(client, "officer", "wrong", headers={"X-Forwarded-For": sent})

    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM shared_cache WHERE cache_key LIKE '%%login_failed%%:ip:%%'")
        assert [key.rpartition(":ip:")[2] for (key,) in cursor.fetchall()] == [counted]


def test_asking_for_a_passkey_fills_no_table_and_what_is_nobodys_ends_in_a_day(client, officer):
    pages = [Client().get("/sign-in/passkeys/sign-in/", headers={"Accept": "application/json"}) for _ in range(70)]
    sign_in(client, "officer")

    assert [page.status_code for page in pages] == [200] * 60 + [429] * 10
    ends = [(each.account_id, (each.expire_date - timezone.now()).days) for each in AccountSession.objects.all()]
    assert sorted(ends, key=str) == [(officer.pk, 13)] + [(None, 0)] * 60


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "page", ["signup/", "sign-up/", "email/", "3rdparty/", "oidc/council/login/", "oidc/nobody/login/"]
)
def test_nobody_signs_up_and_pages_that_are_not_ours_are_missing(client, method, page):
    data = {"username": "new", "email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}

    assert (getattr(client, method)(SIGN_IN + page, data).status_code, get_user_model().objects.count()) == (404, 0)


def test_desk_of_django_sends_to_the_one_page_and_keeps_what_was_wanted(client, officer):
    answer = client.get("/admin/outcomes/place/", follow=True)

    assert answer.redirect_chain[-1] == ("/sign-in/?next=%2Fadmin%2Foutcomes%2Fplace%2F", 302)
    answer = client.post(answer.redirect_chain[-1][0], {"username": "officer", "password": PASSWORD})
    assert answer["Location"] == "/admin/outcomes/place/"


def test_account_that_does_not_open_the_desk_is_told_so_and_goes_in_no_circle(client):
    client.force_login(account("councillor", is_staff=False))

    answer = client.get("/admin/", follow=True)

    assert (answer.status_code, len(answer.redirect_chain)) == (403, 1)
    assert "You are signed in as councillor, and this account does not open the officers’ desk." in words(answer)


@pytest.mark.parametrize(
    "page", ["", "password/forgotten/", "password/forgotten/sent/", "inactive/", "oidc/cancelled/"]
)
def test_pages_of_signing_in_are_never_kept_nor_found(client, page):
    answer = client.get(SIGN_IN + page)

    assert "no-store" in answer["Cache-Control"]
    assert (answer.status_code, answer["X-Robots-Tag"]) == (200, "noindex")


def test_forgotten_password_is_set_anew_by_a_link_that_works_once(client, officer):
    client.post(FORGOTTEN, {"email": "OFFICER@example.org"})
    (mail,) = Email.objects.all()
    first = client.get(link_in(mail), follow=True)
    page = first.redirect_chain[-1][0]
    assert mail.to == ["officer@example.org"]

    client.post(page, {"password1": "an0ther-long-one", "password2": "an0ther-long-one"})

    officer.refresh_from_db()
    assert officer.check_password("an0ther-long-one")
    assert "This link has ended" in words(Client().get(link_in(mail)))
    assert EmailAddress.objects.count() == 0  # an address that the account had once never lets anybody in


def test_link_for_a_password_ends_when_the_address_of_the_account_changes(client, officer):
    client.post(FORGOTTEN, {"email": officer.email})
    officer.email = "later@example.org"
    officer.save()

    assert "This link has ended" in words(client.get(link_in(Email.objects.get())))


def test_strangers_and_accounts_without_a_password_are_told_the_same_and_sent_nothing(client, officer):
    officer.set_unusable_password()
    officer.save()

    pages = [words(client.post(FORGOTTEN, {"email": each}, follow=True)) for each in (officer.email, "no@example.org")]

    assert (pages[0] == pages[1], Email.objects.count()) == (True, 0)


def test_link_for_a_password_is_sent_three_times_and_then_not_for_a_while(client, officer):
    answers = [client.post(FORGOTTEN, {"email": officer.email}) for _ in range(4)]

    assert ([each.status_code for each in answers], Email.objects.count()) == ([302, 302, 302, 429], 3)
    assert "Wait five minutes and try again." in words(answers[3])


def test_changed_password_is_told_by_mail(client, officer):
    sign_in(client, "officer")
    changed = {"oldpassword": PASSWORD, "password1": "an0ther-long-one", "password2": "an0ther-long-one"}

    assert client.post("/sign-in/password/", changed).status_code == 302
    assert "Its password was changed." in Email.objects.get().message.replace("\n", " ")


def test_nothing_secret_is_logged(client, officer, caplog):
    caplog.set_level("DEBUG")
    sign_in(client, "officer", "wr0ng-secret")
    sign_in(client, "officer")
    client.post(FORGOTTEN, {"email": officer.email})

    assert [each for each in ("wr0ng-secret", PASSWORD) if each in caplog.text] == []


def test_public_page_knows_no_session_though_somebody_is_signed_in(client, officer):
    sign_in(client, "officer")

    answer = client.get("/privacy/")

    assert (answer.status_code, answer.cookies, answer.get("Vary")) == (200, {}, None)
    assert '<a href="/sign-in/">Sign in</a>' in answer.content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        "x",
        "[]",
        "null",
        '{"id": 1}',
        "[" * 19_000,
        "[" * 100_000,
        "9" * 10_000,
        '{"response": null}',
        '{"id": "YQ", "rawId": "YQ", "response": {"userHandle": "MQ"}}',
    ],
    ids=["no JSON", "list", "null", "number", "deep", "long", "large number", "empty", "nobody"],
)
def test_passkey_that_is_none_is_told_so(client, sent):
    client.get("/sign-in/passkeys/sign-in/", headers={"Accept": "application/json"})

    answer = client.post("/sign-in/passkeys/sign-in/", {"credential": sent}, follow=True)

    assert (answer.status_code, answer.redirect_chain) == (200, [("/sign-in/", 302)])
    assert any(said in words(answer) for said in (WRONG_PASSKEY, "Enter a valid JSON.", "Fill this in."))


@pytest.mark.parametrize(
    "page", ["password/new/zzzzzzzzzzzzz-x/", "password/new/1-set-password/", "password/new/1-%00/"]
)
def test_address_for_a_password_that_was_never_sent_opens_nothing(client, page):
    assert "This link has ended" in words(client.get(SIGN_IN + page))
