"""A dashboard by keyboard alone: a councillor opens it, counts it by ward, and opens what a figure counts."""

import pytest
from boards import Portal
from keyboard import go_to, press, problems_on
from listening import listen

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = (320, 1280)


@pytest.fixture
def page(browser, live_server, client, settings):
    """A page on which a councillor is signed in, who holds a portfolio."""
    portal = Portal()
    portal.add(12)
    client.force_login(portal.user)
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    page = context.new_page()
    page.heard = listen(page)
    yield page
    context.close()


def problems_at_every_width(page):
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width} px: {problem}" for problem in problems_on(page)]
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


def test_dashboard_is_opened_counted_by_ward_and_followed_to_a_list(page, live_server):
    problems = {}
    page.goto(f"{live_server.url}/dashboard/", wait_until="load")
    opened = page.url.removeprefix(live_server.url)
    go_to(page, ".switch summary")
    page.keyboard.press("Enter")
    problems["dashboard"] = problems_at_every_width(page)

    go_to(page, "#pivot nav a[href*='by=ward']")
    press(page, "Enter")
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
