"""The council's own pages, where they lie beside the checkout."""

import pytest
from django.conf import settings

from plan_documents.parsing import parse_document
from plan_documents.readers import read_file

PAGES = sorted((settings.BASE_DIR.parent / "shared" / "seeds").glob("*.txt"))
MOST_SET_ASIDE = 25

pytestmark = pytest.mark.skipif(not PAGES, reason="the council's published pages are not beside this checkout")


def test_published_pages_are_each_known_for_what_they_are():
    assert [parse_document(read_file(page)).kind for page in PAGES] == [
        "approach",
        "approach",
        "outcome",
        "plan",
        "values",
    ]


def test_published_pages_lose_next_to_nothing():
    documents = [parse_document(read_file(page)) for page in PAGES]
    aside = [each for document in documents for each in document.set_aside]
    assert [warning for document in documents for warning in document.warnings] == []
    assert len(aside) <= MOST_SET_ASIDE
    assert "text whose place in the plan cannot be told" not in {each.reason for each in aside}
