"""Since which meeting changes count."""

from datetime import date, timedelta
from functools import partial
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories import (
    AppointmentFactory,
    CommitteeFactory,
    CouncillorAccountFactory,
    CouncillorFactory,
    DeliverableFactory,
    DeliverablePlaceFactory,
    EvidenceLinkFactory,
    ForewordFactory,
    MeasurementFactory,
    MeetingFactory,
    PlaceFactory,
    PlanFactory,
    PlanIndicatorFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
    RemitFactory,
    SeatFactory,
    StoryFactory,
    UserFactory,
)

from dashboards import since
from dashboards.meetings import MOST_MEETINGS, meeting_before, meetings_for, since_asked
from dashboards.scopes import everything, of_committee
from dashboards.views.meetings import LATE
from ledger.changes import windows_that_fit
from ledger.entries import Entry, entering
from priorities.models import Deliverable, Meeting, Portfolio

TODAY = date(2022, 6, 1)
MOST_QUERIES = 25

pytestmark = pytest.mark.django_db


def test_meetings_of_everything_are_all_that_were_held_the_latest_first():
    MeetingFactory(body="council", held_on=TODAY + timedelta(days=1))
    earlier = MeetingFactory(body="scrutiny", held_on=date(2022, 3, 1))
    today = MeetingFactory(body="cabinet", held_on=TODAY)

    assert meetings_for(everything("", TODAY), TODAY) == [today, earlier]


def test_meetings_of_a_committee_are_its_own_and_those_of_its_body_alone():
    committee, other = CommitteeFactory(body="scrutiny"), CommitteeFactory(body="scrutiny")
    own = MeetingFactory(committee=committee, body="scrutiny", held_on=date(2022, 3, 1))
    MeetingFactory(committee=other, body="scrutiny", held_on=date(2022, 4, 1))
    MeetingFactory(body="cabinet", held_on=date(2022, 5, 1))
    of_body = MeetingFactory(body="scrutiny", held_on=date(2022, 2, 1))

    assert meetings_for(of_committee(committee.slug, TODAY), TODAY) == [own, of_body]


def test_meetings_offered_are_bounded_in_one_question(django_assert_num_queries):
    for days in range(MOST_MEETINGS + 2):
        MeetingFactory(held_on=TODAY - timedelta(days=days), committee=CommitteeFactory())

    with django_assert_num_queries(1):
        offered = [(str(each), each.committee.name) for each in meetings_for(everything("", TODAY), TODAY)]
    assert len(offered) == MOST_MEETINGS


def test_since_nothing_asked_is_the_last_meeting_before_the_day():
    before, _ = MeetingFactory(held_on=date(2022, 5, 1)), MeetingFactory(held_on=TODAY)

    assert since_asked(everything("", TODAY), TODAY, "") == (before, "")


def test_since_without_any_meeting_is_none():
    assert since_asked(everything("", TODAY), TODAY, "") == (None, "")


def test_since_a_meeting_asked_for_is_that_meeting():
    asked = MeetingFactory(held_on=date(2021, 5, 1))
    MeetingFactory(held_on=date(2022, 5, 1))

    assert since_asked(everything("", TODAY), TODAY, f" {asked.pk} ") == (asked, "")


@pytest.mark.parametrize("asked", ["x", "\0", "-1", "0", "9" * 18, "9" * 5000, "²", "1.5", "٣"])
def test_since_what_is_no_meeting_is_the_last_one_with_a_sentence(asked):
    last = MeetingFactory(held_on=date(2022, 5, 1))

    fault = "There is no such meeting to count from: choose one from the list."
    assert since_asked(everything("", TODAY), TODAY, asked) == (last, fault)


def test_since_a_meeting_to_come_is_the_last_one_with_a_sentence():
    last, to_come = MeetingFactory(held_on=date(2022, 5, 1)), MeetingFactory(held_on=date(2022, 7, 4))

    fault = "That meeting is only on 4 July 2022: choose one that has been held."
    assert since_asked(everything("", TODAY), TODAY, str(to_come.pk)) == (last, fault)


@pytest.fixture
def viewer(client):
    """A councillor who is signed in, with a ward and a seat on a committee."""
    councillor = CouncillorFactory(ward=PlaceFactory(slug="mirfield", name="Mirfield"))
    seat = SeatFactory(councillor=councillor)
    client.force_login(CouncillorAccountFactory(councillor=councillor).user)
    return SimpleNamespace(get=client.get, councillor=councillor, committee=seat.committee)


@pytest.fixture
def june(clock):
    clock("2022-06-01 12:00")


def moved(promise: Deliverable, on: date, to: str = "December 2022") -> Deliverable:
    with entering(Entry("The meeting room was not ready, so it moved.", effective_on=on)):
        promise.timescale_text = to
        promise.save()
    return promise


def promise_of(portfolio: Portfolio | None = None, **values) -> Deliverable:
    """A promise of a plan that was public long before the meetings of these tests."""
    with entering(Entry("Read in.", effective_on=date(2021, 5, 1))):
        plan = PlanFactory(slug=f"plan-{Deliverable.objects.count()}")
        priority = PriorityActionFactory(plan=plan, plan_outcome=None, portfolio=portfolio)
        return DeliverableFactory(priority=priority, timescale_text="March 2022", **values)


def told_at(viewer, meeting, query: str = "") -> list[str]:
    page = viewer.get(f"/dashboard/meetings/{meeting.pk}/{query}")
    assert page.status_code == 200
    return [change.title for group in page.context["groups"] for change in group.changes]


def test_page_of_a_meeting_tells_what_changed_since_it(viewer, june):
    meeting = MeetingFactory(held_on=date(2022, 5, 1))
    moved(promise_of(text="An early change."), on=date(2022, 1, 1))
    moved(promise_of(text="A late change."), on=date(2022, 5, 20))

    page = viewer.get(f"/dashboard/meetings/{meeting.pk}/")
    assert told_at(viewer, meeting) == ["A late change."]
    assert page.context["sentence"] == "From 2 May to 1 June 2022, one date moved."
    assert page.headers["Cache-Control"] == "private, no-store"


def test_change_on_the_day_of_a_meeting_counts_neither_on_its_page_nor_on_dashboards(viewer, clock):
    meeting = MeetingFactory(held_on=date(2022, 5, 1))
    clock("2022-05-01 12:00")
    moved(promise_of(text="On the day itself."), on=meeting.held_on)
    clock("2022-06-01 12:00")
    after = moved(promise_of(text="A day later."), on=date(2022, 5, 2))

    found = viewer.get(f"/dashboard/all/?since={meeting.pk}").context["situation"]
    assert told_at(viewer, meeting) == ["A day later."]
    assert found.section("moved").rows == [after]


def test_page_of_a_meeting_of_today_tells_nothing_yet(viewer, june):
    page = viewer.get(f"/dashboard/meetings/{MeetingFactory(held_on=TODAY).pk}/")

    assert (page.status_code, page.context["first"]) == (200, None)
    assert "told from the day after the meeting" in page.content.decode()


@pytest.mark.parametrize(("asked", "said"), [(True, "Since the meeting “"), (False, "Since the last meeting, “")])
def test_dashboard_calls_only_the_last_meeting_the_last(viewer, june, asked, said):
    meeting = MeetingFactory(held_on=date(2022, 5, 1))

    page = viewer.get(f"/dashboard/all/?since={meeting.pk if asked else ''}")
    assert page.context["changes"] == f"{said}{meeting}”, no date moved and none were delivered."


def test_everything_that_changed_since_stays_in_the_scope_of_the_dashboard(viewer, june):
    MeetingFactory(held_on=date(2022, 5, 1))
    moved(promise_of(text="Another."), on=date(2022, 5, 20))
    with entering(Entry("Read in.", effective_on=date(2021, 5, 1))):
        own = promise_of(text="Its own.")
        DeliverablePlaceFactory(deliverable=own, place=viewer.councillor.ward)
    moved(own, on=date(2022, 5, 20))

    page = viewer.get("/dashboard/wards/mirfield/")
    led = viewer.get(page.context["changed_url"])
    assert page.context["changed_url"].replace("&", "&amp;") in page.content.decode()
    assert (led.context["chosen"], [c.title for g in led.context["groups"] for c in g.changes]) == (
        "wards/mirfield",
        ["Its own."],
    )


def test_page_of_a_committees_meeting_opens_on_its_remit(viewer, june):
    remit = RemitFactory()
    meeting = MeetingFactory(committee=remit.committee, body="scrutiny", held_on=date(2022, 5, 1))
    moved(promise_of(text="Of another portfolio."), on=date(2022, 5, 20))
    moved(promise_of(remit.portfolio, text="Of its remit."), on=date(2022, 5, 20))

    assert told_at(viewer, meeting) == ["Of its remit."]
    assert sorted(told_at(viewer, meeting, "?scope=all")) == ["Of another portfolio.", "Of its remit."]


@pytest.mark.parametrize("kind", ["portfolios", "councillors", "wards", "committees"])
def test_changes_are_narrowed_to_each_kind_of_scope(viewer, june, kind):
    meeting = MeetingFactory(held_on=date(2022, 5, 1))
    appointment = AppointmentFactory(councillor=viewer.councillor)
    RemitFactory(committee=viewer.committee, portfolio=appointment.portfolio)
    own = moved(promise_of(appointment.portfolio, text="Its own."), on=date(2022, 5, 20))
    DeliverablePlaceFactory(deliverable=own, place=viewer.councillor.ward)
    moved(promise_of(text="Another."), on=date(2022, 5, 20))
    slugs = {
        "portfolios": appointment.portfolio.slug,
        "councillors": viewer.councillor.slug,
        "wards": "mirfield",
        "committees": viewer.committee.slug,
    }

    told = told_at(viewer, meeting, f"?scope={kind}/{slugs[kind]}")
    assert ("Its own." in told, "Another." in told) == (True, False)


def test_page_of_a_meeting_to_come_counts_from_the_meeting_before_it(viewer, june):
    before, other = MeetingFactory(held_on=date(2022, 5, 1)), MeetingFactory(body="council", held_on=date(2022, 5, 25))
    to_come = MeetingFactory(held_on=date(2022, 7, 1))
    moved(promise_of(text="A late change."), on=date(2022, 5, 20))

    page = viewer.get(f"/dashboard/meetings/{to_come.pk}/")
    assert (page.context["since"].meeting, page.context["distance"]) == (before, "in 30 days")
    assert told_at(viewer, to_come) == ["A late change."]
    assert viewer.get(f"/dashboard/meetings/{other.pk}/").context["since"].meeting == other


def test_first_meeting_of_a_committee_counts_from_the_last_of_its_body(viewer, june):
    to_come = MeetingFactory(committee=viewer.committee, body="scrutiny", held_on=date(2022, 7, 1))
    MeetingFactory(committee=CommitteeFactory(), body="scrutiny", held_on=date(2022, 5, 20))
    assert viewer.get(f"/dashboard/meetings/{to_come.pk}/").context["since"] is None

    of_body = MeetingFactory(body="scrutiny", held_on=date(2022, 5, 1))
    assert viewer.get(f"/dashboard/meetings/{to_come.pk}/").context["since"].meeting == of_body


def test_page_of_a_meeting_counts_as_dashboards_do_and_tells_late_entries_apart(viewer, clock):
    clock("2022-04-20 12:00")
    meeting = MeetingFactory(held_on=date(2022, 5, 1))
    promises = [promise_of(text=text) for text in ("In time.", "Written down late.", "Too old.", "Delivered.")]
    clock("2022-06-01 12:00")
    for promise, day in zip(promises, (date(2022, 5, 20), date(2022, 4, 1), date(2022, 1, 1)), strict=False):
        moved(promise, on=day)
    with entering(Entry("Reported late.", effective_on=date(2022, 4, 30))):
        ProgressUpdateFactory(deliverable=promises[3], as_of=date(2022, 4, 30), status="complete")

    page = viewer.get(f"/dashboard/meetings/{meeting.pk}/?scope=all")
    found = viewer.get(page.context["dashboard"])
    *_, late = page.context["groups"]
    assert told_at(viewer, meeting, "?scope=all") == ["In time.", "Delivered.", "Written down late."]
    assert (late.heading, [each.title for each in late.changes]) == (LATE, ["Delivered.", "Written down late."])
    assert page.context["sentence"] == (
        "From 2 May to 1 June 2022, 3 things changed: 2 dates moved and 1 report on progress; "
        "2 of them took effect before, and were written down only then."
    )
    assert (
        found.context["changes"]
        == page.context["totals"]
        == (f"Since the meeting “{meeting}”, the dates of 2 promises moved and 1 was delivered.")
    )
    assert "Too old." in told_at(viewer, meeting, "?written=since")
    assert "Written down late." not in told_at(viewer, meeting, "?written=since")


def test_what_is_read_in_of_days_long_past_leaves_room_for_what_changed(viewer, june, monkeypatch):
    monkeypatch.setattr(since, "windows_that_fit", partial(windows_that_fit, most=6))
    meeting = MeetingFactory(held_on=date(2022, 5, 1))
    moved(promise_of(text="In time."), on=date(2022, 5, 20))
    for _ in range(7):
        promise_of(text="Read in.")

    page = viewer.get(f"/dashboard/meetings/{meeting.pk}/?scope=all")
    assert (told_at(viewer, meeting, "?scope=all"), page.context["earlier"]) == (["In time."], None)


def test_meetings_of_a_committee_are_of_its_body_wherever_they_are_entered(client):
    committee = CommitteeFactory(name="Example panel", body="scrutiny")
    meeting = Meeting(body="cabinet", committee=committee, held_on=date(2022, 5, 1))
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    typed = {"body": "cabinet", "committee": committee.pk, "held_on": "2022-05-01", "title": "", "url": ""}
    form = client.post("/admin/priorities/meeting/add/", typed).context["adminform"].form

    said = "Example panel is a committee of the body “Scrutiny”, and not of “Cabinet”: change one of the two."
    with pytest.raises(ValidationError) as refused:
        meeting.full_clean(exclude=["effective_on"])
    assert refused.value.message_dict == {"committee": [said]}
    assert form.errors == {"committee": [said]}
    meeting.body = "scrutiny"
    meeting.full_clean(exclude=["effective_on"])


def test_meeting_before_and_meetings_offered_are_of_one_series():
    committee = CommitteeFactory(body="scrutiny")
    MeetingFactory(body="cabinet", held_on=date(2022, 4, 1))
    of_body = MeetingFactory(body="scrutiny", held_on=date(2022, 3, 1))
    entered_wrongly = MeetingFactory(body="cabinet", committee=committee, held_on=date(2022, 5, 1))

    assert meetings_for(of_committee(committee.slug, TODAY), TODAY) == [entered_wrongly, of_body]
    assert meeting_before(entered_wrongly, TODAY) == of_body


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("scope=wards/nowhere", "There is no “wards/nowhere” to narrow to: choose one from the list."),
        ("scope=%00", "There is no “\ufffd” to narrow to: choose one from the list."),
        ("scope=all/x", "There is no “all/x” to narrow to: choose one from the list."),
        ("to=soon", "The last day to tell of was not written as a day, so changes up to today are shown."),
        ("to=2022-02-30", "The last day to tell of was not written as a day, so changes up to today are shown."),
    ],
    ids=["unknown ward", "NUL", "more than all", "no day", "no such day"],
)
def test_what_a_meetings_address_asks_wrongly_is_said(viewer, june, query, fault):
    meeting = MeetingFactory(held_on=date(2022, 5, 1))

    page = viewer.get(f"/dashboard/meetings/{meeting.pk}/?{query}")
    assert (page.status_code, [said for _, said in page.context["faults"]]) == (400, [fault])


def test_meetings_are_listed_those_to_come_first_and_narrowed(viewer, june):
    council = MeetingFactory(body="council", held_on=date(2022, 7, 1), title="")
    cabinet = MeetingFactory(body="cabinet", held_on=date(2022, 5, 1))

    page = viewer.get("/dashboard/meetings/")
    assert (page.context["coming"], list(page.context["page"])) == ([council], [cabinet])
    assert page.context["sentence"] == "The next meeting is Council on 1 July 2022, in 30 days; 1 has been held."
    narrowed = viewer.get("/dashboard/meetings/?body=cabinet")
    assert (narrowed.context["coming"], list(narrowed.context["page"])) == ([], [cabinet])
    assert viewer.get("/dashboard/meetings/?committee=%00&body=x").status_code == 400


def test_pages_of_meetings_ask_at_most_25_questions_and_as_much_of_three_as_of_one(viewer, june):
    def asked(path):
        with CaptureQueriesContext(connection) as questions:
            assert viewer.get(path).status_code == 200
        return len(questions)

    def grow():
        appointment = AppointmentFactory(councillor=viewer.councillor)
        RemitFactory(committee=viewer.committee, portfolio=appointment.portfolio)
        meeting = MeetingFactory(committee=viewer.committee, held_on=date(2022, 5, 1))
        MeetingFactory(committee=viewer.committee, held_on=date(2022, 7, 1))
        promise = promise_of(appointment.portfolio)
        for day in (date(2022, 4, 20), date(2022, 5, 20)):
            moved(promise, on=day, to=f"{day:%B} 2023")
            with entering(Entry("Entered as an example.", effective_on=day)):
                for factory in (ProgressUpdateFactory, EvidenceLinkFactory, DeliverablePlaceFactory):
                    factory(deliverable=promise)
                for factory in (ForewordFactory, MeasurementFactory, PlanIndicatorFactory, StoryFactory):
                    factory()
        return meeting

    meeting = grow()
    page = f"/dashboard/meetings/{meeting.pk}/"
    scopes = ["all", "wards/mirfield", f"councillors/{viewer.councillor.slug}", f"committees/{viewer.committee.slug}"]
    paths = ["/dashboard/meetings/", f"{page}?written=since", *(f"{page}?scope={scope}" for scope in scopes)]
    at_one = [asked(path) for path in paths]
    grow(), grow()
    assert ([asked(path) for path in paths], max(at_one) <= MOST_QUERIES) == (at_one, True)


def test_pages_of_meetings_are_for_viewers_alone(client):
    meeting = MeetingFactory(held_on=date(2022, 5, 1))
    paths = ["/dashboard/meetings/", f"/dashboard/meetings/{meeting.pk}/"]

    assert [client.get(path).status_code for path in paths] == [302, 302]
    client.force_login(UserFactory(is_staff=False))
    assert [client.get(path).status_code for path in paths] == [403, 403]
