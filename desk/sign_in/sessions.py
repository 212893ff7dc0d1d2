"""Ending what an account has open elsewhere."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone


def end_sessions(user, but: str | None = None) -> int:
    """Sign the account out everywhere except in the session with the key ``but``, and return how many sessions ended.

    Whose a session is can only be read inside it, so all that are open are read: some hundreds at the most.
    """
    ended = 0
    for each in Session.objects.filter(expire_date__gt=timezone.now()).exclude(session_key=but or ""):
        if each.get_decoded().get(SESSION_KEY) == str(user.pk):
            each.delete()
            ended += 1
    return ended
