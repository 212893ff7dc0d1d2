"""What the lists of stories and of consents are narrowed by at the officers' desk."""

from django.contrib.admin import SimpleListFilter
from django.db.models import Q

from ledger.clock import today


class InForceFilter(SimpleListFilter):
    """Consents by whether they are in force today: a story is shown only then."""

    title = "in force"
    parameter_name = "in-force"

    def lookups(self, request, model_admin):
        return [("yes", "Yes"), ("withdrawn", "No: withdrawn"), ("expired", "No: expired")]

    def queryset(self, request, queryset):
        day = today()
        withdrawn, expired, to_come = Q(withdrawn_on__lte=day), Q(expires_on__lte=day), Q(given_on__gt=day)
        narrowed = {
            "yes": ~withdrawn & ~expired & ~to_come,
            "withdrawn": withdrawn,
            "expired": expired & ~withdrawn,
        }
        return queryset.filter(narrowed[self.value()]) if self.value() in narrowed else queryset
