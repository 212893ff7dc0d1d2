"""The form of one promise in the list: what becomes of it. It keeps what was typed, whatever is wrong with it."""

from django import forms
from django.forms.utils import ErrorDict

from ledger.admin.why import EXAMPLE_ADDRESS
from outcomes.models import Plan
from priorities.models import Deliverable, PriorityAction, Succession
from priorities.timescale_input import TimescaleLine

from .choices import UNMARK, Choice, faults_of
from .forms import Words, example
from .listing import RollForward
from .marking import own_promise, seen_as
from .timescales import ALL_THE_SAME, fault_of_timescale, still_fits

TYPED = ("how", "into", "under", "words", "timescale", "reason", "decision_url")
GONE = "What you chose is not in the new plan any more. Choose another."


class MarkForm(forms.Form):
    """What becomes of one promise. ``seen`` is what the page knew of its marks when it was opened."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    how = forms.ChoiceField(label="What becomes of it", required=False, widget=forms.RadioSelect)
    into = forms.ChoiceField(label="It goes on in", required=False)
    words = forms.CharField(
        label="Its words in the new plan", required=False, widget=Words(), help_text=example("text")
    )
    timescale = forms.CharField(
        label="New timescale", required=False, widget=TimescaleLine, help_text=example("timescale_text")
    )
    all_the_same = forms.BooleanField(label=ALL_THE_SAME, required=False)
    under = forms.ChoiceField(label="It stands under", required=False)
    reason = forms.CharField(
        label="Reason",
        required=False,
        widget=Words(),
        help_text="One sentence that residents can read. For example: “The grant ended in March, so the work goes on "
        "without it.”",
    )
    decision_url = forms.URLField(
        label="Link to the decision, if there is one",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=f"For example: “{EXAMPLE_ADDRESS}”",
    )

    def __init__(
        self, *args, promise: Deliverable, marks: list[Succession], own: Deliverable | None, options, **kwargs
    ):
        self.promise, self.own, self.plan = promise, own, options.plan
        super().__init__(
            *args, initial=initial_of(promise, marks, own, options.plan), prefix=f"promise-{promise.pk}", **kwargs
        )
        for name in TYPED:
            self.fields[name].show_hidden_initial = True
        self.fields["how"].choices = [*Succession.How.choices, *([(UNMARK, "Take the mark away")] if marks else [])]
        self.fields["into"].choices = options.into(own)
        self.fields["under"].choices = options.under
        for name in ("into", "under"):
            self.fields[name].error_messages["invalid_choice"] = GONE

    def clean(self):
        said = super().clean()
        for field, fault in faults_of(self.choice, self.promise.text).items():
            if field not in self.errors:
                self.add_error(field, fault)
        if fault := self._doubt():
            self.add_error("timescale", fault)
        return said

    def _doubt(self) -> str:
        """What is to be asked of a timescale that was just typed; one that stands already was asked of before."""
        choice = self.choice
        stands = self.own is not None and choice.timescale == self.own.timescale_text
        if not choice.on_its_own or stands:
            return ""
        return fault_of_timescale(choice.timescale, self.plan.starts_on, self.cleaned_data.get("all_the_same", False))

    @property
    def offers_all_the_same(self) -> bool:
        """Whether the tick stands there: once it was asked for, or was set."""
        return "timescale" in self.errors or bool(self["all_the_same"].value())

    @property
    def choice(self) -> Choice:
        return Choice(**{name: self.cleaned_data.get(name) or "" for name in TYPED})

    @property
    def is_touched(self) -> bool:
        """Whether something was typed or chosen here since the page was opened, whatever others did meanwhile."""
        return bool(set(self.changed_data) & set(TYPED))

    @property
    def how_before(self) -> str:
        """Which radio was chosen when the page was opened, hidden; the other fields bring theirs along."""
        return self["how"].as_hidden(only_initial=True)

    def leave_for_later(self) -> None:
        """Show it as typed, without what may be wrong with it."""
        self._errors = ErrorDict()

    def see(self, marks: list[Succession]) -> None:
        """Show the form once more to somebody who was told of a change: the next save goes through."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = seen_as(marks)


def initial_of(promise: Deliverable, marks: list[Succession], own: Deliverable | None, plan: Plan) -> dict:
    """The form as the promise stands now. ``own`` is the promise that was written for it in the new ``plan``."""
    if not marks:
        return {"seen": "", "words": promise.text.strip(), "timescale": timescale_of(promise, plan)}
    first = marks[0]
    into = first.successor and not own and name_of(first.successor)
    return {
        "seen": seen_as(marks),
        "how": first.how,
        "into": into or "",
        "under": name_of(own.priority) if own else "",
        "words": own.text if own else promise.text,
        "timescale": own.timescale_text if own else timescale_of(promise, plan),
        "reason": first.reason,
        "decision_url": first.decision_url,
    }


def timescale_of(promise: Deliverable, plan: Plan) -> str:
    """What the new timescale is filled with: one that has no end, or ends while the new plan runs, goes on so."""
    open_ended = promise.timescale_ongoing and not (promise.timescale_start or promise.timescale_end)
    goes_on = open_ended or still_fits(promise.timescale_end, plan.starts_on, plan.ends_on)
    return promise.timescale_text if goes_on else ""


class Options:
    """What can be chosen of the new plan, the same in every row of a page."""

    def __init__(self, rolled: RollForward):
        self.priorities, self.plan = rolled.in_new_plan, rolled.later
        same = f"the same priority as in {rolled.earlier}"
        self.under = [("", same), *((name_of(each), in_outcome(each)) for each in self.priorities)]

    def into(self, own: Deliverable | None) -> list:
        """Every promise of the new plan by priority, but for the one that was written for this row."""
        return [
            ("", "a promise of its own, with the words below"),
            *(self._group(each, own) for each in self.priorities),
        ]

    def _group(self, priority: PriorityAction, own: Deliverable | None):
        promises = [each for each in priority.promises if each != own]
        told = [(name_of(each), str(each)) for each in promises]
        return in_outcome(priority), [(name_of(priority), "The priority as a whole"), *told]


def name_of(record: Deliverable | PriorityAction) -> str:
    return f"{'promise' if isinstance(record, Deliverable) else 'priority'}-{record.pk}"


def in_outcome(priority: PriorityAction) -> str:
    return f"{priority.plan_outcome.name}: {priority}" if priority.plan_outcome else str(priority)


def forms_for(rolled: RollForward, promises: list[Deliverable], made_here: set[int], data=None) -> list[MarkForm]:
    """A form for each promise that has one mark at most; those that are split up have None."""
    options = Options(rolled)
    return [
        MarkForm(
            data, promise=each, marks=each.marks, own=own_promise(first_of(each.marks), made_here), options=options
        )
        if len(each.marks) < 2
        else None
        for each in promises
    ]


def first_of(marks: list[Succession]) -> Succession | None:
    return marks[0] if marks else None
