"""A story's photograph is seen, on its own page and in the list."""

import pytest
from pages import story_with_photograph

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SEEN = "image => image.complete && image.naturalWidth"


def test_photograph_is_seen_on_the_page_of_its_story_and_in_the_list(open_page, live_server):
    story = story_with_photograph()
    page = open_page()
    widths = [width_of_photograph(page, live_server.url + each) for each in (story.get_absolute_url(), "/stories/")]
    assert (widths, page.heard) == ([1600, 1600], [])


def width_of_photograph(page, address: str) -> int:
    page.goto(address, wait_until="load")
    photograph = page.get_by_alt_text("A red wall.")
    photograph.scroll_into_view_if_needed()
    page.wait_for_function(SEEN, arg=photograph.element_handle())
    return photograph.evaluate(SEEN)
