"""The page on which documents are brought in. Nothing but the run itself is written here."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError
from django.http import HttpResponseRedirect

from ledger.admin.why import SAVED_AT_ONCE
from plan_documents.errors import PlanDocumentError
from plan_documents.runs import begin

from .upload_form import CHOOSE_AGAIN, UploadForm

TITLE = "Bring in a plan document"


class Uploads:
    """What "add" is for imports. A mixin of ModelAdmin; asks for ``plan_documents.add_importrun``."""

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self.page(request, "upload.html", TITLE, form=UploadForm())
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid() and (run := self._run_begun(request, form)):
            return HttpResponseRedirect(self.address("review", run.pk))
        if not form.has_error("files"):
            form.add_error("files", CHOOSE_AGAIN)
        return self.page(request, "upload.html", TITLE, form=form)

    def _run_begun(self, request, form: UploadForm):
        try:
            run = begin(form.run(), form.cleaned_data["files"], request.user)
        except PlanDocumentError as error:
            form.add_error("files", str(error))
            return None
        except (IntegrityError, OperationalError):
            form.add_error("files", SAVED_AT_ONCE)
            return None
        self.log_addition(request, run, "Brought in for review.")
        messages.success(request, "The documents were read. Nothing is written yet: review below what would happen.")
        return run
