"""Reading a draft, and approving it, by a link: no account, no cookie, nothing kept by browsers or found by searches.

Nothing here asks who is reading. The address is the secret, so the form needs no cookie against forgery: who could
forge it knows the address, and could use it. GET and HEAD only read; nothing is decided by opening or fetching a link.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from desk import previews
from desk.models import PreviewLink
from desk.previews import APPROVE, Ended, decision_in_words, fault_of_remark, mark_of, opened, why_not_asked
from desk.publishing import name_of
from desk.showing import page_of, reached, show
from ledger.admin.why import SAVED_AT_ONCE
from ledger.clock import moment_in_words
from priorities.models import ProgressUpdate
from stories.hidden import fault_of_consent
from stories.models import Story

NOWHERE = ("This page is not part of the draft", "Go back to the page that the link opened, and go on from there.", 404)
NOT_SHOWN = (
    "This draft cannot be shown now",
    "Something keeps it from residents that publishing alone does not change. Ask whoever sent you the link.",
)
DECIDED = "It was decided by this link before, so nothing was changed now."
CHOOSE = "Choose whether you approve it or send it back."
PRIVATE = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


@method_decorator(csrf_exempt, name="dispatch")
class Preview(View):
    """One link, and the pages that it goes to."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, token: str, page: str = "") -> HttpResponse:
        try:
            self.token, self.page, self.link = token, page, opened(token, timezone.now())
            response = super().dispatch(request)
        except Ended as ended:
            response = _say_ended(request, ended)
        for name, value in PRIVATE.items():
            response[name] = value
        return response

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(f"/{self.page}" if self.page else page_of(self.link.item))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Decide, and show what was decided; what was typed stays where it was not."""
        decision, remark = request.POST.get("decision", ""), remark_in(request)
        if self.page or self.link.purpose != APPROVE:
            return self.http_method_not_allowed(request)
        fault = fault_of_remark(decision, remark) if decision in ("approved", "returned") else CHOOSE
        return self.ask_again(fault, remark, 400) if fault else self.decide(decision, remark)

    def decide(self, decision: str, remark: str) -> HttpResponse:
        try:
            done = previews.decide(self.link, decision, remark=remark, seen=self.request.POST.get("seen", ""))
        except ValidationError as refusal:
            return self.ask_again(" ".join(refusal.messages), remark, 409)
        except (IntegrityError, OperationalError):
            return self.ask_again(SAVED_AT_ONCE, remark, 409)
        return HttpResponseRedirect(self.address, status=303) if done else self.ask_again(DECIDED, remark, 409)

    def ask_again(self, fault: str, remark: str, status: int) -> HttpResponse:
        self.link = opened(self.token, timezone.now())
        response = self.show(page_of(self.link.item), fault=fault, remark=remark)
        response.status_code = status
        return response

    def show(self, path: str, **typed: str) -> HttpResponse:
        item = self.link.item
        match = reached(item, path)
        if match is None:
            raise Ended(*NOWHERE)
        context = {"preview": self.told(path, **typed), "has_no_past": True, "canonical": ""}
        try:
            return show(self.request, match, path, item, self.address.rstrip("/"), **context)
        except Http404:
            raise Ended(*(NOT_SHOWN if path == page_of(item) else NOWHERE)) from None

    @property
    def address(self) -> str:
        return reverse("preview", args=[self.token])

    def told(self, path: str, *, fault: str = "", remark: str = "") -> dict[str, Any]:
        """What the page says beside what it will say to residents; a ``remark`` was not taken, for the ``fault``."""
        link, item = self.link, self.link.item
        asked = asks(link, path)
        return {
            "link": link,
            "item": item,
            "name": name_of(item),
            "noun": "report" if isinstance(item, ProgressUpdate) else item._meta.verbose_name,
            "address": self.address,
            "is_first": path == page_of(item),
            "fragment": item.get_absolute_url().partition("#")[2],
            "ends": moment_in_words(link.expires_at),
            "lacks_consent": isinstance(item, Story) and bool(fault_of_consent(item)),
            "publish_at": moment_to_come(item),
            "decision": decision_in_words(link),
            "asks": asked,
            "why_not": why_not_asked(link),
            "seen": mark_of(link) if asked else "",
            "fault": fault,
            "remark": remark,
            "in_vain": "" if asked else in_vain(remark, link.remark),
        }


def asks(link: PreviewLink, path: str) -> bool:
    """Whether the page ends with the question: approve, or send back?"""
    item = link.item
    is_open = not isinstance(item, ProgressUpdate) or item.state == ProgressUpdate.State.AWAITING
    return link.purpose == APPROVE and not link.decision and is_open and path == page_of(item)


def moment_to_come(item: Any) -> str:
    """When a draft is published at the earliest; nothing where no moment is set, or it is over."""
    return moment_in_words(item.publish_at) if item.publish_at and item.publish_at > timezone.now() else ""


def remark_in(request: HttpRequest) -> str:
    return request.POST.get("remark", "").replace("\0", "")


def in_vain(remark: str, kept: str) -> str:
    """A remark that was sent and is not the one that is ``kept``: pressing a button twice loses nothing."""
    return "" if remark.strip() == kept else remark


def _say_ended(request: HttpRequest, ended: Ended) -> HttpResponse:
    """Why the link opens nothing; with the remark that was sent in vain to an address of the portal's own."""
    remark = in_vain(remark_in(request), ended.remark) if ended.status == 410 else ""
    context = {"ended": ended, "remark": remark, "canonical": "", "has_no_past": True}
    return render(request, "desk/ended.html", context, status=ended.status)
