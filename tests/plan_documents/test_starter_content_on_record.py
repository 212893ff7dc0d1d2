"""The starter content once it is loaded: what is on record, and on which day. Nothing here changes it."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from loading import load

from ledger.past import as_at
from outcomes.models import Commitment, HeadlineFigure, Place, PlaceFollows, PlaceWithin, Plan, Seal
from priorities.models import Appointment, Deliverable, ProgressUpdate, Succession
from stories.models import SharedValue, Story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


@pytest.fixture(scope="module")
def loaded(module_records) -> list[str]:
    """The lines that were told when it was loaded, once for all who read it."""
    with module_records():
        return load()


def test_starter_content_is_all_on_record_and_loads_once():
    counted = {
        model.__name__: model.objects.count()
        for model in (
            Plan,
            Commitment,
            HeadlineFigure,
            Deliverable,
            SharedValue,
            Story,
            Place,
            PlaceWithin,
            PlaceFollows,
            ProgressUpdate,
            Succession,
        )
    }
    assert counted == {
        "Plan": 5,
        "Commitment": 122,
        "HeadlineFigure": 15,
        "Deliverable": 17,
        "SharedValue": 10,
        "Story": 8,
        "Place": 33,
        "PlaceWithin": 10,
        "PlaceFollows": 6,
        "ProgressUpdate": 32,
        "Succession": 6,
    }
    assert load()[:2] == ["Created: nothing", "Changed: nothing"]


def test_starter_links_of_wards_hold_from_the_day_on_which_both_were_there():
    east = Place.objects.get(slug="colne-valley-east")
    assert [place.slug for place in east.links.earlier] == ["colne-valley", "golcar"]
    assert [place.slug for place in east.links.parts] == ["golcar-town"]
    with as_at(date(2026, 5, 6)):
        assert PlaceFollows.objects.count() == 0
        assert [place.slug for place in Place.objects.get(slug="golcar-town").links.wholes] == ["golcar"]


def test_starter_progress_is_all_labelled_as_example():
    assert set(ProgressUpdate.objects.values_list("is_example", "author_role")) == {(True, "Example contributor")}


def test_starter_successions_settle_every_promise_and_are_labelled_as_examples():
    later = Plan.objects.get(slug="council-plan-2024-25")
    assert list(Deliverable.objects.unfinished().unmarked_in(later)) == []
    assert Deliverable.objects.unfinished().count() == 6
    assert set(Succession.objects.values_list("is_example", "plan", "earlier__priority__plan__slug")) == {
        (True, later.pk, "council-plan-2021-23")
    }
    assert {reason.split()[0] for reason in Succession.objects.values_list("reason", flat=True)} == {"Example:"}
    for succession in Succession.objects.all():
        succession.full_clean()


def test_later_plan_is_published_after_what_it_replaces_is_settled():
    plan = Plan.objects.get(slug="council-plan-2024-25")
    first, *_, last = plan.history.order_by("history_id")
    public = plan.history.exclude(state="draft").earliest("history_id")
    assert (first.state, last.state) == ("draft", "archived")
    assert max(plan.successions.values_list("recorded_at", flat=True)) < public.recorded_at


def test_starter_plans_are_read_as_at_their_own_days():
    states = {}
    for day in (date(2019, 12, 30), date(2019, 12, 31), date(2021, 10, 13), date(2023, 6, 1), date(2024, 3, 6)):
        with as_at(day):
            states[day.isoformat()] = sorted(Plan.objects.published().values_list("slug", "state"))
    first, second, third = "corporate-plan-2018-20", "council-plan-2020-21", "council-plan-2021-23"
    assert states == {
        "2019-12-30": [],
        "2019-12-31": [(first, "current")],
        "2021-10-13": [(first, "archived"), (second, "archived"), (third, "current")],
        "2023-06-01": [(first, "archived"), (second, "archived"), (third, "archived")],
        "2024-03-06": [
            (first, "archived"),
            (second, "archived"),
            (third, "archived"),
            ("council-plan-2024-25", "current"),
        ],
    }


def test_starter_holders_are_those_of_the_day():
    leaders = []
    for day in (date(2016, 1, 1), date(2022, 1, 1), date(2024, 1, 1), date(2025, 1, 1)):
        with as_at(day):
            held = Appointment.objects.on(day).filter(portfolio__name="Leader of the Council")
            leaders += held.values_list("councillor__name", flat=True)
    assert leaders == ["David Sheard", "Shabir Pandor", "Cathy Scott", "Carole Pattison"]


def test_starter_moves_are_replayed_once_and_say_that_they_are_examples(loaded):
    told = [line for line in loaded if line.startswith("Example: on")]
    moved = Deliverable.history.filter(history_approved_by="Example approver").order_by("effective_on")
    assert len(told) == moved.count() == 5
    assert [version.history_change_reason.partition(":")[0] for version in moved] == ["Example"] * 5
    assert [line for line in load() if line.startswith("Example: on")] == []


def test_starter_promise_that_moved_twice_is_read_as_at_each_day():
    seen = []
    for day in (date(2022, 7, 4), date(2022, 7, 5), date(2022, 11, 10)):
        with as_at(day):
            seen += Deliverable.objects.filter(priority__number=3, order=2).values_list("timescale_text", flat=True)
    assert seen == ["April 2022", "October 2022", "March 2023"]


def test_starter_content_seals_one_day_once_and_is_all_in_order():
    load()
    assert list(Seal.objects.values_list("plan__slug", "day")) == [("council-plan-2021-23", date(2022, 3, 31))]
    call_command("verify_ledger", stdout=(out := StringIO()))
    assert out.getvalue().endswith("1 seal: all in order.\n")


def test_starter_wards_begin_and_end_on_their_days():
    counted = []
    for day in (date(2020, 1, 1), date(2026, 5, 6), date(2026, 5, 7)):
        with as_at(day):
            counted.append(Place.objects.existing_on(day).filter(kind="ward").count())
    assert counted == [23, 23, 23]
