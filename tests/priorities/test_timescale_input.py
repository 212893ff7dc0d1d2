import pytest
from django.urls import reverse
from factories import DeliverableFactory, UserFactory

from priorities.timescale_input import NOTHING_YET, TimescaleInput, TimescaleLine, reading_of
from priorities.timescales import read_timescale

pytestmark = pytest.mark.django_db

READING = reverse("admin:priorities_deliverable_read_timescale")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("By March 2026", read_timescale("By March 2026").reading),
        ("in due course", read_timescale("in due course").reading),
        ("  ", NOTHING_YET),
        ("", NOTHING_YET),
    ],
)
def test_reading_of_what_is_typed(text, said):
    assert reading_of(text) == said


@pytest.mark.parametrize("widget", [TimescaleInput, TimescaleLine])
def test_field_says_how_what_stands_in_it_is_read(widget):
    assert f">{reading_of('By March 2026')}</p>" in widget().render("timescale_text", "By March 2026")


def test_address_reads_a_timescale_for_the_desk(client):
    client.force_login(UserFactory())

    asked = [ask(READING, {"text": "By March 2026"}).json() for ask in (client.get, client.post)]
    assert asked == [{"reading": reading_of("By March 2026")}] * 2


@pytest.mark.parametrize("text", ["9" * 5000, "‮ March 2026", "31/31/9999", "𝟚𝟘𝟚𝟞"])
def test_address_answers_whatever_is_typed(client, text):
    client.force_login(UserFactory())

    assert client.get(READING, {"text": text}).status_code == 200


def test_address_is_closed_to_who_does_not_work_here(client):
    assert client.get(READING, {"text": "By March 2026"}).status_code == 302


def test_form_of_a_promise_shows_the_reading_beneath_its_timescale(client):
    client.force_login(UserFactory(is_superuser=True))
    promise = DeliverableFactory(timescale_text="By March 2026")

    page = client.get(reverse("admin:priorities_deliverable_change", args=[promise.pk]))

    assert f">{promise.timescale_reading}</p>" in page.content.decode()
