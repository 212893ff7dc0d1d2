import pytest

from plan_documents.vocabulary import (
    KnownOutcome,
    OutcomeNames,
    furniture_of,
    holder_name,
    is_caption,
    label_of,
    principle_of,
)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("What we're aiming to achieve", "aims"),
        ("What we’re aiming for", "aims"),
        ("Priorities for action", "priorities"),
        ("Priorities for 2025/26", "priorities"),
        ("Deliverable(s)", "deliverables"),
        ("DELIVERABLES:", "deliverables"),
        ("Portfolio holder", "holder"),
        ("Cabinet member", "holder"),
        ("Over the last year we have ...", "done"),
        ("We’ll continue to…", "continuing"),
        ("With a further emphasis on ...", "emphasis"),
        ("Measuring our impact", "tracking"),
        ("I'm Kirklees", "story"),
        ("We're Kirklees", None),
        ("Delivering change: the oak", "case"),
        ("In the last year, the council, supported by its partners, has ...", "figures"),
        ("Our actions speak louder than words, and they always did so.", None),
        ("", None),
    ],
)
def test_label_of_knows_headings_however_they_are_printed(text, label):
    assert label_of(text) == label


@pytest.mark.parametrize(
    ("text", "furniture"),
    [
        ("DRAFT", "draft mark"),
        ("Cabinet version", "draft mark"),
        ("Page 3 of 20", "page number"),
        ("17", "page number"),
        ("2025/26", None),
        ("Stay Connected", "page furniture"),
        ("Was this information helpful?", "page furniture"),
        ("Sign up to email alerts for staying healthy", "page furniture"),
        ("Drafting the plan took a year.", None),
    ],
)
def test_furniture_of_names_what_is_no_part_of_the_plan(text, furniture):
    assert furniture_of(text) == furniture


@pytest.mark.parametrize(
    ("text", "caption"),
    [
        ("A dog on a bridge", True),
        ("Market Street railway station", True),
        ("Photo: the mayor", True),
        ("A goal we share with everyone in town", False),
        ("Working together in the village", False),
        ("A dog is on the bridge.", False),
    ],
)
def test_is_caption_tells_pictures_from_headings(text, caption):
    assert is_caption(text) is caption


@pytest.mark.parametrize(
    ("heading", "principle"),
    [
        ("Working with people, not doing to them", "people"),
        ("Working with our partners", "partners"),
        ("Place based working", "place"),
        ("Working with people through the winter", None),
    ],
)
def test_principle_of_knows_the_three(heading, principle):
    assert principle_of(heading) == principle


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Best Start", "best-start"),
        ("Effective and Efficient", "efficient-and-effective"),
        ("Shared by people", "shaped-by-people"),
        ("Best", None),
        ("", None),
    ],
)
def test_by_name_finds_the_outcome_however_its_name_drifts(name, slug):
    known = OutcomeNames().by_name(name)
    assert (known.slug if known else None) == slug


@pytest.mark.parametrize(
    ("statement", "slug"),
    [
        (
            "People in Kirklees experience a high quality, clean, sustainable and green environment",
            "clean-and-green",
        ),
        ("People in Kirklees like cake", None),
    ],
)
def test_by_statement_finds_the_outcome_however_its_wording_drifts(statement, slug):
    known = OutcomeNames().by_statement(statement)
    assert (known.slug if known else None) == slug


def test_learn_adds_an_outcome_to_its_own_document_only():
    names = OutcomeNames()
    names.learn(KnownOutcome("tall-trees", "Tall trees"))
    assert names.by_name("Trees, tall").slug == "tall-trees"
    assert OutcomeNames().by_name("Tall trees") is None


@pytest.mark.parametrize(
    ("published", "name"),
    [
        ("Councillor Example One", "Example One"),
        ("Cllr. Example One.", "Example One"),
        ("Cllr Example One, Cabinet Member for Parks", "Example One"),
        ("Councillor Example One (Deputy Leader)", "Example One"),
        ("Councillor Example One and Councillor Example Two", None),
        ("Councillors One & Two", None),
        ("Councillor Example One; Councillor Example Two", None),
        ("To be confirmed", None),
    ],
)
def test_holder_name_is_one_councillor_or_nobody(published, name):
    assert holder_name(published) == name


def test_learn_adds_names_and_statements_to_an_outcome_that_is_known():
    names = OutcomeNames()
    names.learn(KnownOutcome("well", "Healthy", ("Everybody in the village feels healthy",)))
    assert names.by_name("Healthy").slug == "well"
    assert names.by_statement("Everybody in the village feels healthier").slug == "well"
