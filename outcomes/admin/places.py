"""The officers' desk for places."""

from django.contrib import admin

from ledger.admin import ADDRESS_HELP, LedgerAdmin
from outcomes import models


@admin.register(models.Place)
class PlaceAdmin(LedgerAdmin):
    list_display = ["name", "kind", "valid_from", "valid_until"]
    list_filter = ["kind"]
    search_fields = ["name", "slug"]
    slug_from = ("name",)
    fieldsets = [
        (None, {"fields": ["name", "slug", "kind"], "description": ADDRESS_HELP}),
        (
            "When it exists",
            {
                "fields": [("valid_from", "valid_until")],
                "description": "Wards change at elections: end the old one and add the new one.",
            },
        ),
        ("Where it comes from", {"fields": ["source"]}),
    ]
