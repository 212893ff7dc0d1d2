"""What is typed at the officers' desk comes back: after a reload, without scripts, and after signing in again."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from factories import PlaceFactory, ProgressUpdateFactory
from problems import problems_at_every_width

from desk.models import AccountSession
from ledger.models import KeptForm
from outcomes.models import Place
from priorities.models import ProgressUpdate

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[True, False], ids=["with-scripts", "without-scripts"])
def desk(request, open_as, administrator):
    """An empty page on which an administrator is signed in."""
    return open_as(administrator, java_script_enabled=request.param)


@pytest.fixture
def scripted(open_as, administrator):
    return open_as(administrator)


def sign_in(page):
    page.fill("#id_username", "administrator")
    page.fill("#id_password", "to try")
    with page.expect_navigation(wait_until="load"):
        page.click("input[type=submit]")


@pytest.fixture
def place():
    return PlaceFactory(name="Example ward", kind="ward")


@pytest.fixture
def address(live_server, place):
    return live_server.url + reverse("admin:outcomes_place_change", args=[place.pk])


def save(page):
    with page.expect_navigation(wait_until="load"):
        page.click("input[name=_save]")


def wait_until(is_so, page):
    """Wait for what the server does after the page was left, for ten seconds at most."""
    for _ in range(100):
        if is_so():
            return
        page.wait_for_timeout(100)
    raise AssertionError("It did not happen within ten seconds.")


def take_up(page):
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("link", name="Take it up again").click()


def test_typing_survives_a_reload_and_is_taken_up_again(scripted, address, place):
    scripted.goto(address, wait_until="load")
    scripted.fill("#id_name", "Typed ward")
    scripted.locator(".kept-said", has_text="Kept at").wait_for()
    scripted.reload(wait_until="load")
    assert scripted.input_value("#id_name") == "Example ward"
    take_up(scripted)
    assert scripted.input_value("#id_name") == "Typed ward"
    save(scripted)
    assert (Place.objects.get().name, KeptForm.objects.count(), scripted.heard) == ("Typed ward", 0, [])


def test_long_text_outlives_new_typing_beside_its_offer(scripted, address):
    for source in ("A long text that took an hour.", "New"):
        scripted.goto(address, wait_until="load")
        scripted.fill("#id_source", source)
        scripted.locator(".kept-said", has_text="Kept at").wait_for()
    scripted.reload(wait_until="load")
    problems = problems_at_every_width(scripted)
    with scripted.expect_navigation(wait_until="load"):
        scripted.locator(".kept", has_text="A long text").get_by_role("link", name="Take it up again").click()
    assert scripted.input_value("#id_source") == "A long text that took an hour."
    assert (problems, scripted.heard) == ([], [])


def test_typing_is_kept_though_the_page_is_left_at_once(scripted, address, live_server):
    scripted.goto(address, wait_until="load")
    scripted.fill("#id_name", "Typed ward")
    scripted.goto(live_server.url + "/admin/", wait_until="load")
    wait_until(KeptForm.objects.exists, scripted)
    scripted.goto(address, wait_until="load")
    assert scripted.get_by_role("link", name="Take it up again").count() == 1


def test_page_that_is_only_read_keeps_nothing(scripted, address):
    scripted.goto(address, wait_until="load")
    scripted.click("#id_name")
    scripted.click("#id_source")
    scripted.wait_for_timeout(1500)
    assert KeptForm.objects.count() == 0


def test_form_that_was_saved_leaves_no_draft_behind(scripted, address):
    scripted.goto(address, wait_until="load")
    scripted.fill("#id_name", "Typed ward")
    save(scripted)
    scripted.wait_for_timeout(1500)
    assert (Place.objects.get().name, KeptForm.objects.count()) == ("Typed ward", 0)


def test_portal_that_cannot_be_reached_is_told(scripted, address):
    scripted.goto(address, wait_until="load")
    scripted.route("**/admin/kept/", lambda route: route.abort())
    scripted.fill("#id_name", "Typed ward")
    scripted.locator(".kept-said", has_text="Not kept yet").wait_for()


def test_form_with_faults_that_was_left_is_still_there_later(desk, address, live_server):
    desk.goto(address, wait_until="load")
    desk.fill("#id_name", "")
    desk.fill("#id_source", "Example report")
    save(desk)
    desk.goto(live_server.url + "/admin/", wait_until="load")
    desk.goto(address, wait_until="load")
    take_up(desk)
    assert (desk.input_value("#id_name"), desk.input_value("#id_source")) == ("", "Example report")
    desk.fill("#id_name", "Typed ward")
    save(desk)
    stored = Place.objects.get()
    assert (stored.name, stored.source, KeptForm.objects.count()) == ("Typed ward", "Example report", 0)


def test_form_sent_after_the_session_ended_is_saved_after_signing_in(desk, address):
    desk.goto(address, wait_until="load")
    desk.fill("#id_name", "Typed ward")
    AccountSession.objects.all().delete()
    save(desk)
    assert "sign in again and take it up" in desk.inner_text(".notice")
    sign_in(desk)
    take_up(desk)
    save(desk)
    assert (Place.objects.get().name, KeptForm.objects.count()) == ("Typed ward", 0)


def test_draft_is_taken_up_and_thrown_away_by_keyboard(desk, address, place):
    draft(place)
    desk.goto(address, wait_until="load")
    desk.get_by_role("link", name="Take it up again").focus()
    with desk.expect_navigation(wait_until="load"):
        desk.keyboard.press("Enter")
    assert desk.input_value("#id_name") == "Typed ward"
    desk.get_by_role("button", name="Throw it away").focus()
    with desk.expect_navigation(wait_until="load"):
        desk.keyboard.press("Enter")
    assert (desk.input_value("#id_name"), KeptForm.objects.count()) == ("Example ward", 0)


def choose(page, address, action):
    """Mark every row of a list and choose what is done with them."""
    page.goto(address, wait_until="load")
    for box in page.locator("input[name=_selected_action]").all():
        box.check()
    page.select_option("select[name=action]", action)
    press(page, "Go")


def press(page, name):
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name=name).click()


def test_remark_for_many_sent_after_the_session_ended_is_sent_after_signing_in(desk, live_server):
    ProgressUpdateFactory.create_batch(2, state="awaiting")
    choose(desk, live_server.url + reverse("admin:priorities_progressupdate_changelist"), "return")
    desk.fill("#id_remark", "Say which roof.")
    AccountSession.objects.all().delete()
    press(desk, "Return: 2 progress updates")
    sign_in(desk)
    take_up(desk)
    press(desk, "Return: 2 progress updates")
    assert {each.remark for each in ProgressUpdate.objects.all()} == {"Say which roof."}
    assert (KeptForm.objects.count(), desk.heard) == (0, [])


def test_reason_of_a_deletion_sent_after_the_session_ended_is_kept_with_it_after_signing_in(desk, live_server, place):
    choose(desk, live_server.url + reverse("admin:outcomes_place_changelist"), "delete_selected")
    desk.fill("[name=why_reason]", "Entered twice.")
    AccountSession.objects.all().delete()
    press(desk, "Yes, I’m sure")
    sign_in(desk)
    take_up(desk)
    press(desk, "Yes, I’m sure")
    last = Place.history.latest()
    assert (last.history_type, last.history_change_reason, KeptForm.objects.count()) == ("-", "Entered twice.", 0)


def test_reason_typed_on_a_page_that_a_list_opened_survives_a_reload(scripted, live_server, place):
    choose(scripted, live_server.url + reverse("admin:outcomes_place_changelist"), "delete_selected")
    scripted.fill("[name=why_reason]", "Entered twice.")
    scripted.locator(".kept-said", has_text="Kept at").wait_for()
    scripted.reload(wait_until="load")
    take_up(scripted)
    assert (scripted.input_value("[name=why_reason]"), scripted.heard) == ("Entered twice.", [])
    scripted.get_by_role("link", name="No, take me back").click()
    scripted.wait_for_url("**/admin/outcomes/place/")


def test_pages_with_what_was_kept_have_no_problem_at_any_width(scripted, address, place):
    draft(place)
    scripted.goto(address, wait_until="load")
    scripted.click(".kept summary")
    problems = problems_at_every_width(scripted)
    place.delete()
    scripted.goto(address, wait_until="load")
    assert problems + problems_at_every_width(scripted, status=410) == []


def draft(place):
    return KeptForm.objects.create(
        user=User.objects.get(),
        address=reverse("admin:outcomes_place_change", args=[place.pk]),
        typed=[["name", "Typed ward"], ["source", "An example of a long text. " * 30], ["why_reason", "two\nlines"]],
    )
