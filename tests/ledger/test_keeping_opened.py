"""Why something is deleted is kept as any other text, also on the page that a list opens for the rows chosen in it."""

import pytest
from django.db import IntegrityError
from django.urls import reverse
from factories import PlaceFactory, PlanFactory, UserFactory
from sent_by_browser import address_of, choose, press, text_of

from ledger.admin.chosen import LONGEST
from ledger.models import KeptForm
from outcomes.models import Place, Plan

pytestmark = pytest.mark.django_db

WHY = "Entered twice, once by hand."
LIST = "outcomes_place"


@pytest.fixture
def officer():
    return UserFactory(username="officer", is_superuser=True)


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def places():
    return PlaceFactory.create_batch(3)


def open_alone(desk, places):
    return desk.get(reverse(f"admin:{LIST}_delete", args=[places[0].pk]))


def open_from_list(desk, places):
    return choose(desk, LIST, "delete_selected", places[:2])


both_pages = pytest.mark.parametrize("open_page", [open_alone, open_from_list])


def kept():
    return [dict(each.typed)["why_reason"] for each in KeptForm.objects.all()]


@both_pages
def test_reason_of_a_deletion_sent_after_the_session_ended_is_taken_up_after_signing_in(
    desk, officer, places, open_page
):
    page = open_page(desk, places)
    count = Place.objects.count()
    desk.logout()
    answer = press(desk, page, why_reason=WHY)
    assert (answer.status_code, Place.objects.count(), kept()) == (302, count, [WHY])

    desk.force_login(officer)
    there = desk.get(answer["Location"], follow=True)
    assert (there.status_code, "Take it up again" in text_of(there)) == (200, True)
    page = desk.get(KeptForm.objects.get().address_to_take_up())
    answer = press(desk, page)

    gone = 1 if open_page is open_alone else 2
    assert (answer.status_code, Place.objects.count(), kept()) == (302, count - gone, [])
    assert Place.history.latest().history_change_reason == WHY


@both_pages
def test_reason_of_a_deletion_that_is_refused_meanwhile_is_shown_and_kept(desk, open_page, monkeypatch, places):
    page = open_page(desk, places)
    monkeypatch.setattr("ledger.admin.deletion.kept_for_good", lambda records: ["It was published meanwhile."])

    answer = press(desk, page, why_reason=WHY)

    assert (answer.status_code, Place.objects.count(), kept()) == (200, 3, [WHY])
    assert f"<pre>{WHY}</pre>" in text_of(answer)
    there = desk.get(KeptForm.objects.get().address_to_take_up())
    assert there["Location"] == reverse("read-typed", args=[KeptForm.objects.get().pk])


@both_pages
def test_reason_of_a_deletion_that_fails_late_is_offered_on_the_same_page(desk, open_page, monkeypatch, places):
    def refuse(self, *args, **kwargs):
        raise IntegrityError

    page = open_page(desk, places)
    monkeypatch.setattr(Place, "delete", refuse)
    monkeypatch.setattr("ledger.admin.base.LedgerAdmin.delete_queryset", refuse)

    there = desk.get(press(desk, page, why_reason=WHY)["Location"])

    assert (Place.objects.count(), kept(), "Take it up again" in text_of(there)) == (3, [WHY], True)


def test_record_that_a_colleague_deleted_first_is_not_offered_anew_with_the_reason(desk, places):
    page = open_alone(desk, places)
    places[0].delete()

    answer = press(desk, page, why_reason=WHY)

    said = text_of(answer)
    assert (answer.status_code, f"<pre>{WHY}</pre>" in said, "anew with" in said) == (410, True, False)


def test_draft_on_a_page_that_a_list_opened_is_offered_there_again(desk, officer, places):
    page = open_from_list(desk, places)
    slip = text_of(page).split('name="_made_for" value="')[1].split('"')[0]
    desk.post("/admin/kept/", {"_made_for": slip, "why_reason": WHY})

    page = open_from_list(desk, places)

    assert ("Take it up again" in text_of(page), str(KeptForm.objects.get())) == (
        True,
        "Delete multiple objects: 2 places",
    )
    assert "Take it up again" not in text_of(choose(desk, LIST, "delete_selected", places))


def test_rows_too_many_for_an_address_are_known_again_from_the_draft(desk, officer):
    places = PlaceFactory.create_batch(LONGEST // 2 + 2)
    page = choose(desk, LIST, "delete_selected", places)
    desk.logout()
    press(desk, page, why_reason=WHY)
    desk.force_login(officer)

    page = desk.get(KeptForm.objects.get().address_to_take_up())
    assert len(page.context["queryset"]) == len(places)
    press(desk, page)

    assert (Place.objects.count(), kept()) == (0, [])


@pytest.mark.parametrize("asked", ["", "?chosen=", "?chosen=x.0.99999", "?chosen=many-abc", "?chosen=" + "9" * 400])
def test_page_without_rows_leads_back_to_the_list(desk, asked, places):
    address = reverse(f"admin:{LIST}_delete_selected") + asked
    answers = [desk.get(address), desk.post(address, {"post": "yes", "_selected_action": ["x", "0"]})]
    assert [answer["Location"] for answer in answers] == [reverse(f"admin:{LIST}_changelist")] * 2
    assert Place.objects.count() == 3


def test_nobody_without_the_right_to_delete_opens_the_page(client, places):
    client.force_login(UserFactory())
    address = reverse(f"admin:{LIST}_delete_selected") + f"?chosen={places[0].pk}"
    answers = [client.get(address), client.post(address, {"post": "yes", "_selected_action": [places[0].pk]})]
    assert ([answer.status_code for answer in answers], Place.objects.count()) == ([403, 403], 3)


def test_deletion_of_several_is_a_whole_or_nothing(desk, monkeypatch):
    plans = [PlanFactory(state="draft") for _ in range(2)]
    page = choose(desk, "outcomes_plan", "delete_selected", plans)
    plans[1].state = "current"
    plans[1].save()

    answer = press(desk, page, why_reason=WHY)

    assert (answer.status_code, Plan.objects.count(), address_of(answer).endswith(f"={plans[0].pk}.{plans[1].pk}")) == (
        200,
        2,
        True,
    )
