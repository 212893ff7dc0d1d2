"""The officers' desk for promises, the people who answer for them, and progress."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils import timezone

from ledger.admin import ADDRESS_HELP, LedgerAdmin, LedgerStackedInline, LedgerTabularInline
from priorities import models

WORDS_HELP = "Keep the plan's own words."
APPOINTMENT_HELP = "“Until” is the first day on which they no longer hold it; leave it empty while they do."
DERIVED_TIMESCALE = [
    "timescale_reading",
    "timescale_start",
    "timescale_end",
    "timescale_precision",
    "timescale_ongoing",
    "timescale_ambiguous",
    "timescale_milestones",
]
UPDATE_FIELDS = [
    ("as_of", "kind", "status"),
    "forecast_on",
    "commentary",
    ("cause", "action", "next_step"),
    ("evidence_url", "decision_url"),
    ("author_role", "state", "is_example"),
]


class AppointmentOfCouncillorInline(LedgerTabularInline):
    model = models.Appointment
    fields = ["portfolio", "role", "starts_on", "ends_on", "note", "source"]
    autocomplete_fields = ["portfolio"]
    select_related = ("councillor", "portfolio")


class AppointmentToPortfolioInline(LedgerTabularInline):
    model = models.Appointment
    fields = ["councillor", "role", "starts_on", "ends_on", "note", "source"]
    autocomplete_fields = ["councillor"]
    select_related = ("councillor", "portfolio")


@admin.register(models.Councillor)
class CouncillorAdmin(LedgerAdmin):
    list_display = ["name", "ward", "slug"]
    list_filter = ["ward"]
    list_select_related = ["ward"]
    search_fields = ["name", "slug", "ward__name"]
    autocomplete_fields = ["ward"]
    slug_from = ("name",)
    fieldsets = [(None, {"fields": ["name", "slug", "ward"], "description": ADDRESS_HELP})]
    inlines = [AppointmentOfCouncillorInline]


@admin.register(models.Portfolio)
class PortfolioAdmin(LedgerAdmin):
    list_display = ["name", "held_today_by", "slug"]
    search_fields = ["name", "slug"]
    slug_from = ("name",)
    fieldsets = [(None, {"fields": ["name", "slug"], "description": ADDRESS_HELP})]
    inlines = [AppointmentToPortfolioInline]

    def get_queryset(self, request):
        in_force = models.Appointment.objects.on(timezone.localdate()).select_related("councillor")
        return (
            super()
            .get_queryset(request)
            .prefetch_related(Prefetch("appointments", queryset=in_force, to_attr="appointments_today"))
        )

    @admin.display(description="held today by", empty_value="nobody")
    def held_today_by(self, portfolio):
        return ", ".join(str(appointment.councillor) for appointment in portfolio.appointments_today)


@admin.register(models.Appointment)
class AppointmentAdmin(LedgerAdmin):
    list_display = ["councillor", "portfolio", "role", "starts_on", "ends_on"]
    list_filter = ["portfolio"]
    list_select_related = ["councillor", "portfolio"]
    search_fields = ["councillor__name", "portfolio__name", "role", "note"]
    date_hierarchy = "starts_on"
    autocomplete_fields = ["councillor", "portfolio"]
    fieldsets = [
        (None, {"fields": ["councillor", "portfolio", "role"]}),
        ("When", {"fields": [("starts_on", "ends_on"), "note"], "description": APPOINTMENT_HELP}),
        ("Where it comes from", {"fields": ["source"]}),
    ]


class DeliverableForm(forms.ModelForm):
    """Keeps the deliverables of a priority a tree: a parent is of the same priority, and never below."""

    def clean(self):
        cleaned = super().clean()
        parent, priority = cleaned.get("parent"), cleaned.get("priority")
        if parent and priority and parent.priority_id != priority.pk:
            self.add_error("parent", "Choose a deliverable of the same priority.")
        elif parent and self.instance.pk in keys_from(parent):
            self.add_error("parent", "Choose a deliverable that does not stand under this one.")
        return cleaned


def keys_from(deliverable: models.Deliverable) -> set[int]:
    """The keys of ``deliverable`` and of everything it stands under."""
    keys = set()
    while deliverable and deliverable.pk not in keys:
        keys.add(deliverable.pk)
        deliverable = deliverable.parent
    return keys


class DeliverableFormSet(forms.BaseInlineFormSet):
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


class DeliverableInline(LedgerTabularInline):
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


class PriorityActionForm(forms.ModelForm):
    def clean(self):
        cleaned = super().clean()
        plan, plan_outcome = cleaned.get("plan"), cleaned.get("plan_outcome")
        if plan and plan_outcome and plan_outcome.plan_id != plan.pk:
            self.add_error("plan_outcome", "Choose an outcome as the same plan states it.")
        return cleaned


@admin.register(models.PriorityAction)
class PriorityActionAdmin(LedgerAdmin):
    form = PriorityActionForm
    list_display = ["__str__", "plan", "plan_outcome", "portfolio", "published_holder"]
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
    inlines = [DeliverableInline]


class ProgressUpdateInline(LedgerStackedInline):
    model = models.ProgressUpdate
    fields = UPDATE_FIELDS
    extra = 1


class EvidenceLinkInline(LedgerTabularInline):
    model = models.EvidenceLink
    fields = ["title", "url", "shown_on"]


class DeliverablePlaceInline(LedgerTabularInline):
    model = models.DeliverablePlace
    fields = ["place"]
    autocomplete_fields = ["place"]
    select_related = ("deliverable", "place")


@admin.register(models.Deliverable)
class DeliverableAdmin(LedgerAdmin):
    form = DeliverableForm
    list_display = ["__str__", "priority", "timescale_text", "timescale_end", "says_now"]
    list_filter = ["priority__plan", "timescale_precision", "timescale_ongoing", "timescale_ambiguous"]
    list_select_related = ["priority"]
    search_fields = ["text", "timescale_text", "owner_as_published", "priority__title"]
    date_hierarchy = "timescale_end"
    autocomplete_fields = ["priority", "parent", "follows"]
    readonly_fields = DERIVED_TIMESCALE
    fieldsets = [
        (
            "Where it stands",
            {
                "fields": ["priority", "parent", "order"],
                "description": "The parent is empty for a deliverable at the top of its priority.",
            },
        ),
        (
            "What is promised",
            {"fields": ["text", "expected_result"], "description": WORDS_HELP},
        ),
        (
            "When it is due",
            {
                "fields": ["timescale_text", *DERIVED_TIMESCALE],
                "description": "Give it exactly as published; how it is read follows from that on saving.",
            },
        ),
        ("As published", {"fields": ["status_as_published", "owner_as_published"]}),
        (
            "What it follows",
            {
                "fields": ["follows", "follows_how", "follows_reason"],
                "description": "Where it goes on from a deliverable of the earlier plan, say how and why.",
            },
        ),
    ]
    inlines = [ProgressUpdateInline, EvidenceLinkInline, DeliverablePlaceInline]

    def get_queryset(self, request):
        return super().get_queryset(request).with_latest_status()

    @admin.display(description="council says", ordering="latest_status", empty_value="nothing yet")
    def says_now(self, deliverable):
        return dict(models.Status.choices).get(deliverable.latest_status)


@admin.register(models.DeliverablePlace)
class DeliverablePlaceAdmin(LedgerAdmin):
    list_display = ["deliverable", "place"]
    list_filter = ["place__kind"]
    list_select_related = ["deliverable", "place"]
    search_fields = ["deliverable__text", "place__name"]
    autocomplete_fields = ["deliverable", "place"]
    fieldsets = [(None, {"fields": ["deliverable", "place"]})]


@admin.register(models.EvidenceLink)
class EvidenceLinkAdmin(LedgerAdmin):
    list_display = ["title", "deliverable", "shown_on"]
    list_select_related = ["deliverable"]
    search_fields = ["title", "url", "deliverable__text"]
    date_hierarchy = "shown_on"
    autocomplete_fields = ["deliverable"]
    fieldsets = [(None, {"fields": ["deliverable", "title", "url", "shown_on"]})]


@admin.register(models.ProgressUpdate)
class ProgressUpdateAdmin(LedgerAdmin):
    list_display = ["deliverable", "as_of", "status", "kind", "state", "author_role"]
    list_filter = ["state", "status", "kind", "is_example"]
    list_select_related = ["deliverable"]
    search_fields = ["deliverable__text", "commentary", "author_role"]
    date_hierarchy = "as_of"
    autocomplete_fields = ["deliverable"]
    fieldsets = [
        (None, {"fields": ["deliverable", "as_of", "kind"]}),
        ("How it is going", {"fields": ["status", "forecast_on", "commentary"]}),
        (
            "When at risk or off track",
            {
                "fields": ["cause", "action", "next_step"],
                "description": "All three are needed then, and welcome at any other time.",
            },
        ),
        ("Evidence and decision", {"fields": ["evidence_url", "decision_url"]}),
        (
            "Sign-off",
            {
                "fields": ["author_role", "state", "is_example"],
                "description": "Residents see published updates only.",
            },
        ),
    ]
