"""Where an officer goes from a report: back, or to the next promise that waits, through one sitting."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from ledger.admin import in_short
from ledger.admin.sent import back_in
from ledger.clock import today
from priorities import officers, steps
from priorities.waiting import promises_waiting_for

LONGEST = 5
"""How many figures a count of promises has at most."""
LINK = '<a href="{}">{}<span class="visually-hidden"> on {}</span></a>'
UNDER_WAY = {
    steps.DRAFT: "Draft",
    steps.RETURNED: "Returned",
    steps.AWAITING: "Awaits sign-off",
    steps.SIGNED_OFF: "Signed off",
}


class Run:
    """One sitting: where it began, and how many promises waited then.

    ``back`` is where to go after each report, ``began_at`` the list on which it began, if there is one; ``waiting`` are
    the promises that wait for this person, in order, before anything is written.
    """

    def __init__(self, user, promise: int, asked: Mapping[str, str]):
        self.user, self.promise = user, promise
        self.back, self.began_at = back_in(asked), back_in({"next": asked.get("from", "")})
        count = asked.get("of", "")
        self.began_with = int(count) if count.isascii() and count.isdecimal() and len(count) <= LONGEST else 0
        self.waiting = self._wait_now()

    @property
    def of(self) -> int:
        return max(self.began_with, len(self.waiting))

    @property
    def place(self) -> int:
        """Which of them this one is: 3 of 12, where two were done or come before it. Nought where it does not wait."""
        if self.promise not in self.waiting:
            return 0
        return self.of - len(self.waiting) + self.waiting.index(self.promise) + 1

    @property
    def leaves_to(self) -> str:
        """Where the officer came from: a list, or else My desk."""
        return self.back or self.began_at or reverse("admin:index")

    def skips_to(self) -> str:
        """The address of the next promise in order, whether or not this one is done; nothing after the last one."""
        if not self.place or self.promise == self.waiting[-1]:
            return ""
        return self.address_of(self.waiting[self.waiting.index(self.promise) + 1], self.of)

    def goes_on(self) -> str:
        """The address to go to once this promise is done: of those that still wait the next in order."""
        if self.back:
            return self.back
        still = [each for each in self._wait_now() if each != self.promise]
        if not still:
            return self.leaves_to
        at = self.waiting.index(self.promise) if self.promise in self.waiting else 0
        after = [each for each in self.waiting[at:] if each in still]
        return self.address_of([*after, *still][0], self.of)

    def address_of(self, promise: int, of: int = 0, page: str = "update") -> str:
        asked = {"next": self.back, "from": self.began_at, "of": of or self.began_with}
        query = urlencode({name: value for name, value in asked.items() if value})
        address = reverse(f"admin:priorities_deliverable_{page}", args=[promise])
        return f"{address}?{query}" if query else address

    def _wait_now(self) -> list[int]:
        return list(promises_waiting_for(self.user, today()).values_list("pk", flat=True))


def update_column(request: HttpRequest):
    """The column of a list that leads to the page and back, for the promises that this person reports on."""
    here = urlencode({"from": request.get_full_path()})

    @admin.display(description="report")
    def update_link(promise):
        if not officers.may_report(request.user, promise):
            return "–"
        address = reverse("admin:priorities_deliverable_update", args=[promise.pk])
        words = UNDER_WAY.get(promise.open_state) or "Update"
        return format_html(LINK, f"{address}?{here}", words, in_short(promise.text, 40))

    return update_link
