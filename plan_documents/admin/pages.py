"""What the pages of an import at the desk have in common."""

from django import forms
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from ledger.admin.history import whole_number_or_404
from plan_documents.models import ImportRun


class HasPages:
    """Pages of their own beside those that every desk has. A mixin of ModelAdmin."""

    @property
    def url_base(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}"

    def address(self, page: str, *arguments) -> str:
        return reverse(f"{self.admin_site.name}:{self.url_base}_{page}", args=arguments)

    def run_or_404(self, object_id: str) -> ImportRun:
        whole_number_or_404(object_id)
        return get_object_or_404(ImportRun, pk=object_id)

    def page(self, request, template: str, title: str, *, form: forms.Form, run: ImportRun | None = None, **context):
        """A page of the desk with one form on it."""
        request.current_app = self.admin_site.name
        shared = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "run": run,
            "form": form,
            "faults": list(faults_of(form)),
            "media": self.media + form.media,
        }
        return TemplateResponse(request, f"admin/plan_documents/importrun/{template}", shared | context)


def faults_of(form: forms.Form):
    """(field, sentence) for every error, in the order of the fields; no field where it is about all of them."""
    yield from ((None, sentence) for sentence in form.non_field_errors())
    yield from ((field, sentence) for field in form for sentence in field.errors)
