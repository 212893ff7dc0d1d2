"""Every list of the desk as a file, as it is filtered, searched and ordered there."""

from collections.abc import Mapping
from typing import IO, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.urls import path, reverse

from ledger.spreadsheets.cells import Cell
from ledger.spreadsheets.exporting import AT_A_TIME, export, file_name, is_filtered, listed
from ledger.spreadsheets.faults import UnusableSpreadsheet
from ledger.spreadsheets.files import CONTENT_TYPES, write


class Downloads:
    """Downloads of the list, for who may view its records. A mixin of ModelAdmin."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.download_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_download"
        return [path("download/<str:kind>/", view, name=name), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        tools = {
            "may_download": self.has_view_or_change_permission(request),
            "csv_url": self._page_of_list("download", "csv"),
            "xlsx_url": self._page_of_list("download", "xlsx"),
        }
        return super().changelist_view(request, {**tools, **(extra_context or {})})

    def file_of_list(self, request, kind: str) -> IO[bytes]:
        """The list as it is asked for; a desk whose records are none of the ledger's writes its own."""
        return export(self, request, kind)

    def download_view(self, request, kind):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if kind not in CONTENT_TYPES:
            raise Http404("A list can be downloaded as csv or as xlsx.")
        name = file_name(self, kind, filtered=is_filtered(request.GET))
        try:
            file = self.file_of_list(request, kind)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(f"{self._page_of_list('changelist')}?e=1")
        except UnusableSpreadsheet as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(f"{self._page_of_list('changelist')}?{urlencode(request.GET, doseq=True)}")
        return FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPES[kind])

    def _page_of_list(self, page: str, *arguments) -> str:
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=arguments)


class DownloadsOnly(Downloads):
    """Downloads of records that are none of the ledger's, and that no file changes. A mixin of ModelAdmin.

    ``cells`` has the columns by name; a value is what the desk says of that name, or else the record.
    """

    cells: Mapping[str, Cell] = {}

    def records_of_file(self, request):
        return listed(self, request)

    def file_of_list(self, request, kind: str) -> IO[bytes]:
        records = self.records_of_file(request).iterator(chunk_size=AT_A_TIME)
        rows = (self._row_of(record, native=kind == "xlsx") for record in records)
        return write(kind, list(self.cells), list(self.cells.values()), rows)

    def _row_of(self, record, native: bool) -> list:
        values = (self._value_of(record, name) for name in self.cells)
        pairs = zip(self.cells.values(), values, strict=True)
        return [cell.render(value, force_native_type=native) for cell, value in pairs]

    def _value_of(self, record, name: str) -> Any:
        told = getattr(self, name, None)
        return told(record) if told else getattr(record, name)
