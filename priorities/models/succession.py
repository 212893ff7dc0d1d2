"""What becomes of a promise in the plan that replaces its own."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from ledger.models import LedgerModel
from ledger.reasons import fault_of_reason
from ledger.refusals import ReasonNeeded
from outcomes.models import Plan
from priorities.querysets import SuccessionQuerySet

from .promises import Deliverable, PriorityAction

NO_SUCCESSOR = Q(later__isnull=True, later_priority__isnull=True)
ONE_SUCCESSOR = Q(later__isnull=False, later_priority__isnull=True) | Q(
    later__isnull=True, later_priority__isnull=False
)


class Succession(LedgerModel):
    """One mark on a promise of an earlier plan: where it goes on in the later plan, or that it is dropped.

    It goes on in one promise, or in a whole priority where the later plan is the more general one. A promise
    that is split up has a mark for each of its parts.
    """

    class How(models.TextChoices):
        CARRIED = "carried", "Carried forward"
        MERGED = "merged", "Merged"
        REPLACED = "replaced", "Replaced"
        DROPPED = "dropped", "Dropped"

    earlier = models.ForeignKey(
        Deliverable, on_delete=models.CASCADE, related_name="successions", verbose_name="earlier promise"
    )
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="successions", verbose_name="later plan")
    how = models.CharField("what became of it", max_length=10, choices=How)
    later = models.ForeignKey(
        Deliverable,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="preceded_by",
        verbose_name="later promise",
        help_text="The promise in which it goes on.",
    )
    later_priority = models.ForeignKey(
        PriorityAction,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="preceded_by",
        help_text="Or the priority, where it goes on in no single promise.",
    )
    reason = models.TextField(help_text="One sentence that residents can read.")
    decision_url = models.URLField("decision", max_length=500, blank=True)
    is_example = models.BooleanField("example", default=False, help_text="Made up to show how the portal works.")

    promised = ("earlier", "plan", "how", "later", "later_priority")
    guards_read = ("plan", "earlier__priority__plan")

    examples = {
        "reason": "The first hub opened; the next plan adds two more.",
        "decision_url": "https://www.example.org/minutes",
    }

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "earlier", "id"]
        constraints = [
            models.CheckConstraint(
                name="succession_names_its_successor_unless_dropped",
                condition=(Q(how="dropped") & NO_SUCCESSOR) | (~Q(how="dropped") & ONE_SUCCESSOR),
                violation_error_message=(
                    "Name one promise or one priority in which it goes on; none where it is dropped."
                ),
            ),
            models.CheckConstraint(
                name="succession_says_why",
                condition=~Q(reason=""),
                violation_error_message="Say in one sentence why.",
            ),
            models.UniqueConstraint(fields=["earlier", "plan", "later"], name="one_succession_to_a_promise"),
            models.UniqueConstraint(fields=["earlier", "plan", "later_priority"], name="one_succession_to_a_priority"),
            models.UniqueConstraint(
                fields=["earlier", "plan"],
                condition=NO_SUCCESSOR,
                name="a_promise_is_dropped_once",
                violation_error_message="This promise is marked as dropped already.",
            ),
        ]

    def __str__(self):
        goes_on = f", goes on in “{self.successor}”" if self.successor else ""
        return f"{self.get_how_display()}{goes_on}: {self.earlier}"

    @property
    def successor(self) -> Deliverable | PriorityAction | None:
        """The promise or the priority in which it goes on."""
        return self.later or self.later_priority

    def is_published(self) -> bool:
        return self.plan.is_published() and self.earlier.is_published()

    def was_published(self) -> bool:
        return self.plan.was_published() and self.earlier.was_published()

    def save(self, **kwargs):
        """Raises :class:`~ledger.refusals.ReasonNeeded` where the reason is none."""
        if fault := fault_of_reason(self.reason):
            raise ReasonNeeded(fault, code="reason-needed")
        super().save(**kwargs)

    def clean(self):
        faults = {}
        if self.plan_id and self.earlier_id and self.earlier.priority.plan_id != self.plan.replaces_id:
            faults["earlier"] = "Choose a promise of the plan that the later plan replaces."
        if self.plan_id and self.later_id and self.later.priority.plan_id != self.plan_id:
            faults["later"] = "Choose a promise of the later plan."
        if self.plan_id and self.later_priority_id and self.later_priority.plan_id != self.plan_id:
            faults["later_priority"] = "Choose a priority of the later plan."
        if self.reason and (fault := fault_of_reason(self.reason)):
            faults["reason"] = fault
        if faults:
            raise ValidationError(faults)
