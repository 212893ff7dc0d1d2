"""What an approver says of a report: publish it, at once or later, or return it with a remark."""

from collections.abc import Iterable

from django import forms

from ledger.admin.forms import Revision
from ledger.admin.why import Textarea
from ledger.writing import edited_meanwhile
from priorities import steps
from priorities.admin.update_form import MomentToCome
from priorities.models import ProgressUpdate

REMARK_NEEDED = "Say why it goes back, and what would mend it."
REMARK_KEPT = "Your remark is kept."
ROLE_NEEDED = "Write the role that signs off, such as Strategic director. It is kept with the report for good."
REMARK_TYPED = "You typed a remark. To return the report, press “Return it”; to sign it off, take the remark out."
MOMENT_TYPED = (
    "You chose a moment to publish. To sign off, press “Sign off”; to return the report, take the moment out."
)


class RemarkForm(forms.Form):
    remark = forms.CharField(
        label="Remark",
        required=False,
        widget=Textarea,
        help_text="Needed to return it: why it goes back, and what would mend it. Only officers read this.",
    )


class SignOffForm(RemarkForm):
    revision = Revision()
    publish_on = MomentToCome()
    approved_by = forms.CharField(
        label="Role that signs off", required=False, max_length=120, help_text="A role, not a name. Kept for good."
    )
    field_order = ["publish_on", "approved_by", "remark"]

    def __init__(self, data=None, *, report: ProgressUpdate, action: str = "", offered: Iterable[str] = (), **kwargs):
        """``offered`` are the steps that this person can take with the report as it is now."""
        super().__init__(data, **kwargs)
        self.report, self.action, self.offered = report, action, offered
        self.initial["revision"] = report.revision

    def clean(self):
        cleaned = super().clean()
        remark = (cleaned.get("remark") or "").strip()
        if self.action not in self.offered:
            kept = REMARK_KEPT if remark else ""
            raise forms.ValidationError(f"{steps.MEANWHILE[self.report.state]} {kept}".strip())
        if cleaned.get("revision") != self.report.revision:
            self.add_error(None, edited_meanwhile(self.report))
        if self.action == steps.RETURN and not remark:
            self.add_error("remark", REMARK_NEEDED)
        if self.action == steps.RETURN and cleaned.get("publish_on"):
            self.add_error("publish_on", MOMENT_TYPED)
        if self.action == steps.PUBLISH and not (cleaned.get("approved_by") or "").strip():
            self.add_error("approved_by", ROLE_NEEDED)
        if self.action == steps.PUBLISH and remark:
            self.add_error("remark", REMARK_TYPED)
        return cleaned

    def look_at(self, report: ProgressUpdate) -> None:
        """The page shows the report as it is now, so a deliberate second answer goes through."""
        self.data = self.data.copy()
        self.data["revision"] = report.revision
