"""The signed slip in every form of the desk: for whom it was made, at which address, title and opening.

It is what still speaks for an officer whose session has ended, and it opens nothing: all it allows is to keep what
was typed for that officer.
"""

from dataclasses import dataclass
from datetime import timedelta
from secrets import token_hex

from django.core import signing
from django.http import QueryDict

GOOD_FOR = timedelta(days=30)
LONGEST_ADDRESS, LONGEST_TITLE = 300, 200
SALT = "ledger.keeping.slips"
NOT_IN_ADDRESS = ("_changelist_filters", "_popup", "_to_field", "kept", "pressed", "next", "from", "of")


@dataclass(frozen=True)
class Slip:
    user: int
    address: str
    title: str = ""
    opening: str = ""
    """Which opening of the page it is in: what is typed on each is kept by itself."""

    def signed(self) -> str:
        return signing.dumps([self.user, self.address, self.title[:LONGEST_TITLE], self.opening], salt=SALT)


def new_opening() -> str:
    return token_hex(6)


def read_slip(text: str | None) -> Slip | None:
    """The slip, where we made it and not too long ago."""
    try:
        return Slip(*signing.loads(text or "", salt=SALT, max_age=GOOD_FOR))
    except (signing.BadSignature, UnicodeError):
        return None


def address_of(path: str, query: QueryDict) -> str:
    """The address under which a form is kept: what else it depends on is part of it, how one got there is not."""
    pairs = sorted((name, value) for name, values in query.lists() for value in values if name not in NOT_IN_ADDRESS)
    wanted = QueryDict(mutable=True)
    for name, value in pairs:
        wanted.appendlist(name, value)
    path = path.replace("\0", "")
    whole = f"{path}?{wanted.urlencode()}" if pairs else path
    return whole if len(whole) <= LONGEST_ADDRESS else path[:LONGEST_ADDRESS]
