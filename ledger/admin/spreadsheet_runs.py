"""Which spreadsheets were brought in, by whom and when: to be read by who may see it all, and never what they say."""

from django.contrib import admin
from django.http import HttpRequest

from ledger.models import SpreadsheetRun
from ledger.spreadsheets.cells import Cell, Moment, Whole

from .downloads import DownloadsOnly

SAID = [
    "file_name",
    "list_name",
    "user",
    "begun_at",
    "ended_at",
    "stands",
    "rows",
    "created",
    "changed",
    "same",
    "sha256",
]
LOOKED_UP = {"user", "state", "begun_at"}


@admin.register(SpreadsheetRun)
class SpreadsheetRunAdmin(DownloadsOnly, admin.ModelAdmin):
    """What a file says may be for nobody else yet: whose it is reads it on the page of the list it was for."""

    list_display = ["file_name", "list_name", "user", "begun_at", "stands", "counts", "short_hash"]
    list_filter = ["state", ("user", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["user"]
    search_fields = ["file_name", "sha256", "user__username"]
    date_hierarchy = "begun_at"
    show_full_result_count = False
    fields = readonly_fields = SAID
    actions = None
    cells = {
        "file_name": Cell(),
        "list_name": Cell(),
        "user": Cell(),
        "begun_at": Moment(),
        "ended_at": Moment(),
        "stands": Cell(),
        "rows": Whole(),
        "created": Whole(),
        "changed": Whole(),
        "same": Whole(),
        "sha256": Cell(),
    }

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).defer("content", "changes", "faults", "why")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value, request=None) -> bool:
        """Nor can what a file says be guessed at by what an address of the list asks for."""
        return lookup.partition("__")[0] in LOOKED_UP and super().lookup_allowed(lookup, value, request)

    @admin.display(description="list", ordering="model")
    def list_name(self, run: SpreadsheetRun) -> str:
        desk = next(
            (each for model, each in self.admin_site._registry.items() if model._meta.label_lower == run.model), None
        )
        return str(desk.opts.verbose_name_plural) if desk else run.model

    @admin.display(description="state", ordering="state")
    def stands(self, run: SpreadsheetRun) -> str:
        return run.how_it_stands

    @admin.display(description="rows")
    def counts(self, run: SpreadsheetRun) -> str:
        return f"{run.rows:,}: {run.created:,} new, {run.changed:,} changed, {run.same:,} the same"

    @admin.display(description="SHA-256", ordering="sha256")
    def short_hash(self, run: SpreadsheetRun) -> str:
        """Its beginning; the page of the run has all of it."""
        return f"{run.sha256[:12]}…"
