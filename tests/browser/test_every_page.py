"""Every kind of page, opened in a browser on a phone and on a desk: no barrier, no overflow, no error."""

import pytest
from listening import listen
from pages import page_addresses
from problems import problems_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_has_no_problem_at_width(browser, live_server, width, settings, tmp_path):
    """The policy against injected scripts stays in force; axe comes in beside it, over the debugger."""
    settings.MEDIA_ROOT = tmp_path
    page = browser.new_page(viewport={"width": width, "height": 800})
    heard = listen(page)
    addresses = page_addresses()
    problems = {address: problems_of(page, live_server.url + address, heard) for address in addresses}
    page.close()
    assert {address: found for address, found in problems.items() if found} == {}
