"""A reshuffle from the list of appointments to the written page, by keyboard alone, on a desk and on a phone."""

from datetime import date, timedelta

import pytest
from factories import (
    AppointmentFactory,
    CouncillorFactory,
    DeliverableFactory,
    PlanOutcomeFactory,
    PriorityActionFactory,
)
from keyboard import choose, follow, go_to, write
from problems import WIDTHS, problems_on

from ledger.entries import Entry
from priorities.models import Appointment, Councillor
from priorities.reshuffle import Holder, Wish
from priorities.reshuffling import look
from priorities.reshuffling import write as write_down

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REASON = "The council's annual meeting appointed a new cabinet."
TODAY = date(2027, 3, 1)
MONDAY = TODAY + timedelta(days=8)


@pytest.fixture(autouse=True)
def today(clock):
    clock(f"{TODAY} 12:00")


@pytest.fixture(params=WIDTHS)
def desk(request, holding, open_as, administrator, live_server):
    """The page of a reshuffle, which an administrator opened."""
    page = open_as(administrator, width=request.param)
    page.goto(f"{live_server.url}/admin/priorities/appointment/reshuffle/", wait_until="load")
    return page


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
    write(desk, "#id_reason", "tbc")
    choose(desk, "select[name$=holder-0]", "New")
    write(desk, "input[name$=role-0]", "Leader")
    go_to(desk, "summary")
    desk.keyboard.press("Space")
    choose(desk, "select[name$=holder-1]", "Other")
    follow(desk, "input[name=_continue]")

    assert "The reason does not say why" in desk.inner_text(".errornote")
    assert problems_on(desk) == []
    go_to(desk, ".faults a")
    desk.keyboard.press("Enter")
    go_to(desk, "#id_reason")
    desk.keyboard.press("Control+A")
    desk.keyboard.type(REASON)
    follow(desk, "input[name=_continue]")

    assert "1 priority with 1 promise changes hands. Nothing is written yet." in desk.inner_text(".reshuffle-lede")
    assert problems_on(desk) == []
    follow(desk, "input[name=_save]")

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
    write(desk, "#id_reason", REASON)
    choose(desk, "select[name$=holder-0]", "Nobody")
    follow(desk, "input[name=_continue]")

    assert desk.inner_text(".vacant") == "Vacant"
    assert problems_on(desk) == []
    follow(desk, "input[name=_save]")
    assert list(Appointment.objects.values_list("ends_on", flat=True)) == [MONDAY]


def test_announced_reshuffle_is_taken_back_by_keyboard(holding, desk):
    told = Wish(holding.portfolio, (Holder(Councillor.objects.get(name="New holder")),))
    _, seen = look([told], MONDAY)
    write_down([told], MONDAY, seen=seen, entry=Entry(REASON))
    desk.reload(wait_until="load")
    assert problems_on(desk) == []
    follow(desk, ".reshuffle-back")

    assert problems_on(desk) == []
    follow(desk, "input[name=_save]")
    assert "Fill this in." in desk.inner_text(".errornote")
    assert problems_on(desk) == []
    write(desk, "#id_reason", "The meeting that was to appoint them was put off.")
    follow(desk, "input[name=_save]")

    assert desk.inner_text(".messagelist").startswith("Taken back. Nothing changes at Example portfolio on ")
    assert Appointment.objects.get().ends_on is None
    assert desk.heard == []
