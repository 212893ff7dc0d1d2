import pytest
from django.core.paginator import Paginator

from outcomes.paging import nearest_page


@pytest.mark.parametrize(
    ("asked", "number", "said"),
    [
        ("", 1, ""),
        ("2", 2, ""),
        ("3", 2, "The list has pages 1 to 2. This is page 2."),
        ("0", 1, "The list has pages 1 to 2. This is page 1."),
        ("-1", 1, "The list has pages 1 to 2. This is page 1."),
        ("abc", 1, "Pages have numbers. This is the first page of the list."),
    ],
)
def test_nearest_page_is_the_one_asked_for_or_the_next_best(asked, number, said):
    page, complaint = nearest_page(Paginator(range(3), 2), asked)
    assert (page.number, complaint) == (number, said)


def test_nearest_page_of_a_short_list_says_that_there_is_one():
    page, complaint = nearest_page(Paginator(range(2), 2), "9")
    assert (page.number, complaint) == (1, "The list has only 1 page. Here it is.")
