"""Rows that were chosen in a list, as the page that the list opens for them has them in its address."""

from collections.abc import Iterable
from hashlib import sha256
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from .sent import keys_in
from .taking_up import sent_again

CHOSEN = "chosen"
LONGEST = 180
"""Signs of the keys in an address: one at which something is kept has no more than 300."""
MANY = "many-"


def address_for(page: str, keys: Iterable[int]) -> str:
    """``page`` with its rows. Where they are too many for an address, only what was kept there knows them again."""
    named = ".".join(str(key) for key in sorted(keys))
    if len(named) > LONGEST:
        named = MANY + sha256(named.encode()).hexdigest()[:32]
    return f"{page}?{urlencode({CHOSEN: named})}"


def keys_of(request: HttpRequest) -> list[int]:
    """The keys that an address names; none where they were too many for it."""
    return keys_in(request.GET.get(CHOSEN, "").split("."))


def kept_of(request: HttpRequest) -> QueryDict:
    """What was kept of a page, as though it were sent; empty where nothing was."""
    kept = getattr(request, "kept_form", None)
    return sent_again(kept.typed) if kept else QueryDict()
