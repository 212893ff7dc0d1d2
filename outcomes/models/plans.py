"""Plans: the documents in which the council makes its promises."""

from collections.abc import Collection, Iterable

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse

from ledger import writing
from ledger.clock import today
from ledger.models import LedgerModel
from ledger.once_public import was_once_public
from outcomes.objections import refuse_sent_back
from outcomes.querysets import PUBLIC_STATES, PlanQuerySet, QuoteQuerySet
from outcomes.refusals import PromisesLeftOpen, left_open

from .elections import Holdable


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
    publish_at = models.DateTimeField(
        null=True, blank=True, help_text="A draft becomes current then. Leave it empty to publish it by hand."
    )
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    introduction = models.TextField(blank=True)
    vision = models.TextField(blank=True)
    labels = models.JSONField(
        default=dict, blank=True, help_text="Title and headings as the plan prints them, by part."
    )
    source_url = models.URLField(blank=True, help_text="Where the council published it.")

    promised = ("state",)
    public_states = PUBLIC_STATES
    private = ("publish_at",)

    examples = {
        "slug": "council-plan-2021-23",
        "introduction": "This plan says what we will do in the next two years, and how you can tell.",
        "vision": "A district where everybody can live well, whatever their street.",
        "source_url": "https://www.example.org/council-plan",
    }

    although = False
    """Whether who publishes it, or says when, knows of what speaks against it. Not kept."""

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
            models.UniqueConstraint(
                fields=["replaces"],
                name="one_plan_replaces_a_plan",
                violation_error_message=(
                    "Another plan replaces that one already, and only one can. Go on with the other plan, or empty "
                    "“Replaces” there first."
                ),
            ),
        ]

    def __str__(self):
        return self.title

    def is_published(self) -> bool:
        return self.state in PUBLIC_STATES

    def was_published(self) -> bool:
        return self.is_published() or was_once_public(self)

    def promised_among(self, changed: Collection[str], before: "Plan") -> list[str]:
        """Only its way back to a draft needs a reason: publishing and archiving are what a plan is made for."""
        taken_back = before.is_published() and not self.is_published()
        return ["state"] if "state" in changed and taken_back else []

    def refuse_change(self, changed: Collection[str], before: "Plan") -> None:
        refuse_sent_back(self, changed, before)

    @property
    def is_to_come(self) -> bool:
        """Whether it is published already, but its first day is still ahead."""
        return self.state == self.State.CURRENT and self.starts_on is not None and self.starts_on > today()

    @property
    def is_over(self) -> bool:
        """Whether it is an earlier plan: archived, and past its last day or the first day of what replaced it."""
        if self.state != self.State.ARCHIVED or self.ends_on is None or self.ends_on < today():
            return self.state == self.State.ARCHIVED
        return any(later.is_published() and not later.is_to_come for later in self.replaced_by.all())

    def began_after(self, other: "Plan") -> bool:
        """Whether it has begun, and later than the other one did."""
        if self.is_to_come or self.starts_on is None or other.starts_on is None:
            return False
        return self.starts_on > other.starts_on

    @property
    def when_to_come(self) -> str:
        """When it will be in force, where it is not yet: "adopted, runs from 1 April 2024"; else nothing."""
        if not self.is_to_come:
            return ""
        return f"{'adopted, ' if self.adopted_on else ''}runs from {self.starts_on.day} {self.starts_on:%B %Y}"

    def get_absolute_url(self):
        return reverse("plan", args=[self.slug])

    def save(self, *, force_insert=False, update_fields: Iterable[str] | None = None, **kwargs):
        """Raises :class:`PromisesLeftOpen` where it would take the place of a plan that is not settled."""
        with transaction.atomic():
            before = writing.stored(self, force_insert)
            self._refuse_promises_left_open(before, update_fields)
            super().save(force_insert=force_insert, update_fields=update_fields, **kwargs)

    def clean(self):
        self._refuse_promises_left_open(None if self._state.adding else Plan.objects.filter(pk=self.pk).first())
        self._refuse_first_day_too_early()

    def _refuse_first_day_too_early(self) -> None:
        first, before = self.starts_on, self.replaces and self.replaces.starts_on
        if first and before and first <= before and self.replaces_id != self.pk:
            sentence = (
                f"The first day, {writing.long_day(first)}, must come after {writing.long_day(before)}, the first day "
                f"of {self.replaces}, which this plan replaces."
            )
            raise ValidationError({"starts_on": sentence})

    def _refuse_promises_left_open(self, before: "Plan | None", among: Iterable[str] | None = None) -> None:
        """``before`` is the stored row, None for a new one; ``among`` names the fields that are written."""
        earlier = self._plan_it_would_take_over_from(before, among)
        if earlier is None:
            return
        promises = [str(promise) for promise in earlier.priority_actions.all().promises_left_open(self)]
        if promises:
            raise PromisesLeftOpen(left_open(promises, str(earlier), str(self)), code="promises-left-open")

    def _plan_it_would_take_over_from(self, before: "Plan | None", among: Iterable[str] | None) -> "Plan | None":
        """The plan that it replaces, where it is about to become public, or to replace it while it is public."""
        if before is None:
            return self.replaces if self.is_published() else None
        changed = writing.changed_fields(before, self, among)
        state = self.state if "state" in changed else before.state
        earlier = self.replaces if "replaces" in changed else before.replaces
        becomes_public = state in PUBLIC_STATES and not before.is_published()
        takes_over = state in PUBLIC_STATES and "replaces" in changed
        return earlier if becomes_public or takes_over else None


class Foreword(Holdable):
    """What one person wrote, or is reported to have written, at the front of a plan."""

    words = ("author_name", "author_role", "body")
    otherwise = "add a new foreword with the new words"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="forewords")
    order = models.PositiveSmallIntegerField()
    author_name = models.CharField(max_length=200)
    author_role = models.CharField(max_length=200, blank=True)
    body = models.TextField()

    examples = {
        "author_name": "Alex Example",
        "author_role": "Leader of the Council",
        "body": "We asked people in every ward what matters most to them. This plan is our answer.",
    }

    objects = QuoteQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "order"]
        constraints = [models.UniqueConstraint(fields=["plan", "order"], name="one_foreword_a_position")]

    def __str__(self):
        return f"{self.author_name} in {self.plan}"
