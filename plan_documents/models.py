"""What the house keeps of every import: who brought what in, what came of it, and the files themselves."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from ledger.models import LedgerModel
from ledger.refusals import KeptForGood
from plan_documents.parsed import KIND_WORDS
from plan_documents.records import PlanDetails

KEPT = "A run is kept for good: it says who brought what in. Undo it, where what it wrote is to go."


class ImportRun(LedgerModel):
    """One reading of plan documents, from the upload to what became of it.

    ``account`` is what was reviewed, line by line; ``written`` is what was written, in order: the model, the key,
    the revision before (none where it was made), the revision after, and what people call it.
    """

    class State(models.TextChoices):
        TO_REVIEW = "to-review", "To review"
        APPLIED = "applied", "Applied"
        DISCARDED = "discarded", "Discarded"
        UNDONE = "undone", "Undone"

    plan_slug = models.SlugField("plan", max_length=80, editable=False)
    plan_title = models.CharField("title", max_length=200, blank=True, editable=False)
    starts_on = models.DateField("first day", null=True, blank=True, editable=False)
    ends_on = models.DateField("last day", null=True, blank=True, editable=False)
    adopted_on = models.DateField("day of adoption", null=True, blank=True, editable=False)
    kind = models.CharField(
        max_length=10,
        choices=[
            ("auto", "Told from the document"),
            *((kind, words.capitalize()) for kind, words in KIND_WORDS.items()),
        ],
        default="auto",
        editable=False,
    )
    publish = models.BooleanField("publish a new plan at once", default=False, editable=False)
    reason = models.TextField(blank=True, editable=False)
    decision_url = models.URLField("decision", max_length=500, blank=True, editable=False)
    approved_by = models.CharField("role that approved", max_length=120, blank=True, editable=False)
    changes_on = models.DateField("changes took effect on", null=True, blank=True, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.TO_REVIEW, editable=False)
    by_command = models.BooleanField("brought in by the command", default=False, editable=False)
    started_at = models.DateTimeField("brought in", default=timezone.now, editable=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField("applied or discarded", null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField("undone", null=True, blank=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    undone_because = models.TextField("why it was undone", blank=True, editable=False)
    created = models.PositiveIntegerField(default=0, editable=False)
    changed = models.PositiveIntegerField(default=0, editable=False)
    same = models.PositiveIntegerField("left alone", default=0, editable=False)
    aside = models.PositiveIntegerField("set aside", default=0, editable=False)
    holders = models.JSONField(default=dict, blank=True, editable=False)
    account = models.JSONField(default=dict, blank=True, editable=False)
    written = models.JSONField(default=list, blank=True, editable=False)
    note = models.TextField(blank=True, help_text="What colleagues should know about this run.")

    read_as_at = False

    examples = {
        "note": "The version that cabinet adopted; the draft of March is not on record.",
    }

    class Meta:
        verbose_name = "import of a plan"
        verbose_name_plural = "imports of plans"
        ordering = ["-started_at", "-id"]

    def __str__(self):
        return f"Import into {self.plan_slug}"

    def was_published(self) -> bool:
        """Never deleted: nobody sees it but officers, who rely on every run being kept."""
        return True

    def delete(self, **kwargs):
        if self.was_published():
            raise KeptForGood(KEPT, code="kept-for-good")
        return super().delete(**kwargs)

    @property
    def details(self) -> PlanDetails:
        return PlanDetails(self.plan_slug, self.plan_title, self.starts_on, self.ends_on, self.adopted_on)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.TO_REVIEW

    @property
    def dates(self) -> dict[str, str]:
        """What was chosen for dates that were moved at the desk, by promise: see ``moves.py``."""
        return self.account.get("dates", {})


class ImportedFile(models.Model):
    """A document as it was brought in. It is in the database, for what stands in a folder may be served to anyone."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["run", "id"]

    def __str__(self):
        return self.name

    def save(self, **kwargs):
        if not self._state.adding:
            raise KeptForGood("A file that was brought in never changes. Bring the other one in.", code="kept-for-good")
        super().save(**kwargs | {"force_insert": True})
