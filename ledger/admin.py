"""The officers' desk: what every page that edits a record of the ledger has in common."""

from collections.abc import Iterator
from contextlib import contextmanager
from textwrap import shorten

from django.contrib import admin
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.http import Http404, HttpResponseForbidden
from simple_history.admin import SimpleHistoryAdmin

HISTORY_IS_READ_ONLY = (
    "Nothing was saved: a version in the history can be read, but not written. "
    "Open the record itself and make the change there."
)
ADDRESS_HELP = "The slug is this record's part of the address. Once saved, it never changes."

admin.site.site_header = "Kirklees promises: officers' desk"
admin.site.site_title = "Officers' desk"
admin.site.index_title = "What the portal holds"


class LedgerAdmin(SimpleHistoryAdmin):
    """Finds and edits the records of one model and shows their versions, which it never writes.

    ``slug_from`` names the fields that a new record's slug is made from; a saved slug stays as it is.
    """

    slug_from: tuple[str, ...] = ()
    list_per_page = 50
    history_list_per_page = 50
    show_full_result_count = False

    class Media:
        css = {"all": ["admin.css"]}

    def get_prepopulated_fields(self, request, obj=None):
        return {"slug": self.slug_from} if self.slug_from and obj is None else {}

    def get_readonly_fields(self, request, obj=None):
        fields = (*super().get_readonly_fields(request, obj), *saved_slug(self.opts, obj))
        return (*fields, *column_names(self.opts)) if shows_a_version(request) else fields

    def history_view(self, request, object_id, extra_context=None):
        whole_number_or_404(object_id)
        with missing_owner_is_404():
            return super().history_view(request, object_id, extra_context)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        """Show one version. The library would save what is posted here, even for who may only view."""
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseForbidden(HISTORY_IS_READ_ONLY, content_type="text/plain; charset=utf-8")
        whole_number_or_404(object_id)
        whole_number_or_404(version_id)
        request.shows_a_version = True
        with missing_owner_is_404():
            return super().history_form_view(request, object_id, version_id, extra_context)

    def revert_disabled(self, request, obj=None):
        return True


class RelatedRecords:
    """What inlines share. ``select_related`` names what ``str()`` of a row reads from other records."""

    select_related: tuple[str, ...] = ()
    extra = 0

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related(*self.select_related) if self.select_related else rows

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return (*fields, *column_names(self.opts)) if shows_a_version(request) else fields


class LedgerTabularInline(RelatedRecords, admin.TabularInline):
    """Short records, one a line, under the record they belong to."""


class LedgerStackedInline(RelatedRecords, admin.StackedInline):
    """Long records, one below the other, under the record they belong to."""


def in_short(text: str, length: int = 80) -> str:
    """``text`` on one line of a list, cut after a word."""
    return shorten(text, length, placeholder="…")


def column_names(opts) -> list[str]:
    """The names of a model's columns, without its key."""
    return [field.name for field in opts.concrete_fields if not field.primary_key]


def saved_slug(opts, record: models.Model | None) -> list[str]:
    """``["slug"]`` where the record is saved and has one: its address may be in use."""
    return ["slug"] if record is not None and "slug" in column_names(opts) else []


def shows_a_version(request) -> bool:
    return getattr(request, "shows_a_version", False)


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
