"""Accounts to try the portal with: in debug only, and each password is shown once."""

import re

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db

ALREADY_THERE = (
    "The demonstration accounts are there already; nothing was changed. "
    "New passwords: python manage.py make_demonstration_accounts --reset\n"
)


@pytest.fixture
def _debug(settings, monkeypatch):
    settings.DEBUG = True
    monkeypatch.setenv("DEBUG", "true")


def make(capsys, *arguments: str) -> tuple[dict[str, str], str]:
    """Return the passwords that the command printed, and all that it printed."""
    call_command("make_demonstration_accounts", *arguments)
    printed = capsys.readouterr().out
    return dict(re.findall(r"^  (\w+) +(\S+)   may", printed, flags=re.MULTILINE)), printed


@pytest.mark.parametrize(("on", "said"), [(False, "true"), (True, "")], ids=["off", "on by default only"])
def test_accounts_without_debug_set_are_refused(settings, monkeypatch, on, said):
    settings.DEBUG = on
    monkeypatch.setenv("DEBUG", said)
    with pytest.raises(CommandError, match=r"^Demonstration accounts are made only when DEBUG=true is set;"):
        call_command("make_demonstration_accounts")
    assert get_user_model().objects.count() == 0


@pytest.mark.usefixtures("_debug")
def test_accounts_are_made_one_for_each_role(capsys):
    passwords, _ = make(capsys)
    users = {
        user.username: (user.is_staff, user.is_superuser)
        for user in (authenticate(username=name, password=password) for name, password in passwords.items())
    }
    assert users == {"administrator": (True, True), "officer": (True, False), "auditor": (True, False)}


@pytest.mark.usefixtures("_debug")
def test_accounts_made_again_stay_and_show_no_password(capsys):
    passwords, _ = make(capsys)
    assert make(capsys) == ({}, ALREADY_THERE)
    assert authenticate(username="officer", password=passwords["officer"]) is not None


@pytest.mark.usefixtures("_debug")
def test_accounts_reset_have_new_passwords(capsys):
    before, _ = make(capsys)
    after, _ = make(capsys, "--reset")
    assert set(before) == set(after)
    assert authenticate(username="auditor", password=before["auditor"]) is None
    assert authenticate(username="auditor", password=after["auditor"]) is not None


@pytest.mark.usefixtures("_debug")
def test_accounts_with_one_missing_make_only_that(capsys):
    make(capsys)
    get_user_model().objects.get(username="officer").delete()
    passwords, _ = make(capsys)
    assert list(passwords) == ["officer"]


@pytest.mark.usefixtures("_debug")
def test_auditor_may_only_look(capsys):
    make(capsys)
    permissions = get_user_model().objects.get(username="auditor").get_all_permissions()
    assert {name.split(".")[1].split("_")[0] for name in permissions} == {"view"}


@pytest.mark.usefixtures("_debug")
def test_officer_may_not_delete_nor_write_history(capsys):
    make(capsys)
    permissions = get_user_model().objects.get(username="officer").get_all_permissions()
    assert {name.split(".")[1].split("_")[0] for name in permissions} == {"view", "add", "change"}
    assert [name for name in permissions if re.search(r"\.(add|change)_historical", name)] == []
