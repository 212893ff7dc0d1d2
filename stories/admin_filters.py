"""What the lists of submissions and of consents are narrowed by at the officers' desk."""

from django.contrib.admin import SimpleListFilter
from django.db.models import Q

from ledger.clock import today
from stories.moderating import OPEN


class ToAnswerFilter(SimpleListFilter):
    """Submissions of which it is open what becomes of them, whether or not somebody is in touch with the sender."""

    title = "to be answered"
    parameter_name = "to-answer"

    def lookups(self, request, model_admin):
        return [("yes", "Yes")]

    def queryset(self, request, queryset):
        return queryset.filter(state__in=OPEN) if self.value() == "yes" else queryset


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
