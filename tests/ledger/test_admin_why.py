"""The officers' desk asks why, and nobody's work is lost there."""

from datetime import date, timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from factories import (
    CouncillorFactory,
    DeliverableFactory,
    DeliverablePlaceFactory,
    PlaceFactory,
    PlanOutcomeFactory,
    PortfolioFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
)
from test_admin import address, errors_of, posted

from ledger.admin import LedgerAdmin
from ledger.admin.deletion import STILL_NAMED
from ledger.admin.forms import REASON_BELOW
from ledger.entries import Entry, entering
from ledger.models import save_with_reason
from ledger.reasons import EMPTY
from ledger.writing import edited_meanwhile
from outcomes.models import Aim, Place
from priorities.models import Appointment, Deliverable, PriorityAction, ProgressUpdate

pytestmark = pytest.mark.django_db

REASON = "The contractor went into administration."
DECISION = "https://example.org/decision"
LATER = {"timescale_text": "By December 2022"}


@pytest.fixture
def officer():
    return User.objects.create_superuser("officer")


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def deliverable():
    """A promise written down some time ago, on a day of its own."""
    with entering(Entry("Read in.", effective_on=date(2021, 10, 13))):
        return DeliverableFactory(text="Open a hub.", timescale_text="By March 2022")


def change(desk, record, **changes):
    """Open the record's form and send it with ``changes``."""
    page = address(type(record), "change", record.pk)
    return desk.post(page, posted(desk.get(page), **changes))


def form_of(page):
    return page.context["adminform"].form


def rows_of(page):
    return [row for inline in page.context["inline_admin_formsets"] for row in inline.formset.forms]


# Why


def test_change_of_a_promise_without_a_reason_comes_back_with_what_was_typed(desk, deliverable):
    answer = change(desk, deliverable, **LATER, why_approved_by="Example role")

    form = form_of(answer)
    assert (answer.status_code, form.errors) == (200, {"why_reason": [EMPTY]})
    assert (form["timescale_text"].value(), form["why_approved_by"].value()) == ("By December 2022", "Example role")
    assert deliverable.history.count() == 1


def test_change_of_a_promise_is_written_with_its_entry(desk, officer, deliverable):
    answer = change(
        desk,
        deliverable,
        **LATER,
        why_reason=REASON,
        why_decision_url=DECISION,
        why_approved_by="Example role",
        why_effective_on="2022-01-18",
    )

    version = deliverable.history.latest("history_id")
    assert (answer.status_code, version.timescale_text, version.effective_on) == (
        302,
        "By December 2022",
        date(2022, 1, 18),
    )
    assert (version.history_change_reason, version.history_decision_url) == (REASON, DECISION)
    assert (version.history_approved_by, version.history_user) == ("Example role", officer)


def test_record_and_rows_are_written_with_one_entry(desk, deliverable):
    update = ProgressUpdateFactory(deliverable=deliverable)

    change(
        desk,
        deliverable,
        **LATER,
        **{"updates-0-commentary": "The roof leaks."},
        why_reason=REASON,
        why_decision_url=DECISION,
    )

    entries = [each.history.latest("history_id") for each in (deliverable, update)]
    assert [(each.history_change_reason, each.history_decision_url) for each in entries] == [(REASON, DECISION)] * 2


def test_change_of_anything_but_the_promise_needs_no_reason(desk, deliverable):
    answer = change(desk, deliverable, owner_as_published="Example role")

    assert (answer.status_code, deliverable.history.count()) == (302, 2)


def test_promise_of_a_draft_plan_changes_without_a_reason(desk):
    deliverable = DeliverableFactory(priority__plan_outcome__plan__state="draft")

    answer = change(desk, deliverable, **LATER)

    assert (answer.status_code, deliverable.history.count()) == (302, 2)


def test_text_of_several_lines_is_not_changed_by_how_browsers_send_it(desk, deliverable):
    save_with_reason(deliverable, REASON)
    deliverable.text = "Open a hub.\nKeep it open."
    save_with_reason(deliverable, REASON)

    answer = change(desk, deliverable, text="Open a hub.\r\nKeep it open.")

    assert (answer.status_code, deliverable.history.count()) == (302, 2)


def test_promise_changed_in_its_row_needs_a_reason(desk, deliverable):
    row = {"deliverables-0-text": "Open two hubs."}

    refused = change(desk, deliverable.priority, **row)
    taken = change(desk, deliverable.priority, **row, why_reason=REASON)

    assert errors_of(refused) == [EMPTY, REASON_BELOW]
    assert rows_of(refused)[0]["text"].value() == "Open two hubs."
    version = deliverable.history.latest("history_id")
    assert (taken.status_code, version.text, version.history_change_reason) == (302, "Open two hubs.", REASON)
    assert deliverable.history.count() == 2


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2021, 1, 1), "The record last changed on 13 October 2021, so this change cannot take effect on "),
        (timezone.localdate() + timedelta(days=2), "A change cannot take effect on "),
    ],
    ids=["before-the-last-change", "to-come"],
)
def test_day_on_which_a_change_cannot_take_effect_is_refused_beside_its_field(desk, deliverable, day, sentence):
    answer = change(desk, deliverable, **LATER, why_reason=REASON, why_effective_on=day.isoformat())

    errors = form_of(answer).errors
    assert list(errors) == ["why_effective_on"]
    assert errors["why_effective_on"][0].startswith(sentence)
    assert deliverable.history.count() == 1


def test_day_on_which_a_row_cannot_take_effect_is_refused(desk, deliverable):
    answer = change(
        desk,
        deliverable.priority,
        **{"deliverables-0-text": "Open two hubs."},
        why_reason=REASON,
        why_effective_on="2021-01-01",
    )

    assert list(form_of(answer).errors) == ["why_effective_on"]
    assert deliverable.history.count() == 1


def test_record_and_rows_of_the_past_can_be_added(desk):
    stated = PlanOutcomeFactory(plan__state="draft")
    stated.history.update(effective_on=date(2021, 4, 1))
    stated.plan.history.update(effective_on=date(2021, 4, 1))
    values = {"plan": stated.plan.pk, "plan_outcome": stated.pk, "number": "1", "title": "Hubs"}
    values |= {"deliverables-TOTAL_FORMS": "1", "deliverables-INITIAL_FORMS": "0", "deliverables-0-order": "1"}
    values |= {"deliverables-0-text": "Open a hub.", "why_effective_on": "2021-10-13"}
    page = address(PriorityAction, "add")

    answer = desk.post(page, posted(desk.get(page), **values))

    days = [model.objects.get().effective_on for model in (PriorityAction, Deliverable)]
    assert (answer.status_code, days) == (302, [date(2021, 10, 13)] * 2)


def test_appointment_added_without_a_day_takes_effect_on_its_own(desk):
    values = {"councillor": CouncillorFactory().pk, "portfolio": PortfolioFactory().pk, "starts_on": "2021-05-20"}
    page = address(Appointment, "add")

    desk.post(page, posted(desk.get(page), **values))

    assert Appointment.objects.get().effective_on == date(2021, 5, 20)


def slip_of(officer, minutes=1):
    priority = PriorityActionFactory()
    with entering(Entry(by=officer)):
        deliverable = DeliverableFactory(text="Open for hubs.", priority=priority)
    deliverable.history.update(recorded_at=timezone.now() - timedelta(minutes=minutes))
    return deliverable


@pytest.mark.parametrize(
    ("minutes", "whose", "offered"),
    [(1, "officer", True), (61, "officer", False), (1, "other", False)],
    ids=["within-the-hour", "after-the-hour", "somebody-else"],
)
def test_correction_is_offered_to_who_wrote_it_within_the_hour(desk, officer, minutes, whose, offered):
    writer = officer if whose == "officer" else User.objects.create_user("other")
    deliverable = slip_of(writer, minutes)

    pages = [desk.get(address(type(each), "change", each.pk)) for each in (deliverable, deliverable.priority)]

    assert ["why_correction" in form_of(page).fields for page in pages] == [offered, offered]


def test_slip_is_corrected_without_a_reason(desk, officer):
    deliverable = slip_of(officer)

    change(desk, deliverable, text="Open four hubs.", why_correction="on")

    version = deliverable.history.latest("history_id")
    assert (version.text, version.history_correction) == ("Open four hubs.", True)


def test_correction_that_is_not_offered_needs_a_reason(desk, deliverable):
    answer = change(desk, deliverable, **LATER, why_correction="on")

    assert form_of(answer).errors == {"why_reason": [EMPTY]}


# Lost updates


@pytest.fixture
def rival():
    return User.objects.create_user("rival")


def changed_by(rival, record, **changes):
    record = type(record).objects.get(pk=record.pk)
    for name, value in changes.items():
        setattr(record, name, value)
    save_with_reason(record, REASON, by=rival)
    return record


def test_change_of_what_somebody_changed_meanwhile_comes_back_with_both(desk, rival, deliverable):
    page = address(Deliverable, "change", deliverable.pk)
    opened = desk.get(page)
    theirs = changed_by(rival, deliverable, text="Open two hubs.")

    answer = desk.post(page, posted(opened, text="Open three hubs.", why_reason=REASON))

    form, conflict = form_of(answer), answer.context["conflicts"][0]
    assert (answer.status_code, form.non_field_errors()) == (200, [edited_meanwhile(theirs)])
    assert edited_meanwhile(theirs).startswith("rival changed this record at ")
    assert (form["text"].value(), form["why_reason"].value()) == ("Open three hubs.", REASON)
    assert [(each.label, words(each.before), words(each.after)) for each in conflict.differences] == [
        ("Text", "Open two hubs.", "Open three hubs.")
    ]
    assert Deliverable.objects.get().text == "Open two hubs."


def words(marks):
    return " ".join(mark.text for mark in marks)


def test_second_save_after_a_conflict_goes_through(desk, rival, deliverable):
    page = address(Deliverable, "change", deliverable.pk)
    opened = desk.get(page)
    changed_by(rival, deliverable, text="Open two hubs.", owner_as_published="Their role")
    refused = desk.post(page, posted(opened, text="Open three hubs.", why_reason=REASON))

    answer = desk.post(page, posted(refused))

    now = Deliverable.objects.get()
    assert (answer.status_code, now.text, now.owner_as_published) == (302, "Open three hubs.", "Their role")
    assert refused.context["conflicts"][0].kept == ["Directorate role"]
    assert deliverable.history.count() == 3


def test_record_that_was_not_touched_here_stays_as_somebody_changed_it(desk, rival, deliverable):
    update = ProgressUpdateFactory(deliverable=deliverable)
    page = address(Deliverable, "change", deliverable.pk)
    opened = desk.get(page)
    changed_by(rival, deliverable, text="Open two hubs.")

    answer = desk.post(page, posted(opened, **{"updates-0-commentary": "The roof leaks.", "why_reason": REASON}))

    update.refresh_from_db()
    assert (answer.status_code, update.commentary) == (302, "The roof leaks.")
    assert (Deliverable.objects.get().text, deliverable.history.count()) == ("Open two hubs.", 2)


def test_row_that_was_not_touched_here_stays_as_somebody_changed_it(desk, rival, deliverable):
    other = DeliverableFactory(priority=deliverable.priority)
    page = address(PriorityAction, "change", deliverable.priority.pk)
    opened = desk.get(page)
    changed_by(rival, deliverable, text="Open two hubs.")

    desk.post(page, posted(opened, **{"deliverables-1-text": "Close one."}, why_reason=REASON))

    texts = Deliverable.objects.order_by("pk").values_list("text", flat=True)
    assert list(texts) == ["Open two hubs.", "Close one."]
    assert (deliverable.history.count(), other.history.count()) == (2, 2)


def test_row_that_somebody_changed_meanwhile_comes_back_with_both(desk, rival, deliverable):
    page = address(PriorityAction, "change", deliverable.priority.pk)
    opened = desk.get(page)
    theirs = changed_by(rival, deliverable, text="Open two hubs.")

    refused = desk.post(page, posted(opened, **{"deliverables-0-text": "Open three hubs."}, why_reason=REASON))

    assert (refused.status_code, errors_of(refused)) == (200, [edited_meanwhile(theirs)])
    assert rows_of(refused)[0]["text"].value() == "Open three hubs."
    assert len(refused.context["conflicts"]) == 1
    assert desk.post(page, posted(refused)).status_code == 302
    assert Deliverable.objects.get().text == "Open three hubs."


def test_form_sent_without_the_revision_that_was_opened_writes_nothing(desk, deliverable):
    page = address(Deliverable, "change", deliverable.pk)
    values = posted(desk.get(page), **LATER, why_reason=REASON)
    del values["revision"]

    answer = desk.post(page, values)

    assert (answer.status_code, deliverable.history.count()) == (200, 1)


@pytest.mark.parametrize("theirs", [True, False])
def test_change_that_somebody_else_made_meanwhile_is_written_once_and_said_to_stand(desk, rival, deliverable, theirs):
    page = address(Deliverable, "change", deliverable.pk)
    values = posted(desk.get(page), **LATER, why_reason=REASON)
    changed_by(rival, deliverable, **LATER) if theirs else desk.post(page, values)

    answer = desk.post(page, values)

    *_, said = map(str, get_messages(answer.wsgi_request))
    told = ("rival changed this record at ", "what you changed stands in it already: nothing was written twice.")
    assert (answer["Location"] == page, said.startswith(told[0]) and said.endswith(told[1])) == (theirs, theirs)
    assert deliverable.history.count() == 2


def test_race_lost_while_writing_leads_to_the_same_page(desk, rival, deliverable, monkeypatch):
    page = address(Deliverable, "change", deliverable.pk)
    opened = desk.get(page)
    save_model, rivals = LedgerAdmin.save_model, []

    def save_after_a_rival(self, *args):
        if not rivals:
            rivals.append(changed_by(rival, deliverable, text="Open two hubs."))
        save_model(self, *args)

    monkeypatch.setattr(LedgerAdmin, "save_model", save_after_a_rival)
    answer = desk.post(page, posted(opened, text="Open three hubs.", why_reason=REASON))

    assert answer.status_code == 200
    assert form_of(answer)["text"].value() == "Open three hubs."
    assert "changed this record at " in form_of(answer).non_field_errors()[0]


def test_position_taken_while_writing_leads_back_to_the_form(desk, deliverable, monkeypatch):
    monkeypatch.setattr(Deliverable, "full_clean", lambda self, **kwargs: None)
    monkeypatch.setattr(Deliverable, "validate_unique", lambda self, **kwargs: None)
    page = address(Deliverable, "add")
    values = {"priority": deliverable.priority.pk, "order": deliverable.order, "text": "Open another hub."}

    answer = desk.post(page, posted(desk.get(page), **values))

    assert (answer.status_code, Deliverable.objects.count()) == (200, 1)
    assert form_of(answer)["text"].value() == "Open another hub."


# Deletion


def test_deletion_of_a_published_promise_is_refused_with_a_sentence(desk, deliverable):
    page = address(Deliverable, "delete", deliverable.pk)
    sentence = (
        "This deliverable is published, so it is never deleted: “Open a hub.”. "
        "Where a promise will not be kept, report it as withdrawn, with a reason and a link to the decision."
    )

    answers = [desk.get(page), desk.post(page, {"post": "yes"})]

    assert [(answer.status_code, answer.context["protected"]) for answer in answers] == [(200, [sentence])] * 2
    assert Deliverable.objects.count() == 1


def test_deletion_from_the_list_is_refused_as_a_whole(desk, deliverable):
    draft = DeliverableFactory(priority__plan_outcome__plan__state="draft")
    chosen = {"action": "delete_selected", "_selected_action": [deliverable.pk, draft.pk], "post": "yes"}

    answer = desk.post(address(Deliverable, "changelist"), chosen)

    assert (answer.status_code, len(answer.context["protected"]), Deliverable.objects.count()) == (200, 1, 2)


def test_list_is_searched_for_no_more_than_the_beginning_of_a_long_text(desk, deliverable):
    answer = desk.get(address(Deliverable, "changelist"), {"q": "a " * 1000})

    assert (answer.status_code, answer.context["cl"].result_count) == (200, 1)


def test_deletion_of_what_a_published_promise_hangs_on_is_refused(desk, deliverable):
    outcome = deliverable.priority.plan_outcome.outcome

    answer = desk.post(address(type(outcome), "delete", outcome.pk), {"post": "yes"})

    assert (answer.status_code, Deliverable.objects.count()) == (200, 1)


def test_promise_published_while_it_is_deleted_is_kept(desk, monkeypatch):
    deliverable = DeliverableFactory()
    monkeypatch.setattr("ledger.admin.deletion.kept_for_good", lambda records: [])

    single = desk.post(address(Deliverable, "delete", deliverable.pk), {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [deliverable.pk], "post": "yes"}
    listed = desk.post(address(Deliverable, "changelist"), chosen)

    assert (single.status_code, listed.status_code, Deliverable.objects.count()) == (302, 302, 1)
    said = [str(message) for message in get_messages(listed.wsgi_request)]
    assert [sentence.split(":")[0] for sentence in said[-1:]] == [
        "This deliverable is published, so it is never deleted"
    ]


def test_deletion_of_what_is_named_meanwhile_is_refused_with_a_message(desk, monkeypatch):
    place = PlaceFactory()

    def name_it_and_delete(self, request, record):
        DeliverablePlaceFactory(place=record)
        record.delete()

    monkeypatch.setattr(LedgerAdmin, "delete_model", name_it_and_delete)
    answer = desk.post(address(Place, "delete", place.pk), {"post": "yes"})

    assert (answer.status_code, Place.objects.filter(pk=place.pk).exists()) == (302, True)
    assert [str(message) for message in get_messages(answer.wsgi_request)] == [STILL_NAMED]


def test_row_of_a_published_promise_cannot_be_deleted(desk, deliverable):
    answer = change(desk, deliverable.priority, **{"deliverables-0-DELETE": "on"})

    assert answer.status_code == 200
    assert errors_of(answer)[0].startswith("This deliverable is published, so it is never deleted")
    assert Deliverable.objects.count() == 1


def test_row_that_is_not_published_can_be_deleted(desk):
    stated = PlanOutcomeFactory()
    Aim.objects.create(plan_outcome=stated, order=1, text="An aim.")

    answer = change(desk, stated, **{"aims-0-DELETE": "on"})

    assert (answer.status_code, Aim.objects.count()) == (302, 0)


# A list that can be edited


class ListedDeliverables(LedgerAdmin):
    list_display = ["text", "timescale_text"]
    list_editable = ["timescale_text"]


@pytest.fixture
def editable_list(desk, monkeypatch):
    """The list of deliverables with timescales that can be typed over."""
    desk_of = admin.site._registry[Deliverable]
    for name in ("list_display", "list_editable"):
        monkeypatch.setattr(desk_of, name, getattr(ListedDeliverables, name))
    return reverse("admin:priorities_deliverable_changelist")


def listed(page, **changes):
    formset = page.context["cl"].formset
    fields = [field for form in [formset.management_form, *formset.forms] for field in form]
    return {field.html_name: field.value() for field in fields} | {"_save": "Save"} | changes


def test_timescale_changed_in_a_list_is_refused_beside_its_row(desk, editable_list, deliverable):
    page = desk.get(editable_list)

    answer = desk.post(editable_list, listed(page, **{"form-0-timescale_text": "By December 2022"}))

    row = answer.context["cl"].formset.forms[0]
    assert (answer.status_code, row.non_field_errors()) == (200, [EMPTY])
    assert row["timescale_text"].value() == "By December 2022"
    assert deliverable.history.count() == 1


def test_list_carries_the_revision_of_each_row(desk, rival, editable_list):
    deliverable = DeliverableFactory(priority__plan_outcome__plan__state="draft")
    page = desk.get(editable_list)
    assert '<input type="hidden" name="form-0-revision" value="1"' in page.content.decode()
    changed_by(rival, deliverable, **LATER)

    answer = desk.post(editable_list, listed(page, **{"form-0-timescale_text": "By March 2023"}))

    assert (answer.status_code, Deliverable.objects.get().timescale_text) == (200, "By December 2022")


def test_list_writes_what_needs_no_reason(desk, editable_list):
    DeliverableFactory(priority__plan_outcome__plan__state="draft")
    page = desk.get(editable_list)

    answer = desk.post(editable_list, listed(page, **{"form-0-timescale_text": "By March 2023"}))

    assert (answer.status_code, Deliverable.objects.get().timescale_text) == (302, "By March 2023")


# Progress


def test_deferral_without_a_reason_is_refused_beside_the_commentary(desk, deliverable):
    update = ProgressUpdateFactory(deliverable=deliverable)

    answer = change(desk, update, status="deferred", decision_url=DECISION, commentary="tbc", why_reason=REASON)

    assert list(form_of(answer).errors) == ["commentary"]
    assert ProgressUpdate.objects.get().status == "on-track"


def test_published_report_changed_in_its_row_needs_a_reason(desk, deliverable):
    update = ProgressUpdateFactory(deliverable=deliverable)

    answer = change(desk, deliverable, **{"updates-0-status": "complete"})

    assert (list(form_of(answer).errors), rows_of(answer)[0].non_field_errors()) == (["why_reason"], [REASON_BELOW])
    update.refresh_from_db()
    assert update.status == "on-track"


def test_plan_taken_back_at_the_desk_needs_a_reason(desk, deliverable):
    plan = deliverable.priority.plan

    refused = change(desk, plan, state="draft")
    taken = change(desk, plan, state="draft", why_reason=REASON)

    assert (form_of(refused).errors, taken.status_code) == ({"why_reason": [EMPTY]}, 302)


def test_promise_sent_to_another_plan_comes_back_with_a_sentence(desk, deliverable):
    elsewhere = PriorityActionFactory()

    answer = change(desk, deliverable, priority=elsewhere.pk, why_reason=REASON)

    assert [sentence.split(".")[0] for sentence in form_of(answer).non_field_errors()] == [
        f"A promise of {deliverable.priority.plan} stays in that plan"
    ]


MOVED = {
    "updates-0-commentary": "We now expect to open the hub by the end of September 2022.",
    "why_reason": "The report left out what the contractor told us.",
}


@pytest.mark.parametrize(
    ("more", "taken"),
    [
        ({}, False),
        ({"updates-0-date_stands": "on"}, True),
        ({"updates-0-forecast_on": "2022-09-30"}, True),
        (LATER, True),
    ],
    ids=["left-so", "the-date-stands", "forecast-given", "timescale-changed"],
)
def test_date_that_moves_in_the_comment_only_is_noticed(desk, deliverable, more, taken):
    update = ProgressUpdateFactory(deliverable=deliverable)

    answer = change(desk, deliverable, **MOVED, **more)

    update.refresh_from_db()
    assert (answer.status_code, update.commentary == MOVED["updates-0-commentary"]) == (302 if taken else 200, taken)
    if not taken:
        assert list(rows_of(answer)[0].errors) == ["commentary"]
        assert rows_of(answer)[0]["commentary"].value() == MOVED["updates-0-commentary"]


def test_date_that_moves_in_the_comment_of_its_own_form_is_noticed(desk, deliverable):
    update = ProgressUpdateFactory(deliverable=deliverable)
    comment = MOVED["updates-0-commentary"]

    refused = change(desk, update, commentary=comment, why_reason=REASON)
    taken = change(desk, update, commentary=comment, date_stands="on", why_reason=REASON)

    assert (list(form_of(refused).errors), taken.status_code) == (["commentary"], 302)


def test_comment_that_stood_already_is_not_questioned_again(desk, deliverable):
    update = ProgressUpdateFactory(deliverable=deliverable, commentary=MOVED["updates-0-commentary"])

    assert change(desk, update, next_step="Appoint a contractor.").status_code == 302


def test_record_that_was_put_on_record_for_earlier_days_since_is_saved_as_ever(desk, rival):
    """Its newest line in the history is a first version, of a day before: nobody changed it."""
    place = PlaceFactory.build(name="Batley")
    save_with_reason(place, REASON, by=rival)
    changed_by(rival, place, name="Batley East")
    with entering(Entry(effective_on=date(2021, 1, 1))):
        deliverable = DeliverableFactory()
        DeliverablePlaceFactory(deliverable=deliverable, place=place)
    page = address(Place, "change", place.pk)

    answer = desk.post(page, posted(desk.get(page)))

    assert place.history.latest("history_id").revision == 1
    assert [str(each).endswith("was changed successfully.") for each in get_messages(answer.wsgi_request)] == [True]
