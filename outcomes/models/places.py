"""Places: wards, towns and district hubs, each from a day until a day."""

from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.functional import cached_property

from ledger.models import LedgerModel
from outcomes.querysets import PlaceQuerySet


@dataclass(frozen=True)
class PlaceLinks:
    """What a place has to do with others, by name: the wards that it took over from and that took over from it, the
    towns in it, and the wards it lies in. Each may be meant in whole or in part."""

    earlier: list["Place"] = field(default_factory=list)
    later: list["Place"] = field(default_factory=list)
    parts: list["Place"] = field(default_factory=list)
    wholes: list["Place"] = field(default_factory=list)


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

    examples = {
        "slug": "batley-east",
        "name": "Batley East",
        "source": "Office for National Statistics, names of wards, 2024",
    }

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

    @cached_property
    def links(self) -> PlaceLinks:
        """In one question."""
        kinds = {
            "earlier": PlaceFollows.objects.filter(later=self, earlier=OuterRef("pk")),
            "later": PlaceFollows.objects.filter(earlier=self, later=OuterRef("pk")),
            "parts": PlaceWithin.objects.filter(whole=self, part=OuterRef("pk")),
            "wholes": PlaceWithin.objects.filter(part=self, whole=OuterRef("pk")),
        }
        linked = Place.objects.annotate(**{f"is_{kind}": Exists(links) for kind, links in kinds.items()})
        any_kind = reduce(or_, (Q(**{f"is_{kind}": True}) for kind in kinds))
        found = list(linked.filter(any_kind).order_by("name", "pk"))
        return PlaceLinks(**{kind: [each for each in found if getattr(each, f"is_{kind}")] for kind in kinds})


class PlaceWithin(LedgerModel):
    """A town, in whole or in part, lies in a ward."""

    part = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="within_links")
    whole = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="part_links", verbose_name="ward")

    class Meta:
        ordering = ["whole", "part"]
        verbose_name = "ward that it lies in"
        verbose_name_plural = "wards that it lies in"
        constraints = [
            models.UniqueConstraint(fields=["part", "whole"], name="one_link_of_a_part_and_its_whole"),
            models.CheckConstraint(
                name="place_is_not_within_itself",
                condition=~Q(part=F("whole")),
                violation_error_message="A place does not lie in itself.",
            ),
        ]

    def __str__(self):
        return f"{self.part} in {self.whole}"


class PlaceFollows(LedgerModel):
    """A ward took over, in whole or in part, from an earlier one when the wards changed."""

    later = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="follows_links")
    earlier = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="followed_by_links")

    class Meta:
        ordering = ["later", "earlier"]
        verbose_name = "earlier ward"
        constraints = [
            models.UniqueConstraint(fields=["later", "earlier"], name="one_link_of_a_ward_and_its_earlier"),
            models.CheckConstraint(
                name="place_does_not_follow_itself",
                condition=~Q(later=F("earlier")),
                violation_error_message="A ward does not follow itself.",
            ),
        ]

    def __str__(self):
        return f"{self.later} follows {self.earlier}"
