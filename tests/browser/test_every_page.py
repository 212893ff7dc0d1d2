"""Every kind of page, opened in a browser on a phone and on a desk: no barrier, no overflow, no error."""

import pytest
from pages import page_addresses
from problems import WIDTHS, problems_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_has_no_problem_at_width(open_page, live_server, width):
    """The policy against injected scripts stays in force; axe comes in beside it, over the debugger."""
    page = open_page(width=width)
    addresses = page_addresses()
    problems = {address: problems_of(page, live_server.url + address) for address in addresses}
    assert {address: found for address, found in problems.items() if found} == {}
