"""Outcomes: what each plan says it is aiming for, under an identity that outlasts every plan."""

from collections.abc import Collection

from django.db import models
from django.urls import reverse

from ledger.models import LedgerModel
from ledger.refusals import Unmovable
from ledger.words import in_short
from outcomes.querysets import OutcomeQuerySet, PlanOutcomeQuerySet

from .plans import Plan


class Outcome(LedgerModel):
    """The lasting identity of an outcome. Its wording lives in :class:`PlanOutcome`."""

    slug = models.SlugField(max_length=80, unique=True, help_text="Its part of the address. It never changes.")
    name = models.CharField(max_length=120, help_text='The short name, for example "Best start".')
    order = models.PositiveSmallIntegerField(default=0)

    lasting = True

    examples = {
        "slug": "best-start",
    }

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["order", "slug"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("outcome", args=[self.slug])


class PlanOutcome(LedgerModel):
    """An outcome as one plan states it. Statements drift from plan to plan; the outcome stays the same."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="plan_outcomes")
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="plan_outcomes")
    order = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=120, help_text="The name as this plan prints it.")
    statement = models.TextField(blank=True, help_text="One sentence: what will be true when it is reached.")
    overview_statement = models.TextField(
        blank=True, help_text="Only where the plan's list of outcomes words the statement differently."
    )
    strapline = models.CharField(max_length=300, blank=True)
    introduction = models.TextField(blank=True)
    tracking_note = models.TextField(blank=True, help_text="How the plan says progress will be tracked.")
    labels = models.JSONField(
        default=dict, blank=True, help_text="Headings as this plan prints them, by part (aims, done …)."
    )

    examples = {
        "name": "Best start",
        "statement": "People in every part of the district live well for longer.",
        "overview_statement": "People live well for longer.",
        "strapline": "Every child, from the first day",
        "introduction": "Good health begins at home, at school and at work.",
        "tracking_note": "We count how many adults walk or cycle each week, and publish it every quarter.",
    }

    objects = PlanOutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "order", "id"]
        constraints = [models.UniqueConstraint(fields=["plan", "outcome"], name="a_plan_states_an_outcome_once")]

    def __str__(self):
        return f"{self.name} in {self.plan}"

    def is_published(self) -> bool:
        return self.plan.is_published()

    def was_published(self) -> bool:
        return self.plan.was_published()

    def refuse_change(self, changed: Collection[str], before: "PlanOutcome") -> None:
        if "plan" in changed and (count := before.priority_actions.count()):
            stand = "1 priority stands" if count == 1 else f"{count} priorities stand"
            raise Unmovable(
                f"{stand} under this statement, so it stays in {before.plan}. Add a statement to {self.plan}, and "
                "say there what becomes of the promises."
            )
        if {"plan", "outcome"} & set(changed) and before.was_published():
            raise Unmovable(
                f"This was published as what {before.plan} says of {before.outcome}, so it stays there. Add a "
                "statement where this one was to go."
            )

    def get_absolute_url(self):
        return reverse("plan-outcome", args=[self.plan.slug, self.outcome.slug])


class OutcomeSection(LedgerModel):
    """A further section of an outcome's page: a heading with its paragraphs."""

    plan_outcome = models.ForeignKey(PlanOutcome, on_delete=models.CASCADE, related_name="sections")
    order = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=300)
    body = models.TextField(blank=True)

    examples = {
        "heading": "Where we are now",
        "body": "Most homes are warm and dry. Some are not, and we want that to change.",
    }

    class Meta:
        ordering = ["plan_outcome", "order"]
        constraints = [models.UniqueConstraint(fields=["plan_outcome", "order"], name="one_outcome_section_a_position")]

    def __str__(self):
        return self.heading


class Aim(LedgerModel):
    """One thing an outcome is aiming to achieve."""

    plan_outcome = models.ForeignKey(PlanOutcome, on_delete=models.CASCADE, related_name="aims")
    order = models.PositiveSmallIntegerField()
    text = models.TextField()

    examples = {
        "text": "More children walk to school.",
    }

    class Meta:
        ordering = ["plan_outcome", "order"]
        constraints = [models.UniqueConstraint(fields=["plan_outcome", "order"], name="one_aim_a_position")]

    def __str__(self):
        return in_short(self.text)


class Commitment(LedgerModel):
    """A numbered statement of what was done, what goes on, or what gets more emphasis."""

    class Kind(models.TextChoices):
        DONE = "done", "Done last year"
        CONTINUING = "continuing", "Continuing"
        EMPHASIS = "emphasis", "Further emphasis"

    plan_outcome = models.ForeignKey(PlanOutcome, on_delete=models.CASCADE, related_name="commitments")
    kind = models.CharField(max_length=10, choices=Kind)
    number = models.PositiveSmallIntegerField()
    text = models.TextField()

    examples = {
        "text": "Plant 10,000 trees by March 2027.",
    }

    class Meta:
        ordering = ["plan_outcome", "kind", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan_outcome", "kind", "number"], name="one_commitment_a_number"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}: {in_short(self.text, 60)}"


class HeadlineFigure(LedgerModel):
    """A figure a plan closes with, kept in the sentence that explains it."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="headline_figures")
    outcome = models.ForeignKey(
        Outcome, null=True, blank=True, on_delete=models.PROTECT, related_name="headline_figures"
    )
    order = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=120, blank=True, help_text="The outcome's name as printed there.")
    text = models.TextField()

    examples = {
        "heading": "Safe and cohesive",
        "text": "4 in 5 adults say that they feel safe where they live.",
    }

    class Meta:
        ordering = ["plan", "order"]
        constraints = [models.UniqueConstraint(fields=["plan", "order"], name="one_figure_a_position")]

    def __str__(self):
        return in_short(self.text)
