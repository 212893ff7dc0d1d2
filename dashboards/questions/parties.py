"""Who is who to a question: the one place that says who asked it, who answers it, and who looks after it."""

from dashboards.questions.steps import ANSWERER, ASKER, MINDER
from dashboards.viewers import councillor_of, may_answer
from priorities import officers

MAY_MIND = "outcomes.change_plan"
"""Who looks after plans looks after questions whose asker is gone."""
NO_ANSWERS = "Your account may not answer questions."
NOT_ON_INDICATORS = "Questions on indicators are answered by who signs reports off, or looks after the plan."


def minds(user) -> bool:
    return user.is_active and user.has_perm(MAY_MIND)


def answers_any(user) -> bool:
    """Does this person answer on whatever promise or indicator?"""
    return may_answer(user) and (officers.signs_off(user) or minds(user))


def decides(user, question) -> bool:
    """Does this person say for the council whether residents may read it? A contributor never publishes."""
    return question.asked_by_id != user.pk and answers_any(user)


def reason_not_to_answer(user, question) -> str:
    """Why this person does not answer this question, in a sentence; else nothing."""
    if not may_answer(user):
        return NO_ANSWERS
    if question.asked_by_id == user.pk:
        return "You asked this question, so somebody else answers it."
    if answers_any(user):
        return ""
    if question.deliverable_id is None:
        return NOT_ON_INDICATORS
    return officers.reason_not_to_report(user, question.deliverable)


def parts_of(user, question) -> set[str]:
    """Who this person is to a question, in the words of ``dashboards.questions.steps``."""
    parts = {ASKER} if question.asked_by_id == user.pk else set()
    if not reason_not_to_answer(user, question):
        parts.add(ANSWERER)
    if not parts & {ASKER} and minds(user) and not question.asked_by.is_active:
        parts.add(MINDER)
    return parts


def asked_as(user) -> str:
    """How what this person asks is signed, perhaps in public one day: never by the name of an account."""
    councillor = councillor_of(user)
    return f"Councillor {councillor.name}" if councillor else officers.role_of(user) or "Council officer"
