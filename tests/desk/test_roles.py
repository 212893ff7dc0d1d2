"""The table of roles against every page of the desk: what it allows opens, everything else is closed."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.test import RequestFactory
from django.urls import resolve, reverse
from factories import (
    FACTORY_OF,
    DeliverableFactory,
    DirectorateFactory,
    OfficerFactory,
    PlanFactory,
    ProgressUpdateFactory,
    StoryFactory,
    StorySubmissionFactory,
    UserFactory,
)
from factories.plan_documents import ImportRunFactory

from desk.roles import RECORDS, lay_roles, permissions_of, roles
from ledger.models import LedgerModel
from priorities.models import ProgressUpdate
from stories.models import Story

pytestmark = pytest.mark.django_db

DESKS = admin.site._registry
OURS = [model for model in DESKS if issubclass(model, LedgerModel)]
ROLES = list(roles())
every_model = pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
every_role = pytest.mark.parametrize("role", ROLES)

OPEN, CLOSED = "open", "closed"
"""What a page is to a role; a page that sends somewhere else after its work is open."""

PAGES = {
    ("changelist", "GET"): "v",
    ("add", "GET"): "a",
    ("add", "POST"): "a",
    ("change", "GET"): "v",
    ("change", "POST"): "c",
    ("delete", "GET"): "d",
    ("delete", "POST"): "d",
    ("history", "GET"): "v",
    ("simple_history", "GET"): "v",
    ("simple_history", "POST"): None,
    ("restore", "GET"): "c",
    ("restore", "POST"): "c",
    ("download", "GET"): "v",
    ("bring_in", "GET"): "c",
    ("bring_in", "POST"): "c",
}
"""Which letter of the table opens a page; None for what is closed to everybody."""


NEVER = {
    ("desk.previewlink", "bring_in"),
    ("desk.previewlink", "restore"),
    ("plan_documents.importrun", "bring_in"),
    ("plan_documents.importrun", "restore"),
}
"""Records that say what happened: no spreadsheet and no earlier version changes them, whoever may do so otherwise."""

INSTEAD = {("priorities.progressupdate", page): "s" for page in ("bring_in", "restore", "delete")}
"""Where a page could publish, or delete what somebody else wrote, it asks for the right to sign off."""

PLAN, RUN, PROMISE = "outcomes.plan", "plan_documents.importrun", "priorities.deliverable"
REPORT, MARK = "priorities.progressupdate", "priorities.succession"
PAGES_OF_THEIR_OWN = {
    "stories_storysubmission_moderate": {"stories.storysubmission": "c"},
    "priorities_appointment_reshuffle": {"priorities.appointment": "ac"},
    "priorities_deliverable_update": {REPORT: "ac"},
    "priorities_deliverable_bulk confirm": {REPORT: "ac"},
    "priorities_deliverable_bulk reassign": {PROMISE: "c"},
    "priorities_progressupdate_sign_off": {REPORT: "s"},
    "priorities_progressupdate_bulk sign-off": {REPORT: "s"},
    "priorities_progressupdate_bulk return": {REPORT: "s"},
    "priorities_succession_roll_forwards": {MARK: "v"},
    "priorities_succession_roll_forward": {MARK: "v"},
    "priorities_succession_roll_forward_promises": {MARK: "v"},
    "priorities_succession_roll_forward_start": {PLAN: "a", MARK: "a"},
    "priorities_succession_roll_forward_publish": {PLAN: "c"},
    "outcomes_electionperiod_held_back": {"outcomes.electionperiod": "v"},
    "plan_documents_importrun_review": {RUN: "a"},
    "plan_documents_importrun_undo": {RUN: "c"},
}
"""The letters that a page of one list asks for, by the records that it asks them of."""

ASKED_ELSEWHERE = {
    "plan_documents_importrun_file",  # tests/plan_documents
    "priorities_deliverable_read_timescale",  # reads no record: every officer may
    "priorities_succession_roll_forward_carry",  # a step of the page of the promises
    "desk_previewlink_for",  # asks what the item itself asks: tests/desk/test_preview_links.py
} | {f"{model._meta.app_label}_{model._meta.model_name}_spreadsheet" for model in OURS}  # one's own upload

ONLY_READ = {
    "POST": {
        "outcomes_electionperiod_held_back": {"outcomes.electionperiod": "r"},
        "priorities_succession_roll_forward_promises": {PLAN: "a", MARK: "a"},
    }
}
"""Where sending asks for more than reading."""


def account(role, directorate=None):
    """An account of this role, in a directorate, as the desk knows it."""
    user = UserFactory()
    user.groups.set([Group.objects.get(name=role)])
    OfficerFactory(user=user, directorate=directorate or DirectorateFactory())
    return user


def record_of(model, directorate):
    """A record that a person of the right role may do everything with: no promise of it is published."""
    if model is ProgressUpdate:
        return ProgressUpdateFactory(deliverable__directorate=directorate, state="draft")
    return StoryFactory(consent=None) if model is Story else FACTORY_OF[model]()


def ask(user, address, method):
    """Whether the page of ``address`` is open to ``user``. What it would write is taken back."""
    request = getattr(RequestFactory(), method.lower())(address, {"post": "yes"} if method == "POST" else None)
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
    return CLOSED if answer.status_code == 403 else OPEN


def address_of(model, page, record):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
    arguments = {
        "changelist": [],
        "add": [],
        "simple_history": [record.pk, record.history.latest().pk],
        "restore": [record.pk, record.history.latest().pk],
        "download": ["csv"],
        "bring_in": [],
    }
    return reverse(name, args=arguments.get(page, [record.pk]))


ON_DASHBOARDS = {"dashboards.question", "dashboards.answer", "dashboards.pack"}
"""Read and written on pages of their own: tests/dashboards. Notes are in no table, for only who wrote one reads it."""


def test_every_model_of_the_desk_stands_in_one_row_of_the_table():
    rows = [label.lower() for labels in RECORDS.values() for label in labels.split()]

    assert sorted(rows) == sorted({*rows})
    assert {model._meta.label_lower for model in DESKS} | ON_DASHBOARDS == set(rows)
    assert {label for label in rows if apps.get_model(label) is None} == set()


@every_role
def test_role_has_exactly_the_permissions_of_the_table(role):
    given = Group.objects.get(name=role).permissions.values_list("content_type__app_label", "codename")

    assert set(given) == permissions_of(role)


def test_roles_laid_again_take_back_what_the_table_does_not_give():
    group = Group.objects.get(name="Auditor")
    group.permissions.add(Permission.objects.get(codename="delete_plan"))

    lay_roles()

    assert set(group.permissions.values_list("content_type__app_label", "codename")) == permissions_of("Auditor")


def test_auditor_writes_nothing():
    assert {codename.partition("_")[0] for _, codename in permissions_of("Auditor")} == {"view"}


@every_model
def test_page_is_open_to_the_roles_of_the_table_and_to_no_other(model, monkeypatch):
    directorate = DirectorateFactory()
    record = record_of(model, directorate)
    for ledger_model in OURS:
        monkeypatch.setattr(ledger_model, "was_published", lambda self: False)
    found, expected = {}, {}
    for role in ROLES:
        user = account(role, directorate)
        for (page, method), letter in PAGES.items():
            found[role, page, method] = ask(user, address_of(model, page, record), method)
            label = model._meta.label_lower
            letter = INSTEAD.get((label, page), letter)
            allowed = letter is not None and letter in roles()[role][label] and (label, page) not in NEVER
            expected[role, page, method] = OPEN if allowed else CLOSED

    assert found == expected


def addresses(directorate):
    """Where each page of its own stands, on records of this directorate."""
    promise = DeliverableFactory(directorate=directorate)
    report = ProgressUpdateFactory(deliverable=promise, state="awaiting")
    earlier, run = PlanFactory(state="current"), ImportRunFactory()
    PlanFactory(state="draft", replaces=earlier)
    arguments = {
        "stories_storysubmission_moderate": [StorySubmissionFactory().pk],
        "priorities_deliverable_update": [promise.pk],
        "priorities_progressupdate_sign_off": [report.pk],
        "priorities_succession_roll_forward": [earlier.pk],
        "priorities_succession_roll_forward_promises": [earlier.pk],
        "priorities_succession_roll_forward_start": [earlier.pk],
        "priorities_succession_roll_forward_publish": [earlier.pk],
        "plan_documents_importrun_review": [run.pk],
        "plan_documents_importrun_undo": [run.pk],
    }
    named = {page: page.split() for page in PAGES_OF_THEIR_OWN}
    return {page: reverse(f"admin:{name}", args=arguments.get(page, which)) for page, (name, *which) in named.items()}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_page_of_its_own_is_open_to_the_roles_of_the_table_and_to_no_other(method):
    directorate = DirectorateFactory()
    found, expected = {}, {}
    pages = addresses(directorate)
    for role in ROLES:
        user = account(role, directorate)
        for page, address in pages.items():
            needs = ONLY_READ.get(method, {}).get(page, PAGES_OF_THEIR_OWN[page])
            found[role, page] = ask(user, address, method)
            allowed = all(set(letters) <= set(roles()[role][label]) for label, letters in needs.items())
            expected[role, page] = OPEN if allowed else CLOSED

    assert found == expected


def test_every_page_of_the_desk_is_asked_for():
    known = {page.split()[0] for page in PAGES_OF_THEIR_OWN} | ASKED_ELSEWHERE
    common = {page for page, _ in PAGES}
    missing = set()
    for model in OURS:
        prefix = f"{model._meta.app_label}_{model._meta.model_name}_"
        names = {pattern.name for pattern in DESKS[model].get_urls() if pattern.name}
        missing |= {name for name in names - known if name.removeprefix(prefix) not in common}

    assert missing == set()
