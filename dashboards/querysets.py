"""The questions people ask about what councillors asked."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Case, Count, Exists, ExpressionWrapper, F, OuterRef, Prefetch, Q, Value, When

from ledger.clock import today
from ledger.models import LedgerQuerySet
from outcomes.elections import begins_at, period_on
from outcomes.indicator_views import published_indicators
from priorities import officers
from priorities.models import Deliverable

if TYPE_CHECKING:
    from dashboards.models import Question

UNSETTLED = ("open", "answered")


class WaitsForElections(LedgerQuerySet):
    """Records that wait where they were not public, in these words, before the election period that is on began."""

    public: dict[str, Any] = {}
    """What a version says that residents read."""

    def with_what_waits(self):
        """Each with ``is_held``, by what was written down before the period on the day that is read."""
        period = period_on(today())
        held = self._held(period) if period else Value(False)
        return self.annotate(is_held=ExpressionWrapper(held, BooleanField()))

    def agreed(self):
        """Those that may be public, whether or not an election period holds them back."""
        return self.filter(**self.public)

    def held_back(self, period):
        """Those that residents do not read because of ``period``."""
        return self.agreed().filter(self._held(period))

    def read_during(self, period):
        """Those that residents read although ``period`` is on."""
        return self.agreed().filter(~self._held(period))

    def _held(self, period) -> Q:
        """Not public in these words before the period began, by when they were written down, and not released."""
        same = {name: OuterRef(name) for name in self.model.words}
        written = self.model.history.filter(id=OuterRef("pk"), recorded_at__lt=begins_at(period), **self.public, **same)
        return ~Q(Exists(written)) & ~Q(period.releases_of(self.model))


class AnswerQuerySet(WaitsForElections):
    public = {"approved": True, "not_enough": ""}

    def agreed(self):
        """Approved, not sent back, and on a question that may be public."""
        return super().agreed().filter(question__in=self._questions().agreed().values("pk"))

    def held_back(self, period):
        """Each with ``question_waits``: whether its question is held back, too."""
        waits = self._questions().held_back(period).filter(pk=OuterRef("question"))
        return super().held_back(period).annotate(question_waits=Exists(waits))

    def read_during(self, period):
        return super().read_during(period).filter(question__in=self._questions().read_during(period).values("pk"))

    def _questions(self):
        return self.model._meta.get_field("question").related_model.objects.all()


class QuestionQuerySet(WaitsForElections):
    public = {"asker_agrees": True, "officer_agrees": True}

    def with_what_is_public(self):
        """Each with ``subject_is_public``: whether residents can open the page of what it is on."""
        promise = Deliverable.objects.published().filter(pk=OuterRef("deliverable"))
        indicator = published_indicators().filter(pk=OuterRef("indicator"))
        public = Q(Exists(promise)) | Q(Exists(indicator))
        return self.annotate(subject_is_public=ExpressionWrapper(public, BooleanField()))

    def published(self):
        """Questions that residents read: both sides agreed, and no election period holds them back."""
        return self.agreed().with_what_waits().filter(is_held=False)

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
        """Questions of others with an answer that residents may read as soon as this person agrees.

        The asker agrees, and the council said neither yes nor no: to the question, or to an answer to a public one.
        """
        from dashboards.questions import parties

        if not parties.answers_any(user):
            return self.none()
        answers = self.model._meta.get_field("answers").related_model.objects
        given = answers.filter(question=OuterRef("pk"), not_enough="")
        undecided = Q(Exists(given), officer_agrees=False) | Q(Exists(given.filter(approved=False)))
        waiting = self.with_what_is_public().filter(undecided, subject_is_public=True, asker_agrees=True)
        return waiting.filter(kept_private=False).exclude(asked_by=user.pk)

    def to_decide_by(self, user: Any):
        """Answered questions of this person, who accepts the answer, sends it back or closes the question."""
        return self.filter(asked_by=user.pk, state="answered")

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
            to_decide=Count("pk", filter=Q(asked_by=user.pk, state="answered")),
        )

    def most_urgent_first(self, user: Any = None):
        """Those of ``user`` first, what is answered on top; then open before answered before settled, and the longest
        due first."""
        mine = Value(0)
        if user:
            to_decide = When(asked_by=user.pk, state="answered", then=Value(0))
            mine = Case(to_decide, When(asked_by=user.pk, then=Value(1)), default=Value(2))
        turn = Case(When(state="open", then=Value(0)), When(state="answered", then=Value(1)), default=Value(2))
        return self.order_by(mine, turn, F("settled_on").desc(nulls_first=True), "answer_due_on", "pk")

    def with_subjects(self):
        """With what each is on and whether that is public, whether it waits, and whether an answer was sent back."""
        given = self.model._meta.get_field("answers").related_model.objects.filter(question=OuterRef("pk"))
        known = self.select_related("deliverable__priority__plan", "indicator").with_what_waits()
        return known.with_what_is_public().annotate(was_sent_back=Exists(given.exclude(not_enough="")))

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
