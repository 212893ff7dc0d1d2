"""The officers' desk for councillors, portfolios and who holds which."""

from django.contrib import admin
from django.db.models import Prefetch
from django.utils import timezone

from ledger.admin import (
    ADDRESS_HELP,
    LedgerAdmin,
    LedgerForm,
    LedgerTabularInline,
)
from priorities import models
from priorities.admin.filters import HeldFilter
from priorities.admin.reshuffle import Reshuffles

APPOINTMENT_HELP = "“Until” is the first day on which they no longer hold it; leave it empty while they do."


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


class CouncillorForm(LedgerForm):
    class Meta:
        help_texts = {"name": "Without “Councillor”."}


@admin.register(models.Councillor)
class CouncillorAdmin(LedgerAdmin):
    form = CouncillorForm
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
