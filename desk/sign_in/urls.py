"""Every page of signing in. What allauth has besides is closed: signing up, linking accounts, further addresses."""

from collections.abc import Callable
from functools import wraps

from allauth.account import views as account
from allauth.core.internal import ratelimit
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as providers
from allauth.socialaccount.providers.openid_connect import views as openid
from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView, TemplateView

from desk.sign_in.views import ConfirmPasskey, YourAccount, by_provider, invitation
from desk.sign_in.words import TOO_MANY_CODES


def page(view: Callable) -> Callable:
    """Never kept by browsers and proxies; answered with 429 where somebody tried too often."""

    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        form = (getattr(response, "context_data", None) or {}).get("form")
        errors = form.errors.as_data().values() if form is not None and form.is_bound else ()
        if any(error.code in TOO_MANY_CODES for some in errors for error in some):
            response.status_code = 429
        response["X-Robots-Tag"] = "noindex"
        return response

    return answer


def limited(view: Callable) -> Callable:
    """For pages that keep something for whoever asks for them: a challenge to a passkey, the way to the provider."""
    return ratelimit.decorator(app="allauth.mfa", action="begin_elsewhere", limit_get=True)(view)


NO_PASSWORD = TemplateView.as_view(template_name="account/no_password.html")

urlpatterns = [
    path("", page(account.login), name="account_login"),
    path("out/", page(account.logout), name="account_logout"),
    path("again/", page(account.reauthenticate), name="account_reauthenticate"),
    path("inactive/", page(account.account_inactive), name="account_inactive"),
    path("invitation/<str:token>/", page(invitation), name="invitation"),
    # Passwords
    path("password/", page(account.password_change), name="account_change_password"),
    path("password/none/", page(NO_PASSWORD), name="account_set_password"),
    path("password/forgotten/", page(account.password_reset), name="account_reset_password"),
    path("password/forgotten/sent/", page(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        page(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("password/new/done/", RedirectView.as_view(url="/sign-in/"), name="account_reset_password_from_key_done"),
    # Second factors
    path("second-factor/", page(YourAccount.as_view()), name="mfa_index"),
    path("second-factor/code/", page(factors.authenticate), name="mfa_authenticate"),
    path("second-factor/again/", page(factors.reauthenticate), name="mfa_reauthenticate"),
    path("second-factor/app/", page(totp.activate_totp), name="mfa_activate_totp"),
    path("second-factor/app/remove/", page(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("second-factor/recovery-codes/", page(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "second-factor/recovery-codes/new/", page(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"
    ),
    path("passkeys/", RedirectView.as_view(url="/sign-in/second-factor/"), name="mfa_list_webauthn"),
    path("passkeys/add/", page(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/remove/", page(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
    path("passkeys/again/", page(ConfirmPasskey.as_view()), name="mfa_reauthenticate_webauthn"),
    path("passkeys/sign-in/", page(limited(passkeys.login_webauthn)), name="mfa_login_webauthn"),
    # The council's own provider of accounts
    path("oidc/<slug:provider_id>/login/", page(limited(by_provider(openid.login))), name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", page(by_provider(openid.callback)), name="openid_connect_callback"),
    path("oidc/cancelled/", page(providers.login_cancelled), name="socialaccount_login_cancelled"),
    path("oidc/error/", page(providers.login_error), name="socialaccount_login_error"),
]
