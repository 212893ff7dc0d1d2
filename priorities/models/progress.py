"""Progress: what the council says of a deliverable, day by day."""

from collections.abc import Collection

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ledger.models import LedgerModel
from ledger.once_public import was_once_public
from ledger.reasons import fault_of_reason
from ledger.refusals import ReasonNeeded, Unmovable
from ledger.words import in_short
from ledger.writing import long_day
from priorities.evidence import Link, check_links, links_in
from priorities.querysets import ProgressUpdateQuerySet
from priorities.steps import OPEN

from .promises import Deliverable


class Status(models.TextChoices):
    """The one vocabulary of progress; its rules stand on the page "How we judge progress"."""

    NOT_STARTED = "not-started", "Not started"
    ON_TRACK = "on-track", "On track"
    AT_RISK = "at-risk", "At risk"
    OFF_TRACK = "off-track", "Off track"
    COMPLETE = "complete", "Complete"
    DEFERRED = "deferred", "Deferred"
    WITHDRAWN = "withdrawn", "Withdrawn"


STOPPED = (Status.DEFERRED, Status.WITHDRAWN)
"""What ends a promise for now or for good: it names its decision, and says why in its commentary."""
PROMISE_IN_SHORT = 60
"""Characters of the promise in the name of a report on it."""


class ProgressUpdate(LedgerModel):
    """What was said of a deliverable as at one day."""

    class Kind(models.TextChoices):
        PROGRESS = "progress", "Progress"
        NO_CHANGE = "no-change", "Confirmed, no change"

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        AWAITING = "awaiting", "Awaiting sign-off"
        RETURNED = "returned", "Returned"
        SIGNED_OFF = "signed-off", "Signed off, to be published"
        PUBLISHED = "published", "Published"

    deliverable = models.ForeignKey(Deliverable, on_delete=models.CASCADE, related_name="updates")
    as_of = models.DateField(help_text="The day this describes.")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PROGRESS)
    status = models.CharField(max_length=12, choices=Status)
    forecast_on = models.DateField("now expected on", null=True, blank=True)
    commentary = models.TextField(blank=True)
    cause = models.TextField(blank=True, help_text="Needed when at risk or off track.")
    action = models.TextField(blank=True, help_text="What is being done about it.")
    next_step = models.TextField(blank=True, help_text="What comes next, and when.")
    evidence = models.TextField(
        blank=True, validators=[check_links], help_text="One link on each line, after a few words on what it shows."
    )
    decision_url = models.URLField("decision", max_length=500, blank=True, help_text="When deferred or withdrawn.")
    author_role = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    remark = models.TextField(blank=True, help_text="Why it goes back, and what would mend it. Only officers see this.")
    publish_at = models.DateTimeField(
        null=True, blank=True, help_text="When it is published once it is signed off. Leave it empty for at once."
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="progress_updates",
    )
    is_example = models.BooleanField("example", default=False, help_text="Made up to show how the portal works.")

    renamed = {"evidence_url": "evidence"}
    guards_read = ("deliverable__priority__plan",)
    private = ("remark", "publish_at", "written_by")
    promised = ("deliverable", "as_of", "status", "forecast_on", "commentary", "state")
    public_states = (State.PUBLISHED,)

    examples = {
        "commentary": "The building is ready. Staff start on 2 May, and the doors open a week later.",
        "cause": "The contractor went into administration in June.",
        "action": "The work was tendered again, and two firms have answered.",
        "next_step": "Cabinet chooses between them on 12 September.",
        "evidence": "Visitors counted in June: https://www.kirklees.gov.uk/visitors",
        "decision_url": "https://www.example.org/minutes",
        "author_role": "Service manager",
        "remark": "Say how many people came, and link to the count.",
    }

    objects = ProgressUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["deliverable", "-as_of", "-id"]
        indexes = [models.Index(fields=["deliverable", "state", "-as_of", "-id"], name="update_latest_first")]
        permissions = [("sign_off_progressupdate", "Can sign off and publish progress updates")]
        constraints = [
            models.CheckConstraint(
                name="update_returned_says_why",
                condition=~Q(state="returned") | ~Q(remark=""),
                violation_error_message="Say why it goes back, and what would mend it.",
            ),
            models.CheckConstraint(
                name="update_that_waits_says_until_when",
                condition=~Q(state="signed-off") | Q(publish_at__isnull=False),
                violation_error_message="Say when it is to be published.",
            ),
            models.CheckConstraint(
                name="update_in_trouble_says_cause_action_and_next_step",
                condition=Q(state__in=["draft", "returned"])
                | ~Q(status__in=["at-risk", "off-track"])
                | (~Q(cause="") & ~Q(action="") & ~Q(next_step="")),
                violation_error_message="At risk and off track need a cause, an action and a next step.",
            ),
            models.CheckConstraint(
                name="update_that_stops_names_its_decision",
                condition=Q(state__in=["draft", "returned"])
                | ~Q(status__in=["deferred", "withdrawn"])
                | ~Q(decision_url=""),
                violation_error_message="Deferred and withdrawn need a link to the decision.",
            ),
        ]

    def __str__(self):
        """What it says of which promise; of which only where that is at hand: a list of many asks for no names."""
        said = f"{self.get_status_display()} as at {long_day(self.as_of)}" if self.as_of else self.get_status_display()
        at_hand = ProgressUpdate.deliverable.is_cached(self) and self.deliverable
        return f"{said}: {in_short(self.deliverable.text, PROMISE_IN_SHORT)}" if at_hand else said

    def save(self, **kwargs):
        if fault := self.fault_of_stopping():
            raise ReasonNeeded(fault, code="reason-needed")
        super().save(**kwargs)

    def clean(self):
        super().clean()
        if self.as_of and self.as_of > timezone.localdate():
            raise ValidationError({"as_of": "This day is still to come. Give the day that the report describes."})
        if fault := self.fault_of_stopping():
            raise ValidationError({"commentary": fault})

    def fault_of_stopping(self) -> str:
        """Why this cannot be published as deferred or withdrawn: its commentary gives no reason. Else nothing."""
        if self.state != self.State.PUBLISHED or self.status not in STOPPED:
            return ""
        fault = fault_of_reason(self.commentary)
        return f"Say in the commentary why the promise is {self.get_status_display().lower()}. {fault}" if fault else ""

    def natural_day(self, before):
        """The day it describes, until it is published; what is put right after that takes effect on its own day."""
        return self.as_of if before is None or not before.is_published() else None

    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED and self.deliverable.is_published()

    def was_published(self) -> bool:
        once = self.state in self.public_states or was_once_public(self)
        return once and self.deliverable.was_published()

    @property
    def needs_sign_off(self) -> bool:
        """Whether no moment that is set publishes it before somebody signs it off."""
        return self.state not in {self.State.SIGNED_OFF, self.State.PUBLISHED}

    def promised_among(self, changed: Collection[str], before: "ProgressUpdate") -> list[str]:
        """Why it was taken back was said then: from there it goes to residents as every report does."""
        return super().promised_among(changed, before) if before.state in self.public_states else []

    def lose_moment(self) -> None:
        super().lose_moment()
        if self.state == self.State.SIGNED_OFF:
            self.state = self.State.AWAITING

    def refuse_change(self, changed: Collection[str], before: "ProgressUpdate") -> None:
        if "deliverable" in changed and before.was_published():
            raise Unmovable(
                "A published report stays with its promise. Take it back with a reason, and report on the other one."
            )
        if "deliverable" in changed and self.state in OPEN and self._another_is_under_way():
            raise Unmovable("A report on that promise is under way already. Finish that one, or leave this one here.")

    def _another_is_under_way(self) -> bool:
        others = ProgressUpdate.objects.under_way().filter(deliverable=self.deliverable_id)
        return others.exclude(pk=self.pk).exists()

    def links(self) -> list[Link]:
        """The evidence it gives, link by link."""
        return links_in(self.evidence)

    def get_absolute_url(self):
        return f"{self.deliverable.get_absolute_url()}#update-{self.pk}"
