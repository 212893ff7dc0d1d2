"""What officers were reminded of, so that nobody is reminded twice of the same thing."""

from django.conf import settings
from django.db import models

from priorities.models import Deliverable


class Reminder(models.Model):
    """One deliverable of which one person was told one thing; written once, never changed."""

    class Kind(models.TextChoices):
        DUE = "due", "Due soon or overdue"
        STALE = "stale", "Not confirmed for a while"
        ESCALATED = "escalated", "Told to the approver"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders")
    deliverable = models.ForeignKey(Deliverable, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=10, choices=Kind)
    about = models.DateField(help_text="The due day, or the day on which it was last confirmed.")
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["-sent_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "deliverable", "kind", "about"], name="nobody_is_reminded_twice")
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.deliverable}"
