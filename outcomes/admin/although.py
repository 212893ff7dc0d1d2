"""The tick without which a plan or a story that was sent back is not published on its own page."""

from django import forms

from ledger.admin import PublishesLaterForm
from ledger.entries import Entry
from ledger.refusals import LedgerRefusal
from outcomes.objections import Objection, objection_to
from outcomes.refusals import SentBack

ALTHOUGH = "although"
WITHOUT = "Without this it can be changed, but neither published nor given a moment."


class AlthoughForm(PublishesLaterForm):
    """Asks for the tick where somebody sent the draft back, and else has none."""

    although = forms.BooleanField(required=False, help_text=WITHOUT)
    objection: Objection | None = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.objection is None:
            self.fields.pop(ALTHOUGH, None)
        elif ALTHOUGH in self.fields:
            self.fields[ALTHOUGH].label = self.objection.tick

    def clean(self):
        cleaned = super().clean()
        if cleaned.get(ALTHOUGH) and (moment := cleaned.get("publish_at")) and moment == self.objection.past_moment:
            self.add_error("publish_at", self.objection.another)
        return cleaned

    def refusal(self, entry: Entry) -> LedgerRefusal | None:
        """Beside the tick, where that is what the draft lacks."""
        self.instance.although = self.cleaned_data.get(ALTHOUGH, False)
        refusal = super().refusal(entry)
        if not isinstance(refusal, SentBack) or self.objection is None:
            return refusal
        self.add_error(ALTHOUGH, self.objection.question)
        return None


class AsksAlthough:
    """Shows the tick below the moment of publishing. A mixin of ModelAdmin."""

    form = AlthoughForm

    def questions(self) -> set[str]:
        """A spreadsheet asks nothing: what was sent back is published on its own page."""
        return super().questions() - {ALTHOUGH}

    def get_object(self, request, object_id, from_field=None):
        record = super().get_object(request, object_id, from_field)
        request.objection = objection_to(record) if record else None
        return record

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.objection = getattr(request, "objection", None)
        return form

    def get_fieldsets(self, request, obj=None):
        sections = super().get_fieldsets(request, obj)
        if not getattr(request, "objection", None) or not self.asks_why(request, obj):
            return sections
        return [(title, {**section, "fields": with_tick(section["fields"])}) for title, section in sections]


def with_tick(fields: list[str]) -> list[str]:
    """The fields of a section, with the tick below the moment."""
    below = {"publish_at": ["publish_at", ALTHOUGH]}
    return [each for name in fields for each in (below.get(name, [name]) if isinstance(name, str) else [name])]
