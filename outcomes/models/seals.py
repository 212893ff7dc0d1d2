"""Seals: what a plan said as at a day, fixed so that nobody can change it unnoticed."""

from django.db import models
from django.urls import reverse

from ledger.refusals import KeptForGood
from ledger.writing import long_day

from .plans import Plan

KEPT = (
    "A seal is never changed and never deleted: it says what the plan was when it was sealed. Seal another day instead."
)


class SealQuerySet(models.QuerySet):
    """A queryset that writes no seal and deletes none."""

    def update(self, **kwargs):
        raise KeptForGood(KEPT, code="kept-for-good")

    def delete(self):
        raise KeptForGood(KEPT, code="kept-for-good")

    def bulk_create(self, objs, *args, **kwargs):
        raise KeptForGood("Seals are made one by one, by sealing a plan as at a day.", code="kept-for-good")

    def bulk_update(self, objs, fields, *args, **kwargs):
        raise KeptForGood(KEPT, code="kept-for-good")

    update.alters_data = True
    delete.alters_data = True
    bulk_create.alters_data = True
    bulk_update.alters_data = True

    def without_documents(self):
        """The seals without what they seal, which may be as long as the plan."""
        return self.defer("document")


class Seal(models.Model):
    """A plan as it stood at the end of ``day`` and was known at ``sealed_at``, in one document with its SHA-256.

    It is made by :func:`outcomes.sealing.seal` only, and never changes.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="seals")
    day = models.DateField("as at", help_text="The reporting date. The plan is sealed as it stood at its end.")
    sealed_at = models.DateTimeField("sealed", editable=False)
    sealed_by = models.CharField("role that sealed it", max_length=120)
    note = models.CharField(max_length=300, blank=True, help_text='What it is for, for example "Report to cabinet".')
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    document = models.TextField("what is sealed", editable=False)

    objects = SealQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["plan", "-day"]
        constraints = [models.UniqueConstraint(fields=["plan", "day"], name="a_day_of_a_plan_is_sealed_once")]

    def __str__(self):
        return f"{self.plan} as at {long_day(self.day)}"

    def save(self, **kwargs):
        if not self._state.adding:
            raise KeptForGood(KEPT, code="kept-for-good")
        super().save(**kwargs | {"force_insert": True})

    def get_absolute_url(self):
        return reverse("seal", args=[self.plan.slug, self.day.isoformat()])

    def delete(self, **kwargs):
        raise KeptForGood(KEPT, code="kept-for-good")

    @property
    def file_name(self) -> str:
        return f"{self.plan.slug}-as-at-{self.day.isoformat()}.json"


class SealCheck(models.Model):
    """When the sealed day of a seal was last read again, and whether the records still gave the same file."""

    seal = models.OneToOneField(Seal, on_delete=models.PROTECT, related_name="last_check")
    checked_at = models.DateTimeField()
    holds = models.BooleanField()

    def __str__(self):
        return f"{self.seal}: {'holds' if self.holds else 'does not hold'}"
