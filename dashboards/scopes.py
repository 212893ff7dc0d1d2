"""What a dashboard is about: everything, a councillor's portfolios, one portfolio, a committee's remit or a ward."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from dashboards.viewers import councillor_of
from ledger.models import LedgerModel
from outcomes.models import Indicator, Place
from priorities.models import Appointment, Committee, Councillor, Deliverable, Portfolio, Seat

EVERYTHING = "all"


@dataclass(frozen=True)
class Scope:
    """One dashboard: ``kind`` is a key of ``SCOPES`` and part of the address, as is ``slug``.

    ``promises`` are the published promises that it is about, unordered; ``record`` is what it belongs to.
    """

    kind: str
    slug: str
    name: str
    promises: QuerySet
    record: LedgerModel | None = None

    @property
    def address(self) -> str:
        return address_of(self.kind, self.slug)

    @cached_property
    def places(self) -> list[Place]:
        """For a ward: itself, its towns and the wards it took over from; empty for every other kind."""
        return places_of(self.record) if self.kind == "wards" else []

    @property
    def indicators(self) -> QuerySet:
        """The indicators of the outcomes that these promises serve."""
        outcomes = self.promises.order_by().values("priority__plan_outcome__outcome")
        return Indicator.objects.filter(plan_indicators__plan_outcome__outcome__in=outcomes).distinct()


def address_of(kind: str, slug: str) -> str:
    if kind == EVERYTHING:
        return reverse("dashboard-everything")
    return reverse("dashboard-of", args=[kind, slug])


def everything(slug: str, day: date) -> Scope:
    return Scope(EVERYTHING, "", "Every promise of the council", counted())


def of_councillor(slug: str, day: date) -> Scope:
    """What one councillor answers for on ``day``: by a portfolio held then, or named in a plan."""
    councillor = get_object_or_404(Councillor, slug=slug)
    return Scope("councillors", slug, f"Councillor {councillor.name}", counted().held_by(councillor, day), councillor)


def of_portfolio(slug: str, day: date) -> Scope:
    portfolio = get_object_or_404(Portfolio, slug=slug)
    return Scope("portfolios", slug, portfolio.name, counted().filter(priority__portfolio=portfolio), portfolio)


def of_committee(slug: str, day: date) -> Scope:
    """What a committee looks at: the portfolios of its remit, or everything where it has none."""
    committee = get_object_or_404(Committee.objects.prefetch_related("remits"), slug=slug)
    remit = [each.portfolio_id for each in committee.remits.all()]
    promises = counted().filter(priority__portfolio__in=remit) if remit else counted()
    return Scope("committees", slug, committee.name, promises, committee)


def of_ward(slug: str, day: date) -> Scope:
    """What is tagged with a place, with its towns, or with the wards that it took over from."""
    place = get_object_or_404(Place, slug=slug)
    keys = [each.pk for each in places_of(place)]
    tagged = Deliverable.objects.filter(place_links__place__in=keys).order_by().values("pk")
    return Scope("wards", slug, place.name, counted().filter(pk__in=tagged), place)


SCOPES: dict[str, Callable[[str, date], Scope]] = {
    EVERYTHING: everything,
    "councillors": of_councillor,
    "portfolios": of_portfolio,
    "committees": of_committee,
    "wards": of_ward,
}
"""The kinds of dashboards, by the part of the address that names them."""


def counted() -> QuerySet:
    """Every promise that counts: published, and not only the head of a list."""
    return Deliverable.objects.published().promises()


def places_of(place: Place) -> list[Place]:
    """A ward, then its towns and the earlier wards that it took over from, then the towns of those."""
    followed = [link.earlier for link in place.follows_links.select_related("earlier").order_by("earlier__name")]
    within = Place.objects.filter(within_links__whole__in=[place, *followed]).order_by("name").distinct()
    return list(dict.fromkeys([place, *within, *followed]))


def own_scopes(user, day: date) -> list[tuple[str, str, str]]:
    """The dashboards that are this person's own, most their own first: (kind, slug, name) each.

    A cabinet member has the portfolios held on ``day``, a member of a committee its remit, and every councillor a ward.
    Whoever is no councillor has none.
    """
    councillor = councillor_of(user)
    if councillor is None:
        return []
    held = Appointment.objects.on(day).filter(councillor=councillor).select_related("portfolio")
    portfolios = [("portfolios", each.portfolio.slug, each.portfolio.name) for each in held]
    seats = Seat.objects.on(day).filter(councillor=councillor).select_related("committee")
    own = [("councillors", councillor.slug, "All that I answer for")] if portfolios else []
    own += portfolios
    own += [("committees", each.committee.slug, each.committee.name) for each in seats]
    if councillor.ward:
        own.append(("wards", councillor.ward.slug, councillor.ward.name))
    return own
