"""The steps that can be taken with many at once: the words of each, what it asks, who may, what it does."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django import forms

from ledger.admin.why import TextLine
from ledger.clock import moment_in_words
from priorities import bulk, officers, reporting
from priorities.admin.moments import AsksWhen
from priorities.admin.sign_off_form import REMARK_NEEDED, ROLE_HELP, ROLE_NEEDED, RemarkForm
from priorities.models import Directorate


class NothingAsked(forms.Form):
    """Nothing has to be said."""


class SignOffManyForm(AsksWhen):
    """One moment and one role for all of them."""

    approved_by = forms.CharField(
        label="Role that signs off",
        max_length=120,
        error_messages={"required": ROLE_NEEDED},
        help_text=ROLE_HELP.format("each of these reports"),
    )

    def clean(self):
        cleaned = super().clean()
        cleaned["publish_on"] = self.chosen_moment()
        return cleaned


class ReturnForm(RemarkForm):
    def clean_remark(self):
        if not self.cleaned_data["remark"].strip():
            raise forms.ValidationError(REMARK_NEEDED)
        return self.cleaned_data["remark"]


class DirectorateForm(forms.Form):
    directorate = forms.ModelChoiceField(
        Directorate.objects.all(), label="Directorate that reports from now on", empty_label="Choose one"
    )
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=500,
        widget=TextLine,
        help_text="If there is one to tell. It is kept with each of these promises for good. For example: "
        "“Parks moved to the directorate for places on 1 April.”",
    )


def when_published(moment: datetime | None) -> str:
    return f"To be published on {moment_in_words(moment)}." if moment else "Published at once."


@dataclass(frozen=True)
class Bulk:
    """One kind of bulk step: its words, what it asks, who may, what it does to each record."""

    name: str
    title: str
    button: str
    done: str
    form: type[forms.Form]
    may: Callable[[object], bool]
    rows: Callable[[Iterable, object, dict], list[bulk.Row]]
    write: Callable[[object, object, dict], object]
    choose_first: bool = False
    """Whether what will happen depends on what is asked, so that it is shown only after that."""
    initial: Callable[[object], dict] = lambda user: {}
    """What the form of this person begins with."""
    follows: Callable[[dict], str] = lambda said: ""
    """What comes of what was done, in a sentence, as far as there is more to say."""


CONFIRM = Bulk(
    "confirm",
    "Confirm no change",
    "Confirm",
    "confirmed",
    NothingAsked,
    officers.reports,
    lambda promises, user, said: bulk.rows_to_confirm(promises, user),
    lambda promise, user, said: reporting.confirm_no_change(promise, by=user),
)
REASSIGN = Bulk(
    "reassign",
    "Reassign to a directorate",
    "Reassign",
    "reassigned",
    DirectorateForm,
    lambda user: user.has_perm("priorities.change_deliverable"),
    lambda promises, user, said: bulk.rows_to_reassign(promises, said.get("directorate")),
    lambda promise, user, said: reporting.reassign(promise, said["directorate"], by=user, reason=said["reason"]),
    choose_first=True,
)
SIGN_OFF = Bulk(
    "sign-off",
    "Sign off",
    "Sign off",
    "signed off",
    SignOffManyForm,
    officers.signs_off,
    lambda reports, user, said: bulk.rows_to_sign_off(reports, user),
    lambda report, user, said: reporting.sign_off(
        report, by=user, approved_by=said["approved_by"], publish_at=said["publish_on"]
    ),
    initial=lambda user: {"approved_by": officers.role_of(user)},
    follows=lambda said: when_published(said["publish_on"]),
)
RETURN = Bulk(
    "return",
    "Return with a remark",
    "Return",
    "returned",
    ReturnForm,
    officers.signs_off,
    lambda reports, user, said: bulk.rows_to_return(reports, user),
    lambda report, user, said: reporting.send_back(report, remark=said["remark"], by=user),
)
