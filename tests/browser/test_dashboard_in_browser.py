"""A dashboard by keyboard alone: a councillor opens it, counts it by ward, and opens what a figure counts."""

import pytest
from boards import Portal
from keyboard import follow, go_to, press
from problems import problems_at_every_width

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(open_as):
    """A page on which a councillor is signed in, who holds a portfolio."""
    portal = Portal()
    portal.add(12)
    return open_as(portal.user)


def test_dashboard_is_opened_counted_by_ward_and_followed_to_a_list(page, live_server):
    problems = {}
    page.goto(f"{live_server.url}/dashboard/", wait_until="load")
    opened = page.url.removeprefix(live_server.url)
    go_to(page, ".switch summary")
    page.keyboard.press("Enter")
    problems["dashboard"] = problems_at_every_width(page)

    follow(page, "#pivot nav a[href*='by=ward']")
    heading = page.inner_text("#pivot h2")
    go_to(page, ".pivot tbody a[href*='/overdue/']")
    counted = int(page.evaluate("document.activeElement.firstChild.textContent"))
    press(page, "Enter")
    listed = page.locator(".board-row").count()
    problems["list"] = problems_at_every_width(page)

    go_to(page, ".switch, main a[href*='/dashboard/councillors/']", key="Shift+Tab")
    press(page, "Enter")
    page.emulate_media(media="print")

    assert (opened, heading) == ("/dashboard/councillors/example/", "By ward")
    assert listed == counted
    assert (page.is_hidden(".switch"), page.is_visible("#overdue")) == (True, True)
    assert problems == {"dashboard": [], "list": []}
