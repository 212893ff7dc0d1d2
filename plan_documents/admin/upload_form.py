"""What is asked of who brings documents in."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from ledger.admin.why import Textarea, why_fields
from ledger.writing import long_day
from outcomes.models import Plan
from plan_documents.errors import PlanDocumentError
from plan_documents.models import ImportedFile, ImportRun
from plan_documents.readers import megabytes, refuse_large
from plan_documents.sources import Source

from .plan_fields import check_plan, day_of_change, plan_fields

MOST_FILES = 20
MOST_BYTES = 10 * 1024 * 1024
A_NEW_PLAN = "A new plan"
ONE_PLAN = "You chose a plan on record, and wrote the address of a new one. Keep one of the two."
ON_RECORD = "This plan is on record: choose it above, as “{}”, or give the new plan another address."
CHOOSE_AGAIN = "Choose the files again, too: a browser does not keep them."


class Files(forms.FileField):
    """Several files at once, each of a size that is read."""

    class Widget(forms.ClearableFileInput):
        allow_multiple_selected = True

    widget = Widget

    def clean(self, data: Any, initial: Any = None) -> list[Source]:
        files = data if isinstance(data, list | tuple) else [data]
        files = [super(Files, self).clean(file, initial) for file in files or [None]]
        if len(files) > MOST_FILES:
            raise ValidationError(f"These are {len(files)} files. Bring in {MOST_FILES} at most at a time.")
        sources = [_source(file) for file in files]
        _refuse_twice(sources)
        return sources


def _refuse_twice(sources: list[Source]) -> None:
    first: dict[str, Source] = {}
    for source in sources:
        if (other := first.setdefault(source.sha256, source)) is not source:
            named = f"{source.name} was chosen twice" if other.name == source.name else _same(other, source)
            raise ValidationError(f"{named}: choose each document once.")


def _same(one: Source, other: Source) -> str:
    return f"{one.name} and {other.name} are the same document"


def _source(file: UploadedFile) -> Source:
    try:
        refuse_large(file.name, file.size)
    except PlanDocumentError as error:
        raise ValidationError(str(error)) from error
    if file.size > MOST_BYTES:
        raise ValidationError(
            f"{file.name} is {megabytes(file.size)} MB, more than the {MOST_BYTES // 1_048_576} MB that is kept: "
            "take the pictures out and save it again."
        )
    return Source(file.name, file.read())


class UploadForm(forms.Form):
    """The documents, the plan that they belong to, and why, where what is published would change."""

    required_css_class = "required"

    files = Files(
        label="Documents",
        help_text="One or several files of one plan: .txt, .md, .html or .docx.",
        error_messages={
            "required": "Choose the document that holds the plan.",
            "empty": "One of the files is empty: choose the document that holds the plan.",
        },
    )
    plan_on_record = forms.ChoiceField(label="Plan", required=False)
    another = forms.BooleanField(
        label="Make another plan of it all the same",
        required=False,
        help_text="Only where the same words are those of two plans.",
    )
    kind = forms.ChoiceField(
        label="What the documents are", choices=ImportRun._meta.get_field("kind").choices, initial="auto"
    )
    publish = forms.BooleanField(
        label="Publish a new plan at once",
        required=False,
        help_text="Left empty, a new plan comes in as a draft, and the import can be undone. What is published once "
        "is never deleted. A plan on record keeps its state either way.",
    )
    note = forms.CharField(
        label="Note",
        required=False,
        widget=Textarea,
        help_text=f"What colleagues should know about this import. For example: “{ImportRun.examples['note']}”",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plans = Plan.objects.order_by("-starts_on", "slug").values_list("slug", "title")
        self.fields["plan_on_record"].choices = [("", A_NEW_PLAN), *plans]
        self.fields.update(plan_fields())
        self.fields.update(why_fields())
        self.fields["why_reason"].help_text = (
            "Only where promises that are published would change: one sentence that a resident who was not there "
            "understands. It can still be given at the review. For example: “Cabinet moved two dates on 12 September.”"
        )

    def clean_why_effective_on(self) -> date | None:
        return day_of_change(self.cleaned_data)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        on_record, slug = said.get("plan_on_record"), said.get("plan_slug")
        check_plan(self, ON_RECORD, own=on_record)
        if on_record and slug and slug != on_record and not self.has_error("plan_slug"):
            self.add_error("plan_slug", ONE_PLAN)
        if not on_record and not said.get("another") and (fault := applied_before(said.get("files") or [])):
            self.add_error("plan_on_record", fault)
        said["plan_slug"] = on_record or slug
        return said

    def run(self) -> ImportRun:
        """The run that was asked for, not kept yet."""
        names = ("plan_slug", "plan_title", "starts_on", "ends_on", "adopted_on", "kind", "publish", "note")
        return ImportRun(
            **{name: self.cleaned_data[name] for name in names},
            reason=self.cleaned_data["why_reason"],
            decision_url=self.cleaned_data["why_decision_url"],
            approved_by=self.cleaned_data["why_approved_by"],
            changes_on=self.cleaned_data["why_effective_on"],
        )

    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields as the page groups them."""
        why = [name for name in self.fields if name.startswith("why_")]
        another = ["another"] if self.has_error("plan_on_record") or self["another"].value() else []
        names = (["files", "kind"], ["plan_on_record", *another, *plan_fields(), "publish"], why)
        titles = "Documents", "The plan", "Why, where what is published would change"
        shown = [(title, [self[name] for name in each]) for title, each in zip(titles, names, strict=True)]
        return [*shown, ("For colleagues", [self["note"]])]


def applied_before(sources: Iterable[Source]) -> str:
    """What to do with a document that was applied to a plan on record already; empty where there is none."""
    hashes = [source.sha256 for source in sources]
    files = ImportedFile.objects.filter(sha256__in=hashes, run__state=ImportRun.State.APPLIED)
    files = files.select_related("run").defer("content", "run__account", "run__written")
    for file in files.order_by("-run__settled_at", "-pk"):
        if plan := Plan.objects.filter(slug=file.run.plan_slug).first():
            day = long_day(timezone.localdate(file.run.settled_at))
            return f"{file.name} was applied to “{plan}” on {day}: choose that plan here, and the files again."
    return ""
