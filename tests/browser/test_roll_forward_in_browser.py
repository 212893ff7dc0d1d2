"""A plan is rolled forward by keyboard alone, and every page of it is free of barriers, wide and narrow."""

from datetime import date

import pytest
from factories import DeliverableFactory, PlanFactory, PriorityActionFactory, ProgressUpdateFactory
from keyboard import press
from problems import problems_at_every_width

from desk.previews import decide, make, mark_of
from outcomes.models import Plan
from priorities.models import Succession
from priorities.roll_forward.choices import Choice
from priorities.roll_forward.marking import mark

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HERE = "/admin/priorities/succession/roll-forward/"
WHY = "The next plan goes on with this work."
NAME = """(({labels, innerText, value}) =>
    [...labels ?? []].map(each => each.innerText.trim()).join() || innerText || value)(document.activeElement)"""


@pytest.fixture
def desk(desk, live_server):
    """A page that is left only when nothing is on its way any more: what is typed is kept as a page is left."""
    yield desk
    desk.goto(f"{live_server.url}/admin/", wait_until="networkidle")


@pytest.fixture
def plan():
    plan = PlanFactory(title="The old plan 2021/23")
    priority = PriorityActionFactory(plan=plan, plan_outcome=None, number=1, title="Hubs")
    ProgressUpdateFactory(deliverable=DeliverableFactory(priority=priority, order=1, text="Open a hub. " * 20))
    DeliverableFactory(priority=priority, order=2, text="Plant a tree.")
    return plan


def test_plan_is_rolled_forward_by_keyboard_alone(desk, live_server, plan):
    desk.goto(f"{live_server.url}{HERE}{plan.pk}/", wait_until="load")
    go(desk, "Start next year's plan")
    go(desk, "Start the draft")
    go(desk, "Mark promises")
    choose(desk, "Carried forward")
    write(desk, "New timescale", "By March 2024")
    write(desk, "Reason", WHY)
    go(desk, "Save this promise")
    choose(desk, "Dropped")
    write(desk, "Reason", "tbc")
    go(desk, "Save all on this page")
    go(desk, "“Plant a tree.”: The reason does not say why", stays=True)
    assert desk.evaluate(NAME) == "Reason"
    desk.keyboard.press("Control+a")
    desk.keyboard.type("The trees are planted by the parish instead.")
    go(desk, "Save all on this page")
    go(desk, "Go on to the new plan")
    go(desk, "Publish The old plan 2023/24 now")

    assert list(Succession.objects.order_by("pk").values_list("how", flat=True)) == ["carried", "dropped"]
    assert Plan.objects.get(replaces=plan).state == "current"
    assert desk.heard == []


def test_pages_have_no_barriers_and_never_scroll_sideways(desk, live_server, plan):
    problems = {}
    here = f"{HERE}{plan.pk}/"
    look(desk, live_server.url, problems, HERE, here, f"{here}start/")
    draft = PlanFactory(state="draft", replaces=plan, title="The new plan")
    priority = plan.priority_actions.get()
    look(desk, live_server.url, problems, here, f"{here}promises/", f"{here}carry/{priority.pk}/")
    desk.goto(f"{live_server.url}{here}promises/", wait_until="load")
    for number, how in enumerate(("Carried forward", "Merged")):
        desk.locator(".roll-promise").nth(number).get_by_label(how).check()
    desk.get_by_text("Save all on this page").click()
    desk.wait_for_selector(".roll-faults")
    problems["faults"] = problems_at_every_width(desk, status=400)
    for promise in priority.deliverables.all():
        mark(promise, draft, Choice("dropped", reason=WHY), seen="", by=None)
    desk.goto(f"{live_server.url}{here}", wait_until="load")
    for each in Succession.objects.all():
        each.delete()
    desk.get_by_role("button", name="Publish The new plan now").click()
    desk.wait_for_selector(".roll-faults")
    problems["refusal"] = problems_at_every_width(desk, status=400)

    assert {name: found for name, found in problems.items() if found} == {}


def test_pages_that_warn_before_publishing_have_no_barriers(desk, live_server, plan, administrator):
    draft = PlanFactory(state="draft", replaces=plan, title="The new plan", starts_on=date(2023, 4, 1), ends_on=None)
    link, _ = make(draft, purpose="approve", role="Example strategic director", by=administrator)
    decide(link, "returned", remark="The second outcome is missing.", seen=mark_of(link))
    here, problems = f"{live_server.url}{HERE}{plan.pk}/", {}
    desk.goto(f"{here}carry/{plan.priority_actions.get().pk}/", wait_until="load")
    write(desk, "New timescale of all of them", "sometime soon")
    write(desk, "Reason", WHY)
    go(desk, "Carry all of them forward")
    problems["asked"] = problems_at_every_width(desk)
    tab_to(desk, "Write this timescale all the same")
    desk.keyboard.press("Space")
    go(desk, "Carry all of them forward")
    problems["listed"] = problems_at_every_width(desk)
    go(desk, "Publish The new plan now")
    problems["sent back"] = problems_at_every_width(desk)
    desk.locator("#id_although").check()
    desk.get_by_role("button", name="Publish The new plan now").click()
    desk.wait_for_selector(".messagelist")

    assert {name: found for name, found in problems.items() if found} == {}
    assert Plan.objects.get(replaces=plan).state == "current"
    assert desk.heard == []


def test_form_asks_only_for_what_the_choice_needs(desk, live_server, plan):
    PlanFactory(state="draft", replaces=plan, title="The new plan")
    desk.goto(f"{live_server.url}{HERE}{plan.pk}/promises/", wait_until="load")
    row = desk.locator(".roll-promise").first

    seen = {}
    for how in (None, "Carried forward", "Merged", "Replaced", "Dropped"):
        if how:
            row.get_by_label(how).check()
        labels = ("It goes on in", "New timescale", "Reason")
        seen[how] = [label for label in labels if row.get_by_label(label).is_visible()]

    every = ["It goes on in", "New timescale", "Reason"]
    merged = ["It goes on in", "Reason"]
    assert seen == {None: [], "Carried forward": every, "Merged": merged, "Replaced": every, "Dropped": ["Reason"]}


def test_sidebar_stands_as_on_every_other_page(desk, live_server, plan):
    sides = []
    for address in ("/admin/priorities/appointment/", HERE, "/admin/priorities/appointment/reshuffle/"):
        desk.goto(live_server.url + address, wait_until="load")
        sides.append(desk.locator("#nav-sidebar .module table").first.bounding_box())

    assert [(side["x"], side["width"]) for side in sides] == [(sides[0]["x"], sides[0]["width"])] * 3


def test_controls_that_narrow_the_list_stand_in_one_line(desk, live_server, plan):
    PlanFactory(state="draft", replaces=plan, title="The new plan")
    desk.goto(f"{live_server.url}{HERE}{plan.pk}/promises/", wait_until="load")

    boxes = [each.bounding_box() for each in desk.locator(".roll-filter :is(select, input, button)").all()]

    assert len({(box["y"], box["height"]) for box in boxes}) == 1


def look(desk, server: str, problems: dict, *addresses: str) -> None:
    for address in addresses:
        desk.goto(server + address, wait_until="load")
        problems[address] = problems_at_every_width(desk)


def tab_to(desk, name: str) -> None:
    """Press Tab until what is called so has the focus."""
    for _ in range(150):
        desk.keyboard.press("Tab")
        if (desk.evaluate(NAME) or "").strip().startswith(name):
            return
    raise AssertionError(f"Tab does not lead to “{name}”.")


def go(desk, name: str, stays: bool = False) -> None:
    tab_to(desk, name)
    if stays:
        desk.keyboard.press("Enter")
        return
    press(desk, "Enter")


def write(desk, name: str, text: str) -> None:
    tab_to(desk, name)
    desk.keyboard.type(text)


def choose(desk, name: str) -> None:
    """Tab to the radios of the first promise, and move to this one with the arrows."""
    tab_to(desk, "Carried forward")
    desk.keyboard.press("Space")
    for _ in range(5):
        if desk.evaluate(NAME) == name:
            return
        desk.keyboard.press("ArrowDown")
    raise AssertionError(f"No choice is called “{name}”.")
