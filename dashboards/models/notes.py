"""What somebody notes for themselves."""

from django.conf import settings
from django.db import models

from ledger.models import LedgerModel
from priorities.models import Deliverable


class Note(LedgerModel):
    """A private note on a promise: only who wrote it ever reads it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notes")
    deliverable = models.ForeignKey(Deliverable, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField()

    read_as_at = False
    private = ("text",)

    class Meta:
        ordering = ["user", "deliverable"]
        constraints = [models.UniqueConstraint(fields=["user", "deliverable"], name="one_note_a_promise")]

    def __str__(self):
        """Others come to see this, where a note stands in the way of a deletion; never a word of the note."""
        return "a private note"
