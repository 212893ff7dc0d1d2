"""What is asked of who reviews an import."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django import forms

from ledger.admin.why import why_fields
from plan_documents.account import dates_moved
from plan_documents.choices import default_choice, on_offer, records_on_offer, to_choose
from plan_documents.holders import Printed
from plan_documents.models import ImportRun
from plan_documents.moves import LEFT, TAKEN
from plan_documents.records import PlanDetails
from plan_documents.runs import ON_RECORD, taken_meanwhile

from .opening import cannot_be_written
from .plan_fields import check_plan, day_of_change, plan_fields

ALL_DATES = "dates-all"


class ReviewForm(forms.Form):
    """What a new plan is called, who is meant by holders, which dates stay, and why what is published changes."""

    required_css_class = "required"

    def __init__(self, data: Mapping | None = None, *, run: ImportRun):
        why = {
            "why_reason": run.reason,
            "why_decision_url": run.decision_url,
            "why_approved_by": run.approved_by,
            "why_effective_on": run.changes_on,
        }
        super().__init__(data, initial=why | {name: getattr(run, name) for name in plan_fields()})
        self.on_record = taken_meanwhile(run)
        self.printed = to_choose([Printed(**each) for each in run.account.get("holders", [])], run.holders)
        self.kept = sum(each.text in run.holders for each in self.printed)
        self.moves = dates_moved(run.account)
        self.is_new = bool(run.account.get("plan"))
        self.fields.update(plan_fields() if self.is_new else {})
        self.fields.update(_holder_fields(self.printed, run.holders))
        self.fields.update(_date_fields(self.moves))
        self.fields.update(why_fields())

    @property
    def plan_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in plan_fields() if name in self.fields]

    @property
    def holder_fields(self) -> list[forms.BoundField]:
        return [self[_name_of("holder", each.text)] for each in self.printed]

    @property
    def date_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("date")]

    @property
    def why(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("why_")]

    @property
    def unmatched(self) -> int:
        """How many holders match nobody on record, with no choice made."""
        return len(self.printed) - self.kept

    def clean_why_effective_on(self) -> date | None:
        return day_of_change(self.cleaned_data)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if self.is_new:
            check_plan(self, ON_RECORD)
        return said

    def chosen(self) -> dict[str, Any]:
        """All that was chosen, as :func:`plan_documents.runs.choose` takes it."""
        return {"holders": self._holders(), "dates": self._dates(), "details": self._details()}

    def _holders(self) -> dict[str, str]:
        """What was chosen, by the words as printed; what was left as it was offered is chosen, too."""
        return {each.text: self.cleaned_data[_name_of("holder", each.text)] for each in self.printed}

    def _dates(self) -> dict[str, str]:
        if self.cleaned_data.get(ALL_DATES):
            return dict.fromkeys((each["key"] for each in self.moves), TAKEN)
        return {each["key"]: self.cleaned_data[_name_of("date", each["key"])] for each in self.moves}

    def _details(self) -> PlanDetails | None:
        if not self.is_new:
            return None
        said = self.cleaned_data
        return PlanDetails(
            said["plan_slug"], said["plan_title"], said["starts_on"], said["ends_on"], said["adopted_on"]
        )

    def chosen_anew(self) -> bool:
        """Whether anything is chosen that the account that is shown does not have; an address is, where it is taken."""
        offered = {each["key"]: _as_shown(each) for each in self.moves}
        named = [field for field in self.plan_fields if field.name != "plan_slug" or self.cleaned_data["plan_slug"]]
        asked = [*self.holder_fields, *named]
        if self.on_record or self._dates() != offered:
            return True
        return any(self.cleaned_data[field.name] != field.initial for field in asked)

    def add_refused(self, refused: list[dict]) -> None:
        """Say what is refused, beside the reason or the day where that is at fault."""
        if lacking := _said(each for each in refused if each["needs_reason"]):
            self.add_error("why_reason", lacking)
        if days := _said(each for each in refused if each.get("needs_day")):
            self.add_error("why_effective_on", days)
        if others := cannot_be_written(refused):
            self.add_error(None, others)


def _holder_fields(printed: Iterable[Printed], chosen: Mapping[str, str]) -> dict[str, forms.Field]:
    offered = records_on_offer() if printed else []
    fields = {}
    for each in printed:
        field = forms.ChoiceField(
            label=each.text,
            choices=on_offer(each, offered),
            help_text=_where(each),
            initial=chosen.get(each.text) or default_choice(each),
        )
        if field.initial not in {value for value, _ in _flat(field.choices)}:
            field.initial = default_choice(each)
        fields[_name_of("holder", each.text)] = field
    return fields


def _date_fields(moves: list[dict[str, Any]]) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    for each in moves:
        fields[_name_of("date", each["key"])] = forms.ChoiceField(
            label=each["label"],
            choices=[
                (LEFT, f"On record: {_quoted(each['on_record'])}"),
                (TAKEN, f"Document: {_quoted(each['printed'])}"),
            ],
            help_text=f"Line {each['line']}. {each['told']}",
            initial=_as_shown(each),
        )
    if moves[1:]:
        fields[ALL_DATES] = forms.BooleanField(label="Take the document's words for all of them", required=False)
    return fields


def _as_shown(move: dict[str, Any]) -> str:
    return LEFT if move["left"] else TAKEN


def _quoted(text: str) -> str:
    return f"“{text}”" if text else "no timescale"


def _said(refused: Iterable[dict]) -> list[str]:
    return list(dict.fromkeys(each["said"] for each in refused))


def _name_of(what: str, text: str) -> str:
    """A name that stays the same while others come and go."""
    return f"{what}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def _where(printed: Printed) -> str:
    at = "one priority" if printed.count == 1 else f"{printed.count} priorities"
    return f"Printed at {at}, first on line {printed.line}."


def _flat(choices: Iterable) -> Iterator[tuple[str, str]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label
