"""Questions and notes have no past: what an address asks for as at a day is shown as it is today, and said to be."""

from datetime import timedelta

import pytest
from factories import MeetingFactory, NoteFactory
from question_people import asked, councillor

from dashboards.questions import asking
from ledger.clock import today

pytestmark = pytest.mark.django_db

BANNER = "This page itself is shown as it is today; its links lead on as at that day."


@pytest.fixture
def mine(client):
    client.user = councillor()
    client.force_login(client.user)
    return client


def test_questions_and_notes_are_those_of_today_as_at_any_day(mine):
    question = asked(mine.user)
    note = NoteFactory(user=mine.user, text="Ask about May.", deliverable=question.deliverable)
    paths = {
        "/dashboard/questions/": str(question),
        f"/dashboard/questions/{question.pk}/": question.text,
        f"/dashboard/questions/ask/?deliverable={question.deliverable_id}": question.text,
        "/dashboard/notes/": note.text,
        f"/dashboard/notes/{note.deliverable_id}/": note.text,
    }
    for path, words in paths.items():
        page = mine.get(f"{path}{'&' if '?' in path else '?'}as-at=2022-01-01")
        said = " ".join(page.content.decode().split())
        assert (path, page.status_code, words in said, BANNER in said) == (path, 200, True, True)
        assert 'href="/dashboard/questions/?as-at=2022-01-01"' in said


def test_form_to_ask_says_when_an_answer_to_a_question_of_today_is_due(mine):
    question = asked(mine.user)
    day = today() - timedelta(days=200)

    page = mine.get(f"/dashboard/questions/ask/?deliverable={question.deliverable_id}&as-at={day}")
    assert (page.context["due"], page.context["day"]) == (asking.due_from(today()), today())


def test_pack_read_as_at_a_day_says_that_it_is_of_that_day(mine):
    meeting = MeetingFactory(held_on=today())

    page = " ".join(mine.get(f"/dashboard/meetings/{meeting.pk}/pack/?as-at={today()}").content.decode().split())
    assert (BANNER in page, "This is how the page stood on that day" in page) == (False, True)


def test_sent_with_a_past_day_in_the_address_a_note_is_kept(mine):
    note = NoteFactory(user=mine.user, text="Ask about May.")
    sent = mine.post(
        f"/dashboard/notes/{note.deliverable_id}/?as-at=2022-01-01",
        {"note-text": "In June.", "key": note.pk, "revision": 1},
    )

    assert (sent.status_code, type(note).objects.get().text) == (303, "In June.")
