"""Every date that moved: as a page, and as a table to download."""

from datetime import date

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse, HttpResponseBadRequest, QueryDict
from django.views.generic import TemplateView, View

from ledger.clock import today
from outcomes.models import Outcome, Plan
from outcomes.paging import nearest_page, numbered_pages
from priorities import exports
from priorities.changes_asked import NOT_A_SIGN
from priorities.models import Portfolio
from priorities.moved_dates import total_sentence
from priorities.redated import Moved, every_moved_date, table_of, with_promises

from .frame import PageMixin

PAGE_SIZE = 100
NARROWED_BY = ("plan", "outcome", "portfolio")
REFUSAL = "No table was made, for part of the address cannot be followed: {}\n"


class MovedDatesForm(forms.Form):
    """What the list can be narrowed to. ``from`` and ``to`` are days on which a change took effect, both included."""

    plan = forms.ChoiceField(required=False)
    outcome = forms.ChoiceField(required=False)
    portfolio = forms.ChoiceField(required=False)

    def __init__(self, data):
        super().__init__({name: value.replace("\0", NOT_A_SIGN) for name, value in data.items()})
        self._offer("plan", "Any plan", Plan.objects.published().leading_first(), "title")
        self._offer("outcome", "Any outcome", Outcome.objects.published().order_by("order", "slug"), "name")
        self._offer("portfolio", "Any portfolio", Portfolio.objects.published().order_by("name"), "name")
        for name, label in (("from", "From"), ("to", "To")):
            self.fields[name] = forms.DateField(
                required=False,
                label=label,
                input_formats=["%Y-%m-%d"],
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                error_messages={"invalid": f"“{label}” is not a day: write it like 2022-05-31."},
            )

    def _offer(self, name: str, anything: str, queryset: QuerySet, label: str) -> None:
        field = self.fields[name]
        field.choices = [("", anything), *queryset.values_list("slug", label)]
        field.error_messages["invalid_choice"] = f"“{name.title()}” has no such choice. Choose one from the list."

    def clean(self):
        asked = super().clean()
        if asked.get("from") and asked.get("to") and asked["from"] > asked["to"]:
            self.add_error("to", "“To” is before “From”. Choose a later day, or leave one of them empty.")
        return asked

    def messages(self) -> list[tuple[str, str]]:
        """What could not be followed: the id of each field, and what to do about it."""
        return [(self[name].auto_id, message) for name, said in self.errors.items() for message in said]

    def query(self, **more: object) -> str:
        """The query string of what was asked for and could be followed."""
        asked = QueryDict(mutable=True)
        for name, value in (*self.cleaned_data.items(), *more.items()):
            if value:
                asked[name] = str(value)
        return f"?{asked.urlencode()}" if asked else ""

    def days(self) -> tuple[date, date]:
        """The first and the last day on which a date may have moved: none after the day that is read."""
        asked = self.cleaned_data
        return asked["from"] or date.min, min(asked["to"] or today(), today())


class MovedDatesView(PageMixin, TemplateView):
    template_name = "changes/dates.html"

    def get(self, request, *args, **kwargs):
        form = MovedDatesForm(request.GET)
        moved = dates_asked_for(form) if form.is_valid() else []
        page, complaint = nearest_page(Paginator(moved, PAGE_SIZE), request.GET.get("page", ""))
        context = self.get_context_data(
            form=form,
            refused=form.messages(),
            complaint=complaint,
            narrowed=any(form.cleaned_data.values()),
            sentence=_sentence(moved),
            page=page,
            rows=list(with_promises(page.object_list)),
            pages=numbered_pages(page, lambda number: form.query(page=number)),
            table_query=form.query(),
        )
        return self.render_to_response(context, status=400 if form.errors else 200)


class MovedDatesTableView(View):
    """The same rows in CSV, for a spreadsheet or a script."""

    def get(self, request) -> HttpResponse:
        form = MovedDatesForm(request.GET)
        if not form.is_valid():
            said = " ".join(message for _, message in form.messages())
            return HttpResponseBadRequest(REFUSAL.format(said), content_type="text/plain; charset=utf-8")
        return FileResponse(
            exports.write_csv(table_of(with_promises(dates_asked_for(form)))),
            as_attachment=True,
            filename=f"kirklees-moved-dates-as-at-{today().isoformat()}.csv",
            content_type="text/csv; charset=utf-8",
        )


def dates_asked_for(form: MovedDatesForm) -> list[Moved]:
    """The moved dates that a form asks for, those that took effect last first."""
    narrowed = {name: form.cleaned_data[name] for name in NARROWED_BY}
    first, last = form.days()
    moved = [each for each in every_moved_date(**narrowed) if first <= each.day <= last]
    return sorted(moved, key=lambda each: (each.day, each.promise))[::-1]


def _sentence(moved: list[Moved]) -> str:
    examples = sum(each.is_example for each in moved if each.change.counts)
    return total_sentence(((each.promise, each.change) for each in moved), examples)
