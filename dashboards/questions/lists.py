"""Which questions a list shows: what its address asks for, and how many there are of each kind."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.urls import reverse

from dashboards.meetings import key_written
from dashboards.models import Question
from dashboards.querysets import QuestionQuerySet
from dashboards.scopes import Scope, scope_at
from outcomes.indicator_views import published_indicators
from outcomes.models import Indicator
from priorities.models import Deliverable

KINDS = {
    "to-decide": "For you to decide",
    "open": "Waits for an answer",
    "overdue": "Answer overdue",
    "answered": "Answered, not accepted yet",
    "settled": "Accepted or closed",
    "mine": "Asked by you",
    "to-answer": "For you to answer",
    "to-approve": "Answers for you to make public",
}
NO_SUCH_KIND = "There is no such list of questions. This one has all of them."
NO_SUCH_SUBJECT = "What the address asks for is not on record. This list has every question."
IN_PART = "A part of what the address asks for is not on record. This list follows the rest."
LARGEST_KEY = 2**31 - 1


@dataclass(frozen=True)
class Asked:
    """What an address asks for: a kind of question ("" for all), and what they are on.

    ``complaint`` says what of it could not be followed.
    """

    kind: str = ""
    scope: Scope | None = None
    promise: Deliverable | None = None
    indicator: Indicator | None = None
    complaint: str = ""

    @property
    def about(self) -> str:
        """What the list is narrowed to, in words."""
        subject = self.scope.name if self.scope else self.promise or self.indicator
        return str(subject or "")

    def address(self, kind: str | None = None, **more: Any) -> str:
        """The address of this list with another kind; "" for all."""
        kind = self.kind if kind is None else kind
        query = {"show": kind, **self._narrowed(), **more}
        query = {name: value for name, value in query.items() if value}
        return f"{reverse('questions')}?{urlencode(query, safe='/')}" if query else reverse("questions")

    def _narrowed(self) -> dict[str, Any]:
        scope = self.scope and self.scope.path
        promise, indicator = self.promise and self.promise.pk, self.indicator and self.indicator.pk
        return {"in": scope, "deliverable": promise, "indicator": indicator}


def asked_for(query: QueryDict, day: date) -> Asked:
    """Read an address; what cannot be read is left out, and said."""
    kind = query.get("show", "")
    complaint = "" if kind in ("", *KINDS) else NO_SUCH_KIND
    found = {
        "scope": scope_named(query.get("in", ""), day),
        "promise": record_named(Deliverable.objects.published(), query.get("deliverable", "")),
        "indicator": record_named(published_indicators(), query.get("indicator", "")),
    }
    names = {"scope": "in", "promise": "deliverable", "indicator": "indicator"}
    if any(query.get(names[what]) and record is None for what, record in found.items()):
        complaint = IN_PART if any(found.values()) else NO_SUCH_SUBJECT
    return Asked(kind if kind in KINDS else "", complaint=complaint, **found)


def narrowed(asked: Asked) -> QuestionQuerySet:
    """The questions on what was asked for, of every kind."""
    questions = Question.objects.all()
    if asked.scope:
        promises = asked.scope.promises.order_by().values("pk")
        questions = questions.concerning(promises, asked.scope.indicators.values("pk"))
    if asked.promise:
        questions = questions.filter(deliverable=asked.promise)
    return questions.filter(indicator=asked.indicator) if asked.indicator else questions


def of_kind(questions: QuestionQuerySet, kind: str, day: date, user: Any) -> QuestionQuerySet:
    if kind == "overdue":
        return questions.overdue_on(day)
    if kind in (Question.State.OPEN, Question.State.ANSWERED):
        return questions.filter(state=kind)
    if kind == "settled":
        return questions.settled()
    if kind == "mine":
        return questions.filter(asked_by=user.pk)
    if kind == "to-decide":
        return questions.to_decide_by(user)
    if kind == "to-approve":
        return questions.to_approve_by(user)
    return questions.to_answer_by(user) if kind == "to-answer" else questions


def scope_named(text: str, day: date) -> Scope | None:
    """The dashboard that "portfolios/learning" names."""
    try:
        return scope_at(text.replace("\0", ""), day)
    except Http404:
        return None


def record_named(records, key: str):
    """The record with this key; None for anything that is no key, or of none."""
    found = key_written(key)
    return records.filter(pk=found).first() if found and found <= LARGEST_KEY else None
