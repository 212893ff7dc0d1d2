"""The sentences in which a change of one field is told."""

from datetime import date
from decimal import Decimal

import pytest

from ledger.changes import Field, Said
from ledger.changes.wording import say, words_of

MARCH, JUNE = date(2022, 3, 31), date(2022, 6, 30)
DUE = Field("Date", "moved", ends="timescale_end")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        ("", ""),
        (False, "no"),
        (True, "yes"),
        (date(2022, 5, 3), "3 May 2022"),
        (Decimal("1250.5000"), "1,250.5"),
        (Decimal("100.0000"), "100"),
        (7, "7"),
        (" text ", "text"),
    ],
)
def test_words_of_value(value, words):
    assert words_of(value) == words


@pytest.mark.parametrize(
    ("before", "after", "first", "then", "sentence"),
    [
        ("March 2022", "June 2022", MARCH, JUNE, "Date moved from March 2022 to June 2022, 91 days later"),
        ("June 2022", "March 2022", JUNE, MARCH, "Date moved from June 2022 to March 2022, 91 days earlier"),
        (
            "31 March 2022",
            "1 April 2022",
            MARCH,
            date(2022, 4, 1),
            "Date moved from 31 March 2022 to 1 April 2022, 1 day later",
        ),
        ("March 2022.", "In due course.", MARCH, None, "Date moved from March 2022 to In due course"),
        ("", "June 2022", None, JUNE, "Date given: June 2022"),
        ("March 2022", "", MARCH, None, "Date taken away: it was March 2022"),
    ],
    ids=["later", "earlier", "one-day", "no-day-any-more", "given", "taken-away"],
)
def test_moved_date_says_from_when_to_when_and_by_how_much(before, after, first, then, sentence):
    assert say(DUE, before, after, first, then) == Said("moved", sentence, label="Date")


def test_date_in_other_words_has_not_moved():
    said = say(DUE, "March 2022", "By 31 March 2022", MARCH, MARCH)
    assert said == Said(
        "reworded",
        "Date worded differently, for the same day",
        label="Date",
        before="March 2022",
        after="By 31 March 2022",
    )


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [("old", "new", "Wording reworded"), ("", "new", "Wording added"), ("old", "", "Wording taken out")],
)
def test_words_keep_both_texts(before, after, sentence):
    assert say(Field("Wording"), before, after) == Said("reworded", sentence, "", "Wording", before, after)


@pytest.mark.parametrize(
    ("kind", "before", "after", "sentence"),
    [
        ("holder", "Housing", "Health", "Portfolio changed from Housing to Health"),
        ("other", "", "Health", "Portfolio given: Health"),
        ("link", "Housing", "", "Portfolio taken away: it was Housing"),
    ],
)
def test_other_fields_say_from_what_to_what(kind, before, after, sentence):
    assert say(Field("Portfolio", kind), before, after) == Said(kind, sentence, label="Portfolio")
