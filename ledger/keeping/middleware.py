"""Every form under /admin/ keeps what was typed into it until it is saved; no view knows of it."""

import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, get_user_model
from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from ledger.models import KeptForm

from . import drafts
from .filling import filled, has_form, with_slips
from .pages import answers_with_what_was_typed, not_saved_page
from .slips import Slip, address_of, new_opening, read_slip
from .typed import SLIP, Pairs, clean, typed_in
from .verdicts import is_form, was_saved

DESK = "/admin/"
SIGN_IN_AGAIN = (
    "You were signed out meanwhile, so nothing was saved. What you typed is kept: sign in again and take it up."
)
NOT_AT_DESK = (
    "Your account is no longer open to this desk, so nothing was saved. What you typed is kept for thirty days: ask "
    "whoever gave you your account."
)
ASKED_FOR_FIRST = (
    "You were asked for your second factor first, so nothing was saved. What you typed is kept: take it up again after."
)
PRESS_AGAIN = "You were signed out meanwhile, so nothing was confirmed or saved. Press it again."
PRESSED = "pressed"
"""In the address of a page where somebody who was signed out pressed a button that sends nothing typed."""
log = logging.getLogger(__name__)


class KeepsWhatIsTyped:
    """Stands after the messages, which tell it how a form went, and after the check against forged forms."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        method = request.method
        response = self.get_response(request)
        opened = hasattr(request, "stands_at")
        if not (opened or (request.path_info.startswith(DESK) and is_form_page(request))):
            return response
        after = after_sending if method == "POST" and not opened else after_asking
        try:
            return after(request, response)
        except DatabaseError:
            log.exception("What was typed at %s could not be kept", request.path)
            return response

    def process_view(self, request: HttpRequest, view, args, kwargs) -> None:
        """Reached only by what passed the check against forged forms."""
        request.was_checked = True
        if not (request.path_info.startswith(DESK) and is_form_page(request) and is_at_desk(request.user)):
            return
        request.keeps = True
        request.kept_forms = SimpleLazyObject(lambda: kept_for(request))
        if request.method == "GET":
            request.kept_form = SimpleLazyObject(lambda: next(iter(request.kept_forms), None))
            request.taken_up = request.kept_form if "kept" in request.GET else None
            if PRESSED in request.GET:
                messages.warning(request, PRESS_AGAIN)


def is_form_page(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.namespaces == ["admin"] and is_form(match.url_name)


def is_at_desk(user) -> bool:
    return user.is_active and user.is_staff


def kept_for(request: HttpRequest) -> list[KeptForm]:
    """What this officer typed here and did not save, the one that ``kept`` names first, else the latest.

    With an address as ``kept``, the latest that the same officer has there. A page that is sent brings its own along.
    """
    wanted = clean(request.GET.get("kept", ""))
    if wanted.startswith(DESK) and request.method == "GET":
        return drafts.all_kept_at(request.user.pk, wanted)[:1]
    kept = drafts.all_kept_at(request.user.pk, address_of(request.path, request.GET))
    if request.method == "GET":
        return sorted(kept, key=lambda each: each.opening != wanted)
    slip = read_slip(sent_with(request).get(SLIP))
    return [each for each in kept if slip is None or each.opening != slip.opening]


def after_asking(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give the forms of the page their slips; where there is no form any more, show what was kept all the same."""
    if not hasattr(request, "kept_form"):
        return response
    if 300 <= response.status_code < 400 and request.taken_up:
        return redirect("read-typed", request.taken_up.pk)
    if response.status_code in (403, 404) and request.kept_form:
        return not_saved_page(request, response, request.kept_form.typed)
    if request.taken_up and is_page(response) and not has_form(response.content.decode()):
        return redirect("read-typed", request.taken_up.pk)
    here = getattr(request, "stands_at", None) or address_of(request.path, request.GET)
    if request.taken_up:
        give_slips(request, response, request.taken_up.address, request.taken_up.opening)
    else:
        give_slips(request, response, here, new_opening())
    return response


def after_sending(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Keep what was not saved of a form that the portal offered, and drop what was saved."""
    sent = sent_with(request)
    slip = read_slip(sent.get(SLIP))
    user_id, here = owner(request, slip), address_of(request.path, request.GET)
    if user_id is None:
        return response
    address = slip.address if slip else here
    typed = typed_in(dict(sent.lists()), request.FILES)
    saved = verdict(request, response)
    if saved and slip:
        drafts.forget_opening(user_id, address, slip.opening, typed)
    elif saved:
        drafts.forget(user_id, [here])
    elif saved is False and typed and slip:
        drafts.keep(user_id, address, slip.title, typed, slip.opening)
        response = told(request, response, typed, address)
    elif saved is False and slip and leads_to_sign_in(response):
        ask_to_press_again(request, response)
    if user_id == request.user.pk:
        give_slips(request, response, address, slip.opening if slip else new_opening())
    return response


def ask_to_press_again(request: HttpRequest, response: HttpResponse) -> None:
    """Whoever signs in comes back to a page that says that nothing was done; else it is said at once."""
    there = urlsplit(response["Location"])
    asked = QueryDict(there.query, mutable=True)
    if back := asked.get(REDIRECT_FIELD_NAME):
        asked[REDIRECT_FIELD_NAME] = f"{back}{'&' if '?' in back else '?'}{PRESSED}=1"
        response["Location"] = there._replace(query=asked.urlencode(safe="/")).geturl()
    else:
        messages.warning(request, PRESS_AGAIN)


def told(request: HttpRequest, response: HttpResponse, typed: Pairs, address: str) -> HttpResponse:
    """The answer to what was kept: where it would not show what was typed, or not say that it is kept, it does now."""
    if response.status_code >= 400 and not answers_with_what_was_typed(request, response):
        return not_saved_page(request, response, typed, address)
    if leads_to_sign_in(response):
        messages.warning(request, why_to_sign_in(request.user))
    return response


def why_to_sign_in(user) -> str:
    if not user.is_authenticated:
        return SIGN_IN_AGAIN
    return ASKED_FOR_FIRST if is_at_desk(user) else NOT_AT_DESK


def sent_with(request: HttpRequest) -> QueryDict:
    """What was sent; nothing where it cannot be read."""
    try:
        return request.POST
    except (SuspiciousOperation, UnreadablePostError, MultiPartParserError):
        request._post, request._files = QueryDict(), QueryDict()
        return request.POST


def owner(request: HttpRequest, slip: Slip | None) -> int | None:
    """Whose it is: of whoever the page was made for; without a slip, of who is signed in and sent it knowingly.

    Nothing is kept without a slip, but what is saved without one lets the draft go.
    """
    if slip:
        officers = get_user_model().objects.filter(pk=slip.user, is_active=True)
        return officers.values_list("pk", flat=True).first()
    return request.user.pk if getattr(request, "was_checked", False) and is_at_desk(request.user) else None


def verdict(request: HttpRequest, response: HttpResponse) -> bool | None:
    return was_saved(
        response.status_code,
        response.get("Content-Type", ""),
        levels=[message.level for message in getattr(messages.get_messages(request), "_queued_messages", [])],
        to_sign_in=leads_to_sign_in(response),
        closes_window="popup_response" in str(getattr(response, "template_name", "")),
    )


def leads_to_sign_in(response: HttpResponse) -> bool:
    return response.get("Location", "").startswith((reverse("admin:login"), settings.LOGIN_URL))


def is_page(response: HttpResponse) -> bool:
    return not response.streaming and response.get("Content-Type", "").startswith("text/html")


def title_of(response: HttpResponse) -> str:
    """What the page is called, and the record that it is of."""
    context = getattr(response, "context_data", None) or {}
    return ": ".join(str(context[name]) for name in ("title", "subtitle") if context.get(name))


def give_slips(request: HttpRequest, response: HttpResponse, address: str, opening: str) -> None:
    """Sign the forms of a page; where the page was asked to take up what was kept and did not, fill them as well."""
    if not is_page(response):
        return
    slip = Slip(request.user.pk, address, title_of(response), opening)
    page = with_slips(response.content.decode(), slip.signed())
    if getattr(request, "taken_up", None) and not getattr(request, "was_taken_up", False):
        page = filled(page, request.taken_up.typed)
    response.content = page.encode()
