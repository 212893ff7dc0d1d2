"""What belongs to a ward, and what its dashboard says of the ward's own change."""

from datetime import date

import pytest
from django.http import Http404
from django.template import Context, Template
from factories import CouncillorFactory, DeliverablePlaceFactory, PlaceFactory, PlaceFollowsFactory, PlaceWithinFactory

from dashboards.scopes import everything, of_ward, own_of
from dashboards.templatetags.wards import tagged_by
from dashboards.wards import notes_on
from ledger.entries import Entry, entering
from ledger.past import as_at
from outcomes.models import Place

FIRST, CHANGE, TODAY = date(2021, 5, 1), date(2026, 5, 7), date(2026, 11, 1)
BEFORE = date(2025, 1, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november(clock):
    clock("2026-11-01 12:00")


@pytest.fixture
def wards() -> dict[str, Place]:
    """The ward Golcar until May 2026, Colne Valley East after it, a village in it, and a town in the former alone."""
    with entering(Entry("Read in.", effective_on=FIRST)):
        golcar = PlaceFactory(slug="golcar", name="Golcar", valid_until=CHANGE)
        village = PlaceFactory(slug="golcar-town", name="Golcar", kind="town")
        elsewhere = PlaceFactory(slug="longwood", name="Longwood", kind="town")
        PlaceWithinFactory(part=elsewhere, whole=golcar)
    with entering(Entry("Read in.", effective_on=CHANGE)):
        east = PlaceFactory(slug="colne-valley-east", name="Colne Valley East", valid_from=CHANGE)
        PlaceFollowsFactory(later=east, earlier=golcar)
        PlaceWithinFactory(part=village, whole=east)
    return {"golcar": golcar, "village": village, "elsewhere": elsewhere, "east": east}


def tagged(place: Place, text: str):
    return DeliverablePlaceFactory(place=place, deliverable__text=text).deliverable


def test_ward_has_what_is_tagged_with_it_its_towns_and_the_ward_before_it(wards):
    own, town = tagged(wards["east"], "Own."), tagged(wards["village"], "Town.")
    earlier, _ = tagged(wards["golcar"], "Earlier."), tagged(wards["elsewhere"], "Elsewhere.")
    tagged(PlaceFactory(), "Another.")

    scope = of_ward("colne-valley-east", TODAY)
    assert {promise.text for promise in scope.promises} == {"Own.", "Town.", "Earlier."}
    assert [tagged_by(scope, promise) for promise in (own, town, earlier)] == [
        "Colne Valley East",
        "Golcar, a town or village in it",
        "Golcar, a ward until 6 May 2026",
    ]


def test_town_has_no_dashboard_of_a_ward(wards):
    with pytest.raises(Http404):
        of_ward("golcar-town", TODAY)
    assert own_of(CouncillorFactory(ward=wards["village"]), [], []) == []


def test_promise_tagged_twice_says_both_places(wards):
    promise = tagged(wards["village"], "Twice.")
    DeliverablePlaceFactory(place=wards["east"], deliverable=promise)

    words = tagged_by(of_ward("colne-valley-east", TODAY), promise)
    assert words == "Colne Valley East and Golcar, a town or village in it"


def test_ward_that_follows_names_the_earlier_one_and_its_towns(wards):
    assert [(note.kind, note.sentence, note.places) for note in notes_on(wards["east"], TODAY)] == [
        (
            "took over",
            "Colne Valley East took over, in whole or in part, from Golcar on 7 May 2026. What was promised for it by "
            "name is counted here, too.",
            [wards["golcar"]],
        ),
        (
            "towns",
            "In Colne Valley East, in whole or in part, lies the town or village Golcar: what is promised there "
            "counts here.",
            [wards["village"]],
        ),
    ]


def test_ward_that_ended_names_those_that_follow(wards):
    ended = notes_on(wards["golcar"], CHANGE)[0]
    sentence = "Golcar ended on 6 May 2026. Colne Valley East took over from it, in whole or in part."
    assert (ended.kind, ended.sentence, ended.places) == ("ended", sentence, [wards["east"]])


def test_ward_that_will_end_says_when():
    ward = PlaceFactory(name="Mirfield", valid_until=date(2027, 5, 6))
    PlaceFollowsFactory(later__name="Mirfield North", earlier=ward)

    [note] = notes_on(ward, TODAY)
    assert note.sentence == (
        "The last day of Mirfield will be 5 May 2027. Then Mirfield North will take over from it, in whole or in part."
    )


def test_end_of_a_ward_that_was_written_down_later_is_not_told_of_a_day_before(wards):
    assert [note.kind for note in notes_on(wards["golcar"], date(2026, 5, 6))] == ["towns"]


def test_ward_to_come_is_told_on_a_day_before_it_with_the_earlier_one(wards):
    promise = tagged(wards["golcar"], "Earlier.")
    with as_at(TODAY):
        assert promise in of_ward("golcar", TODAY).promises
    with as_at(BEFORE):
        scope = of_ward("colne-valley-east", BEFORE)
        [coming, _] = notes_on(scope.record, BEFORE)
    sentence = "Colne Valley East does not exist yet: its first day is 7 May 2026. Until then there is Golcar."
    assert (coming.kind, coming.sentence, coming.places) == ("coming", sentence, [wards["golcar"]])


def test_ward_of_no_day_is_not_found(wards):
    with as_at(BEFORE), pytest.raises(Http404):
        of_ward("nowhere", BEFORE)
    with pytest.raises(Http404):
        of_ward("nowhere", TODAY)


def test_names_with_an_and_in_them_are_told_apart():
    later = PlaceFactory(name="Netherton and Newsome", valid_from=CHANGE)
    for name in ("Newsome", "Crosland Moor and Netherton"):
        PlaceFollowsFactory(later=later, earlier=PlaceFactory(name=name))

    [note] = notes_on(later, TODAY)
    assert note.sentence.partition(" on ")[0] == (
        "Netherton and Newsome took over, in whole or in part, from “Crosland Moor and Netherton” and “Newsome”"
    )


def test_notes_lead_to_dashboards_of_wards_and_pages_of_towns_in_a_fixed_number_of_questions(
    wards, django_assert_num_queries
):
    page = Template("{% load wards %}{% ward_notes scope day %}")
    scope = of_ward("colne-valley-east", TODAY)
    with django_assert_num_queries(0):
        shown = page.render(Context({"scope": scope, "day": TODAY}))
    links = [part.split('"')[0] for part in shown.split('href="')[1:]]
    assert links == ["/dashboard/wards/golcar/", "/places/golcar-town/"]
    assert page.render(Context({"scope": everything("", TODAY), "day": TODAY})).strip() == ""


def test_public_page_of_a_place_says_what_it_has_to_do_with_others(client, wards):
    PlaceWithinFactory(part=wards["village"], whole=wards["golcar"])

    def links(slug):
        page = client.get(f"/places/{slug}/").content.decode()
        aside = page.partition("<h2>About this place</h2>")[2].partition("</aside>")[0]
        return [part.split('"')[0] for part in aside.split('href="/places/')[1:]]

    assert links("colne-valley-east") == ["golcar/", "golcar-town/"]
    assert links("golcar-town") == ["colne-valley-east/"]
    assert "Colne Valley East</a> took over from it" in client.get("/places/golcar/").content.decode()
