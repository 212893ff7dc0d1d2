"""The officers' desk for indicators, and what was measured, aimed at and compared."""

from django.contrib import admin

from ledger.admin import ADDRESS_HELP, LedgerAdmin, LedgerTabularInline
from outcomes import models


class MeasurementInline(LedgerTabularInline):
    model = models.Measurement
    fields = ["period", "starts_on", "ends_on", "value", "provisional", "missing_reason", "method_break"]
    select_related = ("indicator",)


class TargetInline(LedgerTabularInline):
    model = models.Target
    fields = ["due_on", "value", "plan"]
    autocomplete_fields = ["plan"]
    select_related = ("indicator",)


class ComparatorInline(LedgerTabularInline):
    model = models.Comparator
    fields = ["name", "ends_on", "value", "source"]
    select_related = ("indicator",)


@admin.register(models.Indicator)
class IndicatorAdmin(LedgerAdmin):
    list_display = ["name", "unit", "better", "frequency"]
    list_filter = ["better", "frequency"]
    search_fields = ["name", "definition", "source", "slug"]
    slug_from = ("name",)
    fieldsets = [
        (None, {"fields": ["name", "slug"], "description": ADDRESS_HELP}),
        ("How to read it", {"fields": ["unit", "better", "definition"]}),
        ("Where it comes from", {"fields": ["source", "frequency"]}),
    ]
    inlines = [MeasurementInline, TargetInline, ComparatorInline]


@admin.register(models.Measurement)
class MeasurementAdmin(LedgerAdmin):
    list_display = ["indicator", "period", "value", "provisional"]
    list_filter = ["provisional"]
    list_select_related = ["indicator"]
    search_fields = ["indicator__name", "period", "missing_reason", "method_break"]
    date_hierarchy = "starts_on"
    autocomplete_fields = ["indicator"]
    fieldsets = [
        (None, {"fields": ["indicator", "period", ("starts_on", "ends_on")]}),
        (
            "Value",
            {
                "fields": ["value", "provisional", "missing_reason"],
                "description": "Give a value, or say why there is none.",
            },
        ),
        ("Method", {"fields": ["method_break"]}),
    ]


@admin.register(models.Target)
class TargetAdmin(LedgerAdmin):
    list_display = ["indicator", "value", "due_on", "plan"]
    list_filter = ["plan"]
    list_select_related = ["indicator", "plan"]
    search_fields = ["indicator__name"]
    date_hierarchy = "due_on"
    autocomplete_fields = ["indicator", "plan"]
    fieldsets = [(None, {"fields": ["indicator", "value", "due_on", "plan"]})]


@admin.register(models.Comparator)
class ComparatorAdmin(LedgerAdmin):
    list_display = ["indicator", "name", "value", "ends_on"]
    list_filter = ["name"]
    list_select_related = ["indicator"]
    search_fields = ["indicator__name", "name", "source"]
    date_hierarchy = "ends_on"
    autocomplete_fields = ["indicator"]
    fieldsets = [
        (None, {"fields": ["indicator", "name", "value", "ends_on"]}),
        ("Where it comes from", {"fields": ["source"]}),
    ]
