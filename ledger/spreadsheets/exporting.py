"""A list of the desk as a file: as it is filtered, searched and ordered there, and all of it."""

from collections.abc import Iterator
from typing import IO

from django.contrib.admin.views.main import IGNORED_PARAMS, SEARCH_VAR
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.text import slugify

from .columns import cells_of, columns_of, related_for
from .files import write
from .resource import resource_for

AT_A_TIME = 500
ONLY_OF_THE_PAGE = ("p", "all", "e")
"""What the address of a list says of the page that is shown, not of the list."""


def export(desk, request: HttpRequest, kind: str) -> IO[bytes]:
    """The list that ``request`` asks for, as ``kind``: "csv" or "xlsx"."""
    columns = columns_of(desk.model)
    return write(kind, list(columns), cells_of(columns), _rows(desk, request, native=kind == "xlsx"))


def _rows(desk, request, native: bool) -> Iterator[list]:
    resource = resource_for(desk, request)
    for record in listed(desk, request).iterator(chunk_size=AT_A_TIME):
        yield resource.export_resource(record, force_native_type=native)


def listed(desk, request: HttpRequest):
    """The records of the list, page by page no longer, with what their columns name."""
    request.GET = request.GET.copy()
    for name in ONLY_OF_THE_PAGE:
        request.GET.pop(name, None)
    records = desk.get_changelist_instance(request).get_queryset(request)
    return records.prefetch_related(None).select_related(None).select_related(*related_for(desk.model))


def is_filtered(asked: QueryDict) -> bool:
    """Whether the address of a list asks for a part of it, not for an order or a page alone."""
    filters = asked.keys() - {*IGNORED_PARAMS, *ONLY_OF_THE_PAGE}
    return bool(filters or asked.get(SEARCH_VAR, "").strip())


def file_name(desk, kind: str, filtered: bool) -> str:
    """Says what the file holds, whether all of it, and of which day."""
    name = slugify(str(desk.opts.verbose_name_plural))
    parts = [name, "filtered" if filtered else "", timezone.localdate().isoformat()]
    return f"{'-'.join(filter(None, parts))}.{kind}"
