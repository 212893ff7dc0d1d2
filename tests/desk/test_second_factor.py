"""A second factor: officers reach nothing behind the door without one, and nobody is locked out for good."""

import re
import time
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as codes
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from factories import CouncillorAccountFactory, DeliverableFactory, PlaceFactory, UserFactory
from post_office.models import Email

from desk.sign_in.secrets import opened, sealed
from desk.sign_in.sessions import end_sessions
from ledger.keeping.slips import Slip
from ledger.keeping.typed import SLIP
from ledger.models import KeptForm

pytestmark = pytest.mark.django_db

FACTORS, APP, RECOVERY = (
    "/sign-in/second-factor/",
    "/sign-in/second-factor/app/",
    "/sign-in/second-factor/recovery-codes/",
)
PASSWORD = "a-l0ng-one"


@pytest.fixture(autouse=True)
def _officers_need_a_factor(settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    cache.clear()


@pytest.fixture(autouse=True)
def _what_follows_a_commit_happens(monkeypatch):
    """Each test is one transaction that is never committed."""
    monkeypatch.setattr(transaction, "on_commit", lambda do, *args, **kwargs: do())


@pytest.fixture
def moment(monkeypatch):
    """The half minute that codes are of; ``moment(2)`` is two later, for each code is good once."""
    start = 1_790_000_000
    now = [start]
    monkeypatch.setattr(codes, "time", SimpleNamespace(time=lambda: now[0]))

    def later(halves):
        now[0] += 30 * halves

    return later


@pytest.fixture
def officer():
    return account("officer", is_staff=True, is_superuser=True)


def account(name, **values):
    user = UserFactory(username=name, email=f"{name}@example.org", **values)
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, name="officer"):
    return client.post("/sign-in/", {"username": name, "password": PASSWORD})


def code_of(secret):
    return codes.format_hotp_value(codes.hotp_value(secret, next(codes.yield_hotp_counters_from_time())))


def set_up_app(client):
    """Set an app up as a person does, and return its secret."""
    secret = client.get(APP).context["form"].secret
    client.post(APP, {"code": code_of(secret)})
    return secret


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.mark.parametrize("page", ["/admin/", "/admin/outcomes/place/", "/dashboard/questions/"])
def test_officer_without_a_factor_is_led_to_set_one_up(client, officer, page):
    sign_in(client)

    answer = client.get(page)

    assert (answer.status_code, answer["Location"]) == (302, FACTORS)
    assert "Officers need a second factor beside their password" in words(client.get(FACTORS))


GO_ON = "Go on to the "


def test_account_leads_on_only_once_it_leads_somewhere(client, officer, moment):
    sign_in(client)
    client.get("/admin/outcomes/place/")
    before = words(client.get(FACTORS))
    set_up_app(client)

    assert (before.count(GO_ON), words(client.get(FACTORS)).count(GO_ON)) == (0, 3)


def test_dashboards_lead_to_ones_own_account(client):
    councillor = CouncillorAccountFactory().user
    client.force_login(councillor)

    page = client.get("/dashboard/all/").content.decode()
    assert f'<a href="{FACTORS}">Your account</a>' in page
    assert words(client.get(FACTORS)).count(GO_ON) == 1


def test_officer_who_sets_an_app_up_gets_recovery_codes_and_reaches_the_desk(client, officer, moment):
    sign_in(client)
    secret = client.get(APP).context["form"].secret

    answer = client.post(APP, {"code": code_of(secret)})

    assert answer["Location"] == RECOVERY
    assert len(client.get(RECOVERY).context["unused_codes"]) == 10
    assert client.get("/admin/").status_code == 200
    assert "authenticator app was set up" in Email.objects.get().message


def test_signing_in_asks_for_the_code_and_takes_each_once(client, officer, moment):
    sign_in(client)
    secret = set_up_app(client)
    moment(1)

    first, second = Client(), Client()
    assert [sign_in(each)["Location"] for each in (first, second)] == [FACTORS + "code/"] * 2
    assert first.get("/admin/").url.startswith("/admin/login/")
    assert first.post(FACTORS + "code/", {"code": code_of(secret)})["Location"] == "/admin/"
    assert first.get("/admin/").status_code == 200
    again = second.post(FACTORS + "code/", {"code": code_of(secret)})
    assert (again.status_code, "each works once" in words(again)) == (200, True)


def test_recovery_code_signs_in_once(client, officer, moment):
    sign_in(client)
    set_up_app(client)
    code = client.get(RECOVERY).context["unused_codes"][0]

    answers = []
    for _ in range(2):
        other = Client()
        sign_in(other)
        answers.append(other.post(FACTORS + "code/", {"code": code}).status_code)

    assert (answers, len(client.get(RECOVERY).context["unused_codes"])) == ([302, 200], 9)


def test_codes_cannot_be_guessed_for_long(client, officer, moment):
    sign_in(client)
    secret = set_up_app(client)
    moment(1)
    other = Client()
    sign_in(other)

    answers = [other.post(FACTORS + "code/", {"code": "000000"}).status_code for _ in range(6)]

    assert answers == [200] * 5 + [429]
    assert other.post(FACTORS + "code/", {"code": code_of(secret)}).status_code == 429


def session_of_a_password(officer):
    """As one that a browser kept from before the factor, had it not been ended."""
    other = Client()
    other.force_login(officer)
    record = {"method": "password", "at": time.time(), "username": officer.username, "reauthenticated": True}
    session = other.session
    session.update({"account_authentication_methods": [record], "account_authentication_methods_user": str(officer.pk)})
    session.save()
    return other


def test_sessions_of_a_password_end_with_the_first_factor_and_others_stay(client, officer, moment):
    other, somebody_else = Client(), Client()
    sign_in(other)
    sign_in(somebody_else, account("else").username)
    sign_in(client)
    set_up_app(client)

    signed_in = ["_auth_user_id" in each.session for each in (client, other, somebody_else)]

    assert signed_in == [True, False, True]


def test_sessions_of_an_account_end_in_two_questions_however_many_are_open(officer, django_assert_num_queries):
    mine, others = [Client() for _ in range(3)], [Client() for _ in range(3)]
    for client in mine:
        client.force_login(officer)
    for client in others:
        client.force_login(UserFactory())
    here = mine[0].session.session_key

    with django_assert_num_queries(2):
        assert end_sessions(officer, but=here) == 2
    assert ["_auth_user_id" in client.session for client in mine + others] == [True, False, False, True, True, True]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "page",
    [RECOVERY, RECOVERY + "new/", APP + "remove/", APP, FACTORS, "/sign-in/passkeys/add/", "/sign-in/password/"],
)
def test_password_alone_neither_reads_nor_changes_the_factor(client, officer, moment, page, method):
    officer.is_staff = officer.is_superuser = False  # councillors' factors are as safe
    officer.save()
    sign_in(client)
    set_up_app(client)
    other = session_of_a_password(officer)

    answer = getattr(other, method)(page)

    assert (answer.status_code, answer["Location"].startswith(FACTORS + "again/?next=")) == (302, True)
    assert Authenticator.objects.count() == 2


def test_password_is_no_proof_afresh_where_there_is_a_factor(client, officer, moment):
    sign_in(client)
    set_up_app(client)

    answer = session_of_a_password(officer).post("/sign-in/again/?next=/admin/", {"password": PASSWORD})

    assert answer["Location"] == FACTORS + "again/?next=%2Fadmin%2F"


def test_session_of_a_factor_that_was_removed_opens_nothing(client, officer, moment):
    sign_in(client)
    set_up_app(client)
    Authenticator.objects.all().delete()

    assert client.get("/admin/")["Location"] == FACTORS


def test_new_recovery_codes_leave_who_made_them_inside(client, officer, moment):
    sign_in(client)
    set_up_app(client)
    other = Client()
    sign_in(other)
    other.post(FACTORS + "code/", {"code": client.get(RECOVERY).context["unused_codes"][0]})

    other.post(RECOVERY + "new/")

    assert other.get("/admin/").status_code == 200


def test_header_that_moves_the_portal_does_not_open_the_desk(client, officer):
    sign_in(client)

    answer = client.get("/admin/", SCRIPT_NAME="/elsewhere")

    assert (answer.status_code, answer["Location"]) == (302, FACTORS)


def test_officer_who_only_answers_questions_needs_a_factor_too(client):
    account("answers", is_staff=False).groups.set([Group.objects.get(name="Contributor")])
    sign_in(client, "answers")

    assert client.get("/dashboard/")["Location"] == FACTORS


def test_what_was_typed_on_a_dashboard_is_there_after_the_factor(client, officer, moment):
    """Removed meanwhile, the factor is asked for as the note is sent; setting another up leads back to it."""
    CouncillorAccountFactory(user=officer)
    sign_in(client)
    set_up_app(client)
    page = f"/dashboard/notes/{DeliverableFactory().pk}/"
    shown = client.get(page).context
    Authenticator.objects.all().delete()
    moment(1)

    answer = client.post(page, {shown["slip_name"]: shown["slip"], "note-text": "Ask about May.", "revision": 0})

    assert answer["Location"] == FACTORS
    set_up_app(client)
    assert f'<a href="{page}">Go on to the page that you asked for</a>' in client.get(RECOVERY).content.decode()
    assert client.get(page).context["form"]["text"].value() == "Ask about May."


def test_session_from_before_the_factor_has_to_show_it(client, officer, moment):
    """Whoever signed in with the password alone, on another device, gets no further by the owner's factor."""
    sign_in(client)
    secret = set_up_app(client)
    other = session_of_a_password(officer)
    moment(1)

    answer = other.get("/admin/outcomes/place/")

    assert answer["Location"] == f"{FACTORS}again/?next=%2Fadmin%2Foutcomes%2Fplace%2F"
    assert other.post(answer["Location"], {"code": code_of(secret)})["Location"] == "/admin/outcomes/place/"
    assert other.get("/admin/outcomes/place/").status_code == 200


def test_secrets_in_the_database_are_unreadable_and_useless_under_another_key(client, officer, moment, settings):
    sign_in(client)
    secret = set_up_app(client)
    kept = Authenticator.objects.get(type="totp").data["secret"]

    assert (secret in kept, opened(kept), opened(sealed("x"))) == (False, secret, "x")
    settings.SECRET_KEY = "another-key-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789"
    assert len({opened(kept), opened(kept), secret}) == 3


def test_councillor_is_offered_a_factor_and_needs_none(client):
    sign_in_answer = sign_in(client, account("councillor", is_staff=False).username)

    assert sign_in_answer["Location"] == "/dashboard/"
    assert not client.get("/dashboard/").get("Location", "").startswith("/sign-in/")
    assert "Set up an app" in words(client.get(FACTORS))


def test_where_no_factor_is_needed_the_password_is_enough(client, officer, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    sign_in(client)

    assert client.get("/admin/").status_code == 200


def test_setting_up_asks_for_the_password_again_after_a_while(client, officer, settings):
    sign_in(client)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0

    assert client.get(APP)["Location"].startswith("/sign-in/again/?next=")


def test_text_typed_where_a_factor_is_asked_for_first_is_kept(client, officer):
    place = PlaceFactory(kind="ward")
    page = reverse("admin:outcomes_place_change", args=[place.pk])
    sign_in(client)

    answer = client.post(page, {"name": "Typed ward", SLIP: Slip(officer.pk, page).signed()}, follow=True)

    assert KeptForm.objects.get().typed == [["name", "Typed ward"]]
    assert "What you typed is kept: take it up again after." in words(answer)


@pytest.fixture
def administrator(client, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    user = account("administrator", is_staff=True)
    user.groups.set([Group.objects.get(name="Administrator")])
    client.force_login(user)
    return user


def with_app(user):
    Authenticator.objects.create(user=user, type="totp", data={"secret": sealed("A" * 32)})
    return user


def test_lost_factor_is_removed_at_the_desk_and_the_person_is_told(client, administrator):
    lost = with_app(account("lost", is_staff=True))
    page = reverse("admin:auth_user_remove-factor", args=[lost.pk])
    theirs = Client()
    theirs.force_login(lost)
    assert (client.get(page).status_code, Authenticator.objects.count()) == (200, 1)

    client.post(page)

    assert (Authenticator.objects.count(), Email.objects.get().to) == (0, ["lost@example.org"])
    assert ["_auth_user_id" in each.session for each in (theirs, client)] == [False, True]
    entry = LogEntry.objects.get()
    assert (entry.user, entry.change_message, entry.object_id) == (
        administrator,
        "Removed the second factor: TOTP Authenticator.",
        str(lost.pk),
    )


@pytest.mark.parametrize("step", ["remove-factor", "invite"])
def test_account_of_a_superuser_is_left_alone_by_an_administrator(client, administrator, step):
    superuser = with_app(account("superuser", is_staff=True, is_superuser=True))

    answer = client.post(reverse(f"admin:auth_user_{step}", args=[superuser.pk]))

    assert (answer.status_code, Authenticator.objects.count(), Email.objects.count()) == (403, 1, 0)


@pytest.mark.parametrize("step", ["remove-factor", "invite"])
def test_steps_for_an_account_are_closed_to_who_may_only_look(client, administrator, step):
    administrator.groups.set([Group.objects.get(name="Auditor")])
    address = reverse(f"admin:auth_user_{step}", args=[with_app(account("lost")).pk])

    assert [client.get(address).status_code, client.post(address).status_code] == [403, 403]
    assert client.get(reverse(f"admin:auth_user_{step}", args=[10**6])).status_code == 404


def test_passkey_that_fails_is_asked_for_again_and_leads_on(client, officer):
    with_app(officer)
    Authenticator.objects.create(user=officer, type="webauthn", data={"name": "Example key", "credential": {}})
    client.force_login(officer)

    answer = client.post("/sign-in/passkeys/again/", {"credential": "[]", "next": "/admin/outcomes/place/"})

    assert answer["Location"] == "/sign-in/passkeys/again/?next=%2Fadmin%2Foutcomes%2Fplace%2F"
