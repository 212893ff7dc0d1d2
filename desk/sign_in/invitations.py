"""Invitations: a link by which somebody chooses the first password. Signed, dated, good once, and kept nowhere."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from desk.sign_in.mail import invitation_mail, queue
from desk.sign_in.words import ASK
from ledger.clock import moment_in_words

LASTS = timedelta(days=7)
SALT = "desk.sign_in.invitation"
AGAIN = f"If you still need one, {ASK}: another can be sent in a moment."
NO_ADDRESS = "This account has no email address. Give it one, save it, and come back."
NOT_ACTIVE = "This account is not active. Tick “Active”, save it, and come back."


class Ended(Exception):
    """The link opens nothing: a title and a sentence for who followed it."""

    def __init__(self, title: str, sentence: str):
        super().__init__(title)
        self.title, self.sentence = title, f"{sentence} {AGAIN}"


NOT_OURS = ("This is not an invitation", "The address is not complete, or not one that this portal has sent.")
RUN_OUT = ("This invitation has ended", "It was good for seven days.")
USED = ("This invitation has ended", "It was used, or the account was changed since it was sent.")


def fault_of(account) -> str:
    """Why nobody can be invited to this account as it is: a sentence, or nothing."""
    if not account.is_active:
        return NOT_ACTIVE
    return "" if account.email else NO_ADDRESS


def invite(account) -> datetime:
    """Queue the mail with the link, and return when it ends."""
    token = signing.dumps([account.pk, _mark_of(account)], salt=SALT)
    link = settings.SITE_URL + reverse("invitation", args=[token])
    ends = timezone.now() + LASTS
    name = account.get_full_name() or account.get_username()
    queue(account.email, *invitation_mail(name, account.get_username(), link, moment_in_words(ends)), secret=True)
    return ends


def invited_by(token: str, accounts=None):
    """The account that the link was sent for. Raises :class:`Ended`.

    ``accounts`` is the query to look in: inside a transaction one that locks the row, so that a link is used once.
    """
    try:
        key, mark = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.SignatureExpired:
        raise Ended(*RUN_OUT) from None
    except (signing.BadSignature, ValueError, TypeError):
        raise Ended(*NOT_OURS) from None
    users = get_user_model().objects.all() if accounts is None else accounts
    account = users.filter(pk=key, is_active=True).first()
    if account is None or not constant_time_compare(mark, _mark_of(account)):
        raise Ended(*USED)
    return account


def _mark_of(account) -> str:
    """Another one as soon as a password is set or the address changes."""
    state = f"{account.pk}:{account.password}:{account.email}:{account.last_login}"
    return salted_hmac(SALT, state, algorithm="sha256").hexdigest()[:40]
