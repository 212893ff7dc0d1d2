"""What was typed on a dashboard while one was signed out: it comes back after signing in.

Each form carries a signed slip that says for whom and where it was made (see ``ledger.keeping.slips``). Where it is
sent after the session ended, or with an old token, what was typed goes into the browser's new session, and is shown
again only to the same person on the same page.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property
from django.views.csrf import csrf_failure

from ledger.keeping.slips import Slip, read_slip
from ledger.keeping.typed import SLIP

KEY = "typed-on-dashboard"
LONGEST = 20_000
"""Signs of a field that are kept."""
LONGEST_REVISION = 9
"""Digits of a revision that fits its column."""
NOT_SENT = (
    "Nothing was sent yet: the page had been open for too long. What you typed is below. Check it, and send it again."
)


def slip_for(request: HttpRequest) -> str:
    """What a form on this page carries."""
    return Slip(request.user.pk, request.get_full_path()).signed()


def keep(request: HttpRequest, note: str = NOT_SENT) -> bool:
    """Keep what was sent for whom the form was made; False where the form is none of ours, or somebody else's.

    ``note`` is what is said above it once it is shown again.
    """
    slip = read_slip(request.POST.get(SLIP))
    if slip is None or slip.address != request.get_full_path() or request.user.pk not in (None, slip.user):
        return False
    typed = {name: value[:LONGEST] for name, value in request.POST.items() if name not in (SLIP, "csrfmiddlewaretoken")}
    request.session[KEY] = {"user": slip.user, "address": slip.address, "typed": typed, "note": note}
    return True


def taken_up(request: HttpRequest) -> dict[str, Any]:
    """What this person typed on this page, if it was not sent, with the note on it; else nothing."""
    kept = request.session.get(KEY) or {}
    mine = kept.get("user") == request.user.pk and kept.get("address") == request.get_full_path()
    return kept if mine else {}


def forget(request: HttpRequest) -> None:
    """It was sent."""
    request.session.pop(KEY, None)


def revision_seen(request: HttpRequest) -> int:
    """The revision of the record that a form was made of; -1, which none has, where it says no such number."""
    seen = request.POST.get("revision", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) <= LONGEST_REVISION else -1


def token_refused(request: HttpRequest, reason: str = "", **kwargs: Any) -> HttpResponse:
    """For forms with an old token: those of dashboards come back filled, and everything else is refused as ever."""
    if request.path_info.startswith("/dashboard/") and request.user.is_authenticated and keep(request):
        response = HttpResponseRedirect(request.get_full_path(), status=303)
        response["Cache-Control"] = "private, no-store"
        return response
    return csrf_failure(request, reason=reason, **kwargs)


class KeepsTyped:
    """For views with forms, before ``ViewersOnly``: what is sent by somebody who was signed out is not lost."""

    handle_no_permission: Callable[[], HttpResponse]

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            keep(request)
        return super().dispatch(request, *args, **kwargs)

    def typed_in(self, prefix: str) -> dict[str, str]:
        """What was typed in the form with this prefix, by the names of its fields."""
        begin = f"{prefix}-"
        return {name.removeprefix(begin): text for name, text in self.typed.items() if name.startswith(begin)}

    @cached_property
    def kept(self) -> dict[str, Any]:
        return {} if self.request.method == "POST" else taken_up(self.request)

    @cached_property
    def typed(self) -> dict[str, str]:
        """What fills the forms, by the names that they send."""
        return self.kept.get("typed", {})

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        not_sent = self.kept.get("note", NOT_SENT) if self.typed and self.kept else ""
        shown = {"slip": slip_for(self.request), "slip_name": SLIP, "not_sent": not_sent}
        return super().get_context_data(**shown, **kwargs)
