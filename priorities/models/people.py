"""Councillors, portfolios, and who held which when."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse

from ledger.clock import reading
from ledger.models import LedgerModel
from ledger.standstill import write_in_turn
from outcomes.models import Place
from priorities.querysets import CouncillorQuerySet, HeldQuerySet, PortfolioQuerySet


class Directorate(LedgerModel):
    """A part of the council's staff that reports on deliverables."""

    slug = models.SlugField(max_length=80, unique=True, help_text="It never changes.")
    name = models.CharField(max_length=200, unique=True)

    lasting = True

    examples = {
        "slug": "places",
        "name": "Places",
    }

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Officer(LedgerModel):
    """Somebody who reports at the desk: which directorate's deliverables, and in which role."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="officer")
    directorate = models.ForeignKey(
        Directorate, null=True, blank=True, on_delete=models.PROTECT, related_name="officers"
    )
    role = models.CharField(max_length=120, blank=True, help_text='As reports name it, for example "Service manager".')

    read_as_at = False

    class Meta:
        ordering = ["user__username"]

    def __str__(self):
        return str(self.user)


class Councillor(LedgerModel):
    slug = models.SlugField(max_length=80, unique=True, help_text="Its part of the address. It never changes.")
    name = models.CharField(max_length=120, help_text='Without "Councillor", for example "Cathy Scott".')
    ward = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="councillors")

    lasting = True

    examples = {
        "slug": "alex-example",
        "name": "Alex Example",
    }

    objects = CouncillorQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("councillor", args=[self.slug])


class Portfolio(LedgerModel):
    """An area of responsibility in the cabinet. Who holds it on a day follows from its appointments."""

    slug = models.SlugField(max_length=80, unique=True, help_text="Its part of the address. It never changes.")
    name = models.CharField(max_length=200)

    lasting = True

    examples = {
        "slug": "parks-and-streets",
        "name": "Parks and streets",
    }

    objects = PortfolioQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("portfolio", args=[self.slug])


class Appointment(LedgerModel):
    """One councillor's holding of one portfolio from ``starts_on`` until, but not on, ``ends_on``."""

    councillor = models.ForeignKey(Councillor, on_delete=models.PROTECT, related_name="appointments")
    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=120, blank=True, help_text='For example "Deputy Leader".')
    starts_on = models.DateField("first day")
    ends_on = models.DateField(
        "until", null=True, blank=True, help_text="The first day on which they no longer hold it."
    )
    note = models.CharField(max_length=300, blank=True, help_text="How sure the days are.")
    source = models.URLField(blank=True, max_length=500)

    examples = {
        "note": "The month is known, the day is not.",
        "source": "https://www.example.org/annual-meeting",
    }

    objects = HeldQuerySet.as_manager()

    class Meta:
        ordering = ["portfolio", "-starts_on", "id"]
        indexes = [models.Index(fields=["portfolio", "starts_on", "ends_on"], name="appointment_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["councillor", "portfolio", "starts_on"], name="one_appointment_a_first_day"
            ),
            models.CheckConstraint(
                name="appointment_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                violation_error_message="An appointment cannot end before it starts.",
            ),
        ]

    def __str__(self):
        return f"{self.councillor}: {self.portfolio}"

    def clean(self):
        super().clean()
        same = Appointment.objects.filter(councillor=self.councillor_id, portfolio=self.portfolio_id).exclude(
            pk=self.pk
        )
        if self.starts_on is None:
            return
        during = Q(ends_on__isnull=True) | Q(ends_on__gt=self.starts_on)
        if self.ends_on:
            during &= Q(starts_on__lt=self.ends_on)
        if other := same.filter(during).first():
            since = f"{other.starts_on.day} {other.starts_on:%B %Y}"
            raise ValidationError(f"They hold it already, since {since}. Change that appointment, or end it first.")

    def save(self, **kwargs):
        """Who holds a portfolio is written by one at a time, so that a reshuffle sees every other write of it."""
        with transaction.atomic():
            if not reading():
                write_in_turn()
                Portfolio.objects.select_for_update().filter(pk=self.portfolio_id).order_by("pk").first()
            super().save(**kwargs)

    def natural_day(self, before):
        """Its first day, or the day on which it ended where that is what is written down."""
        ended = self.ends_on is not None and before is not None and before.ends_on != self.ends_on
        if before is None:
            return self.starts_on
        return self.ends_on if ended else None
