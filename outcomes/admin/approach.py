"""The officers' desk for principles and the pages on how the council works."""

from django.contrib import admin

from ledger.admin import ADDRESS_HELP, LedgerAdmin, LedgerStackedInline
from outcomes import models
from outcomes.admin.case_studies import CaseStudyInline
from outcomes.admin.waiting import TellsWhatWaits
from outcomes.admin.wording import ORDER_HELP


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
class ApproachSectionAdmin(TellsWhatWaits, LedgerAdmin):
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
