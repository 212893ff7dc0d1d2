"""The list of imports and the page of each: read there, never changed but for the note, never deleted."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, path, reverse
from django.utils.http import content_disposition_header

from ledger.admin import LedgerAdmin
from ledger.admin.history import whole_number_or_404
from ledger.writing import STAMPS
from plan_documents.models import ImportedFile, ImportRun
from plan_documents.undoing import models_by_label

from .pages import HasPages
from .review import Reviews
from .shown import asked, choices, documents_shown, standing
from .undo import Undoes
from .upload import Uploads

HEAVY = ("account", "written", "holders")
"""What a list of runs does not read: each may be as long as a plan."""


@admin.register(ImportRun)
class ImportRunAdmin(Uploads, Reviews, Undoes, HasPages, LedgerAdmin):
    list_display = ["plan_slug", "state", "started_at", "who", "documents", "counts"]
    list_filter = ["state", "by_command"]
    search_fields = ["plan_slug", "plan_title", "note", "files__name", "files__sha256"]
    date_hierarchy = "started_at"
    readonly_fields = [
        field.name
        for field in ImportRun._meta.concrete_fields
        if not (field.editable or field.primary_key or field.name in (*HEAVY, *STAMPS))
    ]
    change_form_template = "admin/plan_documents/importrun/run.html"
    fieldsets = [
        (None, {"fields": ["note"]}),
        (
            "What was brought in",
            {
                "fields": [
                    ("plan_slug", "plan_title"),
                    ("starts_on", "ends_on", "adopted_on"),
                    ("kind", "publish"),
                    ("reason", "decision_url", "approved_by", "changes_on"),
                ]
            },
        ),
        (
            "What came of it",
            {
                "fields": [
                    ("state", "by_command"),
                    ("started_at", "started_by"),
                    ("settled_at", "settled_by"),
                    ("undone_at", "undone_by", "undone_because"),
                    ("created", "changed", "same", "aside"),
                ]
            },
        ),
    ]

    def get_urls(self):
        pages = {"review": self.review_view, "undo": self.undo_view}
        own = [
            path(f"<str:object_id>/{page}/", self.admin_site.admin_view(view), name=f"{self.url_base}_{page}")
            for page, view in pages.items()
        ]
        file = self.admin_site.admin_view(self.file_view)
        return [
            *own,
            path("<str:object_id>/files/<str:file_id>/", file, name=f"{self.url_base}_file"),
            *super().get_urls(),
        ]

    def has_delete_permission(self, request, obj=None):
        return False

    def may_bring_in(self, request) -> bool:
        """A run says what happened: no spreadsheet makes or changes one."""
        return False

    def get_queryset(self, request):
        runs = super().get_queryset(request).select_related("started_by", "settled_by", "undone_by")
        in_list = request.resolver_match and request.resolver_match.url_name == f"{self.url_base}_changelist"
        return (
            runs.defer(*HEAVY).prefetch_related(Prefetch("files", ImportedFile.objects.defer("content")))
            if in_list
            else runs
        )

    @admin.display(description="By", ordering="started_by")
    def who(self, run: ImportRun) -> str:
        return "the command" if run.by_command else str(run.started_by or "–")

    @admin.display(description="What it does")
    def counts(self, run: ImportRun) -> str:
        return f"{run.created} new, {run.changed} changed, {run.aside} set aside"

    @admin.display(description="Documents")
    def documents(self, run: ImportRun) -> str:
        return ", ".join(file.name for file in run.files.all())

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            show = asked(request.GET.get("show"))
            context |= {
                "title": str(obj),
                "subtitle": None,
                "standing": standing(obj.account, obj.state),
                "account": obj.account,
                "shown": documents_shown(obj.account, show),
                "choices": choices(obj.account, show),
                "files": obj.files.defer("content"),
                "made": made(obj, self.admin_site.name),
                "may_review": obj.is_open and self.has_add_permission(request),
                "may_undo": obj.state == obj.State.APPLIED and self.has_change_permission(request, obj),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def file_view(self, request, object_id, file_id):
        """A document as it was brought in: always to be saved, never to be shown as a page of this portal."""
        run = self.run_or_404(object_id)
        if not self.has_view_permission(request, run):
            raise PermissionDenied
        whole_number_or_404(file_id)
        file = get_object_or_404(ImportedFile, pk=file_id, run=run)
        answer = HttpResponse(bytes(file.content), content_type="application/octet-stream")
        answer.headers["Content-Disposition"] = content_disposition_header(True, file.name)
        return answer

    def history_view(self, request, object_id, extra_context=None):
        return super().history_view(request, object_id, {**(extra_context or {}), "restorable": False})

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        return super().history_form_view(request, object_id, version_id, {**(extra_context or {}), "restorable": False})

    def restore_view(self, request, object_id, version_id):
        """What was applied cannot be made not to have been by restoring a version: it is undone."""
        raise Http404("A run is not restored.")


def made(run: ImportRun, site: str) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """What the run wrote, by kind: what people call it, where it is now, and whether it was new."""
    stands = run.state == run.State.APPLIED
    found: dict[str, list[tuple[str, str, str]]] = {}
    for model, written in models_by_label(run.written):
        verb = "new" if written["before"] is None else "changed"
        address = _address(model, written["key"], site) if stands else ""
        found.setdefault(str(model._meta.verbose_name_plural), []).append((written["label"], address, verb))
    return list(found.items())


def _address(model, key: int, site: str) -> str:
    try:
        return reverse(f"{site}:{model._meta.app_label}_{model._meta.model_name}_change", args=[key])
    except NoReverseMatch:
        return ""
