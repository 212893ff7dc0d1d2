"""What a figure of a dashboard counts: the whole list, page by page, and as a table in CSV."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, HttpResponseBadRequest
from django.views.generic import TemplateView, View

from dashboards import list_file, noting
from dashboards.listing import STATUSES, Listed, listed
from dashboards.questions.in_scope import questions_in
from dashboards.rows import rows_of
from dashboards.situation import dates_of, promises_shown
from dashboards.telling import list_sentence
from outcomes.paging import nearest_page, numbered_pages
from priorities import exports
from priorities.redated import table_of, with_promises
from priorities.standing import NONE_SLUG, label_of

from .frame import OfScope

PAGE_SIZE = 50
REFUSAL = "No table was made, for part of the address cannot be followed. {}\n"
NO_STATUS = "There is no such status to narrow the list to, so promises of every status are listed."


class ListOf(OfScope):
    """For the page and the table of one list."""

    def read_list(self) -> Listed:
        self.read_scope()
        self.section, self.status = self.kwargs["section"], self.asked("status")
        if self.status and self.status not in STATUSES:
            self.complain(NO_STATUS)
            self.status = ""
        found = listed(self.scope, self.today, self.since, self.section, self.status, self.request.GET)
        for fault in found.faults:
            self.complain(fault)
        return found

    def list_address(self, found: Listed, suffix: str = "/", **more: object) -> str:
        return self.address(f"{self.section}{suffix}", status=self.status, **found.narrowed, **more)


class ListView(ListOf, TemplateView):
    template_name = "dashboards/list.html"

    def get(self, request, *args, **kwargs) -> HttpResponse:
        found = self.read_list()
        page, complaint = nearest_page(Paginator(found.keys, PAGE_SIZE), self.asked("page"))
        self.complain(complaint)
        context = self.get_context_data(found=found, page=page)
        return self.render_to_response(context, status=400 if self.faults else 200)

    def get_context_data(self, *, found: Listed, page, **kwargs) -> dict[str, Any]:
        promises = promises_shown(page.object_list)
        questions_in(self.scope, self.today).hand_over(promises.values())
        noting.hand_over(self.request.user, list(promises.values()))
        rows = rows_of(promises.values(), self.today, dates_of(found.moved, page.object_list, promises))
        return super().get_context_data(
            title=found.title,
            key=self.section,
            status=self.status,
            status_label=label_of("" if self.status == NONE_SLUG else self.status) if self.status else "",
            found=found,
            sentence=list_sentence(len(found.keys), page.number, page.paginator.num_pages),
            page=page,
            pages=numbered_pages(page, lambda number: self.list_address(found, page=number if number > 1 else None)),
            rows=[rows[pk] for pk in page.object_list],
            table_url=self.list_address(found, ".csv"),
            whole_url=self.address(f"{self.section}/"),
            dashboard_url=self.address(),
            **kwargs,
        )


class TableView(ListOf, View):
    """The same list in CSV; that of moved dates has a row for each move."""

    def get(self, request, *args, **kwargs) -> HttpResponse:
        found = self.read_list()
        if self.faults:
            said = REFUSAL.format(" ".join(self.faults))
            return HttpResponseBadRequest(said, content_type="text/plain; charset=utf-8")
        asked = [self.scope.slug or "all", self.section, self.status, *found.narrowed.values()]
        return FileResponse(
            exports.write_csv(self._table(found)),
            as_attachment=True,
            filename=exports.file_name(filter(None, asked), self.today),
            content_type="text/csv; charset=utf-8",
        )

    def _table(self, found: Listed) -> Iterator[list[str]]:
        if self.section == "moved":
            keys = set(found.keys)
            return table_of(with_promises(each for each in found.moved if each.promise in keys))
        return list_file.rows_of(found.keys, self.today, settings.SITE_URL)
