"""Every version at the officers' desk: read, compared and restored."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.utils import timezone
from factories import (
    DeliverableFactory,
    PlaceFactory,
    PlanFactory,
    PortfolioFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
    StoryFactory,
)
from test_admin import address

from ledger.admin.restoring import OVER
from ledger.admin.values import restorable_fields
from ledger.clock import moment_in_words
from ledger.entries import Entry, entering
from ledger.models import LedgerModel, save_with_reason
from ledger.reasons import FILLER
from ledger.writing import STAMPS, edited_meanwhile
from outcomes.models import Place
from priorities.models import Deliverable
from priorities.models.promises import READ_FROM_TIMESCALE

pytestmark = pytest.mark.django_db

REASON = "The contractor went into administration."
AGAIN = "Another contractor took the work over."
NEVER_RESTORED = {"desk.PreviewLink", "plan_documents.ImportRun"}


@pytest.fixture
def officer():
    return User.objects.create_superuser("officer")


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def moved(officer):
    """A promise whose date was moved once."""
    with entering(Entry("Read in.", effective_on=date(2021, 10, 13))):
        deliverable = DeliverableFactory(text="Open a hub.", timescale_text="By March 2022")
    deliverable.timescale_text = "By December 2022"
    save_with_reason(
        deliverable,
        REASON,
        decision_url="https://example.org/decision",
        approved_by="Example role",
        effective_on=date(2022, 1, 18),
        by=officer,
    )
    return deliverable


def restore_address(record, version=None):
    version = version or record.history.earliest("history_id")
    return address(type(record), "restore", record.pk, version.pk)


def restore(desk, record, **values):
    page = restore_address(record)
    return desk.post(page, {"revision": desk.get(page).context["form"]["revision"].value(), **values})


def rows_of(page):
    """The words of each row of the history, white space apart."""
    body = page.content.decode().split('id="change-history"')[1].split("<tbody>")[1].split("</tbody>")[0]
    return [" ".join(text_of(row).split()) for row in body.split("</tr>")[:-1]]


def text_of(html):
    return "".join(part.split(">", 1)[-1] for part in html.split("<"))


def test_history_shows_both_days_who_why_and_what_changed(desk, moved):
    page = desk.get(address(Deliverable, "history", moved.pk))

    recorded = f"{timezone.localdate().day} {timezone.localdate():%B %Y}, "
    last, first = rows_of(page)
    assert [row.startswith(day) for row, day in ((last, "18 January 2022 "), (first, "13 October 2021 "))] == [True] * 2
    assert [recorded in row for row in (last, first)] == [True, True]
    assert last.endswith(
        f"officer Timescale: By March 2022 → By December 2022 {REASON} Approved by: Example role Decision View"
    )
    assert first.endswith("no account Added Read in. View Restore")


def test_history_takes_as_many_queries_for_any_number_of_versions(desk, moved, django_assert_num_queries):
    page = address(Deliverable, "history", moved.pk)
    desk.get(page)
    with django_assert_num_queries(6):
        desk.get(page)
    for text in ("Open two hubs.", "Open three hubs."):
        moved.text = text
        save_with_reason(moved, REASON)

    with django_assert_num_queries(6):
        desk.get(page)


def test_version_says_when_and_why_and_leads_to_its_restoration(desk, moved):
    version = moved.history.earliest("history_id")

    page = desk.get(address(Deliverable, "simple_history", moved.pk, version.pk)).content.decode()

    assert "13 October 2021" in page
    assert restore_address(moved) in page


def test_restoration_shows_what_would_change(desk, moved):
    page = desk.get(restore_address(moved))

    shown = [(each.label, words(each.before), words(each.after)) for each in page.context["differences"]]
    assert (page.status_code, shown) == (200, [("Timescale", "By December 2022", "By March 2022")])


def words(marks):
    return " ".join(mark.text for mark in marks)


def test_restoration_stands_as_a_new_version(desk, officer, moved):
    answer = restore(desk, moved, why_reason=AGAIN, why_approved_by="Example role")

    now, version = Deliverable.objects.get(), moved.history.latest("history_id")
    assert (answer.status_code, answer.url) == (302, address(Deliverable, "change", moved.pk))
    assert (now.timescale_text, now.timescale_end) == ("By March 2022", date(2022, 3, 31))
    assert (version.history_change_reason, version.history_user) == (AGAIN, officer)
    assert moved.history.count() == 3


@pytest.mark.parametrize(("reason", "fault"), [("", "Fill this in."), ("tbc", FILLER)])
def test_restoration_of_a_promise_without_a_reason_is_refused(desk, moved, reason, fault):
    answer = restore(desk, moved, why_reason=reason, why_approved_by="Example role")

    form = answer.context["form"]
    assert (answer.status_code, form.errors["why_reason"]) == (200, [fault])
    assert (form["why_reason"].value(), form["why_approved_by"].value()) == (reason, "Example role")
    assert moved.history.count() == 2


def test_restoration_of_what_is_no_promise_needs_no_reason(desk):
    place = PlaceFactory(name="Example ward")
    place.name = "Another name"
    place.save()

    answer = restore(desk, place)

    assert (answer.status_code, Place.objects.get().name) == (302, "Example ward")
    said = place.history.latest("history_id").history_change_reason
    assert said == f"Restored the version of {timezone.localdate().day} {timezone.localdate():%B %Y}."


def test_restoration_over_a_change_made_meanwhile_comes_back_with_what_was_typed(desk, moved):
    page = restore_address(moved)
    opened = desk.get(page).context["form"]["revision"].value()
    moved.text = "Open two hubs."
    save_with_reason(moved, REASON, by=User.objects.create_user("rival"))

    refused = desk.post(page, {"revision": opened, "why_reason": AGAIN})

    form = refused.context["form"]
    assert (refused.status_code, form.non_field_errors()) == (200, [edited_meanwhile(moved)])
    assert (form["why_reason"].value(), moved.history.count()) == (AGAIN, 3)
    assert desk.post(page, {"revision": form["revision"].value(), "why_reason": AGAIN}).status_code == 302
    assert Deliverable.objects.get().text == "Open a hub."


def test_restoration_on_a_day_before_the_last_change_is_refused(desk, moved):
    answer = restore(desk, moved, why_reason=AGAIN, why_effective_on="2021-12-01")

    assert list(answer.context["form"].errors) == ["why_effective_on"]
    assert moved.history.count() == 2


def test_restoration_of_the_version_that_stands_writes_nothing(desk, moved):
    page = restore_address(moved, moved.history.latest("history_id"))

    answer = desk.post(page, {"revision": moved.revision, "why_reason": AGAIN})

    assert (answer.status_code, moved.history.count()) == (200, 2)
    assert answer.context["form"].non_field_errors() == [
        "Nothing was written: the record says the same as this version already."
    ]


def test_restoration_of_a_version_that_names_something_deleted_says_so(desk):
    portfolio = PortfolioFactory()
    priority = PriorityActionFactory(portfolio=portfolio)
    priority.portfolio = None
    priority.save()
    portfolio.delete()
    sentence = "This version cannot be restored: its portfolio is deleted."

    page = desk.get(restore_address(priority))
    answer = desk.post(restore_address(priority), {"revision": priority.revision, "why_reason": AGAIN})

    assert (page.context["gone"], answer.context["form"].non_field_errors()) == ([sentence], [sentence])
    assert priority.history.count() == 2


def test_restoration_to_a_position_that_is_taken_is_refused(desk):
    deliverable = DeliverableFactory(order=1)
    deliverable.order = 2
    deliverable.save()
    DeliverableFactory(priority=deliverable.priority, order=1)

    answer = restore(desk, deliverable, why_reason=AGAIN)

    assert answer.context["form"].non_field_errors() == ["The priority has a deliverable at this position already."]


def test_restoration_keeps_the_address(desk):
    plan = PlanFactory(slug="as-it-is", title="First title")
    plan.history.update(slug="as-it-was")
    plan.title = "Second title"
    plan.save()

    restore(desk, plan, why_reason=AGAIN)

    plan.refresh_from_db()
    assert (plan.slug, plan.title) == ("as-it-is", "First title")


def test_restoration_under_what_stands_under_it_by_now_is_refused(desk):
    one = DeliverableFactory(order=1)
    other = DeliverableFactory(priority=one.priority, order=2)
    for record, parent in [(one, other), (one, None), (other, one)]:
        record.parent = parent
        save_with_reason(record, REASON)
    page = restore_address(one, one.history.get(parent=other.pk))

    answer = desk.post(page, {"revision": one.revision, "why_reason": AGAIN})

    one.refresh_from_db()
    assert answer.context["form"].non_field_errors() == ["Choose a deliverable that does not stand under this one."]
    assert one.parent is None


@pytest.mark.parametrize(
    ("factory", "waits", "public", "then"),
    [
        (PlanFactory, "draft", "current", "draft"),
        (StoryFactory, "draft", "published", "draft"),
        (ProgressUpdateFactory, "signed-off", "published", "awaiting"),
    ],
)
@pytest.mark.parametrize(("minutes", "kept"), [(-1, False), (60, True)])
def test_restoration_leaves_out_a_moment_that_is_over(desk, factory, waits, public, then, minutes, kept):
    moment = timezone.now() + timedelta(minutes=minutes)
    record = factory(state=waits, publish_at=moment)
    record.state, record.publish_at = public, None
    record.save()

    told = desk.get(restore_address(record)).context["over"]
    answer = restore(desk, record, why_reason=AGAIN)

    record.refresh_from_db()
    assert (answer.status_code, record.state, record.publish_at) == (
        302,
        waits if kept else then,
        moment if kept else None,
    )
    assert told == ("" if kept else OVER.format(moment_in_words(moment)))


@pytest.mark.parametrize("who", ["viewer", "nobody"])
def test_restoration_needs_the_permission_to_change(client, moved, who):
    if who == "viewer":
        user = User.objects.create_user("viewer", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
        client.force_login(user)
    page = restore_address(moved)

    answers = [client.get(page), client.post(page, {"revision": "2", "why_reason": AGAIN})]

    assert [answer.status_code for answer in answers] == [403 if who == "viewer" else 302] * 2
    assert moved.history.count() == 2


def test_viewer_is_not_led_to_restoration(client, moved):
    user = User.objects.create_user("viewer", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(user)

    page = client.get(address(Deliverable, "history", moved.pk))

    assert [row.endswith("View") for row in rows_of(page)] == [True, True]


def test_restoration_of_a_version_or_record_that_is_not_there_is_not_found(desk, moved):
    other = DeliverableFactory().history.get()
    base = address(Deliverable, "changelist")
    pages = [
        f"{base}{key}/restore/" for key in (f"{moved.pk}/history/{other.pk}", f"{moved.pk}/history/x", "x/history/1")
    ]

    assert [desk.get(page).status_code for page in pages] == [404, 404, 404]


def test_restoration_of_a_deleted_record_is_not_found(desk):
    place = PlaceFactory()
    page = restore_address(place)
    place.delete()

    assert desk.get(page).status_code == 404


def test_restoration_gives_back_only_what_officers_fill_in(desk, officer):
    with entering(Entry("Begun.")):
        update = ProgressUpdateFactory(state="draft", commentary="The first wording.")
    update.commentary, update.written_by = "The second wording.", officer
    update.save()

    answer = restore(desk, update, why_reason=AGAIN)

    update.refresh_from_db()
    assert (answer.status_code, update.commentary, update.written_by) == (302, "The first wording.", officer)


def test_all_that_officers_fill_in_is_given_back_but_an_address_or_a_file():
    """What else is not given back follows from what is, or says what happened."""
    left = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if issubclass(model, LedgerModel) and model in admin.site._registry and model._meta.label not in NEVER_RESTORED
        for field in set(model._meta.concrete_fields) - set(restorable_fields(model))
        if not field.primary_key and field.name not in (*STAMPS, "slug")
    }

    happened = {"priorities.ProgressUpdate.written_by", "stories.StorySubmission.received_at"}
    follows = {f"priorities.Deliverable.{name}" for name in READ_FROM_TIMESCALE}
    assert left == happened | follows | {"stories.Story.photo"}
