"""Every list of the desk as a file, as it is filtered, searched and ordered there."""

from typing import IO
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.urls import path, reverse

from ledger.spreadsheets.exporting import export, file_name
from ledger.spreadsheets.faults import UnusableSpreadsheet
from ledger.spreadsheets.files import CONTENT_TYPES


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
        name = file_name(self, kind, filtered=bool(request.GET))
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
