"""The two-minute update: one page a promise on which officers report, confirm, take back, or sign off and publish."""

from copy import copy
from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from ledger.admin.why import SAVED_AT_ONCE
from ledger.keeping.opened import keeps_now
from ledger.keeping.typed import UNTOUCHED, typed_in
from ledger.keeping.untouched import untouched
from ledger.keeping.words import speaks_as
from ledger.refusals import LedgerRefusal
from priorities import officers, reporting, steps
from priorities.admin import update_page
from priorities.admin.moments import AsksWhen, state_in_words
from priorities.admin.update_form import UpdateForm
from priorities.admin.update_next import Run, update_column
from priorities.admin.update_page import promise_or_404
from priorities.admin.update_throwing import ThrowsDraftsAway, may_throw_away
from priorities.models import Deliverable, ProgressUpdate, Status
from priorities.verdicts import expectation_is_over

speaks_as("priorities_deliverable_update", UpdateForm)
CONFIRM, WORDS = "confirm", "words"
DONE = {
    steps.SAVE: "The draft is saved.",
    steps.SUBMIT: "Sent for sign-off.",
    steps.PUBLISH: "Published: residents read it now.",
    steps.TAKE_BACK: "Taken back: it is a draft again.",
}
LEADS_TO = {steps.SAVE: steps.DRAFT, steps.SUBMIT: steps.AWAITING, steps.PUBLISH: steps.PUBLISHED}
JUST_NOW = timedelta(minutes=1)
SAYS_NOTHING = {"revision", "opened", "date_stands"}
"""Fields of the form that are not in what was written."""
REPORT_TYPED = mark_safe(  # noqa: S308
    'Nothing was confirmed, for you typed a report here: <a href="#update-form">send it</a>, or '
    '<a href="#kept">throw it away</a>, then confirm.'
)
TYPED_BEFORE = mark_safe(  # noqa: S308
    'Nothing was confirmed, for you typed a report here before: <a href="#kept">take it up</a> and send it, or throw '
    "it away, then confirm."
)
LOOK_AGAIN = "The report that residents read changed after you opened this page. Look at it again, then confirm it."


class TakesUpdates(ThrowsDraftsAway):
    """Gives the desk of promises the page on which each is reported on. A mixin of ModelAdmin."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.update_view)
        return [path("<int:object_id>/update/", view, name="priorities_deliverable_update"), *super().get_urls()]

    def get_list_display(self, request):
        """The way to the form stands beside the promise, where a phone shows it."""
        name, *columns = super().get_list_display(request)
        return [name, update_column(request), *columns] if officers.reports(request.user) else [name, *columns]

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
        if self._was_just_done(pressed):
            return self._go_on(DONE[pressed], stay=pressed == steps.SAVE)
        if steps.SAVE not in self.offered:
            return self._give_back()
        if pressed == WORDS:
            form = self.form(self.request.POST)
            form.take_words(reporting.words_of(self.latest))
            return self.show(form.unchecked())
        action = pressed if pressed in {steps.SUBMIT, steps.PUBLISH} else steps.SAVE
        return self._send(action)

    def _was_just_done(self, pressed: str) -> bool:
        """Did this person send the very same within the last minute, as the second press of a double click does?"""
        report = self.under_way or self.latest
        if report is None or report.state != LEADS_TO.get(pressed) or report.written_by_id != self.user.pk:
            return False
        form = UpdateForm(self.request.POST, instance=copy(report), user=self.user)
        said = set(form.changed_data) & set(self.request.POST)
        return said <= SAYS_NOTHING and timezone.now() - report.recorded_at < JUST_NOW

    def form(self, data=None, action: str = steps.SAVE) -> UpdateForm:
        """On the report that is under way, or on a new one that begins with what residents read now."""
        if self.under_way:
            return UpdateForm(data, instance=copy(self.under_way), user=self.user, action=action)
        initial = {"as_of": timezone.localdate(), "author_role": officers.role_of(self.user)}
        if self.latest:
            is_over = expectation_is_over(self.latest, initial["as_of"])
            initial |= {"status": self.latest.status, "forecast_on": None if is_over else self.latest.forecast_on}
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
        """Take the step, and say what was done."""
        report, said = form.instance, {"by": self.user, "after": self.request.POST.get("seen", "")}
        if action == steps.SAVE:
            reporting.save_draft(report, **said)
        elif action == steps.SUBMIT:
            reporting.submit(report, **said)
        else:
            reporting.sign_off(report, publish_at=form.cleaned_data["publish_on"], **said)
            return DONE[action] if report.state == steps.PUBLISHED else f"{state_in_words(report)}."
        return DONE[action]

    def _show_late(self, action: str, refusal: Exception) -> HttpResponse:
        """Somebody was faster between check and write: the form looks again, and gives back what was typed."""
        again = UpdatePage(self.desk, self.request, self.promise)
        if again._was_just_done(action):
            return again._go_on(DONE[action], stay=action == steps.SAVE)
        form = again.form(self.request.POST, action)
        if form.is_valid():
            form.add_error(None, getattr(refusal, "messages", [SAVED_AT_ONCE]))
        return again.show(form)

    def _confirm(self) -> HttpResponse:
        if typed_in(dict(self.request.POST.lists())):
            return self._keep_what_is_typed()
        if getattr(self.request, "kept_forms", ()):
            return self.show(self.form(), [TYPED_BEFORE])
        try:
            if self.request.POST.get("seen") != reporting.mark_of(self.latest):
                raise LedgerRefusal(LOOK_AGAIN)
            report = reporting.confirm_no_change(self.promise, by=self.user)
        except ValidationError as refusal:
            return self.show(self.form(), refusal.messages)
        except (IntegrityError, OperationalError):
            return self.show(self.form(), [SAVED_AT_ONCE])
        return self._go_on(DONE[steps.PUBLISH if report.state == steps.PUBLISHED else steps.SUBMIT])

    def _keep_what_is_typed(self) -> HttpResponse:
        """A report was typed beside the button that confirms: it comes back, kept, and can be thrown away."""
        if steps.SAVE not in self.offered:
            return self._give_back()
        keeps_now(self.request)
        return self.show(self.form(self.request.POST).unchecked(), [REPORT_TYPED])

    def _take_back(self) -> HttpResponse:
        if steps.TAKE_BACK not in self.offered:
            return self.show(self.form(), [f"Nothing was taken back. {steps.IS_NOW[self.under_way.state]}"])
        try:
            reporting.take_back(self.under_way, by=self.user)
        except ValidationError as refusal:
            return self.show(self.form(), refusal.messages)
        except (IntegrityError, OperationalError):
            return self.show(self.form(), [SAVED_AT_ONCE])
        return self._go_on(DONE[steps.TAKE_BACK], stay=True)

    def _go_on(self, done: str, stay: bool = False) -> HttpResponse:
        """To where the officer came from, or else to the next promise that waits."""
        messages.success(self.request, update_page.said(done, self.promise))
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
            "untouched_name": UNTOUCHED,
            "untouched": untouched(self.form(), but=() if steps.PUBLISH in self.offered else AsksWhen.base_fields),
            "throw_away": self._address_to_throw_away(),
        }
        self.request.current_app = self.desk.admin_site.name
        return TemplateResponse(self.request, "admin/priorities/update.html", context)

    def _address_to_throw_away(self) -> str:
        if not may_throw_away(self.user, self.under_way):
            return ""
        return self.run.address_of(self.promise.pk, page="throw_away")


NOT_HERE = (
    "Nothing was saved: the report awaits sign-off, or is signed off. What you typed stands below. Take the "
    "report back, or let it be returned, in another tab; then save again here."
)
SENT_ALREADY = "Nothing was sent: this report awaits sign-off already. Sign it off, or save what you typed."
