"""Publishing at a moment to come: the field it is typed in, what is said of it, and the lists it is found in."""

from datetime import timedelta

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils import timezone

from ledger.clock import moment_in_words

from .days import SaysWhatIsNotSent
from .forms import LedgerForm

STILL_TO_COME = ("draft", "awaiting", "returned", "signed-off")
"""The states of what is still to be published."""
PUBLIC_ALREADY = "It is {state} already, so nothing is left to publish later. Empty this, or make it a draft again."
CLOCKS_CHANGE = "In the night in which the clocks change this time does not exist, or comes twice. Choose another."
FARTHEST = timedelta(days=2 * 366)
TOO_FAR = "This is more than two years ahead. Check the year."
IS_OVER = "This moment is over, so {record} is published at the next run, within minutes."
IS_SET = "{record} is to be published on {moment}."
IS_OVER_UNSIGNED = "This moment is over, so {record} is published as soon as it is signed off."
IS_SET_UNSIGNED = "{record} is to be published on {moment}, once it is signed off."


class MomentInput(SaysWhatIsNotSent, forms.DateTimeInput):
    """A day and a time in one, with the browser's own calendar."""

    input_type = "datetime-local"

    def format_value(self, value):
        """Without seconds, unless there are some: a form sent as it stands must not change them."""
        if not hasattr(value, "isoformat"):
            return value
        return value.isoformat(sep="T", timespec="seconds" if value.second else "minutes")[:19]


class MomentField(forms.DateTimeField):
    """A moment in the time of the United Kingdom, two years ahead at most: beyond, a year was mistyped."""

    widget = MomentInput

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError as error:
            if error.code == "ambiguous_timezone":
                raise ValidationError(CLOCKS_CHANGE, code=error.code) from error
            raise

    def validate(self, value):
        super().validate(value)
        if value and value > timezone.now() + FARTHEST:
            raise ValidationError(TOO_FAR, code="too-far")


class PublishesLaterForm(LedgerForm):
    """Takes no moment for what is public already."""

    def clean(self):
        cleaned = super().clean()
        state = cleaned.get("state")
        if cleaned.get("publish_at") and state and state not in STILL_TO_COME:
            label = dict(self.instance._meta.get_field("state").choices)[state].lower()
            self.add_error("publish_at", PUBLIC_ALREADY.format(state=label))
        return cleaned


class ToBePublished(admin.SimpleListFilter):
    title = "to be published"
    parameter_name = "to_be_published"

    def lookups(self, request, model_admin):
        return [
            ("set", "At a moment that is set"),
            ("ahead", "That moment is to come"),
            ("late", "That moment is over"),
            ("none", "By hand"),
        ]

    def queryset(self, request, queryset):
        waiting = queryset.filter(state__in=STILL_TO_COME)
        now = timezone.now()
        asked = {
            "set": {"publish_at__isnull": False},
            "ahead": {"publish_at__gt": now},
            "late": {"publish_at__lte": now},
            "none": {"publish_at__isnull": True},
        }
        return waiting.filter(**asked[self.value()]) if self.value() in asked else queryset


class PublishesLater:
    """Says when what was saved is to be published. A mixin of ModelAdmin."""

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if obj.publish_at and "publish_at" in form.changed_data:
            self.message_user(request, said_of_moment(obj), messages.WARNING)

    def notes_on_change(self, before, after):
        notes = super().notes_on_change(before, after)
        return [*notes, said_of_moment(after)] if after.publish_at not in (None, before.publish_at) else notes


def said_of_moment(record) -> str:
    """When it is published; a record that ``needs_sign_off``, as its model says, is not before that."""
    is_over, unsigned = record.publish_at <= timezone.now(), getattr(record, "needs_sign_off", False)
    said = (IS_OVER_UNSIGNED if unsigned else IS_OVER) if is_over else (IS_SET_UNSIGNED if unsigned else IS_SET)
    return said.format(record=record, moment=moment_in_words(record.publish_at))
