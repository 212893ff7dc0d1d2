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
from priorities.models.promises import is_in_circle
from priorities.timescale_input import WithTimescale

WORDS_HELP = "Keep the plan's own words."
UNDER_ONE_ANOTHER = "This one and its parent would stand under one another. Choose another parent for one of them."


class DeliverableFormSet(LedgerTableFormSet):
    def clean(self):
        """Hold the rows against one another: each checks itself against saved ones only."""
        super().clean()
        self._refuse_one_position()
        self._refuse_circle()

    def _refuse_one_position(self) -> None:
        seen = set()
        for position in map(top_position, self.forms):
            if position in seen:
                raise ValidationError(f"Two deliverables stand at position {position}. Give each its own.")
            if position is not None:
                seen.add(position)

    def _refuse_circle(self) -> None:
        rows = {row.instance.pk: row for row in self.initial_forms}
        parents = {key: parent.pk for key, row in rows.items() if (parent := row.cleaned_data.get("parent"))}
        for key, row in rows.items():
            if is_in_circle(key, parents) and parents[key] != key and not row.has_error("parent"):
                row.add_error("parent", UNDER_ONE_ANOTHER)


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
