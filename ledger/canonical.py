"""One way only to write values down as JSON, so that the same record gives the same bytes on any day.

The bytes follow the JSON Canonicalization Scheme (RFC 8785): UTF-8, no space between tokens, members sorted by the
UTF-16 code units of their names, only the characters escaped that JSON requires, and the shortest escapes for them.
As that scheme asks, text is not brought to a Unicode normal form: what was published is what is sealed, letter for
letter. What JSON has no word for is written as text: days and moments as in ISO 8601, moments in UTC to the
microsecond, and decimals digit for digit, never with an exponent. Binary fractions are refused, for two programs may
print them differently, and so are whole numbers that a double cannot hold.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

GREATEST = 2**53 - 1
"""The greatest whole number that every reader of JSON reads exactly."""


class NotCanonical(ValueError):
    """A value that has no canonical form; the message says which and where."""


def canonical_json(value: Any) -> bytes:
    """The canonical bytes of dictionaries, lists, text, whole numbers, decimals, days, moments, booleans and None.

    Raises :class:`NotCanonical` for anything else.

    >>> canonical_json({"day": date(2022, 5, 1), "b": Decimal("62.50"), "a": [None, True, "£4"]}).decode()
    '{"a":[null,true,"£4"],"b":"62.50","day":"2022-05-01"}'
    """
    text = json.dumps(_plain(value, "the document"), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode()


def sha256_of(document: bytes) -> str:
    """The SHA-256 of the bytes in 64 small hexadecimal digits, as ``sha256sum`` prints it."""
    return hashlib.sha256(document).hexdigest()


def _plain(value: Any, where: str) -> Any:
    """The value in what JSON has, with its members in order; ``where`` it stands is said in refusals."""
    match value:
        case None | bool():
            return value
        case int():
            return _whole(value, where)
        case str():
            return _text(value, where)
        case Decimal():
            return _decimal(value, where)
        case datetime():
            return _moment(value, where)
        case date():
            return value.isoformat()
        case Mapping():
            return {name: _plain(value[name], f"{where}, {name}") for name in _in_order(value, where)}
        case list() | tuple():
            return [_plain(each, f"{where}, {place}") for place, each in enumerate(value)]
        case float():
            raise NotCanonical(f"In {where} stands {value}, which programs print differently: write it as text.")
    raise NotCanonical(f"In {where} stands a {type(value).__name__}, which has no canonical form in JSON.")


def _in_order(value: Mapping, where: str) -> list[str]:
    for name in value:
        if not isinstance(name, str):
            raise NotCanonical(f"In {where}, the name {name!r} is not text.")
        _text(name, where)
    return sorted(value, key=lambda name: name.encode("utf-16-be"))


def _whole(value: int, where: str) -> int:
    if abs(value) > GREATEST:
        raise NotCanonical(f"In {where} stands {value}, which is too great to be read exactly.")
    return int(value)


def _text(value: str, where: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise NotCanonical(f"In {where} stands half a character, which cannot be written in UTF-8.") from None
    return str(value)


def _decimal(value: Decimal, where: str) -> str:
    if not value.is_finite():
        raise NotCanonical(f"In {where} stands {value}, which is not a number.")
    return format(value, "f")


def _moment(value: datetime, where: str) -> str:
    if value.utcoffset() is None:
        raise NotCanonical(f"In {where} stands a moment without a time zone.")
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
