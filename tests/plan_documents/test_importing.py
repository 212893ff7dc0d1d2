from datetime import date

import pytest
from sample_documents import OUTCOME_PAGE, TABLE_PAGE, VALUES_PAGE, WHOLE_PLAN

from ledger.entries import Entry
from outcomes.models import Aim, ApproachPage, Indicator, Outcome, Plan, PlanIndicator, PlanOutcome
from plan_documents.errors import PlanDocumentError
from plan_documents.flattening import records_of
from plan_documents.importing import compare_with_record, import_records, known_outcomes
from plan_documents.parsing import parse_document
from plan_documents.readers.html import read_html
from plan_documents.readers.text import read_text
from plan_documents.records import PlanDetails
from priorities.models import Councillor, Deliverable, PriorityAction, ProgressUpdate
from stories.models import Consent, Story

pytestmark = pytest.mark.django_db
TODAY = date(2030, 5, 1)
DETAILS = PlanDetails("village-plan", "Village Plan", date(2030, 1, 1), date(2032, 12, 31), date(2030, 2, 1))


def records(text, details=DETAILS, read=read_text):
    return records_of(parse_document(read(text), names=known_outcomes()), details)


def bring_in(text, details=DETAILS, why=None):
    return import_records(records(text, details), "Read in.", TODAY, why=why)


def told(result):
    return [
        (change.record.label, difference.field, difference.before, difference.after)
        for change in result.of("change")
        for difference in change.differences
    ]


@pytest.mark.parametrize("text", [OUTCOME_PAGE, WHOLE_PLAN, VALUES_PAGE], ids=["outcome", "plan", "values"])
def test_second_run_changes_nothing(text):
    first = bring_in(text)
    versions = Plan.history.count() + Deliverable.history.count() + Aim.history.count()
    second = bring_in(text)
    assert (second.of("create"), second.of("change")) == ([], [])
    assert len(second.of("same")) == len(first.changes)
    assert Plan.history.count() + Deliverable.history.count() + Aim.history.count() == versions


def test_dry_run_writes_nothing():
    result = compare_with_record(records(WHOLE_PLAN))
    assert len(result.of("create")) == len(result.changes)
    assert Plan.objects.count() == 0


@pytest.mark.parametrize(
    ("before", "after", "label", "field"),
    [
        pytest.param("More gardens.", "More and larger gardens.", "Shaped by people, aim 1", "text", id="aim"),
        pytest.param(
            "December 2021.",
            "June 2022.",
            "Shaped by people, priority 1, deliverable 1",
            "timescale_text",
            id="timescale",
        ),
        pytest.param(
            "For children.",
            "For all children.",
            "Shaped by people, priority 1, deliverable 2.1",
            "text",
            id="nested-deliverable",
        ),
        pytest.param("Mend the clock.", "Mend the old clock.", "Shaped by people, priority 2", "action", id="action"),
        pytest.param("Visits to the library", "Visits by tram", "Shaped by people, measure 2", "wording", id="measure"),
        pytest.param("2. Mend the clock", "2. Mend our clock", "Shaped by people, priority 2", "title", id="title"),
    ],
)
def test_one_altered_sentence_is_told_exactly(before, after, label, field):
    bring_in(OUTCOME_PAGE)
    result = compare_with_record(records(OUTCOME_PAGE.replace(before, after)))
    before, after = before.removeprefix("2. "), after.removeprefix("2. ")
    label = label.replace("measure 2", "measure 1")
    assert result.of("create") == []
    assert told(result) == [(label, field, before, after)]


def test_change_is_written_with_its_reason():
    bring_in(OUTCOME_PAGE)
    import_records(records(OUTCOME_PAGE.replace("More gardens.", "Gardens.")), "The plan was reprinted.", TODAY)
    aim = Aim.objects.get(order=1)
    assert [(version.text, version.history_change_reason) for version in aim.history.all()] == [
        ("Gardens.", "The plan was reprinted."),
        ("More gardens.", "Read in."),
    ]


def test_line_no_longer_in_the_document_is_named_and_left():
    bring_in(OUTCOME_PAGE)
    result = bring_in(OUTCOME_PAGE.replace("  • Fewer empty shops.\n", ""))
    assert result.absent == ["Shaped by people: aim “Fewer empty shops.”"]
    assert Aim.objects.count() == 2


def test_failure_half_way_leaves_nothing_behind():
    text = OUTCOME_PAGE.replace("Councillor Example Two", "The Example " * 20)
    with pytest.raises(PlanDocumentError) as refusal:
        bring_in(text)
    assert str(refusal.value) == (
        "line 37, Shaped by people, priority 2: holder as published: "
        "Ensure this value has at most 200 characters (it has 239)."
    )
    assert (Plan.objects.count(), Outcome.objects.count(), Plan.history.count()) == (0, 0, 0)


def test_plan_gets_what_the_person_importing_says():
    bring_in(WHOLE_PLAN)
    plan = Plan.objects.get()
    assert (plan.slug, plan.title, plan.starts_on, plan.ends_on, plan.adopted_on, plan.state) == (
        "village-plan",
        "Village Plan",
        date(2030, 1, 1),
        date(2032, 12, 31),
        date(2030, 2, 1),
        "current",
    )


def test_plan_that_has_ended_is_archived():
    bring_in(WHOLE_PLAN, PlanDetails("old", ends_on=date(2030, 4, 30)))
    assert Plan.objects.get().state == "archived"


def test_outcome_of_two_plans_is_one_outcome_with_two_statements():
    bring_in(WHOLE_PLAN)
    bring_in(WHOLE_PLAN, PlanDetails("next-plan"))
    assert Outcome.objects.count() == 2
    assert PlanOutcome.objects.count() == 4
    assert Indicator.objects.count() == 1
    assert PlanIndicator.objects.count() == 2


def test_story_of_a_second_plan_gets_an_address_of_its_own():
    bring_in(WHOLE_PLAN)
    bring_in(WHOLE_PLAN, PlanDetails("next-plan"))
    result = bring_in(WHOLE_PLAN, PlanDetails("next-plan"))
    assert result.of("create") == []
    assert sorted(Story.objects.values_list("slug", flat=True)) == [
        "example-three",
        "example-three-next-plan",
    ]


def test_approach_page_of_the_same_name_stands_beside_the_part_of_the_plan():
    bring_in(WHOLE_PLAN)
    bring_in("We're Kirklees\n\nA page of its own.\n\nWorking with partners\n\nText.")
    assert sorted(ApproachPage.objects.values_list("slug", "introduction")) == [
        ("were-kirklees", "A page of its own."),
        ("were-kirklees-in-the-plan", "It is about trees."),
    ]


def test_holder_is_linked_and_kept_as_published():
    bring_in(OUTCOME_PAGE)
    priority = PriorityAction.objects.get(number=1)
    assert (priority.holder_as_published, priority.published_holder) == (
        "Councillor Example One",
        Councillor.objects.get(slug="example-one"),
    )


def test_deliverables_know_their_priority_parent_and_reading():
    bring_in(OUTCOME_PAGE)
    child = Deliverable.objects.get(text="For children.")
    assert (child.priority.number, child.parent.text, child.timescale_start, child.timescale_end) == (
        1,
        "Hold lessons:",
        date(2021, 9, 1),
        date(2022, 5, 31),
    )


def test_table_keeps_status_and_owner_as_published():
    import_records(records(TABLE_PAGE, read=read_html), "Read in.", TODAY)
    gate = Deliverable.objects.get(order=1)
    assert (gate.status_as_published, gate.owner_as_published, gate.status) == (
        "Completed",
        "Head of Gates",
        "",
    )


def test_known_outcomes_learn_statements_on_record():
    plan = Plan.objects.create(slug="p", title="P")
    outcome = Outcome.objects.create(slug="tall-trees", name="Tall trees")
    PlanOutcome.objects.create(plan=plan, outcome=outcome, name="Tall trees", statement="Trees reach up to the sky")
    assert known_outcomes().by_statement("Trees reach up to the skies").slug == "tall-trees"


def without(text, line):
    assert line in text
    return text.replace(line, "")


FIRST = "  • Paint the reading room.\n    Timescale: December 2021.\n"


def test_promise_that_only_moved_up_is_told_to_be_checked():
    bring_in(OUTCOME_PAGE)
    result = compare_with_record(records(without(OUTCOME_PAGE, FIRST)))
    assert [(change.record.line, change.values["text"]) for change in result.moved] == [(24, "Hold lessons:")]


def test_promise_never_takes_over_the_progress_of_another():
    bring_in(OUTCOME_PAGE)
    painted = Deliverable.objects.get(text="Paint the reading room.")
    ProgressUpdate.objects.create(deliverable=painted, as_of=TODAY, status="on-track", author_role="Officer")
    with pytest.raises(PlanDocumentError) as refusal:
        bring_in(without(OUTCOME_PAGE, FIRST), why=Entry("The council reprinted its plan."))
    assert str(refusal.value) == (
        "line 24, Shaped by people, priority 1, deliverable 1: “Hold lessons:” would take the place of "
        "“Paint the reading room.”, which has progress reports. Put the records into their new order in the admin "
        "first, then read the document in again."
    )
    assert Deliverable.objects.get(pk=painted.pk).text == "Paint the reading room."


@pytest.mark.parametrize(
    ("line", "absent"),
    [
        pytest.param(
            "Portfolio holder\n\nCouncillor Example Two\n",
            [
                "Shaped by people, priority 2: holder as published “Councillor Example Two”",
                "Shaped by people, priority 2: published holder “Example Two”",
            ],
            id="holder",
        ),
        pytest.param(
            "Neighbours should find it easy to take part.\n",
            ["Shaped by people: introduction “Neighbours should find it easy to take part.”"],
            id="introduction",
        ),
    ],
)
def test_part_no_longer_in_the_document_is_named(line, absent):
    bring_in(OUTCOME_PAGE)
    assert compare_with_record(records(without(OUTCOME_PAGE, line))).absent == absent


def test_two_priorities_with_one_number_both_arrive():
    bring_in(OUTCOME_PAGE.replace("2. Mend the clock", "1. Mend the clock"))
    assert list(PriorityAction.objects.values_list("number", "title", "published_holder__name")) == [
        (1, "Open the library", "Example One"),
        (2, "Mend the clock", "Example Two"),
    ]


def test_two_approach_pages_of_one_title_both_arrive():
    text = "Plan\n\nIntroduction\n\nWelcome here.\n\nOur way\n\nFirst text.\n"
    document = parse_document(read_text(text))
    document.approach_pages *= 2
    import_records(records_of(document, DETAILS), "Read in.", TODAY)
    assert sorted(ApproachPage.objects.values_list("slug", flat=True)) == [
        "our-way-2-in-the-plan",
        "our-way-in-the-plan",
    ]


def test_two_documents_may_name_holders_of_the_same_priority():
    other = OUTCOME_PAGE.replace("Councillor Example Two", "Councillor Example Three")
    import_records(records(OUTCOME_PAGE) + records(other), "Read in.", TODAY)
    assert PriorityAction.objects.get(number=2).published_holder.name == "Example Three"


def test_story_that_was_deleted_is_not_made_again():
    bring_in(WHOLE_PLAN)
    Story.objects.get().delete()
    result = bring_in(WHOLE_PLAN)
    assert (Story.objects.count(), result.of("create")) == (0, [])
    assert result.taken_back == ["story of Example Three", "consent of Example Three", "link of Example Three"]


def test_consent_that_was_deleted_is_not_made_again():
    bring_in(WHOLE_PLAN)
    Consent.objects.get().delete()
    result = bring_in(WHOLE_PLAN)
    assert (Consent.objects.count(), result.taken_back) == (0, ["consent of Example Three"])


def test_new_only_leaves_what_is_on_record_as_it_is():
    bring_in(OUTCOME_PAGE)
    text = OUTCOME_PAGE.replace("More gardens.", "Other words.").replace("Fewer empty shops.", "Fewer.\n  • A third.")
    result = import_records(records(text), "Read in.", TODAY, new_only=True)
    assert [change.record.label for change in result.of("create")] == ["Shaped by people, aim 3"]
    assert list(Aim.objects.values_list("text", flat=True)) == ["More gardens.", "Fewer empty shops.", "A third."]


def test_published_promise_does_not_change_without_a_reason_of_its_own():
    bring_in(OUTCOME_PAGE)
    changed = OUTCOME_PAGE.replace("Timescale: December 2021.", "Timescale: March 2022.")
    with pytest.raises(PlanDocumentError) as refusal:
        bring_in(changed)
    assert str(refusal.value) == (
        "line 24, Shaped by people, priority 1, deliverable 1: it would change a published promise, and that needs a "
        "reason of its own. There is no reason yet: say in one sentence why this changes."
    )
    assert Deliverable.objects.get(text="Paint the reading room.").timescale_text == "December 2021."


def test_published_promise_changes_with_reason_decision_and_day():
    bring_in(OUTCOME_PAGE)
    changed = OUTCOME_PAGE.replace("Timescale: December 2021.", "Timescale: March 2022.")
    reason, decision = "The painter fell ill in December.", "https://example.org/decision"
    bring_in(changed, why=Entry(reason, decision, "Example approver"))
    version = Deliverable.objects.get(text="Paint the reading room.").history.latest()
    assert (version.timescale_text, version.history_change_reason) == ("March 2022.", reason)
    assert (version.history_decision_url, version.history_approved_by) == (decision, "Example approver")
