"""The two-minute update by keyboard alone: drafted, sent, returned, mended, signed off, and read by residents."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from factories import DeliverableFactory, DirectorateFactory, OfficerFactory, ProgressUpdateFactory
from listening import listen
from problems import barriers, sideways

from priorities.models import ProgressUpdate

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REPORTS = ["view_progressupdate", "add_progressupdate", "change_progressupdate", "view_deliverable"]
SIGNS_OFF = [*REPORTS, "sign_off_progressupdate", "change_deliverable", "add_evidencelink"]
WIDTHS = (1280, 320)
"""A desk's screen, and the same at 400 %, or a phone."""
MOST_TABS = 150


@pytest.fixture
def promise():
    return DeliverableFactory(directorate=DirectorateFactory(), text="Open a hub in every town.")


@pytest.fixture
def sign_in(browser, live_server, promise):
    """Opens a page on which an officer with these permissions is signed in."""
    pages = []

    def at_the_desk(name, permissions, directorate):
        user = OfficerFactory(user__username=name, directorate=directorate, role=f"Example {name}").user
        user.set_password("to try")
        user.save()
        user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.heard = listen(page)
        page.goto(f"{live_server.url}/admin/login/")
        page.fill("#id_username", name)
        page.fill("#id_password", "to try")
        page.keyboard.press("Enter")
        page.wait_for_url("**/admin/", wait_until="load")
        pages.append(page)
        return page

    yield at_the_desk
    for page in pages:
        page.context.close()


@pytest.fixture
def contributor(sign_in, promise):
    return sign_in("contributor", REPORTS, promise.directorate)


@pytest.fixture
def approver(sign_in):
    return sign_in("approver", SIGNS_OFF, None)


def tab_to(page, selector):
    """Press Tab until the element has the focus: what the keyboard does not reach is not there."""
    for _ in range(MOST_TABS):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {selector}")


def write(page, selector, text):
    tab_to(page, selector)
    page.keyboard.type(text)


def press(page, selector):
    tab_to(page, selector)
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")


def step(name):
    return f"button[name=step][value={name}]"


def problems_at(page, widths=WIDTHS):
    """What is wrong with the page as it stands, at each width; what the check itself does is not heard."""
    found, heard = [], [*page.heard]
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width} px: {problem}" for problem in [*sideways(page), *barriers(page)]]
    page.set_viewport_size({"width": 1280, "height": 900})
    page.heard[:] = heard
    return found


def test_report_goes_from_the_contributor_by_the_approver_to_residents(contributor, approver, live_server, promise):
    ProgressUpdateFactory(deliverable=promise, as_of=date(2022, 1, 1), commentary="One hub is open.")
    update = live_server.url + reverse("admin:priorities_deliverable_update", args=[promise.pk])
    problems = {}

    contributor.goto(update, wait_until="load")
    problems["form"] = problems_at(contributor)
    write(contributor, "#id_commentary", "Two hubs are opn.")
    press(contributor, step("save"))
    problems["draft"] = problems_at(contributor)
    press(contributor, step("submit"))

    sign_off = reverse("admin:priorities_progressupdate_sign_off", args=[promise.updates.get(state="awaiting").pk])
    approver.goto(live_server.url + sign_off, wait_until="load")
    problems["sign-off"] = problems_at(approver)
    press(approver, step("return"))
    assert approver.evaluate("document.activeElement.id") == "faults"
    problems["sign-off with a fault"] = problems_at(approver)
    write(approver, "#id_remark", "There is a letter missing.")
    press(approver, step("return"))

    contributor.goto(update, wait_until="load")
    assert "There is a letter missing." in contributor.inner_text(".update-state")
    problems["returned"] = problems_at(contributor)
    tab_to(contributor, "#id_commentary")
    contributor.keyboard.press("Control+a")
    contributor.keyboard.type("Two hubs are open.")
    press(contributor, step("submit"))
    contributor.goto(update, wait_until="load")
    problems["sent"] = problems_at(contributor)

    approver.goto(live_server.url + sign_off, wait_until="load")
    press(approver, step("publish"))
    problems["desk of the approver"] = approver.heard

    contributor.goto(live_server.url + promise.get_absolute_url(), wait_until="load")
    assert "Two hubs are open." in contributor.inner_text("main")
    assert "letter missing" not in contributor.content()
    problems["heard"] = contributor.heard
    assert {place: found for place, found in problems.items() if found} == {}


def test_fault_has_the_focus_and_leads_to_its_field(contributor, live_server, promise):
    contributor.goto(live_server.url + reverse("admin:priorities_deliverable_update", args=[promise.pk]))
    tab_to(contributor, "#id_status_0")
    for _ in range(2):
        contributor.keyboard.press("ArrowDown")
    write(contributor, "#id_commentary", "The builder is late.")
    press(contributor, step("submit"))

    assert contributor.evaluate("document.activeElement.id") == "faults"
    assert problems_at(contributor) == []
    tab_to(contributor, ".faults a")
    contributor.keyboard.press("Enter")
    contributor.keyboard.type("The builder is short of staff.")
    write(contributor, "#id_action", "Another builder helps.")
    write(contributor, "#id_next_step", "The walls are up by June.")
    press(contributor, step("submit"))

    report = ProgressUpdate.objects.get()
    assert (report.state, report.status, report.commentary) == ("awaiting", "at-risk", "The builder is late.")
    assert report.cause == "The builder is short of staff."


def test_previous_words_are_taken_over_without_losing_what_was_typed(contributor, live_server, promise):
    ProgressUpdateFactory(deliverable=promise, commentary="One hub is open.", evidence_url="https://example.org/hub")
    contributor.goto(live_server.url + reverse("admin:priorities_deliverable_update", args=[promise.pk]))
    write(contributor, "#id_commentary", "Two hubs are open.")

    press(contributor, step("words"))

    assert contributor.input_value("#id_commentary") == "Two hubs are open."
    assert contributor.input_value("#id_evidence_url") == "https://example.org/hub"


def test_one_key_confirms_that_nothing_changed(contributor, live_server, promise):
    ProgressUpdateFactory(deliverable=promise, as_of=date(2022, 1, 1))
    contributor.goto(live_server.url + reverse("admin:priorities_deliverable_update", args=[promise.pk]))

    press(contributor, step("confirm"))

    assert ProgressUpdate.objects.get(kind="no-change").state == "awaiting"
    assert "Sent for sign-off." in contributor.inner_text(".messagelist")


def test_many_are_confirmed_from_the_list(approver, live_server, promise):
    ProgressUpdateFactory(deliverable=promise, as_of=date(2022, 1, 1))
    DeliverableFactory(text="Without any report.")
    approver.goto(live_server.url + reverse("admin:priorities_deliverable_changelist"), wait_until="load")
    tab_to(approver, "#action-toggle")
    approver.keyboard.press("Space")
    approver.select_option("select[name=action]", "confirm")
    with approver.expect_navigation(wait_until="load"):
        approver.click("button[name=index]")

    problems = problems_at(approver)
    press(approver, "button[name=write]")

    assert ProgressUpdate.objects.get(kind="no-change").state == "published"
    assert "1 deliverable confirmed." in approver.inner_text(".messagelist")
    assert problems + approver.heard == []
