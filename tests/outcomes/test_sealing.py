"""Sealing a plan as at a day: what enters, what is refused, and that nothing written later changes it."""

import json
from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import ProtectedError, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import (
    AppointmentFactory,
    ApproachPageFactory,
    ApproachSectionFactory,
    CaseStudyFactory,
    CouncillorFactory,
    DeliverableFactory,
    DeliverablePlaceFactory,
    ElectionPeriodFactory,
    EvidenceLinkFactory,
    ForewordFactory,
    HeadlineFigureFactory,
    PlaceFactory,
    PlanFactory,
    PlanIndicatorFactory,
    PlanOutcomeFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
    SharedValueFactory,
    StoryFactory,
    TargetFactory,
)

from ledger.canonical import sha256_of
from ledger.entries import Entry, entering
from ledger.models import save_with_reason
from ledger.past import as_at, dated_models
from ledger.refusals import KeptForGood
from outcomes.after_sealing import HELD_BACK, TAKEN_OUT, entries_after, written_after_the_seal
from outcomes.belongings import models_of_plans, owned_models
from outcomes.models import Plan, Seal, SealCheck
from outcomes.sealing import A_MOMENT_TO_COME, COMPARE, RESTORE, SealRefused, check, check_seals, reproduce, seal
from priorities.models import Deliverable

pytestmark = pytest.mark.django_db

MAY, JUNE, JULY = date(2022, 5, 1), date(2022, 6, 1), date(2022, 7, 1)
DAY = timedelta(days=1)
REASON = "The contractor went into administration."
ROLE = "Example head of policy"


@pytest.fixture
def promise():
    """A promise of May 2022 in a plan with a part of every kind."""
    with entering(Entry("Read in.", effective_on=MAY)):
        plan = PlanFactory(slug="example", title="Example plan")
        stated = PlanOutcomeFactory(plan=plan)
        priority = PriorityActionFactory(plan_outcome=stated, published_holder=CouncillorFactory())
        deliverable = DeliverableFactory(priority=priority, text="Open a hub.", timescale_text="By May 2022")
        DeliverablePlaceFactory(deliverable=deliverable)
        EvidenceLinkFactory(deliverable=deliverable)
        ForewordFactory(plan=plan)
        HeadlineFigureFactory(plan=plan, outcome=stated.outcome)
        PlanIndicatorFactory(plan_outcome=stated)
        TargetFactory(plan=plan)
        page = ApproachPageFactory(plan=plan)
        CaseStudyFactory(section=ApproachSectionFactory(page=page))
        SharedValueFactory(page=page)
        AppointmentFactory(portfolio=priority.portfolio, starts_on=MAY)
        ProgressUpdateFactory(deliverable=deliverable, as_of=MAY)
        StoryFactory(plan=plan)
    return deliverable


@pytest.fixture
def plan(promise):
    return promise.priority.plan


@pytest.fixture
def sealed(plan):
    return seal(plan, JUNE, sealed_by=ROLE)


def said(seal) -> dict:
    return json.loads(seal.document)


def rows(seal, label) -> list[dict]:
    return said(seal)["records"][label]


def past_the_portal(model) -> QuerySet:
    return QuerySet(model)


def faults() -> list[str]:
    return [str(fault) for fault in check_seals(Counter())]


def test_every_kind_of_record_leads_to_a_plan_or_is_known_not_to():
    others = {model._meta.label for model in dated_models()} - {model._meta.label for model in models_of_plans()}

    assert others == {
        "dashboards.Answer",
        "dashboards.Question",
        "outcomes.Comparator",
        "outcomes.Measurement",
        "outcomes.PlaceFollows",
        "outcomes.PlaceWithin",
        "priorities.Committee",
        "priorities.Meeting",
        "priorities.Remit",
        "priorities.Seat",
    }


def test_part_is_found_along_the_shortest_way_to_its_plan():
    ways = {model._meta.label: way for model, way in owned_models().items()}

    names = ("outcomes.Plan", "outcomes.CaseStudy", "outcomes.Aim", "priorities.ProgressUpdate")
    assert [ways[name] for name in names] == ["id", "plan", "plan_outcome__plan", "deliverable__priority__plan"]


def test_seal_holds_every_record_of_the_plan_and_what_these_name(plan, promise):
    ProgressUpdateFactory(deliverable__text="Of another plan")
    PlaceFactory()
    made = seal(plan, JUNE, sealed_by=ROLE)

    counts = {label: len(found) for label, found in said(made)["records"].items() if len(found) != 1}
    assert counts == {
        "outcomes.aim": 0,
        "outcomes.commitment": 0,
        "outcomes.outcomesection": 0,
        "outcomes.indicator": 2,
        "outcomes.place": 3,
        "priorities.councillor": 2,
        "priorities.directorate": 0,
        "priorities.succession": 0,
    }


def test_seal_says_what_it_is_of(plan, sealed):
    document = said(sealed)

    assert (document["format"], document["plan"], document["day"]) == (1, "example", "2022-06-01")
    assert document["sealed_at"] == f"{sealed.sealed_at:%Y-%m-%dT%H:%M:%S.%fZ}"
    assert sealed.sha256 == sha256_of(sealed.document.encode())
    assert (sealed.plan, sealed.day, sealed.sealed_by, sealed.note) == (plan, JUNE, ROLE, "")


def test_seal_holds_every_column_and_says_which(sealed, promise):
    (row,) = rows(sealed, "priorities.deliverable")

    assert sorted(said(sealed)["fields"]["priorities.deliverable"]) == sorted(row)
    assert sorted(row) == sorted(field.attname for field in Deliverable._meta.concrete_fields)
    assert (row["text"], row["timescale_end"], row["priority_id"]) == ("Open a hub.", "2022-05-31", promise.priority_id)


def test_seal_says_what_was_so_at_the_end_of_its_day(plan, promise):
    promise.text = "Open one hub."
    save_with_reason(promise, REASON, effective_on=JUNE)

    texts = [rows(seal(plan, day, sealed_by=ROLE), "priorities.deliverable")[0]["text"] for day in (JUNE - DAY, JUNE)]

    assert texts == ["Open a hub.", "Open one hub."]


def test_records_stand_in_the_order_of_their_keys(plan, promise):
    DeliverableFactory.create_batch(3, priority=promise.priority)
    made = seal(plan, timezone.localdate(), sealed_by=ROLE)

    keys = [row["id"] for row in rows(made, "priorities.deliverable")]
    assert keys == sorted(keys)
    assert len(keys) == 4


@pytest.mark.parametrize("state", ["draft", "awaiting"])
def test_draft_never_enters_a_seal(plan, promise, state):
    ProgressUpdateFactory(deliverable=promise, as_of=MAY, state=state, commentary="Not to be read yet")
    made = seal(plan, JUNE, sealed_by=ROLE)

    assert "Not to be read yet" not in made.document


def test_story_enters_a_seal_by_its_number_only(plan, sealed):
    story = plan.stories.get()

    assert said(sealed)["stories"] == [story.pk]
    assert [word in sealed.document for word in (story.person_name, story.text, story.slug)] == [False] * 3


@pytest.mark.parametrize("changes", [{"state": "draft"}, {"consent": None}], ids=["draft", "no-consent"])
def test_story_that_may_not_be_shown_does_not_enter_a_seal(plan, changes):
    shown = plan.stories.get()
    StoryFactory(plan=plan, **changes)

    assert said(seal(plan, JUNE, sealed_by=ROLE))["stories"] == [shown.pk]


def test_report_of_a_day_still_to_come_enters_no_seal(plan, promise):
    today = timezone.localdate()
    ProgressUpdateFactory(deliverable=promise, as_of=today + DAY, commentary="Not to be read yet")
    shown = ProgressUpdateFactory(deliverable=promise, as_of=today, commentary="To be read today")
    made = seal(plan, today, sealed_by=ROLE)

    keys = [row["id"] for row in rows(made, "priorities.progressupdate")]
    assert (keys[-1], len(keys), "Not to be read yet" in made.document) == (shown.pk, 2, False)


# What is written later: each edit leaves the sealed bytes as they are, and is told where residents may know of it


def now(record):
    return type(record).objects.get(pk=record.pk)


def change(record, effective_on=JUNE, **changes):
    record = now(record)
    for name, value in changes.items():
        setattr(record, name, value)
    save_with_reason(record, REASON, effective_on=effective_on)


def other_priority(state="current", effective_on=MAY):
    with entering(Entry("Read in.", effective_on=effective_on)):
        return PriorityActionFactory(plan_outcome=PlanOutcomeFactory(plan=PlanFactory(state=state)))


def add(factory, effective_on=JUNE, **values):
    with entering(Entry(REASON, effective_on=effective_on)):
        return factory(**values)


def remove(record, effective_on=JUNE):
    with entering(Entry(REASON, effective_on=effective_on)):
        now(record).delete()


def reword(promise):
    change(promise, text="Open one hub.")
    return [("deliverable", "Open one hub.", REASON)]


def reword_after_the_sealed_day(promise):
    change(promise, JULY, text="Open one hub.", timescale_text="By July 2023")
    return []


def move_out_of_the_plan(promise):
    foreword = promise.priority.plan.forewords.get()
    change(foreword, plan=other_priority().plan)
    return [("foreword", str(foreword), TAKEN_OUT)]


def move_into_a_draft_and_reword_there(promise):
    foreword = promise.priority.plan.forewords.get()
    change(foreword, plan=other_priority("draft").plan, author_name="Not to be read yet")
    change(foreword, author_name="Not to be read at all")
    return [("foreword", str(foreword), TAKEN_OUT)]


def reword_before_its_page_moves_out(promise):
    page = promise.priority.plan.approach_pages.get()
    section = page.sections.get()
    change(section, heading="Example heading")
    change(page, plan=other_priority("draft").plan, title="Not to be read yet")
    return [("approach section", section.heading, TAKEN_OUT), ("approach page", str(page), TAKEN_OUT)]


def take_a_report_back(promise):
    change(promise.updates.get(), state="draft", status="off-track", cause="No", action="No", next_step="No")
    return [("progress update", "On track as at 1 May 2022: Open a hub.", TAKEN_OUT)]


def put_a_report_off_to_a_day_to_come(promise):
    change(promise.updates.get(), as_of=timezone.localdate() + DAY)
    return [("progress update", "On track as at 1 May 2022: Open a hub.", TAKEN_OUT)]


def report_late(promise):
    add(ProgressUpdateFactory, None, deliverable=promise, as_of=MAY + DAY, status="complete")
    return [("progress update", "Complete as at 2 May 2022: Open a hub.", REASON)]


def delete_a_draft(promise):
    draft = add(ProgressUpdateFactory, None, deliverable=promise, as_of=MAY, state="draft")
    remove(draft)
    return []


def appoint_late(promise):
    councillor = CouncillorFactory(name="A. Example")
    portfolio = promise.priority.portfolio
    AppointmentFactory(councillor=councillor, portfolio=portfolio, starts_on=date(2019, 5, 20))
    return [("appointment", f"A. Example: {portfolio}", "")]


def name_a_place_in_a_draft_of_long_ago(promise):
    draft = other_priority("draft", date(2020, 1, 1))
    secret = add(DeliverableFactory, date(2020, 1, 1), priority=draft, text="Close the library")
    add(DeliverablePlaceFactory, date(2020, 1, 1), deliverable=secret, place=promise.place_links.get().place)
    return []


def rename_a_place(promise):
    change(promise.place_links.get().place, name="Example ward")
    return [("place", "Example ward", REASON)]


def delete_a_foreword(promise):
    foreword = promise.priority.plan.forewords.get()
    remove(foreword)
    return [("foreword", str(foreword), REASON)]


def delete_a_page_with_its_parts(promise):
    page = promise.priority.plan.approach_pages.get()
    section, value, case = page.sections.get(), page.values.get(), page.sections.get().case_studies.get()
    remove(page)
    return [
        *((part._meta.verbose_name, str(part), REASON) for part in (page, case)),
        *((part._meta.verbose_name, str(part), TAKEN_OUT) for part in (section, value)),
    ]


def add_a_deliverable_today(promise):
    DeliverableFactory(priority=promise.priority)
    return []


def withdraw_a_story(promise):
    story = promise.priority.plan.stories.get()
    story.consent.withdrawn_on = MAY
    story.consent.save()
    story.state = "withdrawn"
    story.save()
    return []


def erase_a_story(promise):
    story = promise.priority.plan.stories.get()
    story.delete()
    type(story).history.all().delete()
    return []


def archive_the_plan(promise):
    change(promise.priority.plan, timezone.localdate(), state="archived", title="Renamed plan")
    return []


LATER = [
    reword,
    reword_after_the_sealed_day,
    move_out_of_the_plan,
    move_into_a_draft_and_reword_there,
    reword_before_its_page_moves_out,
    take_a_report_back,
    put_a_report_off_to_a_day_to_come,
    report_late,
    delete_a_draft,
    appoint_late,
    name_a_place_in_a_draft_of_long_ago,
    rename_a_place,
    delete_a_foreword,
    delete_a_page_with_its_parts,
    add_a_deliverable_today,
    withdraw_a_story,
    erase_a_story,
    archive_the_plan,
]


@pytest.mark.parametrize("edit", LATER, ids=lambda each: each.__name__)
def test_what_is_written_later_changes_no_seal_and_is_told_with_it(promise, sealed, edit):
    expected = edit(promise)

    assert (reproduce(sealed), check(now(sealed)), faults()) == (sealed.document.encode(), [], [])
    entries, count = entries_after(now(sealed))
    assert (sorted((each.noun, each.title, each.reason) for each in entries), count) == (
        sorted(expected),
        len(expected),
    )
    with as_at(JUNE):
        assert written_after_the_seal(sealed.plan, JUNE) == (sealed, count)


def test_new_seal_changes_no_earlier_one(plan, promise, sealed):
    reword(promise)
    later = seal(plan, JUNE + DAY, sealed_by=ROLE)

    assert (reproduce(now(sealed)), faults()) == (sealed.document.encode(), [])
    assert rows(later, "priorities.deliverable")[0]["text"] == "Open one hub."


def test_what_is_written_by_a_clock_that_is_behind_comes_after_the_seal(promise, sealed, monkeypatch):
    behind = sealed.sealed_at - timedelta(seconds=2)
    monkeypatch.setattr("ledger.standstill.timezone.now", lambda: behind)
    change(promise, text="Open one hub.")
    monkeypatch.undo()

    assert now(promise).recorded_at > sealed.sealed_at
    assert (check(sealed), entries_after(sealed)[1]) == ([], 1)


def test_seal_made_by_a_clock_that_is_behind_comes_after_what_was_written(plan, promise, monkeypatch):
    behind = promise.recorded_at - timedelta(seconds=2)
    monkeypatch.setattr("ledger.standstill.timezone.now", lambda: behind)
    made = seal(plan, timezone.localdate(), sealed_by=ROLE)

    assert made.sealed_at >= max(promise.recorded_at, plan.stories.get().recorded_at)
    assert len(rows(made, "priorities.deliverable")) == 1


def test_column_and_model_that_are_added_later_change_no_seal(plan, monkeypatch):
    from outcomes import sealing

    fewer = sealing._fields_now()
    fewer["priorities.deliverable"].remove("expected_result")
    del fewer["stories.sharedvalue"]
    with monkeypatch.context() as before:
        before.setattr(sealing, "_fields_now", lambda: fewer)
        made = seal(plan, JUNE, sealed_by=ROLE)

    assert reproduce(made) == made.document.encode()
    assert "expected_result" not in rows(made, "priorities.deliverable")[0]


def test_column_that_is_called_otherwise_later_changes_no_seal(plan, promise, monkeypatch):
    from outcomes import sealing

    ProgressUpdateFactory(deliverable=promise, as_of=MAY, evidence="https://example.org/count")
    then = sealing._fields_now()
    names = then["priorities.progressupdate"]
    names[names.index("evidence")] = "evidence_url"
    with monkeypatch.context() as before:
        before.setattr(sealing, "_fields_now", lambda: then)
        made = seal(plan, timezone.localdate(), sealed_by=ROLE)

    assert reproduce(made) == made.document.encode()
    assert "https://example.org/count" in [row["evidence_url"] for row in rows(made, "priorities.progressupdate")]


def test_seal_can_be_read_again_while_a_past_day_is_read(sealed):
    with as_at(MAY - DAY):
        assert reproduce(sealed) == sealed.document.encode()


@pytest.mark.parametrize("count", [1, 3])
def test_sealing_asks_no_more_questions_for_more_records(plan, promise, count):
    for _ in range(count):
        ProgressUpdateFactory(deliverable=DeliverableFactory(priority=promise.priority))
        PlanOutcomeFactory(plan=plan)
        DeliverablePlaceFactory(deliverable=promise)
    made = seal(plan, timezone.localdate(), sealed_by=ROLE)

    with CaptureQueriesContext(connection) as captured:
        reproduce(made)

    assert len(captured) == 1 + len(models_of_plans())


# What is refused


@pytest.mark.parametrize(
    ("day", "refusal"),
    [
        (timezone.localdate() + DAY, "{day} is still to come: seal the plan on that day or after it."),
        (MAY - DAY, "Example plan was not on record on {day}: choose 1 May 2022, its first day, or a later one."),
        (
            MAY,
            "Example plan was a draft on {day}, and drafts are not sealed: choose a day when it was published.",
        ),
        (
            JUNE + DAY,
            "Example plan was sealed as at {day} on {today}, and a seal never changes: choose another day.",
        ),
    ],
    ids=["to-come", "before-the-plan", "draft-then", "sealed-already"],
)
def test_day_that_cannot_be_sealed_is_refused(day, refusal):
    with entering(Entry("Read in.", effective_on=MAY)):
        plan = PlanFactory(title="Example plan", state="draft")
    plan.state = "current"
    save_with_reason(plan, "The council adopted it.", effective_on=JUNE)
    seal(plan, JUNE + DAY, sealed_by=ROLE)

    with pytest.raises(SealRefused) as error:
        seal(plan, day, sealed_by=ROLE)

    long, today = (f"{each.day} {each:%B %Y}" for each in (day, timezone.localdate()))
    assert error.value.messages == [refusal.format(day=long, today=today)]
    assert Seal.objects.count() == 1


def test_seal_without_a_role_is_refused(plan):
    with pytest.raises(SealRefused) as error:
        seal(plan, JUNE, sealed_by=" ")

    assert error.value.messages == ["Say in which role it is sealed, for example head of policy."]


def test_plan_with_a_value_that_has_no_exact_form_is_refused():
    plan = PlanFactory(labels={"aims": 1.5})
    refusal = (
        "The plan could not be sealed. In the document, records, outcomes.plan, 0, labels, aims stands 1.5, "
        "which programs print differently: write it as text."
    )

    with pytest.raises(SealRefused) as error:
        seal(plan, timezone.localdate(), sealed_by=ROLE)
    with pytest.raises(CommandError) as told:
        call_command("seal_plan", plan.slug, "--day", timezone.localdate().isoformat(), "--by", ROLE)

    assert (error.value.messages, str(told.value)) == ([refusal], refusal)


def test_sealing_at_a_moment_still_to_come_is_refused(plan, promise):
    promise.history.update(recorded_at=timezone.now() + timedelta(hours=1))

    with pytest.raises(SealRefused) as error:
        seal(plan, JUNE, sealed_by=ROLE)

    assert error.value.messages == [A_MOMENT_TO_COME]


def test_seal_with_a_role_too_long_is_refused(plan):
    with pytest.raises(ValidationError):
        seal(plan, JUNE, sealed_by="x" * 121)

    assert Seal.objects.count() == 0


@pytest.mark.parametrize(
    "write",
    [
        lambda seal: seal.save(),
        lambda seal: seal.save(update_fields=["note"]),
        lambda seal: seal.delete(),
        lambda seal: Seal.objects.all().delete(),
        lambda seal: Seal.objects.update(note="Changed"),
        lambda seal: seal.plan.seals.update(note="Changed"),
        lambda seal: Seal.objects.bulk_create([Seal(plan=seal.plan, day=JULY)]),
        lambda seal: Seal.objects.bulk_update([seal], ["note"]),
        lambda seal: Seal.objects.update_or_create(pk=seal.pk, defaults={"note": "Changed"}),
    ],
    ids=[
        "save",
        "save-of-some",
        "delete",
        "delete-of-all",
        "update",
        "update-of-a-plan's",
        "bulk_create",
        "bulk_update",
        "update_or_create",
    ],
)
def test_seal_is_never_changed_nor_deleted(sealed, write):
    sealed.note = "Changed"

    with pytest.raises(KeptForGood):
        write(sealed)

    assert list(Seal.objects.values_list("note", flat=True)) == [""]


def test_sealed_plan_is_not_deleted():
    plan = PlanFactory()
    seal(plan, timezone.localdate(), sealed_by=ROLE)

    with pytest.raises(ProtectedError), transaction.atomic():
        plan.delete()

    assert Plan.objects.count() == 1


# Checking


def test_seal_when_made_is_checked(sealed):
    assert sealed.last_check.holds is True
    assert sealed.last_check.checked_at >= sealed.sealed_at


def test_every_seal_is_counted(plan, sealed):
    for day in (MAY, JULY):
        seal(plan, day, sealed_by=ROLE)
    counts = Counter()

    assert list(check_seals(counts)) == []
    assert counts == {"seals": 3}


def fault(seal, wrong, remedy):
    return f"outcomes.Seal {seal.pk} (Example plan as at 1 June 2022): {wrong} {remedy}"


def test_document_that_was_changed_is_found(sealed):
    past_the_portal(Seal).update(document=sealed.document.replace("Open a hub.", "Open a hut."))

    key = rows(sealed, "priorities.deliverable")[0]["id"]
    assert faults() == [
        fault(sealed, "its document does not fit its SHA-256.", RESTORE),
        fault(sealed, f"the records no longer say the same of priorities.deliverable {key}.", COMPARE),
    ]
    assert SealCheck.objects.get().holds is False


def test_document_that_was_changed_with_its_sha256_is_found(sealed):
    changed = sealed.document.replace(",", ", ", 1)
    past_the_portal(Seal).update(document=changed, sha256=sha256_of(changed.encode()))

    assert faults() == [fault(sealed, "the records no longer say the same of the way it is written.", COMPARE)]


def test_day_of_a_seal_that_was_changed_is_found(sealed):
    past_the_portal(Seal).update(day=JUNE - DAY)

    wrong = "the records no longer say the same of day."
    assert faults() == [f"outcomes.Seal {sealed.pk} (Example plan as at 31 May 2022): {wrong} {COMPARE}"]


@pytest.mark.parametrize("document", ["", "[]", "{}", '{"fields": {"no.model": []}, "stories": []}'])
def test_document_that_is_none_is_found(sealed, document):
    past_the_portal(Seal).update(document=document, sha256=sha256_of(document.encode()))

    (found,) = faults()
    assert found.startswith(f"outcomes.Seal {sealed.pk} (Example plan as at 1 June 2022): it cannot be read again (")


def test_version_that_was_changed_is_found(sealed, promise):
    promise.history.update(text="Open a hut.")

    assert faults() == [
        fault(sealed, f"the records no longer say the same of priorities.deliverable {promise.pk}.", COMPARE)
    ]


def test_version_that_was_slipped_in_with_a_forged_moment_is_found(sealed, promise):
    forged = sealed.sealed_at - timedelta(seconds=1)
    added = DeliverableFactory(priority=promise.priority)
    added.history.update(recorded_at=forged, history_date=forged, effective_on=MAY)

    assert faults() == [
        fault(sealed, f"the records no longer say the same of priorities.deliverable {added.pk}.", COMPARE)
    ]


def test_sealing_that_cannot_be_read_again_is_refused(plan, monkeypatch):
    monkeypatch.setattr("outcomes.sealing.reproduce", lambda seal: b"{}")

    with pytest.raises(SealRefused):
        seal(plan, JUNE, sealed_by=ROLE)

    assert (Seal.objects.count(), SealCheck.objects.count()) == (0, 0)


# What was written down since


def told(seal):
    entries, count = entries_after(seal)
    return [(each.noun, each.title, each.effective_on, each.reason) for each in entries], count


def test_nothing_was_written_down_since(sealed):
    assert told(sealed) == ([], 0)


def test_what_was_written_down_since_about_that_day_or_earlier_is_told(sealed, promise):
    portfolio = promise.priority.portfolio
    councillor = CouncillorFactory(name="A. Example")
    AppointmentFactory(councillor=councillor, portfolio=portfolio, starts_on=JUNE)
    promise.text = "Open one hub."
    save_with_reason(promise, REASON, effective_on=JUNE)
    promise.text = "Open two hubs."
    save_with_reason(promise, REASON, effective_on=JUNE + DAY)
    ProgressUpdateFactory(deliverable=promise, as_of=MAY, state="draft")

    entries, count = told(sealed)

    assert (entries, count) == (
        [
            ("deliverable", "Open one hub.", JUNE, REASON),
            ("appointment", f"A. Example: {portfolio}", JUNE, ""),
        ],
        2,
    )


def test_what_another_plan_wrote_down_is_not_told(sealed):
    with entering(Entry("Read in.", effective_on=MAY)):
        ProgressUpdateFactory(as_of=MAY)

    assert told(sealed) == ([], 0)


@pytest.mark.parametrize(
    ("day", "covering"),
    [(MAY, "first"), (JUNE, "first"), (JUNE + DAY, "second"), (JULY, "second"), (JULY + DAY, None)],
)
def test_first_seal_of_the_day_or_later_covers_it(plan, promise, django_assert_num_queries, day, covering):
    seals = {"first": seal(plan, JUNE, sealed_by=ROLE), "second": seal(plan, JULY, sealed_by=ROLE)}
    late = {MAY: 1, JUNE: 2, JUNE + DAY: 3, JULY: 3, JULY + DAY: 0}
    for effective_on in (MAY, JUNE, JUNE + DAY):
        promise.owner_as_published = f"Example role from {effective_on}"
        save_with_reason(promise, REASON, effective_on=effective_on)

    with django_assert_num_queries(1), as_at(day):
        assert written_after_the_seal(plan, day) == (seals.get(covering), late[day])


# The command


def test_command_seals_and_says_where(plan):
    output = StringIO()
    call_command("seal_plan", "example", "--day", "2022-06-01", "--by", ROLE, "--note", "Example report", stdout=output)

    made = Seal.objects.get()
    assert output.getvalue().splitlines() == [
        f"Sealed Example plan as at 1 June 2022. SHA-256: {made.sha256}",
        "Published at /plans/example/seals/2022-06-01/",
    ]
    assert (made.sealed_by, made.note) == (ROLE, "Example report")


@pytest.mark.parametrize(
    ("slug", "day", "refusal"),
    [
        ("nowhere", "2022-06-01", "There is no plan nowhere: give a plan's part of its address."),
        (
            "example",
            "2022-04-30",
            "Example plan was not on record on 30 April 2022: choose 1 May 2022, its first day, or a later one.",
        ),
    ],
    ids=["no-plan", "too-early"],
)
def test_command_says_what_cannot_be_sealed(plan, slug, day, refusal):
    with pytest.raises(CommandError) as error:
        call_command("seal_plan", slug, "--day", day, "--by", ROLE)

    assert str(error.value) == refusal


def test_command_takes_no_day_that_is_none(plan):
    with pytest.raises(CommandError, match="“1 June” is no day: write it as YYYY-MM-DD, for example 2021-10-13."):
        call_command("seal_plan", "example", "--day=1 June", "--by", ROLE)


@pytest.fixture
def before_the_elections(clock):
    clock("2027-03-01")


@pytest.mark.usefixtures("before_the_elections")
def test_words_that_wait_for_an_election_reach_no_seal(plan, sealed, clock):
    clock("2027-04-01")
    ElectionPeriodFactory(name="Local elections", starts_on=date(2027, 3, 22), ends_on=date(2027, 5, 7))
    with entering(Entry("Read in.", effective_on=JUNE)):
        ForewordFactory(plan=plan, author_name="Somebody new", body="Something new.")

    with pytest.raises(SealRefused, match="The election period “Local elections” holds back words in Example plan"):
        seal(plan, date(2027, 4, 1), sealed_by=ROLE)
    later, _ = entries_after(sealed)
    assert [(entry.noun, entry.title, entry.reason) for entry in later] == [("foreword", "", HELD_BACK)]
    clock("2027-05-08")
    assert "Something new." in seal(plan, date(2027, 5, 8), sealed_by=ROLE).document
