"""Ending what an account has open elsewhere."""

from desk.models import AccountSession


def end_sessions(user, but: str | None = None) -> int:
    """Sign the account out everywhere except in the session with the key ``but``; how many sessions ended."""
    return AccountSession.objects.filter(account_id=user.pk).exclude(session_key=but or "").delete()[0]
