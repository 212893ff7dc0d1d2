"""Mail about accounts: plain words, written down for the queue as they are."""

from textwrap import fill

from django.conf import settings
from post_office.models import PRIORITY, STATUS, Email

from desk.sign_in.sealed_mail import SEALED
from desk.sign_in.secrets import sealed
from desk.sign_in.words import NOTICES

WIDTH = 76
NOT_ME = "If this was not you, tell whoever gave you your account at once."
NOT_ASKED = "If you did not ask for this, do nothing: your password stays as it is."
LAST_DAYS = "The link works once, until {ends}. If it has ended, ask whoever gave you your account for another."
NOT_EXPECTED = "If you did not expect this, do nothing: without you, nobody can use the account."


def reset_mail(username: str, link: str) -> tuple[str, str]:
    """Subject and text. ``link`` leads to the page for a new password."""
    asked = (
        "Somebody, probably you, asked for a new password at the Kirklees promises portal. Set it here, within a day:"
    )
    return "Kirklees promises: a new password", _text(asked, link, f"Your user name is {username}.", NOT_ASKED)


def notice_mail(event: str, username: str) -> tuple[str, str] | None:
    """Subject and text of what was done to an account; None where nobody needs to be told."""
    if event not in NOTICES:
        return None
    said = f"This is about your account {username} at the Kirklees promises portal. {NOTICES[event]}"
    return "Kirklees promises: your account was changed", _text(said, NOT_ME)


def invitation_mail(name: str, username: str, link: str, ends: str) -> tuple[str, str]:
    said = "You have an account at the Kirklees promises portal. Choose your password here to begin:"
    return "Kirklees promises: your account", _text(
        f"Hello {name},", said, link, f"Your user name is {username}.", LAST_DAYS.format(ends=ends), NOT_EXPECTED
    )


def tell(account, event: str, address: str = "") -> None:
    """Queue the notice of what was done to an account, to its own address if to no other, if it has one."""
    told, to = notice_mail(event, account.get_username()), address or account.email
    if told and to:
        queue(to, *told)


def queue(address: str, subject: str, text: str, secret: bool = False) -> None:
    """For `send_queued_mail`. The package's own functions would read the words as a template.

    What is ``secret`` (a link that opens an account) lies sealed in the queue, and is opened as it is sent.
    """
    Email.objects.create(
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[address],
        subject=subject,
        message=SEALED + sealed(text) if secret else text,
        status=STATUS.queued,
        priority=PRIORITY.now,
    )


def _text(*paragraphs: str) -> str:
    """Addresses stay on one line, whatever their length."""
    wrapped = (each if each.startswith("http") else fill(each, WIDTH) for each in paragraphs)
    return "\n\n".join(wrapped) + "\n"
