"""The officers' desk for case studies, under an outcome or a section of an approach page."""

from django.contrib import admin

from ledger.admin import LedgerAdmin, LedgerForm, LedgerStackedInline
from outcomes import models
from outcomes.admin.waiting import TellsWhatWaits
from outcomes.admin.wording import ORDER_HELP


class CaseStudyForm(LedgerForm):
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
    classes = ["collapse"]
    fields = ["plan", "order", "title", "body"]
    autocomplete_fields = ["plan"]


@admin.register(models.CaseStudy)
class CaseStudyAdmin(TellsWhatWaits, LedgerAdmin):
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
