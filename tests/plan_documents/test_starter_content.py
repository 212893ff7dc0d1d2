import shutil
from datetime import date
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from ledger.past import as_at
from outcomes.models import Commitment, HeadlineFigure, Place, PlaceFollows, PlaceWithin, Plan, Seal
from plan_documents.errors import PlanDocumentError
from plan_documents.parsing import parse_document
from plan_documents.readers import read_file
from plan_documents.starter_content import starter_records
from priorities.models import Appointment, Deliverable, ProgressUpdate, Succession
from stories.models import SharedValue, Story

CONTENT = settings.BASE_DIR / "content"
DOCUMENTS = sorted(path for path in CONTENT.glob("*.md") if path.name != "README.md")


def load(*arguments):
    out = StringIO()
    call_command("load_starter_content", *arguments, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.parametrize("path", DOCUMENTS, ids=[path.stem for path in DOCUMENTS])
def test_starter_document_is_read_without_warning_or_loss(path):
    document = parse_document(read_file(path))
    assert (document.set_aside, document.warnings) == ([], [])


@pytest.mark.django_db
def test_starter_content_is_all_on_record_and_loads_once():
    load()
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


@pytest.mark.django_db
def test_starter_links_of_wards_hold_from_the_day_on_which_both_were_there():
    load()
    east = Place.objects.get(slug="colne-valley-east")
    assert [place.slug for place in east.links.earlier] == ["colne-valley", "golcar"]
    assert [place.slug for place in east.links.parts] == ["golcar-town"]
    with as_at(date(2026, 5, 6)):
        assert PlaceFollows.objects.count() == 0
        assert [place.slug for place in Place.objects.get(slug="golcar-town").links.wholes] == ["golcar"]


@pytest.mark.parametrize(
    "row", ["batley-town,beside,batley-east,by name", "batley-town,within,nowhere,by name"], ids=["kind", "place"]
)
def test_starter_link_that_cannot_be_followed_is_told_with_its_line(tmp_path, row):
    folder = shutil.copytree(CONTENT, tmp_path / "content")
    (folder / "place-links.csv").write_text(f"place,kind,other,source\n{row}\n")
    with pytest.raises(PlanDocumentError) as refusal:
        starter_records(folder)
    assert str(refusal.value) == (
        "line 2 of place-links.csv: name two places of places.csv by slug, and “within” or “follows”."
    )


@pytest.mark.django_db
def test_starter_progress_is_all_labelled_as_example():
    load()
    assert set(ProgressUpdate.objects.values_list("is_example", "author_role")) == {(True, "Example contributor")}


@pytest.mark.django_db
def test_starter_content_missing_is_told_in_one_sentence(tmp_path):
    with pytest.raises(CommandError) as refusal:
        load(tmp_path)
    assert str(refusal.value) == (
        f"The starter content cannot be read in: {tmp_path} has no plans.toml: "
        "give the folder that holds the starter content."
    )


@pytest.mark.django_db
def test_starter_successions_settle_every_promise_and_are_labelled_as_examples():
    load()
    later = Plan.objects.get(slug="council-plan-2024-25")
    assert list(Deliverable.objects.unfinished().unmarked_in(later)) == []
    assert Deliverable.objects.unfinished().count() == 6
    assert set(Succession.objects.values_list("is_example", "plan", "earlier__priority__plan__slug")) == {
        (True, later.pk, "council-plan-2021-23")
    }
    assert {reason.split()[0] for reason in Succession.objects.values_list("reason", flat=True)} == {"Example:"}
    for succession in Succession.objects.all():
        succession.full_clean()


@pytest.mark.django_db
def test_later_plan_is_published_after_what_it_replaces_is_settled():
    load()
    plan = Plan.objects.get(slug="council-plan-2024-25")
    first, *_, last = plan.history.order_by("history_id")
    public = plan.history.exclude(state="draft").earliest("history_id")
    assert (first.state, last.state) == ("draft", "archived")
    assert max(plan.successions.values_list("recorded_at", flat=True)) < public.recorded_at


@pytest.fixture
def folder(tmp_path):
    """The starter content, to be changed."""
    return shutil.copytree(CONTENT, tmp_path / "content")


def rewrite(path, before, after):
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


@pytest.mark.django_db
def test_starter_content_that_leaves_promises_open_is_not_loaded(folder):
    (folder / "example-successions.csv").unlink()
    with pytest.raises(CommandError) as refusal:
        load(folder)
    assert str(refusal.value).startswith(
        "The starter content cannot be read in: line 4, plan council-plan-2024-25: Council Plan 2024/25 cannot be "
        "published yet: 6 unfinished promises of Council Plan 2021/23 are not marked"
    )
    assert Plan.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        pytest.param(
            "dropped,council-plan-2024-25,,,",
            "dropped,council-plan-2024-25,,4,",
            "line 2 of example-successions.csv: name the priority in which it goes on; none where it is dropped.",
            id="dropped-into-a-priority",
        ),
        pytest.param(
            "carried,council-plan-2024-25,,4,",
            "carried,council-plan-2024-25,,,",
            "line 3 of example-successions.csv: name the priority in which it goes on; none where it is dropped.",
            id="carried-nowhere",
        ),
        pytest.param(
            "replaced,council-plan-2024-25,,4,",
            "replaced,council-plan-2025-26,,1,",
            "line 4, example of what became of council-plan-2021-23, shaped-by-people, 3.2: "
            "earlier: Choose a promise of the plan that the later plan replaces.",
            id="a-plan-that-does-not-replace-it",
        ),
        pytest.param(
            "Example: faster answers are now one measure among several of how services change.",
            "As discussed.",
            "line 7, example of what became of council-plan-2021-23, shaped-by-people, 5.3: reason: The reason does "
            "not say why: say what happened, in one sentence that a reader who was not there understands.",
            id="no-reason",
        ),
    ],
)
def test_succession_that_does_not_fit_is_told_with_its_line(folder, before, after, said):
    rewrite(folder / "example-successions.csv", before, after)
    with pytest.raises(CommandError) as refusal:
        load(folder)
    assert str(refusal.value) == f"The starter content cannot be read in: {said}"


@pytest.mark.django_db
def test_promise_may_go_on_in_a_promise(folder):
    rewrite(
        folder / "council-plan-2024-25.md",
        "### 2. Transforming services",
        "### 2. Transforming services\n\n#### Deliverables\n\n- Change how services work.\n  Timescale: June 2024",
    )
    rewrite(folder / "example-successions.csv", "merged,council-plan-2024-25,,2,,", "merged,council-plan-2024-25,,2,1,")
    rewrite(folder / "plans.toml", 'replaces = "council-plan-2024-25"', "")
    load(folder)
    assert [str(each.later) for each in Succession.objects.exclude(later=None)] == ["Change how services work."]


@pytest.mark.django_db
def test_starter_plans_are_read_as_at_their_own_days():
    load()
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


@pytest.mark.django_db
def test_starter_holders_are_those_of_the_day():
    load()
    leaders = []
    for day in (date(2016, 1, 1), date(2022, 1, 1), date(2024, 1, 1), date(2025, 1, 1)):
        with as_at(day):
            held = Appointment.objects.on(day).filter(portfolio__name="Leader of the Council")
            leaders += held.values_list("councillor__name", flat=True)
    assert leaders == ["David Sheard", "Shabir Pandor", "Cathy Scott", "Carole Pattison"]


@pytest.mark.django_db
def test_starter_moves_are_replayed_once_and_say_that_they_are_examples():
    told = [line for line in load() if line.startswith("Example: on")]
    moved = Deliverable.history.filter(history_approved_by="Example approver").order_by("effective_on")
    assert len(told) == moved.count() == 5
    assert [version.history_change_reason.partition(":")[0] for version in moved] == ["Example"] * 5
    assert [line for line in load() if line.startswith("Example: on")] == []


@pytest.mark.django_db
def test_starter_promise_that_moved_twice_is_read_as_at_each_day():
    load()
    seen = []
    for day in (date(2022, 7, 4), date(2022, 7, 5), date(2022, 11, 10)):
        with as_at(day):
            seen += Deliverable.objects.filter(priority__number=3, order=2).values_list("timescale_text", flat=True)
    assert seen == ["April 2022", "October 2022", "March 2023"]


@pytest.mark.django_db
def test_starter_content_seals_one_day_once_and_is_all_in_order():
    load()
    load()
    assert list(Seal.objects.values_list("plan__slug", "day")) == [("council-plan-2021-23", date(2022, 3, 31))]
    call_command("verify_ledger", stdout=(out := StringIO()))
    assert out.getvalue().endswith("1 seal: all in order.\n")


@pytest.mark.django_db
def test_starter_wards_begin_and_end_on_their_days():
    load()
    counted = []
    for day in (date(2020, 1, 1), date(2026, 5, 6), date(2026, 5, 7)):
        with as_at(day):
            counted.append(Place.objects.existing_on(day).filter(kind="ward").count())
    assert counted == [23, 23, 23]
