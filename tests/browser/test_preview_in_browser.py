"""An officer makes a link by keyboard, a director without an account approves by it, and the officer sees that."""

import pytest
from django.urls import reverse
from factories import PlanFactory, ProgressUpdateFactory, StoryFactory
from keyboard import follow, go_to, press, write
from problems import WIDTHS, barriers, problems_of, sideways

from desk import previews

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROLE = "Example strategic director"


def make_link(page) -> str:
    """On the page of a draft: go to its links, ask for one to approve, and read its address."""
    follow(page, ".object-tools a[href*=previewlink]")
    go_to(page, "#id_purpose_0")
    page.keyboard.press("ArrowDown")
    write(page, "#id_role", ROLE)
    press(page, "Enter")
    go_to(page, "#address")
    return page.input_value("#address")


def test_director_without_an_account_approves_by_keyboard_and_the_officer_sees_it(
    desk, open_page, live_server, settings
):
    settings.SITE_URL = live_server.url
    update = ProgressUpdateFactory(state="awaiting", commentary="Going well.")
    draft = live_server.url + reverse("admin:priorities_progressupdate_change", args=[update.pk])
    director = open_page()
    desk.goto(draft, wait_until="load")
    address = make_link(desk)

    director.goto(address, wait_until="load")
    write(director, "#remark", "Well told.")
    follow(director, "button[value=approved]")

    update.refresh_from_db()
    assert (update.state, update.history.latest("history_id").history_approved_by) == ("published", ROLE)
    assert director.inner_text("h1") == "It is public now"
    desk.goto(draft, wait_until="load")
    assert desk.inner_text(".decided-by-link").startswith(f"Approved by {ROLE} on ")
    assert director.context.cookies() == []
    assert desk.heard == []


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_previews_have_no_problem_at_width(open_page, open_as, live_server, width, administrator):
    page = open_page(width=width)
    items = [PlanFactory(state="draft"), StoryFactory(state="draft"), ProgressUpdateFactory(state="awaiting")]
    links = [previews.make(item, purpose="approve", role=ROLE, by=administrator)[1] for item in items]
    problems = {link: problems_of(page, live_server.url + link) for link in links}
    page.goto(live_server.url + links[0])
    page.click("button[value=returned]")
    problems["sent back without a remark"] = [*sideways(page), *barriers(page)]
    for item in (PlanFactory(state="draft"), ProgressUpdateFactory(state="awaiting")):
        row, link = previews.make(item, purpose="approve", role=ROLE, by=administrator)
        page.goto(live_server.url + link)
        previews.decide(row, "approved", remark="", seen=previews.mark_of(row))
        page.fill("#remark", "Name the contractor: https://example.org/" + "a-very-long-address-" * 10)
        page.click("button[value=returned]")
        problems[f"{link} was decided meanwhile"] = [*sideways(page), *barriers(page)]
    problems["unknown"] = problems_of(page, f"{live_server.url}/preview/x/", status=404)
    for link in previews.PreviewLink.objects.all():
        previews.revoke(link, by=administrator)
    problems["ended"] = problems_of(page, live_server.url + links[0], status=410)
    page = open_as(administrator, width=width)
    for kind, item in zip(("plan", "story", "update"), items, strict=True):
        address = reverse("admin:desk_previewlink_for", args=[kind, item.pk])
        problems[address] = problems_of(page, live_server.url + address)
    page.click("input[name=make]")
    page.wait_for_load_state()
    problems["made"] = [*sideways(page), *barriers(page)]
    address = reverse("admin:desk_previewlink_add")
    problems[address] = problems_of(page, live_server.url + address)
    assert {where: found for where, found in problems.items() if found} == {}
