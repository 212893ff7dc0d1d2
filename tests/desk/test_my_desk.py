"""My desk: each officer sees what waits for them, and every count opens the list of exactly those."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from factories import (
    ConsentFactory,
    DeliverableFactory,
    DirectorateFactory,
    OfficerFactory,
    ProgressUpdateFactory,
    StoryFactory,
    StorySubmissionFactory,
    UserFactory,
)

from desk.roles import roles
from ledger.models import KeptForm
from priorities.officers import NO_OFFICER

pytestmark = pytest.mark.django_db

DESK = reverse("admin:index")


def at_the_desk(client, role, directorate=None):
    user = UserFactory()
    user.groups.set([Group.objects.get(name=role)])
    if directorate:
        OfficerFactory(user=user, directorate=directorate)
    client.force_login(user)
    return user


def fill(directorate, count):
    """Something of everything, ``count`` times."""
    for promise in DeliverableFactory.create_batch(count, directorate=directorate):
        ProgressUpdateFactory(deliverable=promise)
    ProgressUpdateFactory.create_batch(count, state="awaiting", deliverable__directorate=directorate)
    StorySubmissionFactory.create_batch(count)
    for _ in range(count):
        ConsentFactory(story=StoryFactory(consent=None), expires_on=timezone.localdate() + timedelta(days=20))


def trays(client):
    page = client.get(DESK)
    return {tray.title: tray for tray in [*page.context["waiting"], *page.context["known"]]}


def test_desk_of_who_has_nothing_to_do_says_so(client):
    at_the_desk(client, "Auditor")

    page = client.get(DESK)

    assert (page.context["standing"], page.context["waiting"]) == ("Nothing waits for you.", [])


def test_contributor_sees_what_their_own_directorate_has_to_report(client):
    own = DirectorateFactory()
    fill(own, 2)
    fill(DirectorateFactory(), 1)
    at_the_desk(client, "Contributor", own)

    page = client.get(DESK)

    assert page.context["standing"] == "2 promises wait for your report."
    assert [tray.title for tray in page.context["waiting"]] == ["Waits for your report"]


def test_contributor_without_a_directorate_is_told_what_to_do(client):
    at_the_desk(client, "Contributor")

    assert client.get(DESK).context["notes"] == [NO_OFFICER]


def test_item_leads_to_the_update_form_and_says_why_it_waits(client):
    own = DirectorateFactory()
    promise = DeliverableFactory(directorate=own, text="Open a hub.", timescale_text="By 31 March 2022")
    at_the_desk(client, "Contributor", own)

    (item,) = trays(client)["Waits for your report"].items

    assert (item.words, item.address) == ("Open a hub.", f"/admin/priorities/deliverable/{promise.pk}/update/")
    assert item.why.startswith("Overdue by ")
    assert item.urgent


def test_overdue_promises_stand_first(client):
    own = DirectorateFactory()
    DeliverableFactory(directorate=own, text="Ongoing", timescale_text="Ongoing")
    DeliverableFactory(directorate=own, text="Later", timescale_text="March 2023")
    DeliverableFactory(directorate=own, text="Earlier", timescale_text="March 2022")
    at_the_desk(client, "Contributor", own)

    assert [item.words for item in trays(client)["Waits for your report"].items] == ["Earlier", "Later", "Ongoing"]


@pytest.mark.parametrize(
    ("role", "titles"),
    [
        ("Contributor", ["Waits for your report"]),
        ("Approver", ["Waits for your report", "Waits for your sign-off"]),
        ("Story editor", ["Stories that people sent in", "Consent that ends soon"]),
        ("Monitoring Officer", []),
        ("Auditor", []),
        (
            "Administrator",
            [
                "Waits for your report",
                "Waits for your sign-off",
                "Stories that people sent in",
                "Consent that ends soon",
            ],
        ),
    ],
)
def test_role_sees_its_own_trays(client, role, titles):
    own = DirectorateFactory()
    fill(own, 1)
    at_the_desk(client, role, own)

    assert list(trays(client)) == titles


@pytest.mark.parametrize("role", list(roles()))
def test_count_opens_the_list_of_exactly_those(client, role):
    own = DirectorateFactory()
    fill(own, 9)
    fill(DirectorateFactory(), 2)
    at_the_desk(client, role, own)

    counted = {tray.address: tray.count for tray in trays(client).values() if tray.address}

    assert {address: client.get(address).context["cl"].result_count for address in counted} == counted


@pytest.mark.parametrize(
    ("role", "tools"),
    [
        ("Contributor", []),
        ("Plan manager", ["Bring a plan document in", "Reshuffle portfolios", "Start next year's plan"]),
        ("Monitoring Officer", ["Held back for an election"]),
    ],
)
def test_desk_leads_to_the_pages_that_the_role_may_open(client, role, tools):
    at_the_desk(client, role)

    shown = client.get(DESK).context["tools"]

    assert [words for words, _ in shown] == tools
    assert [client.get(address).status_code for _, address in shown] == [200] * len(tools)


def test_form_that_was_not_saved_is_on_the_desk_of_who_typed_it_only(client):
    somebody = UserFactory()
    KeptForm.objects.create(user=somebody, address="/admin/outcomes/place/1/change/", title="Example ward")
    user = at_the_desk(client, "Auditor")
    KeptForm.objects.create(user=user, address="/admin/outcomes/place/2/change/", title="Example town")

    tray = trays(client)["Typed, but not saved"]

    assert [(item.words, item.address) for item in tray.items] == [("Example town", "/admin/outcomes/place/2/change/")]


def test_consent_that_ended_or_was_withdrawn_does_not_wait(client):
    ends = timezone.localdate() + timedelta(days=20)
    ConsentFactory(story=StoryFactory(consent=None), expires_on=date(2022, 1, 1))
    ConsentFactory(story=StoryFactory(consent=None), expires_on=ends, withdrawn_on=date(2022, 1, 1))
    ConsentFactory(story=StoryFactory(consent=None, state="draft"), expires_on=ends)
    at_the_desk(client, "Story editor")

    assert trays(client) == {}


@pytest.mark.parametrize("role", list(roles()))
def test_desk_takes_as_many_queries_for_three_of_everything_as_for_one(client, role):
    own = DirectorateFactory()
    at_the_desk(client, role, own)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(DESK)
        return len(captured)

    fill(own, 1)
    queries()
    for_one = queries()
    fill(own, 2)

    assert queries() == for_one
    assert for_one <= 25
