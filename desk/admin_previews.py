"""The desk's page on which links to one draft are made, listed and ended, with what was decided by them."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from desk.models import PreviewLink
from desk.previews import APPROVE, KINDS, LOOK, decision_in_words, fault_of_link, make, may_end, may_make, revoke
from desk.publishing import name_of
from ledger.clock import moment_in_words
from ledger.models import LedgerModel
from priorities.models import ProgressUpdate

MADE = "preview_address"
"""What a session keeps of a new link until it was shown, for its address is kept nowhere else."""
WHERE = "Preview links: each is made on the page of the draft that it shows"
NAME_THE_ROLE = "Say in which role it is approved, such as Strategic director."


class LinkForm(forms.Form):
    """What a new link is for. ``purposes`` are those that the item and the officer allow."""

    purpose = forms.ChoiceField(label="What it is for", widget=forms.RadioSelect, initial=LOOK)
    role = forms.CharField(
        label="Role of the person who gets it",
        max_length=120,
        required=False,
        help_text="A role, not a name, such as Strategic director. It stands beside the approval for good.",
    )

    def __init__(self, *args, purposes: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        labels = dict(PreviewLink.Purpose.choices)
        self.fields["purpose"].choices = [(each, labels[each]) for each in purposes]
        self.fields["purpose"].error_messages["invalid_choice"] = "Choose one of those that are offered here."

    def clean_role(self) -> str:
        role = self.cleaned_data["role"].strip()
        if not role and self.data.get("purpose") == APPROVE:
            raise ValidationError(NAME_THE_ROLE)
        return role


class MakesPreviews:
    """Gives the desk of preview links its page for one draft. A mixin of ModelAdmin."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.links_page)
        return [path("for/<slug:kind>/<int:key>/", view, name="desk_previewlink_for"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None) -> HttpResponse:
        return super().changelist_view(request, {"title": WHERE, **(extra_context or {})})

    def add_view(self, request, form_url="", extra_context=None) -> HttpResponse:
        """Links are made on the page of what they show; this one says so to who could add one here."""
        if not request.user.has_perm("desk.add_previewlink"):
            raise PermissionDenied
        return self._page_of_links(request, "where_links_are_made", title="Where preview links are made")

    def links_page(self, request, kind: str, key: int) -> HttpResponse:
        item = item_or_404(kind, key)
        if not may_make(request.user, item):
            raise PermissionDenied
        form = LinkForm(purposes=purposes_for(request.user, item))
        if request.method == "POST":
            form = LinkForm(request.POST, purposes=purposes_for(request.user, item))
            answer = self._end_link(request, item) if "end" in request.POST else self._make_link(request, item, form)
            if answer:
                return answer
        return self._show_links(request, item, form)

    def _make_link(self, request, item: LedgerModel, form: LinkForm) -> HttpResponse | None:
        if not form.is_valid():
            return None
        try:
            link, address = make(item, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return None
        request.session[MADE] = [link.pk, f"{settings.SITE_URL}{address}"]
        return HttpResponseRedirect(request.path)

    def _end_link(self, request, item: LedgerModel) -> HttpResponse:
        key = request.POST["end"]
        found = PreviewLink.objects.of(item).filter(pk=key) if key.isascii() and key.isdecimal() else []
        for link in found:
            if not may_end(request.user, link, item):
                raise PermissionDenied
            revoke(link, by=request.user)
            messages.success(request, f"The link {whom(link)} is ended: it opens nothing any more.")
        return HttpResponseRedirect(request.path)

    def _show_links(self, request, item: LedgerModel, form: LinkForm) -> HttpResponse:
        links = list(PreviewLink.objects.of(item).select_related("made_by"))
        made, address = request.session.get(MADE, (None, ""))
        new = next((link for link in links if link.pk == made), None)
        if new:
            del request.session[MADE]
        context = {
            "title": "Preview links",
            "item": item,
            "name": name_of(item),
            "noun": noun_of(item),
            "desk_of_item": item._meta,
            "sentence": sentence(item, links),
            "fault": fault_of_link(item, LOOK),
            "why_not_approve": why_not_approve(request.user, item),
            "form": form,
            "address": address if new else "",
            "path": address.removeprefix(settings.SITE_URL) if new else "",
            "new": new,
            "links": [told(link) | {"may_end": may_end(request.user, link, item)} for link in links],
        }
        return self._page_of_links(request, "preview_links", **context)

    def _page_of_links(self, request, template: str, **context: Any) -> TemplateResponse:
        request.current_app = self.admin_site.name
        common = {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media}
        return TemplateResponse(request, f"admin/desk/{template}.html", common | context)


def item_or_404(kind: str, key: int) -> LedgerModel:
    item = KINDS[kind].objects.filter(pk=key).first() if kind in KINDS else None
    if item is None:
        raise Http404("There is no such draft.")
    return item


def page_for(item: LedgerModel) -> str:
    """The address of the page on which links to an item are made."""
    kind = next(kind for kind, model in KINDS.items() if model is type(item))
    return reverse("admin:desk_previewlink_for", args=[kind, item.pk])


def noun_of(item: LedgerModel) -> str:
    return "report" if isinstance(item, ProgressUpdate) else item._meta.verbose_name


def purposes_for(user: Any, item: LedgerModel) -> list[str]:
    """What a user can make a link to this item for."""
    allowed = [each for each in (LOOK, APPROVE) if may_make(user, item, each)]
    return [each for each in allowed if not fault_of_link(item, each)]


def why_not_approve(user: Any, item: LedgerModel) -> str:
    """Why no link to approve is offered where one to look is, and what to do."""
    if not may_make(user, item, APPROVE):
        return "To let somebody approve a report takes the right to sign off. Ask a colleague who has it."
    return fault_of_link(item, APPROVE)


def whom(link: PreviewLink) -> str:
    return f"for {link.role}" if link.role else "to look at it"


def told(link: PreviewLink) -> dict[str, Any]:
    """A row of the list: whether the link still works, and what was decided by it."""
    ended = link.revoked_at or (link.expires_at <= timezone.now() and link.expires_at)
    return {
        "link": link,
        "made": moment_in_words(link.made_at),
        "ends": moment_in_words(link.revoked_at or link.expires_at),
        "has_ended": bool(ended),
        "decision": decision_in_words(link),
    }


def sentence(item: LedgerModel, links: list[PreviewLink]) -> str:
    """How things stand with the links to a draft."""
    working = sum(link.revoked_at is None and link.expires_at > timezone.now() for link in links)
    decisions = [decision_in_words(link) for link in links if link.decision]
    count = {0: "No link opens", 1: "1 link opens"}.get(working, f"{working} links open")
    latest = f" {decisions[0]}." if decisions else ""
    return f"{count} this {noun_of(item)} to people without an account.{latest}"
