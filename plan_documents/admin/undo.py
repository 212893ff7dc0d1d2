"""The page on which an import is taken back: it shows what will happen, or what stands in the way."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpResponseRedirect

from ledger.admin.values import differences
from ledger.admin.why import SAVED_AT_ONCE
from ledger.refusals import LedgerRefusal
from plan_documents.models import ImportRun
from plan_documents.undoing import Obstacle, Step, obstacles, steps_of, undo

from .shown import counted
from .undo_form import UndoForm

NOT_APPLIED = "There is nothing to undo: this import is not applied."
UNDONE_MEANWHILE = "This import was undone meanwhile, so nothing was done now. This is how it stands."
UNDONE = "The import was undone in one step. Everything it wrote still stands in the history."
IN_THE_WAY = "Nothing was undone: something stands in the way, which is said below."
MOST = 20
"""How many obstacles are named."""


class Undoes:
    """A mixin of ModelAdmin; asks for ``plan_documents.change_importrun``."""

    def undo_view(self, request, object_id):
        run = self.run_or_404(object_id)
        if not self.has_change_permission(request, run):
            raise PermissionDenied
        form = UndoForm(request.POST if request.method == "POST" else None)
        if run.state == run.State.APPLIED and form.is_valid() and self._undone(request, run, form):
            return HttpResponseRedirect(self.address("change", run.pk))
        if run.state != run.State.APPLIED:
            is_late = request.method == "POST" and run.state == run.State.UNDONE
            messages.warning(request, UNDONE_MEANWHILE if is_late else NOT_APPLIED)
            return HttpResponseRedirect(self.address("change", run.pk))
        return self._show_undo(request, run, form)

    def _undone(self, request, run: ImportRun, form: UndoForm) -> bool:
        """Where it was not undone, ``run`` is as it stands now, and says so."""
        try:
            undo(run, form.cleaned_data["because"], request.user)
        except (LedgerRefusal, OperationalError) as refusal:
            run.refresh_from_db()
            if isinstance(refusal, OperationalError):
                form.add_error(None, SAVED_AT_ONCE)
            elif run.state == run.State.APPLIED:
                messages.error(request, IN_THE_WAY)
            return False
        self.log_change(request, run, UNDONE)
        messages.success(request, UNDONE)
        return True

    def _show_undo(self, request, run: ImportRun, form: UndoForm):
        steps = steps_of(run)
        found = obstacles(run, steps)
        made = [step for step in steps if step.was_made and step.row is not None]
        changed = [step for step in steps if not step.was_made]
        return self.page(
            request,
            "undo.html",
            f"Undo: {run}",
            form=form,
            run=run,
            standing=_standing(made, changed, found),
            obstacles=found[:MOST],
            more=len(found[MOST:]),
            later=_latest_first(each.by for each in found if each.by),
            made=made,
            changed=[] if found else [(step, differences(step.row, step.restored())) for step in changed],
        )


def _latest_first(runs: Iterable[ImportRun]) -> list[ImportRun]:
    """Each import once, in the order in which they are to be undone."""
    return sorted({run.pk: run for run in runs}.values(), key=lambda run: (run.settled_at, run.pk), reverse=True)


def _standing(made: list[Step], changed: list[Step], found: list[Obstacle]) -> str:
    if found:
        return "This import cannot be undone in one step any more, because of what stands below. Nothing was changed."
    does = []
    if made:
        does.append(f"delete the {counted(len(made), 'record')} that it made")
    if changed:
        does.append(f"give {counted(len(changed), 'record')} back what it said before")
    what = " and ".join(does) or "change no record"
    return f"Undoing this import would {what}, in one step. Everything stays in the history."
