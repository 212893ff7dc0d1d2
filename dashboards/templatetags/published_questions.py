"""Questions that both sides agreed to publish, on the public page of what they are on."""

from typing import Any

from django import template

from dashboards.models import Question
from dashboards.questions.asking import standing
from ledger.clock import today

register = template.Library()


@register.inclusion_tag("dashboards/questions/_published.html")
def questions_from_councillors(subject) -> dict[str, Any]:
    """What councillors asked on a promise or an indicator, with the answers that stand: on the day that is read."""
    field = "deliverable" if subject._meta.model_name == "deliverable" else "indicator"
    found = Question.objects.published().filter(**{field: subject.pk}).with_answers().order_by("-asked_on", "-pk")
    return {"questions": [shown(each) for each in found], "day": today()}


def shown(question: Question) -> dict[str, Any]:
    """What residents read; ``waits``: an answer was given that they do not read yet.

    Answers that were sent back are left out, and so is why.
    """
    stand = standing(question)
    answers = [each for each in stand if each.residents_read]
    return {"question": question, "answers": answers, "waits": len(answers) < len(stand)}
