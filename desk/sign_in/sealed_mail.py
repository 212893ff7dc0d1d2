"""Mail with a link that opens an account is unreadable in the database, while it waits and once it is sent.

``mail.queue`` seals it; this backend opens it on its way to the one that sends (``settings.MAIL_SENT_BY``).
"""

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from desk.sign_in.secrets import read

SEALED = "sealed:"


class OpensSealed(BaseEmailBackend):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.sends = get_connection(settings.MAIL_SENT_BY, *args, **kwargs)

    def open(self):
        return self.sends.open()

    def close(self) -> None:
        self.sends.close()

    def send_messages(self, email_messages: list[EmailMessage]) -> int:
        """How many were sent. Raises InvalidToken for one that was sealed with another SECRET_KEY: its link is dead."""
        for each in email_messages:
            each.body = in_plain(each.body)
        return self.sends.send_messages(email_messages) or 0


def in_plain(body: str) -> str:
    return read(body.removeprefix(SEALED)) if body.startswith(SEALED) else body
