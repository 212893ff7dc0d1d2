"""Where an officer goes after a report: back, or to the next promise that waits, through one sitting."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import cached_property

from ledger.admin.sent import back_in
from ledger.clock import today
from priorities.waiting import promises_waiting_for

LONGEST = 5
"""How many figures a count of promises has at most."""


class Run:
    """One sitting: ``back`` is where it began, ``began_with`` how many promises waited then."""

    def __init__(self, user, promise: int, asked: Mapping[str, str]):
        self.user, self.promise = user, promise
        self.back, count = back_in(asked), asked.get("of", "")
        self.began_with = int(count) if count.isascii() and count.isdecimal() and len(count) <= LONGEST else 0

    @cached_property
    def waiting(self) -> list[int]:
        """The promises that wait for this person, in order, as they stood when this was asked first."""
        return self._wait_now()

    @property
    def of(self) -> int:
        return max(self.began_with, len(self.waiting))

    @property
    def place(self) -> int:
        """Which of them this one is: 3 of 12, where nine wait after it. Nought where it does not wait."""
        return self.of - len(self.waiting) + 1 if self.promise in self.waiting else 0

    def goes_on(self) -> str:
        """The address to go to once this promise is done: of those that still wait the next in order."""
        if self.back:
            return self.back
        still = [each for each in self._wait_now() if each != self.promise]
        if not still:
            return reverse("admin:index")
        at = self.waiting.index(self.promise) if self.promise in self.waiting else 0
        after = [each for each in self.waiting[at:] if each in still]
        return self.address_of([*after, *still][0], self.of)

    def address_of(self, promise: int, of: int = 0) -> str:
        asked = {"next": self.back, "of": of or self.began_with}
        query = urlencode({name: value for name, value in asked.items() if value})
        address = reverse("admin:priorities_deliverable_update", args=[promise])
        return f"{address}?{query}" if query else address

    def _wait_now(self) -> list[int]:
        return list(promises_waiting_for(self.user, today()).values_list("pk", flat=True))
