"""allauth's forms in our words."""

from collections.abc import Callable

from allauth.account import forms as account
from allauth.mfa.base import forms as factors
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as passkeys
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from django.forms import HiddenInput, JSONField

from desk.sign_in.words import WRONG_PASSKEY

MALFORMED = (KeyError, ValueError, TypeError, AttributeError, OverflowError, RecursionError)
"""What the library for passkeys answers with to what is none."""
RULES_OF_PASSWORDS = ("password1", "new_password1")
"""The fields that say beside them what a password must be."""
LONGEST_CREDENTIAL = 20_000
"""Signs of what a browser says of a passkey; real ones have a few thousand."""
CODE_HELP = "The six digits that your authenticator app shows now, or one of your recovery codes."


class PlainWords:
    """Our labels and help; nothing stands inside the boxes."""

    labels: dict[str, str] = {}
    help: dict[str, str] = {}
    attributes: dict[str, dict[str, str]] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = field.help_text if name in RULES_OF_PASSWORDS else self.help.get(name, "")
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs |= self.attributes.get(name, {})


class SignInForm(PlainWords, account.LoginForm):
    """Its fields are called as those of Django's own page, which browsers have remembered passwords for."""

    labels = {"login": "User name or email address", "password": "Password"}
    attributes = {"login": {"autocapitalize": "none", "spellcheck": "false"}}

    def __init__(self, *args, **kwargs):
        """Where there is nothing to choose first, typing can begin."""
        super().__init__(*args, **kwargs)
        if not settings.SOCIALACCOUNT_PROVIDERS:
            self.fields["login"].widget.attrs["autofocus"] = True

    def add_prefix(self, field_name: str) -> str:
        return super().add_prefix("username" if field_name == "login" else field_name)

    def user_credentials(self) -> dict:
        credentials = super().user_credentials()
        return credentials | {"username": username_of(credentials["username"])}


def username_of(typed: str) -> str:
    """The user name of the one account in use with this address; what was typed, where that is a user name itself."""
    users = get_user_model().objects
    if "@" not in typed or users.filter(username=typed).exists():
        return typed
    found = list(users.filter(email__iexact=typed, is_active=True).values_list("username", flat=True)[:2])
    return found[0] if len(found) == 1 else typed


class ConfirmPasswordForm(PlainWords, account.ReauthenticateForm):
    labels = {"password": "Your password"}


class ChangePasswordForm(PlainWords, account.ChangePasswordForm):
    labels = {"oldpassword": "Present password", "password1": "New password", "password2": "New password again"}


class AskForPasswordForm(PlainWords, account.ResetPasswordForm):
    labels = {"email": "Email address"}
    help = {"email": "The one that your account has."}


class NewPasswordForm(PlainWords, account.ResetPasswordKeyForm):
    labels = {"password1": "New password", "password2": "New password again"}


class FirstPasswordForm(PlainWords, SetPasswordForm):
    labels = {"new_password1": "Password", "new_password2": "Password again"}


class WithCode(PlainWords):
    labels = {"code": "Code"}
    help = {"code": CODE_HELP}
    attributes = {"code": {"autocapitalize": "none", "inputmode": "numeric"}}


class CodeForm(WithCode, factors.AuthenticateForm):
    """Asked for while somebody signs in."""


class ConfirmCodeForm(WithCode, factors.ReauthenticateForm):
    """Asked for by a page that wants to be sure."""


class NewAppForm(WithCode, ActivateTOTPForm):
    help = {"code": "The six digits that the app shows now."}


class CredentialField(JSONField):
    """What a browser's script says of a passkey. It is never shown again."""

    widget = HiddenInput

    def to_python(self, value):
        if isinstance(value, str) and len(value) > LONGEST_CREDENTIAL:
            raise ValidationError(WRONG_PASSKEY)
        return super().to_python(value)

    def bound_data(self, data, initial):
        return None


class WithPasskey(PlainWords):
    """What a browser's script sends may be anything at all."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["credential"] = CredentialField()

    def add_error(self, field: str | None, error) -> None:
        """allauth says of a passkey what it says of a code."""
        wrong = getattr(error, "code", "") == "incorrect_code"
        super().add_error("credential" if wrong else field, WRONG_PASSKEY if wrong else error)

    def _clean_form(self) -> None:
        self._told(super()._clean_form)

    def _clean_fields(self) -> None:
        self._told(super()._clean_fields)

    def _told(self, check: Callable[[], None]) -> None:
        try:
            check()
        except MALFORMED:
            self.add_error("credential", WRONG_PASSKEY)


class PasskeyForm(WithPasskey, passkeys.AuthenticateWebAuthnForm):
    """Asked for while somebody signs in with a password."""


class PasskeyAloneForm(WithPasskey, passkeys.LoginWebAuthnForm):
    """In place of a password."""


class ConfirmPasskeyForm(WithPasskey, passkeys.ReauthenticateWebAuthnForm):
    """Asked for by a page that wants to be sure."""


class NewPasskeyForm(WithPasskey, passkeys.AddWebAuthnForm):
    labels = {"name": "What you call it", "passwordless": "Sign in with it alone, without a password"}
    help = {"passwordless": "Your device then asks for its PIN, your face or your finger each time."}
