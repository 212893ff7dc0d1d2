"""What every request passes first."""

from collections.abc import Callable

from django.conf import settings
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseNotFound

from kirklees_portal.missing_or_closed import missing

TOO_LARGE = "A number in what was sent is too large to be kept. Nothing was saved: go back, check it and try again.\n"
REFUSAL = "This address holds a character that no record has (a null character). Check it and try again.\n"


def refuse_null_characters_in_admin(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Answer 400 to a null character in the admin's filters: PostgreSQL, unlike SQLite, cannot look for one.

    Public pages clean what they are asked themselves, and say so on the page.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/admin/") and "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponseBadRequest(REFUSAL, content_type="text/plain; charset=utf-8")
        return get_response(request)

    return answer


class RefuseNumbersTooLargeInAdmin:
    """Answer 400 where the admin was sent a number that no database can hold."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if request.path_info.startswith("/admin/") and isinstance(exception, OverflowError | DataError):
            return HttpResponseBadRequest(TOO_LARGE, content_type="text/plain; charset=utf-8")
        return None


def show_own_page_for_missing_ones(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """In debug, too, show a missing page as visitors get it, rather than Django's technical one."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if settings.DEBUG and isinstance(response, HttpResponseNotFound):
            return missing(request)
        return response

    return answer
