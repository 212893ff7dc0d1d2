"""What happened to each file that was brought in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class SpreadsheetRun(models.Model):
    """One file that somebody brought in to one list: checked first, then applied as a whole or not at all.

    It is no record of the promise ledger: what it wrote is there, under the same person, each with its reason. The
    file and what it would change are kept only until it is applied or discarded.
    """

    class State(models.TextChoices):
        CHECKING = "checking", "Being checked"
        CHECKED = "checked", "Checked"
        APPLYING = "applying", "Being applied"
        APPLIED = "applied", "Applied"
        FAILED = "failed", "Failed"
        DISCARDED = "discarded", "Discarded"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="spreadsheet_runs"
    )
    model = models.CharField(max_length=100)
    """As Django labels it: "priorities.deliverable"."""
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    content = models.BinaryField(default=bytes)
    rows = models.PositiveIntegerField(default=0)
    why = models.JSONField(default=dict)
    """The reason, decision, role and day for every row that gives none itself, as text."""
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    turn = models.PositiveIntegerField(default=1)
    """Counts who took it up. Whoever finds another number than his own writes nothing."""
    begun_at = models.DateTimeField(default=timezone.now)
    turned_at = models.DateTimeField("taken up", default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    changes = models.JSONField(default=list)
    faults = models.JSONField(default=list)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "sha256"],
                condition=Q(state="applied", created__gt=0),
                name="a_file_creates_its_records_once",
            )
        ]

    def __str__(self):
        return f"{self.file_name}, {self.how_it_stands.lower()}"

    @property
    def changed_nothing(self) -> bool:
        """Whether every row said what was on record already, so that it ended by itself as it was checked."""
        return self.state == self.State.DISCARDED and self.same == self.rows and not (self.created or self.changed)

    @property
    def how_it_stands(self) -> str:
        return "Nothing to change" if self.changed_nothing else self.get_state_display()
