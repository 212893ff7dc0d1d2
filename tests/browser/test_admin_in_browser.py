"""The officers' pages work under the policy that lets no inline script or style in."""

import pytest
from django.contrib.auth import get_user_model
from listening import listen

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESSES = ["/admin/", "/admin/auth/user/", "/admin/auth/user/add/", "/admin/auth/group/add/"]


def test_admin_signs_in_and_runs_its_scripts_without_console_errors(browser, live_server):
    get_user_model().objects.create_superuser("administrator", password="to try")
    page = browser.new_page()
    heard = listen(page)
    page.goto(f"{live_server.url}/admin/login/")
    page.fill("#id_username", "administrator")
    page.fill("#id_password", "to try")
    page.click("input[type=submit]")
    page.wait_for_url("**/admin/", wait_until="load")
    for address in ADDRESSES:
        page.goto(live_server.url + address, wait_until="load")
    page.wait_for_selector(".selector-chosen")
    page.close()
    assert heard == []
