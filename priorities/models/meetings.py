"""Meetings at which councillors ask how promises stand, and the committees that hold them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from ledger.models import LedgerModel
from priorities.models.people import Councillor, Portfolio
from priorities.querysets import HeldQuerySet


class Body(models.TextChoices):
    CABINET = "cabinet", "Cabinet"
    COUNCIL = "council", "Council"
    SCRUTINY = "scrutiny", "Scrutiny"


class Committee(LedgerModel):
    """A committee or panel of the council. What it looks at follows from its remit, who sits on it from its seats."""

    slug = models.SlugField(max_length=80, unique=True, help_text="Its part of the address. It never changes.")
    name = models.CharField(max_length=200, unique=True)
    body = models.CharField(max_length=10, choices=Body, default=Body.SCRUTINY)
    portfolios = models.ManyToManyField(Portfolio, through="Remit", related_name="committees", blank=True)

    lasting = True

    examples = {
        "slug": "environment-panel",
        "name": "Environment panel",
    }

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Remit(LedgerModel):
    """A portfolio that a committee looks at."""

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="remits")
    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, related_name="remits")

    class Meta:
        ordering = ["committee", "portfolio"]
        constraints = [models.UniqueConstraint(fields=["committee", "portfolio"], name="one_remit_a_portfolio")]

    def __str__(self):
        return f"{self.committee}: {self.portfolio}"


class Seat(LedgerModel):
    """One councillor's seat on a committee from ``starts_on`` until, but not on, ``ends_on``."""

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="seats")
    councillor = models.ForeignKey(Councillor, on_delete=models.PROTECT, related_name="seats")
    chairs = models.BooleanField("chairs it", default=False)
    starts_on = models.DateField("first day")
    ends_on = models.DateField(
        "until", null=True, blank=True, help_text="The first day on which they no longer sit on it."
    )

    objects = HeldQuerySet.as_manager()

    class Meta:
        ordering = ["committee", "-starts_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "councillor", "starts_on"], name="one_seat_a_first_day"),
            models.CheckConstraint(
                name="seat_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                violation_error_message="A seat cannot end before it starts.",
            ),
        ]

    def __str__(self):
        return f"{self.councillor}: {self.committee}"

    def natural_day(self, before):
        return self.starts_on if before is None else None


class Meeting(LedgerModel):
    """One meeting of a body of the council. What changed since then can be asked of the ledger."""

    Body = Body

    body = models.CharField(max_length=10, choices=Body)
    committee = models.ForeignKey(
        Committee,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="meetings",
        help_text="Where it is a meeting of one committee.",
    )
    held_on = models.DateField()
    title = models.CharField(max_length=200, blank=True, help_text='Where it has one, for example "Annual meeting".')
    url = models.URLField("papers", max_length=500, blank=True, help_text="Where its papers are published.")

    examples = {
        "url": "https://www.example.org/papers",
    }

    class Meta:
        ordering = ["-held_on", "body"]
        constraints = [models.UniqueConstraint(fields=["body", "held_on", "title"], name="one_meeting_a_day_and_title")]

    def natural_day(self, before):
        return self.held_on

    def clean(self):
        if self.committee and self.body and self.committee.body != self.body:
            theirs, own = self.committee.get_body_display(), self.get_body_display()
            said = f"{self.committee} is a committee of the body “{theirs}”, and not of “{own}”: change one of the two."
            raise ValidationError({"committee": said})

    def __str__(self):
        return f"{self.title or self.get_body_display()}, {self.held_on.day} {self.held_on:%B %Y}"
