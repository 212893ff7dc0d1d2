"""The page on which an import is reviewed line by line, its holders chosen, and then applied or discarded."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError
from django.http import HttpResponseRedirect

from ledger.admin.why import SAVED_AT_ONCE, entry_from
from ledger.entries import Entry
from ledger.refusals import LedgerRefusal
from plan_documents import runs
from plan_documents.account import fingerprint
from plan_documents.errors import PlanDocumentError
from plan_documents.models import ImportRun

from .opening import new_plan, opening, refused_shown
from .review_form import ReviewForm
from .shown import ALL, asked, choices, documents_shown

SETTLED = "This import was settled meanwhile, so nothing was done now. This is how it stands."
OVERTAKEN = (
    "Nothing was written: the records changed since this was reviewed. Below stands what would happen now. "
    "Look at it again, and apply it then."
)
CHOSEN = "Nothing was written yet: your choices are kept, and below stands what would happen with them."
SAME_AGAIN = "Compared with the records again: below stands what would happen now."
APPLIED = "The import was applied: all of it was written in one step."
DISCARDED = "The import was discarded. Nothing of it was written, and the run is kept."


class Reviews:
    """A mixin of ModelAdmin; asks for ``plan_documents.add_importrun``."""

    def review_view(self, request, object_id):
        """GET shows what was reviewed last; POST chooses, compares again, applies or discards."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        run = self.run_or_404(object_id)
        if not run.is_open:
            return self._settled(request, run)
        if request.method != "POST":
            return self._show_review(request, run, ReviewForm(run=run))
        try:
            return self._answered(request, run)
        except (IntegrityError, OperationalError):
            form = ReviewForm(request.POST, run=run)
            form.add_error(None, SAVED_AT_ONCE)
            return self._show_review(request, run, form)

    def _answered(self, request, run: ImportRun):
        try:
            return self._answer(request, run)
        except runs.Overtaken:
            return self._overtaken(request, run)

    def _answer(self, request, run: ImportRun):
        if "discard" in request.POST:
            runs.discard(run, request.user)
            return self._run_done(request, run, DISCARDED)
        form = ReviewForm(request.POST, run=run)
        if not form.is_valid():
            return self._show_review(request, run, form)
        why = entry_from(form.cleaned_data, request.user)
        try:
            if "apply" in request.POST and not form.chosen_anew():
                runs.apply(run, request.POST.get("reviewed", ""), why, request.user)
                return self._run_done(request, run, APPLIED)
            said = CHOSEN if form.chosen_anew() else SAME_AGAIN
            runs.choose(run, by=request.user, why=why, **form.chosen())
        except (PlanDocumentError, LedgerRefusal) as refusal:
            return self._refused(request, run, why, refusal)
        return self._show_again(request, run, said)

    def _refused(self, request, run: ImportRun, why: Entry, refusal: PlanDocumentError | LedgerRefusal):
        """The review again, with everything that is refused rather than what was met first."""
        try:
            runs.look_again(run, request.user, why)
        except PlanDocumentError as error:
            refusal = error
        run = self.run_or_404(str(run.pk))
        form = ReviewForm(request.POST, run=run)
        form.full_clean()
        form.add_refused(run.account.get("refused", []))
        if not form.errors:
            form.add_error(None, getattr(refusal, "messages", None) or str(refusal))
        return self._show_review(request, run, form)

    def _overtaken(self, request, run: ImportRun):
        form = ReviewForm(request.POST, run=run)
        why = entry_from(form.cleaned_data, request.user) if form.is_valid() else None
        try:
            runs.look_again(run, request.user, why)
        except runs.Overtaken:
            return self._settled(request, run)
        except PlanDocumentError as error:
            messages.error(request, str(error))
        return self._show_again(request, run, OVERTAKEN, messages.WARNING)

    def _show_again(self, request, run: ImportRun, said: str, level: int = messages.INFO):
        """The review as it is now, with what was typed."""
        messages.add_message(request, level, said)
        run = self.run_or_404(str(run.pk))
        return self._show_review(request, run, ReviewForm(request.POST, run=run))

    def _run_done(self, request, run: ImportRun, said: str):
        self.log_change(request, run, said)
        messages.success(request, said)
        return HttpResponseRedirect(self.address("change", run.pk))

    def _settled(self, request, run: ImportRun):
        if request.method == "POST":
            messages.warning(request, SETTLED)
        return HttpResponseRedirect(self.address("change", run.pk))

    def _show_review(self, request, run: ImportRun, form: ReviewForm):
        show = ALL if request.method == "POST" else asked(request.GET.get("show"))
        called, to_check = new_plan(run.account)
        if form.on_record:
            to_check.insert(0, runs.ON_RECORD.format(form.on_record))
        return self.page(
            request,
            "review.html",
            f"Review: {run}",
            form=form,
            run=run,
            standing=opening(run.account, run.state),
            called=called,
            to_check=to_check,
            account=run.account,
            shown=documents_shown(run.account, show),
            choices=choices(run.account, show),
            reviewed=fingerprint(run.account),
            **refused_shown(run.account, show),
        )
