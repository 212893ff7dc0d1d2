"""Sessions that say whose they are, so that ending somebody's asks for no others; kept as Django keeps its own."""

from datetime import timedelta

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone

NOBODYS_LASTS = timedelta(days=1)
"""Nobody need sign in to be given a session, so what fills up with them is empty again the next night."""


class AccountSession(AbstractBaseSession):
    account_id = models.BigIntegerField(null=True, db_index=True)

    @classmethod
    def get_session_store_class(cls):
        return SessionStore


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls):
        return AccountSession

    def create_model_instance(self, data: dict) -> AccountSession:
        session = super().create_model_instance(data)
        session.account_id = data.get(SESSION_KEY)
        if session.account_id is None:
            session.expire_date = min(session.expire_date, timezone.now() + NOBODYS_LASTS)
        return session
