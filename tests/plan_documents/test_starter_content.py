from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from outcomes.models import Commitment, HeadlineFigure, Place, Plan
from plan_documents.parsing import parse_document
from plan_documents.readers import read_file
from priorities.models import Deliverable, ProgressUpdate
from stories.models import SharedValue, Story

CONTENT = settings.BASE_DIR / "content"
DOCUMENTS = sorted(path for path in CONTENT.glob("*.md") if path.name != "README.md")


def load(*arguments):
    out = StringIO()
    call_command("load_starter_content", *arguments, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.parametrize("path", DOCUMENTS, ids=[path.stem for path in DOCUMENTS])
def test_starter_document_is_read_without_warning_or_loss(path):
    document = parse_document(read_file(path))
    assert (document.set_aside, document.warnings) == ([], [])


@pytest.mark.django_db
def test_starter_content_is_all_on_record_and_loads_once():
    load()
    counted = {
        model.__name__: model.objects.count()
        for model in (
            Plan,
            Commitment,
            HeadlineFigure,
            Deliverable,
            SharedValue,
            Story,
            Place,
            ProgressUpdate,
        )
    }
    assert counted == {
        "Plan": 5,
        "Commitment": 122,
        "HeadlineFigure": 15,
        "Deliverable": 17,
        "SharedValue": 10,
        "Story": 8,
        "Place": 33,
        "ProgressUpdate": 32,
    }
    assert load()[:2] == ["Created: nothing", "Changed: nothing"]


@pytest.mark.django_db
def test_starter_progress_is_all_labelled_as_example():
    load()
    assert set(ProgressUpdate.objects.values_list("is_example", "author_role")) == {(True, "Example contributor")}


@pytest.mark.django_db
def test_starter_content_missing_is_told_in_one_sentence(tmp_path):
    with pytest.raises(CommandError) as refusal:
        load(tmp_path)
    assert str(refusal.value) == (
        f"The starter content cannot be read in: {tmp_path} has no plans.toml: "
        "give the folder that holds the starter content."
    )
