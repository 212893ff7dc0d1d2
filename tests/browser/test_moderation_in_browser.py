"""A submission from My desk to a draft story, by keyboard alone, on a desk and on a phone."""

import pytest
from factories import StorySubmissionFactory
from keyboard import follow, go_to, press, write
from problems import WIDTHS, problems_on

from stories.models import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=WIDTHS)
def desk(request, open_page, administrator, live_server):
    """My desk, on which an administrator has just signed in by keyboard."""
    StorySubmissionFactory(name="Example sender", text="An example of what somebody sent in.")
    page = open_page(width=request.param)
    page.goto(f"{live_server.url}/admin/login/?next=/admin/", wait_until="load")
    page.keyboard.type("administrator")
    page.keyboard.press("Tab")
    page.keyboard.type("to try")
    press(page, "Enter")
    return page


def test_submission_is_answered_by_keyboard_alone(desk):
    assert desk.inner_text(".desk-standing") == "1 submission to answer."
    assert problems_on(desk) == []
    follow(desk, ".tray li a")

    assert problems_on(desk) == []
    go_to(desk, "input[name=answer]")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Space")
    write(desk, "input[name=basis]", "By email, to the text and the name.")
    press(desk, "Enter")

    assert "Give the person's name as they agreed it, or a title." in desk.inner_text(".errornote")
    assert problems_on(desk) == []
    go_to(desk, ".faults a")
    desk.keyboard.press("Enter")
    write(desk, "#id_person_name", "Example sender")
    press(desk, "Enter")

    story = Story.objects.get()
    assert desk.url.partition("#")[0].endswith(f"/admin/stories/story/{story.pk}/change/")
    assert (story.state, story.person_name, story.text, story.consent.basis) == (
        "draft",
        "Example sender",
        "An example of what somebody sent in.",
        "By email, to the text and the name.",
    )
