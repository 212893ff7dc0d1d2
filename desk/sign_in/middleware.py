"""Officers reach the desk and the dashboards with a second factor, and councillors may."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from desk.sign_in.factors import shown_in, where_to_show

BEHIND = ("/admin/", "/dashboard/")
ALWAYS_OPEN = ("login", "logout", "keep-typed")
WHY = "Officers need a second factor beside their password, so this comes first."


class StaffNeedSecondFactor:
    """Stands after what keeps typed text, which sees from where this leads that nothing was saved."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if not settings.STAFF_NEED_SECOND_FACTOR or not request.path.startswith(BEHIND):
            return None
        user = request.user
        if not (user.is_authenticated and user.is_staff) or request.resolver_match.url_name in ALWAYS_OPEN:
            return None
        return None if shown_in(request) else ask_for_factor(request)


def ask_for_factor(request: HttpRequest) -> HttpResponse:
    messages.info(request, WHY)
    wanted = request.get_full_path() if request.method == "GET" else request.path
    return HttpResponseRedirect(where_to_show(request.user, wanted))
