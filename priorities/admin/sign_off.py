"""Sign-off: what residents read now beside what they would read, and the two answers to it."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from ledger.admin import in_short
from ledger.admin.sent import back_in
from ledger.admin.values import shown
from ledger.admin.why import SAVED_AT_ONCE
from ledger.clock import today
from ledger.keeping.typed import readable, typed_in
from ledger.keeping.words import speaks_as, words_at
from ledger.plain_english import advice
from ledger.words import Mark, mark_words
from priorities import officers, reporting, steps
from priorities.admin import update_page
from priorities.admin.moments import state_in_words
from priorities.admin.sign_off_form import SignOffForm
from priorities.admin.update_form import UpdateForm
from priorities.admin.update_page import promise_or_404
from priorities.evidence import Link
from priorities.models import ProgressUpdate
from priorities.waiting import how_it_stands, reports_awaiting

COMPARED = (
    "status",
    "commentary",
    "forecast_on",
    "cause",
    "action",
    "next_step",
    "evidence",
    "decision_url",
    "as_of",
    "author_role",
)
"""What residents read of a report, in the order of its form."""
WORDS = ("commentary", "cause", "action", "next_step")
speaks_as("priorities_progressupdate_sign_off", SignOffForm)
LINK = '<a href="{}">{}<span class="visually-hidden">: {}</span></a>'
RETURNED = "Returned with your remark."
PUBLISHED = "Published: residents read it now."
LABELS = {"author_role": "Reported by"}
"""What the page calls a field otherwise than the form, which asks the one who reports."""


def update_column(user):
    """The column that leads to the page “Update”, for the promises that this person reports on."""

    @admin.display(description="next")
    def update_link(report):
        if not officers.may_report(user, report.deliverable):
            return "–"
        address = reverse("admin:priorities_deliverable_update", args=[report.deliverable_id])
        return format_html(LINK, address, "Update", report)

    return update_link


@dataclass(frozen=True)
class Compared:
    """One field of the report that residents read now and of the one that they would read."""

    label: str
    now: list[Mark]
    then: list[Mark]

    @property
    def is_same(self) -> bool:
        return all(mark.kind == "same" for mark in [*self.now, *self.then])


def compare(latest: ProgressUpdate | None, report: ProgressUpdate) -> list[Compared]:
    """Every field that says something in either, its words marked where they part.

    A confirmation has no commentary: the one that it confirms stays, so there is nothing to compare.
    """
    rows = []
    confirms = report.kind == ProgressUpdate.Kind.NO_CHANGE and not report.commentary
    for name in COMPARED:
        if confirms and name == "commentary":
            continue
        field = ProgressUpdate._meta.get_field(name)
        now, then = (shown(each, field) if each and getattr(each, name) else "" for each in (latest, report))
        if now or then:
            marks = mark_words(now, then)
            rows.append(
                Compared(
                    LABELS.get(name) or str(UpdateForm.base_fields[name].label),
                    [mark for mark in marks if mark.kind != "added"],
                    [mark for mark in marks if mark.kind != "dropped"],
                )
            )
    return rows


class SignsOff:
    """Gives the desk of progress updates the page on which one is signed off. A mixin of ModelAdmin."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.sign_off_view)
        return [path("<int:object_id>/sign-off/", view, name="priorities_progressupdate_sign_off"), *super().get_urls()]

    def get_list_display(self, request):
        name, *columns = super().get_list_display(request)
        mine = officers.signs_off(request.user) or officers.reports(request.user)
        link = "sign_off_link" if officers.signs_off(request.user) else update_column(request.user)
        return [name, link, *columns] if mine else [name, *columns]

    @admin.display(description="next")
    def sign_off_link(self, report):
        if report.state == steps.PUBLISHED:
            return "–"
        address = reverse("admin:priorities_progressupdate_sign_off", args=[report.pk])
        return format_html(LINK, address, "Sign off" if report.state == steps.AWAITING else "Look at it", report)

    def render_change_form(self, request, context, *args, **kwargs):
        report = context.get("original")
        context["may_sign_off"] = report is not None and steps.PUBLISH in answers_to(report, request.user)
        return super().render_change_form(request, context, *args, **kwargs)

    def sign_off_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        if not officers.signs_off(request.user):
            raise PermissionDenied
        related = ("deliverable__priority__plan", "deliverable__directorate", "written_by")
        report = ProgressUpdate.objects.select_related(*related).filter(pk=object_id).first()
        if report is None:
            raise Http404("There is no such report.")
        if request.method != "POST":
            return self._show_sign_off(request, report, new_form(report, request))
        pressed = request.POST.get("step")
        action = pressed if pressed in {steps.RETURN, steps.SCHEDULE} else steps.PUBLISH
        form = new_form(report, request, action)
        if form.is_valid() and self._answered(request, form, report, action):
            return HttpResponseRedirect(address_after(request, report))
        now = ProgressUpdate.objects.select_related(*related).filter(pk=report.pk).first()
        if now is None:
            raise Http404("This report was deleted meanwhile.")
        form.look_at(now)
        return self._show_sign_off(request, now, form)

    def _answered(self, request, form: SignOffForm, report: ProgressUpdate, action: str) -> bool:
        said, report.revision = form.cleaned_data, form.cleaned_data["revision"]
        try:
            if action == steps.RETURN:
                reporting.send_back(report, remark=said["remark"], by=request.user)
                done = RETURNED
            else:
                done = reporting.sign_off(
                    report, by=request.user, approved_by=said["approved_by"], publish_at=said["publish_on"]
                )
                done = PUBLISHED if done.state == steps.PUBLISHED else f"{state_in_words(done)}."
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return False
        except (IntegrityError, OperationalError):
            form.add_error(None, SAVED_AT_ONCE)
            return False
        messages.success(request, update_page.said(done, report.deliverable))
        return True

    def _show_sign_off(self, request, report: ProgressUpdate, form: SignOffForm) -> TemplateResponse:
        promise = report.deliverable = promise_or_404(report.deliverable_id)
        prefetch_related_objects([promise], "updates", "evidence_links")
        latest, is_public = reporting.latest_published(promise), report.state == steps.PUBLISHED
        before = reporting.published_before(report) if is_public else latest
        offered = answers_to(report, request.user)
        fits = "" if is_public and latest != report else update_page.disagreement_of(promise, report)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Sign off: {in_short(promise.text, 60)}",
            "opts": self.opts,
            "list_url": reverse("admin:priorities_progressupdate_changelist"),
            "form": form,
            "report": report,
            "promise": promise,
            "latest": before,
            "is_public": is_public,
            "stands": how_it_stands(promise, latest, today()),
            "disagreement": fits,
            "confirmed": reporting.words_of(before) if report.kind == ProgressUpdate.Kind.NO_CHANGE else None,
            "is_older": before is not None and (before.as_of, before.pk) > (report.as_of, report.pk),
            "rows": compare(before, report),
            "links": links_of(report),
            "reading": advice("\n".join(getattr(report, name) for name in WORDS)),
            "offered": offered,
            "nothing_to_send_to": not {steps.PUBLISH, steps.RETURN} & set(offered),
            "typed": []
            if steps.RETURN in offered
            else readable(typed_in(dict(request.POST.lists())), words_at(request.path)),
            "is_now": f"{state_in_words(report)}." if form.has_moment else steps.IS_NOW[report.state],
            "is_late": form.has_moment and report.publish_at <= timezone.now(),
            "is_own": report.written_by_id == request.user.pk,
            "versions": versions_of(report),
            "back": back_in(request.POST or request.GET),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/priorities/sign_off.html", context)


def new_form(report: ProgressUpdate, request: HttpRequest, action: str = "") -> SignOffForm:
    data = request.POST if request.method == "POST" else None
    initial = {"approved_by": officers.role_of(request.user)}
    return SignOffForm(data, report=report, action=action, offered=answers_to(report, request.user), initial=initial)


def answers_to(report: ProgressUpdate, user) -> list[str]:
    """The steps that the page offers. Another person's report is theirs to finish as long as it is not sent."""
    offered = steps.offered(report.state, officers.rights_over(user, report.deliverable))
    if steps.was_sent(report.state) or report.written_by_id in (None, user.pk):
        return offered
    return [each for each in offered if each not in (steps.PUBLISH, steps.SCHEDULE)]


def links_of(report: ProgressUpdate) -> list[Link]:
    """What an approver opens before signing: the evidence, and the decision if there is one."""
    decision = [Link(report.decision_url, "the decision")] if report.decision_url else []
    return [*report.links(), *decision]


def versions_of(report: ProgressUpdate) -> list:
    """What was done with the report so far, the latest first."""
    versions = list(report.history.select_related("history_user").order_by("-history_id"))
    for version in versions:
        version.stands = state_in_words(version)
    return versions


def address_after(request: HttpRequest, report: ProgressUpdate) -> str:
    """Where the approver came from, or else the next report that waits."""
    if back := back_in(request.POST or request.GET):
        return back
    following = reports_awaiting(request.user).exclude(pk=report.pk).first()
    if following is None:
        return reverse("admin:index")
    return reverse("admin:priorities_progressupdate_sign_off", args=[following.pk])
