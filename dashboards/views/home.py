"""Where dashboards begin: the viewer's own."""

from datetime import date

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.views.generic import View

from dashboards.scopes import EVERYTHING, SCOPES, own_scopes
from dashboards.viewers import ViewersOnly
from ledger.clock import today


class HomeView(ViewersOnly, View):
    """Leads on to what is most the viewer's own; to everything for those who prepare meetings."""

    def get(self, request) -> HttpResponse:
        address = first_of_own(request.user, today())
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(f"{address}?{query}" if query else address)


def first_of_own(user, day: date) -> str:
    """The address of the first of the viewer's own dashboards that there is on ``day``: a ward may be newer."""
    for kind, slug, _ in own_scopes(user, day):
        try:
            return SCOPES[kind](slug, day).address
        except Http404:
            continue
    return SCOPES[EVERYTHING]("", day).address
