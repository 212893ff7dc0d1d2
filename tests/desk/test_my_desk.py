"""My desk: each officer sees what waits for them, and every count opens the list of exactly those."""

from datetime import UTC, date, datetime, timedelta

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
    ElectionPeriodFactory,
    ForewordFactory,
    OfficerFactory,
    PlanFactory,
    PreviewLinkFactory,
    ProgressUpdateFactory,
    StoryFactory,
    StorySubmissionFactory,
    SuccessionFactory,
    UserFactory,
)

from desk.my_desk import WHOLE
from desk.publishing import NO_LONGER
from desk.roles import roles
from desk.trays.gathering import MOST_SHOWN, whole
from desk.trays.publishing import NOT_PUBLISHED
from ledger.entries import Entry, entering
from ledger.models import KeptForm, SpreadsheetRun
from priorities.officers import NO_OFFICER
from stories.models import StorySubmission
from stories.moderating import write_to_sender

pytestmark = pytest.mark.django_db

DESK = reverse("admin:index")
LATE = NOT_PUBLISHED[0]


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


def test_draft_on_a_promise_that_a_later_plan_settled_is_not_urgent(client):
    own = DirectorateFactory()
    mark = SuccessionFactory(earlier__directorate=own, earlier__timescale_text="By 31 March 2022")
    ProgressUpdateFactory(deliverable=mark.earlier, state="draft")
    at_the_desk(client, "Contributor", own)

    assert [item.urgent for item in trays(client)["Waits for your report"].items] == [False]


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
        ("Story editor", ["Stories that people sent in", "Consent that ends soon or ran out"]),
        ("Monitoring Officer", []),
        ("Auditor", []),
        (
            "Administrator",
            [
                "Waits for your report",
                "Waits for your sign-off",
                "Stories that people sent in",
                "Consent that ends soon or ran out",
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

    counted = {tray.address: tray.count for tray in trays(client).values()}

    assert {address: listed(client.get(address)) for address in counted} == counted


def listed(page) -> int:
    """How many a list or the page of a tray holds."""
    return page.context["cl"].result_count if "cl" in page.context else len(page.context["tray"].items)


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


def test_draft_of_a_story_waits_for_who_publishes_it_until_a_moment_is_set(client):
    ends = date(2099, 3, 31)
    story = StoryFactory(state="draft", consent=None, title="Walking group")
    ConsentFactory(story=story, expires_on=ends)
    StoryFactory(state="draft", consent=None, title="Without consent")
    StoryFactory(state="draft", publish_at=timezone.now() + timedelta(days=1))
    StoryFactory()
    at_the_desk(client, "Story editor")

    tray = trays(client)["Drafts to publish"]

    assert [(item.words, item.why) for item in tray.items] == [
        ("Walking group", "Consent: to the end of 30 March 2099"),
        ("Without consent", "Consent: none"),
    ]
    assert listed(client.get(tray.address)) == tray.count == 2


def test_form_that_was_not_saved_is_on_the_desk_of_who_typed_it_only(client):
    somebody = UserFactory()
    KeptForm.objects.create(user=somebody, address="/admin/outcomes/place/1/change/", title="Example ward")
    user = at_the_desk(client, "Auditor")
    kept = KeptForm.objects.create(user=user, address="/admin/outcomes/place/2/change/", title="Example town")

    tray = trays(client)["Typed, but not saved"]

    address, throw_away = "/admin/outcomes/place/2/change/?kept=1", f"/admin/kept/{kept.pk}/throw-away/"
    assert [(each.words, each.address, each.throw_away) for each in tray.items] == [
        ("Example town", address, throw_away)
    ]


def test_every_form_that_was_not_saved_is_on_the_desk(client):
    user = at_the_desk(client, "Auditor")
    for number in range(MOST_SHOWN + 2):
        KeptForm.objects.create(user=user, address=f"/admin/outcomes/place/{number}/change/")

    tray = trays(client)["Typed, but not saved"]

    assert (len(tray.items), tray.more) == (MOST_SHOWN + 2, 0)


def decided_link(user, item):
    moment = timezone.now() - timedelta(hours=1)
    return PreviewLinkFactory(made_by=user, item=item, decision="approved", decided_at=moment)


def test_decision_on_a_report_is_named_by_its_promise(client):
    user = at_the_desk(client, "Approver")
    update = ProgressUpdateFactory(deliverable__text="Open a hub.", as_of=date(2022, 1, 18))
    decided_link(user, update)

    (item,) = trays(client)["Decided through your links"].items

    assert item.words == "Open a hub. (on track, 18 January 2022)"


def test_decision_on_a_draft_that_was_deleted_is_told_without_an_address(client):
    user = at_the_desk(client, "Plan manager")
    plan = PlanFactory(state="draft")
    decided_link(user, plan)
    plan.delete()

    (item,) = trays(client)["Decided through your links"].items

    assert (item.words, item.address) == ("A draft that was deleted", "")
    assert 'href=""' not in client.get(DESK).content.decode()


def due_things(count):
    """Something of every kind, ``count`` times, whose moment is over."""
    moment = timezone.now() - timedelta(hours=1)
    PlanFactory.create_batch(count, state="draft", publish_at=moment)
    ProgressUpdateFactory.create_batch(count, state="signed-off", publish_at=moment)
    StoryFactory.create_batch(count, state="draft", publish_at=moment, consent=None)


@pytest.mark.parametrize(
    ("role", "nouns"),
    [
        ("Contributor", []),
        ("Approver", ["progress update"]),
        ("Story editor", ["story"]),
        ("Plan manager", ["plan"]),
        ("Administrator", ["plan", "progress update", "story"]),
    ],
)
def test_what_is_late_is_shown_to_who_publishes_it(client, role, nouns):
    due_things(1)
    at_the_desk(client, role)

    tray = trays(client).get(LATE)

    assert [item.words.partition(" “")[0] for item in (tray.items if tray else [])] == nouns


def test_what_is_late_is_counted_and_all_of_it_stands_on_a_page_of_its_own(client):
    due_things(4)
    at_the_desk(client, "Administrator")

    tray = trays(client)[LATE]
    page = client.get(tray.address)

    assert (tray.count, len(tray.items), len(page.context["tray"].items)) == (12, MOST_SHOWN, 12)


@pytest.mark.parametrize(("role", "sees"), [("Approver", True), ("Contributor", False)])
def test_what_is_signed_off_for_later_is_known_to_who_signs_off(client, clock, role, sees):
    clock("2026-11-22")
    for day in (2, 1):
        moment = datetime(2026, 12, day, 9, tzinfo=UTC)
        ProgressUpdateFactory(state="signed-off", publish_at=moment, deliverable__text=f"Open hub {day}.")
    due_things(1)
    at_the_desk(client, role)

    tray = trays(client).get("Signed off, to be published")

    assert bool(tray) == sees
    if sees:
        assert [item.words for item in tray.items] == ["Open hub 1.", "Open hub 2."]
        assert (tray.waits, tray.items[0].why) == (False, "On 1 December 2026, 09:00: on track")
        assert listed(client.get(tray.address)) == tray.count == 2


def test_page_of_an_empty_tray_says_so(client):
    at_the_desk(client, "Administrator")

    pages = [client.get(whole(name)) for name in WHOLE]

    assert ["Nothing is left" in page.content.decode() for page in pages] == [True] * len(WHOLE)
    assert client.get(reverse("admin:tray", args=["nothing"])).status_code == 404


def test_spreadsheets_are_on_the_desk_of_who_brought_them_in_only(client):
    SpreadsheetRun.objects.create(user=UserFactory(), model="outcomes.place", file_name="other.csv", state="checked")
    user = at_the_desk(client, "Plan manager")
    mine = {"user": user, "model": "outcomes.place", "ended_at": timezone.now()}
    checked = SpreadsheetRun.objects.create(**mine | {"ended_at": None}, file_name="checked.csv", state="checked")
    applied = SpreadsheetRun.objects.create(**mine, file_name="applied.csv", state="applied")
    SpreadsheetRun.objects.create(**mine, file_name="thrown-away.csv", state="discarded")

    shown = trays(client)
    found = [shown[title].items for title in ("Spreadsheets checked, not brought in yet", "Your last spreadsheets")]

    pages = [reverse("admin:outcomes_place_spreadsheet", args=[run.pk]) for run in (checked, applied)]
    assert [[item.address for item in items] for items in found] == [[page] for page in pages]
    assert [client.get(page).status_code for page in pages] == [200, 200]


def test_spreadsheet_of_a_list_that_is_gone_stands_on_the_desk_without_a_link(client):
    user = at_the_desk(client, "Plan manager")
    SpreadsheetRun.objects.create(user=user, model="outcomes.gone", file_name="old.csv", state="checked")

    (item,) = trays(client)["Spreadsheets checked, not brought in yet"].items

    assert (item.address, item.words, "of a list that is gone" in item.why) == ("", "old.csv", True)


def test_front_page_has_plain_names(client):
    at_the_desk(client, "Administrator")

    rooms = {
        each["name"]: {model["object_name"] for model in each["models"]}
        for each in client.get(DESK).context["app_list"]
    }

    assert rooms["Accounts and roles"] == {"User", "Group"}
    assert rooms["Mail that the portal sends"] >= {"Email"}
    assert "EmailTemplate" not in rooms["Mail that the portal sends"]


def test_desk_writes_nothing(client):
    due_things(2)
    at_the_desk(client, "Administrator")

    with CaptureQueriesContext(connection) as captured:
        client.get(DESK)

    asked = {query["sql"].split()[0] for query in captured}
    assert asked == {"SELECT"}


@pytest.mark.parametrize(("role", "sees"), [("Monitoring Officer", True), ("Story editor", False)])
def test_what_an_election_period_holds_back_waits_for_who_releases_it(client, clock, role, sees):
    clock("2027-04-01")
    ElectionPeriodFactory(name="Local elections")
    ForewordFactory.create_batch(2)
    StoryFactory(state="draft", publish_at=timezone.now() + timedelta(days=1))
    at_the_desk(client, role)

    tray = trays(client).get("Held back for an election")

    assert bool(tray) == sees
    if sees:
        assert tray.count == len(client.get(tray.address).context["waiting"]) == 3
        assert client.get(DESK).context["standing"] == "3 items held back for an election."


def test_consent_that_ended_or_was_withdrawn_does_not_wait(client):
    ends = timezone.localdate() + timedelta(days=20)
    ConsentFactory(story=StoryFactory(consent=None), expires_on=date(2022, 1, 1))
    ConsentFactory(story=StoryFactory(consent=None), expires_on=ends, withdrawn_on=date(2022, 1, 1))
    ConsentFactory(story=StoryFactory(consent=None, state="draft"), expires_on=ends)
    at_the_desk(client, "Story editor")

    assert list(trays(client)) == ["Drafts to publish"]


def test_consent_is_told_by_the_last_day_on_which_its_story_is_shown_and_after_that(client, clock):
    clock("2026-11-23")
    for name, day in {"Gone": 24, "Today": 23, "Tomorrow": 24}.items():
        month = 10 if name == "Gone" else 11
        story = StoryFactory(consent=None, person_name=name, slug=name.lower())
        ConsentFactory(story=story, expires_on=date(2026, month, day))
    at_the_desk(client, "Story editor")

    tray = trays(client)["Consent that ends soon or ran out"]

    assert [(item.words, item.why) for item in tray.items] == [
        ("Today", "Hidden since 23 November 2026: its consent ran out"),
        ("Tomorrow", "Shown to the end of 23 November 2026"),
    ]
    assert [client.get(f"/stories/{name}/").status_code for name in ("today", "tomorrow")] == [404, 200]
    assert listed(client.get(tray.address)) == tray.count == 2
    clock("2026-11-22")
    assert trays(client)["Consent that ends soon or ran out"].count == 3


def test_submission_stays_while_somebody_is_in_touch_after_those_that_nobody_answered(client, clock):
    user = at_the_desk(client, "Story editor")
    for moment in ("2026-05-01", "2026-05-02"):
        clock(moment)
        StorySubmissionFactory(name=moment)
    StorySubmissionFactory(state="declined")
    for day, note in enumerate(["Wrote to the sender.", "Rang the sender."], start=3):
        clock(f"2026-05-0{day}")
        write_to_sender(StorySubmission.objects.get(name="2026-05-01"), note=note, by=user)

    tray = trays(client)["Stories that people sent in"]

    assert [(item.words, item.why) for item in tray.items] == [
        ("From 2026-05-02", "Received on 2 May 2026"),
        ("From 2026-05-01", "In touch since 3 May 2026"),
    ]
    assert listed(client.get(tray.address)) == tray.count == 2


@pytest.mark.parametrize("role", list(roles()))
def test_desk_takes_as_many_queries_for_three_of_everything_as_for_one(client, role):
    own = DirectorateFactory()
    user = at_the_desk(client, role, own)

    def fill_all(count):
        fill(own, count)
        due_things(count)
        StoryFactory.create_batch(count, state="draft")
        ProgressUpdateFactory.create_batch(count, state="signed-off", publish_at=timezone.now() + timedelta(days=1))
        for _ in range(count):
            decided_link(user, ProgressUpdateFactory())

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(DESK)
        return len(captured)

    fill_all(1)
    queries()
    for_one = queries()
    fill_all(2)

    assert queries() == for_one
    assert for_one <= 32


def test_what_is_held_back_takes_as_many_queries_for_three_as_for_one(client, clock):
    clock("2027-04-01")
    ElectionPeriodFactory()
    at_the_desk(client, "Monitoring Officer")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(DESK)
        return len(captured)

    ForewordFactory()
    queries()
    for_one = queries()
    ForewordFactory.create_batch(2)

    assert queries() == for_one


def test_what_is_late_because_who_set_it_may_not_publish_any_more_says_so(client):
    left = UserFactory()
    with entering(Entry(by=left)):
        due_things(1)
    at_the_desk(client, "Approver")

    (item,) = trays(client)[LATE].items

    assert item.why.endswith(NO_LONGER.format(left))
