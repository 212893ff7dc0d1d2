"""The list of promises, or of priorities, with its filters."""

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse, HttpResponseBadRequest
from django.urls import reverse
from django.views.generic import TemplateView, View

from ledger.clock import today
from outcomes.paging import nearest_page, numbered_pages
from priorities import definitions, exports
from priorities.filters import LONGEST_SEARCH, PriorityFilters, PromiseFilters
from priorities.standing import Standing, sentence

from .frame import PageMixin

PAGE_SIZE = 25
CHUNK = 1000
"""Rows of a table that are fetched at once, with their reports and places."""
REFUSAL = "No table was made, for part of the address cannot be followed. Correct it or leave it out: {}.\n"


class CountedPaginator(Paginator):
    """A paginator that was told how many there are."""

    def __init__(self, rows: QuerySet, per_page: int, count: int):
        super().__init__(rows, per_page)
        self.count = count


class PriorityListView(PageMixin, TemplateView):
    template_name = "priorities/list.html"

    def get_context_data(self, **kwargs):
        self.filters = self._filters()
        standing = self._standing()
        count = standing.total if standing else self.filters.qs.count()
        self.page, complaint = self._page(count)
        tags = self.filters.tags()
        return super().get_context_data(
            filters=self.filters,
            listing_priorities=self._lists_priorities,
            page=self.page,
            pages=numbered_pages(self.page, lambda number: self.filters.address(page=number)),
            messages_on_filters=self.filters.messages(),
            complaint=complaint,
            words_asked=self.request.GET.get("words", "")[:LONGEST_SEARCH].replace("\0", ""),
            tags=tags,
            standing=standing,
            standing_sentence=sentence(standing) if standing and count else "",
            sentence=count_sentence(self.page, self._lists_priorities, bool(tags)),
            definitions=self._definitions(),
            what_a_promise_is=definitions.PROMISE,
            other_url=self._other_url(),
            table_url=self._table_url() if count else "",
            canonical=self._canonical(),
            **kwargs,
        )

    def _canonical(self) -> str:
        """The one address of what is shown: whatever was not understood is left out."""
        query = self.filters.address(page=self.page.number if self.page.number > 1 else None)
        return f"{settings.SITE_URL}{self.request.path}{'' if query == '.' else query}"

    @property
    def _lists_priorities(self) -> bool:
        return self.request.GET.get("show") == "priorities"

    def _filters(self) -> PromiseFilters:
        chosen = PriorityFilters if self._lists_priorities else PromiseFilters
        return chosen(self.request.GET, today=self.today)

    def _standing(self) -> Standing | None:
        return None if self._lists_priorities else self.filters.qs.standing(self.today)

    def _definitions(self) -> list[definitions.Definition]:
        """What is counted here, for each status and each due window that the list is narrowed to."""
        asked = self.filters.understood
        return definitions.of_list(asked.get("status") or [], asked.get("due") or "", asked.get("only") or [])

    def _table_url(self) -> str:
        """Where this list can be downloaded. A list of priorities has none: the table's rows are promises."""
        if self._lists_priorities:
            return ""
        query = self.filters.address()
        return f"{reverse('promises-csv')}{'' if query == '.' else query}"

    def _page(self, count: int) -> tuple[Page, str]:
        """The page that was asked for, or else the nearest there is, and what to say about that."""
        rows = self.filters.ordered()
        rows = rows.with_promises() if self._lists_priorities else rows.with_context()
        return nearest_page(CountedPaginator(rows, PAGE_SIZE, count), self.request.GET.get("page", ""))

    def _other_url(self) -> str:
        other = None if self._lists_priorities else "priorities"
        sort = self.filters.sorting if self.filters.sorting not in ("plan", "status") else None
        return self.filters.address(show=other, sort=sort)


class PromiseTableView(View):
    """The list of promises, narrowed and sorted as on its page, as one file.

    A value that has no meaning is refused: a script that misspells one must not take the whole list for its part.
    """

    def get(self, request) -> HttpResponse:
        day = today()
        filters = PromiseFilters(request.GET, today=day)
        if refused := filters.messages():
            fields = dict.fromkeys(field.removeprefix("id_") for field, _ in refused)
            return HttpResponseBadRequest(REFUSAL.format(", ".join(fields)), content_type="text/plain; charset=utf-8")
        promises = filters.ordered().with_context().prefetch_related("places").iterator(chunk_size=CHUNK)
        return FileResponse(
            exports.write_csv(exports.rows_of(promises, day, settings.SITE_URL)),
            as_attachment=True,
            filename=exports.file_name((tag.value for tag in filters.tags()), day),
            content_type="text/csv; charset=utf-8",
        )


def count_sentence(page: Page, priorities: bool, narrowed: bool) -> str:
    """How many there are, or how many match, and which of them this page shows."""
    count, one, many = page.paginator.count, "promise", "promises"
    if priorities:
        one, many = "priority", "priorities"
    if count == 0:
        return f"No {many} match." if narrowed else f"There are no {many} yet."
    all_of_them = f"1 {one}" if count == 1 else f"{count:,} {many}"
    matching = f"match{'es' if count == 1 else ''}" if narrowed else "in all"
    if page.paginator.num_pages == 1:
        return f"{all_of_them} {matching}."
    return f"{all_of_them} {matching}; this page shows {page.start_index():,} to {page.end_index():,}."
