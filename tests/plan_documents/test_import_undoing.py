"""An import is taken back in one step, while nothing later stands on it; nothing leaves the history."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from factories import (
    CouncillorFactory,
    DeliverableFactory,
    OutcomeFactory,
    PlanFactory,
    ProgressUpdateFactory,
)
from importing_at_the_desk import BECAUSE, REASON, live_rows
from sample_documents import OUTCOME_PAGE, VALUES_PAGE, WHOLE_PLAN

from ledger.entries import Entry
from ledger.models import save_with_reason
from ledger.refusals import LedgerRefusal
from ledger.verifying import verify
from ledger.writing import long_day
from outcomes.models import Aim, Plan
from plan_documents.models import ImportRun
from plan_documents.runs import apply, begin, discard, look_at
from plan_documents.sources import Source
from plan_documents.undoing import obstacles, steps_of, undo
from priorities.actions import move_date
from priorities.models import Councillor, Deliverable
from stories.models import Story

pytestmark = pytest.mark.django_db

CHANGED = OUTCOME_PAGE.replace("Paint the reading room.", "Paint every room.").replace("More gardens.", "Gardens.")
IN_JULY = OUTCOME_PAGE.replace("Timescale: December 2021.", "Timescale: July 2022.")
PROMISE = "Paint the reading room."
LABEL = "Shaped by people, priority 1, deliverable 1"


def bring_in(text, publish=False, why=None, **values):
    run = ImportRun(**{"plan_slug": "village-plan", "publish": publish, **values})
    run = begin(run, [Source("page.txt", text.encode())], None)
    return apply(run, look_at(run).fingerprint, why or Entry(), None)


@pytest.mark.parametrize("text", [OUTCOME_PAGE, WHOLE_PLAN, VALUES_PAGE], ids=["outcome", "plan", "values"])
def test_undo_of_a_new_plan_leaves_every_row_as_it_was(text):
    OutcomeFactory(slug="shaped-by-people", name="Shaped by people")
    CouncillorFactory(slug="example-one", name="Example One")
    before = live_rows()
    run = bring_in(text)
    assert live_rows() != before

    run = undo(run, BECAUSE, None)

    assert live_rows() == before
    assert (run.state, run.undone_because, run.undone_at is not None) == ("undone", BECAUSE, True)


def test_undo_of_a_run_that_only_changed_gives_back_the_words_with_a_reason():
    bring_in(OUTCOME_PAGE, publish=True)
    before = live_rows()
    run = bring_in(CHANGED, why=Entry(REASON))
    assert (run.created, run.changed) == (0, 2)

    undo(run, BECAUSE, None)

    assert live_rows() == before
    versions = Deliverable.objects.get(text="Paint the reading room.").history.order_by("history_id")
    said = f"The import of page.txt was undone: {BECAUSE}"
    assert [(version.text, version.history_change_reason) for version in versions] == [
        ("Paint the reading room.", "Read in from page.txt."),
        ("Paint every room.", REASON),
        ("Paint the reading room.", said),
    ]


def test_undo_of_a_run_that_added_to_a_draft_keeps_what_was_there():
    bring_in(OUTCOME_PAGE)
    before = live_rows()
    run = bring_in(CHANGED.replace("  • Fewer empty shops.", "  • Fewer empty shops.\n  • More benches."))
    assert (run.created, run.changed) == (1, 2)
    undo(run, BECAUSE, None)
    assert live_rows() == before


def test_undo_leaves_a_version_of_the_deletion_of_each_record():
    run = bring_in(OUTCOME_PAGE)
    undo(run, BECAUSE, None)
    kept = Aim.history.filter(history_type="-").values_list("history_change_reason", flat=True)
    assert list(kept) == [f"The import of page.txt was undone: {BECAUSE}"] * 2


def test_ledger_is_in_order_after_an_undo():
    bring_in(WHOLE_PLAN)
    undo(bring_in(OUTCOME_PAGE), BECAUSE, None)
    assert list(verify(Counter())) == []


def test_document_whose_import_was_undone_comes_in_again_whole():
    PlanFactory(slug="village-plan", state="draft")
    first = bring_in(WHOLE_PLAN)
    undo(first, BECAUSE, None)
    again = bring_in(WHOLE_PLAN)
    assert (again.created, Story.objects.count()) == (first.created, 1)


def test_story_that_people_took_back_stays_away_after_an_undo():
    PlanFactory(slug="village-plan", state="draft")
    undo(bring_in(WHOLE_PLAN), BECAUSE, None)
    bring_in(WHOLE_PLAN)
    Story.objects.get().delete()
    bring_in(WHOLE_PLAN)
    assert Story.objects.count() == 0


def timescale_on_record():
    return Deliverable.objects.get(text=PROMISE).timescale_text


def in_the_way(run):
    return [each.said for each in obstacles(run, steps_of(run))]


def published(run):
    plan = Plan.objects.get()
    plan.state = "current"
    plan.save()
    return "Village Plan is published, and 9 records of this import stand in it as promises"


def changed_since(run):
    aim = Aim.objects.get(order=1)
    aim.text = "More and larger gardens."
    aim.save()
    return "Shaped by people, aim 1 was changed since, on "


def reported_on(run):
    ProgressUpdateFactory(deliverable=Deliverable.objects.get(text="Paint the reading room."))
    return "A progress update that was added since names Shaped by people, priority 1, deliverable 1: "


def added_under(run):
    DeliverableFactory(priority=Deliverable.objects.first().priority, order=90, text="Clean the windows.")
    return "A deliverable that was added since names Shaped by people, priority 1: “Clean the windows.”."


def held_elsewhere(run):
    DeliverableFactory(priority__published_holder=Councillor.objects.get(name="Example Two"), priority__title="Else")
    return "A priority action that was added since names councillor Example Two: "


@pytest.mark.parametrize("later", [published, changed_since, reported_on, added_under, held_elsewhere])
def test_undo_where_something_later_stands_on_the_import_says_what_and_writes_nothing(later):
    run = bring_in(OUTCOME_PAGE, plan_title="Village Plan")
    sentence = later(run)
    before = live_rows()

    found = in_the_way(run)
    with pytest.raises(LedgerRefusal):
        undo(run, BECAUSE, None)

    assert [each for each in found if each.startswith(sentence)] != [], found
    assert (live_rows() == before, ImportRun.objects.get().state) == (True, "applied")


def test_undo_of_the_earlier_of_two_runs_waits_for_the_later_one_and_names_it():
    before = live_rows()
    first = bring_in(OUTCOME_PAGE)
    second = bring_in(CHANGED.replace("  • Fewer empty shops.", "  • Fewer empty shops.\n  • More benches."))
    found = obstacles(first, steps_of(first))
    assert [each.said.partition(" at ")[0] for each in found] == [
        f"Shaped by people, aim 1 was changed since, on {long_day(localdate())}",
        f"Shaped by people, priority 1, deliverable 1 was changed since, on {long_day(localdate())}",
        "An aim that was added since names Shaped by people: “More benches.”, by the import of page.txt.",
    ]
    assert [(each.by, each.said.endswith(", by the import of page.txt.")) for each in found] == [(second, True)] * 3

    undo(second, BECAUSE, None)

    assert in_the_way(first) == []
    undo(first, BECAUSE, None)
    assert live_rows() == before


def test_record_that_was_changed_at_the_desk_after_a_later_import_is_not_told_as_its():
    first = bring_in(OUTCOME_PAGE)
    second = bring_in(CHANGED)
    changed_since(first)
    [aim, _] = obstacles(first, steps_of(first))
    assert (aim.by, aim.said.endswith(", by the import of page.txt.")) == (second, False)


def test_date_that_was_moved_at_the_desk_and_back_stands_in_the_way():
    bring_in(OUTCOME_PAGE, publish=True)
    run = bring_in(IN_JULY, why=Entry(REASON))
    for timescale in ("August 2022.", "July 2022."):
        move_date(Deliverable.objects.get(text=PROMISE), timescale, reason=REASON)

    [found] = obstacles(run, steps_of(run))
    with pytest.raises(LedgerRefusal):
        undo(run, BECAUSE, None)

    told = f"{LABEL} was changed since, on {long_day(localdate())}"
    assert (found.said.partition(" at ")[0], found.by, timescale_on_record()) == (told, None, "July 2022.")


def test_undo_waits_for_the_latest_of_the_imports_that_wrote_the_same():
    bring_in(OUTCOME_PAGE, publish=True)
    july, december, latest = (bring_in(text, why=Entry(REASON)) for text in (IN_JULY, OUTCOME_PAGE, IN_JULY))
    [found] = obstacles(july, steps_of(july))
    assert (found.by, found.said.endswith(", by the import of page.txt.")) == (latest, True)

    undo(latest, BECAUSE, None)
    [found] = obstacles(july, steps_of(july))
    assert (found.by, timescale_on_record()) == (december, "December 2021.")

    undo(december, BECAUSE, None)
    assert (in_the_way(july), timescale_on_record()) == ([], "July 2022.")
    undo(july, BECAUSE, None)
    assert timescale_on_record() == "December 2021."


def test_record_that_was_made_and_deleted_since_is_no_obstacle():
    run = bring_in(OUTCOME_PAGE)
    Aim.objects.get(order=2).delete()
    undo(run, BECAUSE, None)
    assert (Plan.objects.count(), Aim.objects.count()) == (0, 0)


def test_record_that_was_changed_and_deleted_since_stands_in_the_way():
    bring_in(OUTCOME_PAGE)
    run = bring_in(CHANGED)
    Aim.objects.get(order=1).delete()
    assert in_the_way(run) == ["Shaped by people, aim 1 was deleted since."]


@pytest.mark.parametrize("state", ["discarded", "undone", "to review"])
def test_run_that_is_not_applied_is_not_undone(state):
    run = begin(ImportRun(plan_slug="village-plan"), [Source("page.txt", OUTCOME_PAGE.encode())], None)
    if state == "discarded":
        run = discard(run, None)
    if state == "undone":
        run = undo(apply(run, look_at(run).fingerprint, Entry(), None), BECAUSE, None)
    with pytest.raises(LedgerRefusal):
        undo(run, BECAUSE, None)


def test_undo_that_the_ledger_refuses_half_way_writes_nothing(monkeypatch):
    run = bring_in(OUTCOME_PAGE)
    plan = Plan.objects.get()
    plan.state = "current"
    save_with_reason(plan, REASON)
    before = live_rows()
    monkeypatch.setattr("plan_documents.undoing.obstacles", lambda run, steps: [])

    with pytest.raises(LedgerRefusal):
        undo(run, BECAUSE, None)

    assert live_rows() == before


def test_obstacles_take_as_many_questions_for_any_number_of_records():
    def questions(slug, rows):
        aims = "".join(f"  • Aim {number}.\n" for number in range(rows))
        text = f"Shaped by people\n\nWhat we're aiming to achieve\n\n{aims}"
        run = bring_in(text, plan_slug=slug)
        undo(bring_in(text.replace("Aim", "Goal"), plan_slug=slug), BECAUSE, None)
        with CaptureQueriesContext(connection) as captured:
            in_the_way(run)
        return len(captured)

    PlanFactory(slug="first")
    bring_in("Shaped by people\n\nWhat we're aiming to achieve\n\n  • Aim.", plan_slug="first")
    assert questions("second", 1) == questions("third", 3)
