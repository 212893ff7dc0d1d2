"""The officers' desk for plans, outcomes, indicators, the approach and places."""

from django import forms
from django.contrib import admin

from ledger.admin import ADDRESS_HELP, LedgerAdmin, LedgerStackedInline, LedgerTabularInline
from outcomes import models

ORDER_HELP = "Positions start at 1; no two may share one."


class ForewordInline(LedgerStackedInline):
    model = models.Foreword
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
    fields = ["order", "outcome", "heading", "text"]
    autocomplete_fields = ["outcome"]


@admin.register(models.Plan)
class PlanAdmin(LedgerAdmin):
    list_display = ["title", "edition", "state", "starts_on", "ends_on", "adopted_on"]
    list_filter = ["state"]
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
                "fields": ["state", "replaces"],
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
class ForewordAdmin(LedgerAdmin):
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


class CaseStudyForm(forms.ModelForm):
    def clean(self):
        cleaned = super().clean()
        plan, section, stated = (cleaned.get(name) for name in ("plan", "section", "plan_outcome"))
        if plan and section and section.page.plan_id != plan.pk:
            self.add_error("section", "Choose one of the same plan.")
        if plan and stated and stated.plan_id != plan.pk:
            self.add_error("plan_outcome", "Choose one of the same plan.")
        return cleaned


class CaseStudyInline(LedgerStackedInline):
    model = models.CaseStudy
    form = CaseStudyForm
    fields = ["plan", "order", "title", "body"]
    autocomplete_fields = ["plan"]


class OutcomeSectionInline(LedgerStackedInline):
    model = models.OutcomeSection
    fields = ["order", "heading", "body"]


class AimInline(LedgerTabularInline):
    model = models.Aim
    fields = ["order", "text"]


class CommitmentInline(LedgerTabularInline):
    model = models.Commitment
    fields = ["kind", "number", "text"]


class PlanIndicatorInline(LedgerTabularInline):
    model = models.PlanIndicator
    fields = ["order", "indicator", "wording"]
    autocomplete_fields = ["indicator"]


@admin.register(models.PlanOutcome)
class PlanOutcomeAdmin(LedgerAdmin):
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


@admin.register(models.Principle)
class PrincipleAdmin(LedgerAdmin):
    list_display = ["name", "slug", "order"]
    search_fields = ["name", "slug"]
    slug_from = ("name",)
    fieldsets = [(None, {"fields": ["name", "slug", "order"], "description": ADDRESS_HELP})]


class ApproachSectionInline(LedgerStackedInline):
    model = models.ApproachSection
    fields = ["order", "principle", "heading", "body"]
    autocomplete_fields = ["principle"]
    show_change_link = True


@admin.register(models.ApproachPage)
class ApproachPageAdmin(LedgerAdmin):
    list_display = ["title", "plan", "order"]
    list_filter = ["plan"]
    list_select_related = ["plan"]
    search_fields = ["title", "introduction", "plan__title"]
    autocomplete_fields = ["plan"]
    slug_from = ("title",)
    fieldsets = [
        (None, {"fields": ["plan", "title", "slug", "order"], "description": ADDRESS_HELP}),
        ("What it says", {"fields": ["introduction"]}),
    ]
    inlines = [ApproachSectionInline]


@admin.register(models.ApproachSection)
class ApproachSectionAdmin(LedgerAdmin):
    list_display = ["heading", "page", "principle", "order"]
    list_filter = ["page__plan", "principle"]
    list_select_related = ["page__plan", "principle"]
    search_fields = ["heading", "body", "page__title"]
    autocomplete_fields = ["page", "principle"]
    fieldsets = [
        (None, {"fields": ["page", "order", "principle"], "description": ORDER_HELP}),
        ("What it says", {"fields": ["heading", "body"]}),
    ]
    inlines = [CaseStudyInline]


@admin.register(models.CaseStudy)
class CaseStudyAdmin(LedgerAdmin):
    form = CaseStudyForm
    list_display = ["title", "plan", "section", "plan_outcome", "order"]
    list_filter = ["plan"]
    list_select_related = ["plan", "section", "plan_outcome__plan"]
    search_fields = ["title", "body"]
    autocomplete_fields = ["plan", "section", "plan_outcome"]
    fieldsets = [
        (
            "Where it stands",
            {
                "fields": ["plan", "order", "section", "plan_outcome"],
                "description": "Under a section of an approach page, or under an outcome. " + ORDER_HELP,
            },
        ),
        ("What it says", {"fields": ["title", "body"]}),
    ]


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
