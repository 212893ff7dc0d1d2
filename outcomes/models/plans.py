"""Plans: the documents in which the council makes its promises."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ledger.models import LedgerModel
from outcomes.querysets import PUBLIC_STATES, PlanQuerySet


class Plan(LedgerModel):
    """One published plan. A later plan *replaces* an earlier one; nothing is deleted."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        CURRENT = "current", "Current"
        ARCHIVED = "archived", "Archived"

    slug = models.SlugField(max_length=80, unique=True, help_text="Its part of the address. It never changes.")
    title = models.CharField(max_length=200, help_text='For example "Council Plan 2021/23".')
    edition = models.CharField(max_length=200, blank=True, help_text='As printed, for example "2019 refresh".')
    starts_on = models.DateField("first day", null=True, blank=True)
    ends_on = models.DateField("last day", null=True, blank=True)
    adopted_on = models.DateField(null=True, blank=True, help_text="The day the council adopted it.")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    introduction = models.TextField(blank=True)
    vision = models.TextField(blank=True)
    labels = models.JSONField(
        default=dict, blank=True, help_text="Title and headings as the plan prints them, by part."
    )
    source_url = models.URLField(blank=True, help_text="Where the council published it.")

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = [F("starts_on").desc(nulls_last=True), "-slug"]
        constraints = [
            models.CheckConstraint(
                name="plan_ends_after_it_starts",
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="The last day of a plan cannot come before its first day.",
            ),
            models.CheckConstraint(
                name="plan_does_not_replace_itself",
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("id")),
                violation_error_message="A plan cannot replace itself.",
            ),
        ]

    def __str__(self):
        return self.title

    def is_published(self) -> bool:
        return self.state in PUBLIC_STATES

    def get_absolute_url(self):
        return reverse("plan", args=[self.slug])


class Foreword(LedgerModel):
    """What one person wrote, or is reported to have written, at the front of a plan."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="forewords")
    order = models.PositiveSmallIntegerField()
    author_name = models.CharField(max_length=200)
    author_role = models.CharField(max_length=200, blank=True)
    body = models.TextField()

    class Meta:
        ordering = ["plan", "order"]
        constraints = [models.UniqueConstraint(fields=["plan", "order"], name="one_foreword_a_position")]

    def __str__(self):
        return f"{self.author_name} in {self.plan}"
