"""The officers' desk for plans, with their forewords and headline figures."""

from django.contrib import admin

from ledger.admin import (
    ADDRESS_HELP,
    LedgerAdmin,
    LedgerStackedInline,
    LedgerTabularInline,
    PublishesLater,
    ToBePublished,
)
from outcomes import models
from outcomes.admin.although import AsksAlthough
from outcomes.admin.waiting import TellsWhatWaits
from outcomes.admin.wording import ORDER_HELP


class ForewordInline(LedgerStackedInline):
    model = models.Foreword
    classes = ["collapse"]
    fields = ["order", ("author_name", "author_role"), "body"]
    select_related = ("plan",)


class PlanOutcomeInline(LedgerTabularInline):
    model = models.PlanOutcome
    fields = ["order", "outcome", "name"]
    autocomplete_fields = ["outcome"]
    select_related = ("plan",)
    show_change_link = True


class HeadlineFigureInline(LedgerTabularInline):
    model = models.HeadlineFigure
    classes = ["collapse"]
    fields = ["order", "outcome", "heading", "text"]
    autocomplete_fields = ["outcome"]


@admin.register(models.Plan)
class PlanAdmin(AsksAlthough, TellsWhatWaits, PublishesLater, LedgerAdmin):
    change_form_template = "admin/outcomes/plan/change_form.html"
    list_display = ["title", "edition", "state", "publish_at", "starts_on", "ends_on", "adopted_on"]
    list_filter = ["state", ToBePublished]
    search_fields = ["title", "edition", "slug"]
    date_hierarchy = "starts_on"
    autocomplete_fields = ["replaces"]
    readonly_fields = ["labels"]
    slug_from = ("title",)
    fieldsets = [
        (None, {"fields": ["title", "slug", "edition"], "description": ADDRESS_HELP}),
        (
            "Standing",
            {
                "fields": ["state", "publish_at", "replaces"],
                "description": "Residents see current and archived plans. A draft is seen only here.",
            },
        ),
        ("Days", {"fields": [("starts_on", "ends_on"), "adopted_on"]}),
        ("What it says", {"fields": ["introduction", "vision"]}),
        ("Where it comes from", {"fields": ["source_url"]}),
        ("Headings as printed", {"fields": ["labels"], "classes": ["collapse"]}),
    ]
    inlines = [ForewordInline, PlanOutcomeInline, HeadlineFigureInline]


@admin.register(models.Foreword)
class ForewordAdmin(TellsWhatWaits, LedgerAdmin):
    list_display = ["author_name", "author_role", "plan", "order"]
    list_filter = ["plan"]
    list_select_related = ["plan"]
    search_fields = ["author_name", "author_role", "body"]
    autocomplete_fields = ["plan"]
    fieldsets = [
        (None, {"fields": ["plan", "order"], "description": ORDER_HELP}),
        ("Who wrote it", {"fields": ["author_name", "author_role"]}),
        ("What it says", {"fields": ["body"]}),
    ]


@admin.register(models.HeadlineFigure)
class HeadlineFigureAdmin(LedgerAdmin):
    list_display = ["__str__", "plan", "outcome", "order"]
    list_filter = ["plan", "outcome"]
    list_select_related = ["plan", "outcome"]
    search_fields = ["heading", "text"]
    autocomplete_fields = ["plan", "outcome"]
    fieldsets = [
        (None, {"fields": ["plan", "outcome", "order"], "description": ORDER_HELP}),
        ("What it says", {"fields": ["heading", "text"]}),
    ]
