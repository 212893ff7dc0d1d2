"""A draft or a returned report, thrown away from the page of its promise once that was asked again."""

from django.contrib import messages
from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from ledger.admin.why import SAVED_AT_ONCE
from ledger.entries import Entry, entering
from ledger.writing import stored
from priorities import officers, reporting, steps
from priorities.admin import update_page
from priorities.admin.update_next import Run
from priorities.models import ProgressUpdate

THROWN_AWAY = "The report is thrown away. Its history stays."
NOT_YOURS = (
    "Nothing was thrown away: there is no draft and no returned report of yours here. What was sent, take back first."
)
CHANGED = "Nothing was thrown away: the report was changed or sent after you opened the page. Look at it again."


def may_throw_away(user, report: ProgressUpdate | None) -> bool:
    """Is it a draft, begun or taken back, or returned, and one that this person may delete?"""
    if report is None or report.state not in (steps.DRAFT, steps.RETURNED):
        return False
    return user.has_perm("priorities.delete_progressupdate") and officers.may_delete(user, report)


def throw_away(report: ProgressUpdate, revision: str, by) -> bool:
    """Delete it, unless it is another one by now than the page with this revision showed."""
    with transaction.atomic():
        now = stored(report)
        if now is None or str(now.revision) != revision:
            return False
        with entering(Entry(by=by)):
            now.delete()
    return True


class ThrowsDraftsAway:
    """Gives the desk of promises the page that asks whether a report is to go. A mixin of ModelAdmin."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.throw_away_view)
        name = "priorities_deliverable_throw_away"
        return [path("<int:object_id>/update/throw-away/", view, name=name), *super().get_urls()]

    def throw_away_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """GET asks; POST throws away. Either leads back to the page of the promise."""
        promise = update_page.promise_or_404(object_id)
        run = Run(request.user, promise.pk, request.POST or request.GET)
        report = reporting.open_report(promise)
        if not may_throw_away(request.user, report):
            messages.warning(request, NOT_YOURS)
        elif request.method != "POST":
            return self._ask_to_throw_away(request, report, run)
        else:
            self._throw_away(request, report)
        return HttpResponseRedirect(run.address_of(promise.pk))

    def _throw_away(self, request: HttpRequest, report: ProgressUpdate) -> None:
        try:
            done = throw_away(report, request.POST.get("revision", ""), request.user)
        except (IntegrityError, OperationalError):
            messages.warning(request, SAVED_AT_ONCE)
            return
        if done:
            messages.success(request, update_page.said(THROWN_AWAY, report.deliverable))
        else:
            messages.warning(request, CHANGED)

    def _ask_to_throw_away(self, request, report: ProgressUpdate, run: Run) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": f"Throw this {'draft' if report.state == steps.DRAFT else 'report'} away?",
            "opts": self.opts,
            "list_url": reverse("admin:priorities_deliverable_changelist"),
            "report": report,
            "is_own": report.written_by_id == request.user.pk,
            "was_sent": report.history.exclude(state=steps.DRAFT).exists(),
            "run": run,
            "back": run.address_of(report.deliverable_id),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/priorities/update_throw_away.html", context)
