"""Approval by a link: of exactly what was shown, once, by opening nothing, and never by who may not."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import (
    AimFactory,
    DeliverableFactory,
    PlanFactory,
    PlanOutcomeFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
    StoryFactory,
    UserFactory,
)

from desk import previews
from desk.models import PreviewLink
from desk.preview_views import CHOOSE, DECIDED
from desk.previews import AWAITS_AGAIN, CHANGED, SAY_WHY, TOO_LONG, WHY_NOT_ASKED
from ledger.clock import moment_in_words
from ledger.entries import Entry, entering
from ledger.refusals import LedgerRefusal, Unmovable
from priorities import reporting

pytestmark = pytest.mark.django_db

ROLE = "Example strategic director"


@pytest.fixture
def officer():
    user = UserFactory()
    wanted = ["change_plan", "change_story", "change_progressupdate", "add_progressupdate", "sign_off_progressupdate"]
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    return user


@pytest.fixture
def update():
    return ProgressUpdateFactory(state="awaiting", status="on-track", commentary="Going well.")


@pytest.fixture
def plan():
    return PlanFactory(state="draft", slug="next")


def link_to(item, by) -> str:
    return previews.make(item, purpose="approve", role=ROLE, by=by)[1]


def page_of(client, link) -> BeautifulSoup:
    return BeautifulSoup(client.get(link).content, "html.parser")


def words(part) -> str:
    return " ".join(part.text.split())


def sent(page: BeautifulSoup, decision="approved", remark="") -> dict[str, str]:
    return {"seen": page.find("input", attrs={"name": "seen"})["value"], "decision": decision, "remark": remark}


def fault_on(response) -> str:
    summary = BeautifulSoup(response.content, "html.parser").select_one(".error-summary p")
    return words(summary)


def test_report_that_is_approved_is_published_in_the_name_of_who_made_the_link(client, officer, update):
    link = link_to(update, officer)

    answer = client.post(link, sent(page_of(client, link)))

    update.refresh_from_db()
    version = update.history.latest("history_id")
    assert (answer.status_code, answer["Location"], update.state) == (303, link, "published")
    assert (version.history_change_reason, version.history_approved_by, version.history_user) == (
        "Approved by link.",
        ROLE,
        officer,
    )


def test_who_approved_is_told_so(client, officer, update):
    link = link_to(update, officer)
    client.post(link, sent(page_of(client, link)))

    answer = client.get(link)

    said = BeautifulSoup(answer.content, "html.parser").main
    assert (answer.status_code, said.h1.text) == (410, "It is public now")
    assert said.select_one("[role=status]").text.strip().startswith(f"Approved by {ROLE} on ")
    assert said.find("a", href=update.get_absolute_url()) is not None


def test_report_that_is_approved_waits_for_its_moment(client, officer, update):
    update.publish_at = timezone.now() + timedelta(days=3)
    update.save()
    link = link_to(update, officer)

    client.post(link, sent(page_of(client, link)))

    update.refresh_from_db()
    assert update.state == "signed-off"
    assert update.publish_at > timezone.now()
    assert f"Approved by {ROLE}" in page_of(client, link).aside.text


def test_report_that_is_sent_back_returns_with_the_remark(client, officer, update):
    link = link_to(update, officer)

    answer = client.post(link, sent(page_of(client, link), "returned", " Name the contractor. "))

    update.refresh_from_db()
    assert (answer.status_code, update.state, update.remark) == (303, "returned", "Name the contractor.")
    assert page_of(client, link).form is None


@pytest.mark.parametrize("make", [lambda: PlanFactory(state="draft"), lambda: StoryFactory(state="draft")])
@pytest.mark.parametrize("decision", ["approved", "returned"])
def test_decision_on_a_plan_or_a_story_is_kept_and_publishes_nothing(client, officer, make, decision):
    item = make()
    link = link_to(item, officer)

    client.post(link, sent(page_of(client, link), decision, "An example of a remark."))

    item.refresh_from_db()
    row = PreviewLink.objects.get()
    assert (row.decision, row.remark, row.decided_at is not None) == (decision, "An example of a remark.", True)
    assert (item.state, item.history.count()) == ("draft", 1)
    version = row.history.latest("history_id")
    assert (version.history_user, version.history_approved_by) == (officer, ROLE if decision == "approved" else "")


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_a_link_decides_nothing(client, officer, update, method):
    link = link_to(update, officer)
    page = page_of(client, link)

    getattr(client, method)(link, sent(page))

    assert (PreviewLink.objects.get().decision, update.history.count()) == ("", 1)


def test_second_decision_is_told_what_was_decided(client, officer, plan):
    link = link_to(plan, officer)
    page = page_of(client, link)
    client.post(link, sent(page))

    answer = client.post(link, sent(page, "returned", "Too late."))

    assert (answer.status_code, fault_on(answer)) == (409, DECIDED)
    assert PreviewLink.objects.get().decision == "approved"
    assert [words in answer.content.decode() for words in (f"Approved by {ROLE}", "Too late.")] == [True, True]


def test_second_decision_on_a_report_is_told_what_was_decided(client, officer, update):
    link = link_to(update, officer)
    page = page_of(client, link)
    client.post(link, sent(page))

    answer = client.post(link, sent(page, "returned", "Too late."))

    said = answer.content.decode()
    assert (answer.status_code, f"Approved by {ROLE}" in said, "Too late." in said) == (410, True, True)


@pytest.mark.parametrize("item", ["plan", "update"])
def test_remark_of_who_presses_twice_is_not_said_to_be_lost(client, officer, item, request):
    link = link_to(request.getfixturevalue(item), officer)
    values = sent(page_of(client, link), remark="Well told.\r\nGo on.")

    answers = [client.post(link, values) for _ in range(2)]

    assert "What you wrote" not in answers[1].content.decode()
    assert PreviewLink.objects.get().remark == "Well told.\r\nGo on."


def test_address_of_no_link_repeats_nothing_that_was_sent_to_it(client):
    answer = client.post("/preview/made-up/", {"remark": "Call this number."})

    assert (answer.status_code, "Call this number." in answer.content.decode()) == (404, False)


def test_what_changed_since_it_was_shown_is_not_approved(client, officer, update):
    link = link_to(update, officer)
    page = page_of(client, link)
    update.commentary = "Not going well at all."
    update.save()

    answer = client.post(link, sent(page, remark="Well done."))

    again = BeautifulSoup(answer.content, "html.parser")
    assert (answer.status_code, fault_on(answer), again.textarea.text.strip()) == (409, CHANGED, "Well done.")
    assert "Not going well at all." in again.main.text
    assert PreviewLink.objects.get().decision == ""
    assert client.post(link, sent(again)).status_code == 303


@pytest.mark.parametrize("part", ["aim", "promise", "report", "story", "removed", "plan"])
def test_plan_of_which_any_part_changed_is_not_approved(client, officer, plan, part):
    stated = PlanOutcomeFactory(plan=plan)
    aim = AimFactory(plan_outcome=stated)
    promise = DeliverableFactory(priority=PriorityActionFactory(plan=plan, plan_outcome=stated))
    link = link_to(plan, officer)
    page = page_of(client, link)
    if part == "report":
        ProgressUpdateFactory(deliverable=promise, state="published")
    elif part == "story":
        StoryFactory(plan=plan)
    elif part == "removed":
        aim.delete()
    else:
        row = {"aim": aim, "promise": promise, "plan": plan}[part]
        name = {"aim": "text", "promise": "text", "plan": "title"}[part]
        setattr(row, name, "An example of other words.")
        row.save()

    assert fault_on(client.post(link, sent(page))) == CHANGED


def test_plan_that_stands_as_it_was_shown_is_approved_though_another_changed(client, officer, plan):
    other = DeliverableFactory()
    link = link_to(plan, officer)
    page = page_of(client, link)
    with entering(Entry("An example of a good reason.")):
        other.text = "Another promise."
        other.save()

    assert client.post(link, sent(page)).status_code == 303


@pytest.mark.parametrize(
    ("decision", "remark", "fault"),
    [
        ("returned", "", SAY_WHY),
        ("returned", "  \n", SAY_WHY),
        ("returned", "see above", SAY_WHY),
        ("returned", "…!", SAY_WHY),
        ("returned", "no", SAY_WHY),
        ("", "", CHOOSE),
        ("published", "x", CHOOSE),
        ("approved", "x" * 5001, TOO_LONG),
    ],
)
def test_decision_with_something_missing_decides_nothing_and_keeps_what_was_typed(
    client, officer, update, decision, remark, fault
):
    link = link_to(update, officer)

    answer = client.post(link, sent(page_of(client, link), decision, remark))

    page = BeautifulSoup(answer.content, "html.parser")
    assert (answer.status_code, fault_on(answer), page.textarea.text.strip()) == (400, fault, remark.strip())
    assert page.title.text.startswith("Error: Draft:")
    assert PreviewLink.objects.get().decision == ""


@pytest.mark.parametrize("values", [{}, {"seen": "\0"}, {"seen": "x", "decision": "approved"}, {"decision": "\0"}])
def test_rubbish_decides_nothing(client, officer, update, values):
    answer = client.post(link_to(update, officer), values)

    assert (answer.status_code in (400, 409), PreviewLink.objects.get().decision) == (True, "")


def test_null_characters_of_a_remark_are_left_out(client, officer, plan):
    link = link_to(plan, officer)

    client.post(link, sent(page_of(client, link), "returned", "Name the cont\0ractor."))

    assert PreviewLink.objects.get().remark == "Name the contractor."


def test_link_to_look_cannot_approve(client, officer, update):
    link = previews.make(update, purpose="look", role="", by=officer)[1]

    answer = client.post(link, {"seen": previews.mark_of(PreviewLink.objects.get()), "decision": "approved"})

    update.refresh_from_db()
    assert (answer.status_code, update.state, page_of(client, link).form) == (405, "awaiting", None)


def test_page_below_a_link_takes_no_decision(client, officer, plan):
    promise = DeliverableFactory(priority__plan=plan)
    link = link_to(plan, officer)

    answer = client.post(f"{link.rstrip('/')}{promise.get_absolute_url()}", sent(page_of(client, link)))

    assert (answer.status_code, PreviewLink.objects.get().decision) == (405, "")


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_report_that_no_longer_awaits_sign_off_is_not_approved(client, officer, update, state):
    link = link_to(update, officer)
    page = page_of(client, link)
    update.state, update.remark = state, "An example of a remark."
    update.save()

    answer = client.post(link, sent(page))

    update.refresh_from_db()
    assert (answer.status_code, update.state, PreviewLink.objects.get().decision) == (409, state, "")
    assert page_of(client, link).form is None


def take_back(update, by):
    reporting.take_back(update, by=by)


def return_at_desk(update, by):
    reporting.send_back(update, remark="Name the contractor.", by=by)


def sign_off_for_later(update, by):
    reporting.sign_off(update, by=by, publish_at=timezone.now() + timedelta(days=3))


@pytest.mark.parametrize(
    ("step", "says"),
    [(take_back, "It was taken back"), (return_at_desk, "It was returned"), (sign_off_for_later, "It was signed off")],
)
def test_link_says_why_it_no_longer_asks_for_a_decision(client, officer, update, step, says):
    link = link_to(update, officer)
    values = sent(page_of(client, link), "returned", "Wrong figure: it is 40.")
    step(update, officer)

    answer = client.post(link, values)
    reopened = page_of(client, link)

    moment = moment_in_words(update.publish_at) if update.publish_at else ""
    sentence = WHY_NOT_ASKED[update.state].format(moment=moment)
    assert sentence.startswith(says)
    assert (answer.status_code, fault_on(answer), sentence in words(reopened.aside)) == (409, sentence, True)
    assert ("Wrong figure" in answer.content.decode(), answer.content.decode().count(sentence)) == (True, 1)


def test_link_asks_again_once_what_was_taken_back_is_sent_again(client, officer, update):
    link = link_to(update, officer)
    take_back(update, officer)
    reporting.submit(update, by=officer)
    page = page_of(client, link)

    assert "taken back" not in words(page.aside)
    assert client.post(link, sent(page)).status_code == 303


def test_link_that_has_decided_says_so_where_the_report_was_sent_again(client, officer, update):
    link = link_to(update, officer)
    client.post(link, sent(page_of(client, link), "returned", "Name the contractor."))
    before = words(page_of(client, link).aside)
    update.refresh_from_db()
    reporting.submit(update, by=officer)
    after = page_of(client, link)

    assert (AWAITS_AGAIN in before, AWAITS_AGAIN in words(after.aside), after.form) == (False, True, None)


def test_report_whose_moment_is_over_is_said_to_be_published_at_once(client, officer, update):
    update.publish_at = timezone.now() - timedelta(days=2)
    update.save()
    said = words(page_of(client, link_to(update, officer)))

    assert "If you approve this report, it is published at once." in said
    assert moment_in_words(update.publish_at) not in said


@pytest.mark.parametrize("how", ["revoked", "run out", "no right"])
def test_link_that_has_ended_decides_nothing(client, officer, update, how):
    link = link_to(update, officer)
    values, row = sent(page_of(client, link)), PreviewLink.objects.get()
    if how == "revoked":
        previews.revoke(row, by=officer)
    elif how == "no right":
        officer.user_permissions.remove(Permission.objects.get(codename="sign_off_progressupdate"))
    else:
        row.made_at, row.expires_at = row.made_at - timedelta(days=15), timezone.now() - timedelta(days=1)
        row.save()

    assert client.post(link, values).status_code == 410
    update.refresh_from_db()
    assert (update.state, PreviewLink.objects.get().decision) == ("awaiting", "")


def test_decision_that_meets_another_one_decides_nothing(officer, update):
    previews.make(update, purpose="approve", role=ROLE, by=officer)
    first, second = PreviewLink.objects.get(), PreviewLink.objects.get()
    seen = previews.mark_of(first)

    decided = [previews.decide(each, "approved", remark="", seen=seen) for each in (first, second)]

    assert (decided, update.history.count()) == ([True, False], 2)


def test_two_links_to_one_report_decide_it_once(client, officer, update):
    links = [link_to(update, officer), link_to(update, officer)]
    pages = [page_of(client, link) for link in links]

    answers = [client.post(link, sent(page)) for link, page in zip(links, pages, strict=True)]

    assert [answer.status_code for answer in answers] == [303, 410]
    assert (update.history.count(), PreviewLink.objects.exclude(decision="").count()) == (2, 1)


def test_report_that_the_ledger_does_not_take_stays_and_says_why(client, officer):
    update = ProgressUpdateFactory(
        state="awaiting", status="withdrawn", commentary="", decision_url="https://example.org/decision"
    )
    link = link_to(update, officer)

    answer = client.post(link, sent(page_of(client, link)))

    update.refresh_from_db()
    assert (answer.status_code, update.state, PreviewLink.objects.get().decision) == (409, "awaiting", "")
    assert fault_on(answer).startswith("Say in the commentary why the promise is withdrawn.")


def test_decision_asks_for_no_cookie_and_sets_none(client, officer, update):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    link = link_to(update, officer)

    answer = strict.post(link, sent(page_of(strict, link)))

    assert (answer.status_code, answer.cookies, strict.cookies) == (303, {}, {})


def test_decision_once_made_stays(officer, plan):
    previews.make(plan, purpose="approve", role=ROLE, by=officer)
    link = PreviewLink.objects.get()
    previews.decide(link, "approved", remark="", seen=previews.mark_of(link))
    link.refresh_from_db()

    link.role = "Somebody else"
    with pytest.raises(Unmovable):
        link.save()


def test_purpose_of_a_link_stays(officer, plan):
    link = previews.make(plan, purpose="look", role=ROLE, by=officer)[0]

    link.purpose = "approve"
    with pytest.raises(Unmovable):
        link.save()


@pytest.mark.parametrize("state", ["draft", "returned", "signed-off", "published"])
def test_link_to_approve_is_made_for_reports_that_await_sign_off_only(officer, state):
    publish_at = None if state == "published" else timezone.now() + timedelta(days=1)
    update = ProgressUpdateFactory(state=state, remark="An example.", publish_at=publish_at)

    with pytest.raises(LedgerRefusal):
        link_to(update, officer)


@pytest.mark.parametrize("state", ["draft", "awaiting", "returned", "signed-off"])
def test_link_to_look_is_made_for_any_report_that_is_not_public(client, officer, state):
    update = ProgressUpdateFactory(state=state, remark="An example.", publish_at=timezone.now() + timedelta(days=1))

    assert client.get(previews.make(update, purpose="look", role="", by=officer)[1]).status_code == 200


@pytest.mark.parametrize("make", [PlanFactory, StoryFactory, ProgressUpdateFactory])
def test_no_link_is_made_to_what_is_public(officer, make):
    with pytest.raises(LedgerRefusal):
        previews.make(make(), purpose="look", role="", by=officer)


def test_decisions_and_waiting_links_are_found_for_my_desk(officer, plan, update):
    now = timezone.now()
    first = previews.make(plan, purpose="approve", role=ROLE, by=officer)[0]
    previews.make(plan, purpose="look", role="", by=officer)
    waiting = previews.make(update, purpose="approve", role=ROLE, by=officer)[0]
    previews.make(update, purpose="approve", role=ROLE, by=UserFactory(is_superuser=True))
    previews.decide(first, "approved", remark="", seen=previews.mark_of(first))

    mine = PreviewLink.objects.made_by_user(officer)
    later = now + timedelta(days=15)

    assert (list(mine.waiting(now)), list(mine.decided_lately(now))) == ([waiting], [first])
    assert (list(mine.waiting(later)), list(mine.decided_lately(later))) == ([], [])


def test_mark_of_a_plan_takes_one_question_however_much_it_holds(officer, plan):
    link = previews.make(plan, purpose="approve", role=ROLE, by=officer)[0]
    DeliverableFactory.create_batch(3, priority__plan=plan)
    with CaptureQueriesContext(connection) as captured:
        previews.mark_of(link)

    assert len(captured) == 1
