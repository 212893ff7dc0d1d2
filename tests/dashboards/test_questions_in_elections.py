"""Questions that both sides agreed on while an election period is on: the Monitoring Officer sees and releases them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from factories import AnswerFactory, ElectionPeriodFactory, ReleaseFactory
from question_people import asked, officer, read

from dashboards.models import Answer, Question
from dashboards.models.questions import QUESTION_WAITS
from dashboards.questions import asking
from ledger.entries import Entry, entering
from ledger.past import as_at
from outcomes.admin.elections import held_back
from outcomes.elections import why_it_waits
from outcomes.refusals import HeldBack

pytestmark = pytest.mark.django_db

DURING = date(2027, 4, 1)
REASON = "It tells people where to go, and favours nobody."


@pytest.fixture
def period(clock):
    clock("2027-04-01 09:00")
    return ElectionPeriodFactory(name="Local elections", starts_on=date(2027, 3, 22), ends_on=date(2027, 5, 7))


@pytest.fixture
def question(period):
    """Agreed on by both sides, with one answer, after the period began."""
    question = asked(text="When does it open?", asker_agrees=True, deliverable__text="Open a hub.")
    asking.answer(question, "In May.", role="Example director", by=officer("Approver"), agrees=True)
    return read(question)


@pytest.fixture
def desk(client, period):
    client.force_login(officer("Monitoring Officer"))
    return client


def held_page():
    return reverse("admin:outcomes_electionperiod_held_back")


def release(desk, item):
    values = {"item": f"{item._meta.label_lower}:{item.pk}", "revision": item.revision}
    return desk.post(held_page(), {**values, f"{item._meta.model_name}-{item.pk}-reason": REASON}, follow=True)


def residents_read(client, question):
    client.logout()
    text = client.get(question.deliverable.get_absolute_url()).content.decode()
    return "When does it open?" in text, "In May." in text


def test_monitoring_officer_finds_and_releases_a_question_and_its_answer(desk, question):
    answer, address = Answer.objects.get(), question.get_absolute_url()
    trays = {tray.title: tray for tray in desk.get(reverse("admin:index")).context["waiting"]}
    page = desk.get(held_page())

    assert [item.words for item in trays["Held back for an election"].items] == [
        "Question about “Open a hub.”: When does it open?",
        "Answer to “When does it open?”: In May.",
    ]
    assert [(each.item, each.address) for each in page.context["waiting"]] == [(question, address), (answer, address)]
    assert QUESTION_WAITS in page.content.decode()
    assert desk.get(address).status_code == 200

    page = release(desk, answer)
    assert "residents cannot read it yet" in page.content.decode()
    release(desk, question)

    assert (held_back(None), desk.get(held_page()).context["waiting"]) == ([], [])
    assert "Held back until" not in desk.get(address).content.decode()
    assert residents_read(desk, question) == (True, True)


def test_released_question_waits_no_more_whatever_becomes_of_it(client, question, period):
    ReleaseFactory(period=period, item=question)
    asking.accept(read(question), by=question.asked_by)

    assert (Question.objects.published().get(), read(question).residents_read) == (question, True)
    assert [type(each) for each in held_back(period)] == [Answer]
    assert residents_read(client, question) == (True, False)


def test_what_is_not_agreed_on_or_was_public_before_is_not_held(question, period, clock):
    asked(text="And when does it close?", asker_agrees=True)
    clock("2027-03-01 09:00")
    AnswerFactory(question=asked(asker_agrees=True, officer_agrees=True, state="answered"), approved=True)
    clock("2027-04-01 09:00")
    kept = held_back(period)
    asking.send_back(question, "It does not say which May.", by=question.asked_by)

    assert kept == [question, Answer.objects.get(question=question)]
    assert held_back(period) == [question]


def test_words_that_residents_read_stay_while_the_period_is_on(period, clock):
    clock("2027-03-01 09:00")
    answer = AnswerFactory(
        question=asked(asker_agrees=True, officer_agrees=True, state="answered"), text="In May.", approved=True
    )
    clock("2027-04-01 09:00")
    answer.text = "In June."

    with pytest.raises(HeldBack), entering(Entry("An example of a reason that is long enough.")):
        answer.save()
    assert why_it_waits(answer) == ""


def test_page_of_a_past_day_in_the_period_reads_a_release(question, period, clock):
    ReleaseFactory(period=period, item=question)
    clock("2027-06-01 09:00")
    with as_at(DURING):
        assert Question.objects.published().exists()


def test_what_is_held_back_takes_as_many_queries_for_three_as_for_one(desk, question):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            desk.get(held_page())
        return len(captured)

    queries()
    for_one = queries()
    for _ in range(2):
        AnswerFactory(question=asked(asker_agrees=True, officer_agrees=True, state="answered"), approved=True)

    assert queries() == for_one
