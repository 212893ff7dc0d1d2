"""A reshuffle from the list of appointments to the written page, by keyboard alone, on a desk and on a phone."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from factories import (
    AppointmentFactory,
    CouncillorFactory,
    DeliverableFactory,
    PlanOutcomeFactory,
    PriorityActionFactory,
)
from listening import listen
from problems import barriers, sideways

from priorities.models import Appointment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REASON = "The council's annual meeting appointed a new cabinet."
TODAY = timezone.localdate()
MONDAY = TODAY + timedelta(days=8)
MOST_STEPS = 200
IS_FOCUSED = "selector => document.activeElement.matches(selector)"


@pytest.fixture(params=[320, 1280])
def desk(browser, live_server, request):
    """A page on which an administrator is signed in."""
    get_user_model().objects.create_superuser("administrator", password="to try")
    page = browser.new_page(viewport={"width": request.param, "height": 900}, locale="en-GB")
    page.heard = listen(page)
    page.goto(f"{live_server.url}/admin/login/?next=/admin/priorities/appointment/reshuffle/")
    page.keyboard.type("administrator")
    page.keyboard.press("Tab")
    page.keyboard.type("to try")
    press(page, "Enter")
    yield page
    page.close()


def press(page, key):
    """Press a key that leads to another page."""
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press(key)


def go_to(page, selector, key="Tab"):
    """Move on by keyboard until this has the focus."""
    for _ in range(MOST_STEPS):
        if page.evaluate(IS_FOCUSED, selector):
            return
        page.keyboard.press(key)
    raise AssertionError(f"The keyboard does not reach {selector}")


def problems_on(page):
    """What is wrong by now. What axe itself does to the page, which the policy refuses, is not heard."""
    found = [*page.heard, *sideways(page), *barriers(page)]
    page.heard.clear()
    return found


@pytest.fixture
def holding():
    holding = AppointmentFactory(councillor__name="Example holder", portfolio__name="Example portfolio")
    stated = PlanOutcomeFactory(plan__state="current")
    priority = PriorityActionFactory(plan=stated.plan, plan_outcome=stated, portfolio=holding.portfolio)
    DeliverableFactory(priority=priority)
    PriorityActionFactory(
        plan=stated.plan,
        plan_outcome=stated,
        portfolio=None,
        published_holder=holding.councillor,
        title="Printed " * 20,
    )
    CouncillorFactory(name="New holder")
    CouncillorFactory(name="Other new holder")
    return holding


def test_reshuffle_by_keyboard_alone(holding, desk):
    assert problems_on(desk) == []
    go_to(desk, "#id_reason")
    desk.keyboard.type("tbc")
    go_to(desk, "select[name$=holder-0]")
    desk.keyboard.type("New")
    go_to(desk, "input[name$=role-0]")
    desk.keyboard.type("Leader")
    go_to(desk, "summary")
    desk.keyboard.press("Space")
    go_to(desk, "select[name$=holder-1]")
    desk.keyboard.type("Other")
    go_to(desk, "input[name=_continue]")
    press(desk, "Enter")

    assert "The reason does not say why" in desk.inner_text(".errornote")
    assert problems_on(desk) == []
    go_to(desk, ".faults a")
    desk.keyboard.press("Enter")
    go_to(desk, "#id_reason", "Tab")
    desk.keyboard.press("Control+A")
    desk.keyboard.type(REASON)
    go_to(desk, "input[name=_continue]")
    press(desk, "Enter")

    assert "1 priority with 1 promise changes hands. Nothing is written yet." in desk.inner_text(".reshuffle-lede")
    assert problems_on(desk) == []
    go_to(desk, "input[name=_save]")
    press(desk, "Enter")

    assert desk.inner_text(".messagelist").startswith("Written. From ")
    said = Appointment.objects.order_by("id").values_list("councillor__name", "role", "starts_on", "ends_on")
    assert list(said) == [
        ("Example holder", "", holding.starts_on, TODAY),
        ("New holder", "Leader", TODAY, None),
        ("Other new holder", "", TODAY, None),
    ]
    assert desk.heard == []


def test_announced_vacancy(holding, desk):
    """The day is filled in as a whole: in which order the browser's own field takes it depends on the machine."""
    desk.fill("#id_day", MONDAY.isoformat())
    go_to(desk, "#id_reason")
    desk.keyboard.type(REASON)
    go_to(desk, "select[name$=holder-0]")
    desk.keyboard.type("Nobody")
    go_to(desk, "input[name=_continue]")
    press(desk, "Enter")

    assert desk.inner_text(".vacant") == "Vacant"
    assert problems_on(desk) == []
    go_to(desk, "input[name=_save]")
    press(desk, "Enter")
    assert list(Appointment.objects.values_list("ends_on", flat=True)) == [MONDAY]
