"""“Confirmed, no change” beside a report that is being typed: one of the two is meant, and no word of it is lost."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from desk_people import approver, contributor_of
from django.urls import reverse
from factories import DeliverableFactory, DirectorateFactory, ProgressUpdateFactory
from pressed_update import address, faults, press, sent_by

from ledger.clock import today
from ledger.keeping.middleware import PRESS_AGAIN
from ledger.models import KeptForm
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
