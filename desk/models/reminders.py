"""What people were told by mail, so that nobody is told twice of the same thing."""

from django.conf import settings
from django.db import models

from dashboards.models import Question
from priorities.models import Deliverable


class Reminder(models.Model):
    """One deliverable of which one person was told one thing; written once, never changed."""

    class Kind(models.TextChoices):
        DUE = "due", "Due soon or overdue"
        STALE = "stale", "Not confirmed for a while"
        RETURNED = "returned", "Returned with a remark"
        ESCALATED = "escalated", "Told to the approver"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders")
    deliverable = models.ForeignKey(Deliverable, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=10, choices=Kind)
    about = models.DateField(help_text="The due day, or the day on which it was last confirmed or returned.")
    occasion = models.PositiveBigIntegerField(default=0)
    """Which return of a report it is about: the key of the version by which it was returned; else 0."""
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["-sent_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "deliverable", "kind", "about", "occasion"], name="nobody_is_reminded_twice"
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.deliverable}"


class QuestionReminder(models.Model):
    """One question of which one person was told one thing; written once, never changed."""

    class Kind(models.TextChoices):
        DUE = "due", "Answer due soon or overdue"
        ESCALATED = "escalated", "Told to the approver"
        ANSWERED = "answered", "Answered, told to who asked"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="question_reminders")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=10, choices=Kind)
    about = models.DateField(help_text="The day by which an answer was due, or on which it came.")
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["-sent_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "question", "kind", "about"], name="nobody_is_told_twice_of_a_question"
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.question}"
