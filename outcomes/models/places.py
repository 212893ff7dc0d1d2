"""Places: wards, towns and district hubs, each from a day until a day."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ledger.models import LedgerModel
from outcomes.querysets import PlaceQuerySet


class Place(LedgerModel):
    """A place that exists from ``valid_from`` until, but not on, ``valid_until``."""

    class Kind(models.TextChoices):
        WARD = "ward", "Ward"
        TOWN = "town", "Town or village"
        HUB = "hub", "District hub"
        DISTRICT = "district", "The whole district"

    slug = models.SlugField(max_length=80, unique=True, help_text="Its part of the address. It never changes.")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind)
    valid_from = models.DateField(null=True, blank=True, help_text="First day, where there was one.")
    valid_until = models.DateField(null=True, blank=True, help_text="The first day on which it no longer exists.")
    source = models.CharField(max_length=300, blank=True)

    lasting = True

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name", "valid_from"]
        constraints = [
            models.CheckConstraint(
                name="place_ends_after_it_starts",
                condition=Q(valid_from__isnull=True) | Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                violation_error_message="A place cannot end before it starts.",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("place", args=[self.slug])
