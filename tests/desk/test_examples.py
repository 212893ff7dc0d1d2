"""Beside every box for words at the desk stands an example: on pages of their own, and on those of other records."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from factories import (
    DeliverableFactory,
    DirectorateFactory,
    ElectionPeriodFactory,
    ForewordFactory,
    ImportRunFactory,
    PlaceFactory,
    PlanFactory,
    PortfolioFactory,
    ProgressUpdateFactory,
    UserFactory,
)
from own_pages import PAGES_OF_THEIR_OWN, own_pages
from text_boxes import boxes_for_words, without_example

pytestmark = pytest.mark.django_db

WITHOUT_WORDS = {
    "auth_user_invite",
    "auth_user_password_change",  # sends to the account: nobody sets the password of somebody else
    "auth_user_remove-factor",
    "outcomes_electionperiod_held_back",  # while nothing is held back
    "plan_documents_importrun_undo",  # before it is applied
    "priorities_appointment_take_back",  # while nothing is to come
    "priorities_deliverable_bulk confirm",
    "priorities_succession_roll_forward",
    "priorities_succession_roll_forward_publish",
    "priorities_succession_roll_forward_start",  # once it is started
    "priorities_succession_roll_forwards",
}
"""Pages on which nothing is typed but days and choices."""
NEW_PLAN = {"title": "Example plan", "starts_on": "2027-04-01", "ends_on": "2029-03-31", "is_said": True}


@pytest.fixture
def asked(client):
    """Opens a page with every right: whether words are typed there, and which boxes lack an example."""

    def ask(address):
        client.force_login(User.objects.get_or_create(username="officer", is_superuser=True, is_staff=True)[0])
        html = client.get(address).content.decode()
        return bool(boxes_for_words(html)), without_example(html)

    return ask


def test_words_on_a_page_of_its_own_have_an_example_beside_them(asked):
    PortfolioFactory()
    pages = own_pages(DirectorateFactory())

    found = {page: asked(f"{address}?chosen={row}" if row else address) for page, (address, row) in pages.items()}

    assert found == {page: (page not in WITHOUT_WORDS, []) for page in PAGES_OF_THEIR_OWN}


def test_words_on_another_page_have_an_example_beside_them(asked, clock):
    clock("2027-04-01")
    ElectionPeriodFactory()
    ForewordFactory()
    place, promise = PlaceFactory(), DeliverableFactory()
    plan = promise.priority.plan
    place.name = "Example place, renamed"
    place.save()
    PlanFactory(state="draft", replaces=plan)
    pages = [
        ("auth_user_add",),
        ("auth_user_change", UserFactory().pk),
        ("outcomes_seal_add",),
        ("outcomes_electionperiod_held_back",),
        ("outcomes_place_bring_in",),
        ("outcomes_place_restore", place.pk, place.history.earliest().pk),
        ("outcomes_place_delete", place.pk),
        ("priorities_succession_roll_forward_start", PlanFactory().pk),
        ("priorities_succession_roll_forward_carry", plan.pk, promise.priority.pk),
        ("plan_documents_importrun_review", ImportRunFactory(account={"plan": NEW_PLAN}).pk),
        ("plan_documents_importrun_undo", ImportRunFactory(state="applied").pk),
        ("desk_previewlink_for", "update", ProgressUpdateFactory(state="draft").pk),
    ]
    addresses = {name: reverse(f"admin:{name}", args=args) for name, *args in pages}

    assert {name: asked(address) for name, address in addresses.items()} == dict.fromkeys(addresses, (True, []))
