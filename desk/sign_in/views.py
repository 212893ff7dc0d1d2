"""The pages that allauth does not have: taking an invitation up, and what is said when the council's provider fails."""

import logging
from collections.abc import Callable
from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.mfa.base.views import IndexView
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.contrib import messages
from django.contrib.auth import get_user_model, logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from requests import RequestException

from desk.sign_in.factors import lacks_factor
from desk.sign_in.forms import FirstPasswordForm
from desk.sign_in.invitations import Ended, invited_by
from desk.sign_in.mail import tell

PASSWORD_SET = "Your password is set. Sign in with it now."  # noqa: S105 (a sentence)
PROVIDER_FAILS = "socialaccount/authentication_error.html"
log = logging.getLogger(__name__)


def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link only shows the page; mail scanners open links, too."""
    try:
        if request.method == "POST":
            return choose_password(request, token)
        account = invited_by(token)
    except Ended as ended:
        return render(request, "sign_in/ended.html", {"ended": ended}, status=410)
    return _ask(request, account, FirstPasswordForm(account))


@transaction.atomic
def choose_password(request: HttpRequest, token: str) -> HttpResponse:
    account = invited_by(token, get_user_model().objects.select_for_update())
    form = FirstPasswordForm(account, request.POST)
    if not form.is_valid():
        return _ask(request, account, form)
    was_used = account.has_usable_password()
    form.save()
    get_adapter(request).forgive(request, account)
    if was_used:
        tell(account, "desk/password_set")
    logout(request)
    messages.success(request, PASSWORD_SET)
    return HttpResponseRedirect("/sign-in/")


class YourAccount(IndexView):
    """Leads on once nothing is missing: before, it would lead straight back here."""

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(goes_on=not lacks_factor(self.request), **kwargs)


class ConfirmPasskey(ReauthenticateWebAuthnView):
    """One that fails is asked for again, here, and leads on to the same page."""

    def form_invalid(self, form) -> HttpResponse:
        for sentence in form.errors.get("credential", []):
            messages.error(self.request, sentence)
        return HttpResponseRedirect(self.passthrough_next_url(self.request.path))


def _ask(request: HttpRequest, account, form: FirstPasswordForm) -> HttpResponse:
    return TemplateResponse(request, "sign_in/invitation.html", {"account": account, "form": form})


def by_provider(view: Callable) -> Callable:
    """A provider that cannot be reached, or says what nobody understands, gets a sentence."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (RequestException, KeyError, ValueError) as error:
            log.error("The provider of accounts failed: %s", type(error).__name__)
            return render(request, PROVIDER_FAILS, {"unreachable": True}, status=502)

    return answer
