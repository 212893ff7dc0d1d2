"""When a report is published: at once, or at a moment to come. How an approver is asked for it, and how it is told."""

from datetime import datetime, time

from django import forms
from django.utils import timezone

from ledger.admin.days import Day
from ledger.admin.publishing import MomentField
from ledger.clock import moment_in_words
from priorities import steps
from priorities.models import ProgressUpdate

AT_ONCE, LATER = "at-once", "later"
USUAL = time(9)
"""The time of a moment for which only the day was given."""
CHOOSE = "Choose whether it is published at once or later."
BOTH = "You chose “At once” and gave a day or a time. Choose “Later”, or take the day and the time out."
DAY_NEEDED = "Give the whole day on which it is published: day, month and year."
NO_TIME = "Write the time as 14:30, or leave it empty for 09:00."
IS_OVER = "This moment is over. Choose one to come."


class AsksWhen(forms.Form):
    """An explicit choice, and the day and time of “Later”: half a day alone arrives as nothing, as at once would."""

    publish = forms.ChoiceField(
        label="When residents read it",
        choices=[(AT_ONCE, "At once"), (LATER, "Later")],
        initial=AT_ONCE,
        required=False,
        widget=forms.RadioSelect,
    )
    publish_day = forms.DateField(label="Day to publish it", required=False, widget=Day)
    publish_time = forms.TimeField(
        label="Time to publish it",
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"autocomplete": "off"}),
        input_formats=[
            "%H:%M",
            "%H:%M:%S",
            "%H.%M",
            "%H",
            "%I%p",
            "%I %p",
            "%I:%M%p",
            "%I:%M %p",
            "%I.%M%p",
            "%I.%M %p",
        ],
        error_messages={"invalid": NO_TIME},
        help_text="In Kirklees, such as 14:30. Empty: 09:00.",
    )

    def begin_with(self, moment: datetime | None) -> None:
        """Show the moment that is set already, as long as it is to come."""
        if moment and moment > timezone.now():
            local = timezone.localtime(moment).replace(second=0, microsecond=0)
            self.initial |= {"publish": LATER, "publish_day": local.date(), "publish_time": local.time()}

    def chosen_moment(self) -> datetime | None:
        """The moment that was chosen, or None for at once; what says neither clearly is a fault of its field."""
        if "publish" in self.errors:
            return None
        chosen = self.cleaned_data.get("publish")
        if chosen == LATER:
            return self.typed_moment()
        if not chosen:
            self.add_error("publish", CHOOSE)
        elif self.cleaned_data.get("publish_day") or self.cleaned_data.get("publish_time"):
            self.add_error("publish", BOTH)
        return None

    def typed_moment(self) -> datetime | None:
        """The moment of the day and the time; None where that is at fault."""
        if {"publish_day", "publish_time"} & self.errors.keys():
            return None
        day = self.cleaned_data.get("publish_day")
        if day is None:
            self.add_error("publish_day", DAY_NEEDED)
            return None
        try:
            moment = MomentField().clean(datetime.combine(day, self.cleaned_data.get("publish_time") or USUAL))
        except forms.ValidationError as fault:
            self.add_error("publish_day", fault)
            return None
        if moment <= timezone.now():
            self.add_error("publish_day", IS_OVER)
        return moment


def state_in_words(report: ProgressUpdate) -> str:
    """The state of a report, or of a version of one; “Signed off, to be published” ends with the moment."""
    words = report.get_state_display()
    if report.state != steps.SIGNED_OFF or report.publish_at is None:
        return words
    return f"{words} on {moment_in_words(report.publish_at)}"
