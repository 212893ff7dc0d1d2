"""The officers' desk for priority actions, with their deliverables as rows."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from ledger.admin import (
    LedgerAdmin,
    LedgerForm,
    LedgerTableFormSet,
    LedgerTabularInline,
)
from priorities import models
from priorities.admin.deliverables import DeliverableForm
from priorities.admin.successions import PrecedingInline
from priorities.timescale_input import WithTimescale

WORDS_HELP = "Keep the plan's own words."


class DeliverableFormSet(LedgerTableFormSet):
    def clean(self):
        """Refuse two top deliverables at one position: the rows check themselves against saved ones only."""
        super().clean()
        seen = set()
        for position in map(top_position, self.forms):
            if position in seen:
                raise ValidationError(f"Two deliverables stand at position {position}. Give each its own.")
            if position is not None:
                seen.add(position)


def top_position(form: forms.ModelForm) -> int | None:
    """The position that a row asks for at the top of its priority, where it does."""
    row = getattr(form, "cleaned_data", {})
    return None if row.get("parent") or row.get("DELETE") else row.get("order")


class DeliverableInline(WithTimescale, LedgerTabularInline):
    """The deliverables of a priority, with its own as the only parents to choose from."""

    model = models.Deliverable
    form = DeliverableForm
    formset = DeliverableFormSet
    fields = ["order", "parent", "text", "timescale_text", "timescale_reading"]
    readonly_fields = ["timescale_reading"]
    show_change_link = True

    def get_formset(self, request, obj=None, **kwargs):
        request.deliverables_of_priority = list(obj.deliverables.all()) if obj else []
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "parent":
            own = request.deliverables_of_priority
            field.choices = [("", "none: it stands at the top"), *((each.pk, str(each)) for each in own)]
        return field


class PriorityActionForm(LedgerForm):
    def clean(self):
        cleaned = super().clean()
        plan, plan_outcome = cleaned.get("plan"), cleaned.get("plan_outcome")
        if plan and plan_outcome and plan_outcome.plan_id != plan.pk:
            self.add_error("plan_outcome", "Choose an outcome as the same plan states it.")
        return cleaned


@admin.register(models.PriorityAction)
class PriorityActionAdmin(LedgerAdmin):
    form = PriorityActionForm
    list_display = ["__str__", "plan", "outcome", "portfolio", "published_holder"]
    list_filter = ["plan", "plan_outcome__outcome", "portfolio"]
    list_select_related = ["plan", "plan_outcome__plan", "portfolio", "published_holder"]
    search_fields = ["title", "action", "holder_as_published", "plan__title"]
    autocomplete_fields = ["plan", "plan_outcome", "portfolio", "published_holder"]
    readonly_fields = ["labels"]
    fieldsets = [
        (None, {"fields": ["plan", "plan_outcome", "number"]}),
        ("What will be done", {"fields": ["title", "action"], "description": WORDS_HELP}),
        (
            "Who answers for it",
            {
                "fields": ["portfolio", "published_holder", "holder_as_published"],
                "description": "The holder on a day follows from the portfolio's appointments. "
                "A name that the plan printed is kept as published.",
            },
        ),
        ("Headings as printed", {"fields": ["labels"], "classes": ["collapse"]}),
    ]
    inlines = [DeliverableInline, PrecedingInline]

    @admin.display(ordering="plan_outcome")
    def outcome(self, priority):
        return priority.plan_outcome and priority.plan_outcome.name
