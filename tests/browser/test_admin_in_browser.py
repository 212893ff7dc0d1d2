"""The officers' pages work under the policy that lets no inline script or style in, and fit a desk's screen."""

import pytest
from django.urls import reverse
from factories import DeliverableFactory
from problems import sideways

from ledger.models import save_with_reason

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REASON = "The contractor went into administration."
ADDRESSES = ["/admin/", "/admin/auth/user/", "/admin/auth/group/", "/admin/auth/user/add/"]


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
