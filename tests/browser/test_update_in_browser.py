"""The two-minute update by keyboard alone: drafted, sent, returned, mended, signed off, and read by residents."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from factories import DeliverableFactory, DirectorateFactory, OfficerFactory, ProgressUpdateFactory, UserFactory
from keyboard import choose, follow, go_to, press, write
from problems import problems_at_every_width

from ledger.models import KeptForm
from ledger.writing import long_day
from priorities.admin.moments import DAY_NEEDED
from priorities.models import ProgressUpdate

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REPORTS = ["view_progressupdate", "add_progressupdate", "change_progressupdate", "view_deliverable"]
SIGNS_OFF = [*REPORTS, "sign_off_progressupdate", "change_deliverable", "add_evidencelink"]


@pytest.fixture
def promise():
    return DeliverableFactory(directorate=DirectorateFactory(), text="Open a hub in every town.")


@pytest.fixture
def sign_in(open_as):
    """Opens a page on which an officer with these permissions is signed in."""

    def at_the_desk(name, permissions, directorate):
        user = OfficerFactory(user__username=name, directorate=directorate, role=f"Example {name}").user
        user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
        return open_as(user)

    return at_the_desk


@pytest.fixture
def contributor(sign_in, promise):
    return sign_in("contributor", REPORTS, promise.directorate)


@pytest.fixture
def approver(sign_in):
    return sign_in("approver", SIGNS_OFF, None)


def step(name):
    return f"button[name=step][value={name}]"


def test_report_goes_from_the_contributor_by_the_approver_to_residents(contributor, approver, live_server, promise):
    ProgressUpdateFactory(deliverable=promise, as_of=date(2022, 1, 1), commentary="One hub is open.")
    update = live_server.url + reverse("admin:priorities_deliverable_update", args=[promise.pk])
    problems = {}

    contributor.goto(update, wait_until="load")
    problems["form"] = problems_at_every_width(contributor)
    write(contributor, "#id_commentary", "Two hubs are opn.")
    follow(contributor, step("save"))
    problems["draft"] = problems_at_every_width(contributor)
    follow(contributor, step("submit"))

    sign_off = reverse("admin:priorities_progressupdate_sign_off", args=[promise.updates.get(state="awaiting").pk])
    approver.goto(live_server.url + sign_off, wait_until="load")
    problems["sign-off"] = problems_at_every_width(approver)
    follow(approver, step("return"))
    assert approver.evaluate("document.activeElement.id") == "faults"
    problems["sign-off with a fault"] = problems_at_every_width(approver)
    write(approver, "#id_remark", "There is a letter missing.")
    follow(approver, step("return"))

    contributor.goto(update, wait_until="load")
    assert "There is a letter missing." in contributor.inner_text(".update-state")
    problems["returned"] = problems_at_every_width(contributor)
    go_to(contributor, "#id_commentary")
    contributor.keyboard.press("Control+a")
    contributor.keyboard.type("Two hubs are open.")
    follow(contributor, step("submit"))
    contributor.goto(update, wait_until="load")
    problems["sent"] = problems_at_every_width(contributor)

    approver.goto(live_server.url + sign_off, wait_until="load")
    follow(approver, step("publish"))
    problems["desk of the approver"] = approver.heard

    contributor.goto(live_server.url + promise.get_absolute_url(), wait_until="load")
    assert "Two hubs are open." in contributor.inner_text("main")
    assert "letter missing" not in contributor.content()
    problems["heard"] = contributor.heard
    assert {place: found for place, found in problems.items() if found} == {}


def test_report_is_signed_off_for_later_and_half_a_day_publishes_nothing(approver, live_server, promise):
    report = ProgressUpdateFactory(deliverable=promise, state="awaiting")
    page = live_server.url + reverse("admin:priorities_progressupdate_sign_off", args=[report.pk])
    ahead, problems = date(timezone.localdate().year + 1, 1, 1), {}

    approver.goto(page, wait_until="load")
    assert approver.locator("#id_publish_day").is_hidden()
    go_to(approver, "#id_publish_0")
    approver.keyboard.press("ArrowDown")
    write(approver, "#id_publish_day", "12")
    follow(approver, step("publish"))
    assert approver.inner_text(".faults") == f"Day to publish it: {DAY_NEEDED}"
    problems["half a day"] = problems_at_every_width(approver)
    write(approver, "#id_publish_day", f"{ahead:%d%m%Y}")
    follow(approver, step("publish"))
    assert f"Signed off, to be published on {long_day(ahead)}, 09:00." in approver.inner_text(".messagelist")

    approver.goto(page, wait_until="load")
    problems["signed off"] = problems_at_every_width(approver)
    assert (approver.input_value("#id_publish_day"), approver.input_value("#id_publish_time")) == (f"{ahead}", "09:00")
    go_to(approver, "#id_publish_time")
    approver.keyboard.press("Control+a")
    approver.keyboard.type("14:30")
    press(approver, "Enter")

    report.refresh_from_db()
    assert (report.state, f"{timezone.localtime(report.publish_at):%H:%M}") == ("signed-off", "14:30")
    problems["heard"] = approver.heard
    assert {place: found for place, found in problems.items() if found} == {}


def test_fault_has_the_focus_and_leads_to_its_field(contributor, live_server, promise):
    contributor.goto(live_server.url + reverse("admin:priorities_deliverable_update", args=[promise.pk]))
    go_to(contributor, "#id_status_0")
    for _ in range(2):
        contributor.keyboard.press("ArrowDown")
    write(contributor, "#id_commentary", "The builder is late.")
    follow(contributor, step("submit"))

    assert contributor.evaluate("document.activeElement.id") == "faults"
    assert problems_at_every_width(contributor) == []
    go_to(contributor, ".faults a")
    contributor.keyboard.press("Enter")
    contributor.keyboard.type("The builder is short of staff.")
    write(contributor, "#id_action", "Another builder helps.")
    write(contributor, "#id_next_step", "The walls are up by June.")
    write(contributor, "#id_evidence", "The site: https://example.org/site\nhttps://example.org/plan")
    follow(contributor, step("submit"))

    report = ProgressUpdate.objects.get()
    assert [link.name for link in report.links()] == ["The site", "example.org/plan"]
    assert (report.state, report.status, report.commentary) == ("awaiting", "at-risk", "The builder is late.")
    assert report.cause == "The builder is short of staff."


@pytest.mark.parametrize("scripts", [True, False])
def test_day_that_is_typed_in_part_is_told_beside_it(open_as, live_server, promise, scripts):
    page = open_as(UserFactory(is_superuser=True), java_script_enabled=scripts)
    page.goto(live_server.url + reverse("admin:priorities_deliverable_update", args=[promise.pk]), wait_until="load")
    told = page.locator("#id_forecast_on + .not-whole")
    seen = [told.is_visible()]

    for typed in ("12", "122027"):
        page.focus("#id_forecast_on")
        page.keyboard.type(typed)
        seen.append(told.is_visible())

    assert (seen, page.input_value("#id_forecast_on")) == ([False, True, False], "2027-12-12")


def test_how_hard_a_text_is_to_read_is_said_while_it_is_typed(contributor, live_server, promise):
    contributor.goto(live_server.url + reverse("admin:priorities_deliverable_update", args=[promise.pk]))
    said = contributor.locator("#id_commentary ~ .plain-english")
    assert said.is_hidden()
    write(contributor, "#id_commentary", "The council endeavours to expedite implementation of what was agreed. " * 3)
    said.filter(has_text="Reading age about").wait_for()
    assert contributor.heard == []


def test_double_click_sends_a_report_once(contributor, live_server, promise):
    update, sent = live_server.url + reverse("admin:priorities_deliverable_update", args=[promise.pk]), []
    contributor.goto(update)
    contributor.fill("#id_commentary", "The hub is open.")
    contributor.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)

    contributor.locator(step("submit")).evaluate("button => { button.click(); setTimeout(() => button.click(), 60) }")

    contributor.locator(".messagelist", has_text="Sent for sign-off.").wait_for()
    assert (contributor.url, sent.count(update)) == (live_server.url + reverse("admin:index"), 1)
    assert (promise.updates.count(), KeptForm.objects.count(), contributor.heard) == (1, 0, [])


def test_previous_words_are_taken_over_without_losing_what_was_typed(contributor, live_server, promise):
    ProgressUpdateFactory(deliverable=promise, commentary="One hub is open.", evidence="https://example.org/hub")
    contributor.goto(live_server.url + reverse("admin:priorities_deliverable_update", args=[promise.pk]))
    write(contributor, "#id_commentary", "Two hubs are open.")

    follow(contributor, step("words"))

    assert contributor.input_value("#id_commentary") == "Two hubs are open."
    assert contributor.input_value("#id_evidence") == "https://example.org/hub"


def test_one_key_confirms_that_nothing_changed(contributor, live_server, promise):
    ProgressUpdateFactory(deliverable=promise, as_of=date(2022, 1, 1))
    contributor.goto(live_server.url + reverse("admin:priorities_deliverable_update", args=[promise.pk]))

    follow(contributor, step("confirm"))

    assert ProgressUpdate.objects.get(kind="no-change").state == "awaiting"
    assert "Sent for sign-off." in contributor.inner_text(".messagelist")


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_report_typed_beside_the_confirmation_is_kept_until_it_is_thrown_away(open_as, live_server, promise, scripts):
    ProgressUpdateFactory(deliverable=promise, as_of=date(2022, 1, 1))
    user = OfficerFactory(user__username="contributor", directorate=promise.directorate, role="Example role").user
    user.user_permissions.set(Permission.objects.filter(codename__in=REPORTS))
    page = open_as(user, java_script_enabled=scripts)
    page.goto(live_server.url + reverse("admin:priorities_deliverable_update", args=[promise.pk]), wait_until="load")
    write(page, "#id_commentary", "Two hubs are open.")

    click(page, page.locator(step("confirm")))
    problems = problems_at_every_width(page) if scripts else []
    assert page.input_value("#id_commentary") == "Two hubs are open."
    assert (ProgressUpdate.objects.count(), KeptForm.objects.count()) == (1, 1)

    click(page, page.get_by_role("button", name="Throw it away"))
    click(page, page.locator(step("confirm")))
    assert ProgressUpdate.objects.get(kind="no-change").state == "awaiting"
    assert (problems, page.heard, KeptForm.objects.count()) == ([], [], 0)


def click(page, button):
    with page.expect_navigation(wait_until="load"):
        button.click()


def test_enter_in_a_field_saves_a_draft_and_confirms_nothing_and_the_draft_is_thrown_away(
    sign_in, live_server, promise
):
    ProgressUpdateFactory(deliverable=promise, as_of=date(2022, 1, 1))
    page = sign_in("contributor", [*REPORTS, "delete_progressupdate"], promise.directorate)
    page.goto(live_server.url + reverse("admin:priorities_deliverable_update", args=[promise.pk]), wait_until="load")
    go_to(page, "#id_author_role")
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    draft = ProgressUpdate.objects.order_by("pk").last()
    assert (draft.state, draft.kind) == ("draft", "progress")

    follow(page, ".update-state a")
    problems = problems_at_every_width(page)
    follow(page, "#content-main button")

    assert ProgressUpdate.objects.filter(state="draft").count() == 0
    assert (problems, page.heard) == ([], [])


def test_many_are_confirmed_from_the_list(approver, live_server, promise):
    ProgressUpdateFactory(deliverable=promise, as_of=date(2022, 1, 1))
    DeliverableFactory(text="Without any report.")
    approver.goto(live_server.url + reverse("admin:priorities_deliverable_changelist"), wait_until="load")
    go_to(approver, "#action-toggle")
    approver.keyboard.press("Space")
    choose(approver, "select[name=action]", "Confirm no change")
    follow(approver, "button[name=index]")

    problems = problems_at_every_width(approver)
    follow(approver, "button[name=write]")

    assert ProgressUpdate.objects.get(kind="no-change").state == "published"
    assert "1 deliverable confirmed." in approver.inner_text(".messagelist")
    assert problems + approver.heard == []
