"""What every request passes first."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest

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
