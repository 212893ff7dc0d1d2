"""Every list at the officers' desk: as many questions to the database for three rows as for one, and never many."""

from datetime import date
from itertools import count

import pytest
from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.auth.models import Group, User
from django.db import connection
from django.db.models import DateField
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from factories import (
    FACTORY_OF,
    DirectorateFactory,
    OfficerFactory,
    PlanFactory,
    ProgressUpdateFactory,
    UserFactory,
)

from ledger.admin import LedgerAdmin
from ledger.models import SpreadsheetRun
from outcomes.models import Seal
from outcomes.sealing import seal
from plan_documents.models import ImportRun
from priorities.models import Deliverable, ProgressUpdate

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12
FEW = {
    "outcomes.Plan",
    "outcomes.Outcome",
    "outcomes.Principle",
    "outcomes.Place",
    "outcomes.ElectionPeriod",
    "priorities.Portfolio",
    "priorities.Directorate",
    "stories.SharedValue",
    "auth.Group",
    "contenttypes.ContentType",
}
"""Of these there are dozens, however much is promised: a filter may offer them one by one."""
LIBRARIES = {"post_office"}
"""Whose lists are their own."""
DESKS = {model: desk for model, desk in admin.site._registry.items() if model._meta.app_label not in LIBRARIES}
OURS = [model for model, desk in DESKS.items() if isinstance(desk, LedgerAdmin)]
numbers = count(1)


def make_seal():
    return seal(PlanFactory(), timezone.localdate(), sealed_by="Example head of policy", note="Example report")


def make_run():
    run = ImportRun(plan_slug=f"example-{next(numbers)}", started_by=User.objects.first())
    run.save()
    return run


def make_group():
    return Group.objects.create(name=f"Example group {next(numbers)}")


def make_spreadsheet():
    return SpreadsheetRun.objects.create(user=UserFactory(), model="outcomes.place", file_name="places.csv")


MAKERS = {Seal: make_seal, ImportRun: make_run, Group: make_group, SpreadsheetRun: make_spreadsheet}
every_list = pytest.mark.parametrize("model", DESKS, ids=lambda model: model._meta.label)
every_list_of_ours = pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)


def make(model):
    return MAKERS.get(model) or FACTORY_OF[model]


@pytest.fixture
def desk(client):
    client.force_login(User.objects.create_superuser("officer"))
    return client


def list_of(model, query=""):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") + query


def queries(desk, *addresses):
    """How many each address takes, once the portal has looked again at what was written."""
    desk.get("/admin/")
    return {address: queries_of(desk, address) for address in addresses}


def queries_of(desk, address):
    with CaptureQueriesContext(connection) as captured:
        answer = desk.get(address)
    assert answer.status_code == 200, address
    return len(captured)


def days_of(model):
    """The list narrowed to a year and to a day, where it has days to narrow it by."""
    name = DESKS[model].date_hierarchy
    if name is None:
        return []
    day = model.objects.exclude(**{name: None}).values_list(name, flat=True).first() or date(2022, 3, 31)
    parts = [f"{name}__year={day.year}", f"{name}__month={day.month}", f"{name}__day={day.day}"]
    return [list_of(model, "?" + "&".join(parts[:number])) for number in (1, 3)]


def choices_of(desk, model):
    """The list narrowed by the last choice of each of its filters: the first is all of it."""
    changelist = desk.get(list_of(model)).context["cl"]
    choices = [list(spec.choices(changelist)) for spec in changelist.filter_specs]
    return [list_of(model, some[-1]["query_string"]) for some in choices]


@every_list
def test_list_takes_as_many_queries_for_three_rows_as_for_one(desk, model):
    row = make(model)
    row()
    addresses = [list_of(model), list_of(model, "?q=example"), *days_of(model)]
    for_one = queries(desk, *addresses)
    for _ in range(2):
        row()

    assert queries(desk, *addresses) == for_one
    assert {address: number for address, number in for_one.items() if number > MOST_QUERIES} == {}


@pytest.mark.parametrize("role", ["Contributor", "Approver"])
@pytest.mark.parametrize(
    ("model", "narrowed"), [(Deliverable, "?waits=me"), (ProgressUpdate, "?state__exact=published")]
)
def test_lists_of_who_reports_take_few_queries(client, role, model, narrowed):
    """Somebody with a role, in a directorate, costs what an administrator does not."""
    user = OfficerFactory(directorate=DirectorateFactory()).user
    user.groups.set([Group.objects.get(name=role)])
    client.force_login(user)
    ProgressUpdateFactory.create_batch(2, deliverable__directorate=user.officer.directorate)

    searched = [list_of(model, query) for query in ("", "?q=example", narrowed)]
    found = queries(client, *searched, *days_of(model))

    assert {address: number for address, number in found.items() if number > MOST_QUERIES} == {}


@every_list
def test_narrowed_list_takes_as_many_queries_for_more_rows(desk, model):
    row = make(model)
    for _ in range(2):
        row()
    addresses = choices_of(desk, model)
    for_two = queries(desk, *addresses)
    for _ in range(2):
        row()

    assert queries(desk, *addresses) == for_two
    assert {address: number for address, number in for_two.items() if number > MOST_QUERIES} == {}


@every_list
def test_list_can_be_searched(model):
    assert DESKS[model].search_fields


@every_list_of_ours
def test_list_of_what_has_a_day_can_be_narrowed_to_days(model):
    """Days that everybody gives: those that may be empty, and what is kept beside a record, name no time of it."""
    asked = [each.name for each in model._meta.fields if isinstance(each, DateField) and each.editable]
    given = [name for name in asked if not model._meta.get_field(name).null]

    assert DESKS[model].date_hierarchy in given if given else True


@every_list_of_ours
def test_list_counts_its_rows_once(model):
    """A search shows how many it found; how many there are in all would be counted beside it."""
    assert not DESKS[model].show_full_result_count


@every_list
def test_filter_offers_one_by_one_only_what_there_are_few_of(model):
    paths = [each for each in DESKS[model].list_filter if isinstance(each, str)]
    offered = [get_fields_from_path(model, path)[-1].related_model for path in paths]

    assert {each._meta.label for each in offered if each} <= FEW
