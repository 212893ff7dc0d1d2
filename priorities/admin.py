"""The officers' desk for promises, the people who answer for them, and progress."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from ledger.admin import (
    ADDRESS_HELP,
    LedgerAdmin,
    LedgerForm,
    LedgerStackedInline,
    LedgerTableFormSet,
    LedgerTabularInline,
    PublishesLater,
    ToBePublished,
    in_short,
)
from ledger.clock import today
from priorities import admin_officers, models  # noqa: F401 - registers its own pages
from priorities.admin_bulk import BulkOnPromises, BulkOnReports
from priorities.admin_filters import HeldFilter, MineFilter, SaysNowFilter, WaitsForFilter
from priorities.admin_reshuffle import Reshuffles
from priorities.admin_rules import ForWhoSignsOff, OwnReportsOnly
from priorities.admin_sign_off import SignsOff
from priorities.admin_successions import MarkedFilter, PrecedingInline, SuccessionInline
from priorities.admin_update import TakesUpdates
from priorities.timescale_widget import ReadsTimescales, WithTimescale
from priorities.update_form import ProgressUpdateForm
from priorities.waiting import with_reports

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
UPDATES_SHOWN = 2


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
    list_filter = [("ward", admin.RelatedOnlyFieldListFilter)]
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
class AppointmentAdmin(Reshuffles, LedgerAdmin):
    list_display = ["councillor", "portfolio", "role", "starts_on", "ends_on"]
    list_filter = [HeldFilter, "portfolio"]
    list_select_related = ["councillor", "portfolio"]
    search_fields = ["councillor__name", "portfolio__name", "role", "note"]
    date_hierarchy = "starts_on"
    autocomplete_fields = ["councillor", "portfolio"]
    fieldsets = [
        (None, {"fields": ["councillor", "portfolio", "role"]}),
        ("When", {"fields": [("starts_on", "ends_on"), "note"], "description": APPOINTMENT_HELP}),
        ("Where it comes from", {"fields": ["source"]}),
    ]


class DeliverableForm(LedgerForm):
    """Keeps the deliverables of a priority a tree: a parent is of the same priority, and never below."""

    def clean(self):
        cleaned = super().clean()
        parent, priority = cleaned.get("parent"), cleaned.get("priority")
        if parent and priority and parent.priority_id != priority.pk:
            self.add_error("parent", "Choose a deliverable of the same priority.")
        elif parent and self.instance.pk in keys_from(parent):
            self.add_error("parent", "Choose a deliverable that does not stand under this one.")
        return cleaned

    def _post_clean(self):
        """Read the timescale as typed: a comment in a row below is held against it."""
        super()._post_clean()
        self.instance.read_timescale()


def keys_from(deliverable: models.Deliverable) -> set[int]:
    """The keys of ``deliverable`` and of everything it stands under."""
    keys = set()
    while deliverable and deliverable.pk not in keys:
        keys.add(deliverable.pk)
        deliverable = deliverable.parent
    return keys


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


class ProgressUpdateInline(ForWhoSignsOff, LedgerStackedInline):
    """The latest updates. What is sent may be of any: another may have come in since the page was opened."""

    model = models.ProgressUpdate
    form = ProgressUpdateForm
    verbose_name_plural = "latest progress updates"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("as_of", "status", "kind"),
                    "commentary",
                    "date_stands",
                    ("author_role", "state", "is_example"),
                ]
            },
        ),
        ("Cause, action, next step", {"fields": ["cause", "action", "next_step"], "classes": ["collapse"]}),
        (
            "Evidence, decision, day expected",
            {"fields": ["evidence_url", "decision_url", "forecast_on"], "classes": ["collapse"]},
        ),
    ]

    def get_queryset(self, request):
        updates = super().get_queryset(request)
        if request.method not in {"GET", "HEAD"}:
            return updates
        of_the_same = models.ProgressUpdate.objects.filter(deliverable=OuterRef("deliverable"))
        return updates.filter(pk__in=of_the_same.order_by("-as_of", "-id").values("pk")[:UPDATES_SHOWN])


class EvidenceLinkInline(LedgerTabularInline):
    model = models.EvidenceLink
    fields = ["title", "url", "shown_on"]


class DeliverablePlaceInline(LedgerTabularInline):
    model = models.DeliverablePlace
    fields = ["place"]
    autocomplete_fields = ["place"]
    select_related = ("deliverable", "place")


@admin.register(models.Deliverable)
class DeliverableAdmin(TakesUpdates, BulkOnPromises, ReadsTimescales, WithTimescale, LedgerAdmin):
    form = DeliverableForm
    list_display = ["promise", "of_priority", "timescale", "directorate", "says_now", "confirmed_on"]
    list_filter = [
        WaitsForFilter,
        "directorate",
        SaysNowFilter,
        "priority__plan",
        MarkedFilter,
        "timescale_precision",
        "timescale_ongoing",
        "timescale_ambiguous",
    ]
    list_select_related = ["priority__plan", "priority__plan_outcome", "directorate"]
    search_fields = ["text", "timescale_text", "owner_as_published", "priority__title"]
    date_hierarchy = "timescale_end"
    autocomplete_fields = ["priority", "parent", "directorate"]
    readonly_fields = [*DERIVED_TIMESCALE, "every_update"]
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
                "fields": ["timescale_text", "timescale_reading"],
                "description": "Give it exactly as published; how it is read follows from that on saving.",
            },
        ),
        ("How the timescale is kept", {"fields": DERIVED_TIMESCALE[1:], "classes": ["collapse"]}),
        (
            "As published",
            {"fields": ["status_as_published", "owner_as_published", "as_printed"], "classes": ["collapse"]},
        ),
        (
            "How it is going",
            {
                "fields": ["directorate", "every_update"],
                "description": f"The latest {UPDATES_SHOWN} updates stand below.",
            },
        ),
    ]
    inlines = [ProgressUpdateInline, SuccessionInline, EvidenceLinkInline, DeliverablePlaceInline]

    def get_queryset(self, request):
        return with_reports(super().get_queryset(request), today())

    @admin.display(ordering="text")
    def promise(self, deliverable):
        return in_short(deliverable.text)

    @admin.display(description="priority", ordering="priority")
    def of_priority(self, deliverable):
        return numbered_in_outcome(deliverable.priority)

    @admin.display(ordering="timescale_end")
    def timescale(self, deliverable):
        return in_short(deliverable.timescale_text, 40)

    @admin.display(description="council says", ordering="latest_status", empty_value="nothing yet")
    def says_now(self, deliverable):
        return dict(models.Status.choices).get(deliverable.latest_status)

    @admin.display(description="last confirmed", ordering="last_day", empty_value="never")
    def confirmed_on(self, deliverable):
        return deliverable.last_day

    @admin.display(description="every update")
    def every_update(self, deliverable):
        count = deliverable.updates.count() if deliverable.pk else 0
        address = reverse("admin:priorities_progressupdate_changelist")
        return (
            format_html('<a href="{}?deliverable={}">{} in the list</a>', address, deliverable.pk, count)
            if count
            else "none yet"
        )


def numbered_in_outcome(priority: models.PriorityAction) -> str:
    """A priority as a list can show it: its number, and the outcome it counts in."""
    return (
        f"{priority.number}. {priority.plan_outcome.name}" if priority.plan_outcome else f"Priority {priority.number}"
    )


@admin.register(models.DeliverablePlace)
class DeliverablePlaceAdmin(LedgerAdmin):
    list_display = ["deliverable", "place"]
    list_filter = ["deliverable__priority__plan", "place__kind"]
    list_select_related = ["deliverable", "place"]
    search_fields = ["deliverable__text", "place__name"]
    autocomplete_fields = ["deliverable", "place"]
    fieldsets = [(None, {"fields": ["deliverable", "place"]})]


@admin.register(models.EvidenceLink)
class EvidenceLinkAdmin(LedgerAdmin):
    list_display = ["title", "deliverable", "shown_on"]
    list_filter = ["deliverable__priority__plan"]
    list_select_related = ["deliverable"]
    search_fields = ["title", "url", "deliverable__text"]
    date_hierarchy = "shown_on"
    autocomplete_fields = ["deliverable"]
    fieldsets = [(None, {"fields": ["deliverable", "title", "url", "shown_on"]})]


@admin.register(models.ProgressUpdate)
class ProgressUpdateAdmin(SignsOff, OwnReportsOnly, BulkOnReports, PublishesLater, LedgerAdmin):
    form = ProgressUpdateForm
    list_display = ["promise", "as_of", "status", "kind", "state", "author_role"]
    list_filter = [
        "state",
        ToBePublished,
        "deliverable__priority__plan",
        "deliverable__directorate",
        MineFilter,
        "status",
        "kind",
        "is_example",
    ]
    list_select_related = ["deliverable__directorate"]
    search_fields = ["deliverable__text", "commentary", "author_role"]
    date_hierarchy = "as_of"
    autocomplete_fields = ["deliverable"]
    fieldsets = [
        (None, {"fields": ["deliverable", "as_of", "kind"]}),
        ("How it is going", {"fields": ["status", "forecast_on", "commentary", "date_stands"]}),
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
                "fields": ["author_role", "state", "publish_at", "remark", "is_example"],
                "description": "Residents see published updates only.",
            },
        ),
    ]

    @admin.display(ordering="deliverable")
    def promise(self, update):
        return in_short(update.deliverable.text)


@admin.register(models.Meeting)
class MeetingAdmin(LedgerAdmin):
    list_display = ["__str__", "body", "held_on", "url"]
    list_filter = ["body"]
    search_fields = ["title", "body"]
    date_hierarchy = "held_on"
    fieldsets = [
        (None, {"fields": ["body", "held_on", "title"]}),
        ("Where its papers are", {"fields": ["url"]}),
    ]
