"""A question by keyboard alone: a councillor asks, an officer answers, the councillor accepts, residents read it."""

import pytest
from django.contrib.auth.models import Group
from factories import CouncillorAccountFactory, DeliverableFactory, DirectorateFactory, OfficerFactory
from keyboard import go_to, press, problems_on
from listening import listen

from dashboards.models import Question
from desk.roles import lay_roles

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = (320, 1280)


@pytest.fixture
def promise():
    lay_roles()
    return DeliverableFactory(directorate=DirectorateFactory(), text="Open a hub in every town.")


@pytest.fixture
def page_for(browser, live_server, client, settings):
    """Opens a page on which this person is signed in."""
    contexts = []

    def open_page(user):
        client.force_login(user)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
        page = context.new_page()
        page.heard = listen(page)
        contexts.append(context)
        client.cookies.clear()
        return page

    yield open_page
    for context in contexts:
        context.close()


def problems_at_every_width(page):
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width} px: {problem}" for problem in problems_on(page)]
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


def write(page, selector, text):
    go_to(page, selector)
    page.keyboard.type(text)


def do(page, name):
    go_to(page, f"button[name=do][value={name}]")
    press(page, "Enter")


def test_question_is_asked_answered_and_accepted(page_for, live_server, promise):
    officer = OfficerFactory(directorate=promise.directorate, role="Example service manager").user
    officer.groups.set([Group.objects.get(name="Approver")])
    asking, answering = page_for(CouncillorAccountFactory().user), page_for(officer)
    problems = {}

    asking.goto(f"{live_server.url}/dashboard/questions/ask/?deliverable={promise.pk}", wait_until="load")
    problems["ask"] = problems_at_every_width(asking)
    go_to(asking, "form.asking button")
    asking.heard.clear()
    press(asking, "Enter")
    assert asking.evaluate("document.activeElement.className") == "error-summary"
    assert [said for said in asking.heard if "400" not in said] == []
    asking.heard.clear()
    problems["ask with a fault"] = problems_at_every_width(asking)
    go_to(asking, ".error-summary a")
    asking.keyboard.press("Enter")
    asking.keyboard.type("When does the last one open?")
    go_to(asking, "#id_ask-agrees")
    asking.keyboard.press("Space")
    go_to(asking, "form.asking button")
    press(asking, "Enter")
    problems["asked"] = problems_at_every_width(asking)
    question = Question.objects.get()

    answering.goto(f"{live_server.url}/admin/", wait_until="load")
    go_to(answering, f"a[href='{question.get_absolute_url()}']")
    press(answering, "Enter")
    problems["to answer"] = problems_at_every_width(answering)
    write(answering, "#id_answer-text", "In May 2031.")
    go_to(answering, "#id_answer-agrees")
    answering.keyboard.press("Space")
    do(answering, "answer")
    assert "residents can read the question" in answering.inner_text("main")
    problems["answered"] = problems_at_every_width(answering)

    asking.goto(f"{live_server.url}/dashboard/questions/", wait_until="load")
    problems["list"] = problems_at_every_width(asking)
    go_to(asking, f"a[href='{question.get_absolute_url()}']")
    press(asking, "Enter")
    problems["to accept"] = problems_at_every_width(asking)
    do(asking, "accept")
    assert "The answer is accepted" in asking.inner_text("main")
    asking.goto(live_server.url + promise.get_absolute_url(), wait_until="load")
    assert "In May 2031." in asking.inner_text("#questions")
    problems["public"] = problems_at_every_width(asking)
    assert {place: found for place, found in problems.items() if found} == {}


def test_note_is_written(page_for, live_server, promise):
    page = page_for(CouncillorAccountFactory().user)
    page.goto(f"{live_server.url}/dashboard/notes/{promise.pk}/", wait_until="load")
    write(page, "#id_note-text", "Ask about May.")
    do(page, "save")
    problems = problems_at_every_width(page)
    page.goto(f"{live_server.url}/dashboard/notes/", wait_until="load")
    assert "Ask about May." in page.inner_text("main")
    assert problems + problems_at_every_width(page) == []
