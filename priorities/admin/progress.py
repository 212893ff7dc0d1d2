"""The officers' desk for progress updates, as records and as rows under their promise."""

from django.contrib import admin
from django.db.models import OuterRef

from ledger.admin import (
    LedgerAdmin,
    LedgerStackedInline,
    PublishesLater,
    ToBePublished,
    in_short,
)
from priorities import models
from priorities.admin.bulk import BulkOnReports
from priorities.admin.filters import MineFilter
from priorities.admin.moments import state_in_words
from priorities.admin.rules import ForWhoSignsOff, OwnReportsOnly
from priorities.admin.sign_off import SignsOff
from priorities.admin.update_form import ProgressUpdateForm

UPDATES_SHOWN = 2


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
            {"fields": ["evidence", "decision_url", "forecast_on"], "classes": ["collapse"]},
        ),
    ]

    def get_queryset(self, request):
        updates = super().get_queryset(request)
        if request.method not in {"GET", "HEAD"}:
            return updates
        of_the_same = models.ProgressUpdate.objects.filter(deliverable=OuterRef("deliverable"))
        return updates.filter(pk__in=of_the_same.order_by("-as_of", "-id").values("pk")[:UPDATES_SHOWN])


@admin.register(models.ProgressUpdate)
class ProgressUpdateAdmin(SignsOff, OwnReportsOnly, BulkOnReports, PublishesLater, LedgerAdmin):
    form = ProgressUpdateForm
    list_display = ["promise", "as_of", "status", "kind", "stands", "author_role"]
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
        ("Evidence and decision", {"fields": ["evidence", "decision_url"]}),
        (
            "Sign-off",
            {
                "fields": ["author_role", "state", "publish_at", "remark", "is_example"],
                "description": "Residents see published updates only.",
            },
        ),
    ]

    def get_queryset(self, request):
        """With the promise, which is in a report's name, and the directorate, which says whose it is."""
        return super().get_queryset(request).select_related("deliverable__directorate")

    @admin.display(ordering="deliverable")
    def promise(self, update):
        return in_short(update.deliverable.text)

    @admin.display(description="state", ordering="state")
    def stands(self, update):
        return state_in_words(update)
