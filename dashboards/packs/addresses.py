"""Where what a pack counts can be looked up, as it stood on the day of the pack: whole addresses, to be printed."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from dashboards.scopes import Scope, address_of
from ledger.asked import AS_AT
from priorities.models import Meeting


@dataclass(frozen=True)
class Lists:
    """The lists below one dashboard; ``query`` is what each of them is asked for."""

    dashboard: str
    query: tuple[tuple[str, str], ...]

    @property
    def whole(self) -> str:
        return self._at("")

    def section(self, key: str) -> str:
        """The list of a section; "every" has every promise."""
        return self._at(f"{key}/")

    def status(self, kind: str) -> str:
        """The promises of one status, "none" for those without a report."""
        return self._at("every/", ("status", kind))

    def _at(self, below: str, *more: tuple[str, str]) -> str:
        return f"{self.dashboard}{below}?{urlencode([*more, *self.query])}"


@dataclass(frozen=True)
class Addresses:
    """The addresses of one pack. ``site`` is where the portal is found, without a slash at its end."""

    site: str
    about: Scope
    day: date
    since: Meeting | None = None

    def lists(self, **narrowed: str) -> Lists:
        """The lists of what the pack is about, narrowed as an address narrows them."""
        return Lists(f"{self.site}{self.about.address}", (*narrowed.items(), *self._when()))

    def of_councillor(self, slug: str) -> Lists:
        return Lists(f"{self.site}{address_of('councillors', slug)}", self._when())

    def questions(self, kind: str) -> str:
        """The questions of one kind, as the list of questions names it, on what the pack is about."""
        return f"{self.site}{reverse('questions')}?{urlencode({'show': kind, 'in': self.about.path}, safe='/')}"

    def record(self, address: str) -> str:
        """The page of a promise or an indicator, which tells its whole life: short enough to be typed."""
        return f"{self.site}{address}"

    def _when(self) -> tuple[tuple[str, str], ...]:
        since = [("since", str(self.since.pk))] if self.since else []
        return (*since, (AS_AT, self.day.isoformat()))
