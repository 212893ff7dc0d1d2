"""Plans that make room by themselves: archived once their last day is over and another plan has taken their place."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from factories import PlanFactory

from desk.handing_over import HandOver, hand_over

pytestmark = pytest.mark.django_db

LAST, FIRST = date(2026, 3, 31), date(2026, 4, 1)
EVE, NOW = datetime(2026, 3, 31, 22, 59, tzinfo=UTC), datetime(2026, 3, 31, 23, 1, tzinfo=UTC)
"""A minute before the first of April begins in Kirklees, where it is summer time, and a minute after."""


def two_plans(ends_on=LAST, **later):
    earlier = PlanFactory(title="The old plan", starts_on=date(2025, 4, 1), ends_on=ends_on)
    PlanFactory(title="The new plan", **{"starts_on": FIRST, "ends_on": None, "replaces": earlier, **later})
    return earlier


def test_plan_is_archived_on_the_first_day_of_the_one_that_replaces_it():
    earlier = two_plans()

    assert list(hand_over(EVE)) == []
    assert list(hand_over(NOW)) == [HandOver(earlier)]
    assert list(hand_over(NOW)) == []

    earlier.refresh_from_db()
    version = earlier.history.latest("history_id")
    assert (earlier.state, version.history_change_reason, version.history_user) == (
        "archived",
        "It ran until 31 March 2026; The new plan took its place.",
        None,
    )


@pytest.mark.parametrize(
    ("ends_on", "later"),
    [(LAST, {"state": "draft"}), (LAST, {"starts_on": date(2026, 4, 2)}), (LAST, {"replaces": None}), (None, {})],
    ids=["draft", "to come", "nothing follows", "no last day"],
)
def test_plan_whose_place_is_not_taken_stays_current(ends_on, later):
    two_plans(ends_on, **later)

    assert list(hand_over(NOW)) == []


def test_residents_read_of_one_plan_in_force_after_the_run_and_of_the_day_before_as_it_was(client, clock):
    clock("2026-03-02")
    two_plans()
    clock("2026-04-01 00:05")
    out = StringIO()

    call_command("publish_due", stdout=out)

    page = client.get("/plans/").content.decode()
    assert (out.getvalue()[:29], page.count("The plan in force."), "It ran from April 2025" in page) == (
        "Archived: plan “The old plan”",
        1,
        True,
    )
    before = client.get("/plans/?as-at=2026-03-31").content.decode()
    assert (before.count("The plan in force."), "It ran from" in before) == (1, False)


def test_plan_that_the_database_refuses_is_named_and_does_not_stop_the_others(cannot_be_saved, clock):
    clock("2026-04-01 00:05")
    first, second = two_plans(), two_plans()
    cannot_be_saved(first)
    errors = StringIO()

    with pytest.raises(CommandError, match="1 of 2 could not be done"):
        call_command("publish_due", stdout=StringIO(), stderr=errors)

    second.refresh_from_db()
    told = f"Not archived: plan “The old plan” ({first.pk}). The database could not take it: OperationalError."
    assert (errors.getvalue().startswith(told), second.state) == (True, "archived")
