"""What is typed on a dashboard and not sent: kept for who typed it, whatever is done beside it, until it is sent."""

import pytest
from django.test import Client
from factories import AnswerFactory, DeliverableFactory, MeetingFactory, NoteFactory
from question_people import LIST, asked, councillor, fields_of, officer, page_of, read, signed_in, take_back, text_of

from dashboards.models import Answer
from dashboards.questions.forms import AskForm, CloseForm, DecidingAnswerForm, NoteForm, SendBackForm
from dashboards.questions.typed import FIELDS
from dashboards.views.packs import FinalForm
from ledger.clock import today
from ledger.keeping.slips import Slip
from ledger.models import KeptForm

pytestmark = pytest.mark.django_db

KEEP = "/dashboard/typed/"
BACK, CLOSE = "send-back-why", "close-because"


@pytest.fixture
def asker():
    return councillor("Example One")


@pytest.fixture
def answered(asker):
    question = asked(asker, state="answered")
    AnswerFactory(question=question)
    return read(question)


def press(client, address, do, **typed):
    """Press a button of the page at ``address``; names of fields are given as ``close_because``."""
    sent = {name.replace("_", "-"): text for name, text in typed.items()}
    return client.post(address, {**fields_of(client.get(address)), **sent, "do": do}, follow=True)


def shown(page):
    """What stands in each box, and what is shown since it has no box any more."""
    boxes = {"answer": ("answer_form", "text"), "back": ("send_back_form", "why"), "close": ("close_form", "because")}
    filled = {name: page.context[form][field].value() for name, (form, field) in boxes.items() if page.context[form]}
    return filled, page.context["lost"]


@pytest.mark.parametrize("query", ["", "?x=1"])
def test_question_that_is_sent_back_keeps_what_was_typed_for_closing_it(asker, answered, query):
    page = press(
        signed_in(asker), page_of(answered) + query, "send-back", send_back_why="When?", close_because="Moved."
    )

    assert (read(answered).state, shown(page)) == ("open", ({"close": "Moved."}, []))


def test_answer_that_is_accepted_shows_what_has_no_form_any_more_until_it_is_thrown_away(asker, answered):
    client = signed_in(asker)
    page = press(client, page_of(answered), "accept", send_back_why="When?", close_because="")
    assert (read(answered).state, shown(page)) == ("accepted", ({}, [("What is missing", "When?")]))
    page = press(client, page_of(answered), "agree")
    assert shown(page) == ({}, [("What is missing", "When?")])

    page = client.post(f"{KEEP}{page.context['kept_form'].pk}/throw-away/", follow=True)
    assert (shown(page), page.context["not_sent"], KeptForm.objects.exists()) == (({}, []), "", False)


def test_everything_that_was_sent_leaves_nothing_kept(asker, answered):
    page = press(signed_in(asker), page_of(answered), "send-back", send_back_why="When?", close_because="")

    assert (page.context["not_sent"], KeptForm.objects.exists()) == ("", False)


def test_what_is_typed_comes_back_after_a_reload(asker):
    question, boss = asked(asker), officer("Approver")
    client = signed_in(boss)
    page = client.get(page_of(question))
    typed = {"answer-text": "In May.", "answer-role": "Example", "answer-agrees": "on"}
    client.post(KEEP, {**fields_of(page), **typed})
    said = client.post(KEEP, {**fields_of(page), "answer-text": "In June.", "answer-role": "Example"}).json()["said"]

    page = client.get(page_of(question))
    assert (said[:8], shown(page)[0], page.context["answer_form"]["agrees"].value()) == (
        "Kept at ",
        {"answer": "In June."},
        False,
    )
    assert str(KeptForm.objects.get()) == f"Question: {question}"
    assert shown(signed_in(officer("Approver")).get(page_of(question)))[0] == {"answer": None}
    client.post(KEEP, {**fields_of(page), "answer-text": "", "answer-role": ""})
    assert not KeptForm.objects.exists()


@pytest.mark.parametrize("who", ["nobody", "somebody else", "a page of the desk", "gone"])
def test_nothing_is_kept_but_for_whom_the_page_was_made(asker, who):
    question = asked(asker, state="answered")
    slip = fields_of(signed_in(asker).get(page_of(question)))
    if who == "a page of the desk":
        slip = {"_made_for": Slip(asker.pk, "/admin/priorities/deliverable/1/change/").signed()}
    if who == "gone":
        asker.is_active = False
        asker.save()
    client = signed_in(councillor("Example Two")) if who == "somebody else" else Client()
    sent = {} if who == "nobody" else slip

    assert (client.post(KEEP, {**sent, CLOSE: "Moved."}).status_code, KeptForm.objects.exists()) == (403, False)


def test_nobody_throws_away_what_somebody_else_typed(asker, answered):
    press(signed_in(asker), page_of(answered), "accept", send_back_why="When?")
    kept = KeptForm.objects.get()

    answer = signed_in(councillor("Example Two")).post(f"{KEEP}{kept.pk}/throw-away/")
    assert (answer.status_code, KeptForm.objects.get()) == (404, kept)


def test_sign_in_page_says_that_what_was_typed_is_kept(asker):
    question, boss = asked(asker), officer("Approver")
    client = signed_in(boss)
    sent = {**fields_of(client.get(page_of(question))), "answer-text": "In May.", "answer-role": "Example"}
    client.logout()
    page = client.post(page_of(question), {**sent, "do": "answer"}, follow=True)
    assert "so nothing was sent. What you typed is kept: sign in again, and it stands in its form." in text_of(page)

    client.force_login(boss)
    assert (shown(client.get(page_of(question)))[0], Answer.objects.exists()) == ({"answer": "In May."}, False)


def test_note_is_kept_while_it_is_typed_and_goes_with_the_note(asker):
    note = NoteFactory(user=asker, text="Ask about May.")
    client, address = signed_in(asker), f"/dashboard/notes/{note.deliverable_id}/"
    client.post(KEEP, {**fields_of(client.get(address)), "note-text": "Ask about June."})
    page = client.get(address)
    assert page.context["form"]["text"].value() == "Ask about June."
    assert " is not saved yet." in page.context["not_sent"]

    press(client, address, "throw-away-for-good", revision="1", note_text="Ask about June.")
    assert not KeptForm.objects.exists()


def test_question_that_is_being_asked_is_kept_for_what_it_is_on(asker):
    first, second = asked(asker).deliverable_id, asked(asker).deliverable_id
    client = signed_in(asker)
    page = client.get(f"{LIST}ask/?deliverable={first}")
    client.post(KEEP, {**fields_of(page), "ask-text": "When does it open?"})

    asks = [
        client.get(f"{LIST}ask/?deliverable={each}&kept=1").context["form"]["text"].value() for each in (first, second)
    ]
    assert asks == ["When does it open?", None]
    sent = {**fields_of(page), "ask-text": "When does it open?"}
    assert [client.post(f"{LIST}ask/?deliverable={first}", sent).status_code for _ in range(2)] == [303, 409]
    assert (client.post(KEEP, sent).json()["said"], KeptForm.objects.exists()) == ("", False)


def test_two_windows_keep_what_is_typed_in_each(asker, answered):
    client = signed_in(asker)
    windows = [fields_of(client.get(page_of(answered))) for _ in range(2)]
    for window, text in zip(windows, ("When does the first one open?", "New"), strict=True):
        client.post(KEEP, {**window, BACK: text})
    assert KeptForm.objects.count() == 2

    page = client.post(page_of(answered), {**windows[1], BACK: "New", "do": "send-back"}, follow=True)
    assert shown(page)[1] == [("What is missing", "When does the first one open?")]


def test_answer_of_which_only_the_tick_was_taken_out_is_kept_beside_the_ticked_one(asker):
    boss, typed, tick = officer("Approver"), {"answer-text": "In May.", "answer-role": "Example"}, "answer-agrees"
    client, question = signed_in(boss), asked(asker)
    windows = [fields_of(client.get(page_of(question))) for _ in range(3)]
    for window, ticked in zip(windows, ({}, {tick: "on"}, {tick: "on"}), strict=True):
        client.post(KEEP, {**window, **typed, **ticked})
    assert [tick in dict(each.typed) for each in KeptForm.objects.order_by("pk")] == [False, True]


def test_names_that_are_kept_are_those_of_the_forms():
    forms = {
        "answer": DecidingAnswerForm,
        "send-back": SendBackForm,
        "close": CloseForm,
        "ask": AskForm,
        "note": NoteForm,
        "final": FinalForm,
    }
    assert {each: set(names) for each, names in FIELDS.items()} == {
        each: set(form.base_fields) for each, form in forms.items()
    }


@pytest.mark.parametrize("name", ["answer-te\0xt", "answer-role\0", "answer-x"])
def test_name_that_no_form_has_is_not_kept(asker, name):
    client = signed_in(officer("Approver"))
    fields = fields_of(client.get(page_of(asked(asker))))

    assert client.post(KEEP, {**fields, "answer-text": "In May.", name: "x"}).status_code == 200
    assert KeptForm.objects.get().typed == [["answer-text", "In May."]]


@pytest.mark.parametrize("action", ["answer", "send-back", "close"])
def test_what_is_sent_twice_or_kept_late_is_not_told_as_not_sent(asker, action):
    question = asked(asker, state="open" if action == "answer" else "answered")
    if action != "answer":
        AnswerFactory(question=question)
    client = signed_in(officer("Approver") if action == "answer" else asker)
    typed = {"answer": {"answer-text": "In May.\r\nOr June.", "answer-role": "Example"}, "send-back": {BACK: "When?"}}
    sent = {**fields_of(client.get(page_of(question))), **typed.get(action, {CLOSE: "Moved."}), "do": action}

    first, again = (client.post(page_of(question), sent) for _ in range(2))
    late = client.post(KEEP, sent)
    assert (first.status_code, again.status_code, again.context["lost"]) == (303, 409, [])
    assert (late.json()["said"], KeptForm.objects.exists()) == ("", False)

    client.post(KEEP, {name: f"{value} More." if name in (BACK, CLOSE) else value for name, value in sent.items()})
    assert KeptForm.objects.exists() == (action != "answer")


def test_note_that_is_saved_twice_or_left_as_it_is_leaves_nothing_kept(asker):
    note = NoteFactory(user=asker, text="Ask about May.")
    client, address = signed_in(asker), f"/dashboard/notes/{note.deliverable_id}/"
    client.post(address, {**fields_of(client.get(address)), "revision": 1, "note-text": note.text, "do": "throw-away"})
    assert not KeptForm.objects.exists()

    sent = {**fields_of(client.get(address)), "revision": 1, "note-text": "Ask about June."}
    assert [client.post(address, sent).status_code for _ in range(2)] == [303, 409]
    assert (client.post(KEEP, sent).json()["said"], KeptForm.objects.exists()) == ("", False)


def test_note_that_is_thrown_away_takes_what_was_typed_in_every_window(asker):
    note = NoteFactory(user=asker)
    client, address = signed_in(asker), f"/dashboard/notes/{note.deliverable_id}/"
    windows = [fields_of(client.get(address)) for _ in range(2)]
    client.post(KEEP, {**windows[0], "note-text": "Typed beside it."})
    sent = {**windows[1], "revision": 1, "note-text": "Typed here.", "do": "throw-away-for-good"}

    assert [client.post(address, sent).status_code for _ in range(2)] == [303, 303]
    assert not KeptForm.objects.exists()


@pytest.mark.parametrize(
    ("back", "page", "prose"),
    [("/dashboard/notes/", "{}/", "note-text"), (LIST, "ask/?deliverable={}", "ask-text")],
)
def test_what_was_typed_on_a_promise_that_is_taken_back_is_shown_until_it_is_thrown_away(asker, back, page, prose):
    promise = DeliverableFactory(text="Open a hub.")
    client, address = signed_in(asker), back + page.format(promise.pk)
    sent = {**fields_of(client.get(address)), prose: "<b>Three paragraphs.</b>"}
    take_back(promise)

    for shown in (client.post(address, sent), client.get(address)):
        text = text_of(shown)
        assert (shown.status_code, shown["Cache-Control"]) == (404, "private, no-store")
        assert ("&lt;b&gt;Three paragraphs." in text, "nothing left to send it to" in text) == (True, True)
        assert "hub" not in text
    somebody = signed_in(councillor("Example Two")).get(address, follow=True)
    assert "Three paragraphs." not in text_of(somebody)

    gone = client.post(f"{KEEP}{shown.context['kept_form'].pk}/throw-away/", {"gone": "1"}, follow=True)
    assert (gone.redirect_chain, "Thrown away." in text_of(gone)) == ([(back, 303)], True)
    assert "Three paragraphs." not in text_of(client.get(address, follow=True))


@pytest.mark.parametrize("is_gone", [False, True])
def test_reason_for_a_final_pack_is_thrown_away_on_a_page_that_says_so(is_gone):
    client, meeting = signed_in(officer("Plan manager")), MeetingFactory(held_on=today())
    address = f"/dashboard/meetings/{meeting.pk}/pack/"
    client.post(KEEP, {**fields_of(client.get(address)), "final-reason": "The papers go out."})
    if is_gone:
        meeting.delete()
    kept = client.get(address).context["kept_form"]

    page = client.post(f"{KEEP}{kept.pk}/throw-away/", {"gone": "1"} if is_gone else {}, follow=True)

    assert (page.redirect_chain, page.status_code) == ([("/dashboard/meetings/" if is_gone else address, 303)], 200)
    assert "Thrown away." in text_of(page)


def test_words_for_a_note_that_there_cannot_be_are_shown_again(asker):
    page = signed_in(asker).post(f"/dashboard/notes/{10**30}/", {"note-text": "Typed."})
    assert (page.status_code, "Typed." in text_of(page), page.context["kept_form"]) == (404, True, None)
