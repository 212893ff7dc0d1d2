"""Promises counted by two things at once."""

from datetime import date

import pytest
from factories import (
    DeliverableFactory,
    DeliverablePlaceFactory,
    PlaceFactory,
    PlaceFollowsFactory,
    PlaceWithinFactory,
    ProgressUpdateFactory,
)

from dashboards.dimensions import DIMENSIONS, NO_SUCH, dimension_asked
from dashboards.facts import Fact, facts
from dashboards.pivots import pivot, within
from dashboards.scopes import counted, of_ward

DAY = date(2026, 6, 1)
CHANGE = date(2026, 5, 7)
OUTCOMES = [(1, "well", "Well"), (2, "clean", "Clean"), (3, "empty", "Empty")]


def fact(pk, status="", end=None, outcome=None):
    return Fact(pk, status, None, None, end, False, False, False, False, False, outcome, None, None)


def of_outcome(fact):
    return () if fact.outcome is None else (fact.outcome,)


def test_pivot_counts_each_promise_by_its_value_and_status():
    known = [
        fact(1, "on-track", date(2026, 1, 1), outcome=1),
        fact(2, "complete", date(2026, 1, 1), outcome=1),
        fact(3, "", outcome=2),
        fact(4, "on-track"),
    ]

    table = pivot(known, of_outcome, OUTCOMES, "No outcome", DAY)

    assert table.headings == ["Complete", "On track", "No progress reported"]
    assert [(line.slug, line.name, line.overdue, table.cells(line)) for line in (*table.lines, table.together)] == [
        ("well", "Well", 1, [("complete", 1), ("on-track", 1), ("none", 0)]),
        ("clean", "Clean", 0, [("complete", 0), ("on-track", 0), ("none", 1)]),
        ("none", "No outcome", 0, [("complete", 0), ("on-track", 1), ("none", 0)]),
        ("", "All together", 1, [("complete", 1), ("on-track", 2), ("none", 1)]),
    ]
    assert table.shared == 0


def test_pivot_says_how_many_promises_stand_in_several_rows():
    known = [fact(1), fact(2)]
    table = pivot(known, lambda each: (1, 2) if each.pk == 1 else (2,), OUTCOMES, "No outcome", DAY)

    assert [(line.slug, line.standing.total) for line in table.lines] == [("well", 1), ("clean", 2)]
    assert (table.together.standing.total, table.shared) == (2, 1)


def test_within_finds_those_of_a_value_and_those_of_none():
    known = [fact(1, outcome=1), fact(2, outcome=2), fact(3)]

    assert [each.pk for each in within(known, of_outcome, 2)] == [2]
    assert [each.pk for each in within(known, of_outcome, None)] == [3]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", ("portfolio", "")),
        ("ward", ("ward", "")),
        (
            "x",
            (
                "portfolio",
                NO_SUCH.format("portfolio"),
            ),
        ),
    ],
    ids=["nothing", "ward", "no such thing"],
)
def test_dimension_asked_falls_back_with_a_sentence(asked, expected):
    assert dimension_asked(asked, "portfolio") == expected


@pytest.mark.django_db
@pytest.mark.parametrize("day", [date(2026, 4, 1), DAY], ids=["before the change", "after it"])
def test_ward_rows_count_what_the_dashboards_of_the_wards_count(day):
    former = PlaceFactory(slug="former", valid_until=CHANGE)
    wards = [PlaceFactory(slug="one", valid_from=CHANGE), PlaceFactory(slug="two", valid_from=CHANGE), former]
    for later in wards[:2]:
        PlaceFollowsFactory(later=later, earlier=former)
    town = PlaceFactory(kind="town")
    PlaceWithinFactory(part=town, whole=wards[0])
    PlaceWithinFactory(part=town, whole=former)
    for place in (former, wards[1], town):
        DeliverablePlaceFactory(place=place, deliverable=ProgressUpdateFactory().deliverable)
    DeliverableFactory()

    dimension = DIMENSIONS["ward"](day)
    table = pivot(facts(counted(), day), dimension.groups_of, dimension.values, dimension.none, day)

    existing = [ward for ward in wards if (ward is former) == (day < CHANGE)]
    expected = {ward.slug: of_ward(ward.slug, day).promises.count() for ward in existing}
    found = {line.slug: line.standing.total for line in table.lines if line.slug in expected}
    assert found == expected
    assert (table.lines[-1].slug, table.lines[-1].standing.total) == ("none", 1)
