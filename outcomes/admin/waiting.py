"""Telling an officer who saves something that residents do not read it yet, where an election period holds it back."""

from django.contrib import messages

from outcomes.elections import why_it_waits


class TellsWhatWaits:
    """For the desks of records that an election period holds back, and of those with such rows under them."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        rows = [row.instance for formset in formsets for row in formset.forms if row.has_changed()]
        for item in (form.instance, *rows):
            if item.pk and (why := why_it_waits(item)):
                self.message_user(request, why, messages.WARNING)
