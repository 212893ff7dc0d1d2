"""By what promises can be told apart on a dashboard: outcome, portfolio, directorate or ward."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from dashboards.facts import Fact
from dashboards.pivots import GroupsOf, Value
from ledger.together import fetch_together
from outcomes.models import Outcome, Place, PlaceFollows, PlaceWithin
from priorities.models import DeliverablePlace, Directorate, Portfolio
from priorities.standing import NONE_SLUG
from priorities.views.places import exists_on

NO_SUCH = "Promises can be told apart by outcome, portfolio, directorate or ward. Here they are by {}."


@dataclass(frozen=True)
class Dimension:
    """One of them, as read for some promises: its values in order, and those of each promise."""

    key: str
    none: str
    values: list[Value]
    groups_of: GroupsOf

    def found(self, slug: str) -> tuple[int | None, str] | None:
        """The key and the name of the value that an address names, None for "none"; nothing where there is no such."""
        if slug == NONE_SLUG:
            return None, self.none
        return next(((key, name) for key, value, name in self.values if value == slug), None)


def by_outcome(day: date) -> Dimension:
    outcomes = Outcome.objects.order_by("order", "slug").values_list("pk", "slug", "name")
    return Dimension("outcome", "No outcome", list(outcomes), _one("outcome"))


def by_portfolio(day: date) -> Dimension:
    portfolios = Portfolio.objects.order_by("name").values_list("pk", "slug", "name")
    return Dimension("portfolio", "No portfolio", list(portfolios), _one("portfolio"))


def by_directorate(day: date) -> Dimension:
    directorates = Directorate.objects.order_by("name").values_list("pk", "slug", "name")
    return Dimension("directorate", "No directorate", list(directorates), _one("directorate"))


def by_ward(day: date) -> Dimension:
    """Wards that exist on ``day``, and former ones that none of these took over from, in two questions.

    A promise belongs to a ward that it names, to one that took over from it, and to those in which its town lies.
    """
    tagged = DeliverablePlace.objects.order_by().values_list("deliverable", "place")
    wards, within, follows = fetch_together(
        Place.objects.filter(kind=Place.Kind.WARD).order_by("name", "valid_from", "pk"),
        PlaceWithin.objects.order_by("pk"),
        PlaceFollows.objects.order_by("pk"),
    )
    listed = {place: wards_of(place, wards, within, follows, day) for place in {place for _, place in tagged}}
    found: dict[int, set[int]] = defaultdict(set)
    for promise, place in tagged:
        found[promise] |= listed[place]
    values = [(ward.pk, ward.slug, _named(ward, day)) for ward in wards]
    return Dimension("ward", "No ward", values, lambda fact: found.get(fact.pk, ()))


def wards_of(
    place: int, wards: Iterable[Place], within: Iterable[PlaceWithin], follows: Iterable[PlaceFollows], day: date
) -> set[int]:
    """The wards on ``day`` whose dashboards show what is tagged with a place, or else the former ones that did."""
    by_key = {ward.pk: ward for ward in wards}
    if place in by_key:
        found = {place, *(link.later_id for link in follows if link.earlier_id == place)}
    else:
        found = {link.whole_id for link in within if link.part_id == place}
    found &= by_key.keys()
    return {key for key in found if exists_on(by_key[key], day)} or found


def _named(ward: Place, day: date) -> str:
    return ward.name if exists_on(ward, day) else f"{ward.name} (former ward)"


def _one(name: str) -> Callable[[Fact], Collection[int]]:
    """For what a promise has at most one of."""

    def groups_of(fact: Fact) -> Collection[int]:
        key = getattr(fact, name)
        return () if key is None else (key,)

    return groups_of


DIMENSIONS: dict[str, Callable[[date], Dimension]] = {
    "outcome": by_outcome,
    "portfolio": by_portfolio,
    "directorate": by_directorate,
    "ward": by_ward,
}


def dimension_asked(asked: str, default: str) -> tuple[str, str]:
    """The dimension that an address asks for, or the default; and what is wrong with what was asked, or nothing."""
    asked = asked.strip()
    if not asked or asked in DIMENSIONS:
        return asked or default, ""
    return default, NO_SUCH.format(default)
