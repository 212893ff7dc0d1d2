"""allauth's hooks: nobody signs up, words and mail are ours, the council's provider lets in who has an account."""

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.signals import password_reset
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from desk.sign_in import words
from desk.sign_in.factors import signed_in_just_now, signing_in_by_provider
from desk.sign_in.mail import queue, reset_mail, tell
from desk.sign_in.secrets import opened, sealed

BY_PASSWORD = "reauthenticate"  # noqa: S105 (a name)
FROM_EVERYWHERE = {"app": "allauth.account", "action": "login_failed_everywhere"}
"""The limit on wrong passwords for an account, wherever they come from."""


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made at the desk, and never here."""

    error_messages = words.ACCOUNT_ERRORS

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only a path of this portal is ever gone on to."""
        try:
            return url.startswith("/") and super().is_safe_url(url)
        except ValueError:
            return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where somebody goes who wanted nothing in particular."""
        return "/admin/" if request.user.is_staff else "/dashboard/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def get_login_stages(self) -> list[str]:
        """The council's provider asks for its own second factor."""
        stages = super().get_login_stages()
        return [each for each in stages if not each.endswith(".AuthenticateStage") or self._asks_for_factor()]

    def _asks_for_factor(self) -> bool:
        user = getattr(self.request, "signing_in", None)
        return user is None or not signing_in_by_provider(self.request, user)

    def pre_login(self, request: HttpRequest, user, **kwargs) -> HttpResponse | None:
        request.signing_in = user
        return super().pre_login(request, user, **kwargs)

    def get_reauthentication_methods(self, user) -> list[dict]:
        """The password does not count where there is a factor: whoever knows it alone could take the factor away."""
        methods = super().get_reauthentication_methods(user)
        return [each for each in methods if each["id"] != BY_PASSWORD] or methods

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials) -> str:
        """Failures are counted by account and where they come from, whatever name the portal is asked under."""
        return f"{_counted_as(credentials.get('username'))} {ratelimit.get_ip(request)}"

    def pre_authenticate(self, request: HttpRequest, **credentials) -> None:
        """Few guesses at an account are taken from one address, and then not too many from all addresses together."""
        super().pre_authenticate(request, **credentials)
        everywhere = ratelimit.consume(request, **FROM_EVERYWHERE, key=_counted_as(credentials.get("username")))
        if not everywhere:
            raise self.validation_error("too_many_login_attempts")
        self._login_failed_rl_usage.usage.extend(everywhere.usage)

    def forgive(self, request: HttpRequest, user) -> None:
        """Whoever has set the password anew need not wait for the guesses of others."""
        self._delete_login_attempts_cached_email(request, username=user.get_username())
        ratelimit.clear(request, **FROM_EVERYWHERE, key=_counted_as(user.get_username()))

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        return not signed_in_just_now(self.request) and super().is_reauthentication_required(app=app, **kwargs)

    def add_message(self, request, level, message_template=None, message_context=None, extra_tags="", message=None):
        said = message or words.MESSAGES.get(message_template or "")
        if said:
            messages.add_message(request, level, said, extra_tags=extra_tags)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Under the portal's own name, whichever host was asked."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_URL + path.replace("UID-KEY", key)

    def send_password_reset_mail(self, user, email: str, context: dict) -> None:
        """Who signs in at the council's provider only gets no way round it."""
        if user.has_usable_password():
            queue(user.email, *reset_mail(user.get_username(), context["password_reset_url"]), secret=True)

    def send_notification_mail(self, template_prefix: str, user, context=None, email=None) -> None:
        tell(user, template_prefix)


@receiver(password_reset)
def _forgive(sender, request, user, **kwargs) -> None:
    get_adapter(request).forgive(request, user)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = words.FACTOR_ERRORS

    def encrypt(self, text: str) -> str:
        return sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        return opened(encrypted_text)

    def get_totp_label(self, user) -> str:
        return user.get_username()

    def generate_authenticator_name(self, user, type) -> str:
        return f"Passkey {user.authenticator_set.filter(type=type).count() + 1}"

    def _get_site_name(self) -> str:
        return settings.MFA_TOTP_ISSUER


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Whoever the council's provider knows by a confirmed address that an account here has."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin) -> None:
        """Find the account afresh each time: nothing is linked for good, and the desk's address is what counts."""
        address = next((each.email for each in sociallogin.email_addresses if _is_true(each.verified)), "")
        found = _accounts_with(address) if address else []
        active = [each for each in found if each.is_active]
        refusal = _refusal_by(sociallogin, address) or _refusal_of(found, active, address)
        if refusal:
            raise ImmediateHttpResponse(render(request, "account/signup_closed.html", {"refusal": refusal}, status=403))
        sociallogin.user = active[0]
        sociallogin.state["process"] = "login"

    def send_notification_mail(self, *args, **kwargs) -> None:
        """There is nothing to tell: no provider is linked to an account."""


def _refusal_by(sociallogin, address: str) -> str:
    """Why what the provider says is not enough, whoever it is: a sentence, or nothing."""
    provider = sociallogin.provider
    if not address:
        return words.PROVIDER_SAYS_NO_ADDRESS.format(provider=provider.name)
    factors = provider.app.settings.get("factors")
    if factors and not _says(sociallogin, factors):
        return words.PROVIDER_SAYS_NO_FACTOR.format(provider=provider.name)
    return ""


def _says(sociallogin, factors: list[str]) -> bool:
    """Does the provider name one of these as how the person signed in, by what it signed?"""
    signed = sociallogin.account.extra_data.get("id_token") or {}
    methods = signed.get("amr")
    return any(each in factors for each in [signed.get("acr"), *(methods if isinstance(methods, list) else [methods])])


def _accounts_with(address: str) -> list:
    return [each for each in get_user_model().objects.filter(email__iexact=address) if _same(each.email, address)]


def _refusal_of(found: list, active: list, address: str) -> str:
    """Accounts are never deleted, so one that is no longer in use stands in nobody's way."""
    if not found:
        return words.NOBODY_WITH_ADDRESS.format(address=address)
    if not active:
        return words.INACTIVE.format(address=address)
    return words.SEVERAL_WITH_ADDRESS.format(address=address) if len(active) > 1 else ""


def _same(one: str, other: str) -> bool:
    """Databases find letters alike that belong to different mailboxes: only capitals of ASCII may differ."""
    return one.encode().lower() == other.encode().lower()


def _counted_as(username) -> str:
    return str(username or "").lower()


def _is_true(said) -> bool:
    """Some providers say "true" and "false" as words, and any word would count as true."""
    return said is True or said == "true"
