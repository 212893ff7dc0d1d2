"""The questions people ask about what councillors asked."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, F, Prefetch, Q, Value, When

from ledger.models import LedgerQuerySet
from priorities import officers

if TYPE_CHECKING:
    from dashboards.models import Question

UNSETTLED = ("open", "answered")


class QuestionQuerySet(LedgerQuerySet):
    def published(self):
        """Questions that residents may read: both sides agreed."""
        return self.filter(asker_agrees=True, officer_agrees=True)

    def unsettled(self):
        """Neither accepted nor closed: these stand on dashboards and in packs."""
        return self.filter(state__in=UNSETTLED)

    def settled(self):
        return self.exclude(state__in=UNSETTLED)

    def overdue_on(self, day: date):
        """Questions whose answer was due before ``day`` and is not there."""
        return self.filter(state="open", answer_due_on__lt=day)

    def on_promises(self, promises):
        """Questions on one of these promises."""
        return self.filter(deliverable__in=promises)

    def concerning(self, promises, indicators):
        """Questions on one of these promises or indicators."""
        return self.filter(Q(deliverable__in=promises) | Q(indicator__in=indicators))

    def to_answer_by(self, user: Any):
        """Open questions that this person may answer: those of the own directorate, or every one."""
        from dashboards.questions import parties

        others = self.filter(state="open").exclude(asked_by=user.pk)
        if not parties.may_answer(user):
            return self.none()
        if parties.answers_any(user):
            return others
        own = officers.directorate_of(user) if officers.reports(user) else None
        return others.filter(deliverable__directorate=own) if own else self.none()

    def counts_on(self, day: date, user: Any) -> dict[str, int]:
        """How many there are of each kind that lists show, in one question; "mine" are those of ``user``."""
        overdue = Q(state="open", answer_due_on__lt=day)
        return self.order_by().aggregate(
            all=Count("pk"),
            open=Count("pk", filter=Q(state="open")),
            overdue=Count("pk", filter=overdue),
            answered=Count("pk", filter=Q(state="answered")),
            settled=Count("pk", filter=~Q(state__in=UNSETTLED)),
            mine=Count("pk", filter=Q(asked_by=user.pk)),
        )

    def most_urgent_first(self, user: Any = None):
        """Those of ``user`` first; then open before answered before settled, and the longest due first."""
        mine = Case(When(asked_by=user.pk, then=Value(0)), default=Value(1)) if user else Value(0)
        turn = Case(When(state="open", then=Value(0)), When(state="answered", then=Value(1)), default=Value(2))
        return self.order_by(mine, turn, F("settled_on").desc(nulls_first=True), "answer_due_on", "pk")

    def with_subjects(self):
        return self.select_related("deliverable", "indicator")

    def with_answers(self):
        """With every answer, the first one first."""
        from dashboards.models import Answer

        return self.prefetch_related(Prefetch("answers", queryset=Answer.objects.order_by("answered_on", "pk")))


def open_questions(promises, indicators) -> "list[Question]":
    """Everything unsettled on these promises and indicators, overdue first, with subjects and answers: for packs."""
    from dashboards.models import Question

    found = Question.objects.unsettled().concerning(promises, indicators)
    return list(found.with_subjects().with_answers().most_urgent_first())
