"""A question by keyboard alone: a councillor asks, an officer answers, the councillor accepts, residents read it."""

import pytest
from django.contrib.auth.models import Group
from factories import AnswerFactory, CouncillorAccountFactory, DeliverableFactory, DirectorateFactory, OfficerFactory
from keyboard import follow, go_to, write
from problems import problems_at_every_width

from dashboards.models import Question
from desk.roles import lay_roles

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def promise():
    lay_roles()
    return DeliverableFactory(directorate=DirectorateFactory(), text="Open a hub in every town.")


def do(page, name):
    follow(page, f"button[name=do][value={name}]")


def test_question_is_asked_answered_and_accepted(open_as, live_server, promise):
    officer = OfficerFactory(directorate=promise.directorate, role="Example service manager").user
    officer.groups.set([Group.objects.get(name="Approver")])
    asking, answering = open_as(CouncillorAccountFactory().user), open_as(officer)
    problems = {}

    asking.goto(f"{live_server.url}/dashboard/questions/ask/?deliverable={promise.pk}", wait_until="load")
    problems["ask"] = problems_at_every_width(asking)
    follow(asking, "form.asking button")
    assert asking.evaluate("document.activeElement.className") == "error-summary"
    problems["ask with a fault"] = problems_at_every_width(asking, status=400)
    go_to(asking, ".error-summary a")
    asking.keyboard.press("Enter")
    asking.keyboard.type("When does the last one open?")
    go_to(asking, "#id_ask-agrees")
    asking.keyboard.press("Space")
    follow(asking, "form.asking button")
    problems["asked"] = problems_at_every_width(asking)
    question = Question.objects.get()

    answering.goto(f"{live_server.url}/admin/", wait_until="load")
    follow(answering, f"a[href='{question.get_absolute_url()}']")
    problems["to answer"] = problems_at_every_width(answering)
    write(answering, "#id_answer-text", "In May 2031.")
    go_to(answering, "#id_answer-agrees")
    answering.keyboard.press("Space")
    do(answering, "answer")
    assert "residents can read the question" in answering.inner_text("main")
    problems["answered"] = problems_at_every_width(answering)

    asking.goto(f"{live_server.url}/dashboard/questions/", wait_until="load")
    problems["list"] = problems_at_every_width(asking)
    follow(asking, f"a[href='{question.get_absolute_url()}']")
    problems["to accept"] = problems_at_every_width(asking)
    do(asking, "accept")
    assert "The answer is accepted" in asking.inner_text("main")
    asking.goto(live_server.url + promise.get_absolute_url(), wait_until="load")
    assert "In May 2031." in asking.inner_text("#questions")
    problems["public"] = problems_at_every_width(asking)
    assert {place: found for place, found in problems.items() if found} == {}


def test_agreeing_for_good_asks_once_more(open_as, live_server, promise):
    question = AnswerFactory(question__deliverable=promise, question__state="answered").question
    asker, officer = question.asked_by, OfficerFactory(directorate=promise.directorate).user
    CouncillorAccountFactory(user=asker)
    officer.groups.set([Group.objects.get(name="Approver")])
    asking, deciding, problems = open_as(asker), open_as(officer), {}

    asking.goto(live_server.url + question.get_absolute_url(), wait_until="load")
    write(asking, "#id_send-back-why", "It does not say when.")
    do(asking, "agree")
    assert asking.input_value("#id_send-back-why") == "It does not say when."
    problems["agreed"] = problems_at_every_width(asking)

    deciding.goto(live_server.url + question.get_absolute_url(), wait_until="load")
    problems["to decide"] = problems_at_every_width(deciding)
    do(deciding, "agree")
    assert deciding.evaluate("document.activeElement.getAttribute('aria-labelledby')") == "sure-title"
    problems["sure"] = problems_at_every_width(deciding)
    do(deciding, "agree-for-good")
    assert "residents can read the question" in deciding.inner_text("main")
    assert {place: found for place, found in problems.items() if found} == {}


def test_note_is_written(open_as, live_server, promise):
    page = open_as(CouncillorAccountFactory().user)
    page.goto(f"{live_server.url}/dashboard/notes/{promise.pk}/", wait_until="load")
    write(page, "#id_note-text", "Ask about May.")
    do(page, "save")
    problems = problems_at_every_width(page)
    page.goto(f"{live_server.url}/dashboard/notes/", wait_until="load")
    assert "Ask about May." in page.inner_text("main")
    assert problems + problems_at_every_width(page) == []


def test_what_is_typed_comes_back_after_a_reload_and_can_be_thrown_away(open_as, live_server, promise):
    page, answered = open_as(CouncillorAccountFactory().user), AnswerFactory(question__state="answered").question
    page.goto(f"{live_server.url}/dashboard/notes/{promise.pk}/", wait_until="load")
    write(page, "#id_note-text", "Ask about May.")
    page.wait_for_selector(".kept-said:has-text('Kept at')")
    page.reload(wait_until="load")
    assert page.input_value("#id_note-text") == "Ask about May."
    problems = problems_at_every_width(page)
    follow(page, ".notice button")
    assert page.input_value("#id_note-text") == ""

    CouncillorAccountFactory(user=answered.asked_by)
    asker = open_as(answered.asked_by)
    asker.goto(live_server.url + answered.get_absolute_url(), wait_until="load")
    write(asker, "#id_send-back-why", "It does not say when.")
    do(asker, "accept")
    assert "It does not say when." in asker.inner_text(".typed")
    assert problems + problems_at_every_width(asker) == []
