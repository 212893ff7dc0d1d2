"""The officers' desk for outcomes, and each as a plan states it."""

from django.contrib import admin

from ledger.admin import ADDRESS_HELP, LedgerAdmin, LedgerStackedInline, LedgerTabularInline
from outcomes import models
from outcomes.admin.case_studies import CaseStudyInline
from outcomes.admin.waiting import TellsWhatWaits
from outcomes.admin.wording import ORDER_HELP


@admin.register(models.Outcome)
class OutcomeAdmin(LedgerAdmin):
    list_display = ["name", "slug", "order"]
    search_fields = ["name", "slug"]
    slug_from = ("name",)
    fieldsets = [
        (
            None,
            {
                "fields": ["name", "slug", "order"],
                "description": f"An outcome outlasts every plan; each words it its own way. {ADDRESS_HELP}",
            },
        )
    ]


class OutcomeSectionInline(LedgerStackedInline):
    model = models.OutcomeSection
    classes = ["collapse"]
    fields = ["order", "heading", "body"]


class AimInline(LedgerTabularInline):
    model = models.Aim
    fields = ["order", "text"]


class CommitmentInline(LedgerTabularInline):
    model = models.Commitment
    classes = ["collapse"]
    fields = ["kind", "number", "text"]


class PlanIndicatorInline(LedgerTabularInline):
    model = models.PlanIndicator
    fields = ["order", "indicator", "wording"]
    autocomplete_fields = ["indicator"]


@admin.register(models.PlanOutcome)
class PlanOutcomeAdmin(TellsWhatWaits, LedgerAdmin):
    list_display = ["name", "plan", "outcome", "order"]
    list_filter = ["plan", "outcome"]
    list_select_related = ["plan", "outcome"]
    search_fields = ["name", "statement", "introduction", "plan__title", "outcome__name"]
    autocomplete_fields = ["plan", "outcome"]
    readonly_fields = ["labels"]
    fieldsets = [
        (None, {"fields": ["plan", "outcome", "order"]}),
        (
            "As the plan states it",
            {
                "fields": ["name", "statement", "overview_statement", "strapline", "introduction"],
                "description": "Keep the plan's own words.",
            },
        ),
        ("How progress is tracked", {"fields": ["tracking_note"]}),
        ("Headings as printed", {"fields": ["labels"], "classes": ["collapse"]}),
    ]
    inlines = [AimInline, CommitmentInline, PlanIndicatorInline, OutcomeSectionInline, CaseStudyInline]


class PartOfAnOutcomeAdmin(LedgerAdmin):
    """A numbered part of an outcome as one plan states it."""

    list_filter = ["plan_outcome__plan", "plan_outcome__outcome"]
    list_select_related = ["plan_outcome__plan"]
    autocomplete_fields = ["plan_outcome"]


@admin.register(models.OutcomeSection)
class OutcomeSectionAdmin(PartOfAnOutcomeAdmin):
    list_display = ["heading", "plan_outcome", "order"]
    search_fields = ["heading", "body"]
    fieldsets = [
        (None, {"fields": ["plan_outcome", "order"], "description": ORDER_HELP}),
        ("What it says", {"fields": ["heading", "body"]}),
    ]


@admin.register(models.Aim)
class AimAdmin(PartOfAnOutcomeAdmin):
    list_display = ["__str__", "plan_outcome", "order"]
    search_fields = ["text"]
    fieldsets = [
        (None, {"fields": ["plan_outcome", "order"], "description": ORDER_HELP}),
        ("What it says", {"fields": ["text"]}),
    ]


@admin.register(models.Commitment)
class CommitmentAdmin(PartOfAnOutcomeAdmin):
    list_display = ["__str__", "plan_outcome", "kind", "number"]
    list_filter = ["kind", *PartOfAnOutcomeAdmin.list_filter]
    search_fields = ["text"]
    fieldsets = [
        (
            None,
            {
                "fields": ["plan_outcome", "kind", "number"],
                "description": "Each kind is numbered on its own, starting at 1.",
            },
        ),
        ("What it says", {"fields": ["text"]}),
    ]


@admin.register(models.PlanIndicator)
class PlanIndicatorAdmin(PartOfAnOutcomeAdmin):
    list_display = ["__str__", "indicator", "plan_outcome", "order"]
    list_select_related = ["plan_outcome__plan", "indicator"]
    search_fields = ["wording", "indicator__name"]
    autocomplete_fields = ["plan_outcome", "indicator"]
    fieldsets = [
        (None, {"fields": ["plan_outcome", "indicator", "order"], "description": ORDER_HELP}),
        ("As the plan words it", {"fields": ["wording"]}),
    ]
