"""“Confirmed, no change” beside a report that is being typed: one of the two is meant, and no word of it is lost."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from desk_people import approver, contributor_of
from django.urls import reverse
from django.utils import timezone
from factories import DeliverableFactory, DirectorateFactory, ProgressUpdateFactory
from pressed_update import address, faults, press, sent_by

from ledger.clock import today
from ledger.keeping.middleware import PRESS_AGAIN
from ledger.models import KeptForm
from priorities import officers, reporting
from priorities.admin.update import NOT_HERE, REPORT_TYPED, TYPED_BEFORE
from priorities.models import ProgressUpdate

pytestmark = pytest.mark.django_db
WORDS = "The roof is on.\nThe walls are painted."


@pytest.fixture
def promise():
    return DeliverableFactory(directorate=DirectorateFactory(), text="Open a hub.")


@pytest.fixture
def told(promise):
    return ProgressUpdateFactory(deliverable=promise, as_of=today() - timedelta(days=90))


@pytest.fixture(params=["contributor", "approver"])
def officer(request, promise, told):
    return contributor_of(promise.directorate, role="Example role") if request.param == "contributor" else approver()


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


def keep(desk, page, **typed):
    """What the page's script does while somebody types."""
    return desk.post("/admin/kept/", sent_by(page, **typed))


def confirmed():
    return ProgressUpdate.objects.filter(kind="no-change").count()


def kept():
    return [dict(each.typed)["commentary"] for each in KeptForm.objects.order_by("pk")]


def test_page_on_which_nothing_was_typed_is_confirmed(desk, promise):
    answer = press(desk, desk.get(address(promise)), "confirm")

    assert (answer.status_code, confirmed(), KeptForm.objects.count()) == (302, 1, 0)


def test_report_that_was_typed_is_given_back_and_kept_until_it_is_thrown_away(desk, promise):
    page = press(desk, desk.get(address(promise)), "confirm", commentary=WORDS)
    assert (faults(page), confirmed(), kept()) == ([REPORT_TYPED], 0, [WORDS])
    assert page.context["form"]["commentary"].value() == WORDS
    throw_away = reverse("throw-away-typed", args=[KeptForm.objects.get().pk])
    assert page.content.decode().count(f'action="{throw_away}"') == 1

    desk.post(throw_away)
    press(desk, desk.get(address(promise)), "confirm")

    assert (confirmed(), KeptForm.objects.count()) == (1, 0)


def test_report_that_was_typed_beside_the_button_can_be_sent_at_once(desk, promise):
    page = press(desk, desk.get(address(promise)), "confirm", commentary=WORDS)

    press(desk, page, "submit")

    report = ProgressUpdate.objects.order_by("pk").last()
    assert (report.commentary.splitlines(), report.state, KeptForm.objects.count()) == (
        WORDS.splitlines(),
        "awaiting",
        0,
    )


def test_report_kept_before_stops_the_confirmation_and_leads_to_itself(desk, promise):
    keep(desk, desk.get(address(promise)), commentary=WORDS)

    page = press(desk, desk.get(f"{address(promise)}?of=4"), "confirm")

    assert (faults(page), confirmed(), kept()) == ([TYPED_BEFORE], 0, [WORDS])
    assert f'href="{KeptForm.objects.get().address_to_take_up()}"' in page.content.decode()


def test_report_that_was_typed_and_taken_out_again_stops_nothing(desk, promise):
    page = desk.get(address(promise))
    keep(desk, page, commentary=WORDS)
    keep(desk, page)

    press(desk, page, "confirm")

    assert (confirmed(), KeptForm.objects.count()) == (1, 0)


def test_report_that_was_taken_up_stops_the_confirmation(desk, promise):
    keep(desk, desk.get(address(promise)), commentary=WORDS)

    page = press(desk, desk.get(KeptForm.objects.get().address_to_take_up()), "confirm")

    assert (faults(page), confirmed(), len(kept())) == ([REPORT_TYPED], 0, 1)


def test_confirmation_after_a_colleague_sent_a_report_gives_back_what_was_typed(client, promise, told):
    client.force_login(contributor_of(promise.directorate))
    page = client.get(address(promise))
    ProgressUpdateFactory(deliverable=promise, state="awaiting")

    answer = press(client, page, "confirm", commentary=WORDS)

    assert (faults(answer), confirmed(), kept()) == ([NOT_HERE], 0, [WORDS])


@pytest.mark.parametrize(("who", "step"), [("contributor", "submit"), ("contributor", "save"), ("approver", "publish")])
def test_report_sent_twice_by_a_double_click_is_told_as_done_and_kept_once(client, promise, told, who, step):
    client.force_login(contributor_of(promise.directorate, role="Example role") if who == "contributor" else approver())
    page = client.get(address(promise))

    answers = [press(client, page, step, commentary=WORDS) for _ in range(2)]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, answers[0]["Location"])] * 2
    assert (ProgressUpdate.objects.exclude(pk=told.pk).count(), kept()) == (1, [])


def test_moment_changed_in_a_draft_just_saved_is_saved(client, promise, told, clock):
    clock("2022-05-12 09:00")
    client.force_login(approver())
    press(client, client.get(address(promise)), "save", commentary=WORDS)

    for day in ("2022-05-20", "2022-05-21"):
        page = client.get(address(promise))
        press(client, page, "save", publish="later", publish_day=day, publish_time="10:00")

    assert timezone.localdate(ProgressUpdate.objects.get(state="draft").publish_at).isoformat() == "2022-05-21"


def test_report_sent_twice_with_another_word_comes_back(client, promise, told):
    client.force_login(contributor_of(promise.directorate, role="Example role"))
    page = client.get(address(promise))
    press(client, page, "submit", commentary=WORDS)

    answer = press(client, page, "submit", commentary=f"{WORDS} It was opened.")

    assert (faults(answer), len(kept())) == ([NOT_HERE], 1)


def test_promise_reassigned_while_somebody_types_says_whose_it_is_and_keeps_the_words(client, promise, told):
    user = contributor_of(promise.directorate)
    client.force_login(user)
    page = client.get(address(promise))
    reporting.reassign(promise, DirectorateFactory(name="Example places"), by=approver())

    answers = [press(client, page, "submit", commentary=WORDS), client.get(address(promise))]

    why = f"{officers.reason_not_to_report(user, promise)} Nothing was saved."
    said = [BeautifulSoup(answer.content, "html.parser").find(class_="kept-why").text for answer in answers]
    assert (said, kept()) == ([why, why], [WORDS])


def signed_in_again(desk, officer, answer):
    """The page to which signing in leads."""
    desk.force_login(officer)
    return desk.get(parse_qs(urlsplit(answer["Location"]).query)["next"][0])


def test_confirmation_after_the_session_ended_is_said_not_to_count_and_pressed_again(desk, officer, promise):
    page = desk.get(f"{address(promise)}?of=4")
    desk.logout()
    answer = press(desk, page, "confirm")

    page = signed_in_again(desk, officer, answer)

    assert (PRESS_AGAIN in page.content.decode(), confirmed(), KeptForm.objects.count()) == (True, 0, 0)
    press(desk, page, "confirm")
    assert confirmed() == 1


def test_report_typed_beside_it_is_kept_after_the_session_ended(desk, officer, promise):
    page = desk.get(address(promise))
    desk.logout()

    page = signed_in_again(desk, officer, press(desk, page, "confirm", commentary=WORDS))

    assert (PRESS_AGAIN in page.content.decode(), kept()) == (False, [WORDS])
    assert "Take it up again" in page.content.decode()
