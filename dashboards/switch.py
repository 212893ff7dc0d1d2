"""Every dashboard there is to change to, in groups, the viewer's own first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from dashboards.scopes import EVERYTHING, address_of, own_of
from dashboards.viewers import councillor_of
from ledger.models import LedgerModel
from ledger.together import fetch_together
from outcomes.models import Place
from priorities.models import Appointment, Committee, Councillor, Portfolio, PriorityAction, Seat

Door = tuple[str, str]
"""The address of a dashboard, and its name."""


@dataclass(frozen=True)
class Switch:
    """``own`` are the viewer's own dashboards, ``groups`` all of them under their headings.

    ``holders`` are those who hold each portfolio on the day, by its key, as they are named on pages.
    """

    own: list[Door]
    groups: list[tuple[str, list[Door]]]
    holders: dict[int, list[str]]


def switch_for(user, day: date) -> Switch:
    """In one question, beside the one for the councillor that the viewer may be."""
    councillor = councillor_of(user)
    wards = Place.objects.filter(Q(valid_from=None) | Q(valid_from__lte=day), kind=Place.Kind.WARD).order_by("name")
    appointed = Q(pk__in=Appointment.objects.on(day).order_by().values("councillor"))
    named = Q(pk__in=PriorityAction.objects.published().order_by().values("published_holder"))
    appointments, seats, committees, portfolios, councillors, existing, former = fetch_together(
        Appointment.objects.on(day).order_by("starts_on", "pk"),
        Seat.objects.on(day).filter(councillor=councillor and councillor.pk).order_by("pk"),
        Committee.objects.order_by("name"),
        Portfolio.objects.order_by("name"),
        Councillor.objects.filter(appointed | named).order_by("name"),
        wards.filter(Q(valid_until=None) | Q(valid_until__gt=day)),
        wards.filter(valid_until__lte=day),
    )
    own = []
    if councillor:
        held = {each.portfolio_id for each in appointments if each.councillor_id == councillor.pk}
        sits_on = {each.committee_id for each in seats}
        own = own_of(councillor, _among(portfolios, held), _among(committees, sits_on))
    groups = [
        ("Portfolios", _doors("portfolios", portfolios)),
        ("Who answers for promises", _doors("councillors", councillors)),
        ("Committees", _doors("committees", committees)),
        ("Wards", _doors("wards", existing)),
        ("Former wards", _doors("wards", former)),
        ("The council", [(address_of(EVERYTHING, ""), "Every promise of the council")]),
    ]
    return Switch(
        own=[(address_of(kind, slug), name) for kind, slug, name in own],
        groups=[each for each in groups if each[1]],
        holders=_holders(appointments, councillors),
    )


def _holders(appointments: Iterable[Appointment], councillors: Iterable[Councillor]) -> dict[int, list[str]]:
    names = {each.pk: f"Councillor {each.name}" for each in councillors}
    holders: dict[int, list[str]] = {}
    for each in appointments:
        holders.setdefault(each.portfolio_id, []).append(names[each.councillor_id])
    return holders


def _among(records: Iterable[LedgerModel], keys: set[int]) -> list:
    return [each for each in records if each.pk in keys]


def _doors(kind: str, records: Iterable[LedgerModel]) -> list[Door]:
    return [(address_of(kind, each.slug), str(each)) for each in records]
