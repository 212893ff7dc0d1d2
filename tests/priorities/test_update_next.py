"""Through one sitting of reports: which of them this one is, the next one, and the way back."""

from datetime import date

import pytest
from desk_people import contributor_of
from django.urls import reverse
from factories import DeliverableFactory, DirectorateFactory
from pressed_update import address, press

pytestmark = pytest.mark.django_db
LIST = reverse("admin:priorities_deliverable_changelist") + "?waits=me"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: date(2022, 5, 12))


@pytest.fixture
def promises():
    ours = DirectorateFactory()
    return [
        DeliverableFactory(directorate=ours, timescale_text=f"By {month} 2022")
        for month in ("June", "July", "August", "September")
    ]


@pytest.fixture
def desk(client, promises):
    client.force_login(contributor_of(promises[0].directorate, role="Example role"))
    return client


def place_on(page):
    return page.context["run"].place, page.context["run"].of


def test_place_is_that_of_the_promise_that_was_opened(desk, promises):
    assert [place_on(desk.get(address(each))) for each in promises] == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_place_counts_on_after_a_report(desk, promises):
    page = desk.get(address(promises[1]))

    answer = press(desk, page, "submit", status="on-track", commentary="The roof is on.")

    assert (answer.url, place_on(desk.get(answer.url))) == (f"{address(promises[2])}?of=4", (3, 4))


def test_promise_is_skipped_and_the_last_one_is_not(desk, promises):
    addresses = [desk.get(address(each)).context["run"].skips_to() for each in promises]

    assert addresses == [*(f"{address(each)}?of=4" for each in promises[1:]), ""]
    assert f'href="{addresses[0]}">Skip to the next</a>' in desk.get(address(promises[0])).content.decode()


def leaves_to(page):
    return page.content.decode().split('class="closelink">Leave without saving')[0].rsplit('href="', 1)[1][:-2]


def test_leaving_leads_to_my_desk_or_to_the_list_on_which_the_sitting_began(desk, promises):
    listed = desk.get(LIST).content.decode()
    from_list = f"{address(promises[0])}?from=%2Fadmin%2Fpriorities%2Fdeliverable%2F%3Fwaits%3Dme"
    assert f'href="{from_list}"' in listed
    assert [leaves_to(desk.get(each)) for each in (address(promises[0]), from_list)] == [reverse("admin:index"), LIST]

    answer = press(desk, desk.get(from_list), "submit", status="on-track", commentary="The roof is on.")

    assert leaves_to(desk.get(answer.url)) == LIST
    assert place_on(desk.get(answer.url)) == (2, 4)


@pytest.mark.parametrize("began_at", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_leaving_never_leads_elsewhere(desk, promises, began_at):
    assert leaves_to(desk.get(address(promises[0]), {"from": began_at})) == reverse("admin:index")
