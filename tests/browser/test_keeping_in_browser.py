"""What is typed at the officers' desk comes back: after a reload, without scripts, and after signing in again."""

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.urls import reverse
from factories import PlaceFactory
from problems import barriers, sideways

from ledger.models import KeptForm
from outcomes.models import Place

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
    Session.objects.all().delete()
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


@pytest.mark.parametrize("width", [320, 1280])
def test_pages_with_what_was_kept_have_no_barrier_at_width(scripted, address, place, width):
    """The notice alone is held against axe on the form's page: the rest of that is Django's own."""
    draft(place)
    scripted.set_viewport_size({"width": width, "height": 800})
    scripted.goto(address, wait_until="load")
    scripted.click(".kept summary")
    found = [sideways(scripted), [each for each in barriers(scripted) if "kept" in each or "typed" in each]]
    place.delete()
    scripted.goto(address, wait_until="load")
    assert [*found, sideways(scripted), barriers(scripted)] == [[], [], [], []]


def draft(place):
    return KeptForm.objects.create(
        user=User.objects.get(),
        address=reverse("admin:outcomes_place_change", args=[place.pk]),
        typed=[["name", "Typed ward"], ["source", "An example of a long text. " * 30], ["why_reason", "two\nlines"]],
    )
