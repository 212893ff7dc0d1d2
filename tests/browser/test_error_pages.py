"""What is shown where there is no page, and where one fails, holds to the same rules as every page."""

import pytest
from problems import WIDTHS, problems_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.urls("failing_urls")]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("address", "status"), [("/nothing/", 404), ("/fails/", 500)])
def test_error_page_has_no_problem_at_width(open_page, live_server, width, address, status):
    page = open_page(width=width)
    problems = problems_of(page, live_server.url + address, status)
    styled = page.locator("link[rel=stylesheet]").count()
    assert (problems, styled) == ([], 1)
