"""Since which meeting a pack counts, and what its addresses refuse."""

import json
from datetime import date

import pytest
from django.urls import reverse
from factories import CommitteeFactory, MeetingFactory, OfficerFactory, ProgressUpdateFactory
from pack_example import small_council

from dashboards.meetings import NOT_BEFORE, Since, counted_from, since_for
from dashboards.models import Pack
from dashboards.packs import phrases
from dashboards.packs.contents import scope_of
from dashboards.packs.freezing import check, mark_final
from ledger.models import save_with_reason

pytestmark = pytest.mark.django_db

WHY = "Example: the papers of the meeting are sent out today."
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


def test_what_changes_between_the_freezing_of_a_pack_and_its_meeting_stands_in_the_next_pack(officer, clock):
    council = small_council(TODAY)
    by, after = OfficerFactory(user__is_superuser=True).user, MeetingFactory(held_on=date(2023, 1, 10))
    clock("2022-11-22 12:00")
    first = mark_final(council.meeting, council.before, by=by, role="Example clerk", reason=WHY)
    clock("2022-11-22 15:00")
    moved, done = council.promises["due"], council.promises["risk"]
    moved.timescale_text = "By June 2024"
    save_with_reason(moved, "Example: the builder went bankrupt last week.")
    clock("2022-11-25 12:00")
    ProgressUpdateFactory(deliverable=done, status="complete", as_of=date(2022, 11, 25))
    clock("2022-12-20 12:00")
    second = mark_final(after, council.meeting, by=by, role="Example clerk", reason=WHY)

    said, before = json.loads(second.document), json.loads(first.document)
    officer.force_login(by)
    page = officer.get(f"/dashboard/all/?since={council.meeting.pk}")
    listed = {shown.section.key: [row.promise.pk for row in shown.rows] for shown in page.context["sections"]}
    told = officer.get(f"/dashboard/meetings/{council.meeting.pk}/")
    assert [row["number"] for row in before["moved"]["rows"]] == [council.promises["moved"].pk]
    assert [row["number"] for row in said["moved"]["rows"]] == listed["moved"] == [moved.pk]
    assert [row["number"] for row in said["coming"][1]["promises"]] == listed["delivered"] == [done.pk]
    assert said["basis"]["pack_made_at"] == "2022-11-22T12:00:00.000000Z"
    assert said["moved"]["rule"].startswith(
        "A new date took effect after 22 November 2022, the day of the last pack for the meeting “Cabinet in the town "
        "hall, 1 December 2022”. One that took effect on that day or up to 92 days before it counts as new, too, where "
        "it was written down only after that pack was made, by the day shown here."
    )
    counted = "“Cabinet in the town hall, 1 December 2022”, counted from 22 November 2022, the day of its pack, "
    both = f"{counted}the date of 1 promise moved and 1 was delivered."
    assert (page.context["changes"], told.context["totals"]) == (
        f"Since the meeting {both}",
        f"Since the meeting {both}",
    )
    assert told.context["sentence"].startswith("From 22 November to 20 December 2022, 2 things changed")
    clock("2022-12-21 12:00")
    council.meeting.held_on = date(2022, 12, 30)
    save_with_reason(council.meeting, "Example: the meeting is put off, as the hall was flooded.")
    mark_final(council.meeting, council.before, by=by, role="Example clerk", reason=WHY, after=first.pk)
    assert (list(check(first)), list(check(second))) == ([], [])


def test_changes_count_from_the_meeting_where_its_pack_was_made_after_it(officer):
    council = small_council(TODAY)
    by = OfficerFactory(user__is_superuser=True).user
    made = mark_final(council.meeting, council.before, by=by, role="Example clerk", reason=WHY)
    for held_on, made_at in ((TODAY, made.known_at), (date(2022, 11, 21), None)):
        council.meeting.held_on = held_on
        assert counted_from(council.meeting, TODAY) == Since(council.meeting, made_at)


def test_pack_kept_before_there_was_a_sentence_names_its_meeting():
    assert phrases.since({"since": {"name": "Cabinet, 1 May 2022", "held_on": "2022-05-01"}}) == (
        "What changed is counted since Cabinet, 1 May 2022."
    )


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
