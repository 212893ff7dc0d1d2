"""Officers reach the desk and the dashboards with a second factor, and councillors may.

Who has a factor also needs it for whatever could take it over: the pages of factors, passkeys and passwords.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from dashboards.questions.typed import keep
from desk.sign_in.factors import asked_of, factors_of, shown_in, where_to_show

DASHBOARDS = "/dashboard/"
BEHIND = ("/admin/", DASHBOARDS)
ALWAYS_OPEN = ("login", "logout", "keep-typed", "keep-typed-on-dashboard")
OWN_SAFETY = ("/sign-in/second-factor/", "/sign-in/passkeys/", "/sign-in/password/")
"""What lies here is closed to a password alone where there is a factor, unless it is one of these: they ask for the
factor themselves, or are for people who are signed out."""
ASK_THEMSELVES = (
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_login_webauthn",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
)
WHY = "Officers need a second factor beside their password, so this comes first."
HAS_ONE = "This account has a second factor, so it comes first."
LEADS_ON = "behind_second_factor"
"""Where the session keeps what was wanted, while the first factor is set up."""


class StaffNeedSecondFactor:
    """Stands after what keeps typed text, which sees from where this leads that nothing was saved."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if not needs_factor(request):
            return None
        if not shown_in(request):
            return ask_for_factor(request)
        if request.path_info.startswith(BEHIND):
            request.session.pop(LEADS_ON, None)
        return None


def needs_factor(request: HttpRequest) -> bool:
    """By the path that is routed on, which no header of a proxy or a visitor changes."""
    page, name = request.path_info, request.resolver_match.url_name
    if page.startswith(BEHIND):
        asks = settings.STAFF_NEED_SECOND_FACTOR and name not in ALWAYS_OPEN
        return asks and request.user.is_authenticated and asked_of(request.user)
    if page.startswith(OWN_SAFETY) and name not in ASK_THEMSELVES:
        return request.user.is_authenticated and bool(factors_of(request.user))
    return False


def ask_for_factor(request: HttpRequest) -> HttpResponse:
    """Nothing typed is lost: the keeper of forms sees to the desk's, and those of dashboards are kept here."""
    wanted = request.path
    if request.method == "GET" or (request.path_info.startswith(DASHBOARDS) and keep(request)):
        wanted = request.get_full_path()
    has_one = bool(factors_of(request.user))
    if not has_one:
        request.session[LEADS_ON] = wanted
    messages.info(request, HAS_ONE if has_one else WHY)
    return HttpResponseRedirect(where_to_show(request.user, wanted))
