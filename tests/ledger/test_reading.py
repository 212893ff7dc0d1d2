import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from factories import UserFactory

from ledger.admin.why import Textarea
from ledger.plain_english import advice

READING = reverse("plain-english")
HARD = "The council will, subject to the availability of resources, endeavour to expedite implementation. " * 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", [HARD, "Short.", "", "9" * 50_000, "x\0y"], ids=["hard", "short", "none", "long", "nul"]
)
def test_address_says_how_hard_a_text_is_to_read(client, text):
    client.force_login(UserFactory())

    assert client.post(READING, {"text": text}).json() == {"reading": advice(text[:20_000])}


@pytest.mark.django_db
def test_address_is_closed_to_who_does_not_work_here(client):
    assert client.post(READING, {"text": HARD}).status_code == 302


@pytest.mark.parametrize(("text", "hidden"), [(HARD, False), ("", True)], ids=["hard", "none"])
def test_box_has_a_place_for_what_is_said_while_it_is_typed(text, hidden):
    box = Textarea().render("commentary", text)

    assert (f'data-reads="{READING}"' in box, " hidden>" in box, advice(text) in box) == (True, hidden, True)


@pytest.mark.parametrize(
    ("page", "field", "reads"),
    [
        ("outcomes_planindicator_add", "wording", True),
        ("outcomes_planoutcome_add", "strapline", True),
        ("outcomes_planoutcome_add", "name", False),
    ],
)
def test_line_is_read_where_a_sentence_fits_into_it(admin_client, page, field, reads):
    page = BeautifulSoup(admin_client.get(reverse(f"admin:{page}")).content, "html.parser")

    assert ("data-reads" in page.select_one(f"#id_{field}").attrs) == reads
