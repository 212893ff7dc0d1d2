"""Marks at the officers' desk, and what it says where a plan is published without them."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from factories import DeliverableFactory, PlanFactory, PriorityActionFactory, SuccessionFactory

from outcomes.models import Plan
from priorities.models import Deliverable, Succession

pytestmark = pytest.mark.django_db

REASON = "The next plan speaks of whole towns."


@pytest.fixture
def desk(client):
    client.force_login(User.objects.create_superuser("officer"))
    return client


@pytest.fixture
def promise():
    return DeliverableFactory(text="Open a hub", priority__plan_outcome__plan__title="The old plan")


@pytest.fixture
def draft(promise):
    return PlanFactory(title="The new plan", state="draft", replaces=promise.priority.plan, starts_on=None)


def change_page(record):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def posted(page, **changes):
    """What a browser sends when the page's forms are sent as they stand, but for ``changes``."""
    formsets = [inline.formset for inline in page.context["inline_admin_formsets"]]
    forms = [page.context["adminform"].form]
    for formset in formsets:
        forms += [formset.management_form, *formset.forms]
    values = {field.html_name: field.value() for form in forms for field in form}
    return {name: value for name, value in values.items() if value not in (None, "")} | changes


def test_plan_that_leaves_promises_open_is_explained_at_the_desk(desk, draft):
    page = change_page(draft)

    answer = desk.post(page, posted(desk.get(page), state="current"))

    [sentence] = answer.context["adminform"].form.non_field_errors()
    assert sentence.startswith("The new plan cannot be published yet: 1 unfinished promise of The old plan is not")
    assert Plan.objects.get(pk=draft.pk).state == "draft"


def test_plan_that_settles_everything_is_published_at_the_desk(desk, draft, promise):
    SuccessionFactory(earlier=promise, plan=draft, published=False)
    page = change_page(draft)

    answer = desk.post(page, posted(desk.get(page), state="current"))

    assert (answer.status_code, Plan.objects.get(pk=draft.pk).state) == (302, "current")


def row_of(promise, **values):
    return {f"successions-0-{name}": value for name, value in values.items()} | {
        "successions-TOTAL_FORMS": 1,
        "successions-0-earlier": promise.pk,
    }


def test_promise_is_marked_on_its_own_page(desk, draft, promise):
    priority = PriorityActionFactory(plan=draft, plan_outcome=None)
    page = change_page(promise)
    row = row_of(promise, plan=draft.pk, how="carried", later_priority=priority.pk, reason=REASON)

    answer = desk.post(page, posted(desk.get(page), **row))

    assert answer.status_code == 302
    said = Succession.objects.values_list("earlier", "plan", "how", "later_priority", "reason")
    assert list(said) == [(promise.pk, draft.pk, "carried", priority.pk, REASON)]


def test_mark_that_does_not_fit_is_explained_on_the_page_of_the_promise(desk, draft, promise):
    page = change_page(promise)
    row = row_of(promise, plan=draft.pk, how="merged", reason="tbc")

    answer = desk.post(page, posted(desk.get(page), **row))

    formset = next(
        inline.formset for inline in answer.context["inline_admin_formsets"] if inline.formset.model is Succession
    )
    errors = formset.forms[0].errors
    assert (answer.status_code, sorted(errors), Succession.objects.count()) == (200, ["__all__", "reason"], 0)


def test_priority_shows_the_promises_that_go_on_in_it(desk, promise):
    succession = SuccessionFactory(earlier=promise)

    page = desk.get(change_page(succession.later_priority))

    shown = [
        inline.formset.queryset
        for inline in page.context["inline_admin_formsets"]
        if inline.formset.model is Succession
    ]
    assert [list(rows) for rows in shown] == [[succession]]
    assert Deliverable.objects.get(pk=promise.pk).text == "Open a hub"
