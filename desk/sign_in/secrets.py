"""Secrets of second factors, unreadable in the database for whoever has only that. Text in, text out."""

import base64
import hashlib
import logging
from secrets import token_bytes

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

PURPOSE = b"desk.sign_in.secrets:"
log = logging.getLogger(__name__)


def sealed(text: str) -> str:
    return _box(settings.SECRET_KEY).encrypt(text.encode()).decode()


def opened(text: str) -> str:
    """What was sealed. Where SECRET_KEY is another by now it is lost: then a random secret, that no code belongs to."""
    try:
        return read(text)
    except InvalidToken:
        log.warning("A second factor cannot be read: SECRET_KEY has changed. Remove it from its account at the desk.")
        return base64.b32encode(token_bytes(20)).decode()


def read(text: str) -> str:
    """As ``opened``, but raises InvalidToken where SECRET_KEY is another by now."""
    return _box(settings.SECRET_KEY).decrypt(text.encode()).decode()


def _box(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(PURPOSE + key.encode()).digest()))
