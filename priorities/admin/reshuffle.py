"""A reshuffle at the officers' desk: say who is to hold what from a day on, see what will happen, write it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join

from ledger.admin.sent import seen_in
from ledger.admin.taking_up import what_was_kept
from ledger.admin.why import SAVED_AT_ONCE
from ledger.refusals import LedgerRefusal
from priorities.admin.reshuffle_back import TakesBack
from priorities.admin.reshuffle_forms import ReshuffleForm
from priorities.models import Councillor, Portfolio
from priorities.reshuffle import Fault, Reshuffle
from priorities.reshuffle_to_come import to_come
from priorities.reshuffling import by_plan, is_written, look, stays_as_printed, touched, write

SEEN = "initial-seen-"


class Reshuffles(TakesBack):
    """Gives the desk of appointments its page for a reshuffle. A mixin of ModelAdmin."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.reshuffle_view)
        return [path("reshuffle/", view, name="priorities_appointment_reshuffle"), *super().get_urls()]

    def may_reshuffle(self, request) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"may_reshuffle": self.may_reshuffle(request), **(extra_context or {})})

    def reshuffle_view(self, request) -> HttpResponse:
        """GET asks; POST shows what will happen, writes it once that was seen, or else gives back what was typed."""
        if not self.may_reshuffle(request):
            raise PermissionDenied
        with what_was_kept(request, for_new=False):
            if request.method != "POST":
                return self._ask(request, ReshuffleForm())
            form = ReshuffleForm(request.POST)
            if not {"_continue", "_save"} & request.POST.keys():
                return self._ask(request, form.unchecked())
            if not form.is_valid():
                return self._ask(request, form, checked=True)
            return self._write(request, form) if "_save" in request.POST else self._show_effects(request, form)

    def _show_effects(self, request, form: ReshuffleForm) -> HttpResponse:
        told, seen = look(form.wishes, form.top.cleaned_data["day"])
        if told.faults:
            return self._ask(request, form, told.faults, checked=True)
        hands = touched(told)
        context = {
            "title": "What the reshuffle will do",
            "told": told,
            "seen": [(f"{SEEN}{portfolio}", state) for portfolio, state in seen.items()],
            "plans": by_plan(hands),
            "promises": sum(each.promised for each in hands),
            "priorities": len(hands),
            "printed": by_plan(stays_as_printed(told)),
            "unchanged": len(form.holders) - len(told.changes),
        }
        return self.reshuffle_page(request, "reshuffle_preview", form, context)

    def _write(self, request, form: ReshuffleForm) -> HttpResponse:
        said = form.top.cleaned_data
        entry = form.top.entry(request.user)
        source = said["source"] or said["decision_url"]
        try:
            told = write(form.wishes, said["day"], seen=seen_in(request.POST, SEEN), entry=entry, source=source)
        except LedgerRefusal as refusal:
            if is_written(form.wishes, said["day"], seen=seen_in(request.POST, SEEN), entry=entry):
                messages.info(request, "This was written already.")
                return HttpResponseRedirect(reverse("admin:priorities_appointment_changelist"))
            return self._ask(request, form, [Fault(sentence) for sentence in refusal.messages], checked=True)
        except (IntegrityError, OperationalError):
            return self._ask(request, form, [Fault(SAVED_AT_ONCE)], checked=True)
        messages.success(request, written(told))
        return HttpResponseRedirect(reverse("admin:priorities_appointment_changelist"))

    def _ask(self, request, form: ReshuffleForm, faults=(), *, checked=False) -> HttpResponse:
        context = {
            "title": "Reshuffle",
            "faults": faults,
            "checked": checked,
            "to_come": to_come(),
            "may_take_back": self.may_take_back(request),
            "may_add": [
                (model._meta.verbose_name, reverse(f"admin:priorities_{model._meta.model_name}_add"))
                for model in (Portfolio, Councillor)
                if self.admin_site.get_model_admin(model).has_add_permission(request)
            ],
        }
        return self.reshuffle_page(request, "reshuffle", form, context)


def written(told: Reshuffle) -> str:
    """What was written, with links to the pages on which residents see it."""
    links = format_html_join(
        ", ", '<a href="{}">{}</a>', ((each.portfolio.get_absolute_url(), each.portfolio) for each in told.changes)
    )
    return format_html("Written. {} See it as residents do: {}.", told.sentence, links)
