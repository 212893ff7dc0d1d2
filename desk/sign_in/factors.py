"""Has this session shown a second factor, and where is it shown or set up?"""

import time

from allauth.account import app_settings
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_reset
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from dashboards.viewers import may_answer, may_prepare
from desk.sign_in.sessions import end_sessions

BY_PROVIDER, BY_FACTOR = "socialaccount", "mfa"
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def shown_in(request: HttpRequest) -> bool:
    """By a code, a passkey or a recovery code; or by the council's provider, which asks for its own.

    What was shown counts as long as the account has it: a factor that was removed opens nothing any more.
    """
    records = get_authentication_records(request, request.user)
    if any(each["method"] == BY_PROVIDER for each in records):
        return True
    shown = {each.get("id") for each in records if each["method"] == BY_FACTOR}
    return bool(shown) and Authenticator.objects.filter(user=request.user, pk__in=shown).exists()


def asked_of(user) -> bool:
    """Officers: whoever opens the desk, answers questions or prepares packs."""
    return user.is_staff or may_answer(user) or may_prepare(user)


def lacks_factor(request: HttpRequest) -> bool:
    """Are the desk and the dashboards closed to who is signed in until a second factor is shown?"""
    return settings.STAFF_NEED_SECOND_FACTOR and asked_of(request.user) and not shown_in(request)


def signing_in_by_provider(request: HttpRequest, user) -> bool:
    """Is the latest thing that this session proved a sign-in at the council's provider?"""
    records = get_authentication_records(request, user)
    return bool(records) and records[-1]["method"] == BY_PROVIDER


def signed_in_just_now(request: HttpRequest) -> bool:
    """Who has just proved who they are is not asked again for what asks for it afresh."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT


def factors_of(user) -> list[Authenticator]:
    return list(Authenticator.objects.filter(user=user, type__in=FACTORS).order_by("created_at", "pk"))


def where_to_show(user, wanted: str) -> str:
    """The page that asks for a second factor, or the one that sets the first up; ``wanted`` is where it leads on to."""
    types = {each.type for each in factors_of(user)}
    if not types:
        return reverse("mfa_index")
    page = "mfa_reauthenticate" if Authenticator.Type.TOTP in types else "mfa_reauthenticate_webauthn"
    return f"{reverse(page)}?{urlencode({'next': wanted})}"


def remove_all(user) -> list[str]:
    """Take every second factor of an account away, recovery codes included, and name them."""
    found = list(Authenticator.objects.filter(user=user).order_by("pk"))
    for each in found:
        each.delete()
    return [each.get_type_display() for each in found]


@receiver(authenticator_added)
def _setting_up_shows_it(sender, request, user, authenticator, **kwargs) -> None:
    """Nobody sets a factor up without using it once. With the first, sessions of the password alone end elsewhere."""
    if authenticator.type not in FACTORS:
        return
    record_authentication(request, user, BY_FACTOR, id=authenticator.pk, type=authenticator.type)
    if len(factors_of(user)) == 1:
        end_sessions(user, but=request.session.session_key)


@receiver(authenticator_reset)
def _new_recovery_codes_count_as_the_old(sender, request, user, authenticator, **kwargs) -> None:
    """Only who has shown a factor can ask for new ones."""
    record_authentication(request, user, BY_FACTOR, id=authenticator.pk, type=authenticator.type)
