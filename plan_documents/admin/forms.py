"""What is asked of who reviews an import, and of who takes one back."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from django import forms
from django.core.exceptions import ValidationError

from ledger.admin.why import Textarea, why_fields
from ledger.reasons import fault_of_reason
from plan_documents.choices import default_choice, on_offer, records_on_offer, to_choose
from plan_documents.holders import Printed
from plan_documents.models import ImportRun

from .opening import sentences_of


class ReviewForm(forms.Form):
    """Who is meant by the holders that match nobody on record, and why what is published changes."""

    required_css_class = "required"

    def __init__(self, data: Mapping | None = None, *, run: ImportRun):
        why = {
            "why_reason": run.reason,
            "why_decision_url": run.decision_url,
            "why_approved_by": run.approved_by,
            "why_effective_on": run.changes_on,
        }
        super().__init__(data, initial=why)
        self.printed = to_choose([Printed(**each) for each in run.account.get("holders", [])], run.holders)
        self.kept = sum(each.text in run.holders for each in self.printed)
        offered = records_on_offer() if self.printed else []
        for each in self.printed:
            field = forms.ChoiceField(
                label=each.text,
                choices=on_offer(each, offered),
                help_text=_where(each),
                initial=run.holders.get(each.text) or default_choice(each),
            )
            if field.initial not in {value for value, _ in _flat(field.choices)}:
                field.initial = default_choice(each)
            self.fields[_name_of(each)] = field
        self.fields.update(why_fields())

    @property
    def holder_fields(self) -> list[forms.BoundField]:
        return [self[_name_of(each)] for each in self.printed]

    @property
    def why(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("why_")]

    @property
    def unmatched(self) -> int:
        """How many holders match nobody on record, with no choice made."""
        return len(self.printed) - self.kept

    def holders(self) -> dict[str, str]:
        """What was chosen, by the words as printed; what was left as it was offered is chosen, too."""
        return {each.text: self.cleaned_data[_name_of(each)] for each in self.printed}

    def add_refused(self, refused: list[dict]) -> None:
        """Say what is refused, beside the reason where that is at fault."""
        if lacking := list(dict.fromkeys(each["said"] for each in refused if each["needs_reason"])):
            self.add_error("why_reason", lacking)
        if others := sentences_of(refused)[1]:
            self.add_error(None, others)

    def chosen_anew(self) -> bool:
        """Whether anybody is meant whom the account that is shown does not have."""
        return any(self.cleaned_data[field.name] != field.initial for field in self.holder_fields)


class UndoForm(forms.Form):
    """Why an import is taken back."""

    required_css_class = "required"

    because = forms.CharField(
        label="Why",
        widget=Textarea,
        help_text="One sentence. It stands in the history of every record that this changes or deletes.",
        error_messages={"required": "Say in one sentence why this is undone."},
    )

    def clean_because(self) -> str:
        because = self.cleaned_data["because"]
        if fault := fault_of_reason(because):
            raise ValidationError(fault)
        return because


def _name_of(printed: Printed) -> str:
    """A name that stays the same while other holders come and go."""
    return f"holder-{hashlib.sha256(printed.text.encode()).hexdigest()[:16]}"


def _where(printed: Printed) -> str:
    at = "one priority" if printed.count == 1 else f"{printed.count} priorities"
    return f"Printed at {at}, first on line {printed.line}."


def _flat(choices: Iterable) -> Iterator[tuple[str, str]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label
