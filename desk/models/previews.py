"""Links by which a draft can be read, and approved, without an account."""

from collections.abc import Collection

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from desk.querysets import PreviewLinkQuerySet
from ledger.models import LedgerModel
from ledger.refusals import Unmovable


class PreviewLink(LedgerModel):
    """One link to one draft. The address itself is signed and not kept: this row says what it may still do."""

    class Purpose(models.TextChoices):
        LOOK = "look", "Look at it"
        APPROVE = "approve", "Look at it and approve it"

    class Decision(models.TextChoices):
        NONE = "", "None yet"
        APPROVED = "approved", "Approved"
        RETURNED = "returned", "Returned"

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, editable=False)
    object_id = models.PositiveBigIntegerField(editable=False)
    item = GenericForeignKey()
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.LOOK)
    role = models.CharField(
        "for", max_length=120, blank=True, help_text="The role that is to approve, such as Strategic director."
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="preview_links", editable=False
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    decision = models.CharField(max_length=10, choices=Decision, blank=True, default=Decision.NONE, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    remark = models.TextField(blank=True, editable=False)

    read_as_at = False

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(name="preview_link_ends_after_it_is_made", condition=Q(expires_at__gt=F("made_at"))),
            models.CheckConstraint(
                name="preview_link_to_approve_names_a_role", condition=~Q(purpose="approve") | ~Q(role="")
            ),
            models.CheckConstraint(
                name="preview_link_decision_has_its_moment",
                condition=Q(decision="", decided_at__isnull=True) | (~Q(decision="") & Q(decided_at__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"{self.get_purpose_display()}: {self.item or 'a draft that was deleted'}"

    def refuse_change(self, changed: Collection[str], before: "PreviewLink") -> None:
        if {"purpose", "role"} & set(changed):
            raise Unmovable("What a link is for, and for which role, was settled with its address. Make another link.")
        if before.revoked_at and "revoked_at" in changed:
            raise Unmovable("This link was ended, and stays so. Make another link.")
        if before.decision and {"decision", "decided_at", "remark"} & set(changed):
            raise Unmovable("A decision was made by this link, so it stays as it was then.")
