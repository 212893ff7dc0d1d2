"""The questions people ask about what councillors asked."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Case, Count, Exists, ExpressionWrapper, F, OuterRef, Prefetch, Q, Value, When

from ledger.clock import today
from ledger.models import LedgerQuerySet
from outcomes.elections import begins_at, period_on
from priorities import officers

if TYPE_CHECKING:
    from dashboards.models import Question

UNSETTLED = ("open", "answered")


class WaitsForElections(LedgerQuerySet):
    """Records that wait where they were not public, in these words, before the election period that is on began."""

    public: dict[str, Any] = {}
    """What a version says that residents read."""
    words: tuple[str, ...] = ()

    def with_what_waits(self):
        """Each with ``is_held``, by what was written down before the period on the day that is read."""
        period = period_on(today())
        held = ~Q(self._public_before(begins_at(period))) if period else Value(False)
        return self.annotate(is_held=ExpressionWrapper(held, BooleanField()))

    def _public_before(self, start: datetime) -> Exists:
        same = {name: OuterRef(name) for name in self.words}
        return Exists(self.model.history.filter(id=OuterRef("pk"), recorded_at__lt=start, **self.public, **same))


class AnswerQuerySet(WaitsForElections):
    public = {"approved": True, "not_enough": ""}
    words = ("text", "answered_as")


class QuestionQuerySet(WaitsForElections):
    public = {"asker_agrees": True, "officer_agrees": True}
    words = ("text",)

    def published(self):
        """Questions that residents read: both sides agreed, and no election period holds them back."""
        return self.filter(**self.public).with_what_waits().filter(is_held=False)

    def unsettled(self):
        """Neither accepted nor closed: these stand on dashboards and in packs."""
        return self.filter(state__in=UNSETTLED)

    def settled(self):
        return self.exclude(state__in=UNSETTLED)

    def overdue_on(self, day: date):
        """Questions whose answer was due before ``day`` and is not there."""
        return self.filter(state="open", answer_due_on__lt=day)

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

    def to_approve_by(self, user: Any):
        """Public questions of others with an answer that residents do not read, as nobody approved it yet."""
        from dashboards.questions import parties

        if not parties.answers_any(user):
            return self.none()
        waits = self.model._meta.get_field("answers").related_model.objects.filter(question=OuterRef("pk"))
        waiting = self.filter(Exists(waits.filter(approved=False, not_enough="")), **self.public)
        return waiting.exclude(asked_by=user.pk)

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
        """With what each is on, whether it waits, and whether an answer to it was sent back."""
        given = self.model._meta.get_field("answers").related_model.objects.filter(question=OuterRef("pk"))
        known = self.select_related("deliverable", "indicator").with_what_waits()
        return known.annotate(was_sent_back=Exists(given.exclude(not_enough="")))

    def with_answers(self):
        """With every answer, the first one first."""
        from dashboards.models import Answer

        answers = Answer.objects.with_what_waits().order_by("answered_on", "pk")
        return self.prefetch_related(Prefetch("answers", queryset=answers))


def open_questions(promises, indicators) -> "list[Question]":
    """Everything unsettled on these promises and indicators, overdue first, with subjects and answers: for packs."""
    from dashboards.models import Question

    found = Question.objects.unsettled().concerning(promises, indicators)
    return list(found.with_subjects().with_answers().most_urgent_first())
