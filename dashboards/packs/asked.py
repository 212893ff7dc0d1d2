"""The open questions of a pack, each with its answers so far, and whether residents can read it."""

from datetime import date

from dashboards.models import Answer, Question
from dashboards.packs.addresses import Addresses
from outcomes.templatetags.prose import plain
from priorities.headings import make_heading
from priorities.models import Deliverable

PUBLIC, PRIVATE = "Public: residents can read it.", "Private: for those who read packs."
WAITS = "Both sides agree that residents may read it: it waits until the election period is over."
NOT_NOW = "Both sides agree that residents may read it: they can once what it is on is public again."
ANSWER_WAITS = "Residents cannot read this answer yet."


def told_questions(questions: list[Question], day: date, to: Addresses) -> list[dict]:
    """Each question with what it is on. Asks nothing: subjects and answers are at hand."""
    return [_question(each, day, to) for each in questions]


def _question(question: Question, day: date, to: Addresses) -> dict:
    subject = question.subject
    return {
        "number": question.pk,
        "on": _name(subject),
        "address": to.record(subject.get_absolute_url()),
        "text": question.text,
        "asked_as": question.asked_as,
        "asked_on": question.asked_on,
        "due": question.answer_due_on,
        "overdue": question.is_overdue(day),
        "state": question.state,
        "label": question.get_state_display(),
        "public": question.is_published(),
        "who_reads": _who_reads(question),
        "example": question.is_example,
        "answers": [_answer(each) for each in question.answers.all()],
    }


def _who_reads(question: Question) -> str:
    """In words, for the days of an election period can be put right later, and what is kept stays as it was."""
    if not question.is_published():
        return PRIVATE
    if not question.subject_is_public:
        return NOT_NOW
    return WAITS if question.is_held else PUBLIC


def _not_yet(answer: Answer) -> str:
    """What is said of an answer to a public question that residents do not read; else nothing."""
    waits = answer.question.residents_read and not answer.not_enough and not answer.residents_read
    return ANSWER_WAITS if waits else ""


def _answer(answer: Answer) -> dict:
    return {
        "text": answer.text,
        "answered_as": answer.answered_as,
        "answered_on": answer.answered_on,
        "not_enough": answer.not_enough,
        "approved": answer.approved,
        "who_reads": _not_yet(answer),
    }


def _name(subject) -> str:
    """What a question is on: a promise by its first words, an indicator by its name."""
    if isinstance(subject, Deliverable):
        return str(make_heading(plain(subject.text)))
    return subject.name
