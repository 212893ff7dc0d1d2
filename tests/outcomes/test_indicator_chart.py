from datetime import date
from decimal import Decimal

import pytest

from outcomes.indicator_chart import Value, draw_chart, nice_steps, plain_number, with_unit


def values(*numbers, breaks=()):
    return [
        Value(date(2015 + place, 3, 31), str(2015 + place), Decimal(str(number)), breaks=place in breaks)
        for place, number in enumerate(numbers)
    ]


@pytest.mark.parametrize("numbers", [(), (5,)], ids=["none", "one"])
def test_draw_chart_needs_two_values(numbers):
    assert draw_chart(values(*numbers)) is None


def test_draw_chart_lays_values_out_in_time_and_by_size():
    chart = draw_chart(values(50, 60, 70))
    assert [(point.x, point.y) for point in chart.points] == [(92.0, 232.0), (344.3, 126.0), (596.0, 20.0)]


def test_draw_chart_parts_the_line_where_the_method_changed():
    chart = draw_chart(values(50, 60, 70, 60, breaks=[2]))
    assert (len(chart.lines), len(chart.breaks)) == (2, 1)


def test_draw_chart_shows_values_that_are_all_alike():
    chart = draw_chart(values(0, 0))
    assert len({point.y for point in chart.points}) == 1


def test_draw_chart_makes_room_for_targets():
    chart = draw_chart(values(50, 52), [Value(date(2020, 3, 31), "Target", Decimal(90))])
    assert chart.targets[0].y >= chart.top


def test_draw_chart_labels_few_of_many_periods_and_the_last_always():
    labels = [tick.label for tick in draw_chart(values(*range(13))).columns]
    assert labels == ["2015", "2018", "2021", "2024", "2027"]


@pytest.mark.parametrize(
    ("numbers", "breaks", "sentence"),
    [
        ((50, 48, 60), [], "From 50 in 2015 to 60 in 2017; lowest 48 in 2016, highest 60 in 2017."),
        (
            (50, 48, 60),
            [1],
            "Since the method changed: from 48 in 2016 to 60 in 2017; lowest 48 in 2016, highest 60 in 2017.",
        ),
        ((50, 60), [1], "60 in 2016, the first value since the method changed."),
    ],
    ids=["unbroken", "broken", "just broken"],
)
def test_draw_chart_says_in_words_only_what_can_be_compared(numbers, breaks, sentence):
    assert draw_chart(values(*numbers, breaks=breaks)).sentence == sentence


@pytest.mark.parametrize(
    ("low", "high", "steps"),
    [
        (58.6, 63, [58, 60, 62, 64]),
        (0, 1, [0, 0.25, 0.5, 0.75, 1]),
        (-3, 4, [-4, -2, 0, 2, 4]),
        (5, 5, [4, 6]),
        (0, 0, [0, 0.25]),
    ],
)
def test_nice_steps_are_round_and_hold_everything(low, high, steps):
    found = nice_steps(low, high)
    assert (found[0] <= low, found[-1] >= high) == (True, True)
    assert found == steps


@pytest.mark.parametrize(
    ("value", "text"),
    [("60.9000", "60.9"), ("1234567.0000", "1,234,567"), ("0.0000", "0"), ("-0.0000", "0"), ("100", "100")],
)
def test_plain_number_has_no_noughts_at_its_end(value, text):
    assert plain_number(Decimal(value)) == text


@pytest.mark.parametrize(
    ("unit", "text"),
    [("%", "62%"), ("£", "£62"), ("years", "62 years"), ("", "62")],
)
def test_with_unit_stands_where_people_write_it(unit, text):
    assert with_unit(Decimal(62), unit) == text


def test_with_unit_puts_the_sign_before_money():
    assert with_unit(Decimal(-62), "£") == "-£62"
