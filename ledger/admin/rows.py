"""Rows under a record: those that somebody deleted meanwhile come back to be added anew, and too many are refused."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from .gone import deletions_of, told_deleted

MOST_NEW_ROWS = 50
ADD_ANEW = "Nothing of yours was saved. Save again to add it anew as you typed it, or tick “Delete” to leave it out."


class KeepsRows(forms.BaseInlineFormSet):
    """``gone`` holds, by place, the sentence on each row that was changed here and deleted by somebody else."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.gone: dict[int, str] = {}
        if self.is_bound and self.management_form.is_valid():
            self.data = self.data.copy()
            if self.instance._state.adding:
                self._leave_former_owner()
            self._meet_deletions()

    def _leave_former_owner(self) -> None:
        """What was typed for a record that is gone may be added under a new one."""
        for place in range(self.total_form_count()):
            self.data.pop(f"{self.add_prefix(place)}-{self.fk.name}", None)

    def _meet_deletions(self) -> None:
        """A row that is gone has no key any more: it counts as new where it was changed here, and else as deleted."""
        keys = {
            place: self._key_sent(place) for place in range(min(self.initial_form_count(), self.total_form_count()))
        }
        missing = {place: key for place, key in keys.items() if key is not None and self._existing_object(key) is None}
        versions = deletions_of(self.model, set(missing.values())) if missing else {}
        for place, key in missing.items():
            if key in versions:
                self._meet_deletion(place, versions[key])

    def _meet_deletion(self, place: int, version: models.Model) -> None:
        prefix = self.add_prefix(place)
        row = self.form(self.data, prefix=prefix, instance=version.instance, **self.form_kwargs)
        if row.changed_data:
            self.gone[place] = told_deleted(self.model, version)
        else:
            self.data[f"{prefix}-DELETE"] = "on"
        self.data[f"{prefix}-{self.model._meta.pk.name}"] = self.data[f"{prefix}-revision"] = ""

    def _key_sent(self, place: int):
        sent = self.data.get(f"{self.add_prefix(place)}-{self.model._meta.pk.name}", "")
        return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 19 else None

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        if form.instance.pk is None:
            form.fields[self.model._meta.pk.name].required = False
        return form

    @property
    def initial_forms(self):
        return [form for form in super().initial_forms if form.instance.pk is not None]

    @property
    def extra_forms(self):
        """The new ones; a row whose record is gone is new as well."""
        return [*(form for form in super().initial_forms if form.instance.pk is None), *super().extra_forms]

    def total_form_count(self):
        """No more forms are made than can be there: each costs time, whoever asks for it."""
        total = super().total_form_count()
        return min(total, len(self.get_queryset()) + MOST_NEW_ROWS) if self.is_bound else total

    def clean(self):
        super().clean()
        for place, sentence in self.gone.items():
            if not self._should_delete_form(self.forms[place]):
                self.forms[place].add_error(None, f"{sentence} {ADD_ANEW}")
        if self.management_form.cleaned_data[forms.formsets.TOTAL_FORM_COUNT] > self.total_form_count():
            raise ValidationError(
                f"No more than {MOST_NEW_ROWS} rows can be added at a time, so nothing was saved. "
                f"The first {MOST_NEW_ROWS} stand here: save them, then add the others."
            )
