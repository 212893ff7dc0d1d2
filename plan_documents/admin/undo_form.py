"""What is asked of who takes an import back."""

from django import forms
from django.core.exceptions import ValidationError

from ledger.admin.why import Textarea
from ledger.reasons import fault_of_reason


class UndoForm(forms.Form):
    """Why an import is taken back."""

    required_css_class = "required"

    because = forms.CharField(
        label="Why",
        widget=Textarea,
        help_text="One sentence. It stands in the history of every record that this changes or deletes. For example: "
        "“It was read into the wrong plan.”",
        error_messages={"required": "Say in one sentence why this is undone."},
    )

    def clean_because(self) -> str:
        because = self.cleaned_data["because"]
        if fault := fault_of_reason(because):
            raise ValidationError(fault)
        return because
