"""An officer makes a link by keyboard, a director without an account approves by it, and the officer sees that."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from factories import PlanFactory, ProgressUpdateFactory, StoryFactory
from listening import listen
from problems import barriers, problems_of, sideways

from desk import previews

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROLE = "Example strategic director"


@pytest.fixture
def officer():
    return get_user_model().objects.create_superuser("administrator", password="to try")


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page, selector: str) -> None:
    """Move on by keyboard until the element has the focus."""
    for _ in range(200):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
        press(page, "Tab")
    raise AssertionError(f"{selector} is not reached by keyboard")


def sign_in(page, address: str) -> None:
    page.goto(f"{address}/admin/login/")
    page.fill("#id_username", "administrator")
    page.fill("#id_password", "to try")
    page.click("input[type=submit]")
    page.wait_for_url("**/admin/", wait_until="load")


def make_link(page) -> str:
    """On the page of a draft: go to its links, ask for one to approve, and read its address."""
    tab_to(page, ".object-tools a[href*=previewlink]")
    with page.expect_navigation(wait_until="load"):
        press(page, "Enter")
    tab_to(page, "#id_purpose_0")
    press(page, "ArrowDown")
    tab_to(page, "#id_role")
    page.keyboard.type(ROLE)
    with page.expect_navigation(wait_until="load"):
        press(page, "Enter")
    tab_to(page, "#address")
    return page.input_value("#address")


def test_director_without_an_account_approves_by_keyboard_and_the_officer_sees_it(
    browser, live_server, settings, officer
):
    settings.SITE_URL = live_server.url
    update = ProgressUpdateFactory(state="awaiting", commentary="Going well.")
    at_desk, anywhere = browser.new_context(), browser.new_context()
    page, director = at_desk.new_page(), anywhere.new_page()
    heard = listen(page), listen(director)
    sign_in(page, live_server.url)
    page.goto(live_server.url + reverse("admin:priorities_progressupdate_change", args=[update.pk]))
    address = make_link(page)

    director.goto(address, wait_until="load")
    tab_to(director, "#remark")
    director.keyboard.type("Well told.")
    tab_to(director, "button[value=approved]")
    with director.expect_navigation(wait_until="load"):
        press(director, "Enter")

    update.refresh_from_db()
    assert (update.state, update.history.latest("history_id").history_approved_by) == ("published", ROLE)
    assert director.inner_text("h1") == "It is public now"
    page.goto(live_server.url + reverse("admin:priorities_progressupdate_change", args=[update.pk]), wait_until="load")
    assert page.inner_text(".decided-by-link").startswith(f"Approved by {ROLE} on ")
    assert anywhere.cookies() == []
    assert heard[0] == []
    at_desk.close(), anywhere.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_pages_of_previews_have_no_problem_at_width(browser, live_server, width, officer):
    page = browser.new_page(viewport={"width": width, "height": 800})
    heard = listen(page)
    items = [PlanFactory(state="draft"), StoryFactory(state="draft"), ProgressUpdateFactory(state="awaiting")]
    links = [previews.make(item, purpose="approve", role=ROLE, by=officer)[1] for item in items]
    problems = {link: problems_of(page, live_server.url + link, heard) for link in links}
    page.goto(live_server.url + links[0])
    page.click("button[value=returned]")
    problems["sent back without a remark"] = [*sideways(page), *barriers(page)]
    problems["unknown"] = problems_of(page, f"{live_server.url}/preview/x/", heard, status=404)
    for link in previews.PreviewLink.objects.all():
        previews.revoke(link, by=officer)
    problems["ended"] = problems_of(page, live_server.url + links[0], heard, status=410)
    sign_in(page, live_server.url)
    for kind, item in zip(("plan", "story", "update"), items, strict=True):
        address = reverse("admin:desk_previewlink_for", args=[kind, item.pk])
        problems[address] = problems_of(page, live_server.url + address, heard)
    page.click("input[name=make]")
    page.wait_for_load_state()
    problems["made"] = [*sideways(page), *barriers(page)]
    address = reverse("admin:desk_previewlink_add")
    problems[address] = problems_of(page, live_server.url + address, heard)
    page.close()
    assert {where: found for where, found in problems.items() if found} == {}
