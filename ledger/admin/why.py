"""The section "Why" of every form: what an entry in the ledger says, asked for in fields."""

from django import forms
from django.contrib.admin import widgets
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from ledger.entries import Entry
from ledger.plain_english import advice
from ledger.refusals import LedgerRefusal, ReasonNeeded, WrongDay
from ledger.writing import CORRECTABLE, is_correctable

from .days import Day

WHY_HELP = "Kept with this change for good. What was promised or reported, once published, changes only with a reason."
WHY_NEW_HELP = "Kept with the record for good. A new record needs no reason."
SAVED_AT_ONCE = (
    "Nothing of yours was saved: something that was saved meanwhile stands in the way, for example another row at the "
    "same position. Open this page in another tab to see it, choose another position or number here, and save again."
)
CORRECTION = "why_correction"
EXAMPLE_ADDRESS = "https://www.example.org/minutes"
LONG_LINE = 300
"""Characters: names and titles have less room."""


class AsTyped(widgets.AdminTextareaWidget):
    """Takes a text back as it was.

    Browsers send a line's end as two signs: taken as they are, they would change every text of several lines.
    """

    def value_from_datadict(self, data, files, name):
        text = super().value_from_datadict(data, files, name)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text


class SaysHowHard:
    """Says beneath a text how hard it is to read; a small script asks anew while it is typed. A mixin of widgets."""

    def render(self, name, value, attrs=None, renderer=None):
        if not self.holds_text():
            return super().render(name, value, attrs, renderer)
        box = super().render(name, value, {**(attrs or {}), "data-reads": reverse("plain-english")}, renderer)
        said = advice(str(value or ""))
        hidden = "" if said else mark_safe(" hidden")  # noqa: S308 - a word of our own
        return box + format_html('<div class="plain-english" data-reading{}>{}</div>', hidden, said)

    def holds_text(self) -> bool:
        return True


class Textarea(SaysHowHard, AsTyped):
    """A text of any length."""


class TextLine(SaysHowHard, widgets.AdminTextInputWidget):
    """A single line: where it may be as long as a sentence or two, it is read as a text is."""

    def holds_text(self) -> bool:
        return int(self.attrs.get("maxlength") or 0) >= LONG_LINE


def why_fields(correctable: bool = False) -> dict[str, forms.Field]:
    """The fields of the section, by name."""
    fields = {
        "why_reason": forms.CharField(
            label="Reason",
            required=False,
            widget=Textarea,
            help_text="One sentence that a resident who was not there understands. For example: “The contractor went "
            "into administration, so the work was tendered again.”",
        ),
        "why_decision_url": forms.URLField(
            label="Link to the decision",
            required=False,
            max_length=500,
            assume_scheme="https",
            widget=widgets.AdminURLFieldWidget,
            help_text=f"Where the report or minutes are published. For example: “{EXAMPLE_ADDRESS}”",
        ),
        "why_approved_by": forms.CharField(
            label="Role that approved",
            required=False,
            max_length=120,
            widget=widgets.AdminTextInputWidget,
            help_text="A role, not a name, such as Strategic director.",
        ),
        "why_effective_on": forms.DateField(
            label="Took effect on",
            required=False,
            widget=Day,
            help_text="Leave it empty for today, or for the day that the record names itself.",
        ),
    }
    if correctable:
        fields[CORRECTION] = forms.BooleanField(
            label="This corrects a slip",
            required=False,
            help_text="You wrote this within the last hour: a slip of the pen needs no reason.",
        )
    return fields


def why_section(correctable: bool, new: bool) -> tuple[str, dict]:
    """The section as the desk's fieldsets have it. Its class puts it last, beside the buttons."""
    names = list(why_fields(correctable))
    return "Why", {"fields": names, "description": WHY_NEW_HELP if new else WHY_HELP, "classes": ["why"]}


def entry_from(cleaned: dict, user) -> Entry:
    """The entry that the fields of the section make."""
    return Entry(
        cleaned.get("why_reason") or "",
        decision_url=cleaned.get("why_decision_url") or "",
        approved_by=cleaned.get("why_approved_by") or "",
        effective_on=cleaned.get("why_effective_on"),
        correction=bool(cleaned.get(CORRECTION)),
        by=user,
    )


FIELD_OF = {ReasonNeeded: "why_reason", WrongDay: "why_effective_on"}


def add_refusal(form: forms.BaseForm, refusal: LedgerRefusal) -> None:
    """Put what the ledger says beside the field it speaks of, once."""
    name = FIELD_OF.get(type(refusal))
    name = name if name in form.fields else None
    if not name or not form.has_error(name):
        form.add_error(name, refusal.messages)


def offers_correction(record: models.Model, user, inlines) -> bool:
    """Did this person write the record, or a promise that stands in a row under it, within the last hour?"""
    if record.promised and is_correctable(record, user):
        return True
    return any(_wrote_a_row(inline, record, user) for inline in inlines if inline.model.promised)


def _wrote_a_row(inline, record: models.Model, user) -> bool:
    names = [field.name for field in inline.model._meta.fields if field.related_model is type(record)]
    written = inline.model.history.filter(history_user=user, recorded_at__gte=timezone.now() - CORRECTABLE)
    return any(written.filter(**{name: record.pk}).exists() for name in names)
