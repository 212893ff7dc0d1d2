"""What a dashboard is about: everything, a councillor's portfolios, one portfolio, a committee's remit or a ward."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Exists, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from dashboards.viewers import councillor_of
from ledger.models import LedgerModel
from ledger.past import the_present
from outcomes.models import Indicator, Place
from priorities.models import (
    Appointment,
    Committee,
    Councillor,
    Deliverable,
    DeliverablePlace,
    Portfolio,
    Remit,
    Seat,
)

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

    @property
    def path(self) -> str:
        """How an address names it: "wards/mirfield", or "all"."""
        return f"{self.kind}/{self.slug}" if self.slug else self.kind

    @property
    def places(self) -> list[Place]:
        """For a ward: itself, its towns and the wards it took over from; empty for every other kind."""
        return places_of(self.record) if self.kind == "wards" else []

    @cached_property
    def tagged_with(self) -> dict[int, list[Place]]:
        """For a ward: with which of its places each promise is tagged, by the promise's key, in one question."""
        links = DeliverablePlace.objects.filter(place__in=self.places).values_list("deliverable", "place")
        found: dict[int, set[int]] = {}
        for promise, place in links:
            found.setdefault(promise, set()).add(place)
        return {promise: [each for each in self.places if each.pk in keys] for promise, keys in found.items()}

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
    """What a committee looks at: the portfolios of its remit on the day that is read, or everything without one."""
    committee = get_object_or_404(Committee.objects.prefetch_related("remits"), slug=slug)
    remit = Remit.objects.filter(committee=committee).order_by()
    within = Q(priority__portfolio__in=remit.values("portfolio")) | ~Exists(remit)
    return Scope("committees", slug, committee.name, counted().filter(within), committee)


def of_ward(slug: str, day: date) -> Scope:
    """What is tagged with a ward, with its towns, or with the wards that it took over from."""
    place = Place.objects.filter(slug=slug, kind=Place.Kind.WARD).first() or to_come(slug, day)
    return Scope("wards", slug, place.name, tagged_with_any(places_of(place)), place)


def tagged_with_any(places: Iterable[Place] | QuerySet) -> QuerySet:
    """The promises that are tagged with one of these places."""
    tagged = DeliverablePlace.objects.filter(place__in=places).order_by().values("deliverable")
    return counted().filter(pk__in=tagged)


def to_come(slug: str, day: date) -> Place:
    """A ward that begins only after the past ``day`` that is read, with its links as they are known today.

    Raises ``Http404`` where there is none.
    """
    with the_present():
        place = get_object_or_404(Place, slug=slug, kind=Place.Kind.WARD, valid_from__gt=day)
        _ = place.links
    return place


SCOPES: dict[str, Callable[[str, date], Scope]] = {
    EVERYTHING: everything,
    "councillors": of_councillor,
    "portfolios": of_portfolio,
    "committees": of_committee,
    "wards": of_ward,
}
"""The kinds of dashboards, by the part of the address that names them."""


def scope_at(path: str, day: date) -> Scope:
    """The scope that a path like "wards/mirfield", or "all", names. Raises ``Http404`` where there is none."""
    kind, _, slug = path.partition("/")
    if kind not in SCOPES or bool(slug) == (kind == EVERYTHING):
        raise Http404
    return SCOPES[kind](slug, day)


def counted() -> QuerySet:
    """Every promise that counts: published, and not only the head of a list."""
    return Deliverable.objects.published().promises()


def places_of(place: Place) -> list[Place]:
    """A ward, its towns, and the earlier wards that it took over from; not their towns, which may lie elsewhere now."""
    return [place, *place.links.parts, *place.links.earlier]


def own_scopes(user, day: date) -> list[tuple[str, str, str]]:
    """The dashboards that are this person's own, most their own first: (kind, slug, name) each.

    A cabinet member has the portfolios held on ``day``, a member of a committee its remit, and every councillor a ward.
    Whoever is no councillor has none.
    """
    councillor = councillor_of(user)
    if councillor is None:
        return []
    held = Appointment.objects.on(day).filter(councillor=councillor).select_related("portfolio")
    seats = Seat.objects.on(day).filter(councillor=councillor).select_related("committee")
    return own_of(councillor, [each.portfolio for each in held], [each.committee for each in seats])


def own_of(
    councillor: Councillor, held: Iterable[Portfolio], sits_on: Iterable[Committee]
) -> list[tuple[str, str, str]]:
    """The dashboards of a councillor who holds these portfolios and sits on these committees."""
    own = [("portfolios", each.slug, each.name) for each in held]
    if own:
        own.insert(0, ("councillors", councillor.slug, "All that I answer for"))
    own += [("committees", each.slug, each.name) for each in sits_on]
    if councillor.ward and councillor.ward.kind == Place.Kind.WARD:
        own.append(("wards", councillor.ward.slug, councillor.ward.name))
    return own
