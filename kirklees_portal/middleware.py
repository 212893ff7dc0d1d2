"""What every request passes first."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.template.loader import render_to_string

REFUSAL = "This address holds a character that no record has (a null character). Check it and try again.\n"


def refuse_null_characters_in_admin(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Answer 400 to a null character in the admin's filters: PostgreSQL, unlike SQLite, cannot look for one.

    Public pages clean what they are asked themselves, and say so on the page.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/admin/") and "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponseBadRequest(REFUSAL, content_type="text/plain; charset=utf-8")
        return get_response(request)

    return answer


def show_own_page_for_missing_ones(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """In debug, too, show a missing page as visitors get it, rather than Django's technical one."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if settings.DEBUG and response.status_code == 404:
            return HttpResponse(render_to_string("404.html", request=request), status=404)
        return response

    return answer
