"""``send_reminders`` and councillors' questions: who is told of which on which day, and that nobody is told twice."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories import AnswerFactory, DirectorateFactory, IndicatorFactory, OfficerFactory, QuestionFactory, UserFactory
from post_office.models import Email

from dashboards.models import Question
from dashboards.questions import asking
from desk.models import QuestionReminder
from desk.reminding_of_questions import questions_today, remind_of_questions
from desk.roles import lay_roles

pytestmark = pytest.mark.django_db

DUE = date(2026, 10, 15)


@pytest.fixture
def directorate():
    return DirectorateFactory()


def officer(role, directorate=None, **values):
    lay_roles()
    user = OfficerFactory(user__username=role.lower(), directorate=directorate, **values).user
    user.groups.add(user.groups.model.objects.get(name=role))
    return type(user).objects.get(pk=user.pk)


@pytest.fixture
def contributor(directorate):
    return officer("Contributor", directorate)


@pytest.fixture
def approver():
    return officer("Approver", DirectorateFactory())


@pytest.fixture
def question(directorate):
    return asked(directorate)


def asked(directorate, **values):
    """Due on 15 October 2026."""
    values = {
        "text": "When does it open?",
        "deliverable__text": "Open a hub.",
        "asked_as": "Councillor Example",
    } | values
    asker = values.pop("asked_by", None) or UserFactory(first_name="Example", last_name="councillor", is_staff=False)
    days = {"asked_on": date(2026, 10, 1), "answer_due_on": DUE}
    return QuestionFactory(deliverable__directorate=directorate, asked_by=asker, **days, **values)


def run_on(clock, *days):
    for day in days:
        clock(f"{day} 08:00")
        call_command("send_reminders", stdout=StringIO())
    return [(mail.to[0], mail.subject) for mail in Email.objects.order_by("pk") if "questions" in mail.subject]


TEXT = """\
Hello contributor,

This mail from the Kirklees promises portal is about questions of
councillors. Each link leads to one.

ANSWER OVERDUE (1)

- When does it open?
  Councillor Example, about “Open a hub”. An answer was due by 15 October
  2026, 1 day ago.
  http://testserver/dashboard/questions/{}/

You are told of each of these once.

Every question: http://testserver/dashboard/questions/
"""


def test_who_may_answer_is_told_three_days_before_and_an_approver_a_fortnight_later(
    clock, contributor, approver, question
):
    days = ["2026-10-11", "2026-10-12", "2026-10-13", "2026-10-16", "2026-10-25", "2026-10-26", "2026-10-27"]

    assert run_on(clock, *days[:1]) == []
    assert run_on(clock, *days[1:5]) == [(contributor.email, "Councillors’ questions: 1 due soon")]
    assert run_on(clock, *days[5:])[1:] == [
        (approver.email, "Councillors’ questions: 1 without an answer in spite of a reminder")
    ]


def test_mail_leads_straight_to_the_question(clock, contributor, question):
    assert run_on(clock, "2026-10-16") == [(contributor.email, "Councillors’ questions: 1 overdue")]
    assert Email.objects.get(subject__contains="questions").message == TEXT.format(question.pk)


def test_question_that_no_contributor_answers_is_told_to_approvers(clock, contributor, approver):
    asked(None)
    UserFactory(is_superuser=True)
    days = {"asked_on": date(2026, 10, 1), "answer_due_on": DUE}
    QuestionFactory(deliverable=None, indicator=IndicatorFactory(), **days)

    assert run_on(clock, "2026-10-16") == [(approver.email, "Councillors’ questions: 2 overdue")]


def test_asker_is_told_once_of_each_answer(clock, contributor, approver, question):
    clock("2026-10-05 09:00")
    asking.answer(question, "In May.", role="Example", by=contributor)
    answered = (question.asked_by.email, "Councillors’ questions: 1 answered")

    assert run_on(clock, "2026-10-06", "2026-10-07", "2026-11-20") == [answered]
    asking.send_back(Question.objects.get(), "It does not say which May.", by=question.asked_by)
    asking.answer(Question.objects.get(), "In May 2031.", role="Example", by=contributor)
    assert run_on(clock, "2026-11-21", "2026-11-22") == [answered] * 2


@pytest.mark.parametrize("who", [{"is_active": False}, {"email": ""}], ids=["inactive", "no address"])
def test_asker_who_cannot_be_reached_is_told_nothing(clock, directorate, who):
    AnswerFactory(question=asked(directorate, state="answered", asked_by=UserFactory(**who)))

    assert run_on(clock, "2026-10-16") == []


def test_settled_question_and_one_answered_in_time_remind_nobody(clock, contributor, approver, directorate):
    asked(directorate, state="closed", settled_on=date(2026, 10, 2))
    AnswerFactory(question=asked(directorate, state="answered", asked_by=UserFactory(email="")))

    assert run_on(clock, "2026-10-16", "2026-11-16") == []


def test_run_that_overtook_another_tells_nothing_twice(clock, contributor, question):
    clock("2026-10-16 08:00")
    rounds = [questions_today(date(2026, 10, 16)) for _ in range(2)]
    told = [remind_of_questions(who, lines, DUE) for each in rounds for who, lines in each.items()]

    assert (told, Email.objects.count(), QuestionReminder.objects.count()) == ([True, False], 1, 1)


def test_round_asks_as_much_of_three_questions_as_of_one(clock, contributor, approver, directorate):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            questions_today(DUE)
        return len(captured)

    asked(directorate)
    for_one = queries()
    asked(directorate)
    asked(directorate)

    assert (queries(), for_one) == (4, 4)
