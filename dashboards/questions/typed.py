"""What was typed on a dashboard and not sent: it is kept for who typed it, and stands in its form again.

Each form carries a signed slip that says for whom and where it was made (see ``ledger.keeping.slips``). What is typed
is kept as it is written, by a script, and with everything that is sent, before anything is done with it: so neither a
session that ended nor an old token loses it. What was done is let go of; what was typed beside it for another button
stays. What is on record already in the same words is not kept beside that: it was sent.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.functional import cached_property
from django.views.csrf import csrf_failure

from dashboards.questions.on_record import is_on_record
from ledger.clock import reading
from ledger.keeping import drafts
from ledger.keeping.slips import Slip, new_opening, read_slip
from ledger.keeping.typed import SLIP, clean
from ledger.models import KeptForm
from ledger.writing import long_day

DASHBOARDS = "/dashboard/"
FIELDS = {
    "answer": ("text", "role", "agrees"),
    "send-back": ("why",),
    "close": ("because",),
    "ask": ("text", "agrees"),
    "note": ("text",),
    "final": ("reason", "role", "after"),
}
"""By the prefix of each form, its fields. First comes the one that takes somebody time to write."""
PROSE = {form: names[0] for form, names in FIELDS.items()}
"""The form is kept where that is filled."""
NAMES = {f"{form}-{name}" for form, names in FIELDS.items() for name in names}
"""What the forms send; nothing else is kept."""
LONGEST = 100_000
"""Signs of a field that are kept: far more than any field takes."""
LONGEST_NUMBER = 18
"""Digits of a key or a revision: none has more."""
OLD_PAGE = "Nothing was sent yet: the page had been open for too long. Check it, and send it again."
SIGNED_OUT = "You were signed out meanwhile, so nothing was sent."
IS_KEPT = f"{SIGNED_OUT} What you typed is kept: sign in again, and it stands in its form."

Fields = dict[str, str]
"""What was typed, by the names that the forms send."""


def slip_of(request: HttpRequest) -> Slip | None:
    """The slip that is sent, where a page of a dashboard carried it, for who is signed in or was when it was made."""
    slip = read_slip(request.POST.get(SLIP))
    if slip is None or not slip.address.startswith(DASHBOARDS) or request.user.pk not in (None, slip.user):
        return None
    return slip if get_user_model().objects.filter(pk=slip.user, is_active=True).exists() else None


def keep(request: HttpRequest) -> bool:
    """Keep what was sent to a page that made the form itself; False where the form is none of ours, or not theirs."""
    slip = slip_of(request)
    if slip is None or slip.address.partition("?")[0] != request.path:
        return False
    keep_for(slip, request)
    return True


def keep_for(slip: Slip, request: HttpRequest) -> KeptForm | None:
    """Keep what is sent beside what is kept there already; None where nothing is left to keep."""
    sent = {name: clean(value)[:LONGEST] for name, value in request.POST.items() if name in NAMES}
    return store(slip, merged(fields_of(kept_with(slip)), sent))


def store(slip: Slip, typed: Fields) -> KeptForm | None:
    """Keep the forms in which somebody wrote what is not on record; where none is, forget what was kept."""
    written = {form for form in PROSE if unsent_in(typed, form, slip.user, slip.address)}
    pairs = [[name, value] for name, value in typed.items() if form_of(name) in written]
    if pairs:
        return drafts.keep(slip.user, slip.address, slip.title, pairs, slip.opening)
    drafts.forget_opening(slip.user, slip.address, slip.opening)
    return None


def kept_with(slip: Slip) -> KeptForm | None:
    """What is kept of this opening of a page: what is typed on another one, in another window, is kept beside it."""
    return next((each for each in drafts.all_kept_at(slip.user, slip.address) if each.opening == slip.opening), None)


def merged(kept: Fields, sent: Fields) -> Fields:
    """What is sent, and of what was kept the forms that were not sent: those that the page had no more."""
    forms = {form_of(name) for name in sent}
    return {name: value for name, value in kept.items() if form_of(name) not in forms} | sent


def form_of(name: str) -> str:
    """The prefix of a field's form: "send-back" of "send-back-why"."""
    return name.rpartition("-")[0]


def prose_in(typed: Mapping[str, str], form: str) -> str:
    return typed.get(f"{form}-{PROSE[form]}", "").strip()


def unsent_in(typed: Mapping[str, str], form: str, user: int, address: str) -> str:
    """What was written in this form and is not on record."""
    text = prose_in(typed, form)
    return "" if text and is_on_record(user, address, form, text) else text


def fields_of(kept: KeptForm | None) -> Fields:
    return dict(kept.typed) if kept else {}


def revision_seen(request: HttpRequest) -> int:
    """The revision of the record that a form was made of; -1, which none has, where it says no such number."""
    return number_seen(request.POST.get("revision", ""))


def number_seen(said: str) -> int:
    """The number that stands in a hidden field; -1 where none does."""
    return int(said) if said.isascii() and said.isdigit() and len(said) <= LONGEST_NUMBER else -1


def token_refused(request: HttpRequest, reason: str = "", **kwargs: Any) -> HttpResponse:
    """For forms with an old token: those of dashboards come back filled, and everything else is refused as ever."""
    if request.path_info.startswith(DASHBOARDS) and request.user.is_authenticated and keep(request):
        messages.warning(request, OLD_PAGE)
        response = HttpResponseRedirect(request.get_full_path(), status=303)
        response["Cache-Control"] = "private, no-store"
        return response
    return csrf_failure(request, reason=reason, **kwargs)


class KeepsTyped:
    """For views with forms, before ``ViewersOnly``: what is typed and what is sent is kept until it is done."""

    handle_no_permission: Callable[[], HttpResponse]
    done_is = "sent"
    """What has to become of what was typed."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method == "POST" and keep(request) and not request.user.is_authenticated:
            wrote = any(prose_in(request.POST, form) for form in PROSE)
            messages.warning(request, IS_KEPT if wrote else SIGNED_OUT)
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            if reading() or not self.unsent():
                raise
            return self.gone()

    @property
    def kept_at(self) -> str:
        """The address under which what is typed here is kept."""
        return self.request.path

    def let_go(self, form: str) -> None:
        """What was typed in this form is done; what was typed beside it stays kept."""
        if slip := slip_of(self.request):
            store(slip, {name: value for name, value in fields_of(kept_with(slip)).items() if form_of(name) != form})

    def let_go_of_what_is_sent(self) -> None:
        """For what is refused: pressing twice at once may have kept what the first press put on record."""
        if slip := slip_of(self.request):
            store(slip, fields_of(kept_with(slip)))

    def unsent(self) -> Fields:
        """What was written and is not on record, by the prefix of its form."""
        written = {form: unsent_in(self.typed, form, self.request.user.pk, self.kept_at) for form in PROSE}
        return {form: text for form, text in written.items() if text}

    def gone(self) -> HttpResponse:
        """What was written for a page that is not there any more: it says nothing of what that was about."""
        shown = {"texts": self.unsent().values(), "kept_form": self.kept, "has_no_past": True}
        response = render(self.request, "dashboards/questions/gone.html", shown, status=404)
        patch_cache_control(response, private=True, no_store=True)
        return response

    def typed_in(self, form: str) -> Fields:
        """What was typed in the form with this prefix, by the names of its fields."""
        return {name.removeprefix(f"{form}-"): text for name, text in self.typed.items() if form_of(name) == form}

    @cached_property
    def kept(self) -> KeptForm | None:
        """What fills the forms: what was typed last on whichever opening of the page; of what is sent, on its own."""
        if self.request.method != "POST":
            return drafts.kept_at(self.request.user.pk, self.kept_at)
        slip = slip_of(self.request)
        return kept_with(slip) if slip else None

    @cached_property
    def typed(self) -> Fields:
        """What fills the forms, by the names that they send; whatever was sent is shown again."""
        sent = self.request.POST.items() if self.request.method == "POST" else ()
        return merged(fields_of(self.kept), {name: text for name, text in sent if name in NAMES})

    def not_sent(self) -> str:
        """Since when what stands on the page is kept, in a sentence; nothing on the answer to what was sent."""
        if self.kept is None or self.request.method == "POST":
            return ""
        at = timezone.localtime(self.kept.kept_at)
        return f"What you typed here on {long_day(at.date())} at {at:%H:%M} is not {self.done_is} yet. It stands below."

    def get_context_data(self, *, kept_as: str = "", **kwargs) -> dict[str, Any]:
        """``kept_as`` is what the page is called in a list of what was not sent."""
        seen = read_slip(self.request.POST.get(SLIP))
        opening = self.kept.opening if self.kept else seen.opening if seen else new_opening()
        slip, not_sent = Slip(self.request.user.pk, self.kept_at, kept_as, opening), self.not_sent()
        shown = {"slip": slip.signed(), "slip_name": SLIP, "not_sent": not_sent, "kept_form": self.kept}
        return super().get_context_data(**shown, **kwargs)
