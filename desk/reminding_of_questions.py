"""Reminders of councillors' questions: what is on record for a round of them, and one mail a person."""

from collections import defaultdict
from datetime import date, timedelta

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from dashboards.models import Answer, Question
from dashboards.viewers import MAY_ANSWER
from desk.models import QuestionReminder
from desk.question_reminders import Asked, QuestionLine, QuestionPeople, Told, lines_on, subject_of, text_of
from desk.reminders import Person
from desk.reminding import persons, tell_once, who_may
from priorities import officers


def questions_today(today: date) -> dict[Person, list[QuestionLine]]:
    """Who is to be told of which questions; nobody is looked for where nothing waits."""
    waiting = list(_unsettled())
    if not waiting:
        return {}
    questions = [_asked(row) for row in waiting]
    who = QuestionPeople(
        officers=persons(who_may(*officers.MAY_REPORT, MAY_ANSWER).filter(officer__directorate__isnull=False)),
        approvers=persons(who_may(officers.MAY_SIGN_OFF, MAY_ANSWER).exclude(is_superuser=True, officer__isnull=True)),
        askers={person.pk: person for person in persons({row.asked_by for row in waiting if row.asked_by.is_active})},
    )
    return lines_on(today, questions, who, _told_of(questions), timedelta(settings.ESCALATE_AFTER_DAYS))


def remind_of_questions(person: Person, lines: list[QuestionLine], today: date) -> bool:
    """Queue the mail and put on record what it tells of, or neither; False where another run told them meanwhile."""
    now = timezone.now()
    told = [
        QuestionReminder(user_id=person.pk, question_id=line.question.pk, kind=line.kind, about=line.about, sent_at=now)
        for line in lines
    ]
    return tell_once(told, person.address, subject_of(lines), text_of(person.name, lines, today, settings.SITE_URL))


def _unsettled():
    given = Answer.objects.filter(question=OuterRef("pk"), not_enough="").order_by("-answered_on", "-pk")
    found = Question.objects.unsettled().annotate(given_on=Subquery(given.values("answered_on")[:1]))
    return found.select_related("deliverable", "indicator", "asked_by__officer").order_by("answer_due_on", "pk")


def _asked(row: Question) -> Asked:
    return Asked(
        pk=row.pk,
        text=row.text,
        asked_as=row.asked_as,
        about=str(row.subject),
        address=row.get_absolute_url(),
        due=row.answer_due_on,
        asker=row.asked_by_id,
        directorate=row.deliverable and row.deliverable.directorate_id,
        answered_on=row.given_on if row.state == Question.State.ANSWERED else None,
    )


def _told_of(questions: list[Asked]) -> Told:
    told: dict = defaultdict(dict)
    for each in QuestionReminder.objects.filter(question__in=[question.pk for question in questions]):
        told[each.question_id, each.kind, each.about][each.user_id] = timezone.localdate(each.sent_at)
    return told
