"""One way only to write values down as JSON."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.db.models import TextChoices
from hypothesis import given
from hypothesis import strategies as st

from ledger.canonical import NotCanonical, canonical_json, sha256_of


class Kind(TextChoices):
    WARD = "ward", "Ward"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "null"),
        (True, "true"),
        (0, "0"),
        (-7, "-7"),
        (2**53 - 1, "9007199254740991"),
        ("£4 – ‘sic’", '"£4 – ‘sic’"'),
        (Kind.WARD, '"ward"'),
        ('"\\/', '"\\"\\\\/"'),
        ("\b\t\n\f\r\x00\x1f\x7f", '"\\b\\t\\n\\f\\r\\u0000\\u001f\x7f"'),
        ("e\u0301", '"e\u0301"'),
        (Decimal("62.5000"), '"62.5000"'),
        (Decimal("1E+3"), '"1000"'),
        (Decimal("1E-7"), '"0.0000001"'),
        (date(2022, 5, 1), '"2022-05-01"'),
        (datetime(2022, 5, 1, 9, 30, tzinfo=UTC), '"2022-05-01T09:30:00.000000Z"'),
        (datetime(2022, 5, 1, 0, 30, 0, 7, timezone(timedelta(hours=1))), '"2022-04-30T23:30:00.000007Z"'),
        ((1, [], {}), "[1,[],{}]"),
        ({"b": 1, "a": {"d": 2, "c": 3}}, '{"a":{"c":3,"d":2},"b":1}'),
        ({"\ufb33": 1, "\U0001f600": 2, "\u20ac": 3, "1": 4, "\r": 5}, '{"\\r":5,"1":4,"€":3,"😀":2,"\ufb33":1}'),
    ],
    ids=[
        "nothing",
        "true",
        "nought",
        "negative",
        "greatest",
        "signs",
        "choice",
        "quotes-and-slashes",
        "control-characters",
        "accent-on-its-own-stays",
        "decimal-keeps-its-noughts",
        "decimal-without-exponent",
        "small-decimal",
        "day",
        "moment",
        "summer-time",
        "lists",
        "sorted-at-every-depth",
        "sorted-by-utf-16",
    ],
)
def test_value_is_written_in_one_way(value, written):
    assert canonical_json(value) == written.encode()


@pytest.mark.parametrize(
    ("value", "refusal"),
    [
        ({"a": [1.5]}, "In the document, a, 0 stands 1.5, which programs print differently: write it as text."),
        ({"a": {1}}, "In the document, a stands a set, which has no canonical form in JSON."),
        (2**53, "In the document stands 9007199254740992, which is too great to be read exactly."),
        (Decimal("NaN"), "In the document stands NaN, which is not a number."),
        (datetime(2022, 5, 1), "In the document stands a moment without a time zone."),
        ({1: 2}, "In the document, the name 1 is not text."),
        ("\ud800", "In the document stands half a character, which cannot be written in UTF-8."),
        ({"\ud800": 1}, "In the document stands half a character, which cannot be written in UTF-8."),
    ],
    ids=["float", "set", "too-great", "not-a-number", "no-zone", "name", "surrogate", "surrogate-in-a-name"],
)
def test_value_without_a_canonical_form_is_refused(value, refusal):
    with pytest.raises(NotCanonical) as error:
        canonical_json(value)

    assert str(error.value) == refusal


texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
    max_leaves=20,
)


@given(values)
def test_what_is_written_reads_back_and_is_written_the_same(value):
    written = canonical_json(value)

    assert json.loads(written) == value
    assert canonical_json(json.loads(written)) == written


def test_sha256_is_that_of_sha256sum():
    assert sha256_of(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
