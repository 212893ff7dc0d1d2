import shutil

import pytest
from django.conf import settings
from django.core.management import CommandError
from loading import load

from outcomes.models import Plan
from plan_documents.errors import PlanDocumentError
from plan_documents.parsing import parse_document
from plan_documents.readers import read_file
from plan_documents.starter_content import starter_records
from priorities.models import Succession

CONTENT = settings.BASE_DIR / "content"
DOCUMENTS = sorted(path for path in CONTENT.glob("*.md") if path.name != "README.md")


@pytest.mark.parametrize("path", DOCUMENTS, ids=[path.stem for path in DOCUMENTS])
def test_starter_document_is_read_without_warning_or_loss(path):
    document = parse_document(read_file(path))
    assert (document.set_aside, document.warnings) == ([], [])


@pytest.mark.parametrize(
    "row", ["batley-town,beside,batley-east,by name", "batley-town,within,nowhere,by name"], ids=["kind", "place"]
)
def test_starter_link_that_cannot_be_followed_is_told_with_its_line(tmp_path, row):
    folder = shutil.copytree(CONTENT, tmp_path / "content")
    (folder / "place-links.csv").write_text(f"place,kind,other,source\n{row}\n")
    with pytest.raises(PlanDocumentError) as refusal:
        starter_records(folder)
    assert str(refusal.value) == (
        "line 2 of place-links.csv: name two places of places.csv by slug, and “within” or “follows”."
    )


@pytest.mark.django_db
def test_starter_content_missing_is_told_in_one_sentence(tmp_path):
    with pytest.raises(CommandError) as refusal:
        load(tmp_path)
    assert str(refusal.value) == (
        f"The starter content cannot be read in: {tmp_path} has no plans.toml: "
        "give the folder that holds the starter content."
    )


@pytest.fixture
def folder(tmp_path):
    """The starter content, to be changed."""
    return shutil.copytree(CONTENT, tmp_path / "content")


def rewrite(path, before, after):
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


@pytest.mark.django_db
def test_starter_content_that_leaves_promises_open_is_not_loaded(folder):
    (folder / "example-successions.csv").unlink()
    with pytest.raises(CommandError) as refusal:
        load(folder)
    assert str(refusal.value).startswith(
        "The starter content cannot be read in: line 4, plan council-plan-2024-25: Council Plan 2024/25 cannot be "
        "published yet: 6 unfinished promises of Council Plan 2021/23 are not marked"
    )
    assert Plan.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        pytest.param(
            "dropped,council-plan-2024-25,,,",
            "dropped,council-plan-2024-25,,4,",
            "line 2 of example-successions.csv: name the priority in which it goes on; none where it is dropped.",
            id="dropped-into-a-priority",
        ),
        pytest.param(
            "carried,council-plan-2024-25,,4,",
            "carried,council-plan-2024-25,,,",
            "line 3 of example-successions.csv: name the priority in which it goes on; none where it is dropped.",
            id="carried-nowhere",
        ),
        pytest.param(
            "replaced,council-plan-2024-25,,4,",
            "replaced,council-plan-2025-26,,1,",
            "line 4, example of what became of council-plan-2021-23, shaped-by-people, 3.2: "
            "earlier: Choose a promise of the plan that the later plan replaces.",
            id="a-plan-that-does-not-replace-it",
        ),
        pytest.param(
            "Example: faster answers are now one measure among several of how services change.",
            "As discussed.",
            "line 7, example of what became of council-plan-2021-23, shaped-by-people, 5.3: reason: The reason does "
            "not say why: say what happened, in one sentence that a reader who was not there understands.",
            id="no-reason",
        ),
    ],
)
def test_succession_that_does_not_fit_is_told_with_its_line(folder, before, after, said):
    rewrite(folder / "example-successions.csv", before, after)
    with pytest.raises(CommandError) as refusal:
        load(folder)
    assert str(refusal.value) == f"The starter content cannot be read in: {said}"


@pytest.mark.django_db
def test_promise_may_go_on_in_a_promise(folder):
    rewrite(
        folder / "council-plan-2024-25.md",
        "### 2. Transforming services",
        "### 2. Transforming services\n\n#### Deliverables\n\n- Change how services work.\n  Timescale: June 2024",
    )
    rewrite(folder / "example-successions.csv", "merged,council-plan-2024-25,,2,,", "merged,council-plan-2024-25,,2,1,")
    rewrite(folder / "plans.toml", 'replaces = "council-plan-2024-25"', "")
    load(folder)
    assert [str(each.later) for each in Succession.objects.exclude(later=None)] == ["Change how services work."]
