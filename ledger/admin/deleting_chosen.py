"""The deletion of rows that were chosen in a list, on a page of its own: its reason is kept as any other text is."""

from django.contrib import messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from ledger.keeping.opened import stands_at
from ledger.keeping.slips import address_of
from ledger.refusals import LedgerRefusal

from .chosen import address_for, kept_of, keys_of
from .sent import keys_in

NONE_LEFT = "Nothing was deleted: choose some rows of the list first. Rows that you had chosen may be gone by now."
NOT_THEIRS = "Left as before, for your account may not delete them ({count}): {names}."


class DeletesChosen:
    """Django's own step of every list, at an address that can be opened again. A mixin of ModelAdmin."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.delete_chosen_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_delete_selected"
        return [path("delete-selected/", view, name=name), *super().get_urls()]

    def get_actions(self, request):
        actions = super().get_actions(request)
        if "delete_selected" in actions:
            actions["delete_selected"] = (as_list_asks, *actions["delete_selected"][1:])
        return actions

    def delete_chosen_view(self, request: HttpRequest) -> HttpResponse:
        """GET asks for confirmation; POST deletes, as a whole or not at all."""
        if not self.has_delete_permission(request):
            raise PermissionDenied
        records = self.get_queryset(request).filter(pk__in=chosen_in(request)).order_by("pk")
        if not records:
            self.message_user(request, NONE_LEFT, messages.WARNING)
            return HttpResponseRedirect(self._deletion_page("changelist"))
        try:
            with transaction.atomic():
                answer = self.delete_chosen(request, records, address_of(request.path, request.GET))
        except (LedgerRefusal, IntegrityError, OperationalError) as refusal:
            return self.say_refusal(request, refusal)
        return answer or HttpResponseRedirect(self._deletion_page("changelist"))

    def delete_chosen(self, request: HttpRequest, records: QuerySet, address: str) -> TemplateResponse | None:
        """The page that asks; None once they are deleted. What this person may not delete is named, and left out."""
        not_theirs = [record for record in records if not self.has_delete_permission(request, record)]
        if not_theirs:
            records = records.exclude(pk__in=[record.pk for record in not_theirs])
        answer = delete_selected(self, request, records)
        if answer:
            said = {"address": address, "back_url": self._deletion_page("changelist"), "not_theirs": not_theirs}
            answer.context_data.update(said, subtitle=f"{len(records)} {answer.context_data['objects_name']}")
        elif not_theirs:
            names = "; ".join(f"“{record}”" for record in not_theirs)
            self.message_user(request, NOT_THEIRS.format(count=len(not_theirs), names=names), messages.WARNING)
        return answer

    def _deletion_page(self, page: str) -> str:
        return reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{page}")


def as_list_asks(desk: DeletesChosen, request: HttpRequest, records: QuerySet) -> TemplateResponse | None:
    address = address_for(desk._deletion_page("delete_selected"), records.values_list("pk", flat=True))
    stands_at(request, address)
    return desk.delete_chosen(request, records, address)


def chosen_in(request: HttpRequest) -> list[int]:
    """The keys that were sent; of a page that is asked for, those of its address or of what was kept there."""
    if request.method == "POST":
        return keys_in(request.POST.getlist(ACTION_CHECKBOX_NAME))
    return keys_of(request) or keys_in(kept_of(request).getlist(ACTION_CHECKBOX_NAME))
