"""Questions on dashboards: how one stands, those of a scope, those on one promise, and the way to ask."""

from datetime import date
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dashboards.models import Question
from dashboards.questions.in_scope import QuestionsIn, questions_in
from dashboards.questions.lists import Asked
from dashboards.viewers import may_ask
from ledger.clock import today
from ledger.past import the_present
from ledger.writing import long_day
from priorities.templatetags.progress import SHAPES
from priorities.verdicts import days

register = template.Library()

LOOKS = {
    "overdue": "off-track",
    "open": "not-started",
    "answered": "on-track",
    "accepted": "complete",
    "closed": "withdrawn",
}
"""Which shape and colour of a status each state of a question wears."""


@register.simple_tag
def question_chip(question: Question, day: date | None = None) -> SafeString:
    """How a question stands, in words, with a shape and a colour."""
    day = day or today()
    look = LOOKS["overdue" if question.is_overdue(day) else question.state]
    shape = format_html('<svg viewBox="0 0 16 16" aria-hidden="true"><path d="{}"/></svg>', SHAPES[look])
    return format_html('<span class="chip {}">{}<span>{}</span></span>', look, shape, words_of(question, day))


def words_of(question: Question, day: date) -> str:
    """How it stands: of an open question, when its first answer or a better one is due."""
    if question.state != Question.State.OPEN:
        return question.get_state_display()
    late, due = question.is_overdue(day), f"due {long_day(question.answer_due_on)}"
    if late:
        due = f"overdue by {days((day - question.answer_due_on).days)}"
    if question.was_sent_back:
        return f"Sent back, a better answer is {due}"
    return f"Answer {due}" if late else f"Waits for an answer, {due}"


@register.inclusion_tag("dashboards/questions/_of.html")
def questions_of(situation) -> dict[str, Any]:
    """The open questions of a dashboard, overdue first. Reads ``situation.questions`` where it is there."""
    found: QuestionsIn = getattr(situation, "questions", None) or questions_in(situation.scope, situation.day)
    asked = Asked(scope=found.scope)
    return {
        "questions": found,
        "day": found.day,
        "address": {kind: asked.address(kind) for kind in ("open", "overdue", "answered")},
        "everything": asked.address(),
    }


@register.simple_tag
def asked_on(deliverable) -> SafeString | str:
    """What is asked on a promise and not settled, as a link; nothing where nothing is, or where nobody looked.

    Reads ``open_questions``, which ``QuestionsIn.hand_over()`` gives each promise of a dashboard.
    """
    found = getattr(deliverable, "open_questions", [])
    if not found:
        return ""
    address = found[0].get_absolute_url() if len(found) == 1 else Asked(promise=deliverable).address()
    overdue = sum(each.is_overdue(today()) for each in found)
    words = "1 question open" if len(found) == 1 else f"{len(found)} questions open"
    late = f", {'its answer' if len(found) == 1 else overdue} overdue" if overdue else ""
    return format_html('<a class="asked" href="{}">{}{}</a>', address, words, late)


@register.simple_tag(takes_context=True)
def answers_waiting(context) -> int:
    """How many answers wait until the viewer says whether they are enough: today, asked for once a page."""
    request = context["request"]
    if not may_ask(request.user):
        return 0
    if not hasattr(request, "answers_waiting"):
        with the_present():
            request.answers_waiting = Question.objects.to_decide_by(request.user).count()
    return request.answers_waiting


@register.inclusion_tag("dashboards/questions/_ways.html")
def ways_to_ask(subject) -> dict[str, Any]:
    """Links to ask on a promise or an indicator, and to one's own note on a promise.

    Says that there is a note where ``noting.hand_over()`` found one.
    """
    is_promise = subject._meta.model_name == "deliverable"
    query = f"{'deliverable' if is_promise else 'indicator'}={subject.pk}"
    note = reverse("note", args=[subject.pk]) if is_promise else ""
    return {
        "ask": f"{reverse('ask')}?{query}",
        "note": note,
        "noted": getattr(subject, "noted", False),
        "subject": subject,
    }
