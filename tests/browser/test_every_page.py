"""Every kind of page, opened in a browser on a phone and on a desk: no barrier, no overflow, no error."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from listening import listen
from pages import page_addresses

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE_OPTIONS = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_has_no_problem_at_width(browser, live_server, width):
    """The policy against injected scripts stays in force; axe comes in beside it, over the debugger."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    heard = listen(page)
    addresses = page_addresses()
    problems = {address: problems_of(page, live_server.url + address, heard) for address in addresses}
    page.close()
    assert {address: found for address, found in problems.items() if found} == {}


def problems_of(page, address: str, heard: list[str]) -> list[str]:
    """Open the page and return every problem that is found in it."""
    heard.clear()
    page.goto(address, wait_until="load")
    problems = list(heard)
    if overflow := page.evaluate(SIDEWAYS):
        problems.append(f"scrolls sideways by {overflow} px")
    return problems + barriers(page)


def barriers(page) -> list[str]:
    """Return what axe-core finds against WCAG 2.2 AA: the rule, and the first element that breaks it."""
    found = Axe().run(page, options=AXE_OPTIONS).response["violations"]
    return [f"axe {rule['id']}: {rule['help']}: {rule['nodes'][0]['html']}" for rule in found]
