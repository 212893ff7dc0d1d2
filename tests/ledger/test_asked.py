"""Which day an address asks for."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from ledger.asked import BadDay, end_of, reading_asked_for
from ledger.clock import Reading

TODAY = date(2022, 7, 1)
EXAMPLE = "for example 2022-06-30."


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ({}, None),
        ({"as-at": [""]}, None),
        ({"as-at": ["  "]}, None),
        ({"as-at": ["2022-06-30"]}, Reading(date(2022, 6, 30))),
        ({"as-at": [" 2022-06-30 "]}, Reading(date(2022, 6, 30))),
        ({"as-at": ["2022-07-01"]}, Reading(TODAY)),
        ({"as-at": ["0001-01-01"]}, Reading(date(1, 1, 1))),
        (
            {"as-at": ["2022-05-01", "2022-05-01"], "known-by": ["2022-06-30"]},
            Reading(date(2022, 5, 1), datetime(2022, 6, 30, 23, 59, 59, 999999, UTC)),
        ),
    ],
    ids=["none", "empty", "blank", "a-day", "spaces", "today", "the-first-day", "known-by"],
)
def test_reading_asked_for_finds_the_day(query, asked):
    assert reading_asked_for(query, TODAY, UTC) == asked


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("2022-07-02", "2 July 2022 is still to come: nothing can be read as at that day yet."),
        ("2022-02-30", f"“2022-02-30” is a day that no calendar has. Choose another, {EXAMPLE}"),
        ("30/06/2022", f"“30/06/2022” is not written as a day: write year, month and day with hyphens, {EXAMPLE}"),
        ("20220630", f"“20220630” is not written as a day: write year, month and day with hyphens, {EXAMPLE}"),
        ("2022-W26-4", f"“2022-W26-4” is not written as a day: write year, month and day with hyphens, {EXAMPLE}"),
        ("0000-01-01", f"“0000-01-01” is a day that no calendar has. Choose another, {EXAMPLE}"),
        ("x" * 99, f"“{'x' * 40}” is not written as a day: write year, month and day with hyphens, {EXAMPLE}"),
        ("\0", f"“” is not written as a day: write year, month and day with hyphens, {EXAMPLE}"),
        ("٢٠٢٢-٠٦-٣٠", f"“٢٠٢٢-٠٦-٣٠” is not written as a day: write year, month and day with hyphens, {EXAMPLE}"),
    ],
    ids=["future", "no-such-day", "slashes", "no-hyphens", "week", "year-nought", "long", "null", "other-digits"],
)
@pytest.mark.parametrize("name", ["as-at", "known-by"])
def test_reading_asked_for_refuses_what_is_no_day(name, text, refusal):
    with pytest.raises(BadDay) as said:
        reading_asked_for({"as-at": ["2022-06-30"], name: [text]}, TODAY, UTC)

    assert str(said.value) == refusal


def test_end_of_a_summer_day_is_by_local_time():
    assert end_of(date(2022, 6, 30), ZoneInfo("Europe/London")).astimezone(UTC) == datetime(
        2022, 6, 30, 22, 59, 59, 999999, UTC
    )


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        ({"as-at": ["2022-05-01", "2022-06-01"]}, "The address names more than one day. Choose one of them."),
        ({"as-at": ["2022-05-01", ""]}, "The address names more than one day. Choose one of them."),
        (
            {"known-by": ["2022-06-30"]},
            "“known-by” alone names no day to read. Give the day as “as-at” as well, for example 2022-06-30.",
        ),
    ],
    ids=["two-days", "a-day-and-none", "known-by-alone"],
)
def test_reading_asked_for_refuses_what_cannot_be_followed(query, refusal):
    with pytest.raises(BadDay) as said:
        reading_asked_for(query, TODAY, UTC)

    assert str(said.value) == refusal
