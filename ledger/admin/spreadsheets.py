"""The pages on which the spreadsheet of a list is brought back in."""

from datetime import date, datetime

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path

from ledger.clock import moment_in_words
from ledger.models import SpreadsheetRun
from ledger.spreadsheets import runs
from ledger.spreadsheets.columns import why_columns
from ledger.spreadsheets.faults import UnusableSpreadsheet
from ledger.spreadsheets.files import MOST_BYTES, MOST_ROWS, TOO_LARGE
from ledger.words import mark_words
from ledger.writing import long_day

from .downloads import Downloads
from .values import NOTHING, Difference, label_of
from .why import WHY_HELP, why_fields

CHANGES_A_PAGE = 25
RUNS_SHOWN = 5
TEMPLATES = "admin/ledger/spreadsheets/"
UNUSABLE = "This file cannot be read in. Put right what stands below, and choose it again."
TAKEN_UP = "Nothing was done twice: this page had moved on in another window. This is how it stands now."


class Spreadsheets(Downloads):
    """Downloads of the list, and pages that bring one in. A mixin of ModelAdmin.

    To download needs the permission to view; to bring in, the permission to change, and to add for new rows.
    """

    def get_urls(self):
        pages = [
            ("bring-in/", self.bring_in_view, "bring_in"),
            ("bring-in/<int:run_id>/", self.run_view, "spreadsheet"),
        ]
        wrap, base = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        return [*(path(at, wrap(view), name=f"{base}_{name}") for at, view, name in pages), *super().get_urls()]

    def may_bring_in(self, request) -> bool:
        return self.has_change_permission(request)

    def notes_on_change(self, before, after) -> list[str]:
        """What the review of a file says beneath a changed record, such as how a text will be read."""
        return []

    def changelist_view(self, request, extra_context=None):
        tools = {"may_bring_in": self.may_bring_in(request), "bring_in_url": self._page_of_list("bring_in")}
        return super().changelist_view(request, {**tools, **(extra_context or {})})

    def bring_in_view(self, request):
        """The page on which a file is handed in; it is only checked then."""
        if not self.may_bring_in(request):
            raise PermissionDenied
        form = BringInForm(request.POST, request.FILES) if request.method == "POST" else BringInForm()
        if request.method == "POST" and form.is_valid() and (run := self._begun(request, form)):
            runs.start(run)
            return HttpResponseRedirect(self._page_of_list("spreadsheet", run.pk))
        return self._show(
            request,
            "bring_in",
            "Bring a spreadsheet in",
            form=form,
            media=self.media + form.media,
            why_help=WHY_HELP,
            may_add=self.has_add_permission(request),
            why_columns=list(why_columns(self.model).values()),
            most_rows=MOST_ROWS,
            most_megabytes=MOST_BYTES // 1024**2,
            latest=self._runs_of(request).defer("content", "changes", "faults")[:RUNS_SHOWN],
        )

    def _begun(self, request, form) -> SpreadsheetRun | None:
        upload = form.cleaned_data["file"]
        try:
            return runs.begin(self, request.user, upload.name, upload.read(), form.why)
        except UnusableSpreadsheet as error:
            form.unusable = [fault for fault in error.faults if fault.row]
            form.add_error("file", UNUSABLE if form.unusable else str(error))
            return None

    def run_view(self, request, run_id):
        """What the file would do, how far it is, or what came of it; POST applies it, discards it, or tries again."""
        if not self.may_bring_in(request):
            raise PermissionDenied
        run = get_object_or_404(self._runs_of(request), pk=run_id)
        form = self._why_again(request, run)
        if request.method == "POST" and not (form and form.errors):
            if not self._done(run, request.POST.get("do"), form):
                self.message_user(request, TAKEN_UP, messages.WARNING)
            return HttpResponseRedirect(self._page_of_list("spreadsheet", run.pk))
        died = runs.has_died(run)
        page = Paginator(run.changes, CHANGES_A_PAGE).get_page(request.GET.get("page"))
        return self._show(
            request,
            "run",
            run.file_name,
            run=run,
            form=form,
            media=self.media + form.media if form else self.media,
            why_help=WHY_HELP,
            why_columns=list(why_columns(self.model).values()),
            died=died,
            under_way=run.state in runs.UNDER_WAY and not died,
            progress=runs.seen(run.pk),
            may_apply=runs.may_apply(run),
            page=page,
            changes=[shown_change(self.model, each) for each in page],
            faulty_rows=len({each["row"] for each in run.faults if each["row"]}),
        )

    def _why_again(self, request, run: SpreadsheetRun) -> "WhyForm | None":
        """Asks for a reason where nothing else is wrong with the file, so that it need not be chosen again."""
        lacking = {(why_columns(self.model)["reason"], run.why.get("reason", ""))}
        if run.state != runs.State.CHECKED or {(each["column"], each["found"]) for each in run.faults} != lacking:
            return None
        said = {f"why_{name}": value for name, value in run.why.items()}
        return WhyForm(request.POST if request.POST.get("do") == "why" else None, initial=said)

    def _done(self, run: SpreadsheetRun, what: str | None, form: "WhyForm | None" = None) -> bool:
        """Do what a button of the page says; False where the run has moved on since the page was opened."""
        died = runs.has_died(run)
        if what == "discard" and (run.state == runs.State.CHECKED or died):
            return runs.discard(run)
        values = {}
        if what == "apply" and runs.may_apply(run):
            state = runs.State.APPLYING
        elif what == "why" and form:
            state, values = runs.State.CHECKING, {"why": form.why, "faults": []}
        elif what == "again" and died:
            state = run.state
        elif what == "again" and run.state == runs.State.CHECKED and run.faults:
            state, values = runs.State.CHECKING, {"faults": []}
        else:
            return False
        if taken := runs.take_up(run, state, **values):
            runs.start(run)
        return taken

    def _runs_of(self, request):
        """One's own: what a file says may be for nobody else yet."""
        return SpreadsheetRun.objects.filter(user=request.user, model=self.opts.label_lower)

    def _show(self, request, template: str, title: str, **context) -> TemplateResponse:
        request.current_app = self.admin_site.name
        pages = {name: self._page_of_list(name) for name in ("changelist", "bring_in")}
        common = {**self.admin_site.each_context(request), "title": title, "opts": self.opts, "media": self.media}
        return TemplateResponse(request, f"{TEMPLATES}{template}.html", {**common, "pages": pages, **context})


class WhyForm(forms.Form):
    """Why: asked once for every row that does not say it itself."""

    required_css_class = "required"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.update(why_fields())

    @property
    def why(self) -> dict[str, str]:
        said = {name.removeprefix("why_"): value for name, value in self.cleaned_data.items() if name != "file"}
        return {name: value if isinstance(value, str) else value.isoformat() for name, value in said.items() if value}


class BringInForm(WhyForm):
    """A file, and why."""

    unusable: list = []
    file = forms.FileField(label="Spreadsheet", widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}))

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return upload


def shown_change(model: type[models.Model], change: dict) -> dict:
    """A change with its fields named and said as the record's own form does, and their words marked where they part."""
    told = []
    for heading, before, after in change["fields"]:
        name = model.renamed.get(heading, heading)
        words = [in_words(model._meta.get_field(name), cell) or NOTHING for cell in (before, after)]
        told.append(Difference(label_of(model, name), mark_words(*words), name))
    return change | {"differences": told}


def in_words(field: models.Field, cell: str) -> str:
    """What a cell says, as people read it."""
    if not cell:
        return ""
    if field.choices:
        return {str(value): str(label) for value, label in field.flatchoices}.get(cell, cell)
    if isinstance(field, models.BooleanField):
        return {"TRUE": "yes", "FALSE": "no"}.get(cell, cell)
    if isinstance(field, models.DateTimeField):
        return moment_in_words(datetime.fromisoformat(cell))
    return long_day(date.fromisoformat(cell)) if isinstance(field, models.DateField) else cell
