"""The two-minute update: one page a promise on which officers report, confirm, take back, or sign off and publish."""

from copy import copy

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from ledger.admin import in_short
from ledger.admin.why import SAVED_AT_ONCE
from ledger.keeping.words import speaks_as
from ledger.refusals import LedgerRefusal
from priorities import officers, reporting, steps
from priorities.admin import update_page
from priorities.admin.update_form import UpdateForm
from priorities.admin.update_next import Run
from priorities.models import Deliverable, ProgressUpdate, Status

speaks_as("priorities_deliverable_update", UpdateForm)
CONFIRM, WORDS = "confirm", "words"
LINK = '<a href="{}">{}<span class="visually-hidden"> on {}</span></a>'
DONE = {
    steps.SAVE: "The draft is saved.",
    steps.SUBMIT: "Sent for sign-off.",
    steps.PUBLISH: "Published: residents read it now.",
    steps.SCHEDULE: "Signed off. It is published at the moment that you chose.",
    steps.TAKE_BACK: "Taken back: it is a draft again.",
}
UNDER_WAY = {
    steps.DRAFT: "Draft",
    steps.RETURNED: "Returned",
    steps.AWAITING: "Awaits sign-off",
    steps.SIGNED_OFF: "Signed off",
}
LOOK_AGAIN = "The report that residents read changed after you opened this page. Look at it again, then confirm it."


class TakesUpdates:
    """Gives the desk of promises the page on which each is reported on. A mixin of ModelAdmin."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.update_view)
        return [path("<int:object_id>/update/", view, name="priorities_deliverable_update"), *super().get_urls()]

    def get_list_display(self, request):
        columns = super().get_list_display(request)
        return [*columns, update_column(request.user)] if officers.reports(request.user) else columns

    def render_change_form(self, request, context, *args, **kwargs):
        promise = context.get("original")
        context["may_report"] = promise is not None and officers.may_report(request.user, promise)
        return super().render_change_form(request, context, *args, **kwargs)

    def update_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """GET shows the form; POST takes one step, named by the button that was pressed."""
        if not (officers.reports(request.user) or officers.signs_off(request.user)):
            raise PermissionDenied
        promise = promise_or_404(object_id)
        if refusal := officers.reason_not_to_report(request.user, promise):
            return self._show_refusal(request, promise, refusal)
        page = UpdatePage(self, request, promise)
        return page.answer(request.POST.get("step", "")) if request.method == "POST" else page.show(page.form())

    def _show_refusal(self, request, promise, refusal: str) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": "Not yours to report on",
            "opts": self.opts,
            "list_url": reverse("admin:priorities_deliverable_changelist"),
            "promise": promise,
            "refusal": refusal,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/priorities/not_yours.html", context, status=403)


def update_column(user):
    """The column that leads to the page, for the promises that this person reports on."""

    @admin.display(description="report")
    def update_link(promise):
        if not officers.may_report(user, promise):
            return "–"
        address = reverse("admin:priorities_deliverable_update", args=[promise.pk])
        words = UNDER_WAY.get(promise.open_state) or "Update"
        return format_html(LINK, address, words, in_short(promise.text, 40))

    return update_link


class UpdatePage:
    """One request for the page of one promise."""

    def __init__(self, desk, request: HttpRequest, promise: Deliverable):
        self.desk, self.request, self.promise, self.user = desk, request, promise, request.user
        self.latest = reporting.latest_published(promise)
        self.under_way = reporting.open_report(promise)
        self.run = Run(request.user, promise.pk, request.POST or request.GET)
        if self.under_way:
            self.under_way.deliverable = promise

    @property
    def offered(self) -> list[str]:
        """What this person can do with the report that is under way, or with a new one."""
        state = self.under_way.state if self.under_way else steps.NEW
        return steps.offered(state, officers.rights_over(self.user, self.promise))

    def answer(self, pressed: str) -> HttpResponse:
        if pressed == CONFIRM:
            return self._confirm()
        if pressed == steps.TAKE_BACK and self.under_way:
            return self._take_back()
        if steps.SAVE not in self.offered:
            return self._give_back()
        if pressed == WORDS:
            form = self.form(self.request.POST)
            form.take_words(reporting.words_of(self.latest))
            return self.show(form.unchecked())
        action = pressed if pressed in {steps.SUBMIT, steps.PUBLISH} else steps.SAVE
        return self._send(action)

    def form(self, data=None, action: str = steps.SAVE) -> UpdateForm:
        """On the report that is under way, or on a new one that begins with what residents read now."""
        if self.under_way:
            return UpdateForm(data, instance=copy(self.under_way), user=self.user, action=action)
        initial = {"as_of": timezone.localdate(), "author_role": officers.role_of(self.user)}
        if self.latest:
            initial |= {"status": self.latest.status, "forecast_on": self.latest.forecast_on}
        else:
            initial["status"] = Status.NOT_STARTED
        report = ProgressUpdate(deliverable=self.promise)
        return UpdateForm(data, instance=report, user=self.user, action=action, initial=initial)

    def _give_back(self) -> HttpResponse:
        """The report went on meanwhile: what was typed comes back, beside what is on record."""
        form = self.form(self.request.POST)
        form.full_clean()
        form.errors.clear()
        return self.show(form, [NOT_HERE])

    def _send(self, action: str) -> HttpResponse:
        if action not in self.offered:
            if action != steps.SUBMIT:
                raise PermissionDenied
            return self._show_late(action, LedgerRefusal(SENT_ALREADY))
        form = self.form(self.request.POST, action)
        if not form.is_valid():
            return self.show(form)
        try:
            done = self._write(form, action)
        except (LedgerRefusal, IntegrityError, OperationalError) as refusal:
            return self._show_late(action, refusal)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.show(form)
        return self._go_on(done, stay=action == steps.SAVE)

    def _write(self, form: UpdateForm, action: str) -> str:
        """Take the step, and say which it was."""
        report, said = form.instance, {"by": self.user, "after": self.request.POST.get("seen", "")}
        if action == steps.SAVE:
            reporting.save_draft(report, **said)
        elif action == steps.SUBMIT:
            reporting.submit(report, **said)
        else:
            reporting.sign_off(report, publish_at=form.cleaned_data["publish_on"], **said)
            return steps.PUBLISH if report.state == steps.PUBLISHED else steps.SCHEDULE
        return action

    def _show_late(self, action: str, refusal: Exception) -> HttpResponse:
        """Somebody was faster between check and write: the form looks again, and gives back what was typed."""
        again = UpdatePage(self.desk, self.request, self.promise)
        form = again.form(self.request.POST, action)
        if form.is_valid():
            form.add_error(None, getattr(refusal, "messages", [SAVED_AT_ONCE]))
        return again.show(form)

    def _confirm(self) -> HttpResponse:
        try:
            if self.request.POST.get("seen") != reporting.mark_of(self.latest):
                raise LedgerRefusal(LOOK_AGAIN)
            report = reporting.confirm_no_change(self.promise, by=self.user)
        except ValidationError as refusal:
            return self.show(self.form(), refusal.messages)
        except (IntegrityError, OperationalError):
            return self.show(self.form(), [SAVED_AT_ONCE])
        return self._go_on(steps.PUBLISH if report.state == steps.PUBLISHED else steps.SUBMIT)

    def _take_back(self) -> HttpResponse:
        if steps.TAKE_BACK not in self.offered:
            return self.show(self.form(), [f"Nothing was taken back. {steps.IS_NOW[self.under_way.state]}"])
        try:
            reporting.take_back(self.under_way, by=self.user)
        except ValidationError as refusal:
            return self.show(self.form(), refusal.messages)
        except (IntegrityError, OperationalError):
            return self.show(self.form(), [SAVED_AT_ONCE])
        return self._go_on(steps.TAKE_BACK, stay=True)

    def _go_on(self, done: str, stay: bool = False) -> HttpResponse:
        """To where the officer came from, or else to the next promise that waits."""
        messages.success(self.request, update_page.said(DONE[done], self.promise))
        if stay:
            return HttpResponseRedirect(self.run.address_of(self.promise.pk))
        return HttpResponseRedirect(self.run.goes_on())

    def show(self, form: UpdateForm, faults=()) -> TemplateResponse:
        context = {
            **self.desk.admin_site.each_context(self.request),
            **update_page.context_of(self.promise, self.latest, self.under_way),
            "opts": self.desk.opts,
            "list_url": reverse("admin:priorities_deliverable_changelist"),
            "form": form,
            "faults": faults,
            "conflicts": [form.conflict] if form.conflict else [],
            "offered": self.offered,
            "nothing_to_send_to": steps.SAVE not in self.offered and not form.is_bound,
            "signs_off": officers.signs_off(self.user),
            "is_own": self.under_way is not None and self.under_way.written_by_id == self.user.pk,
            "seen": reporting.mark_of(self.latest),
            "run": self.run,
        }
        self.request.current_app = self.desk.admin_site.name
        return TemplateResponse(self.request, "admin/priorities/update.html", context)


NOT_HERE = (
    "Nothing was saved: the report awaits sign-off, or is signed off. What you typed stands below. Take the "
    "report back, or let it be returned, in another tab; then save again here."
)
SENT_ALREADY = "Nothing was sent: this report awaits sign-off already. Sign it off, or save what you typed."


def promise_or_404(key: int) -> Deliverable:
    related = ("priority__plan", "priority__plan_outcome", "directorate", "parent")
    promise = Deliverable.objects.select_related(*related).filter(pk=key).first()
    if promise is None:
        raise Http404("There is no such promise.")
    return promise
