"""What is asked of who brings documents in."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from ledger.admin.days import Day
from ledger.admin.why import Textarea, why_fields
from outcomes.models import Plan
from plan_documents.errors import PlanDocumentError
from plan_documents.models import ImportRun
from plan_documents.parsing.slugs import MAX_SLUG, SLUG
from plan_documents.readers import refuse_large
from plan_documents.sources import Source

MOST_FILES = 20
MOST_BYTES = 10 * 1024 * 1024
A_NEW_PLAN = "A new plan"
ONE_PLAN = "You chose a plan on record, and wrote the address of a new one. Keep one of the two."
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
            f"{file.name} is {file.size // 1_048_576} MB, more than the {MOST_BYTES // 1_048_576} MB that is kept: "
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
    plan_slug = forms.CharField(
        label="Address of a new plan",
        required=False,
        max_length=MAX_SLUG,
        widget=AdminTextInputWidget(attrs={"autocomplete": "off"}),
        help_text="Small letters, digits and hyphens, for example council-plan-2021-23. Leave it empty to have it made "
        "from the title.",
    )
    plan_title = forms.CharField(
        label="Title of a new plan",
        required=False,
        max_length=200,
        widget=AdminTextInputWidget,
        help_text="Leave it empty to take the document's own.",
    )
    starts_on = forms.DateField(label="First day", required=False, widget=Day)
    ends_on = forms.DateField(label="Last day", required=False, widget=Day)
    adopted_on = forms.DateField(
        label="Day of adoption",
        required=False,
        widget=Day,
        help_text="What is new holds from this day; without it, from today.",
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
        label="Note", required=False, widget=Textarea, help_text="What colleagues should know about this import."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plans = Plan.objects.order_by("-starts_on", "slug").values_list("slug", "title")
        self.fields["plan_on_record"].choices = [("", A_NEW_PLAN), *plans]
        self.fields.update(why_fields())
        self.fields["why_reason"].help_text = (
            "Only where promises that are published would change: one sentence that a resident who was not there "
            "understands. It can still be given at the review."
        )

    def clean_plan_slug(self) -> str:
        slug = self.cleaned_data["plan_slug"]
        if slug and not SLUG.fullmatch(slug):
            raise ValidationError("Use small letters, digits and hyphens only, for example council-plan-2021-23.")
        return slug

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        starts, ends = said.get("starts_on"), said.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "The last day of a plan cannot come before its first day.")
        on_record, slug = said.get("plan_on_record"), said.get("plan_slug")
        if on_record and slug and slug != on_record:
            self.add_error("plan_slug", ONE_PLAN)
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
        names = (
            ["files", "kind"],
            ["plan_on_record", "plan_slug", "plan_title", "starts_on", "ends_on", "adopted_on", "publish"],
            why,
        )
        titles = "Documents", "The plan", "Why, where what is published would change"
        shown = [(title, [self[name] for name in each]) for title, each in zip(titles, names, strict=True)]
        return [*shown, ("For colleagues", [self["note"]])]
