"""A plan document is brought in, reviewed, applied and taken back by the keyboard alone."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from factories import CouncillorFactory
from importing_at_the_desk import BECAUSE
from listening import listen
from problems import barriers, sideways
from sample_documents import OUTCOME_PAGE

from outcomes.models import Plan
from plan_documents.models import ImportRun
from priorities.models import PriorityAction

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_TABS = 400
HERE = "document.activeElement"


@pytest.fixture
def desk(browser, live_server):
    """A page on which an administrator is signed in."""
    get_user_model().objects.create_superuser("administrator", password="to try")
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.heard = listen(page)
    page.goto(f"{live_server.url}/admin/login/")
    page.fill("#id_username", "administrator")
    page.fill("#id_password", "to try")
    page.press("#id_password", "Enter")
    page.wait_for_url("**/admin/", wait_until="load")
    yield page
    page.close()


def reach(page, selector):
    """Press Tab until the element that ``selector`` names has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(f"{HERE}.matches({selector!r})"):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def write(page, selector, text):
    reach(page, selector)
    page.keyboard.type(text)


def press(page, selector):
    reach(page, selector)
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")


def problems(page):
    """What is wrong with the page; heard before axe comes in, whose own styles the policy refuses."""
    found = list(page.heard)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        found += [*sideways(page), *barriers(page)]
    page.heard.clear()
    return found


def test_document_is_brought_in_reviewed_applied_and_taken_back_by_keyboard(desk, live_server, tmp_path):
    held = CouncillorFactory(name="Example Uno")
    file = tmp_path / "page.txt"
    file.write_text(OUTCOME_PAGE, encoding="utf-8")
    found = {}

    desk.goto(live_server.url + reverse("admin:plan_documents_importrun_add"), wait_until="load")
    press(desk, "input[value='Read and review']")
    found["upload"] = problems(desk)
    desk.keyboard.press("Home")
    reach(desk, "#id_files")
    with desk.expect_file_chooser() as chooser:
        desk.keyboard.press("Enter")
    chooser.value.set_files(file)
    write(desk, "#id_plan_slug", "village-plan")
    press(desk, "input[value='Read and review']")
    found["review"] = problems(desk)

    reach(desk, "#holders select")
    desk.keyboard.type("Example Uno")
    press(desk, "#decide input[name=apply]")
    assert desk.inner_text(".messagelist") == (
        "Nothing was written yet: your choices are kept, and below stands what would happen with them."
    )
    press(desk, "#decide input[name=apply]")
    found["run"] = problems(desk)
    assert PriorityAction.objects.get(number=1).published_holder == held

    press(desk, ".object-tools a[href$='/undo/']")
    found["undo"] = problems(desk)
    write(desk, "#id_because", BECAUSE)
    press(desk, "input[value='Undo this import']")
    found["undone"] = problems(desk)

    assert (ImportRun.objects.get().state, Plan.objects.count()) == ("undone", 0)
    assert {page: each for page, each in found.items() if each} == {}
