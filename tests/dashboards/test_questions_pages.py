"""The pages of questions: who sees what, what is typed is never lost, and what residents read of them."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from factories import (
    AnswerFactory,
    DeliverableFactory,
    DeliverablePlaceFactory,
    DirectorateFactory,
    ElectionPeriodFactory,
    IndicatorFactory,
    PlaceFactory,
    PlanIndicatorFactory,
    QuestionFactory,
    UserFactory,
)
from question_people import LIST, asked, councillor, fields_of, officer, page_of, read, signed_in, take_back, text_of

from dashboards.models import Answer, Question
from dashboards.packs.asked import NOT_NOW, told_questions
from dashboards.questions import asking
from dashboards.questions.asking import NOT_PUBLIC_NOW, WITHOUT_TICK
from dashboards.questions.in_scope import questions_in
from dashboards.scopes import SCOPES
from dashboards.templatetags.questions import asked_on, words_of
from ledger.clock import today
from ledger.models import save_with_reason
from ledger.refusals import LedgerRefusal
from ledger.writing import long_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def asker():
    return councillor("Example One")


@pytest.fixture
def approver():
    return officer("Approver")


@pytest.mark.parametrize("path", [LIST, f"{LIST}ask/?deliverable=1", f"{LIST}1/", "/dashboard/notes/"])
def test_pages_are_for_viewers_only_and_never_cached(client, path):
    away = client.get(path)
    client.force_login(UserFactory())
    refused = client.get(path)

    assert (away.status_code, refused.status_code) == (302, 403)
    assert (away.url.startswith("/sign-in/?next="), "no-store" in away["Cache-Control"]) == (True, True)


def test_councillor_asks_an_officer_answers_and_the_councillor_accepts(asker, approver):
    promise = DeliverableFactory(text="Open a hub.")
    mine, theirs = signed_in(asker), signed_in(approver)
    ask = f"{LIST}ask/?deliverable={promise.pk}"
    page = mine.get(ask)
    assert "You ask as <strong>Councillor Example One</strong>" in text_of(page)

    sent = mine.post(ask, {**fields_of(page), "ask-text": "When does it open?", "ask-agrees": "on"})
    question = Question.objects.get()
    assert (sent.status_code, sent.url) == (303, page_of(question))

    page = theirs.get(page_of(question))
    answer = {"do": "answer", "answer-text": "In May.", "answer-role": "Example director", "answer-agrees": "on"}
    page = theirs.post(page_of(question), {**fields_of(page), **answer}, follow=True)
    assert "residents can read the question" in text_of(page)

    page = mine.get(page_of(question))
    page = mine.post(page_of(question), {**fields_of(page), "do": "accept"}, follow=True)
    assert "The answer is accepted, and the question settled." in text_of(page)
    question = read(question)
    assert (question.state, question.is_published(), Answer.objects.get().answered_by) == ("accepted", True, approver)


def test_officer_who_would_ask_is_led_to_what_was_asked(asker, approver):
    question = asked(asker, text="When does it open?")
    page = signed_in(approver).get(f"{LIST}ask/?deliverable={question.deliverable_id}", follow=True)
    assert page.redirect_chain == [(f"{LIST}?deliverable={question.deliverable_id}", 302)]
    assert ("Questions are asked by councillors." in text_of(page), "When does it open?" in text_of(page)) == (
        True,
        True,
    )


def test_faults_are_summed_up_and_what_was_typed_stays(asker, approver):
    question = asked(asker)
    client = signed_in(approver)
    sent = {**fields_of(client.get(page_of(question))), "do": "answer", "answer-text": "In May.", "answer-role": ""}

    page = client.post(page_of(question), sent)

    assert (page.status_code, Answer.objects.count()) == (400, 0)
    assert page.context["faults"] == [
        ("id_answer-role", "Give the role in which you answer, for example “Service manager”.")
    ]
    assert (">\nIn May.</textarea>" in page.content.decode(), "<title>Error: " in text_of(page)) == (True, True)


@pytest.mark.parametrize(
    "text",
    [pytest.param("", id="empty"), pytest.param("a\0b", id="null"), pytest.param("x" * 6000, id="long")],
)
def test_question_that_cannot_be_kept_is_told_why(asker, text):
    ask = f"{LIST}ask/?indicator={IndicatorFactory().pk}"
    page = signed_in(asker).post(ask, {"ask-text": text})
    assert (page.status_code, len(page.context["faults"]), Question.objects.count()) == (400, 1, 0)


def test_second_of_two_officers_keeps_the_text_and_is_told(asker, approver):
    question = asked(asker)
    client = signed_in(approver)
    seen = fields_of(client.get(page_of(question)))
    asking.answer(read(question), "In May.", role="Example director", by=officer("Approver"))

    page = client.post(page_of(question), {**seen, "do": "answer", "answer-text": "In June.", "answer-role": "Example"})

    assert (page.status_code, Answer.objects.count()) == (409, 1)
    assert ("after you opened it" in page.context["fault"], '<p class="typed">In June.</p>' in text_of(page)) == (
        True,
        True,
    )


@pytest.mark.parametrize("sent", [{}, {"do": "burn"}, {"do": "accept", "revision": "9" * 40}, {"do": "accept"}])
def test_nonsense_is_answered_with_a_sentence(asker, sent):
    question = asked(asker, state="answered")
    page = signed_in(asker).post(page_of(question), sent)
    assert page.status_code in (400, 409)
    assert page.context["fault"]
    assert read(question).state == "answered"


@pytest.mark.parametrize(
    "query",
    [
        "?show=what",
        "?in=portfolios/none",
        "?in=%00/x",
        "?deliverable=%00",
        "?deliverable=99999999999999999999",
        "?indicator=x",
        "?page=x",
        "?in=all&deliverable=99999999999999999999",
    ],
)
def test_list_answers_an_odd_address_with_a_sentence(asker, query):
    asked(asker)
    page = signed_in(asker).get(LIST + query)
    assert (page.status_code, len(page.context["page"].object_list)) == (400, 1)
    assert page.context["complaint"]


def test_number_too_long_for_a_key_names_no_other_promise(asker):
    question = asked(asker)
    page = signed_in(asker).get(f"{LIST}?deliverable={question.deliverable_id:012d}7")
    assert (page.status_code, page.context["asked"].promise) == (400, None)


def test_page_of_no_question_is_not_found(asker):
    client = signed_in(asker)
    assert [client.get(f"{LIST}{key}/").status_code for key in (7, 10**30)] == [404, 404]


def test_every_count_opens_its_list(asker, approver):
    common = {"asked_on": today() - timedelta(days=60)}
    late = asked(asker, **common, answer_due_on=today() - timedelta(days=1))
    soon = asked(asker, **common, answer_due_on=today())
    answered = asked(**common, state="answered", answer_due_on=today())
    settled = asked(**common, state="closed", answer_due_on=today(), settled_on=today())
    page = signed_in(asker).get(LIST)

    found = {
        each["words"]: (each["count"], [one.pk for one in signed_in(asker).get(each["url"]).context["page"]])
        for each in page.context["kinds"]
    }

    assert found == {
        "All": (4, [late.pk, soon.pk, answered.pk, settled.pk]),
        "Waits for an answer": (2, [late.pk, soon.pk]),
        "Answer overdue": (1, [late.pk]),
        "Answered, not accepted yet": (1, [answered.pk]),
        "Accepted or closed": (1, [settled.pk]),
        "Asked by you": (2, [late.pk, soon.pk]),
    }
    assert "2 wait for an answer, 1 of them overdue." in text_of(page)
    to_answer = signed_in(approver).get(f"{LIST}?show=to-answer")
    assert [one.pk for one in to_answer.context["page"]] == [late.pk, soon.pk]


def test_no_page_asks_more_for_more_questions_in_an_election_period(asker, approver):
    ElectionPeriodFactory(starts_on=today() - timedelta(days=1), ends_on=today() + timedelta(days=1))
    promise = DeliverableFactory()
    agreed = {"deliverable": promise, "asker_agrees": True, "officer_agrees": True, "asked_by": asker}
    first = AnswerFactory(question=QuestionFactory(**agreed), approved=True).question
    addresses = [LIST, promise.get_absolute_url(), page_of(first)]
    one = [queries_of(signed_in(asker), address) for address in addresses]
    for _ in range(2):
        AnswerFactory(question=first, approved=True)
        AnswerFactory(question=QuestionFactory(**agreed), approved=True)
    assert [queries_of(signed_in(asker), address) for address in addresses] == one


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as asked_for:
        assert client.get(address).status_code == 200
    return len(asked_for)


def test_no_page_asks_more_for_more_questions(asker, approver):
    promise, indicator = DeliverableFactory(), IndicatorFactory()
    agreed = {"asker_agrees": True, "officer_agrees": True, "asked_by": asker}
    addresses = [LIST, f"{LIST}?show=to-answer", f"{LIST}ask/?deliverable={promise.pk}"]
    addresses = [*addresses, promise.get_absolute_url(), indicator.get_absolute_url()]

    def more():
        first = QuestionFactory(deliverable=promise, **agreed)
        AnswerFactory(question=first, approved=True)
        AnswerFactory(question=QuestionFactory(deliverable=None, indicator=indicator, **agreed), approved=True)
        AnswerFactory(question=first, approved=True)
        return first

    first, client = more(), signed_in(asker)
    addresses.append(page_of(first))
    one = [queries_of(client, address) for address in addresses]
    AnswerFactory(question=more(), approved=True)
    AnswerFactory(question=first, approved=True)
    more()
    assert [queries_of(client, address) for address in addresses] == one


def test_session_that_ended_loses_no_typing(asker):
    promise = DeliverableFactory()
    ask = f"{LIST}ask/?deliverable={promise.pk}"
    client = signed_in(asker)
    sent = {**fields_of(client.get(ask)), "ask-text": "When does it open?", "ask-agrees": "on"}
    client.logout()

    away = client.post(ask, sent)
    assert (away.status_code, Question.objects.count()) == (302, 0)
    client.force_login(asker)
    page = client.get(ask)

    assert page.context["not_sent"]
    assert page.context["form"]["text"].value() == "When does it open?"
    assert page.context["form"]["agrees"].value() == "on"
    client.force_login(councillor("Example Two"))
    assert not client.get(ask).context["not_sent"]


def test_page_with_an_old_token_loses_no_typing(asker, approver):
    question = asked(asker)
    client = Client(enforce_csrf_checks=True)
    client.force_login(approver)
    seen = fields_of(client.get(page_of(question)))

    away = client.post(page_of(question), {**seen, "do": "answer", "answer-text": "In May.", "answer-role": "Example"})
    page = client.get(away.url)

    assert (away.status_code, Answer.objects.count()) == (303, 0)
    assert page.context["answer_form"]["text"].value() == "In May."
    assert client.post(page_of(question), {"do": "answer"}).status_code == 403


def test_residents_read_what_both_sides_agreed_on_and_no_more(client, asker, approver):
    promise = DeliverableFactory()
    private = asked(asker, deliverable=promise, text="PRIVATE-QUESTION", asker_agrees=True)
    public = asked(asker, deliverable=promise, text="When does it open?", asker_agrees=True)
    asking.answer(public, "OLD-ANSWER", role="Example director", by=approver)
    asking.send_back(read(public), "NOT-ENOUGH", by=asker)
    asking.answer(read(public), "In May.", role="Example director", by=approver, agrees=True)
    AnswerFactory(question=private, text="PRIVATE-ANSWER")

    text = text_of(client.get(promise.get_absolute_url()))

    assert "Councillor Example One asked on" in text
    assert ("When does it open?" in text, "In May." in text) == (True, True)
    assert [word for word in ("PRIVATE-", "OLD-ANSWER", "NOT-ENOUGH") if word in text] == []
    assert "sessionid" not in client.cookies
    yesterday = client.get(f"{promise.get_absolute_url()}?as-at={today() - timedelta(days=1)}")
    assert "When does it open?" not in text_of(yesterday)


def test_contributor_is_told_who_decides_and_an_approver_reads_what_becomes_public(client, asker, approver):
    question = asked(asker, text="When does it open?", asker_agrees=True, officer_agrees=True)
    public = question.deliverable.get_absolute_url()
    theirs = signed_in(officer("Contributor", question.deliverable.directorate))
    page = theirs.get(page_of(question))
    assert "only once somebody who signs reports off" in text_of(page)
    sent = {**fields_of(page), "do": "answer", "answer-text": "In May.", "answer-role": "Chief", "answer-agrees": "on"}
    theirs.post(page_of(question), sent)
    assert ("In May." in text_of(client.get(public)), "not published yet" in text_of(client.get(public))) == (
        False,
        True,
    )

    boss = signed_in(approver)
    assert [each.pk for each in boss.get(f"{LIST}?show=to-approve").context["page"]] == [question.pk]
    assert "Answers for you to make public" in text_of(boss.get(LIST))
    assert "Answers for you to make public" not in text_of(theirs.get(LIST))
    page = boss.get(page_of(question))
    assert [each.text for each in page.context["agreement"].becoming_public] == ["In May."]
    assert "residents read the answer below, too" in text_of(page)
    boss.post(page_of(question), {**fields_of(page), "do": "agree-for-good"})
    assert ("In May." in text_of(client.get(public)), "not published yet" in text_of(client.get(public))) == (
        True,
        False,
    )


def test_box_shows_what_the_council_said_and_an_empty_one_stays_empty(asker, approver):
    question = asked(asker, officer_agrees=True)
    client = signed_in(approver)
    page = client.get(page_of(question))
    assert page.context["answer_form"]["agrees"].value() is True
    sent = {**fields_of(page), "do": "answer", "answer-text": "In May.", "answer-role": "Example"}
    client.logout()
    client.post(page_of(question), sent)
    client.force_login(approver)

    assert client.get(page_of(question)).context["answer_form"]["agrees"].value() is False
    client.post(page_of(question), sent)
    assert (read(question).state, read(question).officer_agrees) == ("answered", False)


def test_page_says_that_an_election_period_holds_a_question_back(client, asker, approver, clock):
    ElectionPeriodFactory(name="Local elections", starts_on=date(2027, 3, 22), ends_on=date(2027, 5, 7))
    clock("2027-03-23 09:00")
    question = asked(asker, text="When does it open?", asker_agrees=True)
    AnswerFactory(question=question, text="In May.")
    boss = signed_in(approver)
    page = boss.post(page_of(question), {**fields_of(boss.get(page_of(question))), "do": "agree"})
    assert "it becomes public by itself after the election period" in text_of(page)
    page = boss.post(page_of(question), {**fields_of(page), "do": "agree-for-good"}, follow=True)

    held = "Held back until 7 May 2027 because of the election period “Local elections”."
    assert f"Both sides agree, and it waits for an election to pass. {held}" in text_of(page)
    assert f"Both sides agree that residents may read it. {held}" in text_of(page)
    assert ("Public." in text_of(boss.get(LIST)), "residents can read the question" in text_of(page)) == (False, False)
    assert "When does it open?" not in text_of(client.get(question.deliverable.get_absolute_url()))
    clock("2027-05-07 09:00")
    assert "In May." in text_of(client.get(question.deliverable.get_absolute_url()))


def test_indicator_has_its_questions_too(client, asker, approver):
    indicator = IndicatorFactory()
    question = asked(asker, deliverable=None, indicator=indicator, text="Why so few?", asker_agrees=True)
    assert "Why so few?" not in text_of(client.get(indicator.get_absolute_url()))
    AnswerFactory(question=question)
    asking.agree(question, by=approver)
    assert "Why so few?" in text_of(client.get(indicator.get_absolute_url()))


def test_dashboard_reads_its_questions_at_once(asker):
    place = PlaceFactory(kind="ward")
    inside, outside = DeliverableFactory(), DeliverableFactory()
    DeliverablePlaceFactory(deliverable=inside, place=place)
    late = asked(asker, deliverable=inside, answer_due_on=date(2022, 3, 2))
    asked(asker, deliverable=outside)
    asked(asker, deliverable=inside, state="answered")

    with CaptureQueriesContext(connection) as asked_for:
        found = questions_in(SCOPES["wards"](place.slug, today()), today())
        found.hand_over([inside, outside])
        _ = found.more, found.overdue, [each.subject for each in found.shown]

    questions = [each for each in asked_for.captured_queries if "dashboards_question" in each["sql"]]
    assert (len(questions), len(found.every), found.overdue, found.answered) == (1, 2, 1, 1)
    assert (found.every[0], outside.open_questions) == (late, [])
    assert "2 questions open, 1 overdue" in asked_on(inside)
    assert asked_on(outside) == ""
    assert words_of(late, date(2022, 3, 5)) == "Answer overdue by 3 days"


def test_officers_see_on_their_desk_what_they_may_answer(asker):
    own = DirectorateFactory()
    late = asked(asker, deliverable__directorate=own, text="When does it open?")
    asked(asker)
    client = signed_in(officer("Contributor", own))

    trays = {tray.title: tray for tray in client.get(reverse("admin:index")).context["waiting"]}
    tray = trays["Questions to answer"]

    assert (tray.count, tray.address, tray.items[0].urgent) == (1, f"{LIST}?show=to-answer", True)
    assert tray.items[0].address == page_of(late)
    assert [each.pk for each in client.get(tray.address).context["page"]] == [late.pk]


def test_approver_sees_on_their_desk_which_answers_residents_do_not_read_yet(asker):
    public = asked(asker, asker_agrees=True, officer_agrees=True, state="answered")
    private = asked(asker, asker_agrees=True, state="answered")
    for question in (
        public,
        private,
        asked(asker, state="answered"),
        asked(asker, state="answered", kept_private=True),
    ):
        AnswerFactory(question=question, approved=False)
    asked(asker, asker_agrees=True)

    desks = {role: signed_in(officer(role)).get(reverse("admin:index")) for role in ("Approver", "Contributor")}
    trays = {role: {tray.title: tray for tray in desk.context["waiting"]} for role, desk in desks.items()}
    tray = trays["Approver"]["Answers to make public"]

    assert [(item.address, item.why) for item in tray.items] == [
        (page_of(public), "Residents read the question, asked by Councillor Example One, but not this answer yet"),
        (
            page_of(private),
            "Councillor Example One agrees that residents may read it; the council has not said yes or no",
        ),
    ]
    boss = signed_in(officer("Approver"))
    assert [each.pk for each in boss.get(tray.address).context["page"]] == [public.pk, private.pk]
    assert "Answers to make public" not in trays["Contributor"]
    for question in (public, private):
        page = boss.get(page_of(question))
        boss.post(page_of(question), {**fields_of(page), "do": "keep-private"})
        assert "keeps it private" in text_of(boss.get(page_of(question)))
    assert "Answers to make public" not in {tray.title for tray in boss.get(reverse("admin:index")).context["waiting"]}


def test_button_that_makes_public_for_good_asks_once_more_and_loses_no_typing(client, asker, approver):
    question = asked(asker, text="When does it open?")
    asking.answer(question, "In May.", role="Example director", by=approver, agrees=True)
    mine = signed_in(asker)
    sent = {
        **fields_of(mine.get(page_of(question))),
        "send-back-why": "It does not say which May.",
        "close-because": "",
    }

    page = mine.post(page_of(question), {**sent, "do": "agree"})

    assert (page.status_code, read(question).is_published()) == (200, False)
    assert "residents read it at once, and nobody can take that back" in text_of(page)
    assert [each.text for each in page.context["agreement"].becoming_public] == ["In May."]
    carried = {**fields_of(page), **page.context["carried"]}
    back = mine.post(page_of(question), {**carried, "do": "back"})
    assert back.context["send_back_form"]["why"].value() == "It does not say which May."
    page = mine.post(page_of(question), {**carried, "do": "agree-for-good"}, follow=True)
    assert "In May." in text_of(client.get(question.deliverable.get_absolute_url()))
    assert page.context["send_back_form"]["why"].value() == "It does not say which May."


def test_officer_is_asked_to_agree_only_once_an_answer_stands(asker, approver):
    question = asked(asker, asker_agrees=True)
    boss = signed_in(approver)
    page = boss.get(page_of(question))
    assert (page.context["agreement"].says, page.context["answer_form"]["agrees"].value()) == ((), False)
    typed = {"answer-text": "In May.", "answer-role": "Example director"}

    page = boss.post(page_of(question), {**fields_of(page), **typed, "do": "agree"})

    assert (page.status_code, read(question).officer_agrees) == (400, False)
    assert page.context["answer_form"]["text"].value() == "In May."


def test_asker_who_agrees_keeps_what_is_typed_beside(asker):
    question = asked(asker, state="answered")
    AnswerFactory(question=question)
    client = signed_in(asker)
    typed = {"send-back-why": "It does not say which May.", "close-because": ""}

    page = client.post(
        page_of(question), {**fields_of(client.get(page_of(question))), **typed, "do": "agree"}, follow=True
    )

    assert (read(question).asker_agrees, page.context["send_back_form"]["why"].value()) == (
        True,
        typed["send-back-why"],
    )
    assert " is not sent yet. It stands below." in page.context["not_sent"]
    client.post(page_of(question), {**fields_of(page), **typed, "do": "send-back"})
    assert read(question).state == "open"
    assert client.get(page_of(question)).context["not_sent"] == ""


def test_councillor_is_told_wherever_they_look_that_an_answer_came(asker):
    late = asked(asker, answer_due_on=date(2022, 3, 2))
    answered = asked(asker, state="answered", answer_due_on=date(2022, 4, 2))
    asked(state="answered")
    client = signed_in(asker)

    board, page = client.get("/dashboard/all/"), client.get(LIST)

    assert "1 answer waits for you</a>." in text_of(board)
    assert 'Questions <strong>(1<span class="visually-hidden"> answer for you to decide on</span>)</strong>' in text_of(
        page
    )
    assert [each.pk for each in page.context["page"]][:2] == [answered.pk, late.pk]
    kinds = {each["words"]: (each["count"], each["url"]) for each in page.context["kinds"]}
    assert kinds["For you to decide"] == (1, f"{LIST}?show=to-decide")
    assert [each.pk for each in client.get(f"{LIST}?show=to-decide").context["page"]] == [answered.pk]


@pytest.mark.parametrize("size", [1, 3])
def test_question_that_was_sent_back_says_so_and_names_its_promise_in_as_many_queries(asker, size):
    own = DirectorateFactory()
    for _ in range(size):
        sent = asked(asker, deliverable__directorate=own, deliverable__text="Open a hub.", answer_due_on=today())
        AnswerFactory(question=sent, not_enough="It does not say when.")
    client = signed_in(officer("Contributor", own))

    found = list(Question.objects.to_answer_by(officer("Plan manager")).with_subjects())
    with CaptureQueriesContext(connection) as nothing:
        said = {words_of(each, today()) for each in found}
    trays = {tray.title: tray for tray in client.get(reverse("admin:index")).context["waiting"]}

    sentence = f"Sent back, a better answer is due {long_day(today())}"
    assert (said, len(nothing)) == ({sentence}, 0)
    assert words_of(found[0], today() + timedelta(2)) == "Sent back, a better answer is overdue by 2 days"
    whys = {item.why for item in trays["Questions to answer"].items}
    assert whys == {f"{sentence}, asked by Councillor Example One about “Open a hub.”"}


def test_promise_that_is_public_no_more_is_not_named(asker):
    question = asked(asker)
    promise = question.deliverable
    plan = promise.priority.plan
    plan.state = "draft"
    save_with_reason(plan, "The plan was published too early, by mistake.")
    promise.refresh_from_db()
    promise.text = "Words that are still being worked on"
    save_with_reason(promise, "The wording is being worked on again.")

    pages = [text_of(signed_in(asker).get(address)) for address in (page_of(question), LIST)]

    assert [promise.text in page for page in pages] == [False, False]
    assert ["promise that is not public any more" in page for page in pages] == [True, True]


AGAIN = "They can once the promise is public again."
CANNOT = "so nobody can agree now that residents may read it."


def test_public_question_on_a_promise_that_is_public_no_more_is_not_called_public(client, asker):
    question = asked(asker, asker_agrees=True, officer_agrees=True)
    mine = signed_in(asker)
    before = [text_of(mine.get(address)) for address in (page_of(question), LIST)]
    take_back(question.deliverable)
    after = [text_of(mine.get(address)) for address in (page_of(question), LIST)]

    assert client.get(question.deliverable.get_absolute_url()).status_code == 404
    assert [("Public: residents read" in page, " Public. " in page, AGAIN in page) for page in (*before, *after)] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
        (False, False, False),
    ]
    assert told_questions([read(question)], today(), SimpleNamespace(record=str))[0]["who_reads"] == NOT_NOW


@pytest.mark.parametrize("do", ["agree", "agree-for-good"])
def test_nobody_agrees_while_the_promise_is_not_public_and_nothing_typed_is_lost(asker, approver, do):
    question = asked(asker, asker_agrees=do == "agree", officer_agrees=do != "agree", state="answered")
    AnswerFactory(question=question)
    client = signed_in(approver if do == "agree" else asker)
    sent = fields_of(client.get(page_of(question))) | {"close-because": "Moved.", "do": do}
    take_back(question.deliverable)

    page = client.post(page_of(question), sent)

    assert (page.status_code, page.context["fault"], read(question).is_published()) == (400, NOT_PUBLIC_NOW, False)
    assert (CANNOT in text_of(page), 'value="agree"' in text_of(page)) == (True, False)
    assert do == "agree" or page.context["close_form"]["because"].value() == "Moved."
    assert not Question.objects.to_approve_by(approver).exists()


def test_answer_is_sent_without_the_tick_while_the_promise_is_not_public(asker, approver):
    question = asked(asker, asker_agrees=True)
    boss = signed_in(approver)
    typed = {"answer-text": "In May.", "answer-role": "Example director", "do": "answer"}
    sent = fields_of(boss.get(page_of(question))) | typed
    take_back(question.deliverable)

    page = boss.post(page_of(question), sent | {"answer-agrees": "on"})
    form = page.context["answer_form"]
    assert (page.status_code, page.context["fault"], Answer.objects.exists()) == (400, WITHOUT_TICK, False)
    assert (form["text"].value(), form["agrees"].value()) == ("In May.", True)

    page = boss.post(page_of(question), sent, follow=True)
    assert ("Your answer is sent." in text_of(page), CANNOT in text_of(page)) == (True, True)
    assert (read(question).is_published(), Answer.objects.get().approved) == (False, False)
    other = boss.get(page_of(asked(asker, deliverable=question.deliverable)))
    assert list(other.context["answer_form"].fields) == ["text", "role"]


def test_question_on_an_indicator_of_a_draft_alone_is_not_agreed_on(asker, approver):
    named = PlanIndicatorFactory()
    question = asked(asker, deliverable=None, indicator=named.indicator, state="answered")
    AnswerFactory(question=question)
    plan = named.plan_outcome.plan
    plan.state = "draft"
    save_with_reason(plan, "It was published too early by mistake.")

    with pytest.raises(LedgerRefusal, match="is not public any more"):
        asking.agree(read(question), by=approver)
    assert "The indicator that it is on is not public any more" in text_of(signed_in(approver).get(page_of(question)))
