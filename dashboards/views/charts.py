"""The tables behind the pictures of a dashboard, in CSV; and the timeline with all of its promises."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.views.generic import TemplateView, View

from dashboards.facts import facts
from dashboards.pictures import indicators, timeline_rows
from dashboards.pictures.status_by_month import table_rows
from dashboards.pictures.tables import file_name, safe_rows
from dashboards.pictures.timeline import on_timeline
from dashboards.pictures.trend import day_known_by, months_as_known, months_of
from dashboards.templatetags.charts import timeline_context
from outcomes.paging import nearest_page, numbered_pages
from priorities.exports import write_csv

from .frame import OfScope

PAGE_SIZE = 100


class PictureTable(OfScope, View):
    """A picture's table in CSV; ``name`` is how its file is called."""

    name: str

    def get(self, request, *args, **kwargs) -> FileResponse:
        self.read_scope()
        return FileResponse(
            write_csv(safe_rows(self.rows())),
            as_attachment=True,
            filename=file_name(self.name, self.scope, self.today),
            content_type="text/csv; charset=utf-8",
        )

    def rows(self) -> Iterable[list[str]]:
        raise NotImplementedError


class StatusTable(PictureTable):
    name = "status-by-month"

    def rows(self) -> Iterable[list[str]]:
        months, known = (ask(self.scope, self.today) for ask in (months_of, months_as_known))
        return table_rows(months, known, f"{settings.SITE_URL}{self.scope.address}", day_known_by())


class TimelineTable(PictureTable):
    name = "timeline"

    def rows(self) -> Iterable[list[str]]:
        known = facts(self.scope.promises, self.today)
        drawn = timeline_rows.timeline(self.scope, known, self.today, list)
        return timeline_rows.table_rows(drawn.rows, settings.SITE_URL)


class IndicatorTable(PictureTable):
    name = "indicators"

    def rows(self) -> Iterable[list[str]]:
        return indicators.table_rows(indicators.indicator_rows(self.scope, self.today), settings.SITE_URL)


class TimelineView(OfScope, TemplateView):
    """Every promise of a dashboard that has a day, along time, page by page."""

    template_name = "dashboards/timeline.html"

    def get(self, request, *args, **kwargs) -> HttpResponse:
        self.read_scope()
        known = facts(self.scope.promises, self.today)
        page, complaint = nearest_page(Paginator(on_timeline(known), PAGE_SIZE), self.asked("page"))
        self.complain(complaint)
        drawn = timeline_rows.timeline(self.scope, known, self.today, lambda drawn: list(page.object_list))
        context = self.get_context_data(page=page, **timeline_context(drawn, self.today, self.scope.address))
        return self.render_to_response(context, status=400 if self.faults else 200)

    def get_context_data(self, *, page, **kwargs) -> dict[str, Any]:
        return super().get_context_data(
            page=page,
            pages=numbered_pages(page, lambda number: f"?page={number}"),
            dashboard_url=self.address(),
            whole=True,
            **kwargs,
        )
