"""How the council says it works: approach pages, principles and cases."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from ledger.models import LedgerModel
from outcomes.querysets import ApproachPageQuerySet, QuoteQuerySet

from .elections import Holdable
from .plans import Plan


class Principle(LedgerModel):
    """A lasting way of working (people, partners, place) that approach pages state in their own words."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField(default=0)

    lasting = True

    examples = {
        "slug": "inclusion",
        "name": "Inclusion",
    }

    class Meta:
        ordering = ["order", "slug"]

    def __str__(self):
        return self.name


class ApproachPage(LedgerModel):
    """A page on the way of working, as one plan states it."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="approach_pages")
    slug = models.SlugField(max_length=80)
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=200)
    introduction = models.TextField(blank=True)

    examples = {
        "slug": "how-we-work",
        "title": "How we work",
        "introduction": "How we work matters as much as what we do.",
    }

    objects = ApproachPageQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "order", "id"]
        constraints = [models.UniqueConstraint(fields=["plan", "slug"], name="one_approach_page_a_slug_in_a_plan")]

    def __str__(self):
        return f"{self.title} ({self.plan})"

    def get_absolute_url(self):
        return reverse("plan-approach-page", args=[self.plan.slug, self.slug])


class ApproachSection(LedgerModel):
    """A headed part of an approach page; it may be where a principle is stated."""

    page = models.ForeignKey(ApproachPage, on_delete=models.CASCADE, related_name="sections")
    principle = models.ForeignKey(Principle, null=True, blank=True, on_delete=models.PROTECT, related_name="sections")
    order = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=300)
    body = models.TextField(blank=True)

    examples = {
        "heading": "Working with people",
        "body": "We ask the people who use a service before we change it.",
    }

    class Meta:
        ordering = ["page", "order"]
        constraints = [models.UniqueConstraint(fields=["page", "order"], name="one_approach_section_a_position")]

    def __str__(self):
        return self.heading


class CaseStudy(Holdable):
    """An example of change being delivered, told under an approach section or under an outcome."""

    words = ("title", "body")
    otherwise = "add a new case study with the new words"
    placed = Q(section__isnull=False) | Q(plan_outcome__isnull=False)

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="case_studies")
    section = models.ForeignKey(
        ApproachSection, null=True, blank=True, on_delete=models.CASCADE, related_name="case_studies"
    )
    plan_outcome = models.ForeignKey(
        "outcomes.PlanOutcome", null=True, blank=True, on_delete=models.CASCADE, related_name="case_studies"
    )
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300, help_text="As printed, for example with its label in front.")
    body = models.TextField()

    examples = {
        "body": "A repair café opened in the town hall. In its first month it mended 140 things.",
    }

    objects = QuoteQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "order"]
        verbose_name_plural = "case studies"
        constraints = [
            models.UniqueConstraint(fields=["section", "order"], name="one_case_study_a_position_in_a_section"),
            models.UniqueConstraint(fields=["plan_outcome", "order"], name="one_case_study_a_position_in_an_outcome"),
            models.CheckConstraint(
                name="case_study_stands_in_one_place",
                condition=Q(section__isnull=True) | Q(plan_outcome__isnull=True),
                violation_error_message="A case study stands under a section or under an outcome, not both.",
            ),
        ]

    def __str__(self):
        return self.title
