"""Accounts to try the portal with: in debug only, and each password is shown once."""

import re

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command
from factories import DeliverableFactory

from dashboards.models import CouncillorAccount, Question
from dashboards.scopes import own_scopes
from desk.roles import roles
from ledger.clock import today
from priorities.models import Councillor, Deliverable, Meeting, Officer, ProgressUpdate, Seat
from stories.models import StorySubmission

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
    return dict(re.findall(r"^  ([\w-]+) +(\S+)   may", printed, flags=re.MULTILINE)), printed


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
    users = [authenticate(username=name, password=password) for name, password in passwords.items()]
    assert [[group.name for group in user.groups.all()] for user in users] == [[role] for role in roles()]
    assert {(user.is_staff, user.is_superuser) for user in users} == {(True, False), (False, False)}
    assert [user.username for user in users if not user.is_staff] == ["councillor"]


@pytest.mark.usefixtures("_debug")
def test_accounts_made_again_stay_and_show_no_password(capsys):
    passwords, _ = make(capsys)
    assert make(capsys) == ({}, ALREADY_THERE)
    assert authenticate(username="contributor", password=passwords["contributor"]) is not None


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
    get_user_model().objects.get(username="auditor").delete()
    passwords, _ = make(capsys)
    assert list(passwords) == ["auditor"]


@pytest.mark.usefixtures("_debug")
def test_accounts_stand_at_a_desk_where_something_waits(capsys):
    DeliverableFactory.create_batch(6)
    make(capsys)

    assert sorted(Officer.objects.values_list("user__username", "role")) == [
        ("approver", "Example approver"),
        ("contributor", "Example contributor"),
        ("plan-manager", "Example plan manager"),
    ]
    assert not Deliverable.objects.filter(directorate__isnull=True).exists()
    reports = ProgressUpdate.objects.order_by("pk").values_list("state", "is_example", "written_by__username")
    assert list(reports) == [(state, True, "contributor") for state in ("awaiting", "returned", "draft")]
    assert list(StorySubmission.objects.values_list("name", "state")) == [("Example sender", "received")]


@pytest.mark.usefixtures("_debug")
def test_desk_made_again_changes_nothing(capsys):
    DeliverableFactory.create_batch(2)
    make(capsys)
    before = Deliverable.history.count(), StorySubmission.history.count(), ProgressUpdate.history.count()

    make(capsys, "--reset")

    assert (Deliverable.history.count(), StorySubmission.history.count(), ProgressUpdate.history.count()) == before


@pytest.mark.usefixtures("_debug")
def test_accounts_have_an_example_councillor_whom_residents_do_not_see(capsys, client):
    DeliverableFactory.create_batch(3)
    make(capsys)
    make(capsys)

    account = CouncillorAccount.objects.get()
    assert (account.user.username, account.councillor.name) == ("councillor", "Example councillor")
    assert list(Seat.objects.values_list("councillor__slug", "committee__name")) == [
        ("example-councillor", "Example scrutiny committee")
    ]
    assert [scope for scope, *_ in own_scopes(account.user, today())] == ["committees"]
    assert set(Question.objects.values_list("state", "is_example")) == {("open", True), ("answered", True)}
    assert list(Councillor.objects.published()) == []
    assert "Example councillor" not in client.get("/councillors/").content.decode()
    assert client.get("/councillors/example-councillor/").status_code == 404
    assert Meeting.objects.count() == 1
