"""The officers' pages work under the policy that lets no inline script or style in, and fit a desk's screen."""

import pytest
from django.urls import reverse
from factories import DeliverableFactory, ProgressUpdateFactory, StoryFactory
from problems import sideways

from ledger.models import save_with_reason

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REASON = "The contractor went into administration."
ADDRESSES = ["/admin/", "/admin/auth/user/", "/admin/auth/group/", "/admin/auth/user/add/"]
CUT_OFF = "[...document.querySelectorAll('.results')].some(each => each.scrollWidth > each.clientWidth)"


def test_admin_signs_in_and_runs_its_scripts_without_console_errors(open_page, administrator, live_server):
    desk = open_page()
    desk.goto(f"{live_server.url}/admin/login/")
    desk.fill("#id_username", "administrator")
    desk.fill("#id_password", "to try")
    desk.click("input[type=submit]")
    desk.wait_for_url("**/admin/", wait_until="load")
    for address in ADDRESSES:
        desk.goto(live_server.url + address, wait_until="load")
    desk.wait_for_selector(".selector-chosen")
    assert desk.heard == []


def test_desk_of_a_record_has_no_console_errors_and_fits_the_screen(desk, live_server):
    deliverable = ProgressUpdateFactory(deliverable__text="An example of a promise. " * 20).deliverable
    priority = deliverable.priority
    story = StoryFactory(plan=priority.plan)
    problems = {}
    for record in (deliverable, priority, priority.plan_outcome, priority.plan, story):
        for address in addresses_of(record):
            problems[address] = problems_on(desk, live_server.url + address)
    assert {address: found for address, found in problems.items() if found} == {}


def test_form_that_comes_back_twice_keeps_what_was_typed_and_then_saves_it(desk, live_server):
    deliverable = DeliverableFactory(text="Open a hub.")
    page = live_server.url + reverse("admin:priorities_deliverable_change", args=[deliverable.pk])
    desk.goto(page)
    deliverable.owner_as_published, deliverable.text = "Example role", "Open two hubs."
    save_with_reason(deliverable, REASON)

    desk.fill("#id_text", "Open three hubs.")
    desk.fill("#id_why_reason", "tbc")
    save(desk)
    assert [desk.inner_text(".conflict td >> nth=0"), desk.inner_text(".conflict td >> nth=1")] == [
        "Open two hubs.",
        "Open three hubs.",
    ]
    assert sideways(desk) == []
    save(desk)
    desk.click(".faults a")
    desk.fill("#id_why_reason", REASON)
    save(desk)

    deliverable.refresh_from_db()
    assert (deliverable.text, deliverable.owner_as_published) == ("Open three hubs.", "Example role")
    assert desk.heard == []


def save(desk):
    with desk.expect_navigation(wait_until="load"):
        desk.click("input[name=_save]")


def addresses_of(record) -> list[str]:
    """The list that the record is in, its form, its history, one version of it and how that is restored."""
    base = f"admin:{record._meta.app_label}_{record._meta.model_name}"
    version = [record.pk, record.history.latest().pk]
    pages = [("changelist", []), ("change", [record.pk]), ("delete", [record.pk]), ("history", [record.pk])]
    pages += [("simple_history", version), ("restore", version)]
    return [reverse(f"{base}_{page}", args=arguments) for page, arguments in pages]


def problems_on(page, address: str) -> list[str]:
    page.heard.clear()
    page.goto(address, wait_until="load")
    cut_off = ["the list is cut off"] if page.evaluate(CUT_OFF) else []
    return [*page.heard, *sideways(page), *cut_off]
