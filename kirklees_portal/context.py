"""What every public page's frame needs to know. Nothing here may depend on who is reading."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest

from ledger.asked import AS_AT, KNOWN_BY
from ledger.clock import reading, today
from outcomes.elections import notice_on

WITHOUT_A_PAST = ("/accessibility/", "/privacy/", "/how-we-judge-progress/", "/stories/share/")
"""Pages that tell nothing of a day."""


def site(request: HttpRequest) -> dict:
    """Return the page's lasting address, the part of the site that it belongs to, and the day that is read."""
    asked = [(name, value.replace("\0", "")) for name, values in request.GET.lists() for value in values]
    kept = [(name, value) for name, value in asked if name not in (AS_AT, KNOWN_BY)]
    past = reading()
    return {
        "canonical": canonical_address(request),
        "section": request.path.split("/", 2)[1],
        "past": past,
        "election": notice_on(today()),
        "has_no_past": request.path.startswith(WITHOUT_A_PAST),
        "kept_query": kept,
        "live_address": _address(request, kept),
        "as_at_address": _address(request, [*kept, (AS_AT, past.day.isoformat())]) if past else "",
    }


def canonical_address(request: HttpRequest) -> str:
    """Return the address without its query string. A view whose query matters, such as a list's, gives its own."""
    return f"{settings.SITE_URL}{request.path}"


def _address(request: HttpRequest, query: list[tuple[str, str]]) -> str:
    return f"{request.path}?{urlencode(query)}" if query else request.path
