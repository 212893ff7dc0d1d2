"""Addresses in a line, and the words beside them."""

import pytest

from priorities.addresses import addresses_in, words_beside
from priorities.evidence import links_in

A, B = "https://example.org/a", "https://example.org/b"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        pytest.param(f"Report (draft) {A}", "Report (draft)", id="brackets of the words"),
        pytest.param(f"“Report” (2024): {A}", "“Report” (2024)", id="quotation and brackets"),
        pytest.param(f'"One" "two" {A}', '"One" "two"', id="straight quotations"),
        pytest.param(f"Report (draft {A})", "Report (draft)", id="brackets that end with the address"),
        pytest.param(f"({A} draft)", "(draft)", id="brackets that begin with the address"),
        pytest.param(f"Report ({A})", "Report", id="brackets around the address"),
        pytest.param(f"Report ( “{A}” ).", "Report", id="brackets around a quotation"),
        pytest.param(f"See ‘{A}’ and more", "See and more", id="quotation in the middle"),
        pytest.param(f"The council’s ‘{A}’", "The council’s", id="apostrophe"),
        pytest.param(f"Residents’ views: {A}", "Residents’ views", id="apostrophe at the end of a word"),
        pytest.param(f"12) {A}", "12", id="bracket without a partner at the end"),
        pytest.param(f"‘ Report {A}", "Report", id="quote without a partner at the beginning"),
        pytest.param(f"a) Report (draft): {A}", "a) Report (draft)", id="bracket without a partner within"),
        pytest.param(f"see {A}) for more", "see for more", id="bracket that nothing opened, after the address"),
        pytest.param(f"– Report, {A} ;", "Report", id="separators at both ends"),
        pytest.param(f"* **Report: {A}**", "Report", id="stars"),
        pytest.param(f"'{A}'", "", id="quotes alone"),
        pytest.param(f"[{A}]", "", id="square brackets alone"),
        pytest.param(f"{{({A})}}", "", id="brackets in brackets"),
        pytest.param(f"£{A}", "", id="no letter and no digit"),
        pytest.param(f"{A}…", "", id="nothing"),
    ],
)
def test_words_beside_an_address(line, words):
    assert words_beside(line) == words


@pytest.mark.parametrize(
    ("line", "found"),
    [
        pytest.param(f"[{A}]", [A], id="square bracket"),
        pytest.param(f"{{{A}}}.", [A], id="curly bracket and a full stop"),
        pytest.param(f"**{A}**", [A], id="stars"),
        pytest.param(f"([{A}])", [A], id="two brackets"),
        pytest.param(f"{A}?of[]=1", [f"{A}?of[]=1"], id="square brackets within"),
        pytest.param(f"{A}_(Batley)", [f"{A}_(Batley)"], id="brackets of its own"),
        pytest.param(f"{A},b;c", [f"{A},b;c"], id="separators within"),
        pytest.param(f"https://web.example.org/2020/{A}", [f"https://web.example.org/2020/{A}"], id="address within"),
        pytest.param(f"{A};{B}", [A, B], id="semicolon"),
        pytest.param(f"{A},{B}", [A, B], id="comma"),
        pytest.param(f"{A}).,{B}", [A, B], id="comma after a full stop"),
        pytest.param(f"{A}|www.example.org", [A, "https://www.example.org"], id="bar"),
    ],
)
def test_addresses_in_a_line(line, found):
    assert addresses_in(line) == found


def test_link_whose_words_say_nothing_is_called_by_its_address():
    assert [link.name for link in links_in(f"'{A}'\n[{A}]\n£ {A}")] == ["example.org/a"] * 3
