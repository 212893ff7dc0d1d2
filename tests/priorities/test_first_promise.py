"""The first promise, as the database finds it for lists and as Python tells it."""

from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.db.models import Prefetch
from factories import DeliverableFactory

from ledger.entries import Entry, entering
from ledger.past import as_at
from outcomes.models import Plan
from priorities.models import Deliverable, PriorityAction
from priorities.moved_dates import When, first_promise, told
from priorities.querysets import versions_of
from priorities.templatetags.promised import as_promised as said_as_promised
from priorities.templatetags.promised import elsewhen, for_when

pytestmark = pytest.mark.django_db
CONTENT = Path(__file__).parents[2] / "content"
STEPS = "Let contract - January 2022. Deliver interim fire safety measures - March 2022"
JAN, FEB, MAR = (date(2022, month, 1) for month in (1, 2, 3))


@pytest.fixture
def officer():
    return get_user_model().objects.create_user("officer")


def write(officer, record, day, correction=False, **fields):
    for name, value in fields.items():
        setattr(record, name, value)
    reason = "" if correction else "The contractor went into administration."
    with entering(Entry(reason, effective_on=day, by=officer, correction=correction)):
        record.save()


def promised(officer, state="current", day=JAN):
    with entering(Entry("Read in from the plan.", effective_on=day, by=officer)):
        return DeliverableFactory(timescale_text="March 2022", priority__plan_outcome__plan__state=state)


def as_promised(officer):
    return promised(officer)


def moved_twice(officer):
    promise = promised(officer)
    write(officer, promise, FEB, timescale_text="May 2022")
    write(officer, promise, MAR, timescale_text="June 2022")
    return promise


def moved_on_its_first_day(officer):
    promise = promised(officer)
    write(officer, promise, JAN, timescale_text="May 2022")
    return promise


def corrected(officer):
    promise = promised(officer)
    write(officer, promise, JAN, timescale_text="April 2022", correction=True)
    write(officer, promise, JAN, timescale_text="May 2022", correction=True)
    write(officer, promise, FEB, timescale_text="June 2022")
    return promise


def drafted(officer):
    promise = promised(officer, state="draft")
    write(officer, promise, JAN, timescale_text="April 2022")
    write(officer, promise, FEB, timescale_text="May 2022")
    write(officer, promise.priority.plan, FEB, state="current")
    write(officer, promise, FEB, timescale_text="June 2022")
    return promise


def slip_of_a_later_move(officer):
    promise = promised(officer)
    write(officer, promise, FEB, timescale_text="June 2202")
    write(officer, promise, FEB, timescale_text="June 2022", correction=True)
    return promise


CASES = {
    as_promised: "March 2022",
    moved_twice: "March 2022",
    moved_on_its_first_day: "March 2022",
    corrected: "May 2022",
    drafted: "May 2022",
    slip_of_a_later_move: "March 2022",
}


@pytest.mark.parametrize(("make", "first"), CASES.items(), ids=[each.__name__ for each in CASES])
def test_first_promise_is_the_same_in_lists_and_on_its_page(officer, make, first):
    promise = make(officer)
    found = Deliverable.objects.with_first_promise().get(pk=promise.pk).first_promise
    versions = list(versions_of(Deliverable).filter(id=promise.pk))
    plan = versions_of(Plan).filter(id=promise.priority.plan_id)
    by_python = first_promise(told(versions, plan))
    assert (found["timescale_text"], by_python.timescale_text) == (first, first)
    assert found["timescale_end"] == by_python.timescale_end.isoformat()
    assert found["text"] == promise.text


def test_first_promise_of_the_past_knows_nothing_of_later(officer):
    promise = promised(officer, day=FEB)
    before = promised(officer, day=JAN)
    write(officer, before, MAR, timescale_text="June 2022")
    with as_at(JAN):
        seen = [(each.timescale_text, elsewhen(each)) for each in Deliverable.objects.with_first_promise()]
    assert seen == [("March 2022", "")]
    assert elsewhen(Deliverable.objects.with_first_promise().get(pk=before.pk)) == " for March 2022"
    assert elsewhen(Deliverable.objects.with_first_promise().get(pk=promise.pk)) == ""


@pytest.mark.parametrize("count", [1, 3])
def test_first_promise_is_prefetched_in_one_question(officer, count, django_assert_num_queries):
    for _ in range(count):
        moved_twice(officer)
    promises = Prefetch("deliverables", queryset=Deliverable.objects.with_first_promise())
    with django_assert_num_queries(2):
        found = [
            elsewhen(promise)
            for priority in PriorityAction.objects.prefetch_related(promises)
            for promise in priority.deliverables.all()
        ]
    assert found == [" for March 2022"] * count


def test_elsewhen_without_the_annotation_says_nothing(officer):
    assert elsewhen(moved_twice(officer)) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", " without a date"),
        ("December 2021", " for December 2021"),
        ("Autumn-Winter 2021", " for Autumn-Winter 2021"),
        ("Winter 2021-Summer 2022", " for Winter 2021-Summer 2022"),
        ("June 2022 and ongoing", " for June 2022 and ongoing"),
        ("End of 2022", " for the end of 2022"),
        ("Early 2022", " for early 2022"),
        ("By March 2022.", " by March 2022"),
        ("From April 2022", " from April 2022"),
        ("In due course", " in due course"),
        ("Ongoing", " as ongoing"),
        ("In progress", " as in progress"),
        ("To be confirmed", ": “To be confirmed”"),
        (STEPS, f": “{STEPS}”"),
    ],
    ids=lambda value: value or "nothing",
)
def test_for_when(text, said):
    assert for_when(text) == said


def test_every_timescale_of_the_published_plans_goes_on_in_a_sentence():
    lines = [line.strip() for path in CONTENT.glob("*.md") for line in path.read_text().splitlines()]
    texts = {line.removeprefix("Timescale: ") for line in lines if line.startswith("Timescale: ")}
    ways = {"for": 0, "as": 0, ":": 0}
    for text in texts:
        ways[for_when(text).split()[0]] += 1
    assert ways == {"for": 9, "as": 2, ":": 1}


@pytest.mark.parametrize(
    ("now", "first", "said"),
    [
        ("", None, "The plan gives no timescale."),
        ("March 2022", None, "Promised for March 2022: due today."),
        ("Ongoing", None, "Promised as ongoing: due today."),
        ("May 2022", When("March 2022"), "First promised for March 2022, now for May 2022: due today."),
        (STEPS, None, f"Promised: “{STEPS}”. Due today."),
    ],
    ids=["none", "one", "ongoing", "moved", "steps"],
)
def test_words_of_what_is_promised(now, first, said):
    assert said_as_promised(now, first, "due today") == said
