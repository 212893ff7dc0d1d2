"""Meetings at which councillors ask how promises stand."""

from django.db import models

from ledger.models import LedgerModel


class Meeting(LedgerModel):
    """One meeting of a body of the council. What changed since then can be asked of the ledger."""

    class Body(models.TextChoices):
        CABINET = "cabinet", "Cabinet"
        COUNCIL = "council", "Council"
        SCRUTINY = "scrutiny", "Scrutiny"

    body = models.CharField(max_length=10, choices=Body)
    held_on = models.DateField()
    title = models.CharField(max_length=200, blank=True, help_text='Where it has one, for example "Annual meeting".')
    url = models.URLField("papers", max_length=500, blank=True, help_text="Where its papers are published.")

    class Meta:
        ordering = ["-held_on", "body"]
        constraints = [models.UniqueConstraint(fields=["body", "held_on", "title"], name="one_meeting_a_day_and_title")]

    def natural_day(self, before):
        return self.held_on

    def __str__(self):
        return f"{self.title or self.get_body_display()}, {self.held_on.day} {self.held_on:%B %Y}"
