"""A submission from My desk to a draft story, by keyboard alone, on a desk and on a phone."""

import pytest
from django.contrib.auth import get_user_model
from factories import StorySubmissionFactory
from keyboard import go_to, press, problems_on
from listening import listen

from stories.models import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[320, 1280])
def desk(browser, live_server, request):
    """My desk, on which an administrator has just signed in."""
    get_user_model().objects.create_superuser("administrator", password="to try")
    StorySubmissionFactory(name="Example sender", text="An example of what somebody sent in.")
    page = browser.new_page(viewport={"width": request.param, "height": 900}, locale="en-GB")
    page.heard = listen(page)
    page.goto(f"{live_server.url}/admin/login/?next=/admin/")
    page.keyboard.type("administrator")
    page.keyboard.press("Tab")
    page.keyboard.type("to try")
    press(page, "Enter")
    yield page
    page.close()


def test_submission_is_answered_by_keyboard_alone(desk):
    assert desk.inner_text(".desk-standing") == "1 submission to answer."
    assert problems_on(desk) == []
    go_to(desk, ".tray li a")
    press(desk, "Enter")

    assert problems_on(desk) == []
    go_to(desk, "input[name=answer]")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Space")
    go_to(desk, "input[name=basis]")
    desk.keyboard.type("By email, to the text and the name.")
    press(desk, "Enter")

    assert "Give the person's name as they agreed it, or a title." in desk.inner_text(".errornote")
    assert problems_on(desk) == []
    go_to(desk, ".faults a")
    desk.keyboard.press("Enter")
    go_to(desk, "#id_person_name")
    desk.keyboard.type("Example sender")
    press(desk, "Enter")

    story = Story.objects.get()
    assert desk.url.partition("#")[0].endswith(f"/admin/stories/story/{story.pk}/change/")
    assert (story.state, story.person_name, story.text, story.consent.basis) == (
        "draft",
        "Example sender",
        "An example of what somebody sent in.",
        "By email, to the text and the name.",
    )
