"""What the pages of one dashboard share: its scope, the meeting that changes count from, and addresses below it."""

from typing import Any
from urllib.parse import urlencode

from dashboards.meetings import last_of, meetings_for, since_asked
from dashboards.scopes import EVERYTHING, SCOPES, Scope
from dashboards.viewers import ViewersOnly
from priorities.changes_asked import NOT_A_SIGN
from priorities.models import Meeting
from priorities.views.frame import PageMixin


class OfScope(ViewersOnly, PageMixin):
    """For views under the address of one dashboard."""

    scope: Scope
    since: Meeting | None
    meetings: list[Meeting]
    faults: list[str]

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.faults = []

    def read_scope(self, choose: bool = False) -> None:
        """Read what the page is about; with ``choose`` also the ``meetings`` to choose one to count from.

        Who may not read never gets as far as this, so that nobody learns by it what there is.
        """
        self.scope = SCOPES[self.kwargs.get("kind", EVERYTHING)](self.kwargs.get("slug", ""), self.today)
        self.meetings = meetings_for(self.scope, self.today) if choose else []
        self.since, fault = self._since()
        self.complain(fault)
        if self.since and self.since not in self.meetings:
            self.meetings = [self.since, *self.meetings]

    def _since(self) -> tuple[Meeting | None, str]:
        """The meeting that is asked for; where it is one of those at hand, nothing is asked of the database."""
        asked = self.asked("since")
        named = next((each for each in self.meetings if str(each.pk) == asked), None)
        if asked or not self.meetings:
            return (named, "") if named else since_asked(self.scope, self.today, asked)
        return last_of(self.meetings, self.today), ""

    def asked(self, name: str) -> str:
        """What an address says under a name, as far as anything can be found by it."""
        return self.request.GET.get(name, "").replace("\0", NOT_A_SIGN).strip()

    def complain(self, fault: str) -> None:
        if fault:
            self.faults.append(fault)

    def address(self, section: str = "", **asked: object) -> str:
        """The address of this dashboard, or of a list below it, counting from the same meeting."""
        said = {"since": self.since_in_address, **asked}
        query = urlencode({name: value for name, value in said.items() if value not in (None, "")})
        return f"{self.scope.address}{section}{f'?{query}' if query else ''}"

    @property
    def since_in_address(self) -> int | None:
        """The key of the meeting, where the address named one; the last one goes without saying."""
        return self.since.pk if self.since and self.asked("since") else None

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(scope=self.scope, since=self.since, faults=self.faults, **kwargs)
