"""Packs for meetings."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Max, Q
from django.urls import reverse

from ledger.canonical import sha256_of
from ledger.models import LedgerModel, LedgerQuerySet
from ledger.refusals import KeptForGood
from priorities.models import Meeting

KEPT = (
    "A final pack is never changed and never deleted: it says what was put before the meeting. "
    "Mark another pack as final instead."
)


class PackQuerySet(LedgerQuerySet):
    def final(self):
        return self.filter(state="final")

    def without_documents(self):
        """The packs without what they keep, which may be long."""
        return self.defer("document", "docx")

    def latest_moment(self) -> datetime | None:
        """The moment of the final pack that was made last."""
        return self.order_by().aggregate(latest=Max("known_at"))["latest"]


class Pack(LedgerModel):
    """What was put before a meeting. Once final it is frozen: its document is kept, byte for byte.

    ``document`` is canonical JSON with everything the pack says, ``docx`` its Word document, each with the SHA-256 of
    its bytes; ``day`` is the day that it speaks of and
    ``known_at`` the moment by which records counted, so that the ledger can be asked for the same again.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        FINAL = "final", "Final"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="packs")
    since = models.ForeignKey(
        Meeting,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="packs_since",
        help_text="The last meeting: what changed since then is in the pack.",
    )
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    day = models.DateField()
    known_at = models.DateTimeField(null=True, blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="packs", editable=False
    )
    prepared_as = models.CharField("role", max_length=160)
    document = models.TextField(blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    docx = models.BinaryField(blank=True, default=b"", editable=False)
    docx_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    read_as_at = False

    objects = PackQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-id"]
        constraints = [
            models.CheckConstraint(
                name="pack_is_kept_exactly_when_it_is_final",
                condition=Q(state="draft", known_at__isnull=True, document="", sha256="", docx=b"", docx_sha256="")
                | (
                    Q(state="final", known_at__isnull=False)
                    & ~(Q(document="") | Q(sha256="") | Q(docx=b"") | Q(docx_sha256=""))
                ),
                violation_error_message="A final pack is kept whole, and a draft is not kept.",
            ),
        ]

    def __str__(self):
        return f"Pack for {self.meeting}"

    def get_absolute_url(self):
        return reverse("final-pack", args=[self.pk])

    def was_published(self) -> bool:
        """Once it is final it stays."""
        return self.state == self.State.FINAL

    def refuse_change(self, changed: Collection[str], before: "Pack") -> None:
        if before.state == self.State.FINAL:
            raise KeptForGood(KEPT, code="kept-for-good")

    def delete(self, **kwargs):
        if self.was_published():
            raise KeptForGood(KEPT, code="kept-for-good")
        return super().delete(**kwargs)

    @property
    def is_intact(self) -> bool:
        """Does what is kept fit its checksums?"""
        kept = sha256_of(self.document.encode()), sha256_of(bytes(self.docx))
        return kept == (self.sha256, self.docx_sha256)

    @property
    def file_name(self) -> str:
        return f"pack-{self.meeting.body}-{self.meeting.held_on.isoformat()}-as-at-{self.day.isoformat()}.docx"
