"""What people are told while they sign in, by the names that allauth has for it."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter

ASK = "ask whoever gave you your account"
WRONG_CODE = "That code is not right, or not any more. Wait for the next one and type that; each works once."
TOO_MANY = "There were too many wrong attempts. Wait five minutes and try again; nothing has been changed."

ACCOUNT_ERRORS = DefaultAccountAdapter.error_messages | {
    "username_password_mismatch": "The user name or the password is not right. Check both and try again.",
    "too_many_login_attempts": TOO_MANY,
    "rate_limited": TOO_MANY,
    "incorrect_code": WRONG_CODE,
    "incorrect_password": "That is not your password. Check it and try again.",
    "enter_current_password": "That is not your present password. Check it and try again.",
}
WRONG_PASSKEY = "That passkey was not taken: it is not one of this account, or it took too long. Try again."
FACTOR_ERRORS = DefaultMFAAdapter.error_messages | {"incorrect_code": WRONG_CODE}
TOO_MANY_CODES = ("too_many_login_attempts", "rate_limited")

MESSAGES = {
    "account/messages/logged_out.txt": "You are signed out.",
    "account/messages/password_changed.txt": "Your password is changed.",
    "mfa/messages/totp_activated.txt": "Your authenticator app is set up.",
    "mfa/messages/totp_deactivated.txt": "Your authenticator app is removed.",
    "mfa/messages/webauthn_added.txt": "Your passkey is added.",
    "mfa/messages/webauthn_removed.txt": "The passkey is removed.",
    "mfa/messages/recovery_codes_generated.txt": "You have new recovery codes. Keep them where you find them.",
}
"""The messages that pages show; allauth's others say nothing here."""

NOTICES = {
    "account/email/password_changed": "Its password was changed.",
    "account/email/password_reset": "Its password was set anew, by a link that was sent to this address.",
    "desk/password_set": "Its password was set anew, by an invitation that was sent to this address.",
    "desk/address_changed": "It has another email address now, and its mail goes there.",
    "mfa/email/totp_activated": "An authenticator app was set up as its second factor.",
    "mfa/email/totp_deactivated": "The authenticator app was removed from it.",
    "mfa/email/webauthn_added": "A passkey was added to it.",
    "mfa/email/webauthn_removed": "A passkey was removed from it.",
    "mfa/email/recovery_codes_generated": "New recovery codes were made for it; the earlier ones work no longer.",
    "desk/factor_removed": "An administrator removed its second factor, so that another can be set up.",
}
"""What somebody is told by mail of what was done to the account."""

PROVIDER_SAYS_NO_ADDRESS = (
    "{provider} does not tell this portal a confirmed email address of yours, so it cannot find your account."
)
PROVIDER_SAYS_NO_FACTOR = (
    "{provider} does not tell this portal that you showed a second factor beside your password. Sign in there with one."
)
NOBODY_WITH_ADDRESS = "Nobody here has an account with the email address {address}."
SEVERAL_WITH_ADDRESS = "More than one account here has the email address {address}, so it is not clear which is yours."
INACTIVE = "The account with the email address {address} is no longer in use."
