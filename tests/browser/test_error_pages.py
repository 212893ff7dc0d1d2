"""What is shown where there is no page, and where one fails, holds to the same rules as every page."""

import pytest
from listening import listen
from problems import problems_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.urls("failing_urls")]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(("address", "status"), [("/nothing/", 404), ("/fails/", 500)])
def test_error_page_has_no_problem_at_width(browser, live_server, width, address, status):
    page = browser.new_page(viewport={"width": width, "height": 800})
    problems = problems_of(page, live_server.url + address, listen(page), status)
    styled = page.locator("link[rel=stylesheet]").count()
    page.close()
    assert (problems, styled) == ([], 1)
