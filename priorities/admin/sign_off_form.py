"""What an approver says of a report: publish it, at once or later, or return it with a remark."""

from collections.abc import Iterable

from django import forms

from ledger.admin.forms import Revision
from ledger.admin.why import Textarea
from ledger.writing import edited_meanwhile
from priorities import steps
from priorities.admin.moments import AT_ONCE, AsksWhen
from priorities.models import ProgressUpdate

REMARK_NEEDED = "Say why it goes back, and what would mend it."
REMARK_KEPT = "Your remark is kept."
ROLE_NEEDED = "Write the role that signs off, such as Strategic director. It is kept with the report for good."
ROLE_HELP = "A role, not a name, such as Strategic director. Kept with {} for good."
REMARK_TYPED = "You typed a remark. To return the report, press “Return it”; to sign it off, take the remark out."
MOMENT_TYPED = "You changed when it is published. To return the report, put the day and the time back as they were."

MOMENT = ("publish_day", "publish_time")


class RemarkForm(forms.Form):
    remark = forms.CharField(
        label="Remark",
        required=False,
        widget=Textarea,
        help_text="Needed to return it: why it goes back, and what would mend it. Only officers read this. "
        f"For example: “{ProgressUpdate.examples['remark']}”",
    )


class SignOffForm(AsksWhen, RemarkForm):
    revision = Revision()
    approved_by = forms.CharField(
        label="Role that signs off", required=False, max_length=120, help_text=ROLE_HELP.format("the report")
    )
    field_order = ["publish", "publish_day", "publish_time", "approved_by", "remark"]

    def __init__(self, data=None, *, report: ProgressUpdate, action: str = "", offered: Iterable[str] = (), **kwargs):
        """``offered`` are the steps that this person can take with the report as it is now."""
        super().__init__(data, **kwargs)
        self.report, self.action, self.offered = report, action, offered
        self.initial["revision"] = report.revision
        self.begin_with(report.publish_at)

    @property
    def has_moment(self) -> bool:
        """Whether it is signed off for later: then it is published now, or at another moment, by a button each."""
        return self.report.state == steps.SIGNED_OFF

    def clean(self):
        cleaned = super().clean()
        remark = (cleaned.get("remark") or "").strip()
        if self.action not in self.offered:
            kept = REMARK_KEPT if remark else ""
            raise forms.ValidationError(f"{steps.MEANWHILE[self.report.state]} {kept}".strip())
        if cleaned.get("revision") != self.report.revision:
            self.add_error(None, edited_meanwhile(self.report))
        if self.action == steps.RETURN:
            self._check_return(cleaned, remark)
        else:
            self._check_sign_off(cleaned, remark)
        return cleaned

    def _check_return(self, cleaned, remark: str) -> None:
        if not remark:
            self.add_error("remark", REMARK_NEEDED)
        if any(cleaned.get(name) for name in MOMENT if name in self.changed_data):
            self.add_error("publish_day", MOMENT_TYPED)

    def _check_sign_off(self, cleaned, remark: str) -> None:
        if self.action == steps.SCHEDULE:
            cleaned["publish_on"] = self.typed_moment()
        else:
            cleaned["publish_on"] = None if self.has_moment else self.chosen_moment()
        if not (cleaned.get("approved_by") or "").strip():
            self.add_error("approved_by", ROLE_NEEDED)
        if remark:
            self.add_error("remark", REMARK_TYPED)

    def look_at(self, report: ProgressUpdate) -> None:
        """The page shows the report as it is now, so a deliberate second answer goes through."""
        self.report, self.data = report, self.data.copy()
        self.data["revision"] = report.revision
        self.begin_with(report.publish_at)
        if self.has_moment and self.data.get("publish") == AT_ONCE and not any(map(self.data.get, MOMENT)):
            for name in MOMENT:
                self.data[name] = self.initial.get(name, "")
