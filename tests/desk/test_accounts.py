"""Accounts: an administrator gives roles, and nobody becomes more than the table of roles allows."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse
from factories import DirectorateFactory, UserFactory
from post_office.models import Email

from desk.account_forms import TAKEN, THE_LAST, YOUR_OWN
from desk.admin_accounts import NO_PASSWORDS_HERE
from priorities.models import Officer

pytestmark = pytest.mark.django_db

PASSWORDS = {"usable_password": "true", "password1": "a-l0ng-one", "password2": "a-l0ng-one"}
ONE_S_OWN = "/admin/password_change/"
ROWS = {"officer-TOTAL_FORMS": "1", "officer-INITIAL_FORMS": "0"}


@pytest.fixture
def desk(client):
    """A client that is signed in as an administrator who is no superuser."""
    user = UserFactory(username="administrator")
    user.groups.set([Group.objects.get(name="Administrator")])
    client.force_login(user)
    return client


def page_of(user):
    return reverse("admin:auth_user_change", args=[user.pk])


def form(user, **changes):
    return {"username": user.username, "email": user.email, "is_active": "on", "is_staff": "on", **ROWS, **changes}


def test_new_account_works_here_and_has_its_role(desk):
    said = {"username": "new", "email": "new@example.org", "groups": [Group.objects.get(name="Approver").pk]}

    desk.post(reverse("admin:auth_user_add"), {**said, **PASSWORDS})

    user = User.objects.get(username="new")
    assert [group.name for group in user.groups.all()] == ["Approver"]
    assert (user.is_staff, user.is_superuser, user.has_usable_password()) == (True, False, False)


def test_name_of_another_account_is_refused_in_any_case(desk):
    answer = desk.post(reverse("admin:auth_user_add"), {"username": "ADMINISTRATOR", "email": "new@example.org"})

    assert answer.context["adminform"].form.errors == {"username": [TAKEN.format(account="administrator")]}


def test_address_of_another_account_is_no_user_name(desk):
    UserFactory(username="first", email="taken@example.org")

    answer = desk.post(reverse("admin:auth_user_add"), {"username": "Taken@example.org", "email": ""})

    assert answer.context["adminform"].form.errors == {"username": [TAKEN.format(account="first")]}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("is_superuser", [True, False])
def test_nobody_sets_the_password_of_somebody_else(desk, method, is_superuser):
    User.objects.filter(username="administrator").update(is_superuser=is_superuser)
    user = UserFactory()
    before = user.password
    address = reverse("admin:auth_user_password_change", args=[user.pk])

    answer = getattr(desk, method)(address, PASSWORDS, follow=True)

    user.refresh_from_db()
    assert (answer.redirect_chain, user.password) == ([(page_of(user), 302)], before)
    assert [str(each) for each in answer.context["messages"]] == [NO_PASSWORDS_HERE]
    assert "password/" not in answer.content.decode().replace(ONE_S_OWN, "")


def test_directorate_is_given_on_the_page_of_the_account(desk):
    user, directorate = UserFactory(), DirectorateFactory()

    desk.post(
        page_of(user), form(user, **{"officer-0-directorate": directorate.pk, "officer-0-role": "Example officer"})
    )

    assert list(Officer.objects.values_list("user", "directorate", "role")) == [
        (user.pk, directorate.pk, "Example officer")
    ]


def test_administrator_makes_nobody_a_superuser(desk):
    user = UserFactory()
    single = Permission.objects.get(codename="delete_plan").pk

    answer = desk.post(page_of(user), form(user, is_superuser="on", user_permissions=[single]))

    user.refresh_from_db()
    assert (answer.status_code, user.is_superuser, user.user_permissions.count()) == (302, False, 0)


@pytest.mark.parametrize("page", ["auth_user_change", "auth_user_delete", "auth_user_password_change"])
def test_account_of_a_superuser_is_closed_to_an_administrator(desk, page):
    superuser = UserFactory(is_superuser=True)
    address = reverse(f"admin:{page}", args=[superuser.pk])

    assert desk.post(address, form(superuser, is_active="")).status_code == 403
    assert User.objects.get(pk=superuser.pk).is_active


def test_role_is_read_but_not_changed(desk):
    role = Group.objects.get(name="Auditor")
    before = role.permissions.count()

    answer = desk.post(reverse("admin:auth_group_change", args=[role.pk]), {"name": "Auditor", "permissions": []})

    assert (answer.status_code, role.permissions.count()) == (403, before)


def test_address_that_an_account_had_is_told_of_the_new_one(desk):
    user = UserFactory(email="before@example.org")

    desk.post(page_of(user), form(user))
    desk.post(page_of(user), form(user, email="after@example.org"))

    mail = Email.objects.get()
    said = " ".join(mail.message.split())
    assert (mail.to, "It has another email address now" in said) == (["before@example.org"], True)


def in_role(user, role="Administrator"):
    user.groups.set([Group.objects.get(name=role)])
    return user


def errors_of(answer):
    return answer.context["adminform"].form.errors


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"is_active": ""}, "is_active"), ({"is_staff": ""}, "is_staff"), ({"groups": []}, "groups")],
    ids=["active", "staff", "role"],
)
def test_nobody_locks_themselves_out(desk, changes, field):
    in_role(UserFactory())
    own = User.objects.get(username="administrator")
    role = {"groups": [own.groups.get().pk]}

    refused = desk.post(page_of(own), form(own, **role) | changes)
    kept = User.objects.get(pk=own.pk)
    other = desk.post(page_of(own), form(own, first_name="Example", **role))

    assert (errors_of(refused), other.status_code) == ({field: [YOUR_OWN]}, 302)
    assert (kept.is_active, kept.is_staff, kept.groups.count()) == (True, True, 1)


@pytest.mark.parametrize("others", [0, 1])
@pytest.mark.parametrize(
    "changes", [{"is_active": ""}, {"is_staff": ""}, {"groups": []}], ids=["active", "staff", "role"]
)
def test_last_active_administrator_stays_one(client, others, changes):
    client.force_login(UserFactory(is_superuser=True))
    in_role(UserFactory(is_active=False))
    in_role(UserFactory(), "Auditor")
    last = in_role(UserFactory(username="last"))
    for _ in range(others):
        in_role(UserFactory())

    answer = client.post(page_of(last), form(last, groups=[last.groups.get().pk]) | changes)

    if others:
        assert answer.status_code == 302
    else:
        assert errors_of(answer) == {next(iter(changes)): [THE_LAST.format(account="last")]}


def test_last_administrator_needs_no_superuser_s_rights(client):
    client.force_login(UserFactory(is_superuser=True))
    last = in_role(UserFactory(is_superuser=True))

    answer = client.post(page_of(last), form(last, groups=[last.groups.get().pk]))

    assert (answer.status_code, User.objects.get(pk=last.pk).is_superuser) == (302, False)


def test_administrator_who_left_already_is_changed_freely(desk):
    gone = in_role(UserFactory(is_active=False))

    assert desk.post(page_of(gone), form(gone, is_active="", groups=[])).status_code == 302


@pytest.mark.parametrize("email", ["taken@example.org", "TAKEN@example.org"])
def test_address_of_another_account_is_refused(desk, email):
    UserFactory(username="first", email="taken@example.org")
    user = UserFactory(email="free@example.org")

    answers = [
        desk.post(page_of(user), form(user, email=email)),
        desk.post(reverse("admin:auth_user_add"), {"username": "new", "email": email}),
    ]

    assert [errors_of(each) for each in answers] == [{"email": [TAKEN.format(account="first")]}] * 2


def test_account_that_shares_an_address_already_can_still_be_closed(desk):
    UserFactory(email="shared@example.org")
    user = UserFactory(email="shared@example.org")

    desk.post(page_of(user), form(user, is_active=""))

    user.refresh_from_db()
    assert user.is_active is False
