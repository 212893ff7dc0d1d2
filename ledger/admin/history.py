"""Every version of a record at the desk: to read and to compare."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.http import Http404, HttpResponseForbidden
from django.shortcuts import get_object_or_404
from simple_history.admin import SimpleHistoryAdmin

from .values import differences

HISTORY_IS_READ_ONLY = (
    "Nothing was saved: a version in the history can be read, but not written. "
    "Open the record itself and make the change there."
)


class KeepsHistory(SimpleHistoryAdmin):
    """The pages of a record's past. Versions are shown by the day they took effect, the latest first."""

    history_list_per_page = 50
    object_history_list_template = "admin/ledger/history_list.html"
    object_history_form_template = "admin/ledger/version.html"

    def history_view(self, request, object_id, extra_context=None):
        whole_number_or_404(object_id)
        restorable = self.model.objects.filter(pk=object_id).exists() and self.has_change_permission(request)
        with missing_owner_is_404():
            return super().history_view(request, object_id, {"restorable": restorable, **(extra_context or {})})

    def get_history_queryset(self, request, history_manager, pk_name, object_id):
        versions = super().get_history_queryset(request, history_manager, pk_name, object_id)
        return versions.order_by("-effective_on", "-history_id")

    def set_history_delta_changes(self, request, historical_records, foreign_keys_are_objs=True):
        for version, before in pairwise(historical_records):
            version.differences = differences(before.instance, version.instance)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        """Show one version. The library would save what is posted here, even for who may only view."""
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseForbidden(HISTORY_IS_READ_ONLY, content_type="text/plain; charset=utf-8")
        version = self.version_or_404(object_id, version_id)
        request.shows_a_version = True
        restorable = self.model.objects.filter(pk=object_id).exists() and self.has_change_permission(request)
        extra = {"version": version, "restorable": restorable, **(extra_context or {})}
        with missing_owner_is_404():
            return super().history_form_view(request, object_id, version_id, extra)

    def version_or_404(self, object_id: str, version_id: str) -> models.Model:
        whole_number_or_404(object_id)
        whole_number_or_404(version_id)
        key = {self.opts.pk.attname: object_id, "history_id": version_id}
        return get_object_or_404(self.model.history.select_related("history_user"), **key)

    def revert_disabled(self, request, obj=None):
        return True


def whole_number_or_404(text: str) -> None:
    """Keys are whole numbers; the library would fail on anything else."""
    if not (text.isascii() and text.isdecimal()):
        raise Http404("There is no such record.")


@contextmanager
def missing_owner_is_404() -> Iterator[None]:
    """A deleted record may say what it is in the words of another one that is deleted as well."""
    try:
        yield
    except ObjectDoesNotExist as error:
        raise Http404("What this record belonged to is deleted too: look there for its history.") from error
