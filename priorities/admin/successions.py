"""The officers' desk for what becomes of a promise in the plan that replaces its own."""

from django.contrib import admin
from django.db.models import Exists, OuterRef

from ledger.admin import LedgerAdmin, LedgerStackedInline, in_short
from priorities import models
from priorities.admin.roll_forward_marks import RollsForward

SUCCESSOR_HELP = (
    "Name one promise of the later plan, or one of its priorities where it goes on in no single promise. "
    "Leave both empty where it is dropped."
)
FIELDS = [("plan", "how"), ("later", "later_priority"), "reason", ("decision_url", "is_example")]


class SuccessionInline(LedgerStackedInline):
    """The marks on one promise. A plan is published only when each unfinished promise before it has one."""

    model = models.Succession
    fk_name = "earlier"
    verbose_name = "mark"
    verbose_name_plural = "What happened to it in the next plan"
    fields = FIELDS
    autocomplete_fields = ["plan", "later", "later_priority"]
    select_related = ("earlier", "plan", "later", "later_priority")


class PrecedingInline(LedgerStackedInline):
    """The promises of the earlier plan that go on in one priority as a whole."""

    model = models.Succession
    fk_name = "later_priority"
    verbose_name = "earlier promise"
    verbose_name_plural = "Promises of the earlier plan that go on in it"
    fields = [("plan", "how"), "earlier", "reason", ("decision_url", "is_example")]
    autocomplete_fields = ["plan", "earlier"]
    select_related = ("earlier", "plan", "later", "later_priority")


class MarkedFilter(admin.SimpleListFilter):
    """Promises by whether anything says what becomes of them; for the list of deliverables."""

    title = "what becomes of it"
    parameter_name = "marked"

    def lookups(self, request, model_admin):
        return [("no", "Unfinished, not marked"), ("yes", "Marked")]

    def queryset(self, request, queryset):
        marked = Exists(models.Succession.objects.filter(earlier=OuterRef("pk")))
        if self.value() == "no":
            return queryset.filter(~marked, pk__in=models.Deliverable.objects.unfinished().values("pk"))
        return queryset.filter(marked) if self.value() == "yes" else queryset


@admin.register(models.Succession)
class SuccessionAdmin(RollsForward, LedgerAdmin):
    list_display = ["promise", "earlier_plan", "how", "plan", "goes_on_in"]
    list_filter = ["how", "plan", "is_example"]
    list_select_related = ["earlier__priority__plan", "plan", "later", "later_priority"]
    search_fields = ["earlier__text", "later__text", "later_priority__title", "reason"]
    autocomplete_fields = ["earlier", "plan", "later", "later_priority"]
    fieldsets = [
        (None, {"fields": ["earlier", "plan", "how"]}),
        ("Where it goes on", {"fields": ["later", "later_priority"], "description": SUCCESSOR_HELP}),
        ("What residents read", {"fields": ["reason", "decision_url", "is_example"]}),
    ]

    @admin.display(description="earlier promise", ordering="earlier")
    def promise(self, succession):
        return in_short(succession.earlier.text)

    @admin.display(ordering="earlier__priority__plan")
    def earlier_plan(self, succession):
        return succession.earlier.priority.plan

    @admin.display(empty_value="nowhere: it is dropped")
    def goes_on_in(self, succession):
        return succession.successor and in_short(str(succession.successor))
