"""Deleting rows that were chosen in a list: as many questions to the database for three rows as for one."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import PROTECT
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from factories import (
    FACTORY_OF,
    ElectionPeriodFactory,
    ForewordFactory,
    PlanFactory,
    ProgressUpdateFactory,
    ReleaseFactory,
)
from test_admin_lists import OURS, make

from dashboards.models import Question
from outcomes.models import CaseStudy, Plan, PlanOutcome
from priorities.models import Deliverable, PriorityAction, ProgressUpdate, Succession
from stories.models import Consent

pytestmark = pytest.mark.django_db

PUBLISHED = (Plan, PlanOutcome, PriorityAction, Deliverable, ProgressUpdate, Succession)
GENERATIONS = 4
"""From a plan by its outcome and its priority to a promise and its reports."""
ON_A_PLAN = {PriorityAction: {"plan_outcome": None}, CaseStudy: {"section": None}}
"""What hangs on a plan by two ways is made to hang on it by one."""
LEFT_OUT = {
    (Succession, "later"),
    (Succession, "earlier"),
    (CaseStudy, "plan_outcome"),
    (Question, "indicator"),
    (Consent, "story"),
}
"""Relations by which a factory hangs nothing on a record that has what it needs already, or is on one thing only."""


@pytest.fixture
def desk(client):
    client.force_login(User.objects.create_superuser("officer"))
    return client


@pytest.fixture
def drafts(monkeypatch):
    """What is made is not published, and never was."""
    for factory in (PlanFactory, ProgressUpdateFactory):
        monkeypatch.setitem(factory._meta.pre_declarations.declarations, "state", "draft")


def hang_on(row, generations=GENERATIONS):
    """Make a record of each kind that would go with the row, or stands in its way."""
    for relation in row._meta.related_objects if generations else ():
        model, name = relation.related_model, relation.field.name
        if relation.many_to_many or model not in FACTORY_OF or (model, name) in LEFT_OUT:
            continue
        elsewhere = ON_A_PLAN.get(model, {}) if isinstance(row, Plan) else {}
        hanging = FACTORY_OF[model](**{name: row} | elsewhere)
        if relation.on_delete is not PROTECT:
            hang_on(hanging, generations - 1)


def address(model, page):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")


def counted(desk, model, rows):
    """How many queries each page takes that asks whether to delete the rows, and how many records it says stay."""
    keys = [row.pk for row in rows]
    opened = f"{address(model, 'delete_selected')}?chosen={'.'.join(map(str, keys))}"
    chosen = {"action": "delete_selected", "_selected_action": keys}
    desk.get("/admin/")
    found = []
    for send in (lambda: desk.get(opened), lambda: desk.post(address(model, "changelist"), chosen)):
        with CaptureQueriesContext(connection) as taken:
            answer = send()
        found.append((len(taken), len((answer.context or {}).get("protected", []))))
    return found


def at_one_and_three(desk, model, hang):
    make_one, rows, found = make(model), [], []
    for more in (1, 2):
        for _ in range(more):
            rows.append(make_one())
            hang(rows[-1])
        found.append(counted(desk, model, rows))
    return found


@pytest.mark.usefixtures("drafts")
@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_page_that_asks_takes_as_many_queries_for_three_rows_as_for_one(desk, model):
    one, three = at_one_and_three(desk, model, hang_on)

    assert [taken for taken, _ in three] == [taken for taken, _ in one]


@pytest.mark.parametrize("model", PUBLISHED, ids=lambda model: model._meta.label)
def test_page_that_refuses_takes_as_many_queries_for_three_rows_as_for_one(desk, model):
    one, three = at_one_and_three(desk, model, lambda row: None)

    assert [taken for taken, _ in three] == [taken for taken, _ in one]
    assert [stay for found in (one, three) for _, stay in found] == [1, 1, 3, 3]


def test_page_takes_as_many_queries_for_three_released_items_as_for_one(desk):
    """Which record was released is no relation, and its name may hold another one's."""
    periods = []
    for count in (1, 3):
        periods.append(ElectionPeriodFactory())
        for _ in range(count):
            ReleaseFactory(period=periods[-1], item=ForewordFactory())
    with_one, with_three = [counted(desk, type(period), [period]) for period in periods]

    assert with_one == with_three
