"""The form of a reshuffle: a day and a reason, then a few lines for every portfolio. Works without script."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.contrib.admin import widgets
from django.db.models import Prefetch
from django.utils import timezone

from ledger.admin.why import why_fields
from ledger.entries import Entry
from ledger.reasons import fault_of_reason
from priorities.models import Appointment, Councillor, Portfolio
from priorities.reshuffle import Holder, Wish, councillors

VACANT = "vacant"
FEWEST_LINES, MOST_LINES = 2, 8
NOT_ON_RECORD = "Whom you chose is no longer on record. Choose again."
REASON_EXAMPLE = "One sentence for residents, for example: The council’s annual meeting appointed a new cabinet."


class WhyForm(forms.Form):
    """Why appointments change: what an entry in the ledger says of every one of them."""

    example = REASON_EXAMPLE

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        asked = why_fields()
        self.fields |= {name: asked[f"why_{name}"] for name in ("reason", "decision_url", "approved_by")}
        self.fields["reason"].required, self.fields["reason"].help_text = True, self.example

    def clean_reason(self):
        reason = self.cleaned_data["reason"]
        if fault := fault_of_reason(reason):
            raise forms.ValidationError(fault)
        return reason

    def entry(self, by) -> Entry:
        said = self.cleaned_data
        return Entry(said["reason"], said["decision_url"], said["approved_by"], by=by)


class TakeBackForm(WhyForm):
    example = "One sentence for residents, for example: The meeting that was to appoint them was put off."


class DayAndReasonForm(WhyForm):
    """From which day, and why."""

    day = forms.DateField(
        label="From this day",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text="The first day on which the new holders hold it. It may be a day to come, or one that has passed.",
    )

    def __init__(self, data=None):
        super().__init__(data, initial={"day": timezone.localdate()})
        self.fields["source"] = forms.URLField(
            label="Source of the new appointments",
            required=False,
            max_length=500,
            assume_scheme="https",
            widget=widgets.AdminURLFieldWidget,
            help_text="Residents see this link beside each new holder. Left empty, it is the link to the decision. "
            f"For example: “{Appointment.examples['source']}”",
        )


class HoldersForm(forms.Form):
    """Who is to hold one portfolio: each line a councillor and a role; left alone, everything stays."""

    def __init__(self, data=None, *, portfolio: Portfolio, people: dict[str, Councillor], today: date):
        super().__init__(data, prefix=f"portfolio-{portfolio.pk}", use_required_attribute=False)
        self.portfolio, self.people = portfolio, people
        on_record = [each for each in portfolio.appointments.all() if each.ends_on is None or each.ends_on > today]
        self.now = [each for each in on_record if each.starts_on <= today]
        self.coming = [each for each in on_record if each.starts_on > today]
        for line in range(self._lines()):
            self.fields |= self._fields_of(line)

    def _lines(self) -> int:
        """One line more than there are names, so that there is always room."""
        taken = [line for line in range(MOST_LINES) if self.data.get(self.add_prefix(f"holder-{line}"))]
        return max(FEWEST_LINES, min(MOST_LINES, max(taken, default=0) + 2))

    def _fields_of(self, line: int) -> dict[str, forms.Field]:
        now = councillors(each.councillor for each in self.now)
        first = [("", f"As now: {now}"), (VACANT, "Nobody: vacant")]
        choices = [*([("", "Nobody else")] if line else first), *self._names()]
        what = "Together with" if line else "Held by"
        return {
            f"holder-{line}": forms.ChoiceField(
                choices=choices, label=what, required=False, error_messages={"invalid_choice": NOT_ON_RECORD}
            ),
            f"role-{line}": forms.CharField(
                label="Role, if any", max_length=120, required=False, help_text="For example: “Deputy Leader”"
            ),
        }

    def _names(self) -> list[tuple[str, str]]:
        return [(key, str(councillor)) for key, councillor in self.people.items()]

    @property
    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"holder-{line}"], self[f"role-{line}"]) for line in range(len(self.fields) // 2)]

    @property
    def is_shared(self) -> bool:
        """Whether more than the first line is in use."""
        return _in_use(self.lines[1:])

    @property
    def is_used(self) -> bool:
        return _in_use(self.lines)

    def clean(self):
        cleaned = super().clean()
        named = [cleaned.get(f"holder-{line}") for line in range(len(self.lines))]
        for line, holder in enumerate(named):
            if cleaned.get(f"role-{line}") and holder in ("", VACANT):
                self.add_error(f"holder-{line}", "Choose the councillor whose role this is.")
        if named[0] == VACANT and any(named[1:]):
            self.add_error("holder-0", "It cannot be vacant and held at once. Choose one of the two.")
        return cleaned

    @property
    def wish(self) -> Wish:
        chosen = [(self.cleaned_data[holder.name], self.cleaned_data[role.name]) for holder, role in self.lines]
        holders = tuple(Holder(self.people[key], role) for key, role in chosen if key in self.people)
        return Wish(self.portfolio, holders, keeps=self.cleaned_data["holder-0"] == "")


class ReshuffleForm:
    """The whole page's form: the day and the reason, and the holders of every portfolio."""

    def __init__(self, data=None):
        people = {str(each.pk): each for each in Councillor.objects.all()}
        today = timezone.localdate()
        portfolios = Portfolio.objects.prefetch_related(_appointments_in_time_order())
        self.top = DayAndReasonForm(data)
        self.holders = [HoldersForm(data, portfolio=each, people=people, today=today) for each in portfolios]

    def is_valid(self) -> bool:
        return all(each.is_valid() for each in self.parts)

    def unchecked(self) -> "ReshuffleForm":
        """The same as typed, with nothing said of it yet."""
        for each in self.parts:
            each.initial |= {field.name: field.data for field in each}
            each.is_bound = False
        return self

    @property
    def parts(self) -> list[forms.Form]:
        return [self.top, *self.holders]

    @property
    def held(self) -> list[HoldersForm]:
        """The portfolios that somebody holds today."""
        return [each for each in self.holders if each.now]

    @property
    def vacant(self) -> list[HoldersForm]:
        return [each for each in self.holders if not each.now]

    @property
    def fills_a_vacancy(self) -> bool:
        return any(each.is_used for each in self.vacant)

    @property
    def wishes(self) -> list[Wish]:
        return [each.wish for each in self.holders]

    def faults(self) -> Iterable[tuple[forms.BoundField, str]]:
        """Each field with a fault, and the fault, in the order of the page."""
        for form in self.parts:
            yield from ((field, sentence) for field in form for sentence in field.errors)


def _in_use(lines: list[tuple[forms.BoundField, forms.BoundField]]) -> bool:
    return any(field.value() or field.errors for line in lines for field in line)


def _appointments_in_time_order() -> Prefetch:
    appointments = Appointment.objects.select_related("councillor").order_by("starts_on", "id")
    return Prefetch("appointments", queryset=appointments)
