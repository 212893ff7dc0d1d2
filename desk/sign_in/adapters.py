"""allauth's hooks: nobody signs up, words and mail are ours, the council's provider lets in who has an account."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from desk.sign_in import words
from desk.sign_in.factors import signed_in_just_now, signing_in_by_provider
from desk.sign_in.mail import notice_mail, queue, reset_mail
from desk.sign_in.secrets import opened, sealed


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
            queue(user.email, *reset_mail(user.get_username(), context["password_reset_url"]))

    def send_notification_mail(self, template_prefix: str, user, context=None, email=None) -> None:
        told = notice_mail(template_prefix, user.get_username())
        if told and user.email:
            queue(user.email, *told)


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
        confirmed = [each.email for each in sociallogin.email_addresses if _is_true(each.verified)]
        refusal = words.PROVIDER_SAYS_NO_ADDRESS.format(provider=sociallogin.provider.name)
        if confirmed:
            found = list(get_user_model().objects.filter(email__iexact=confirmed[0])[:2])
            refusal = _refusal_of(found, confirmed[0])
        if refusal:
            raise ImmediateHttpResponse(render(request, "account/signup_closed.html", {"refusal": refusal}, status=403))
        sociallogin.user = found[0]
        sociallogin.state["process"] = "login"

    def send_notification_mail(self, *args, **kwargs) -> None:
        """There is nothing to tell: no provider is linked to an account."""


def _refusal_of(found: list, address: str) -> str:
    if not found:
        return words.NOBODY_WITH_ADDRESS.format(address=address)
    if len(found) > 1:
        return words.SEVERAL_WITH_ADDRESS.format(address=address)
    return "" if found[0].is_active else words.INACTIVE.format(address=address)


def _is_true(said) -> bool:
    """Some providers say "true" and "false" as words, and any word would count as true."""
    return said is True or said == "true"
