"""The forms of a progress update: every field at the admin's own page, and the short one that officers fill in."""

from django import forms
from django.contrib.admin import widgets
from django.utils import timezone

from ledger.admin import PublishesLaterForm
from ledger.admin.days import Day
from ledger.admin.forms import on_record
from ledger.admin.why import Textarea
from ledger.entries import Entry
from ledger.refusals import EditedMeanwhile
from ledger.writing import edited_meanwhile
from priorities import officers, reporting, steps
from priorities.admin.moments import AsksWhen
from priorities.definitions import STATUSES
from priorities.models import ProgressUpdate
from priorities.models.progress import STOPPED, Status
from priorities.said_dates import conflict, conflict_sentence
from priorities.verdicts import expectation_is_over

IN_TROUBLE = (Status.AT_RISK, Status.OFF_TRACK)
NEEDED = {
    "cause": "Say what causes it.",
    "action": "Say what is being done about it.",
    "next_step": "Say what comes next, and when.",
}
WORDS_NEEDED = "Say in a sentence or two what happened since. If nothing did, press “Confirmed, no change” instead."
DECISION_NEEDED = "Give the address of the decision, for example of the cabinet's minutes."
NO_LONGER_OPEN = (
    "The report that you opened is no longer under way: somebody published it or took it away. What you typed stands "
    "below. If you send it now, it makes a report of its own."
)
UNDER_WAY = "A report on this promise is under way already. Finish that one, on the page “Update” of the promise."
NOT_ONE_STEP = "It cannot go there from where it is. Send it for sign-off, or leave it as it is."
EXPECTED_BEFORE = (
    "This day was over already on the day that the report describes. Give the day on which it is expected now, or "
    "leave it empty."
)
SAID_BEFORE = ("commentary", "cause", "action", "next_step", "evidence", "decision_url")
"""The words that can be taken over from the previous report."""


class ProgressUpdateForm(PublishesLaterForm):
    """Notices a date that moved in the comment only."""

    date_stands = forms.BooleanField(
        label="The date stands", required=False, help_text="Though the comment names a later one."
    )

    def clean(self):
        cleaned = super().clean()
        said_now = {"commentary", "as_of", "forecast_on"} & set(self.changed_data)
        if said_now and not cleaned.get("date_stands") and (sentence := self._date_moved(cleaned)):
            self.add_error("commentary", sentence)
        unsent = cleaned.get("state") in (None, "", steps.DRAFT, steps.RETURNED)
        if not unsent and {"status", "as_of", "forecast_on"} & set(self.changed_data):
            self._refuse_what_is_over(cleaned)
        user = getattr(self, "user", None)
        if user is not None and "state" in self.fields:
            self._hold_to_the_rules(user, cleaned.get("deliverable"), cleaned.get("state"))
        return cleaned

    def _hold_to_the_rules(self, user, deliverable, state: str | None) -> None:
        """Where the page lets one choose them: whose promise it is, one report at a time, and one step on its way."""
        new = self.instance._state.adding
        if deliverable and not officers.signs_off(user) and (fault := officers.reason_not_to_report(user, deliverable)):
            self.add_error("deliverable", fault)
        elif deliverable and new and state in steps.OPEN and reporting.open_report(deliverable):
            self.add_error("deliverable", UNDER_WAY)
        elif state and not officers.signs_off(user):
            before = "" if new else self.initial.get("state", "")
            if state not in steps.within_reach(before, {steps.REPORT}):
                self.add_error("state", NOT_ONE_STEP)

    def _refuse_what_is_over(self, cleaned) -> None:
        """No report says that it expects something for a day which was over when it was written."""
        said = ProgressUpdate(status=cleaned.get("status"), forecast_on=cleaned.get("forecast_on"))
        if cleaned.get("as_of") and expectation_is_over(said, cleaned["as_of"]):
            self.add_error("forecast_on", EXPECTED_BEFORE)

    def _date_moved(self, cleaned) -> str:
        deliverable = cleaned.get("deliverable") or getattr(self.instance, "deliverable", None)
        if deliverable is None or cleaned.get("as_of") is None:
            return ""
        due, precision = deliverable.timescale_end, deliverable.timescale_precision
        said = conflict(cleaned.get("commentary") or "", cleaned["as_of"], due, cleaned.get("forecast_on"), precision)
        if not said:
            return ""
        user = getattr(self, "user", None)
        return conflict_sentence(said, due, may_move=user is None or user.has_perm("priorities.change_deliverable"))


class UpdateForm(ProgressUpdateForm, AsksWhen):
    """One report on one promise. ``action`` is what is to be done with it, in the words of ``priorities.steps``."""

    opened = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20)
    """The key of the report that the page showed; empty for a new one."""

    class Meta:
        model = ProgressUpdate
        fields = [
            "status",
            "commentary",
            "forecast_on",
            "cause",
            "action",
            "next_step",
            "evidence",
            "decision_url",
            "as_of",
            "author_role",
        ]
        labels = {
            "status": "How it is going",
            "commentary": "What happened since",
            "forecast_on": "Now expected on",
            "evidence": "Links to evidence",
            "decision_url": "Link to the decision",
            "as_of": "As at",
            "author_role": "Your role",
        }
        help_texts = {
            "cause": "",
            "commentary": "Two or three plain sentences. Residents read this.",
            "forecast_on": "Only where a day is expected that differs from the one promised.",
            "evidence": (
                "Where anyone can see it: a report, a page, a photograph. One link on each line, after a few words on "
                "what it shows."
            ),
            "decision_url": "Needed when deferred or withdrawn.",
            "author_role": "A role, not a name. Residents read it.",
        }
        widgets = {
            "status": forms.RadioSelect,
            "commentary": Textarea,
            "cause": Textarea,
            "action": Textarea,
            "next_step": Textarea,
            "forecast_on": Day,
            "as_of": Day,
            "evidence": Textarea(attrs={"rows": 3}),
            "decision_url": widgets.AdminURLFieldWidget,
        }

    def __init__(self, data=None, *, instance: ProgressUpdate, user, action: str = steps.SAVE, **kwargs):
        self.user, self.action = user, action
        self.opens = "" if instance._state.adding else str(instance.pk)
        if data is not None:
            data = data.copy()
            self.is_another = data.get("opened", "") != self.opens
            if self.is_another:
                data["revision"], data["opened"] = "", self.opens
        super().__init__(data, instance=instance, **kwargs)
        self.initial["opened"] = self.opens
        self.begin_with(instance.publish_at)
        self.fields["status"].choices = Status.choices
        self.fields["as_of"].widget.attrs["max"] = timezone.localdate().isoformat()

    @property
    def statuses(self) -> list[tuple[forms.BoundField, str]]:
        """Each radio button of the status with its one-line rule."""
        return [(radio, STATUSES[Status(radio.data["value"])]) for radio in self["status"]]

    def clean(self):
        cleaned = super().clean()
        if self.action != steps.SAVE or self.instance.state == steps.AWAITING:
            self._ask_for_its_parts(cleaned.get("status"))
            self._refuse_what_is_over(cleaned)
        if self.action != steps.SAVE:
            self._ask_whether_it_tells(cleaned)
        self._take_moment(cleaned)
        return cleaned

    def _take_moment(self, cleaned) -> None:
        """When it is published. Where an approver saves or sends it, the moment stands there again at sign-off."""
        if self.action == steps.PUBLISH:
            cleaned["publish_on"] = self.chosen_moment()
        elif cleaned.get("publish") and officers.signs_off(self.user):
            self.instance.publish_at = self.chosen_moment()

    def _ask_for_its_parts(self, status: str | None) -> None:
        """A draft may be half a thought; what is sent may not."""
        if status in IN_TROUBLE:
            self._ask_for(NEEDED)
        if status in STOPPED:
            self._ask_for({"decision_url": DECISION_NEEDED})

    def _ask_for(self, needed: dict[str, str]) -> None:
        for name, sentence in needed.items():
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, sentence)

    def _ask_whether_it_tells(self, cleaned) -> None:
        """A report without words tells residents nothing, unless it confirms what was said before."""
        if self.instance.kind != ProgressUpdate.Kind.NO_CHANGE and "commentary" not in self.errors:
            self._ask_for({"commentary": WORDS_NEEDED})
        told = ProgressUpdate(state=steps.PUBLISHED, status=cleaned.get("status"), commentary=cleaned.get("commentary"))
        if "commentary" not in self.errors and (fault := told.fault_of_stopping()):
            self.add_error("commentary", fault)

    def _post_clean(self):
        super()._post_clean()
        if {"status", *SAID_BEFORE} & set(self.changed_data):
            self.instance.kind = ProgressUpdate.Kind.PROGRESS
        if self.is_another and self.instance._state.adding:
            self.add_error(None, NO_LONGER_OPEN)
        if self.instance._state.adding and self.errors:
            return
        if refusal := self.refusal(Entry(by=self.user)):
            self.add_error(None, refusal.messages)

    def refusal(self, entry: Entry):
        """To send or publish what somebody else changed meanwhile is refused, too, where nothing was typed here."""
        before = on_record(self.instance)
        if before is None or self.cleaned_data.get("revision") == before.revision:
            return super().refusal(entry)
        self.instance.revision = self.cleaned_data.get("revision")
        if self.action == steps.SAVE and self._leaves_alone(before):
            return None
        self._show_conflict(before)
        return EditedMeanwhile(edited_meanwhile(before), code="edited-meanwhile")

    def take_words(self, previous: ProgressUpdate | None) -> None:
        """Fill what is still empty with what the previous report said."""
        for name in SAID_BEFORE:
            if not self.data.get(self.add_prefix(name)):
                self._type_in({name: getattr(previous, name, "")})

    def unchecked(self) -> "UpdateForm":
        """The same as typed, with nothing said of it yet."""
        self.initial |= {name: self.data.get(self.add_prefix(name), "") for name in self.fields}
        self.is_bound = False
        return self
