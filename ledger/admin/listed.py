"""Rows that can be edited in a list: no list has any yet, and where one does, the ledger is asked as well."""

from django import forms

from ledger.entries import Entry

from .forms import LedgerForm


class ListedForm(LedgerForm):
    """A row of a list. It has no room for a reason, so what needs one is refused beside the row."""

    def _post_clean(self):
        super()._post_clean()
        if self.cleaned_data.get("revision") is None:
            self.cleaned_data["revision"] = self.instance.revision
        if self.has_changed() and (refusal := self.refusal(Entry())):
            self.add_error(None, refusal.messages)


class KeyAndRevision(forms.HiddenInput):
    """A list shows no hidden field of a row but its key, so the revision goes with that."""

    def __init__(self, revision: forms.BoundField):
        super().__init__()
        self.revision = revision

    def render(self, *args, **kwargs):
        return super().render(*args, **kwargs) + str(self.revision)


class ListedFormSet(forms.BaseModelFormSet):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields[self._pk_field.name].widget = KeyAndRevision(form["revision"])
