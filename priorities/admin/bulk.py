"""Many at once at the officers' desk: choose in a list, see what will happen to each, then write it in one step."""

from collections.abc import Iterable
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path, reverse

from ledger.admin import in_short
from ledger.admin.chosen import CHOSEN, address_for, kept_of, keys_of
from ledger.admin.sent import seen_in
from ledger.admin.taking_up import what_was_kept
from ledger.admin.why import SAVED_AT_ONCE
from ledger.keeping.opened import stands_at
from ledger.keeping.slips import address_of
from priorities import bulk
from priorities.admin.bulk_steps import CONFIRM, REASSIGN, RETURN, SIGN_OFF, Bulk
from priorities.admin.moments import AsksWhen
from priorities.models import Deliverable, ProgressUpdate

MOST = 500
TOLD = 5
MOST_REASONS = 8
NAMED = 60
SUBTITLE = 120
SEEN = "seen-"
CHOOSE_FIRST = "Choose some rows of the list first."
GONE = "The rows that you chose are not there any more."
TOO_MANY = "You chose {} of them. {} are the most that can be done at a time: narrow the list, and do it in parts."


class InBulk:
    """Gives a list its bulk steps, each with a page that shows what will happen first. A mixin of ModelAdmin."""

    bulks: tuple[Bulk, ...] = ()
    related: tuple[str, ...] = ()

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_bulk"
        return [path("bulk/<slug:which>/", self.admin_site.admin_view(self.bulk_view), name=name), *super().get_urls()]

    def get_actions(self, request):
        actions = super().get_actions(request)
        for each in self.bulks:
            if each.may(request.user):
                name = each.name.replace("-", "_")
                actions[name] = (partial(chosen, which=each), name, each.title)
        return actions

    def bulk_view(self, request: HttpRequest, which: str) -> HttpResponse:
        """GET shows the rows that were chosen; POST shows them again, or writes those that stand as they were seen."""
        step = next((each for each in self.bulks if each.name == which), None)
        if step is None:
            raise Http404("There is no such step.")
        if not step.may(request.user):
            raise PermissionDenied
        with what_was_kept(request, for_new=False):
            seen = rows_in(request)
            if len(seen) > MOST:
                return self._too_many(request, len(seen))
            return self._answer_bulk(request, step, self.bulk_records(seen), seen)

    def _answer_bulk(self, request, step: Bulk, records: QuerySet, seen: dict[int, str]) -> HttpResponse:
        form = step.form(request.POST) if request.method == "POST" else None
        if seen and form and form.is_valid() and "write" in request.POST:
            return self._write_bulk(request, step, records, form, seen)
        if not records:
            messages.warning(request, GONE if seen else CHOOSE_FIRST)
            return HttpResponseRedirect(self._list(request))
        return self.show_bulk(request, step, records, form)

    def bulk_records(self, keys: Iterable[int]) -> QuerySet:
        return self.model.objects.filter(pk__in=list(keys)).select_related(*self.related).order_by("pk")

    def _write_bulk(self, request, step: Bulk, records: QuerySet, form, seen: dict[int, str]) -> HttpResponse:
        rows = step.rows(records, request.user, form.cleaned_data)
        act = partial(step.write, user=request.user, said=form.cleaned_data)
        try:
            done = bulk.write(rows, seen, lambda record: act(record))
        except (IntegrityError, OperationalError):
            messages.error(request, SAVED_AT_ONCE)
            return self.show_bulk(request, step, records, form)
        if done.written:
            said = f"{counted(len(done.written), self.opts)} {step.done}. {step.follows(form.cleaned_data)}"
            messages.success(request, said.strip())
        tell_left_out(request, done, len(seen) - len(rows), self.opts)
        if rows and not done.written:
            return self.show_bulk(request, step, records.all(), form)
        return HttpResponseRedirect(self._list(request))

    def show_bulk(self, request, step: Bulk, records: QuerySet, form=None) -> HttpResponse:
        """What will happen to each as it stands now; ``form`` is what was typed, if anything was."""
        known = form is not None and form.is_valid()
        rows = step.rows(records, request.user, form.cleaned_data if known else {})
        happens = [row for row in rows if not row.left_out]
        left_out = sorted((row for row in rows if row.left_out), key=lambda row: row.left_out)
        form = form or step.form(initial=step.initial(request.user))
        names = in_short(names_of([row.record for row in rows]), SUBTITLE)
        context = {
            **self.admin_site.each_context(request),
            "title": step.title,
            "subtitle": f"{counted(len(rows), self.opts)}: {names}",
            "opts": self.opts,
            "list_url": self._list(request),
            "filter": filter_of(request),
            "form": form,
            "fields": [field for field in form if field.name not in AsksWhen.base_fields],
            "step": step,
            "happens": happens,
            "left_out": left_out,
            "chooses": step.choose_first and not known,
            "counted": counted(len(happens), self.opts),
            "address": getattr(request, "stands_at", None) or address_of(request.path, request.GET),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/priorities/bulk.html", context)

    def _too_many(self, request, count: int) -> HttpResponse:
        messages.error(request, TOO_MANY.format(f"{count:,}", MOST))
        return HttpResponseRedirect(self._list(request))

    def _list(self, request) -> str:
        """The list, narrowed as it was."""
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        asked = filter_of(request)
        return f"{address}?{asked}" if asked else address


class BulkOnPromises(InBulk):
    bulks = (CONFIRM, REASSIGN)
    related = ("directorate", "priority__plan")


class BulkOnReports(InBulk):
    bulks = (SIGN_OFF, RETURN)
    related = ("deliverable__directorate", "deliverable__priority__plan")


def chosen(desk: InBulk, request: HttpRequest, queryset: QuerySet, *, which: Bulk) -> HttpResponse | None:
    """The step as the list calls it: it shows what will happen to the rows that were chosen."""
    keys = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    if len(keys) > MOST:
        return desk._too_many(request, queryset.count())
    page = reverse(f"admin:{desk.opts.app_label}_{desk.opts.model_name}_bulk", args=[which.name])
    stands_at(request, address_for(page, keys))
    return desk.show_bulk(request, which, desk.bulk_records(keys))


def rows_in(request: HttpRequest) -> dict[int, str]:
    """The rows that were sent, as they were seen; of a page that is asked for, those of its address or a draft."""
    if request.method == "POST":
        return seen_in(request.POST, SEEN)
    return dict.fromkeys(keys_of(request), "") or seen_in(kept_of(request), SEEN)


def filter_of(request: HttpRequest) -> str:
    """What the list was narrowed by: its own query, or the one that the page of a step carries on."""
    asked = request.GET.copy()
    for own in (CHOSEN, "kept"):
        asked.pop(own, None)
    sent = request.POST or kept_of(request)
    return QueryDict(sent.get("filter", "") or asked.urlencode()).urlencode()


def counted(count: int, opts) -> str:
    return f"1 {opts.verbose_name}" if count == 1 else f"{count:,} {opts.verbose_name_plural}"


def tell_left_out(request, done: bulk.Done, gone: int, opts) -> None:
    """A sentence for each reason why nothing was written, with the first of those that it is about."""
    groups = done.by_reason()
    for reason, records in groups[:MOST_REASONS]:
        messages.warning(request, f"{counted(len(records), opts)} left as before. {reason} {names_of(records)}")
    if more := sum(len(records) for _, records in groups[MOST_REASONS:]):
        messages.warning(request, f"{counted(more, opts)} left as before, for other reasons.")
    if gone:
        messages.warning(request, f"{counted(gone, opts)} left out: not there any more.")


def names_of(records: list[Deliverable | ProgressUpdate]) -> str:
    """The promises in a few words each, as far as there is room."""
    names = [f"“{in_short(promise_of(each).text, NAMED)}”" for each in records[:TOLD]]
    return "; ".join(names) + (f"; and {len(records) - TOLD:,} more." if len(records) > TOLD else ".")


def promise_of(record: Deliverable | ProgressUpdate) -> Deliverable:
    return record.deliverable if isinstance(record, ProgressUpdate) else record
