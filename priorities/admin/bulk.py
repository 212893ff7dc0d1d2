"""Many at once at the officers' desk: choose in a list, see what will happen to each, then write it in one step."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path, reverse

from ledger.admin.sent import seen_in
from ledger.admin.why import SAVED_AT_ONCE
from priorities import bulk, officers, reporting
from priorities.admin.sign_off_form import REMARK_NEEDED, RemarkForm
from priorities.models import Deliverable, Directorate, ProgressUpdate

MOST = 500
TOLD = 5
SEEN = "seen-"
TOO_MANY = "You chose {} of them. {} are the most that can be done at a time: narrow the list, and do it in parts."


class NothingAsked(forms.Form):
    """Nothing has to be said."""


class ReturnForm(RemarkForm):
    def clean_remark(self):
        if not self.cleaned_data["remark"].strip():
            raise forms.ValidationError(REMARK_NEEDED)
        return self.cleaned_data["remark"]


class DirectorateForm(forms.Form):
    directorate = forms.ModelChoiceField(
        Directorate.objects.all(), label="Directorate that reports from now on", empty_label="Choose one"
    )
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=500,
        help_text="If there is one to tell. It is kept with each of these promises for good.",
    )


@dataclass(frozen=True)
class Bulk:
    """One kind of bulk step: its words, what it asks, who may, what it does to each record."""

    name: str
    title: str
    button: str
    done: str
    form: type[forms.Form]
    may: Callable[[object], bool]
    rows: Callable[[Iterable, object, dict], list[bulk.Row]]
    write: Callable[[object, object, dict], object]
    choose_first: bool = False
    """Whether what will happen depends on what is asked, so that it is shown only after that."""


CONFIRM = Bulk(
    "confirm",
    "Confirm no change",
    "Confirm",
    "confirmed",
    NothingAsked,
    officers.reports,
    lambda promises, user, said: bulk.rows_to_confirm(promises, user),
    lambda promise, user, said: reporting.confirm_no_change(promise, by=user),
)
REASSIGN = Bulk(
    "reassign",
    "Reassign to a directorate",
    "Reassign",
    "reassigned",
    DirectorateForm,
    lambda user: user.has_perm("priorities.change_deliverable"),
    lambda promises, user, said: bulk.rows_to_reassign(promises, said.get("directorate")),
    lambda promise, user, said: reporting.reassign(promise, said["directorate"], by=user, reason=said["reason"]),
    choose_first=True,
)
SIGN_OFF = Bulk(
    "sign-off",
    "Sign off",
    "Sign off and publish",
    "published",
    NothingAsked,
    officers.signs_off,
    lambda reports, user, said: bulk.rows_to_sign_off(reports, user),
    lambda report, user, said: reporting.sign_off(report, by=user),
)
RETURN = Bulk(
    "return",
    "Return with a remark",
    "Return",
    "returned",
    ReturnForm,
    officers.signs_off,
    lambda reports, user, said: bulk.rows_to_return(reports, user),
    lambda report, user, said: reporting.send_back(report, remark=said["remark"], by=user),
)


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
        """POST looks again at the rows that were shown, or writes those that still stand as they were seen."""
        step = next((each for each in self.bulks if each.name == which), None)
        if step is None:
            raise Http404("There is no such step.")
        if not step.may(request.user):
            raise PermissionDenied
        seen = seen_in(request.POST, SEEN)
        if request.method != "POST" or not seen:
            messages.warning(request, "Choose some rows of the list first.")
            return HttpResponseRedirect(self._list(request))
        if len(seen) > MOST:
            return self._too_many(request, len(seen))
        form = step.form(request.POST)
        records = self.bulk_records(seen)
        if not form.is_valid() or "write" not in request.POST:
            return self.show_bulk(request, step, records, form)
        return self._write_bulk(request, step, records, form, seen)

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
            messages.success(request, f"{counted(len(done.written), self.opts)} {step.done}.")
        tell_left_out(request, done, len(seen) - len(rows), self.opts)
        return HttpResponseRedirect(self._list(request))

    def show_bulk(self, request, step: Bulk, records: QuerySet, form=None) -> HttpResponse:
        """What will happen to each; ``form`` is what was typed, if anything was."""
        known = form is not None and form.is_valid()
        rows = step.rows(records, request.user, form.cleaned_data if known else {})
        happens, left_out = [row for row in rows if not row.left_out], [row for row in rows if row.left_out]
        context = {
            **self.admin_site.each_context(request),
            "title": step.title,
            "opts": self.opts,
            "list_url": self._list(request),
            "filter": filter_of(request),
            "form": form or step.form(),
            "step": step,
            "happens": happens,
            "left_out": left_out,
            "chooses": step.choose_first and not known,
            "counted": counted(len(happens), self.opts),
            "address": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_bulk", args=[step.name]),
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
    return desk.show_bulk(request, which, desk.bulk_records(keys))


def filter_of(request: HttpRequest) -> str:
    """What the list was narrowed by: its own query, or the one that the page of a step carries on."""
    return QueryDict(request.POST.get("filter", "") or request.GET.urlencode()).urlencode()


def counted(count: int, opts) -> str:
    return f"1 {opts.verbose_name}" if count == 1 else f"{count:,} {opts.verbose_name_plural}"


def tell_left_out(request, done: bulk.Done, gone: int, opts) -> None:
    """Say of how many nothing was written, and of the first ones why."""
    count = len(done.left_out) + gone
    if not count:
        return
    reasons = [f"“{named(row.record)}”: {row.left_out}" for row in done.left_out[:TOLD]]
    reasons += [f"{count - len(reasons)} more"] * (count > len(reasons))
    messages.warning(request, f"{counted(count, opts)} left as before. {'; '.join(reasons)}.".replace("..", "."))


def named(record: Deliverable | ProgressUpdate) -> str:
    promise = record.deliverable if isinstance(record, ProgressUpdate) else record
    return str(promise)[:60]
