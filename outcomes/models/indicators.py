"""Indicators and what was measured."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ledger.models import LedgerModel
from ledger.words import in_short

from .outcomes import PlanOutcome
from .plans import Plan


class Indicator(LedgerModel):
    """A measure that lasts from plan to plan."""

    class Better(models.TextChoices):
        HIGHER = "higher", "Higher is better"
        LOWER = "lower", "Lower is better"
        NEITHER = "neither", "Neither is better"

    slug = models.SlugField(max_length=100, unique=True, help_text="Its part of the address. It never changes.")
    name = models.CharField(max_length=300)
    unit = models.CharField(max_length=40, blank=True, help_text='For example "%", "£" or "tonnes".')
    better = models.CharField("direction of good", max_length=10, choices=Better, blank=True)
    definition = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True, help_text="Who measures it, and where it is published.")
    frequency = models.CharField("how often", max_length=60, blank=True)

    lasting = True

    examples = {
        "slug": "active-adults",
        "name": "Adults who are physically active",
        "definition": "Adults who exercised for 150 minutes or more in the last week, out of all who were asked.",
        "source": "Sport England, Active Lives survey, published each April",
        "frequency": "Every year",
    }

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("indicator", args=[self.slug])


class PlanIndicator(LedgerModel):
    """An indicator that a plan names for one of its outcomes, in that plan's wording."""

    plan_outcome = models.ForeignKey(PlanOutcome, on_delete=models.CASCADE, related_name="plan_indicators")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="plan_indicators")
    order = models.PositiveSmallIntegerField()
    wording = models.CharField(max_length=500)

    examples = {
        "wording": "More adults are physically active",
    }

    class Meta:
        ordering = ["plan_outcome", "order"]
        constraints = [models.UniqueConstraint(fields=["plan_outcome", "order"], name="one_indicator_a_position")]

    def __str__(self):
        return in_short(self.wording)


class Measurement(LedgerModel):
    """A value for a period, or the reason why there is none."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="measurements")
    period = models.CharField(max_length=60, help_text='As people say it, for example "2018/19".')
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day")
    value = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    provisional = models.BooleanField(default=False)
    missing_reason = models.TextField(blank=True, help_text="Why there is no value.")
    method_break = models.TextField(blank=True, help_text="What changed in the method, where something did.")

    examples = {
        "missing_reason": "The survey was not held in 2021.",
        "method_break": "From 2024 people are asked online as well.",
    }

    class Meta:
        ordering = ["indicator", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "starts_on", "ends_on"], name="one_measurement_a_period"),
            models.CheckConstraint(
                name="measurement_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="The last day of the period cannot come before its first day.",
            ),
            models.CheckConstraint(
                name="measurement_has_a_value_or_a_reason",
                condition=Q(value__isnull=False) | ~Q(missing_reason=""),
                violation_error_message="Give a value, or say why there is none.",
            ),
        ]

    def __str__(self):
        return f"{self.indicator}, {self.period}"

    def natural_day(self, before):
        return self.ends_on if before is None else None


class Target(LedgerModel):
    """A value an indicator is meant to reach by a day."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="targets")
    due_on = models.DateField()
    value = models.DecimalField(max_digits=16, decimal_places=4)

    class Meta:
        ordering = ["indicator", "due_on"]
        constraints = [models.UniqueConstraint(fields=["indicator", "due_on"], name="one_target_a_day")]

    def __str__(self):
        return f"{self.indicator}: {self.value} by {self.due_on}"


class Comparator(LedgerModel):
    """The same measure elsewhere, with its source."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="comparators")
    name = models.CharField(max_length=120, help_text='For example "England" or "Yorkshire and the Humber".')
    ends_on = models.DateField("last day of the period")
    value = models.DecimalField(max_digits=16, decimal_places=4)
    source = models.CharField(max_length=300)

    examples = {
        "source": "Sport England, Active Lives survey, 2024/25",
    }

    class Meta:
        ordering = ["indicator", "name", "ends_on"]
        constraints = [models.UniqueConstraint(fields=["indicator", "name", "ends_on"], name="one_comparator_a_period")]

    def __str__(self):
        return f"{self.indicator}: {self.name}"
