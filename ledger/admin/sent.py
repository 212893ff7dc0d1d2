"""What pages of the desk are sent, read with care: keys, what was seen of each record, and the way back."""

from collections.abc import Iterable, Mapping

from django.utils.http import url_has_allowed_host_and_scheme

MOST_DIGITS = 18
"""More than this no key has in either database."""


def is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS


def keys_in(values: Iterable[str]) -> list[int]:
    """The keys among what was sent."""
    return [int(each) for each in values if is_key(each)]


def seen_in(sent: Mapping[str, str], prefix: str) -> dict[int, str]:
    """What each record was shown as, by key, from fields that are named by ``prefix`` and a key."""
    pairs = ((name.removeprefix(prefix), state) for name, state in sent.items() if name.startswith(prefix))
    return {int(key): state for key, state in pairs if is_key(key)}


def back_in(sent: Mapping[str, str]) -> str:
    """Where somebody came from, where that is a page of this site; else nothing."""
    back = sent.get("next", "")
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else ""
