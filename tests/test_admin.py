"""The officers' desk: every model is found, searched, edited and looked back on."""

from collections import Counter
from datetime import date
from io import BytesIO

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import CharField, ForeignKey, TextField, URLField
from django.urls import reverse
from factories import (
    FACTORY_OF,
    AppointmentFactory,
    CaseStudyFactory,
    ConsentFactory,
    DeliverableFactory,
    ForewordFactory,
    OutcomeFactory,
    PlaceFactory,
    PlanFactory,
    PlanOutcomeFactory,
    PortfolioFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
    StoryFactory,
)
from PIL import Image
from text_boxes import without_example

from dashboards.models import Answer, Note, Pack, Question
from desk.models import PreviewLink
from ledger.admin import HISTORY_IS_READ_ONLY, LedgerAdmin, LedgerForm, LedgerFormSet
from ledger.models import LedgerModel
from outcomes.models import Aim, Outcome, Place, Plan, Release
from priorities.admin.priority_actions import UNDER_ONE_ANOTHER
from priorities.models import Deliverable, ProgressUpdate
from stories.admin import CHOOSE_AGAIN
from stories.models import Consent, Story
from stories.photographs import UNKNOWN

pytestmark = pytest.mark.django_db

DAY = date(2022, 3, 31)
REASON = "The contractor went into administration."
WHO_AND_WHY = ("history_type", "history_user", "history_change_reason")
ROOMS = ("ledger", "outcomes", "priorities", "stories", "plan_documents", "desk")
DESKS = {model: desk for model, desk in admin.site._registry.items() if issubclass(model, LedgerModel)}
WITH_SLUG = [model for model in DESKS if any(field.name == "slug" for field in model._meta.fields)]
every_model = pytest.mark.parametrize("model", DESKS, ids=lambda model: model._meta.label)
every_model_with_a_form = pytest.mark.parametrize(
    "model", [model for model in DESKS if model not in {PreviewLink, Release}], ids=lambda model: model._meta.label
)
"""A release and a preview link are each made on a page of their own, and stay as they are."""
every_model_with_slug = pytest.mark.parametrize("model", WITH_SLUG, ids=lambda model: model._meta.label)


@pytest.fixture
def officer():
    return User.objects.create_superuser("officer")


@pytest.fixture
def desk(client, officer):
    """A client that may do everything."""
    client.force_login(officer)
    return client


@pytest.fixture
def viewer(client):
    """A client that may view everything and change nothing."""
    user = User.objects.create_user("viewer", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(user)
    return client


def address(model, page, *arguments):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


def version_address(record):
    return address(type(record), "simple_history", record.pk, record.history.latest().pk)


def posted(page, **changes):
    """What a browser sends when the forms of ``page`` are sent as they stand, but for ``changes``."""
    formsets = [inline.formset for inline in page.context.get("inline_admin_formsets", [])]
    forms = [page.context["adminform"].form]
    for formset in formsets:
        forms += [formset.management_form, *formset.forms]
    values = {field.html_name: field.value() for form in forms for field in form if field.name != "photo"}
    return {name: value for name, value in values.items() if value not in (None, "")} | changes


def errors_of(page):
    """Every error sentence of the page's forms, once each."""
    formsets = [inline.formset for inline in page.context["inline_admin_formsets"]]
    forms = [page.context["adminform"].form, *(form for formset in formsets for form in formset.forms)]
    sentences = [sentence for form in forms for each in form.errors.values() for sentence in each]
    return sentences + [sentence for formset in formsets for sentence in formset.non_form_errors()]


ON_DASHBOARDS = {Answer, Note, Pack, Question}
"""What is asked, noted and frozen on pages of its own, whose steps no form of the desk could hold."""


def test_every_model_of_the_ledger_has_a_desk_or_pages_of_its_own():
    assert set(DESKS) | ON_DASHBOARDS == {model for model in apps.get_models() if issubclass(model, LedgerModel)}
    assert set(DESKS) & ON_DASHBOARDS == set()


@every_model
def test_desk_stands_on_the_common_base(model):
    assert isinstance(DESKS[model], LedgerAdmin)


@every_model
def test_parts_of_a_desk_do_not_hide_one_another(model):
    """A private method of one mixin that another one has, too, would silently take its place."""
    ours = [base for base in type(DESKS[model]).__mro__ if base.__module__.split(".")[0] in ROOMS]
    names = [name for base in ours for name, each in vars(base).items() if callable(each) and name.startswith("_")]

    assert [name for name, count in Counter(names).items() if count > 1 and not name.startswith("__")] == []


@every_model
def test_desk_and_its_rows_stand_on_the_forms_that_ask_the_ledger(model):
    desk = DESKS[model]

    assert issubclass(desk.form, LedgerForm)
    for inline in desk.inlines:
        assert issubclass(inline.form, LedgerForm)
        assert issubclass(inline.formset, LedgerFormSet)


@every_model
def test_desk_shows_every_field_that_can_be_edited(model):
    columns = [field for field in model._meta.concrete_fields if field.editable and not field.primary_key]
    derived = [name for name in DESKS[model].readonly_fields if name != "labels"]
    asked = ["date_stands"] if model is ProgressUpdate else []

    shown = flatten_fieldsets(DESKS[model].fieldsets)

    assert sorted(shown) == sorted({*(field.name for field in columns), *derived, *asked})


@every_model_with_a_form
def test_every_box_for_words_has_an_example_beside_it(desk, model):
    pages = [desk.get(address(model, "add")), desk.get(address(model, "change", FACTORY_OF[model]().pk))]

    assert [without_example(page.content.decode()) for page in pages] == [[], []]


def test_desk_says_whose_it_is(desk):
    page = desk.get(reverse("admin:index"))

    assert page.context["site_header"] == "Kirklees promises: officers' desk"


@every_model
def test_list_opens(desk, model):
    FACTORY_OF[model]()

    page = desk.get(address(model, "changelist"))

    assert (page.status_code, page.context["cl"].result_count) == (200, model.objects.count())


@every_model
def test_search_finds_nothing_that_is_not_there(desk, model):
    FACTORY_OF[model]()

    page = desk.get(address(model, "changelist"), {"q": "no such thing"})

    assert (page.status_code, page.context["cl"].result_count) == (200, 0)


@every_model
def test_search_finds_what_is_there(desk, model):
    FACTORY_OF[model]()

    page = desk.get(address(model, "changelist"), {"q": "example"})

    assert (page.status_code, page.context["cl"].result_count) == (200, model.objects.count())


@every_model
def test_filters_open(desk, model):
    FACTORY_OF[model].create_batch(2)
    changelist = desk.get(address(model, "changelist")).context["cl"]
    choices = [choice for spec in changelist.filter_specs for choice in spec.choices(changelist)]

    answers = [desk.get(address(model, "changelist") + choice["query_string"]) for choice in choices]

    assert [answer.status_code for answer in answers] == [200] * len(choices)


@every_model_with_a_form
def test_add_page_opens(desk, model):
    assert desk.get(address(model, "add")).status_code == 200


@every_model
def test_change_page_opens(desk, model):
    assert desk.get(address(model, "change", FACTORY_OF[model]().pk)).status_code == 200


def a_change(page, model):
    """What an officer might type into the form of a record: other words, or else another record that it names."""
    names = [name for name in page.context["adminform"].form.fields if name not in {"revision", "slug", "date_stands"}]
    fields = [model._meta.get_field(name) for name in names if not name.startswith("why_")]
    for field in fields:
        if isinstance(field, (CharField, TextField)) and not (field.choices or isinstance(field, URLField)):
            return {field.name: "An example of other words.", "why_reason": REASON}
    field = next(field for field in fields if isinstance(field, ForeignKey))
    return {field.name: FACTORY_OF[field.related_model]().pk, "why_reason": REASON}


@every_model_with_a_form
def test_change_makes_one_version_more_that_says_who_and_why(desk, officer, model):
    record = FACTORY_OF[model]()
    page = address(model, "change", record.pk)
    opened = desk.get(page)

    answer = desk.post(page, posted(opened, **a_change(opened, model)))

    assert (answer.status_code, list(record.history.values_list(*WHO_AND_WHY))) == (
        302,
        [("~", officer.pk, REASON), ("+", None, None)],
    )


@every_model_with_a_form
def test_form_sent_as_it_stands_writes_nothing(desk, model):
    record = FACTORY_OF[model]()
    before = model.objects.values().get(pk=record.pk)
    page = address(model, "change", record.pk)

    answer = desk.post(page, posted(desk.get(page)))

    assert (answer.status_code, record.history.count()) == (302, 1)
    assert model.objects.values().get(pk=record.pk) == before


@every_model
def test_deletion_leaves_a_version_that_names_the_officer(desk, officer, model):
    record = FACTORY_OF[model]()

    desk.post(address(model, "delete", record.pk), {"post": "yes"})

    last = model.history.filter(id=record.pk).latest()
    protected = model.objects.filter(pk=record.pk).exists()
    assert (last.history_type, last.history_user) == (("+", None) if protected else ("-", officer))
    assert protected or not record.is_published()


@every_model
def test_history_opens(desk, model):
    record = FACTORY_OF[model]()
    record.save()

    assert desk.get(address(model, "history", record.pk)).status_code == 200


@every_model
def test_version_opens_and_offers_nothing_to_write(desk, model):
    page = desk.get(version_address(FACTORY_OF[model]()))

    assert (page.status_code, list(page.context["adminform"].form.fields)) == (200, [])
    assert b'name="_save"' not in page.content


@every_model
def test_version_when_posted_by_a_viewer_is_refused(viewer, model):
    record = FACTORY_OF[model]()

    answer = viewer.post(version_address(record), {})

    assert (answer.status_code, answer.content.decode()) == (403, HISTORY_IS_READ_ONLY)
    assert record.history.count() == 1


def test_version_when_posted_with_changes_by_a_viewer_changes_nothing(viewer):
    place = PlaceFactory(name="Example ward", kind="ward")

    answer = viewer.post(version_address(place), {"name": "Changed", "slug": place.slug, "kind": "ward"})

    assert answer.status_code == 403
    assert Place.objects.get().name == "Example ward"


def test_version_when_posted_by_an_officer_is_refused(desk):
    place = PlaceFactory(name="Example ward")

    answer = desk.post(version_address(place), {"name": "Changed", "slug": place.slug, "kind": "ward"})

    assert (answer.status_code, Place.objects.get().name) == (403, "Example ward")


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_version_takes_no_other_method_that_writes(desk, method):
    assert getattr(desk, method)(version_address(PlaceFactory())).status_code == 403


@every_model
def test_change_page_opens_for_a_viewer(viewer, model):
    assert viewer.get(address(model, "change", FACTORY_OF[model]().pk)).status_code == 200


@every_model
def test_change_when_posted_by_a_viewer_is_refused(viewer, model):
    record = FACTORY_OF[model]()

    answer = viewer.post(address(model, "change", record.pk), {})

    assert (answer.status_code, record.history.count()) == (403, 1)


@pytest.mark.parametrize("user", ["nobody", "resident"])
def test_history_is_closed_to_who_does_not_work_here(client, user):
    if user == "resident":
        client.force_login(User.objects.create_user("resident"))
    place = PlaceFactory()

    answers = [client.get(version_address(place)), client.get(address(Place, "history", place.pk))]

    assert [answer.status_code for answer in answers] == [302, 302]


@pytest.mark.parametrize("key", ["abc", "-1", "1_0", "%00", "٣", "9" * 30])
def test_history_of_a_key_that_cannot_be_is_not_found(desk, key):
    place = PlaceFactory()
    base = address(Place, "changelist")

    addresses = [f"{base}{key}/history/", f"{base}{place.pk}/history/{key}/", f"{base}{key}/history/1/"]

    assert [desk.get(each).status_code for each in addresses] == [404, 404, 404]


def test_history_of_a_deleted_record_opens(desk):
    place = PlaceFactory()
    pages = [address(Place, "history", place.pk), version_address(place)]
    place.delete()

    assert [desk.get(page).status_code for page in pages] == [200, 200]


def test_history_of_a_record_deleted_with_its_owner_is_not_found(desk):
    foreword = ForewordFactory(plan__state="draft")
    pages = [address(type(foreword), "history", foreword.pk), version_address(foreword)]
    foreword.plan.delete()

    assert [desk.get(page).status_code for page in pages] == [404, 404]


@every_model_with_slug
def test_slug_on_the_add_page_can_be_given(desk, model):
    assert "slug" in desk.get(address(model, "add")).context["adminform"].form.fields


@every_model_with_slug
def test_slug_once_saved_stays(desk, model):
    record = FACTORY_OF[model](slug="as-it-was")
    page = desk.get(address(model, "change", record.pk))

    desk.post(address(model, "change", record.pk), posted(page, slug="changed"))

    assert model.objects.get(pk=record.pk).slug == "as-it-was"


def test_record_added_has_a_version_that_names_the_officer(desk, officer):
    desk.post(address(Outcome, "add"), {"name": "Best start", "slug": "best-start", "order": "1"})

    version = Outcome.objects.get(slug="best-start").history.get()
    assert (version.history_type, version.history_user) == ("+", officer)


def test_inline_row_added_and_changed_has_versions_that_name_the_officer(desk, officer):
    stated = PlanOutcomeFactory()
    page = address(type(stated), "change", stated.pk)
    row = {"aims-TOTAL_FORMS": "1", "aims-0-order": "1", "aims-0-plan_outcome": stated.pk}

    desk.post(page, posted(desk.get(page), **row, **{"aims-0-text": "First wording"}))
    desk.post(page, posted(desk.get(page), **{"aims-0-text": "Second wording"}))

    versions = Aim.objects.get().history.values_list("text", "history_type", "history_user")
    assert list(versions) == [("Second wording", "~", officer.pk), ("First wording", "+", officer.pk)]


def test_inline_row_left_alone_makes_no_version(desk):
    update = ProgressUpdateFactory()
    page = address(Deliverable, "change", update.deliverable.pk)

    desk.post(page, posted(desk.get(page)))

    assert update.history.count() == 1


def test_deliverable_page_shows_how_its_timescale_is_read(desk):
    deliverable = DeliverableFactory(timescale_text="By March 2022")

    page = desk.get(address(Deliverable, "change", deliverable.pk)).content.decode()

    assert deliverable.timescale_reading in page


@pytest.mark.parametrize(
    ("latest", "said"), [(None, None), ("complete", "Complete")], ids=["without-updates", "with-an-update"]
)
def test_deliverable_list_shows_what_the_council_says(desk, latest, said):
    deliverable = DeliverableFactory()
    if latest:
        ProgressUpdateFactory(deliverable=deliverable, status=latest)

    row = desk.get(address(Deliverable, "changelist")).context["cl"].result_list[0]

    assert DESKS[Deliverable].says_now(row) == said


def test_deliverable_list_shows_the_promise_cut_at_a_word_and_where_it_stands(desk):
    stated = PlanOutcomeFactory(name="Well")
    priority = PriorityActionFactory(plan=stated.plan, plan_outcome=stated, number=3)
    ProgressUpdateFactory(
        deliverable=DeliverableFactory(priority=priority, text="promise " * 20), state="published", as_of=DAY
    )

    row = desk.get(address(Deliverable, "changelist")).context["cl"].result_list[0]

    desk_of = DESKS[Deliverable]
    assert desk_of.promise(row) == "promise " * 9 + "promise…"
    assert (desk_of.of_priority(row), desk_of.confirmed_on(row)) == ("3. Well", DAY)


def test_deliverable_of_a_priority_outside_outcomes_is_listed_by_number(desk):
    DeliverableFactory(priority=PriorityActionFactory(plan=PlanFactory(), plan_outcome=None, number=3))

    row = desk.get(address(Deliverable, "changelist")).context["cl"].result_list[0]

    assert DESKS[Deliverable].of_priority(row) == "Priority 3"


def updates_of(deliverable, *days):
    return [ProgressUpdateFactory(deliverable=deliverable, as_of=date(2022, 1, day)) for day in days]


def shown_updates(page):
    return [form.instance for form in page.context["inline_admin_formsets"][0].formset.initial_forms]


def test_deliverable_page_shows_its_latest_updates_and_leads_to_every_one(desk):
    deliverable = DeliverableFactory()
    first, second, third = updates_of(deliverable, 1, 2, 3)
    ProgressUpdateFactory()

    page = desk.get(address(Deliverable, "change", deliverable.pk))

    every = f"{address(type(first), 'changelist')}?deliverable={deliverable.pk}"
    assert shown_updates(page) == [third, second]
    assert f'<a href="{every}">3 in the list</a>' in page.content.decode()
    assert desk.get(every).context["cl"].result_count == 3


def test_update_can_be_changed_though_later_ones_came_in_meanwhile(desk):
    deliverable = DeliverableFactory()
    first = updates_of(deliverable, 1)[0]
    page = address(Deliverable, "change", deliverable.pk)
    opened = desk.get(page)
    updates_of(deliverable, 2, 3)

    told = {"updates-0-commentary": "Written meanwhile.", "why_reason": "The first commentary left a street out."}
    desk.post(page, posted(opened, **told))

    first.refresh_from_db()
    assert first.commentary == "Written meanwhile."


def test_deliverable_under_one_of_another_priority_is_refused(desk):
    deliverable, other = DeliverableFactory(), DeliverableFactory()
    page = address(Deliverable, "change", deliverable.pk)

    answer = desk.post(page, posted(desk.get(page), parent=other.pk))

    assert errors_of(answer) == ["Choose a deliverable of the same priority."]


def test_deliverable_under_its_own_child_is_refused(desk):
    top = DeliverableFactory()
    middle = DeliverableFactory(priority=top.priority, parent=top)
    low = DeliverableFactory(priority=top.priority, parent=middle)
    page = address(Deliverable, "change", top.pk)

    answer = desk.post(page, posted(desk.get(page), parent=low.pk))

    assert errors_of(answer) == ["Choose a deliverable that does not stand under this one."]


def test_two_deliverables_that_would_stand_under_one_another_are_refused(desk):
    one = DeliverableFactory(order=1)
    other = DeliverableFactory(priority=one.priority, order=2)
    page = address(type(one.priority), "change", one.priority_id)
    parents = {"deliverables-0-parent": other.pk, "deliverables-1-parent": one.pk}

    answer = desk.post(page, posted(desk.get(page), **parents, why_reason=REASON))

    assert errors_of(answer) == [UNDER_ONE_ANOTHER, UNDER_ONE_ANOTHER]
    assert {each.parent for each in Deliverable.objects.all()} == {None}


def rows_of(priority, *rows):
    """Rows to add below the deliverables that a priority's page shows."""
    values = {"deliverables-TOTAL_FORMS": str(len(rows)), "deliverables-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        values |= {f"deliverables-{number}-{name}": value for name, value in row.items()}
        values[f"deliverables-{number}-priority"] = priority.pk
    return values


def test_two_deliverables_added_at_one_position_are_refused(desk):
    priority = PriorityActionFactory()
    page = address(type(priority), "change", priority.pk)
    rows = rows_of(priority, {"order": "1", "text": "One"}, {"order": "1", "text": "Another"})

    answer = desk.post(page, posted(desk.get(page), **rows))

    assert errors_of(answer) == ["Two deliverables stand at position 1. Give each its own."]
    assert Deliverable.objects.count() == 0


def test_deliverables_added_at_two_positions_are_kept(desk):
    priority = PriorityActionFactory()
    page = address(type(priority), "change", priority.pk)
    rows = rows_of(priority, {"order": "1", "text": "One"}, {"order": "2", "text": "Another"})

    desk.post(page, posted(desk.get(page), **rows))

    assert [each.text for each in priority.tree] == ["One", "Another"]


def test_priority_offers_only_its_own_deliverables_as_parents(desk):
    DeliverableFactory(text="Of another priority")
    own = DeliverableFactory(text="Its own")

    page = desk.get(address(type(own.priority), "change", own.priority.pk))

    form = page.context["inline_admin_formsets"][0].formset.forms[0]
    assert list(form.fields["parent"].choices) == [("", "none: it stands at the top"), (own.pk, "Its own")]


@pytest.mark.parametrize("rows", [1, 3])
def test_priority_page_takes_as_many_queries_for_any_number_of_deliverables(desk, rows, django_assert_num_queries):
    priority = PriorityActionFactory()
    top = DeliverableFactory(priority=priority)
    DeliverableFactory.create_batch(rows, priority=priority, parent=top)
    page = address(type(priority), "change", priority.pk)
    desk.get(page)

    with django_assert_num_queries(15):  # one asks whether residents can read it, one for what was kept of the form
        desk.get(page)


def test_priority_under_an_outcome_of_another_plan_is_refused(desk):
    priority = PriorityActionFactory()
    page = address(type(priority), "change", priority.pk)

    answer = desk.post(page, posted(desk.get(page), plan=PlanFactory().pk))

    assert "Choose an outcome as the same plan states it." in errors_of(answer)


@pytest.mark.parametrize("where", ["section", "plan_outcome"])
def test_case_study_under_something_of_another_plan_is_refused(desk, where):
    nowhere = {"section": None, "plan": PlanFactory()} if where == "plan_outcome" else {}
    study = CaseStudyFactory(**nowhere)
    changes = {"plan": PlanFactory().pk}
    if where == "plan_outcome":
        changes["plan_outcome"] = PlanOutcomeFactory().pk
    page = address(type(study), "change", study.pk)

    answer = desk.post(page, posted(desk.get(page), **changes))

    assert errors_of(answer) == ["Choose one of the same plan."]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "holder"),
    [
        (DAY, None, "Example holder"),
        (date(2022, 4, 1), None, ""),
        (date(2021, 4, 1), DAY, ""),
    ],
    ids=["from-today", "from-tomorrow", "until-today"],
)
def test_portfolio_list_shows_who_holds_it_today(desk, monkeypatch, starts_on, ends_on, holder):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: DAY)
    appointment = AppointmentFactory(
        starts_on=starts_on, ends_on=ends_on, councillor__name="Example holder", portfolio=PortfolioFactory()
    )

    page = desk.get(address(type(appointment.portfolio), "changelist"))

    assert DESKS[type(appointment.portfolio)].held_today_by(page.context["cl"].result_list[0]) == holder


@pytest.mark.parametrize(
    ("consent", "words"),
    [
        (None, "none"),
        ({}, "without an end"),
        ({"expires_on": DAY}, "ended on 30 March 2022"),
        ({"expires_on": date(2999, 3, 31)}, "to the end of 30 March 2999"),
        (
            {"expires_on": date(2022, 3, 31), "withdrawn_on": date(2022, 1, 1)},
            "withdrawn from 1 January 2022",
        ),
    ],
    ids=["none", "without-days", "over", "expiring", "withdrawn"],
)
def test_story_list_shows_its_consent(desk, consent, words):
    story = StoryFactory(consent=None)
    if consent is not None:
        ConsentFactory(story=story, **consent)

    row = desk.get(address(Story, "changelist")).context["cl"].result_list[0]

    assert DESKS[Story].consent_until(row) == words


@pytest.mark.parametrize("page", ["change", "changelist"])
def test_consent_cannot_be_deleted(desk, page):
    consent = StoryFactory().consent
    chosen = {"action": "delete_selected", "_selected_action": consent.pk, "post": "yes"}

    if page == "change":
        answer = desk.post(address(Consent, "delete", consent.pk), {"post": "yes"})
        assert answer.status_code == 403
    else:
        desk.post(address(Consent, "changelist"), chosen)

    assert Consent.objects.filter(pk=consent.pk).exists()


def test_consent_cannot_be_deleted_on_the_page_of_its_story(desk):
    consent = StoryFactory().consent
    page = address(Story, "change", consent.story.pk)

    desk.post(page, posted(desk.get(page), **{"consent-0-DELETE": "on"}))

    assert Consent.objects.filter(pk=consent.pk).exists()


def test_consent_cannot_be_deleted_with_its_story(desk):
    consent = StoryFactory().consent

    answer = desk.post(address(Story, "delete", consent.story.pk), {"post": "yes"})

    assert (answer.status_code, Consent.objects.filter(pk=consent.pk).exists()) == (403, True)


def test_consent_can_be_withdrawn_on_the_page_of_its_story(desk):
    consent = StoryFactory().consent
    page = address(Story, "change", consent.story.pk)

    desk.post(page, posted(desk.get(page), **{"consent-0-withdrawn_on": "2022-03-31"}))

    consent.refresh_from_db()
    assert consent.withdrawn_on == DAY


def photograph(name="Example person.png", size=(2000, 1000)):
    out = BytesIO()
    Image.new("RGB", size, "red").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


@pytest.fixture
def story():
    return StoryFactory()


def send_photograph(desk, story, photo, **changes):
    page = address(Story, "change", story.pk)
    return desk.post(page, posted(desk.get(page), photo=photo, **changes))


def test_photograph_sent_in_is_kept_as_a_jpeg_under_a_name_of_its_own(desk, story):
    answer = send_photograph(desk, story, photograph(), photo_alternative="A red wall.")

    story.refresh_from_db()
    with story.photo.open() as file, Image.open(file) as kept:
        assert (answer.status_code, kept.format, kept.size) == (302, "JPEG", (1600, 800))
    assert story.photo.name.startswith("stories/")
    assert "Example" not in story.photo.name


def test_photograph_without_alternative_text_is_refused(desk, story):
    answer = send_photograph(desk, story, photograph())

    assert errors_of(answer) == ["Say what the photograph shows, for those who cannot see it.", CHOOSE_AGAIN]


def test_file_that_is_no_photograph_is_refused(desk, story):
    answer = send_photograph(desk, story, SimpleUploadedFile("photo.jpg", b"no photograph", "image/jpeg"))

    assert errors_of(answer) == [UNKNOWN]
    assert Story.objects.get().photo.name == ""


def test_photograph_stays_when_no_other_is_sent(desk, story):
    send_photograph(desk, story, photograph(), photo_alternative="A red wall.")
    name = Story.objects.get().photo.name
    page = address(Story, "change", story.pk)

    desk.post(page, posted(desk.get(page), title="A garden"))

    story.refresh_from_db()
    assert (story.title, story.photo.name) == ("A garden", name)


def test_photograph_can_be_taken_away(desk, story):
    send_photograph(desk, story, photograph(), photo_alternative="A red wall.")
    page = address(Story, "change", story.pk)

    desk.post(page, posted(desk.get(page), **{"photo-clear": "on"}))

    assert Story.objects.get().photo.name == ""


def test_plan_that_ends_before_it_starts_is_explained(desk):
    plan = PlanFactory()
    page = address(Plan, "change", plan.pk)

    answer = desk.post(page, posted(desk.get(page), ends_on="2020-01-01"))

    assert errors_of(answer) == ["The last day of a plan cannot come before its first day."]


def test_place_deleted_from_the_list_leaves_a_version_that_names_the_officer(desk, officer):
    place = PlaceFactory()
    chosen = {"action": "delete_selected", "_selected_action": place.pk, "post": "yes"}

    desk.post(address(Place, "changelist"), chosen)

    last = Place.history.latest()
    assert (last.history_type, last.history_user) == ("-", officer)


def test_outcome_offered_by_name_when_typed(desk):
    outcome = OutcomeFactory(name="Best start")
    OutcomeFactory(name="Clean and green")
    field = {"app_label": "outcomes", "model_name": "planoutcome", "field_name": "outcome"}

    answer = desk.get(reverse("admin:autocomplete"), field | {"term": "best"})

    assert answer.json()["results"] == [{"id": str(outcome.pk), "text": "Best start"}]
