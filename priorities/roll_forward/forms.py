"""The forms that start the new plan, carry a priority at once, and publish. Each keeps what was typed."""

from django import forms
from django.utils import timezone

from ledger.admin.days import Day
from ledger.admin.publishing import MomentField
from ledger.admin.why import EXAMPLE_ADDRESS, Textarea
from ledger.reasons import fault_of_reason
from outcomes.models import Plan
from outcomes.objections import Objection
from priorities.models import Deliverable
from priorities.timescale_input import TimescaleLine

from .choices import TIMESCALE, Choice
from .prefills import next_days, next_title, slug_of
from .timescales import ALL_THE_SAME, fault_of_timescale

TAKEN = "Another plan has this part of the address already. Choose another."


class Words(Textarea):
    """Two lines to begin with."""

    def __init__(self):
        super().__init__(attrs={"rows": 2})


def example(field: str) -> str:
    """What somebody might write of a promise."""
    return f"For example: “{Deliverable.examples[field]}”"


class StartForm(forms.Form):
    title = forms.CharField(max_length=200, help_text="For example: “Council Plan 2021/23”")
    slug = forms.SlugField(
        label="Address",
        max_length=80,
        required=False,
        help_text="Its part of the address: small letters, figures and hyphens. Once saved, it never changes. "
        "Leave it empty to have it made from the title. For example: “council-plan-2021-23”",
    )
    starts_on = forms.DateField(label="First day", widget=Day())
    ends_on = forms.DateField(label="Last day", widget=Day())

    def __init__(self, *args, earlier: Plan, **kwargs):
        super().__init__(*args, initial=prefilled(earlier), **kwargs)
        self.earlier = earlier

    def clean(self):
        said = super().clean()
        if "title" in said and "slug" in said:
            said["slug"] = said["slug"] or slug_of(said["title"])
            self._check_slug(said["slug"])
        if said.get("starts_on") and said.get("ends_on") and said["ends_on"] < said["starts_on"]:
            self.add_error("ends_on", "The last day of a plan cannot come before its first day.")
        try:
            Plan(replaces=self.earlier, starts_on=said.get("starts_on")).clean()
        except forms.ValidationError as error:
            self.add_error(None, error)
        return said

    def _check_slug(self, slug: str) -> None:
        if not slug:
            self.add_error("slug", "Nothing of the title can stand in an address. Write this part yourself.")
        elif Plan.objects.filter(slug=slug).exists():
            self.add_error("slug", TAKEN)


def prefilled(earlier: Plan) -> dict:
    first, last = next_days(earlier.starts_on, earlier.ends_on, timezone.localdate())
    title = next_title(earlier.title, first, last)
    return {"title": title, "slug": slug_of(title), "starts_on": first, "ends_on": last}


class CarryAllForm(forms.Form):
    """One timescale and one reason for every promise of a priority. ``seen`` lists those that the page showed."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    timescale = forms.CharField(
        label="New timescale of all of them", required=False, widget=TimescaleLine, help_text=example("timescale_text")
    )
    all_the_same = forms.BooleanField(label=ALL_THE_SAME, required=False)
    reason = forms.CharField(
        label="Reason",
        required=False,
        widget=Words(),
        help_text="One sentence that residents can read, for each of them. For example: “The hubs opened later than "
        "planned, so the work goes on.”",
    )
    decision_url = forms.URLField(
        label="Link to the decision, if there is one",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=f"For example: “{EXAMPLE_ADDRESS}”",
    )

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = plan

    def clean(self):
        said = super().clean()
        fault = fault_of_timescale(said.get("timescale", ""), self.plan.starts_on, said.get("all_the_same", False))
        if fault:
            self.add_error("timescale", fault)
        return said

    @property
    def offers_all_the_same(self) -> bool:
        """Whether the tick stands there: once it was asked for, or was set."""
        return "timescale" in self.errors or bool(self["all_the_same"].value())

    def clean_timescale(self):
        if not self.cleaned_data["timescale"].strip():
            raise forms.ValidationError(TIMESCALE)
        return self.cleaned_data["timescale"]

    def clean_reason(self):
        if fault := fault_of_reason(self.cleaned_data["reason"]):
            raise forms.ValidationError(fault)
        return self.cleaned_data["reason"]

    @property
    def choice(self) -> Choice:
        names = ("timescale", "reason", "decision_url")
        return Choice("carried", **{name: self.cleaned_data[name] for name in names})


class ConfirmedForm(forms.Form):
    """Asks for a tick where something speaks against publishing."""

    def __init__(self, *args, objection: Objection | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.objection = objection
        if objection:
            asked = {"required": objection.question}
            self.fields["although"] = forms.BooleanField(label=objection.tick, error_messages=asked)


class PublishForm(ConfirmedForm):
    archive = forms.BooleanField(required=False)

    def __init__(self, *args, earlier: Plan, **kwargs):
        ended = bool(earlier.ends_on and earlier.ends_on < timezone.localdate())
        super().__init__(*args, initial={"archive": ended}, **kwargs)
        self.fields["archive"].label = f"Archive {earlier} at the same time"


class PublishAtForm(ConfirmedForm):
    publish_at = MomentField(label="Day and time")

    def clean_publish_at(self):
        moment = self.cleaned_data["publish_at"]
        if moment <= timezone.now():
            raise forms.ValidationError(
                "This moment is over. Choose one that is still to come, or publish the plan now."
            )
        if self.objection and moment == self.objection.past_moment:
            raise forms.ValidationError(self.objection.another)
        return moment
