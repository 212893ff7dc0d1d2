"""What the lists of promises and of reports are narrowed by at the officers' desk."""

from django.contrib.admin import AllValuesFieldListFilter, SimpleListFilter

from ledger.clock import today
from priorities.filters import STATUS_CHOICES
from priorities.standing import NONE_SLUG
from priorities.waiting import WAITS, promises_waiting_for, waits_for

MY_REPORT = "me"
WITHOUT_PRECISION = {"": "no timescale given", "none": "no date can be read from it"}


class SaysNowFilter(SimpleListFilter):
    title = "what the council says now"
    parameter_name = "says"

    def lookups(self, request, model_admin):
        return STATUS_CHOICES

    def queryset(self, request, queryset):
        if self.value() == NONE_SLUG:
            return queryset.filter(latest_status__isnull=True)
        return queryset.filter(latest_status=self.value()) if self.value() else queryset


class WaitsForFilter(SimpleListFilter):
    title = "what it waits for"
    parameter_name = "waits"

    def lookups(self, request, model_admin):
        return [(MY_REPORT, "My report"), *WAITS.items()]

    def queryset(self, request, queryset):
        if self.value() == MY_REPORT:
            return queryset.filter(pk__in=promises_waiting_for(request.user, today()).order_by().values("pk"))
        return queryset.filter(waits_for(self.value(), today())) if self.value() in WAITS else queryset


class MineFilter(SimpleListFilter):
    title = "mine"
    parameter_name = "mine"

    def lookups(self, request, model_admin):
        return [("yes", "Written by me")]

    def queryset(self, request, queryset):
        return queryset.filter(written_by=request.user) if self.value() else queryset


class PrecisionFilter(AllValuesFieldListFilter):
    """Every precision that occurs, with words for the two that are none: a link without words cannot be pressed."""

    def choices(self, changelist):
        for choice in super().choices(changelist):
            value, bracket, count = str(choice["display"]).partition(" (")
            yield choice | {"display": f"{WITHOUT_PRECISION.get(value, value)}{bracket}{count}"}


class HeldFilter(SimpleListFilter):
    """Appointments by whether they hold today."""

    title = "when it is held"
    parameter_name = "held"

    def lookups(self, request, model_admin):
        return [("today", "Today"), ("over", "No longer"), ("to-come", "From a day to come")]

    def queryset(self, request, queryset):
        day = today()
        narrowed = {
            "today": lambda: queryset.on(day),
            "over": lambda: queryset.filter(ends_on__lte=day),
            "to-come": lambda: queryset.filter(starts_on__gt=day),
        }
        return narrowed[self.value()]() if self.value() in narrowed else queryset
