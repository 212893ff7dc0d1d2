"""An account for a councillor: one step, all of it or nothing."""

from unittest.mock import Mock

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.db import IntegrityError, OperationalError
from factories import CouncillorAccountFactory, CouncillorFactory, UserFactory
from post_office.models import Email

from dashboards.models import CouncillorAccount
from desk.sign_in.sealed_mail import in_plain
from ledger.admin.why import SAVED_AT_ONCE
from ledger.plain_messages import CHOOSE

pytestmark = pytest.mark.django_db

PAGE = "/admin/auth/user/councillor/"


@pytest.fixture
def administrator(client):
    user = UserFactory(username="administrator", email="administrator@example.org")
    user.groups.set([Group.objects.get(name="Administrator")])
    client.force_login(user)
    return user


def test_account_is_made_linked_and_invited_in_one_step(client, administrator):
    councillor = CouncillorFactory(name="Example councillor")

    answer = client.post(PAGE, {"councillor": councillor.pk, "email": "Name@Example.org"})

    user = User.objects.get(username="name@example.org")
    assert (answer.status_code, user.is_staff, user.has_usable_password()) == (302, False, False)
    assert list(user.groups.values_list("name", flat=True)) == ["Councillor"]
    assert CouncillorAccount.objects.get().councillor == councillor
    assert (Email.objects.get().to, "Hello Example councillor," in in_plain(Email.objects.get().message)) == (
        ["name@example.org"],
        True,
    )
    assert LogEntry.objects.get().user == administrator


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        (
            {"email": "ADMINISTRATOR@example.org"},
            ("email", "The account administrator has this name or address already."),
        ),
        ({"email": "nothing"}, ("email", "Write an email address, such as name@example.org.")),
        ({"email": "nu\0ll@example.org"}, ("email", "")),
        ({"councillor": "999"}, ("councillor", "Choose one of those that are offered")),
        ({"councillor": "nothing"}, ("councillor", "Choose one of those that are offered")),
        ({"councillor": ""}, ("councillor", CHOOSE)),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_made(client, administrator, sent, fault):
    councillor = CouncillorFactory()

    answer = client.post(PAGE, {"councillor": councillor.pk, "email": "name@example.org", **sent})

    field, sentence = fault
    assert answer.context["form"].errors[field][0].startswith(sentence)
    assert (User.objects.count(), CouncillorAccount.objects.count(), Email.objects.count()) == (1, 0, 0)


def test_councillor_who_has_an_account_gets_no_second(client, administrator):
    councillor = CouncillorAccountFactory().councillor

    client.post(PAGE, {"councillor": councillor.pk, "email": "name@example.org"})

    assert (CouncillorAccount.objects.count(), Email.objects.count()) == (1, 0)


@pytest.mark.parametrize("error", [IntegrityError, OperationalError("deadlock detected")])
def test_account_that_the_database_refuses_comes_back_as_typed(client, administrator, monkeypatch, error):
    monkeypatch.setattr("desk.admin_account_steps.make_account", Mock(side_effect=error))
    typed = {"councillor": CouncillorFactory().pk, "email": "name@example.org"}

    form = client.post(PAGE, typed).context["form"]

    assert (form.non_field_errors(), form["email"].value()) == ([SAVED_AT_ONCE], "name@example.org")


def test_nothing_is_made_where_the_invitation_fails(client, administrator, monkeypatch):
    monkeypatch.setattr("desk.councillor_accounts.invite", lambda account: 1 / 0)
    councillor = CouncillorFactory()

    with pytest.raises(ZeroDivisionError):
        client.post(PAGE, {"councillor": councillor.pk, "email": "name@example.org"})
    assert (User.objects.count(), CouncillorAccount.objects.count()) == (1, 0)


@pytest.mark.parametrize("role", ["Auditor", "Plan manager", "Councillor"])
def test_page_is_closed_to_who_may_not_make_accounts(client, administrator, role):
    administrator.groups.set([Group.objects.get(name=role)])

    assert [client.get(PAGE).status_code, client.post(PAGE).status_code] == [403, 403]


LISTS = ("/admin/auth/user/", "/admin/dashboards/councilloraccount/")


@pytest.mark.parametrize("page", [*LISTS, "/admin/dashboards/councilloraccount/add/"])
def test_pages_of_accounts_lead_to_it_for_who_may(client, administrator, page):
    assert f'href="{PAGE}"' in client.get(page).content.decode()


@pytest.mark.parametrize("page", LISTS)
def test_lists_of_accounts_lead_nobody_to_it_who_may_not(client, administrator, page):
    administrator.groups.set([Group.objects.get(name="Auditor")])
    assert f'href="{PAGE}"' not in client.get(page).content.decode()
