"""Questions that councillors ask on a promise or an indicator, and what officers answer."""

from collections.abc import Collection
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property

from dashboards.querysets import AnswerQuerySet, QuestionQuerySet
from ledger.refusals import Unmovable
from ledger.words import in_short
from outcomes.models import Indicator
from outcomes.models.elections import Holdable
from priorities.models import Deliverable

QUESTION_WAITS = "its question is held back, too. Release that first."


class Agreed(Holdable):
    """What both sides agreed on stays public; what was not public before an election period waits (``is_held``)."""

    class Meta:
        abstract = True

    @cached_property
    def is_held(self) -> bool:
        """Whether an election period is on that began before it was public; querysets read it for many at once."""
        return type(self).objects.with_what_waits().filter(pk=self.pk, is_held=True).exists()

    def stays_public(self, before, period):
        return type(before).objects.read_during(period).filter(pk=before.pk).exists()


class Question(Agreed):
    """A question that stays open until its asker accepts an answer or closes it.

    It is private to those who read dashboards until both sides agree that residents may read it. From then on it stays
    public, with every answer that the council approved and the asker did not send back.
    """

    words = ("text",)
    otherwise = "ask another question"
    named_with = ("deliverable", "indicator")

    class State(models.TextChoices):
        OPEN = "open", "Waits for an answer"
        ANSWERED = "answered", "Answered, not accepted yet"
        ACCEPTED = "accepted", "Answer accepted"
        CLOSED = "closed", "Closed"

    deliverable = models.ForeignKey(
        Deliverable, null=True, blank=True, on_delete=models.PROTECT, related_name="questions", verbose_name="promise"
    )
    indicator = models.ForeignKey(Indicator, null=True, blank=True, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField("question")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="questions", editable=False
    )
    asked_as = models.CharField(max_length=160, editable=False)
    """How the asker is named: as a councillor, or by role."""
    asked_on = models.DateField(editable=False)
    answer_due_on = models.DateField("answer due")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    settled_on = models.DateField("accepted or closed on", null=True, blank=True)
    asker_agrees = models.BooleanField("the asker agrees that residents may read it", default=False)
    officer_agrees = models.BooleanField("the council agrees that residents may read it", default=False)
    kept_private = models.BooleanField("the council keeps it private", default=False)
    """Of a public question: the answers that residents do not read. It holds until there is another answer."""
    is_example = models.BooleanField("example", default=False, help_text="Made up to show how the portal works.")

    promised = ("deliverable", "indicator", "text")

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["answer_due_on", "id"]
        permissions = [("answer_question", "Can answer questions")]
        constraints = [
            models.CheckConstraint(
                name="question_is_on_one_thing",
                condition=Q(deliverable__isnull=False, indicator__isnull=True)
                | Q(deliverable__isnull=True, indicator__isnull=False),
                violation_error_message="Ask on one promise or on one indicator.",
            ),
            models.CheckConstraint(
                name="question_has_a_day_once_it_is_settled",
                condition=Q(state__in=["open", "answered"], settled_on__isnull=True)
                | Q(state__in=["accepted", "closed"], settled_on__isnull=False),
                violation_error_message="A question has a day on which it was settled exactly when it is settled.",
            ),
            models.CheckConstraint(
                name="question_is_due_after_it_is_asked",
                condition=Q(answer_due_on__gte=F("asked_on")),
                violation_error_message="An answer cannot be due before the question is asked.",
            ),
        ]

    def __str__(self):
        return in_short(self.text)

    @property
    def subject(self) -> Deliverable | Indicator:
        return self.deliverable or self.indicator

    def is_published(self) -> bool:
        return self.asker_agrees and self.officer_agrees

    @property
    def what_waits(self) -> str:
        return f"question about “{in_short(str(self.subject))}”"

    @cached_property
    def subject_is_public(self) -> bool:
        """Whether residents can open the page of what it is on; querysets read it for many at once."""
        return type(self).objects.with_what_is_public().filter(pk=self.pk, subject_is_public=True).exists()

    @property
    def residents_read(self) -> bool:
        return self.is_published() and not self.is_held and self.subject_is_public

    @cached_property
    def was_sent_back(self) -> bool:
        """Whether an answer to it was not enough; querysets read it for many at once."""
        return self.answers.exclude(not_enough="").exists()

    def is_overdue(self, day: date) -> bool:
        """Was an answer due before ``day``, and is not there?"""
        return self.state == self.State.OPEN and self.answer_due_on < day

    def refuse_change(self, changed: Collection[str], before: "Question") -> None:
        if before.is_published() and {"asker_agrees", "officer_agrees"} & set(changed):
            raise Unmovable("Both sides agreed, so residents read this question already: it stays public.")

    def get_absolute_url(self):
        return reverse("question", args=[self.pk])


class Answer(Agreed):
    """One answer to a question. Where it was not enough, the asker says why and the question is open again."""

    words = ("text", "answered_as")
    otherwise = "send another answer"
    named_with = ("question",)

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField("answer")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="answers", editable=False
    )
    answered_as = models.CharField("role", max_length=160)
    answered_on = models.DateField(editable=False)
    not_enough = models.TextField("why it does not answer the question", blank=True)

    approved = models.BooleanField(
        "the council agrees that residents may read it", default=False, help_text="By who signs reports off."
    )

    promised = ("text", "answered_as")
    guards_read = ("question",)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["question", "answered_on", "id"]

    def __str__(self):
        return in_short(self.text)

    def is_published(self) -> bool:
        """What was sent back is between the asker and the officers."""
        return self.approved and not self.not_enough and self.question.is_published()

    @property
    def what_waits(self) -> str:
        return f"answer to “{self.question}”"

    def why_still_hidden(self):
        waits = self.question_waits if hasattr(self, "question_waits") else self.question.is_held
        return QUESTION_WAITS if waits else ""

    @property
    def residents_read(self) -> bool:
        return self.is_published() and not self.is_held and not self.question.is_held

    def refuse_change(self, changed: Collection[str], before: "Answer") -> None:
        if before.is_published() and "approved" in changed:
            raise Unmovable("Residents read this answer already: it stays public.")

    def get_absolute_url(self):
        return reverse("question", args=[self.question_id])
