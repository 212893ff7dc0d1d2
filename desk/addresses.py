"""The address of a preview link: signed, dated, and kept nowhere. Values in, values out."""

from datetime import datetime, timedelta

from django.core import signing

LASTS = timedelta(days=14)
SALT = "desk.preview"


class NotSigned(ValueError):
    """The portal did not make this address."""


class RunOut(ValueError):
    """The portal made this address, and it has run out."""


def sign(link: int, purpose: str) -> str:
    """The part of an address that opens one link for one purpose, from now on and for as long as links last."""
    return signing.dumps([link, purpose], salt=SALT)


def read(token: str) -> tuple[int, str]:
    """The number and the purpose of the link. Raises :class:`NotSigned` or :class:`RunOut`."""
    try:
        link, purpose = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.SignatureExpired as error:
        raise RunOut(token) from error
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise NotSigned(token) from error
    if type(link) is not int or not isinstance(purpose, str):
        raise NotSigned(token)
    return link, purpose


def ends_at(made_at: datetime) -> datetime:
    return made_at + LASTS
