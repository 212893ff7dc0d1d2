"""Taking back, at the officers' desk, what was written down of portfolios and has not begun."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from ledger.admin.taking_up import what_was_kept
from ledger.admin.why import SAVED_AT_ONCE
from ledger.refusals import LedgerRefusal
from priorities.admin.reshuffle_forms import TakeBackForm
from priorities.reshuffle_to_come import NOT_AS_SEEN, ToCome, find, take_back

RESHUFFLE = "admin:priorities_appointment_reshuffle"


class TakesBack:
    """The page that asks why, and takes it back. A mixin of ModelAdmin."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.take_back_view)
        name = "priorities_appointment_take_back"
        return [path("reshuffle/take-back/<slug:state>/", view, name=name), *super().get_urls()]

    def may_take_back(self, request) -> bool:
        return self.may_reshuffle(request) and self.has_delete_permission(request)

    def take_back_view(self, request, state: str) -> HttpResponse:
        """GET asks why; POST takes back what stands as it was seen, or gives back what was typed."""
        if not self.may_take_back(request):
            raise PermissionDenied
        group = find(state)
        if group is None or group.in_the_way:
            messages.error(request, group.in_the_way if group else NOT_AS_SEEN)
            return HttpResponseRedirect(reverse(RESHUFFLE))
        with what_was_kept(request, for_new=False):
            form = TakeBackForm(request.POST if request.method == "POST" else None)
            if "_save" in request.POST and form.is_valid():
                return self._take_back(request, group, form)
            return self._ask_why(request, group, form)

    def _take_back(self, request, group: ToCome, form: TakeBackForm) -> HttpResponse:
        try:
            taken = take_back(group.state, entry=form.entry(request.user))
        except (LedgerRefusal, IntegrityError, OperationalError) as refusal:
            return self._ask_why(request, group, form, getattr(refusal, "messages", [SAVED_AT_ONCE]))
        messages.success(request, f"Taken back. {taken.sentence}")
        return HttpResponseRedirect(reverse(RESHUFFLE))

    def _ask_why(self, request, group: ToCome, form: TakeBackForm, refused: list[str] | None = None) -> HttpResponse:
        said = {"title": "Take it back", "group": group, "refused": refused or []}
        return self.reshuffle_page(request, "reshuffle_take_back", form, said | {"checked": refused or form.errors})

    def reshuffle_page(self, request, name: str, form, context: dict) -> TemplateResponse:
        request.current_app = self.admin_site.name
        common = {**self.admin_site.each_context(request), "opts": self.opts, "form": form}
        return TemplateResponse(request, f"admin/priorities/{name}.html", common | context)
