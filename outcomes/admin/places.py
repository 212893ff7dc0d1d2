"""The officers' desk for places."""

from django.contrib import admin

from ledger.admin import ADDRESS_HELP, LedgerAdmin, LedgerTabularInline
from outcomes import models


class WithinInline(LedgerTabularInline):
    model = models.PlaceWithin
    fk_name = "part"
    fields = ["whole"]
    autocomplete_fields = ["whole"]


class FollowsInline(LedgerTabularInline):
    model = models.PlaceFollows
    fk_name = "later"
    fields = ["earlier"]
    autocomplete_fields = ["earlier"]


@admin.register(models.Place)
class PlaceAdmin(LedgerAdmin):
    list_display = ["name", "kind", "valid_from", "valid_until"]
    list_filter = ["kind"]
    search_fields = ["name", "slug"]
    slug_from = ("name",)
    inlines = [WithinInline, FollowsInline]
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


@admin.register(models.PlaceWithin)
class PlaceWithinAdmin(LedgerAdmin):
    list_display = ["part", "whole"]
    list_select_related = ["part", "whole"]
    search_fields = ["part__name", "whole__name"]
    autocomplete_fields = ["part", "whole"]
    fieldsets = [(None, {"fields": ["part", "whole"]})]


@admin.register(models.PlaceFollows)
class PlaceFollowsAdmin(LedgerAdmin):
    list_display = ["later", "earlier"]
    list_select_related = ["later", "earlier"]
    search_fields = ["later__name", "earlier__name"]
    autocomplete_fields = ["later", "earlier"]
    fieldsets = [(None, {"fields": ["later", "earlier"]})]
