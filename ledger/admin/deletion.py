"""Deletion at the desk: what residents were promised is kept for good, and the page says so."""

from collections.abc import Iterable
from itertools import islice

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.db import IntegrityError, OperationalError, models
from django.db.models.deletion import ProtectedError
from django.http import HttpResponseRedirect
from django.urls import reverse

from ledger.refusals import LedgerRefusal
from ledger.writing import refusal_to_delete

from .going import Going, Told
from .why import SAVED_AT_ONCE

MOST_SENTENCES = 20
STILL_NAMED = "Nothing was deleted: other records still name what was to go."


def kept_for_good(going: Going) -> list[str]:
    """Why these cannot be deleted: a sentence for each published promise among them, or else that hangs on them."""
    return refusals_among(going.chosen) or refusals_among(going.hanging)


def refusals_among(records: Iterable[models.Model]) -> list[str]:
    published = (each for each in records if hasattr(each, "promised") and each.was_published())
    return [refusal_to_delete(record) for record in islice(published, MOST_SENTENCES)]


def reason_given(request) -> str:
    """Why something is deleted, as the page that asks for confirmation was told; nobody must say."""
    return request.POST.get("why_reason", "").replace("\x00", "").replace("\r\n", "\n").strip()


class RefusesDeletion:
    """What a desk's own pages do where something must not be deleted. A mixin of ModelAdmin."""

    delete_confirmation_template = "admin/ledger/delete_confirmation.html"
    delete_selected_confirmation_template = "admin/ledger/delete_selected_confirmation.html"

    def get_deleted_objects(self, objs, request):
        """As Django's own, which asks for the name of each by itself.

        Where nothing can be deleted by anybody, no word of permissions that one lacks.
        """
        if not objs:
            return [], {}, set(), []
        going, told = Going(objs), Told(self.admin_site, request)
        to_delete = going.nested(told)
        protected = [*map(told, going.protected), *kept_for_good(going)]
        counts = {model._meta.verbose_name_plural: len(found) for model, found in going.model_objs.items()}
        return to_delete, counts, set() if protected else told.lacking, protected

    def render_delete_form(self, request, context):
        """Under the record's name, which what was typed here is found by; and with a way back that needs no script."""
        page = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_change"
        context.update(subtitle=str(context["object"]), back_url=reverse(page, args=[quote(context["object"].pk)]))
        return super().render_delete_form(request, context)

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except (LedgerRefusal, IntegrityError, OperationalError) as refusal:
            return self.say_refusal(request, refusal)

    def say_refusal(self, request, refusal: Exception) -> HttpResponseRedirect:
        """Show the page afresh, and say on it what was refused."""
        for sentence in getattr(
            refusal, "messages", [STILL_NAMED if isinstance(refusal, ProtectedError) else SAVED_AT_ONCE]
        ):
            self.message_user(request, sentence, messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())
