"""Election periods: dated weeks in which the council holds back what could favour a candidate."""

from datetime import date, timedelta

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from ledger.models import LedgerModel
from outcomes.elections import forget_periods


class ElectionPeriod(LedgerModel):
    """The period of heightened sensitivity before one election, from ``starts_on`` until, but not on, ``ends_on``."""

    name = models.CharField(max_length=120, help_text='For example "Local elections, 6 May 2027".')
    starts_on = models.DateField("first day", help_text="The day on which the notice of election is published.")
    ends_on = models.DateField("until", help_text="The first day after it, mostly the day after the poll.")
    explanation = models.TextField(
        blank=True, help_text="What residents read in the banner; without it, the portal's own sentence."
    )

    read_as_at = False

    class Meta:
        ordering = ["-starts_on"]
        permissions = [("release_held", "Can release one item during an election period")]
        constraints = [
            models.CheckConstraint(
                name="election_period_ends_after_it_starts",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message="An election period cannot end before it starts.",
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.starts_on is None or self.ends_on is None:
            return
        others = ElectionPeriod.objects.exclude(pk=self.pk)
        if other := others.filter(starts_on__lt=self.ends_on, ends_on__gt=self.starts_on).first():
            raise ValidationError(f"“{other}” covers some of these days already. Change that period, or choose others.")

    @property
    def last_day(self) -> date:
        return self.ends_on - timedelta(days=1)

    def lets_through(self, item: models.Model) -> bool:
        """Whether the Monitoring Officer released ``item``."""
        kind = ContentType.objects.get_for_model(type(item))
        return item.pk is not None and self.releases.filter(content_type=kind, object_id=item.pk).exists()

    def releases_of(self, model: type[models.Model]) -> Exists:
        """Whether each row of ``model`` was released, as a condition of a question."""
        kind = {"content_type__app_label": model._meta.app_label, "content_type__model": model._meta.model_name}
        return Exists(Release.objects.filter(period=self.pk, object_id=OuterRef("pk"), **kind))


class Holdable(LedgerModel):
    """What an election period holds back. Its manager says what waits: ``objects.held_back(period)``."""

    class Meta:
        abstract = True

    def let_out(self) -> None:
        """Write what has to be written once it is released: nothing, where its pages ask for releases."""


@receiver([post_save, post_delete], sender=ElectionPeriod)
def _forget(**kwargs):
    """Pages know of the change at once in this process, and within a minute in the others."""
    forget_periods()
    transaction.on_commit(forget_periods)


class Release(LedgerModel):
    """The Monitoring Officer lets one item be published although the period holds such things back."""

    period = models.ForeignKey(ElectionPeriod, on_delete=models.CASCADE, related_name="releases")
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    object_id = models.PositiveBigIntegerField()
    item = GenericForeignKey()
    reason = models.TextField(help_text="One sentence: why this can be published during the period.")

    read_as_at = False

    class Meta:
        ordering = ["period", "id"]
        constraints = [
            models.UniqueConstraint(fields=["period", "content_type", "object_id"], name="an_item_is_released_once"),
            models.CheckConstraint(
                name="release_says_why", condition=~Q(reason=""), violation_error_message="Say in one sentence why."
            ),
        ]

    def __str__(self):
        return f"{self.item} released"
