"""Since which meeting a pack counts, and what its addresses refuse."""

from datetime import date

import pytest
from django.urls import reverse
from factories import CommitteeFactory, MeetingFactory, OfficerFactory

from dashboards.meetings import NOT_BEFORE, since_for
from dashboards.models import Pack
from dashboards.packs.contents import scope_of

pytestmark = pytest.mark.django_db

TODAY = date(2022, 11, 22)


@pytest.fixture
def officer(client, clock):
    clock("2022-11-22 09:00")
    client.force_login(OfficerFactory(user__is_superuser=True, role="Example plan manager").user)
    return client


def since(meeting, asked: str = ""):
    return since_for(meeting, scope_of(meeting, TODAY), TODAY, asked)


def test_first_meeting_of_a_body_or_committee_counts_from_the_beginning():
    council = MeetingFactory(body="council", held_on=date(2022, 6, 1))
    committee = MeetingFactory(body="scrutiny", committee=CommitteeFactory(), held_on=date(2022, 12, 1))
    for day in (date(2022, 5, 1), date(2022, 7, 1)):
        MeetingFactory(body="cabinet", held_on=day)

    assert (since(council), since(committee)) == ((None, ""), (None, ""))


def test_of_two_meetings_on_one_day_the_second_counts_from_the_first():
    first, second = (MeetingFactory(body="cabinet", held_on=TODAY) for _ in range(2))

    assert (since(first), since(second)) == ((None, ""), (first, ""))


def test_meeting_that_was_not_before_is_refused(officer):
    before, meeting, later = (MeetingFactory(body="cabinet", held_on=date(2022, month, 1)) for month in (3, 6, 9))

    for asked in (meeting, later):
        page = officer.get(reverse("pack", args=[meeting.pk]), {"since": asked.pk})
        assert (page.status_code, page.context["since"]) == (400, before)
        assert page.context["faults"] == [("id_since", NOT_BEFORE)]
        assert page.context["offered"] == [before]


def test_no_file_is_made_where_its_address_cannot_be_followed(officer):
    meeting = MeetingFactory(held_on=TODAY)

    for asked in ("x", "\0", str(meeting.pk)):
        answer = officer.get(reverse("pack-docx", args=[meeting.pk]), {"since": asked})
        assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain; charset=utf-8")
        assert answer.content.startswith(b"No file was made, for part of the address cannot be followed. ")


def test_pack_of_a_past_day_is_not_marked_final_and_what_was_typed_stays(officer):
    meeting = MeetingFactory(held_on=TODAY)
    sent = {
        "final-role": "Example clerk",
        "final-reason": "Example: the papers are sent out today.",
        "final-after": "0",
    }
    address = reverse("pack", args=[meeting.pk])
    refused = officer.post(f"{address}?as-at=2022-11-21", sent)

    assert (refused.status_code, Pack.objects.count()) == (400, 0)
    assert "this address is of a past day: nothing was kept" in refused.content.decode()
    assert refused.context["form"]["reason"].value() == sent["final-reason"]
    assert f'<form method="post" action="{address}"' in refused.content.decode()
    assert officer.post(address, sent).status_code == 303
