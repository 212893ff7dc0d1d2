from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace

import pytest

from priorities.tenure import Tenure, known_on, last_day, over_time

TODAY = date(2024, 6, 1)


@dataclass(frozen=True)
class Held:
    starts_on: date
    ends_on: date | None = None


def spans(*held):
    return [(each.first, each.last, each.held) for each in over_time(held, TODAY)]


def test_over_time_without_appointments_is_empty():
    assert over_time([], TODAY) == []


def test_over_time_puts_the_latest_first_and_ends_on_the_last_day_held():
    first, second = Held(date(2020, 1, 1), date(2021, 1, 1)), Held(date(2021, 1, 1))
    assert spans(first, second) == [
        (date(2021, 1, 1), None, second),
        (date(2020, 1, 1), date(2020, 12, 31), first),
    ]


def test_over_time_shows_a_gap_as_a_stretch_that_nobody_held():
    first, second = Held(date(2020, 1, 1), date(2021, 1, 1)), Held(date(2021, 3, 1))
    assert spans(first, second)[1] == (date(2021, 1, 1), date(2021, 2, 28), None)


def test_over_time_shows_a_vacancy_that_lasts():
    held = Held(date(2020, 1, 1), date(2021, 1, 1))
    assert spans(held) == [(date(2021, 1, 1), None, None), (date(2020, 1, 1), date(2020, 12, 31), held)]


def test_over_time_knows_no_vacancy_before_a_holding_has_ended():
    held = Held(date(2020, 1, 1), date(2024, 7, 1))
    assert spans(held) == [(date(2020, 1, 1), date(2024, 6, 30), held)]


def test_over_time_finds_no_gap_where_two_hold_it_together():
    long, short = Held(date(2020, 1, 1)), Held(date(2020, 6, 1), date(2021, 1, 1))
    assert [held for _, _, held in spans(long, short)] == [short, long]


@pytest.mark.parametrize(
    ("day", "covered"),
    [(date(2019, 12, 31), False), (date(2020, 1, 1), True), (date(2020, 2, 1), True), (date(2020, 2, 2), False)],
)
def test_tenure_covers_its_first_and_its_last_day(day, covered):
    assert Tenure(date(2020, 1, 1), date(2020, 2, 1)).covers(day) is covered


def test_last_day_is_the_day_before_an_exclusive_end():
    assert (last_day(date(2026, 5, 7)), last_day(None)) == (date(2026, 5, 6), None)


@pytest.mark.parametrize(
    ("ends_on", "recorded_on", "known"),
    [
        (None, date(2026, 1, 1), None),
        (date(2021, 6, 1), date(2026, 1, 1), date(2021, 6, 1)),
        (date(2021, 9, 1), date(2026, 1, 1), None),
        (date(2021, 9, 1), date(2021, 5, 1), date(2021, 9, 1)),
    ],
    ids=["no-end", "over-by-then", "to-come-and-recorded-later", "to-come-and-recorded-before"],
)
def test_end_is_known_once_it_came_or_was_recorded(ends_on, recorded_on, known):
    row = SimpleNamespace(ends_on=ends_on, recorded_on=recorded_on, note="Seen again later.")

    assert [each.ends_on for each in known_on([row], date(2021, 7, 1))] == [known]


@pytest.mark.parametrize(
    ("recorded_on", "note"),
    [(date(2026, 1, 1), ""), (date(2021, 7, 1), "Seen on that day.")],
    ids=["recorded-later", "recorded-by-then"],
)
def test_note_written_from_hindsight_is_left_out(recorded_on, note):
    row = SimpleNamespace(ends_on=None, recorded_on=recorded_on, note="Seen on that day.")

    assert [each.note for each in known_on([row], date(2021, 7, 1))] == [note]
