"""Drafts, sign-off, returns, confirmations and directorates, by code; and who may do what."""

from datetime import UTC, date, datetime, timedelta

import pytest
from desk_people import approver, contributor_of, with_permissions
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from factories import (
    DeliverableFactory,
    DirectorateFactory,
    ProgressUpdateFactory,
    SuccessionFactory,
    UserFactory,
)

from ledger.models import save_with_reason
from ledger.refusals import EditedMeanwhile, LedgerRefusal
from priorities import bulk, officers, reporting, steps
from priorities.models import Deliverable, ProgressUpdate
from priorities.waiting import (
    how_it_stands,
    promises_waiting_for,
    reports_awaiting,
    waits_for,
    why_it_waits,
    with_reports,
)

pytestmark = pytest.mark.django_db

TODAY = date(2022, 5, 12)
TROUBLE = {"status": "at-risk", "cause": "A cause.", "action": "An action.", "next_step": "A step."}


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)


@pytest.fixture
def directorate():
    return DirectorateFactory()


@pytest.fixture
def promise(directorate):
    return DeliverableFactory(directorate=directorate, timescale_text="By June 2022")


@pytest.fixture
def contributor(directorate):
    return contributor_of(directorate)


def new(promise, **said):
    values = {"status": "on-track", "commentary": "The roof is on.", "as_of": TODAY, "author_role": "Example role"}
    return ProgressUpdate(deliverable=promise, **values | said)


# The way of one report


def test_report_goes_from_a_draft_to_residents(promise, contributor):
    boss = approver()

    report = reporting.save_draft(new(promise), by=contributor)
    reporting.submit(report, by=contributor)
    reporting.send_back(report, remark="Say which roof.", by=boss)
    reporting.submit(report, by=contributor)
    reporting.sign_off(report, by=boss)

    versions = report.history.order_by("history_id").values_list("state", "history_user", "history_approved_by")
    assert list(versions) == [
        ("draft", contributor.pk, ""),
        ("awaiting", contributor.pk, ""),
        ("returned", boss.pk, ""),
        ("awaiting", contributor.pk, ""),
        ("published", boss.pk, "Example director"),
    ]
    assert (report.written_by, report.remark, promise.latest_update) == (contributor, "", report)


def test_report_signed_off_for_later_waits_until_then(promise):
    moment = timezone.now() + timedelta(days=3)

    report = reporting.sign_off(new(promise), by=approver(), publish_at=moment)

    assert (report.state, report.publish_at, promise.latest_update) == ("signed-off", moment, None)


def test_report_signed_off_for_a_moment_that_is_over_is_published(promise):
    report = reporting.sign_off(new(promise), by=approver(), publish_at=timezone.now())

    assert (report.state, report.publish_at) == ("published", None)


def test_report_signed_off_for_later_can_be_returned(promise):
    report = reporting.sign_off(new(promise), by=approver(), publish_at=timezone.now() + timedelta(days=3))

    reporting.send_back(report, remark="Say which roof.", by=approver())

    assert (report.state, report.publish_at) == ("returned", None)


def test_report_is_taken_back(promise, contributor):
    report = reporting.submit(new(promise), by=contributor)

    assert reporting.take_back(report, by=contributor).state == "draft"


def test_report_that_residents_no_longer_read_goes_its_way_again(promise, contributor):
    report = reporting.sign_off(new(promise), by=approver())
    take_from_residents(report)
    states = []

    report.commentary, report.as_of = "The doors are in.", TODAY - timedelta(days=1)
    states.append(reporting.save_draft(report, by=contributor).state)
    states.append(reporting.submit(report, by=contributor).state)
    states.append(reporting.send_back(report, remark="Say who opened it.", by=approver()).state)
    states.append(reporting.submit(report, by=contributor).state)
    states.append(reporting.sign_off(report, by=approver()).state)

    assert states == ["draft", "awaiting", "returned", "awaiting", "published"]


def take_from_residents(report):
    report.state = steps.DRAFT
    save_with_reason(report, "It named a person who had not been asked.")


def test_report_that_a_later_one_replaced_before_it_was_withdrawn_is_not_under_way(promise, contributor):
    wrong = reporting.sign_off(new(promise, as_of=TODAY - timedelta(days=9)), by=approver())
    reporting.sign_off(new(promise, as_of=TODAY - timedelta(days=2)), by=approver())
    take_from_residents(wrong)

    assert reporting.open_report(promise) is None
    assert with_reports(Deliverable.objects.all(), TODAY).get().open_state is None
    assert [row.left_out for row in bulk.rows_to_confirm([promise], contributor)] == [""]


def test_return_without_a_remark_is_refused(promise, contributor):
    report = reporting.submit(new(promise), by=contributor)

    with pytest.raises(ValidationError, match="Say why it goes back"):
        reporting.send_back(report, remark="", by=approver())

    assert ProgressUpdate.objects.get().state == "awaiting"


@pytest.mark.parametrize(
    "act",
    [
        lambda report, by: reporting.sign_off(report, by=by),
        lambda report, by: reporting.sign_off(report, by=by, publish_at=timezone.now() + timedelta(days=1)),
        lambda report, by: reporting.send_back(report, remark="No.", by=by),
    ],
    ids=["publish", "schedule", "return"],
)
def test_contributor_cannot(promise, contributor, act):
    report = reporting.submit(new(promise), by=contributor)

    with pytest.raises(PermissionDenied):
        act(report, contributor)

    assert (ProgressUpdate.objects.get().state, report.state, report.history.count()) == ("awaiting", "awaiting", 1)


def test_contributor_reports_on_no_promise_of_another_directorate(promise):
    with pytest.raises(PermissionDenied, match="ask somebody who signs off to reassign it"):
        reporting.save_draft(new(promise), by=contributor_of(DirectorateFactory()))


@pytest.mark.parametrize(
    ("state", "act", "sentence"),
    [
        ("draft", reporting.take_back, "It is a draft now."),
        ("published", reporting.submit, "It is published already."),
        ("published", reporting.sign_off, "It is published already."),
        ("awaiting", reporting.submit, "It awaits sign-off now."),
    ],
)
def test_step_that_does_not_begin_where_the_report_is_is_refused(promise, state, act, sentence):
    report = ProgressUpdateFactory(deliverable=promise, state=state)

    with pytest.raises(LedgerRefusal, match=sentence):
        act(report, by=approver())

    assert report.state == state


def test_of_two_who_take_a_step_the_second_is_told(promise, contributor):
    report = reporting.submit(new(promise), by=contributor)
    same = ProgressUpdate.objects.get()
    reporting.take_back(report, by=contributor)

    with pytest.raises(EditedMeanwhile):
        reporting.sign_off(same, by=approver())

    assert (ProgressUpdate.objects.get().state, same.state) == ("draft", "awaiting")


def test_of_two_who_sign_off_the_second_is_told(promise, contributor):
    report = reporting.submit(new(promise), by=contributor)
    same = ProgressUpdate.objects.get()
    reporting.sign_off(report, by=approver())

    with pytest.raises(EditedMeanwhile):
        reporting.sign_off(same, by=approver(), approved_by="Another role")

    assert report.history.count() == 2


def test_second_report_on_a_promise_is_refused_while_one_is_under_way(promise, contributor):
    reporting.save_draft(new(promise), by=contributor)

    with pytest.raises(EditedMeanwhile, match=f"{contributor} began a report on this promise meanwhile"):
        reporting.save_draft(new(promise), by=approver())

    assert ProgressUpdate.objects.count() == 1


@pytest.mark.parametrize("act", [reporting.submit, reporting.sign_off])
def test_deferral_without_a_reason_is_refused_before_its_day(promise, act):
    report = new(promise, status="deferred", commentary="tbc", decision_url="https://example.org/decision")

    with pytest.raises(ValidationError, match="Say in the commentary why the promise is deferred"):
        act(report, by=approver())

    assert ProgressUpdate.objects.count() == 0


def test_report_in_trouble_without_its_parts_is_refused(promise, contributor):
    with pytest.raises(ValidationError, match="need a cause, an action and a next step"):
        reporting.submit(new(promise, status="at-risk"), by=contributor)


# No change


def test_confirmation_of_a_contributor_awaits_sign_off_and_says_the_same_again(promise, contributor):
    ProgressUpdateFactory(deliverable=promise, as_of=date(2022, 1, 1), forecast_on=date(2022, 8, 1), **TROUBLE)

    report = reporting.confirm_no_change(promise, by=contributor)

    assert (report.kind, report.state, report.as_of, report.commentary) == ("no-change", "awaiting", TODAY, "")
    assert {name: getattr(report, name) for name in TROUBLE} == TROUBLE
    assert (report.forecast_on, report.author_role) == (date(2022, 8, 1), "Example contributor")


def test_confirmation_of_an_approver_is_published(promise):
    ProgressUpdateFactory(deliverable=promise, as_of=date(2022, 1, 1))

    report = reporting.confirm_no_change(promise, by=approver())

    assert (report.state, promise.latest_update) == ("published", report)


def test_confirmation_of_a_deferral_keeps_its_reason_and_its_decision(promise):
    why = {"commentary": "The grant was given to another council.", "decision_url": "https://example.org/decision"}
    ProgressUpdateFactory(deliverable=promise, as_of=date(2022, 1, 1), status="deferred", **why)

    report = reporting.confirm_no_change(promise, by=approver())

    assert {name: getattr(report, name) for name in why} == why


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (None, "Nothing is published about it yet"),
        ({"status": "complete"}, "It is complete: there is nothing left to confirm."),
        ({"as_of": TODAY}, "It was reported on today already."),
        ({"state": "draft"}, "Another report on it is under way: draft."),
        (
            {"forecast_on": date(2022, 5, 11)},
            "It was expected on 11 May 2022, and that day is over: say in a report when it is expected now.",
        ),
    ],
    ids=["no-report", "complete", "today", "under-way", "expected-before"],
)
def test_confirmation_is_refused(promise, contributor, said, sentence):
    if said is not None:
        ProgressUpdateFactory(deliverable=promise, **{"as_of": date(2022, 1, 1)} | said)

    with pytest.raises(LedgerRefusal, match=sentence):
        reporting.confirm_no_change(promise, by=contributor)

    assert ProgressUpdate.objects.filter(kind="no-change").count() == 0


# Directorates


def test_promise_is_reassigned(promise):
    other = DirectorateFactory()

    reporting.reassign(promise, other, by=approver(), reason="An example of a reason.")

    version = promise.history.latest("history_id")
    assert (version.directorate_id, version.history_change_reason) == (other.pk, "An example of a reason.")


def test_contributor_reassigns_nothing(promise, contributor):
    with pytest.raises(PermissionDenied):
        reporting.reassign(promise, DirectorateFactory(), by=contributor)


# Who


def test_promises_reported_on(promise, contributor):
    DeliverableFactory()
    unassigned = contributor_of(None)
    counted = [Deliverable.objects.reported_by(each).count() for each in (contributor, approver(), unassigned)]

    assert counted == [1, 2, 0]
    assert Deliverable.objects.reported_by(UserFactory()).count() == 0
    assert Deliverable.objects.reported_by(UserFactory(is_superuser=True)).count() == 2


def test_person_without_a_directorate_is_told_so(promise):
    without_officer = with_permissions(UserFactory(), ("add_progressupdate", "change_progressupdate"))

    assert officers.reason_not_to_report(contributor_of(None), promise) == officers.NO_OFFICER
    assert officers.reason_not_to_report(without_officer, promise) == officers.NO_OFFICER
    assert officers.reason_not_to_report(UserFactory(), promise) == "Your account may not report on promises."


@pytest.mark.parametrize(
    ("state", "edits", "deletes"),
    [
        ("draft", True, True),
        ("returned", True, True),
        ("awaiting", False, False),
        ("signed-off", False, False),
        ("published", False, False),
    ],
)
def test_contributor_and_the_report_of_the_directorate(promise, contributor, state, edits, deletes):
    later = {"publish_at": timezone.now()} if state == "signed-off" else {}
    report = ProgressUpdateFactory(
        deliverable=promise, state=state, written_by=contributor, remark="Say which roof.", **later
    )
    colleague = contributor_of(promise.directorate)

    assert (officers.may_edit(contributor, report), officers.may_delete(contributor, report)) == (edits, deletes)
    assert (officers.may_edit(colleague, report), officers.may_delete(colleague, report)) == (edits, False)
    assert officers.may_sign_off(contributor, report) is False
    assert officers.may_sign_off(approver(), report) is (state != "published")


# What waits


CASES = {
    "due-soon": ("By 30 May 2022", [], "Due in 18 days; never reported on."),
    "overdue": ("By March 2022", [(date(2022, 2, 1), "on-track")], "Overdue by 42 days; last confirmed 100 days ago."),
    "quiet": ("2023/24", [(date(2022, 1, 31), "on-track")], "Last confirmed 101 days ago."),
    "never-reported": ("2023/24", [], "Never reported on."),
    "fresh": ("By 30 May 2022", [(date(2022, 5, 10), "on-track")], None),
    "a-week-old": ("By 30 May 2022", [(date(2022, 5, 5), "on-track")], None),
    "complete": ("By March 2022", [(date(2022, 2, 1), "complete")], None),
    "deferred": ("By March 2022", [(date(2022, 2, 1), "withdrawn")], None),
    "spoken-of": ("2023/24", [(date(2022, 4, 1), "on-track")], None),
}


@pytest.mark.parametrize("case", CASES)
def test_promise_waits_for_its_directorate_with_a_reason(directorate, contributor, case):
    timescale, told, why = CASES[case]
    promise = DeliverableFactory(directorate=directorate, timescale_text=timescale)
    stopped = {"decision_url": "https://example.org/d", "commentary": "The grant was given to another council."}
    for day, status in told:
        said = stopped if status == "withdrawn" else {}
        ProgressUpdateFactory(deliverable=promise, as_of=day, status=status, **said)

    found = [(each, why_it_waits(each, TODAY)) for each in promises_waiting_for(contributor, TODAY)]

    assert found == ([(promise, why)] if why else [])


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ("draft", "A draft was last saved on"),
        ("returned", "Returned: Say which roof."),
        ("awaiting", None),
        ("signed-off", None),
    ],
)
def test_promise_with_a_report_under_way_waits_for_who_writes_it(promise, contributor, state, why):
    later = {"publish_at": timezone.now()} if state == "signed-off" else {}
    ProgressUpdateFactory(deliverable=promise, state=state, remark="Say which roof.", **later)

    found = [why_it_waits(each, TODAY) for each in promises_waiting_for(contributor, TODAY)]

    assert [each.startswith(why) for each in found] == ([True] if why else [])


@pytest.mark.parametrize(
    ("timescale", "told", "state", "why"),
    [
        ("By March 2022", "on-track", "draft", "Overdue by 42 days; a draft was last saved on "),
        ("By March 2022", "on-track", "returned", "Overdue by 42 days. Returned: Say which roof."),
        ("By March 2022", "complete", "draft", "A draft was last saved on "),
        ("By March 2023", "on-track", "draft", "A draft was last saved on "),
    ],
    ids=["overdue", "returned", "complete", "far-off"],
)
def test_promise_with_a_draft_still_says_how_long_it_is_overdue(directorate, contributor, timescale, told, state, why):
    promise = DeliverableFactory(directorate=directorate, timescale_text=timescale)
    ProgressUpdateFactory(deliverable=promise, as_of=date(2022, 2, 1), status=told)
    ProgressUpdateFactory(deliverable=promise, state=state, remark="Say which roof.")

    found = [why_it_waits(each, TODAY) for each in promises_waiting_for(contributor, TODAY)]

    assert [each[: len(why)] for each in found] == [why]


def test_draft_saved_after_midnight_in_summer_is_of_that_day(monkeypatch):
    monkeypatch.undo()
    promise = Deliverable()
    promise.open_state, promise.open_since = steps.DRAFT, datetime(2022, 6, 1, 23, 30, tzinfo=UTC)

    assert why_it_waits(promise, TODAY) == "A draft was last saved on 2 June 2022."


def test_promises_that_wait_come_with_the_first_due_on_top_and_then_the_longest_silence(directorate, contributor):
    texts = {"c": ("2023/24", date(2022, 1, 2)), "b": ("2023/24", date(2022, 1, 1)), "a": ("By May 2022", None)}
    for text, (timescale, day) in texts.items():
        promise = DeliverableFactory(directorate=directorate, text=text, timescale_text=timescale)
        if day:
            ProgressUpdateFactory(deliverable=promise, as_of=day)

    assert [each.text for each in promises_waiting_for(contributor, TODAY)] == ["a", "b", "c"]


def test_heading_settled_and_drafted_promises_wait_for_nobody(directorate, contributor):
    heading = DeliverableFactory(directorate=directorate, timescale_text="By March 2022")
    DeliverableFactory(parent=heading, priority=heading.priority, timescale_text="By March 2022")
    SuccessionFactory(earlier__directorate=directorate, earlier__timescale_text="By March 2022")
    DeliverableFactory(directorate=directorate, priority__plan_outcome__plan__state="draft")

    assert list(promises_waiting_for(contributor, TODAY)) == []


def test_approver_in_a_directorate_sees_what_waits_there(promise, directorate):
    DeliverableFactory()
    in_it, in_none = approver(), approver()
    in_it.officer.directorate = directorate
    in_it.officer.save()

    counted = [promises_waiting_for(each, TODAY).count() for each in (in_it, in_none)]

    assert counted == [1, 2]


def test_reports_await_the_sign_off_of_approvers_in_the_order_they_came(promise, contributor):
    first, second = (ProgressUpdateFactory(state="awaiting") for _ in range(2))
    ProgressUpdateFactory(state="draft")

    assert list(reports_awaiting(approver())) == [first, second]
    assert list(reports_awaiting(contributor)) == []


def test_promises_awaiting_sign_off_are_found(promise):
    ProgressUpdateFactory(deliverable=promise, state="awaiting")
    DeliverableFactory()

    assert [*with_reports(Deliverable.objects.all(), TODAY).filter(waits_for("awaiting", TODAY))] == [promise]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (None, "No progress reported yet; due in 49 days."),
        (
            {"as_of": date(2022, 2, 1)},
            "The council says “on track”, last confirmed 100 days ago, which is long ago; due in 49 days.",
        ),
        ({"as_of": TODAY}, "The council says “on track”, last confirmed today; due in 49 days."),
    ],
    ids=["no-report", "quiet", "today"],
)
def test_how_a_promise_stands_in_one_sentence(promise, said, sentence):
    latest = ProgressUpdateFactory(deliverable=promise, **said) if said else None

    assert how_it_stands(promise, latest, TODAY) == sentence


def test_completion_reported_again_stands_as_residents_read_it(directorate):
    promise = DeliverableFactory(directorate=directorate, timescale_text="31 March 2022")
    for day in (date(2022, 3, 1), date(2022, 5, 10)):
        latest = ProgressUpdateFactory(deliverable=promise, as_of=day, status="complete")

    assert how_it_stands(promise, latest, TODAY) == (
        "The council says “complete”, last confirmed 2 days ago; delivered 30 days before it was due."
    )


def test_promise_that_its_plan_prints_as_done_is_not_overdue(directorate):
    promise = DeliverableFactory(timescale_text="31 March 2020", status_as_published="Completed")

    assert how_it_stands(promise, None, TODAY) == "No progress reported yet; printed as “Completed”."


def test_promise_that_a_later_plan_settled_says_what_became_of_it():
    mark = SuccessionFactory(plan__adopted_on=date(2022, 5, 6), how="dropped", later_priority=None)
    latest = ProgressUpdateFactory(deliverable=mark.earlier, as_of=date(2022, 1, 1))

    assert how_it_stands(mark.earlier, latest, TODAY) == (
        "The council says “on track”, last confirmed 131 days ago; dropped on 6 May 2022."
    )


def test_table_names_no_step_that_no_action_takes():
    actions = {action for _, action in steps.STEPS}

    assert actions == {steps.SAVE, steps.SUBMIT, steps.TAKE_BACK, steps.RETURN, steps.SCHEDULE, steps.PUBLISH}
