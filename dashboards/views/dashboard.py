"""The dashboard of one scope: exceptions first, then what changed, what is due, and everything in tables."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView

from dashboards import noting
from dashboards.dimensions import DIMENSIONS, dimension_asked
from dashboards.facts import Fact
from dashboards.pivots import Line, pivot
from dashboards.rows import Holders, PromiseRow, rows_of
from dashboards.scopes import EVERYTHING, Scope
from dashboards.situation import Section, Situation, situation
from dashboards.stories import stories_of
from dashboards.switch import switch_for
from dashboards.telling import changes_sentence, empty_of
from priorities.standing import sentence

from .frame import OfScope


@dataclass(frozen=True)
class ShownSection:
    """A section with its rows, the address of all that it counts, and what it says where it counts nothing."""

    section: Section
    rows: list[PromiseRow]
    url: str
    empty: str


@dataclass(frozen=True)
class ShownLine:
    """A row of the pivot; each cell has the name of its column, a count and the address of what is counted."""

    line: Line
    cells: list[tuple[str, int, str]]


class DashboardView(OfScope, TemplateView):
    template_name = "dashboards/dashboard.html"

    def get(self, request, *args, **kwargs) -> HttpResponse:
        self.read_scope(choose=True)
        return self.render_to_response(self.get_context_data(), status=400 if self.faults else 200)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        found = situation(self.scope, self.today, self.since)
        self.by, fault = dimension_asked(self.asked("by"), default_dimension(self.scope, found.facts))
        self.complain(fault)
        switch = switch_for(self.request.user, self.today)
        sections = self._sections(found, switch.holders)
        return super().get_context_data(
            situation=found,
            stands=sentence(found.standing),
            changes=changes_sentence(
                found.section("moved").count, found.section("delivered").count, found.since, bool(self.asked("since"))
            ),
            sections=sections,
            nothing=[shown for shown in sections if not shown.section.count],
            pivot=self._pivot(found),
            stories=stories_of(self.scope, self.today),
            switch=switch,
            meetings=self.meetings,
            by=self.by,
            dimensions=[(key, self.address(by=key)) for key in DIMENSIONS],
            every_url=self.address("every/"),
            changed_url=self._changed_url(),
            **kwargs,
        )

    def _changed_url(self) -> str:
        """Where everything is told that changed in this scope since the meeting."""
        if self.since is None:
            return ""
        return f"{reverse('dashboard-meeting', args=[self.since.pk])}?{urlencode({'scope': self.scope.path})}"

    def _sections(self, found: Situation, holders: Holders) -> list[ShownSection]:
        found.questions.hand_over(found.shown)
        noting.hand_over(self.request.user, found.shown)
        rows = rows_of(found.shown, self.today, found.moved, holders)
        return [
            ShownSection(
                section=section,
                rows=[rows[promise.pk] for promise in section.rows],
                url=self.address(f"{section.key}/"),
                empty=empty_of(section.key, found.since),
            )
            for section in found.sections
        ]

    def _pivot(self, found: Situation) -> dict[str, Any]:
        dimension = DIMENSIONS[self.by](self.today)
        table = pivot(found.facts, dimension.groups_of, dimension.values, dimension.none, self.today)
        return {
            "name": dimension.key.title(),
            "headings": [*table.headings, "Overdue", "All"],
            "lines": [self._line(table, line) for line in (*table.lines, table.together)],
            "shared": table.shared,
        }

    def _line(self, table, line: Line) -> ShownLine:
        """Its cells: each status, what is overdue, and all."""
        narrowed = {self.by: line.slug}
        cells = [
            (heading, count, self.address("every/", status=status, **narrowed))
            for heading, (status, count) in zip(table.headings, table.cells(line), strict=True)
        ]
        cells.append(("Overdue", line.overdue, self.address("overdue/", **narrowed)))
        cells.append(("All", line.standing.total, self.address("every/", **narrowed)))
        return ShownLine(line, cells)


def default_dimension(scope: Scope, known: list[Fact]) -> str:
    """Promises of one portfolio differ by outcome; all others by portfolio first."""
    is_one = scope.kind != EVERYTHING and len({fact.portfolio for fact in known}) == 1
    return "outcome" if is_one or scope.kind == "portfolios" else "portfolio"
