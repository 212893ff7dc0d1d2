"""The officers' desk for directorates and those who report for them."""

from django.contrib import admin

from ledger.admin import ADDRESS_HELP, LedgerAdmin
from priorities import models


@admin.register(models.Directorate)
class DirectorateAdmin(LedgerAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name", "slug"]
    slug_from = ("name",)
    fieldsets = [(None, {"fields": ["name", "slug"], "description": ADDRESS_HELP})]


@admin.register(models.Officer)
class OfficerAdmin(LedgerAdmin):
    list_display = ["user", "directorate", "role"]
    list_filter = ["directorate"]
    list_select_related = ["user", "directorate"]
    search_fields = ["user__username", "user__first_name", "user__last_name", "role", "directorate__name"]
    autocomplete_fields = ["user", "directorate"]
    fieldsets = [
        (
            None,
            {
                "fields": ["user", "directorate", "role"],
                "description": "A contributor reports on the deliverables of this directorate and no others.",
            },
        )
    ]
