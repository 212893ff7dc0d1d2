"""Private notes: only who wrote one ever reads it."""

from collections import Counter

import pytest
from django.db.models import ProtectedError
from django.test import Client
from factories import DeliverableFactory, NoteFactory
from question_people import councillor, fields_of, officer, text_of

from dashboards.models import Note
from dashboards.noting import ONLY_READS, OTHER_WINDOW, THROWN_AWAY
from dashboards.views.notes import NONE_LEFT, NONE_THERE
from ledger.keeping.slips import read_slip
from ledger.models import KeptForm
from ledger.verifying import verify_model

pytestmark = pytest.mark.django_db

SECRET = "ONLY-MINE"


@pytest.fixture
def promise():
    return DeliverableFactory(text="Open a hub.")


@pytest.fixture
def mine(client):
    client.user = councillor()
    client.force_login(client.user)
    return client


def address(promise):
    return f"/dashboard/notes/{promise.pk}/"


def send(client, promise, window=None, **sent):
    """Send the page of a note as it stood in ``window``, or as it stands now; names are given as ``note_text``."""
    typed = {name.replace("_", "-"): value for name, value in sent.items()}
    return client.post(address(promise), (window or fields_of(client.get(address(promise)))) | typed)


def test_note_is_written_changed_and_thrown_away(mine, promise):
    page = mine.post(address(promise), {"note-text": "Ask about May.", "revision": 0}, follow=True)
    assert "Your note is saved." in page.content.decode()
    send(mine, promise, note_text="Ask about June.")
    assert Note.objects.get().text == "Ask about June."
    assert "Ask about June." in mine.get("/dashboard/notes/").content.decode()

    send(mine, promise, do="throw-away-for-good")
    assert not Note.objects.exists()


@pytest.fixture
def stale(mine, promise):
    """A window that still shows a note that was thrown away in another one."""
    NoteFactory(user=mine.user, deliverable=promise, text="Old.")
    window = fields_of(mine.get(address(promise)))
    send(mine, promise, do="throw-away-for-good")
    return window


@pytest.mark.parametrize("sent", [{"note_text": "Old. And more."}, {"note_text": "Old.", "do": "throw-away-for-good"}])
def test_window_of_a_note_that_was_thrown_away_leaves_a_new_one_alone(mine, promise, stale, sent):
    send(mine, promise, note_text="New.")
    page = send(mine, promise, stale, **sent)

    assert (page.status_code, page.context["fault"]) == (409, OTHER_WINDOW)
    assert (Note.objects.get().text, page.context["form"]["text"].value()) == ("New.", sent["note_text"])
    assert send(mine, promise, fields_of(page), **sent).status_code == 303


def test_note_thrown_away_twice_takes_nothing_that_another_window_typed_since(mine, promise, stale):
    new = fields_of(mine.get(address(promise)))
    mine.post("/dashboard/typed/", new | {"note-text": "New, and not saved yet."})

    send(mine, promise, stale, note_text="Old.", do="throw-away-for-good")

    assert [each.typed for each in KeptForm.objects.all()] == [[["note-text", "New, and not saved yet."]]]


def test_note_that_was_thrown_away_in_another_window_is_saved_as_a_new_one_only_knowingly(mine, promise, stale):
    page = send(mine, promise, stale, note_text="Old. And more.")
    assert (page.status_code, page.context["fault"], Note.objects.exists()) == (409, THROWN_AWAY, False)

    asked = send(mine, promise, stale, note_text="Old. And more.", do="throw-away")
    assert (asked.status_code, asked.context["fault"]) == (409, NONE_LEFT)
    assert send(mine, promise, fields_of(asked), note_text="Old. And more.").status_code == 303
    assert Note.objects.get().text == "Old. And more."


def test_note_that_never_was_is_not_said_to_be_thrown_away(mine, promise):
    for key in (promise.pk, 424242):
        page = mine.post(f"/dashboard/notes/{key}/", {"do": "throw-away-for-good", "revision": 1}, follow=True)
        text = text_of(page)
        assert (page.status_code, NONE_THERE in text, "is thrown away" in text) == (200, True, False)


def test_note_that_is_thrown_away_is_gone_from_the_history_and_no_other(mine, promise):
    kept = NoteFactory(text="Kept.")
    mine.post(address(promise), {"note-text": SECRET, "revision": 0})
    send(mine, promise, note_text=f"{SECRET} of June.")
    assert "gone with all its earlier wordings" in " ".join(mine.get(address(promise)).content.decode().split())
    gone = Note.objects.get(user=mine.user).pk

    send(mine, promise, do="throw-away-for-good")

    versions = Note.history.filter(id=gone).order_by("history_id")
    assert [(each.history_type, each.text) for each in versions] == [("+", ""), ("~", ""), ("-", "")]
    assert kept.history.get().text == "Kept."
    assert list(verify_model(Note, Counter())) == []


def test_throwing_away_asks_once_and_loses_nothing_that_was_typed(mine, promise):
    mine.post(address(promise), {"note-text": SECRET, "revision": 0})
    asked = mine.post(address(promise), {"note-text": "Typed since.", "do": "throw-away", "revision": 1})

    page = asked.content.decode()
    assert (asked.status_code, Note.objects.get().text) == (200, SECRET)
    assert ("Typed since.</textarea>" in page, "Throw this note away?" in page) == (True, True)
    assert 'value="throw-away-for-good"' in page
    assert "throw-away-for-good" not in mine.get(address(promise)).content.decode()
    stale = mine.post(address(promise), {"do": "throw-away", "key": 5, "revision": 7}).content.decode()
    assert ('name="key" value="5"' in stale, 'name="revision" value="7"' in stale) == (True, True)


def test_nobody_else_reads_a_note(mine, promise):
    NoteFactory(user=mine.user, deliverable=promise, text=SECRET)
    assert SECRET in mine.get(address(promise)).content.decode()
    for somebody in (councillor("Example Two"), officer("Auditor"), officer("Administrator")):
        other = Client()
        other.force_login(somebody)
        pages = [other.get(path) for path in (address(promise), "/dashboard/notes/", "/dashboard/questions/")]
        assert [page.status_code for page in pages] == [200, 200, 200]
        assert [page for page in pages if SECRET in page.content.decode()] == []


def test_auditor_writes_no_note_and_is_told_why(client, promise):
    client.force_login(officer("Auditor"))
    shown, sent = client.get(address(promise)), client.post(address(promise), {"note-text": SECRET, "revision": 0})

    assert [(page.status_code, ONLY_READS in page.content.decode()) for page in (shown, sent)] == [
        (200, True),
        (403, True),
    ]
    assert ("<textarea" in shown.content.decode(), Note.objects.exists()) == (False, False)


@pytest.mark.parametrize("role", ["Contributor", "Approver", "Story editor", "Plan manager", "Monitoring Officer"])
def test_whoever_writes_anything_may_keep_notes(client, promise, role):
    client.force_login(officer(role))

    assert client.post(address(promise), {"note-text": "Ask about May.", "revision": 0}).status_code == 303


def test_note_in_the_way_of_a_deletion_is_not_told():
    note = NoteFactory(text=SECRET, deliverable__priority__plan_outcome__plan__state="draft")
    with pytest.raises(ProtectedError) as refused:
        note.deliverable.delete()
    assert SECRET not in f"{refused.value} {note}"


@pytest.mark.parametrize("revision", ["0", "9", "", "x", "9" * 30])
def test_note_saved_in_another_window_is_not_written_over(mine, promise, revision):
    key = NoteFactory(user=mine.user, deliverable=promise, text="Kept.").pk
    page = mine.post(address(promise), {"note-text": "Typed.", "key": key, "revision": revision})

    assert (page.status_code, Note.objects.get().text) == (409, "Kept.")
    text = page.content.decode()
    assert ("\nTyped.</textarea>" in text, "Kept." in text) == (True, True)


def test_empty_note_is_told_what_to_do(mine, promise):
    page = mine.post(address(promise), {"note-text": " ", "revision": 0})
    assert (page.status_code, page.context["faults"]) == (
        400,
        [("id_note-text", "Write your note, or throw it away with the other button.")],
    )


def test_notes_are_on_published_promises_only(mine):
    draft = DeliverableFactory(priority__plan_outcome__plan__state="draft")
    assert [mine.get(f"/dashboard/notes/{key}/").status_code for key in (draft.pk, 10**30)] == [404, 404]


def test_note_on_a_promise_that_is_public_no_more_is_read_and_thrown_away(mine):
    priority = {"priority__plan_outcome__plan__state": "draft"}
    note = NoteFactory(user=mine.user, text="Ask about May.", deliverable=DeliverableFactory(text=SECRET, **priority))
    pages = [mine.get(path) for path in ("/dashboard/notes/", address(note.deliverable))]
    assert [(page.status_code, SECRET in page.content.decode()) for page in pages] == [(200, False)] * 2
    assert all("Ask about May." in page.content.decode() for page in pages)
    assert read_slip(pages[1].context["slip"]).title == "Note on a promise that is not public any more"

    gone = send(mine, note.deliverable, do="throw-away-for-good")
    assert (gone.status_code, Note.objects.exists()) == (303, False)


def test_session_that_ended_loses_no_note(mine, promise):
    page = mine.get(address(promise))
    sent = {page.context["slip_name"]: page.context["slip"], "note-text": "Ask about May.", "revision": 0}
    user = mine.user
    mine.logout()
    mine.post(address(promise), sent)
    mine.force_login(user)
    assert mine.get(address(promise)).context["form"]["text"].value() == "Ask about May."
