"""The table of roles against every page of the desk: what it allows opens, everything else is closed."""

from itertools import product
from pathlib import Path

import pytest
from asking_pages import CLOSED, OPEN, account, ask, differences
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse
from django.utils import timezone
from factories import (
    FACTORY_OF,
    DirectorateFactory,
    PlanFactory,
    ProgressUpdateFactory,
    StoryFactory,
    UserFactory,
)
from own_pages import MARK, PAGES_OF_THEIR_OWN, PLAN, PROMISE, own_pages
from post_office.models import Attachment, Email, Log

from desk.roles import RECORDS, lay_roles, permissions_of, roles
from ledger.models import LedgerModel, SpreadsheetRun
from outcomes.models import Seal
from outcomes.sealing import seal
from priorities.models import ProgressUpdate
from stories.models import Story

pytestmark = pytest.mark.django_db

DESKS = admin.site._registry
OURS = [model for model in DESKS if issubclass(model, LedgerModel)]
ROLES = list(roles())
every_model = pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
every_role = pytest.mark.parametrize("role", ROLES)

PAGES = {
    ("changelist", "GET"): "v",
    ("changelist", "POST"): "v",
    ("add", "GET"): "a",
    ("add", "POST"): "a",
    ("change", "GET"): "v",
    ("change", "POST"): "c",
    ("delete", "GET"): "d",
    ("delete", "POST"): "d",
    ("delete_selected", "GET"): "d",
    ("delete_selected", "POST"): "d",
    ("history", "GET"): "v",
    ("history", "POST"): "v",
    ("simple_history", "GET"): "v",
    ("simple_history", "POST"): None,
    ("restore", "GET"): "c",
    ("restore", "POST"): "c",
    ("download", "GET"): "v",
    ("download", "POST"): "v",
    ("download_xlsx", "GET"): "v",
    ("bring_in", "GET"): "c",
    ("bring_in", "POST"): "c",
}
"""Which letter of the table opens a page; None for what is closed to everybody."""

OF_OTHERS = ("changelist", "add", "change", "delete", "history", "download", "download_xlsx")
"""The pages of a list whose records are none of the ledger's."""

NEVER = {
    ("desk.previewlink", "bring_in"),
    ("desk.previewlink", "restore"),
    ("plan_documents.importrun", "bring_in"),
    ("plan_documents.importrun", "restore"),
}
"""Records that say what happened: no spreadsheet and no earlier version changes them, whoever may do so otherwise."""

INSTEAD = {("priorities.progressupdate", page): "s" for page in ("bring_in", "restore", "delete")}
"""Where a page could publish, or delete what somebody else wrote, it asks for the right to sign off."""

OWN_UPLOAD = "tests/ledger/test_spreadsheet_pages.py"
ASKED_ELSEWHERE = {
    "plan_documents_importrun_file": "tests/plan_documents/test_import_pages.py",
    "priorities_deliverable_read_timescale": "tests/priorities/test_timescale_input.py",  # reads no record
    "priorities_succession_roll_forward_carry": "tests/priorities/test_roll_forward_pages.py",
    "priorities_deliverable_throw_away": "tests/priorities/test_update_throwing.py",  # asks whose draft it is
    "desk_previewlink_for": "tests/desk/test_preview_admin.py",  # asks what the item itself asks
} | {f"{model._meta.app_label}_{model._meta.model_name}_spreadsheet": OWN_UPLOAD for model in OURS}
"""Pages that no letter alone opens, with the file of tests that asks them."""

ONLY_READ = {
    "POST": {
        "outcomes_electionperiod_held_back": {"outcomes.electionperiod": "r"},
        "priorities_succession_roll_forward_promises": {PLAN: "a", MARK: "a"},
    }
}
"""Where sending asks for more than reading."""


@pytest.fixture(scope="module")
def directorate(module_records):
    with module_records():
        return DirectorateFactory()


@pytest.fixture(scope="module")
def people(module_records, directorate):
    """An account of each role, in the directorate."""
    with module_records():
        return {role: account(role, directorate) for role in ROLES}


def record_of(model, directorate):
    """A record that a person of the right role may do everything with: no promise of it is published."""
    if model is ProgressUpdate:
        return ProgressUpdateFactory(deliverable__directorate=directorate, state="draft")
    return StoryFactory(consent=None) if model is Story else FACTORY_OF[model]()


def address_of(model, page, record):
    version = [record.history.latest().pk] if issubclass(model, LedgerModel) else []
    page, in_excel, _ = page.partition("_xlsx")
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
    arguments = {
        "changelist": [],
        "add": [],
        "delete_selected": [],
        "simple_history": [record.pk, *version],
        "restore": [record.pk, *version],
        "download": ["xlsx" if in_excel else "csv"],
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
def test_page_is_open_to_the_roles_of_the_table_and_to_no_other(model, monkeypatch, directorate, people):
    record = record_of(model, directorate)
    for ledger_model in OURS:
        monkeypatch.setattr(ledger_model, "was_published", lambda self: False)
    addresses = {page: address_of(model, page, record) for page, _ in PAGES}
    found, expected = {}, {}
    for role, user in people.items():
        for (page, method), letter in PAGES.items():
            found[role, page, method] = ask(user, addresses[page], method)
            label = model._meta.label_lower
            letter = INSTEAD.get((label, page), letter)
            allowed = letter is not None and letter in roles()[role][label] and (label, page) not in NEVER
            expected[role, page, method] = OPEN if allowed else CLOSED

    assert differences(found, expected) == {}


def other_records():
    """One of each list at the desk whose records are none of the ledger's."""
    mail = Email.objects.create(from_email="portal@example.org", to="officer@example.org")
    return {
        User: UserFactory(),
        Group: Group.objects.first(),
        Email: mail,
        Log: Log.objects.create(email=mail, status=0),
        Attachment: Attachment.objects.create(name="example.txt", file="example.txt"),
        Seal: seal(PlanFactory(), timezone.localdate(), sealed_by="Example head of policy", note="Example report"),
        SpreadsheetRun: SpreadsheetRun.objects.create(model="outcomes.place", file_name="places.csv"),
    }


def test_page_of_another_record_is_open_to_the_roles_of_the_table_and_to_no_other(people):
    records, found, expected = other_records(), {}, {}
    pages = [(page, method, letter) for (page, method), letter in PAGES.items() if page in OF_OTHERS]
    for role, user in people.items():
        for model, (page, method, letter) in product(records, pages):
            label, asked = model._meta.label_lower, (role, f"{model._meta.label} {page}", method)
            found[asked] = ask(user, address_of(model, page, records[model]), method)
            expected[asked] = OPEN if letter in roles()[role][label] else CLOSED

    assert records.keys() | set(OURS) == DESKS.keys()
    assert differences(found, expected) == {}


def test_only_who_may_view_a_record_is_offered_it(people):
    """What fields that complete themselves ask: of whom, and whether the answer may be viewed."""
    fields = {("dashboards.councilloraccount", "user"): "auth.user", (PROMISE, "directorate"): "priorities.directorate"}
    found, expected = {}, {}
    for role, user in people.items():
        for (label, field), offered in fields.items():
            app, _, model = label.partition(".")
            query = f"app_label={app}&model_name={model}&field_name={field}&term=a"
            found[role, offered, "GET"] = ask(user, f"{reverse('admin:autocomplete')}?{query}", "GET")
            expected[role, offered, "GET"] = OPEN if "v" in roles()[role][offered] else CLOSED

    assert differences(found, expected) == {}


def ask_own(user, address, row, method):
    if row is None:
        return ask(user, address, method)
    return ask(user, f"{address}?chosen={row}", method, write="1", remark="Say more.", **{f"seen-{row}": "1"})


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_page_of_its_own_is_open_to_the_roles_of_the_table_and_to_no_other(method, directorate, people):
    found, expected = {}, {}
    pages = own_pages(directorate)
    for role, user in people.items():
        for page, (address, row) in pages.items():
            needs = ONLY_READ.get(method, {}).get(page, PAGES_OF_THEIR_OWN[page])
            found[role, page, method] = ask_own(user, address, row, method)
            allowed = all(set(letters) <= set(roles()[role][label]) for label, letters in needs.items())
            expected[role, page, method] = OPEN if allowed else CLOSED

    assert differences(found, expected) == {}


def test_every_page_of_the_desk_is_asked_for():
    known = {page.split()[0] for page in PAGES_OF_THEIR_OWN} | ASKED_ELSEWHERE.keys()
    common = {page for page, _ in PAGES}
    missing = set()
    for model in DESKS:
        prefix = f"{model._meta.app_label}_{model._meta.model_name}_"
        names = {pattern.name for pattern in DESKS[model].get_urls() if pattern.name}
        missing |= {name for name in names - known if name.removeprefix(prefix) not in common}

    assert missing == set()


def test_file_that_asks_a_page_instead_is_there():
    project = Path(__file__).parents[2]

    assert [name for name in {*ASKED_ELSEWHERE.values()} if not (project / name).is_file()] == []
