"""What the tests of importing at the desk share."""

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ledger.entries import Entry
from ledger.models import LedgerModel
from ledger.writing import STAMPS
from outcomes.models import Plan
from plan_documents.models import ImportRun
from plan_documents.runs import apply, begin, look_at
from plan_documents.sources import Source

BECAUSE = "It was the document of another plan."
REASON = "The painter fell ill in December."


def address(page, *arguments):
    return reverse(f"admin:plan_documents_importrun_{page}", args=arguments)


def upload(desk, *texts, name="page.txt", plan="village-plan", **fields):
    """What the upload page answers to these texts; a plan on record is chosen there."""
    files = [SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text, "text/plain") for text in texts]
    field = "plan_on_record" if plan in Plan.objects.values_list("slug", flat=True) else "plan_slug"
    return desk.post(address("add"), {"files": files, field: plan, "kind": "auto", **fields})


def brought_in(desk, *texts, **fields):
    """The run that is kept of an upload."""
    answer = upload(desk, *texts, **fields)
    assert answer.status_code == 302, answer.context["faults"]
    return ImportRun.objects.latest("pk")


def review(desk, run, button, **typed):
    """What the review page answers when a button of it is pressed."""
    page = desk.get(address("review", run.pk))
    form = page.context["form"]
    values = {field.html_name: field.value() for field in form if field.value() is not None}
    return desk.post(
        address("review", run.pk), {**values, "reviewed": page.context["reviewed"], button: "yes", **typed}
    )


def applied(desk, *texts, why=None, **fields):
    """A run that was brought in and applied."""
    run = brought_in(desk, *texts, **fields)
    answer = review(desk, run, "apply", **(why or {}))
    assert answer.status_code == 302, answer.context["faults"]
    run.refresh_from_db()
    return run


def live_rows():
    """Every row of every record but the runs themselves, without its stamps."""
    return {
        model._meta.label: sorted(
            (tuple((name, repr(value)) for name, value in row.items() if name not in STAMPS))
            for row in model.objects.values()
        )
        for model in apps.get_models()
        if issubclass(model, LedgerModel) and model is not ImportRun
    }


def kept(text, is_applied):
    """A run that was kept past the pages."""
    run = begin(ImportRun(plan_slug="village-plan"), [Source("page.txt", text.encode())], None)
    return apply(run, look_at(run).fingerprint, Entry(), None) if is_applied else run
