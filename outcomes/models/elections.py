"""Election periods: dated weeks in which the council holds back what could favour a candidate."""

from datetime import date, timedelta

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone

from ledger import writing
from ledger.models import LedgerModel
from outcomes.elections import forget_periods, kept_words, recorded_on
from outcomes.refusals import HeldBack

MOST_DAYS = 100
"""Notice of an election is given about six weeks before it: what is longer was mistyped."""
TOO_EARLY = "“Until” is the first day after the period, so it must be a later day than its first day, {}."
TOO_LONG = (
    "An election period lasts about six weeks, and {most} days at most; this one would last {days}. Check the year."
)


class ElectionPeriod(LedgerModel):
    """The period of heightened sensitivity before one election, from ``starts_on`` until, but not on, ``ends_on``."""

    name = models.CharField(max_length=120, help_text='For example "Local elections, 6 May 2027".')
    starts_on = models.DateField("first day", help_text="The day on which the notice of election is published.")
    ends_on = models.DateField("until", help_text="The first day after it, mostly the day after the poll.")
    explanation = models.TextField(
        blank=True, help_text="What residents read in the banner; without it, the portal's own sentence."
    )

    read_as_at = False

    examples = {
        "explanation": "Elections are held on 6 May. Until then we publish facts, but no new stories.",
    }

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
        if self.ends_on <= self.starts_on:
            raise ValidationError({"ends_on": TOO_EARLY.format(writing.long_day(self.starts_on))})
        if (days := (self.ends_on - self.starts_on).days) > MOST_DAYS:
            raise ValidationError({"ends_on": TOO_LONG.format(days=f"{days:,}", most=MOST_DAYS)})
        others = ElectionPeriod.objects.exclude(pk=self.pk)
        if other := others.filter(starts_on__lt=self.ends_on, ends_on__gt=self.starts_on).first():
            raise ValidationError(f"“{other}” covers some of these days already. Change that period, or choose others.")

    @property
    def last_day(self) -> date:
        return self.ends_on - timedelta(days=1)

    def lets_through(self, item: models.Model) -> bool:
        """Whether the Monitoring Officer released ``item`` with the words that it has."""
        words = {name: getattr(item, name) for name in item.words}
        return item.pk is not None and self._released(type(item)).filter(id=item.pk, **words).exists()

    def releases_of(self, model: type[models.Model], *same: str) -> Exists:
        """Whether each row of ``model`` was released with the ``same`` values, else words, as a part of a question."""
        values = {name: OuterRef(name) for name in same or model.words}
        return Exists(self._released(model).filter(id=OuterRef("pk"), **values))

    def _released(self, model: type[models.Model]) -> models.QuerySet:
        """The versions that were read by who released them."""
        kind = {"content_type__app_label": model._meta.app_label, "content_type__model": model._meta.model_name}
        of_version = {"object_id": OuterRef("id"), "item_revision": OuterRef("revision")}
        return model.history.filter(Exists(Release.objects.filter(period=self.pk, **of_version, **kind)))


class Holdable(LedgerModel):
    """What an election period holds back. Its manager says what waits: ``objects.held_back(period)``."""

    words: tuple[str, ...] = ()
    """The fields that hold somebody's words: what residents read already keeps them while a period is on."""
    otherwise = ""
    """What to do instead of changing them, in the middle of a sentence."""
    only_its_photograph_waits = False
    named_with: tuple[str, ...] = ("plan",)
    """The records that its name, and why it stays hidden, are taken from."""
    placed: Q = Q()
    """Where it stands on a page at all."""

    class Meta:
        abstract = True

    @property
    def what_waits(self) -> str:
        return self._meta.verbose_name

    def why_still_hidden(self) -> str:
        """Why residents would not read it even without the period, and what to do; nothing where they would."""
        return ""

    def why_hidden_on(self, day: date) -> str:
        """The same of the day to come on which it is published by itself."""
        return self.why_still_hidden()

    def stays_public(self, before: models.Model, period: ElectionPeriod) -> bool:
        """Whether residents read it as ``before``, the stored row, was, and go on to read it as it is now."""
        read = type(before).objects.read_during(period).filter(pk=before.pk).exists()
        return read and self.plan.is_published()

    def refuse_version(self, before):
        super().refuse_version(before)
        if before is None or set(self.words).isdisjoint(writing.changed_fields(before, self)):
            return
        period = recorded_on(timezone.localdate())
        if period and self.stays_public(before, period) and not period.lets_through(self):
            raise HeldBack(kept_words(before, period), code="held-back")

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
    item_revision = models.PositiveIntegerField("revision", help_text="Which version of it: later words wait again.")
    reason = models.TextField(help_text="One sentence: why this can be published during the period.")

    read_as_at = False

    examples = {
        "reason": "It tells people how to vote by post, and favours nobody.",
    }

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
