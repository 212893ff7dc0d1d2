"""What is done with a question, who may do it, and what it leaves on record."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import ProtectedError
from factories import (
    AnswerFactory,
    DeliverableFactory,
    ElectionPeriodFactory,
    IndicatorFactory,
    NoteFactory,
    PlanIndicatorFactory,
    UserFactory,
)
from question_people import asked, councillor, officer, read
from sample_documents import OUTCOME_PAGE

from dashboards.models import Answer, Question
from dashboards.querysets import open_questions
from dashboards.questions import asking
from dashboards.questions.asking import ASKED_ALREADY, NEITHER_SIDE, NO_ANSWER, NOT_PUBLIC, NOTHING_TO_KEEP
from ledger.clock import today
from ledger.entries import Entry
from ledger.past import as_at
from ledger.refusals import EditedMeanwhile, KeptForGood, LedgerRefusal, ReasonNeeded, Unmovable
from plan_documents.models import ImportRun
from plan_documents.runs import apply, begin, look_at
from plan_documents.sources import Source
from plan_documents.undoing import undo
from priorities.models import Deliverable

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def before_the_elections(clock):
    clock("2027-03-01 12:00")


@pytest.fixture
def question():
    return asked()


@pytest.fixture
def approver():
    return officer("Approver")


def answered(question, approver, **values):
    asking.answer(question, "It opens in May.", role="Example director", by=approver, **values)
    return read(question)


def test_question_is_signed_and_due(settings):
    settings.ANSWER_WITHIN_DAYS = 10
    asker = councillor("Example Two")
    question = asking.ask(DeliverableFactory(), "When does it open?", by=asker, agrees=True)

    assert (question.asked_as, question.state, question.asked_on) == ("Councillor Example Two", "open", today())
    assert question.answer_due_on == today() + timedelta(days=10)
    assert (question.asker_agrees, question.officer_agrees, question.is_published()) == (True, False, False)
    assert question.history.get().history_user == asker


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(lambda: DeliverableFactory(priority__plan_outcome__plan__state="draft"), id="promise"),
        pytest.param(lambda: PlanIndicatorFactory(plan_outcome__plan__state="draft").indicator, id="indicator"),
    ],
)
def test_nobody_asks_on_a_draft(subject):
    with pytest.raises(LedgerRefusal, match=NOT_PUBLIC):
        asking.ask(subject(), "When?", by=councillor())
    assert not Question.objects.exists()


def test_only_councillors_ask():
    with pytest.raises(PermissionDenied):
        asking.ask(DeliverableFactory(), "When?", by=officer("Approver"))


def test_same_question_is_not_asked_twice():
    promise, asker = DeliverableFactory(), councillor()
    asking.ask(promise, "When?", by=asker)
    with pytest.raises(LedgerRefusal, match=ASKED_ALREADY):
        asking.ask(promise, "When?", by=asker)
    asking.ask(promise, "When?", by=councillor("Example Two"))
    assert Question.objects.count() == 2


def test_question_goes_back_and_forth_until_it_is_accepted(question, approver, clock):
    asker = question.asked_by
    question = answered(question, approver)
    clock("2030-01-05")
    question = read(asking.send_back(question, "It does not say which May.", by=asker))
    assert (question.state, question.answer_due_on) == ("open", date(2030, 1, 19))

    asking.answer(question, "In May 2031.", role="Example director", by=approver)
    question = read(asking.accept(read(question), by=asker))

    assert (question.state, question.settled_on) == ("accepted", date(2030, 1, 5))
    assert [(each.text, each.not_enough) for each in question.answers.order_by("pk")] == [
        ("It opens in May.", "It does not say which May."),
        ("In May 2031.", ""),
    ]
    assert [each.history_user for each in question.history.order_by("history_id")][1:] == [
        approver,
        asker,
        approver,
        asker,
    ]


def test_contributor_answers_for_the_own_directorate_only(question):
    own = officer("Contributor", question.deliverable.directorate)
    other = officer("Contributor")
    assert list(Question.objects.to_answer_by(own)) == [question]
    assert list(Question.objects.to_answer_by(other)) == []

    with pytest.raises(PermissionDenied):
        asking.answer(question, "No.", role="Example", by=other)
    assert answered(read(question), own).state == "answered"


@pytest.mark.parametrize(
    ("role", "answers"),
    [("Contributor", False), ("Approver", True), ("Plan manager", True), ("Auditor", False), ("Story editor", False)],
)
def test_question_on_an_indicator_is_answered_by_who_looks_after_all(role, answers):
    asked(deliverable=None, indicator=IndicatorFactory(), **{"deliverable__directorate": None})
    assert Question.objects.to_answer_by(officer(role)).exists() is answers


def test_nobody_answers_their_own_question(approver):
    question = asked(by=approver)
    with pytest.raises(PermissionDenied):
        answered(question, approver)
    assert not Question.objects.to_answer_by(approver).exists()


def test_only_the_asker_accepts_sends_back_and_closes(question, approver):
    question = answered(question, approver)
    for action in (asking.accept, asking.close, lambda question, by: asking.send_back(question, "No.", by=by)):
        for somebody in (approver, councillor("Example Two"), officer("Administrator")):
            with pytest.raises(PermissionDenied):
                action(read(question), by=somebody)
    assert read(question).state == "answered"


def test_plan_manager_closes_for_an_asker_who_is_gone_with_a_reason(question):
    manager = officer("Plan manager")
    question.asked_by.is_active = False
    question.asked_by.save()

    with pytest.raises(LedgerRefusal, match="no reason yet"):
        asking.close(read(question), by=manager)
    asking.close(read(question), "The councillor left the council in May.", by=manager)

    assert read(question).state == "closed"
    assert read(question).history.latest("history_id").history_change_reason.startswith("The councillor left")


def test_second_of_two_is_told_and_nothing_is_written(question, approver):
    seen = read(question)
    answered(question, approver)

    with pytest.raises(EditedMeanwhile):
        asking.answer(seen, "Another one.", role="Example director", by=officer("Approver"))

    assert Answer.objects.count() == 1


def test_council_agrees_to_no_question_without_an_answer(question, approver):
    asking.agree(question, by=question.asked_by)
    with pytest.raises(LedgerRefusal, match=NO_ANSWER):
        asking.agree(read(question), by=approver)
    assert not read(question).is_published()


def test_council_says_no_until_there_is_another_answer_or_it_agrees(question, approver):
    asker = question.asked_by
    asking.agree(question, by=asker)
    question = answered(read(question), officer("Contributor", question.deliverable.directorate))
    waits = [Question.objects.to_approve_by(approver).exists()]
    with pytest.raises(PermissionDenied, match=NEITHER_SIDE):
        asking.keep_private(read(question), by=asker)
    asking.keep_private(read(question), by=approver)
    said = read(question).history.latest("history_id")
    waits.append(Question.objects.to_approve_by(approver).exists())
    asking.send_back(read(question), "It does not say which May.", by=asker)
    answered(read(question), officer("Contributor", question.deliverable.directorate))
    waits.append(Question.objects.to_approve_by(approver).exists())

    assert (waits, said.kept_private, said.history_user) == ([True, False, True], True, approver)
    asking.keep_private(read(question), by=approver)
    asking.agree(read(question), by=approver)
    assert (read(question).is_published(), read(question).kept_private) == (True, False)


def test_council_keeps_nothing_private_that_does_not_wait_for_it(question, approver):
    asking.agree(question, by=question.asked_by)
    with pytest.raises(LedgerRefusal, match=NOTHING_TO_KEEP):
        asking.keep_private(read(question), by=approver)
    answered(read(question), approver)
    asking.keep_private(read(question), by=approver)
    with pytest.raises(LedgerRefusal, match=NOTHING_TO_KEEP):
        asking.keep_private(read(question), by=approver)


def test_answer_to_a_public_question_is_kept_private(approver):
    question = asked(asker_agrees=True, officer_agrees=True)
    asking.answer(question, "In May.", role="Example", by=officer("Contributor", question.deliverable.directorate))
    asking.keep_private(read(question), by=approver)

    assert (read(question).is_published(), Answer.objects.get().approved) == (True, False)
    assert not Question.objects.to_approve_by(approver).exists()


def test_officer_who_is_late_for_a_settled_question_is_not_told_to_save_again(question, approver):
    seen = read(question)
    asking.close(question, by=question.asked_by)
    with pytest.raises(EditedMeanwhile, match="after you opened it. It is closed already. Nothing of yours was saved"):
        asking.answer(seen, "In May.", role="Example director", by=approver)


def test_settled_question_takes_no_further_step(question, approver):
    asking.close(question, by=question.asked_by)
    with pytest.raises(LedgerRefusal, match="It is closed already."):
        answered(read(question), approver)


def test_answer_that_does_not_fit_leaves_nothing_behind(question, approver):
    with pytest.raises(ValidationError):
        asking.answer(question, "It opens.", role="x" * 200, by=approver)
    assert (read(question).state, read(question).revision, Answer.objects.count()) == ("open", 1, 0)


def test_question_is_public_once_both_agree_and_stays_so(question, approver):
    asker = question.asked_by
    assert not read(asking.agree(question, by=asker)).is_published()
    assert not read(asking.withdraw(read(question), by=asker)).is_published()
    question = answered(read(question), approver)
    assert not read(asking.agree(read(question), by=approver)).is_published()
    assert read(asking.agree(read(question), by=asker)).is_published()

    for somebody in (asker, approver):
        with pytest.raises(Unmovable):
            asking.withdraw(read(question), by=somebody)
    question = read(question)
    question.text = "Another one?"
    with pytest.raises(ReasonNeeded):
        question.save()
    with pytest.raises(KeptForGood):
        read(question).delete()


def test_agreement_of_one_side_is_not_given_by_the_other(question, approver):
    with pytest.raises(PermissionDenied):
        asking.agree(question, by=councillor("Example Two"))
    question = answered(read(question), approver)
    assert not read(asking.agree(read(question), by=approver)).asker_agrees


def test_one_person_cannot_agree_for_both_sides(approver):
    question = asked(by=approver)
    asking.agree(question, by=approver)
    assert (read(question).asker_agrees, read(question).officer_agrees) == (True, False)


def test_question_is_published_only_from_the_day_both_agreed(question, approver, clock):
    clock("2030-01-05")
    asking.agree(question, by=question.asked_by)
    clock("2030-01-09")
    answered(read(question), approver, agrees=True)
    clock("2030-02-01")
    for day, is_public in ((date(2030, 1, 8), False), (date(2030, 1, 9), True)):
        with as_at(day):
            assert Question.objects.published().exists() is is_public


def test_answer_is_published_only_by_who_ticked_the_box_for_it(question, approver):
    """The council agreed to one answer; it was sent back, and the next officer left the box empty."""
    asker = question.asked_by
    question = answered(question, approver, agrees=True)
    question = read(asking.send_back(question, "It does not say which May.", by=asker))
    assert question.officer_agrees is False
    question.officer_agrees = True
    question.save()  # and even where it had agreed since
    asking.answer(question, "FOR-THE-COUNCILLOR", role="Example director", by=officer("Plan manager"))

    asking.agree(read(question), by=asker)

    last = Answer.objects.get(text="FOR-THE-COUNCILLOR")
    assert (read(question).officer_agrees, read(question).is_published(), last.is_published()) == (False, False, False)


def test_contributor_does_not_publish(question, approver):
    contributor = officer("Contributor", question.deliverable.directorate)
    asking.agree(question, by=question.asked_by)
    for publishing in (
        lambda: asking.answer(read(question), "In May.", role="Chief executive", by=contributor, agrees=True),
        lambda: asking.agree(read(question), by=contributor),
    ):
        with pytest.raises(PermissionDenied, match=NEITHER_SIDE):
            publishing()
    assert (read(question).state, Answer.objects.count()) == ("open", 0)

    asking.answer(read(question), "In May.", role="Example", by=contributor)
    assert (read(question).is_published(), Answer.objects.get().is_published()) == (False, False)
    asking.agree(read(question), by=approver)
    assert (read(question).is_published(), Answer.objects.get().is_published()) == (True, True)


def test_contributors_answer_to_a_public_question_waits_for_who_signs_off(approver):
    question = asked(asker_agrees=True, officer_agrees=True)
    contributor = officer("Contributor", question.deliverable.directorate)
    asking.answer(question, "In May.", role="Example", by=contributor)
    assert (read(question).is_published(), Answer.objects.get().is_published()) == (True, False)

    asking.agree(read(question), by=approver)

    answer = Answer.objects.get()
    assert (answer.is_published(), answer.history.latest("history_id").history_user) == (True, approver)
    answer.approved = False
    with pytest.raises(Unmovable):
        answer.save()


def test_agreement_that_was_taken_back_publishes_nothing_later(question, approver):
    question = answered(question, approver, agrees=True)
    asking.withdraw(question, by=approver)
    asking.agree(read(question), by=question.asked_by)
    assert (read(question).is_published(), Answer.objects.get().approved) == (False, False)


def test_question_agreed_on_in_an_election_period_waits_until_it_is_over(question, approver, clock):
    ElectionPeriodFactory(starts_on=date(2027, 3, 22), ends_on=date(2027, 5, 7))
    seen = {}
    clock("2027-03-22 09:00")
    asking.agree(question, by=question.asked_by)
    answered(read(question), approver, agrees=True)
    for moment in ("2027-03-22 10:00", "2027-05-06 23:59", "2027-05-07 00:01"):
        clock(moment)
        answer = Answer.objects.get()
        seen[moment] = (Question.objects.published().exists(), read(question).residents_read, answer.residents_read)
    assert list(seen.values()) == [(False,) * 3, (False,) * 3, (True,) * 3]
    with as_at(date(2027, 4, 1)):
        assert not Question.objects.published().exists()


def test_question_that_was_public_before_an_election_period_stays_so(question, approver, clock):
    ElectionPeriodFactory(starts_on=date(2027, 3, 22), ends_on=date(2027, 5, 7))
    clock("2027-03-21 23:59")
    asking.agree(question, by=question.asked_by)
    question = answered(read(question), approver, agrees=True)
    clock("2027-03-22 00:01")
    asking.send_back(question, "It does not say which May.", by=question.asked_by)
    question = read(question)
    asking.answer(question, "In May 2031.", role="Example director", by=approver, agrees=True)

    answers = {each.text: each.residents_read for each in Answer.objects.all()}
    assert (Question.objects.published().get(), answers["In May 2031."]) == (question, False)
    clock("2027-05-07 00:01")
    assert Answer.objects.get(text="In May 2031.").residents_read


def test_who_came_first_is_not_named_by_the_account(question, approver):
    seen, colleague = read(question), UserFactory(username="one@example.org", is_superuser=True)
    asking.answer(read(question), "In May.", role="Example director", by=colleague)
    with pytest.raises(EditedMeanwhile, match="Council officer changed this record at") as refused:
        answered(seen, approver)
    assert "one@example.org" not in str(refused.value)


def test_promise_with_a_question_is_not_deleted():
    question = asked(deliverable__priority__plan_outcome__plan__state="draft")
    with pytest.raises(ProtectedError):
        question.deliverable.delete()


def test_import_that_something_was_asked_on_is_not_undone():
    run = begin(ImportRun(plan_slug="village-plan"), [Source("page.txt", OUTCOME_PAGE.encode())], None)
    run = apply(run, look_at(run).fingerprint, Entry(), None)
    promise = Deliverable.objects.first()
    asked(deliverable=promise, text="When?")
    NoteFactory(deliverable=promise, text="ONLY-MINE")

    with pytest.raises(LedgerRefusal) as refused:
        undo(run, "It was the wrong file altogether.", None)

    said = " ".join(refused.value.messages)
    assert ("A question that was added since names" in said, "“a private note”" in said) == (True, True)
    assert "ONLY-MINE" not in said


def test_open_questions_stand_overdue_first():
    promise, indicator = DeliverableFactory(), IndicatorFactory()
    common = {"deliverable": promise, "asked_on": date(2022, 1, 1)}
    given = [
        asked(**common, answer_due_on=date(2022, 3, 1)),
        asked(deliverable=None, indicator=indicator, asked_on=date(2022, 1, 1), answer_due_on=date(2022, 2, 1)),
        asked(**common, answer_due_on=date(2022, 1, 2), state="answered"),
        asked(**common, answer_due_on=date(2022, 1, 1), state="closed", settled_on=date(2022, 1, 1)),
        asked(answer_due_on=date(2022, 3, 2)),
    ]
    AnswerFactory(question=given[2])
    kept = open_questions([promise.pk], [indicator.pk])
    assert [each.pk for each in kept] == [given[1].pk, given[0].pk, given[2].pk]
    assert [each.text for each in kept[2].answers.all()] == ["An example of an answer."]


def test_account_without_a_councillor_is_not_named_by_its_username():
    from dashboards.questions.parties import asked_as

    assert asked_as(UserFactory()) == "Council officer"
