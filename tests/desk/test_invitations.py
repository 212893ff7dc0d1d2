"""Invitations: whoever gets the link chooses the password, once, within seven days."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from factories import UserFactory
from post_office.models import Email

from desk.sign_in.sealed_mail import in_plain

pytestmark = pytest.mark.django_db

PASSWORDS = {"new_password1": "a-l0ng-one", "new_password2": "a-l0ng-one"}


@pytest.fixture
def desk(client):
    user = UserFactory(username="administrator")
    user.groups.set([Group.objects.get(name="Administrator")])
    client.force_login(user)
    return client


@pytest.fixture(params=[True, False], ids=["officer", "councillor"])
def invited(request):
    user = UserFactory(username="invited", email="invited@example.org", is_staff=request.param, first_name="Example")
    user.set_unusable_password()
    user.save()
    return user


def page_of(user):
    return reverse("admin:auth_user_invite", args=[user.pk])


def link(desk, user):
    desk.post(page_of(user))
    return re.search(r"http://testserver(/\S+)", in_plain(Email.objects.latest("pk").message)).group(1)


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_invitation_is_sent_once_asked_for_and_noted(desk, invited):
    assert (desk.get(page_of(invited)).status_code, Email.objects.count()) == (200, 0)

    answer = desk.post(page_of(invited), follow=True)

    assert "The invitation to invited@example.org is on its way." in words(answer)
    mail = Email.objects.get()
    assert (mail.to, mail.subject, "Your user name is invited." in in_plain(mail.message)) == (
        ["invited@example.org"],
        "Kirklees promises: your account",
        True,
    )
    assert LogEntry.objects.get().change_message == "Sent an invitation to invited@example.org."


def test_invited_person_chooses_a_password_and_signs_in_with_it(desk, invited, client):
    address = link(desk, invited)
    desk.logout()
    assert "Example, you are invited to the Kirklees promises portal." in words(client.get(address))

    answer = client.post(address, PASSWORDS, follow=True)

    assert "Your password is set. Sign in with it now." in words(answer)
    signed_in = client.post("/sign-in/", {"username": "invited", "password": "a-l0ng-one"})
    assert signed_in["Location"] == ("/admin/" if invited.is_staff else "/dashboard/")


def test_link_is_good_once(desk, invited):
    address = link(desk, invited)
    desk.post(address, PASSWORDS)

    answers = [desk.get(address), desk.post(address, {"new_password1": "an0ther-one", "new_password2": "an0ther-one"})]

    assert [each.status_code for each in answers] == [410, 410]
    assert "ask whoever gave you your account" in words(answers[1])
    invited.refresh_from_db()
    assert invited.check_password("a-l0ng-one")


@pytest.mark.parametrize(("days", "status"), [(6, 200), (8, 410)])
def test_link_is_good_for_seven_days(desk, invited, monkeypatch, days, status):
    address = link(desk, invited)
    later = timezone.now().timestamp() + timedelta(days=days).total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)

    answer = desk.get(address)

    assert answer.status_code == status
    assert ("It was good for seven days." in words(answer)) is (status == 410)


@pytest.mark.parametrize("change", [{"email": "later@example.org"}, {"is_active": False}])
def test_link_ends_with_a_change_of_the_account(desk, invited, change):
    address = link(desk, invited)
    for name, value in change.items():
        setattr(invited, name, value)
    invited.save()

    assert desk.get(address).status_code == 410


@pytest.mark.parametrize("token", ["nothing", "a:b:c", "%00", "WzEsMl0:1abc:xyz", "é"])
def test_address_that_was_never_sent_opens_nothing(client, token):
    assert client.get(f"/sign-in/invitation/{token}/").status_code == 410


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"new_password1": "a-l0ng-one", "new_password2": "another"}, "The two password fields didn’t match."),
        ({"new_password1": "12345678", "new_password2": "12345678"}, "This password is entirely numeric."),
        ({}, "Fill this in."),
    ],
)
def test_password_that_cannot_be_taken_leaves_the_link_good(desk, invited, sent, said):
    address = link(desk, invited)

    assert said in words(desk.post(address, sent))
    assert desk.get(address).status_code == 200


@pytest.mark.parametrize(
    ("change", "said"),
    [({"email": ""}, "This account has no email address."), ({"is_active": False}, "This account is not active.")],
)
def test_nobody_is_invited_to_an_account_that_cannot_be_used(desk, invited, change, said):
    for name, value in change.items():
        setattr(invited, name, value)
    invited.save()

    answer = desk.post(page_of(invited))

    assert (answer.status_code, said in words(answer), Email.objects.count()) == (200, True, 0)


@pytest.mark.parametrize("used", [True, False])
def test_account_that_was_in_use_is_told_that_an_invitation_set_its_password(desk, invited, used):
    if used:
        invited.set_password("the-0ld-one")
        invited.save()
    address = link(desk, invited)

    desk.post(address, PASSWORDS)

    told = [mail.to for mail in Email.objects.all() if "by an invitation" in " ".join(mail.message.split())]
    assert told == [["invited@example.org"]] * used
