"""The officers' desk for deliverables, and what belongs to one."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from ledger.admin import (
    LedgerAdmin,
    LedgerForm,
    LedgerTabularInline,
    in_short,
)
from ledger.clock import today
from priorities import models
from priorities.admin.bulk import BulkOnPromises
from priorities.admin.filters import PrecisionFilter, SaysNowFilter, WaitsForFilter
from priorities.admin.progress import UPDATES_SHOWN, ProgressUpdateInline
from priorities.admin.successions import MarkedFilter, SuccessionInline
from priorities.admin.update import TakesUpdates
from priorities.models.promises import fault_of_place
from priorities.timescale_input import ReadsTimescales, WithTimescale
from priorities.waiting import with_reports

WORDS_HELP = "Keep the plan's own words."
DERIVED_TIMESCALE = [
    "timescale_reading",
    "timescale_start",
    "timescale_end",
    "timescale_precision",
    "timescale_ongoing",
    "timescale_ambiguous",
    "timescale_milestones",
]


class DeliverableForm(LedgerForm):
    """Says beside the parent why a deliverable cannot stand under it."""

    def clean(self):
        cleaned = super().clean()
        parent, priority = cleaned.get("parent"), cleaned.get("priority")
        moves = {"parent", "priority"} & set(self.changed_data)
        if moves and parent and priority and (fault := fault_of_place(self.instance.pk, parent.pk, priority.pk)):
            self.add_error("parent", fault)
        return cleaned

    def _post_clean(self):
        """Read the timescale as typed: a comment in a row below is held against it."""
        super()._post_clean()
        self.instance.read_timescale()


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
        ("timescale_precision", PrecisionFilter),
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
