"""The officers' desk for meetings, and for the committees that hold them."""

from django.contrib import admin

from ledger.admin import ADDRESS_HELP, LedgerAdmin, LedgerTabularInline
from priorities import models


class SeatInline(LedgerTabularInline):
    model = models.Seat
    fields = ["councillor", "chairs", "starts_on", "ends_on"]
    autocomplete_fields = ["councillor"]


class RemitInline(LedgerTabularInline):
    model = models.Remit
    fields = ["portfolio"]
    autocomplete_fields = ["portfolio"]


@admin.register(models.Committee)
class CommitteeAdmin(LedgerAdmin):
    list_display = ["name", "body"]
    list_filter = ["body"]
    search_fields = ["name", "slug"]
    slug_from = ("name",)
    inlines = [RemitInline, SeatInline]
    fieldsets = [(None, {"fields": ["name", "slug", "body"], "description": ADDRESS_HELP})]


@admin.register(models.Seat)
class SeatAdmin(LedgerAdmin):
    list_display = ["councillor", "committee", "chairs", "starts_on", "ends_on"]
    list_filter = ["chairs"]
    list_select_related = ["councillor", "committee"]
    search_fields = ["councillor__name", "committee__name"]
    date_hierarchy = "starts_on"
    autocomplete_fields = ["councillor", "committee"]
    fieldsets = [
        (None, {"fields": ["committee", "councillor", "chairs"]}),
        ("When they sit on it", {"fields": [("starts_on", "ends_on")]}),
    ]


@admin.register(models.Remit)
class RemitAdmin(LedgerAdmin):
    list_display = ["committee", "portfolio"]
    list_select_related = ["committee", "portfolio"]
    search_fields = ["committee__name", "portfolio__name"]
    autocomplete_fields = ["committee", "portfolio"]
    fieldsets = [(None, {"fields": ["committee", "portfolio"]})]


@admin.register(models.Meeting)
class MeetingAdmin(LedgerAdmin):
    list_display = ["__str__", "body", "committee", "held_on", "url"]
    list_filter = ["body"]
    list_select_related = ["committee"]
    search_fields = ["title", "body", "committee__name"]
    autocomplete_fields = ["committee"]
    date_hierarchy = "held_on"
    fieldsets = [
        (None, {"fields": ["body", "committee", "held_on", "title"]}),
        ("Where its papers are", {"fields": ["url"]}),
    ]
