"""Where dashboards begin: the viewer's own."""

from datetime import date

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.views.generic import View

from dashboards.scopes import EVERYTHING, SCOPES, Scope, own_scopes
from dashboards.viewers import ViewersOnly
from ledger.clock import today
from ledger.past import the_present
from outcomes.models import Place
from priorities.views.places import exists_on


class HomeView(ViewersOnly, View):
    """Leads on to what is most the viewer's own; to everything for those who prepare meetings."""

    def get(self, request) -> HttpResponse:
        address = first_of_own(request.user, today())
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(f"{address}?{query}" if query else address)


def first_of_own(user, day: date) -> str:
    """The address of the first of the viewer's own dashboards that there is on ``day``."""
    for kind, slug, _ in own_scopes(user, day):
        try:
            if found := as_it_was(SCOPES[kind](slug, day), day):
                return found.address
        except Http404:
            continue
    return SCOPES[EVERYTHING]("", day).address


def as_it_was(scope: Scope, day: date) -> Scope | None:
    """The same; for a ward newer than ``day`` the first one that it took over from, None where there was none."""
    ward = scope.record
    if not isinstance(ward, Place) or ward.valid_from is None or ward.valid_from <= day:
        return scope
    with the_present():
        earlier = ward.links.earlier
    return next((SCOPES["wards"](each.slug, day) for each in earlier if exists_on(each, day)), None)
