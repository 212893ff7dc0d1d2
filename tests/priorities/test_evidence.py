"""Links as officers type them, and what anyone can open to check a promise by."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from factories import DeliverableFactory, EvidenceLinkFactory, ProgressUpdateFactory

from priorities.evidence import Evidence, Link, check_links, evidence_for, links_in

HUB = "https://example.org/hub"


@pytest.mark.parametrize(
    ("text", "links"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param(HUB, [Link(HUB)], id="an address alone"),
        pytest.param(f"Photographs: {HUB}", [Link(HUB, "Photographs")], id="words before it"),
        pytest.param(f"{HUB} – photographs", [Link(HUB, "photographs")], id="words after it"),
        pytest.param(
            f"Hub\t{HUB}\r\n\n www.example.org/b ", [Link(HUB, "Hub"), Link("https://www.example.org/b")], id="two"
        ),
        pytest.param("HTTP://example.org/A", [Link("HTTP://example.org/A")], id="capitals"),
        pytest.param(f"See {HUB}.", [Link(HUB, "See")], id="a sentence"),
        pytest.param(f"Counts of June ({HUB})", [Link(HUB, "Counts of June")], id="in brackets"),
        pytest.param(f"{HUB}_(Batley)", [Link(f"{HUB}_(Batley)")], id="brackets of its own"),
        pytest.param(f"“{HUB}”, <{HUB}/2>", [Link(HUB)], id="in quotation marks"),
        pytest.param("awww.example.org", [], id="within a word"),
        pytest.param("Minutes of June", [], id="no address"),
        pytest.param("javascript:alert(1)", [], id="a script"),
    ],
)
def test_links_in_a_text(text, links):
    assert links_in(text) == links


@pytest.mark.parametrize(
    ("link", "name"),
    [(Link(HUB, "Photographs"), "Photographs"), (Link("https://www.example.org/hub/"), "example.org/hub")],
)
def test_link_without_words_is_called_by_its_address(link, name):
    assert link.name == name


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        pytest.param(f"\n{HUB}\nHub: {HUB}/2\n", [], id="two links"),
        pytest.param(
            f"{HUB}\nMinutes of June",
            [
                "Line 2: “Minutes of June” holds no address. Give one that begins with https://, after the words if "
                "there are any."
            ],
            id="no address",
        ),
        pytest.param(
            f"{HUB} {HUB}/2\nhttps://nowhere",
            [
                "Line 1: it holds more than one address. Put each on a line of its own.",
                "Line 2: “https://nowhere” is no address that can be opened. Copy it once more from the page.",
            ],
            id="two at once and a broken one",
        ),
        pytest.param(
            f"{HUB};{HUB}/2", ["Line 1: it holds more than one address. Put each on a line of its own."], id="one pair"
        ),
        pytest.param(
            f"{'x' * 201} {HUB}",
            ["Line 1: its words have 201 characters, and there is room for 200."],
            id="many words",
        ),
        pytest.param(f"{HUB}/{'x' * 500}", ["Line 1: its address is longer than 500 characters."], id="a long address"),
        pytest.param("\n".join([HUB] * 21), ["These are 21 links. Give the 20 that show most."], id="too many"),
    ],
)
def test_faults_of_links_name_their_line(text, faults):
    try:
        check_links(text)
        found = []
    except ValidationError as error:
        found = error.messages
    assert found == faults


@pytest.mark.django_db
def test_evidence_of_a_promise_has_each_address_once_and_none_of_what_is_not_published():
    promise = DeliverableFactory()
    EvidenceLinkFactory(deliverable=promise, url=HUB, title="The hub", shown_on=date(2022, 4, 1))
    given = f"Count: https://example.org/count\n{HUB}"
    for day in (3, 1):
        ProgressUpdateFactory(deliverable=promise, as_of=date(2022, 5, day), evidence=given)
    for state in ("draft", "awaiting", "returned"):
        ProgressUpdateFactory(deliverable=promise, state=state, remark="Why?", evidence=f"{HUB}/{state}")

    assert evidence_for(promise) == [
        Evidence("https://example.org/count", "Count", date(2022, 5, 3)),
        Evidence(HUB, "The hub", date(2022, 4, 1)),
    ]
