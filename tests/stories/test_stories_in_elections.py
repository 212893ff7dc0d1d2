"""Stories while an election period is on, with a simulated clock: queued, published afterwards, or released."""

from contextlib import nullcontext
from datetime import UTC, date, datetime
from unittest.mock import Mock

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, OperationalError
from django.urls import reverse
from factories import ConsentFactory, ElectionPeriodFactory, ForewordFactory, PlanFactory, StoryFactory, UserFactory
from spreadsheets_at_hand import bring_in, changed, download

from ledger.admin.why import SAVED_AT_ONCE
from ledger.entries import Entry, entering
from ledger.models import save_with_reason
from ledger.past import as_at
from ledger.refusals import LedgerRefusal, ReasonNeeded
from outcomes.admin.elections import held_back
from outcomes.elections import why_it_waits
from outcomes.models import ElectionPeriod, Release
from outcomes.refusals import HeldBack
from outcomes.releasing import NOT_HELD, release
from plan_documents.records import Record, Ref
from plan_documents.shelf import Shelf
from stories.models import Story

pytestmark = pytest.mark.django_db

AGAIN = datetime(2027, 5, 7, 8, tzinfo=UTC)
"""Nine in the morning in Kirklees, in summer time."""
HELD = "Held back until 7 May 2027 because of the election period “Local elections”."
REASON = "It tells of a polling station and names no party."
RELEASE, VIEW = "release_held", "view_electionperiod"
EDITOR = (VIEW, "view_story", "add_story", "change_story")


@pytest.fixture(autouse=True)
def period(clock):
    clock("2027-03-01")
    return ElectionPeriodFactory(name="Local elections")


def desk_of(client, *permissions):
    """Signed in at the time that the clock shows."""
    user = UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    return client


def a_story(**values):
    return {
        "slug": "example",
        "kind": "im-kirklees",
        "state": "published",
        "person_name": "Example person",
        "text": "An example of a story.",
        "order": "0",
        **{f"{prefix}-{name}_FORMS": "0" for prefix in ROWS for name in ("TOTAL", "INITIAL")},
        **values,
    }


ROWS = ("consent", "outcome_links", "value_links", "place_links")


def send(client, **values):
    answer = client.post(reverse("admin:stories_story_add"), a_story(**values), follow=True)
    return Story.objects.get(slug="example"), [str(each) for each in answer.context["messages"]]


def on_the_page(client, story):
    return client.get(story.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("moment", "state", "publish_at"),
    [
        ("2027-03-21 23:59", "published", None),
        ("2027-03-22 00:00", "draft", AGAIN),
        ("2027-03-28 00:30", "draft", AGAIN),
        ("2027-05-06 23:59", "draft", AGAIN),
        ("2027-05-07 00:00", "published", None),
    ],
)
def test_story_published_at_the_desk_is_queued_while_the_period_is_on(client, clock, moment, state, publish_at):
    clock(moment)
    story, said = send(desk_of(client, *EDITOR))

    assert (story.state, story.publish_at) == (state, publish_at)
    assert (f"Example person: {HELD} It is queued" in " ".join(said)) is (state == "draft")


def test_story_published_by_any_other_way_is_refused(clock):
    draft = StoryFactory(state="draft")
    clock("2027-04-01")
    draft.state = "published"

    with pytest.raises(HeldBack) as refusal:
        save_with_reason(draft, "It is ready to be read by everybody.", effective_on=date(2027, 4, 1))
    assert refusal.value.messages == [
        f"{HELD} Save it as a draft to be published then; the Monitoring Officer can release it before."
    ]
    with pytest.raises(HeldBack):
        StoryFactory()
    assert list(Story.objects.values_list("state", flat=True)) == ["draft"]


def test_story_read_in_from_a_document_is_queued(clock):
    clock("2027-04-01")
    PlanFactory(slug="plan")
    plan, key = Record("plan", ("plan",), {"slug": "plan"}, "plan", 1), {"plan": Ref("plan", ("plan",)), "slug": "a"}
    said = {"person_name": "Example person", "text": "An example."}
    defaults = {"kind": "im-kirklees", "state": "published", "order": 0}
    shelf = Shelf()
    shelf.compare(plan)
    story = shelf.compare(Record("story", ("plan", "a"), key, "story of Example person", 1, said, defaults))
    shelf.write(story, "Read in.", Entry(), date(2027, 4, 1))

    assert list(Story.objects.values_list("state", "publish_at")) == [("draft", AGAIN)]


def test_story_restored_to_a_published_version_is_refused(client, clock):
    story = StoryFactory()
    version = story.history.get()
    story.state = "withdrawn"
    story.save()
    clock("2027-04-01")

    address = reverse("admin:stories_story_restore", args=[story.pk, version.pk])
    answer = desk_of(client, *EDITOR).post(address, {"revision": story.revision, "why_reason": REASON})

    assert (HELD in answer.content.decode(), Story.objects.get().state) == (True, "withdrawn")


REWORDED = (
    "The words of “Example person” stay as they are until 7 May 2027 because of the election period “Local elections”: "
    "residents would read new ones for the first time. Wait until then, or save it with the new words as a draft to be "
    "published then, and ask the Monitoring Officer to release it."
)


@pytest.mark.parametrize("field", ["text", "title", "person_name", "person_role"])
def test_words_of_a_published_story_stay_while_the_period_is_on(clock, field):
    story = StoryFactory(person_name="Example person")
    clock("2027-04-01")
    setattr(story, field, "Vote for somebody.")

    with pytest.raises(HeldBack) as refusal:
        story.save()
    assert refusal.value.messages == [REWORDED]
    clock("2027-05-07")
    story.save()
    assert getattr(Story.objects.get(), field) == "Vote for somebody."


def test_words_refused_at_the_desk_come_back_as_typed(client, clock):
    story = StoryFactory(slug="example", person_name="Example person", person_role="", consent=None)
    clock("2027-04-01")
    address = reverse("admin:stories_story_change", args=[story.pk])
    answer = desk_of(client, *EDITOR).post(address, a_story(text="Typed anew.", revision=story.revision))

    page = answer.content.decode()
    assert [REWORDED in page, "Typed anew." in page] == [True, True]
    assert Story.objects.get().text == story.text


def test_published_story_can_be_taken_back_with_other_words_and_these_be_released(client, clock, admin_user):
    story = StoryFactory()
    clock("2027-04-01")
    story.text, story.state, story.publish_at = "Told anew.", "draft", AGAIN
    story.save()
    assert on_the_page(client, story) is False
    release(story, REASON, by=admin_user)

    assert "Told anew." in client.get(story.get_absolute_url()).content.decode()


def test_published_story_can_be_withdrawn_and_moved_while_the_period_is_on(clock):
    story = StoryFactory()
    clock("2027-04-01")
    story.order = 7
    story.save()
    story.state = "withdrawn"
    story.save()

    assert Story.objects.values_list("state", "order").get() == ("withdrawn", 7)


@pytest.mark.parametrize(("moment", "passes"), [("00:30", True), ("00:59", False)])
def test_slip_of_the_eve_is_corrected_within_the_hour(clock, admin_user, moment, passes):
    clock("2027-03-21 23:50")
    with entering(Entry(by=admin_user)):
        story = StoryFactory()
    clock(f"2027-03-22 {moment}")
    story.text = "Corrected."

    with nullcontext() if passes else pytest.raises(HeldBack), entering(Entry(correction=True, by=admin_user)):
        story.save()
    assert on_record(story, "text") == ("Corrected." if passes else "An example of a story.")


def on_record(story, field):
    return getattr(Story.objects.get(pk=story.pk), field)


# Stories that come out of a draft plan


@pytest.fixture
def plan():
    return PlanFactory(state="draft")


def publish_plan(plan):
    plan.state = "current"
    plan.save()


def test_story_of_a_plan_that_is_published_meanwhile_waits(client, clock, period, plan):
    story = StoryFactory(plan=plan)
    clock("2027-04-01")
    publish_plan(plan)

    assert (on_the_page(client, story), held_back(period)) == (False, [story])
    clock("2027-06-01")
    assert on_the_page(client, story) is True
    with as_at(date(2027, 4, 2)):
        assert list(Story.objects.published(date(2027, 4, 2))) == []
    with as_at(date(2027, 5, 7)):
        assert list(Story.objects.published(date(2027, 5, 7))) == [story]


def test_story_that_moves_out_of_a_draft_plan_waits_and_one_between_public_plans_stays(client, clock, plan):
    new, old = StoryFactory(plan=plan), StoryFactory(plan=PlanFactory())
    other = PlanFactory()
    clock("2027-04-01")
    for story in (new, old):
        story.plan = other
        story.save()

    assert [on_the_page(client, story) for story in (new, old)] == [False, True]


def test_story_of_a_plan_published_before_the_period_stays(client, clock, plan):
    story = StoryFactory(plan=plan)
    clock("2027-03-02")
    publish_plan(plan)
    clock("2027-04-01")

    assert on_the_page(client, story) is True


def test_story_out_of_a_draft_plan_can_be_released(client, clock, admin_user, plan):
    story = StoryFactory(plan=plan)
    clock("2027-04-01")
    publish_plan(plan)
    release(story, REASON, by=admin_user)

    assert on_the_page(client, story) is True


@pytest.mark.parametrize(("month", "moved"), [(3, False), (4, True), (6, False)])
def test_story_set_for_a_day_of_the_period_is_queued_for_the_day_after(month, moved):
    moment = datetime(2027, month, 10, 9, tzinfo=UTC)
    story = StoryFactory.build(state="draft", publish_at=moment)

    assert (bool(story.queue_if_held_back()), story.publish_at) == (moved, AGAIN if moved else moment)


def test_story_from_eve_to_day_after(client, clock):
    """Published on the eve: stays. During: queued, and published by the next run on the day after."""
    clock("2027-03-21 18:00")
    eve = StoryFactory()
    clock("2027-03-22 09:00")
    queued = Story(slug="queued", kind="im-kirklees", state="published", person_name="Example", text="An example.")
    queued.queue_if_held_back()
    queued.save()
    ConsentFactory(story=queued)
    assert [on_the_page(client, story) for story in (eve, queued)] == [True, False]

    clock("2027-05-07 08:59")
    call_command("publish_due")
    queued.refresh_from_db()
    assert queued.state == "draft"

    clock("2027-05-07 09:00")
    call_command("publish_due")
    queued.refresh_from_db()
    assert (queued.state, queued.publish_at is None or queued.publish_at == AGAIN) == ("published", True)


# Stories whose consent was not in force as the period began


EVE, FIRST = date(2027, 3, 21), date(2027, 3, 22)


@pytest.mark.parametrize(
    ("days", "waits"),
    [
        ({"withdrawn_on": date(2027, 3, 1)}, True),
        ({"withdrawn_on": FIRST}, False),
        ({"expires_on": EVE}, True),
        ({"given_on": FIRST}, True),
        ({"given_on": EVE}, False),
    ],
    ids=["withdrawn", "withdrawn from the first day", "expired", "given for the first day", "given on the eve"],
)
def test_story_that_nobody_could_read_on_the_eve_waits_though_consent_is_given_meanwhile(client, clock, days, waits):
    """Agreed to in January as a draft, and published while that did not hold any more: read by nobody so far."""
    clock("2027-01-05")
    story = StoryFactory(state="draft")
    clock("2027-03-01")
    change(story.consent, **days)
    change(story, state="published")
    clock("2027-04-01")
    change(story.consent, **dict.fromkeys(days))

    assert on_the_page(client, story) is not waits


def change(record, **values):
    record.refresh_from_db()
    for name, value in values.items():
        setattr(record, name, value)
    save_with_reason(record, "The person has thought of it again.")


@pytest.mark.parametrize("gone", ["deleted", "withdrawn"])
def test_story_whose_consent_was_taken_back_on_the_eve_is_released_by_the_officer(
    client, clock, period, admin_user, gone
):
    story = StoryFactory()
    clock("2027-03-21")
    story.consent.delete() if gone == "deleted" else change(story.consent, withdrawn_on=EVE)
    clock("2027-04-01")
    if gone == "deleted":
        ConsentFactory(story=story)
    else:
        change(story.consent, withdrawn_on=None)
    assert (on_the_page(client, story), held_back(period)) == (False, [story])

    release(Story.objects.get(pk=story.pk), REASON, by=admin_user)
    assert on_the_page(client, story) is True


# Photographs that show a councillor


def photograph(story, name, shows=True):
    story.photo, story.photo_alternative, story.photo_shows_councillor = name, "Example", shows
    story.save()
    return Story.objects.published(date.today()).get(pk=story.pk)


def shown(story, day):
    return bool(Story.objects.published(day).get(pk=story.pk).shown_photo)


@pytest.mark.parametrize(("shows", "waits"), [(True, True), (False, False)])
def test_photograph_of_a_councillor_waits_until_the_day_after(clock, period, shows, waits):
    story = StoryFactory()
    clock("2027-04-01")
    photograph(story, "stories/a.jpg", shows)

    assert shown(story, date(2027, 4, 1)) is not waits
    assert held_back(period) == ([story] if waits else [])
    assert shown(story, date(2027, 5, 7)) is True


def test_photograph_that_was_public_before_stays_when_it_is_marked(clock):
    story = StoryFactory(photo="stories/a.jpg", photo_alternative="Example")
    clock("2027-04-01")
    photograph(story, "stories/a.jpg")

    assert shown(story, date(2027, 4, 1)) is True


def test_photograph_that_waits_is_on_no_page_and_at_no_address(client, clock, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "stories").mkdir()
    (tmp_path / "stories" / "a.jpg").write_bytes(b"picture")
    story = StoryFactory()
    clock("2027-04-01")
    photograph(story, "stories/a.jpg")
    pages = ("/stories/", story.get_absolute_url())

    assert ["a.jpg" in client.get(address).content.decode() for address in pages] == [False, False]
    assert client.get("/media/stories/a.jpg").status_code == 404
    clock("2027-05-07")
    assert ["a.jpg" in client.get(address).content.decode() for address in pages] == [True, True]
    found = client.get("/media/stories/a.jpg")
    assert b"".join(found.streaming_content) == b"picture"


def test_stories_page_asks_as_much_while_the_period_is_on(client, clock, django_assert_num_queries):
    StoryFactory.create_batch(3)
    clock("2027-04-01")
    client.get("/stories/")

    with django_assert_num_queries(3):
        client.get("/stories/")


# The queue, and releasing from it


@pytest.fixture
def queued(clock):
    clock("2027-04-01 10:00")
    return StoryFactory(person_name="Example person", state="draft", publish_at=AGAIN)


HELD_BACK = "/admin/outcomes/electionperiod/held-back/"


def code(story):
    return f"stories.story:{story.pk}"


def post_release(client, story, reason=REASON, **values):
    said = {"item": code(story), "revision": story.revision, f"story-{story.pk}-reason": reason}
    return client.post(HELD_BACK, {**said, **values}, follow=True)


def test_released_story_is_published_at_once(client, queued):
    officer = desk_of(client, VIEW, RELEASE)
    other = StoryFactory(state="draft", publish_at=AGAIN)
    answer = post_release(officer, queued)

    queued.refresh_from_db()
    version = queued.history.first()
    assert (queued.state, queued.publish_at, on_the_page(client, queued)) == ("published", None, True)
    assert (version.history_change_reason, version.history_approved_by) == (REASON, "Monitoring Officer")
    assert version.history_user == answer.wsgi_request.user
    assert [(each.item, each.reason) for each in Release.objects.all()] == [(queued, REASON)]
    assert "“Example person” is released: residents can read it now." in answer.content.decode()
    assert Story.objects.get(pk=other.pk).state == "draft"


def test_words_changed_after_a_release_wait_again(client, queued, admin_user):
    release(queued, REASON, by=admin_user)
    queued.text = "Told anew."
    with pytest.raises(HeldBack):
        queued.save()
    queued.state, queued.publish_at = "draft", AGAIN
    queued.save()
    queued.state, queued.publish_at = "published", None
    with pytest.raises(HeldBack):
        queued.save()

    queued.state, queued.publish_at = "draft", AGAIN
    release(queued, "The words that came since name no party either.", by=admin_user)
    assert "Told anew." in client.get(queued.get_absolute_url()).content.decode()
    assert Release.objects.count() == 1


def test_photograph_changed_after_a_release_waits_again(clock, period, admin_user):
    story = StoryFactory()
    clock("2027-04-01")
    photograph(story, "stories/a.jpg")
    release(story, REASON, by=admin_user)
    photograph(story, "stories/b.jpg")

    assert (shown(story, date(2027, 4, 1)), held_back(period)) == (False, [story])


def test_release_of_what_was_changed_since_it_was_read_is_refused(client, queued):
    opened = queued.revision
    queued.text = "Told anew."
    queued.save()
    page = post_release(desk_of(client, VIEW, RELEASE), queued, revision=opened).content.decode()

    assert ("changed this record at" in page, f">\n{REASON}</textarea>" in page) == (True, True)
    assert (Story.objects.get().state, Release.objects.count()) == ("draft", 0)


def test_queue_names_a_photograph_that_would_be_released_with_its_story(client, queued):
    queued.photo, queued.photo_alternative, queued.photo_shows_councillor = "stories/a.jpg", "Example", True
    queued.save()

    page = desk_of(client, VIEW).get(HELD_BACK).content.decode()
    assert "Story, with a photograph of a councillor: Example person" in page


NO_CONSENT = "No consent is on record. Record it on the page of the story, under “Consent”."


def test_release_says_what_still_keeps_a_story_from_residents(client, clock, plan):
    clock("2027-04-01")
    story = StoryFactory(person_name="Example person", state="draft", publish_at=AGAIN, plan=plan)
    draft = f"{plan} is a draft. Publish it first, or take the story out of it."
    officer = desk_of(client, VIEW, RELEASE)

    assert draft in officer.get(HELD_BACK).content.decode()
    said = [str(each) for each in post_release(officer, story).context["messages"]]
    assert said == [f"“Example person” is released, but residents cannot read it yet: {draft}"]


def test_queued_story_without_consent_says_so(client, clock):
    clock("2027-04-01")
    _, said = send(desk_of(client, *EDITOR))

    assert f"It is queued, but as it stands residents cannot read it then either: {NO_CONSENT}" in " ".join(said)


@pytest.mark.parametrize(("ends", "hidden"), [("2027-05-07", True), ("2027-05-08", False)])
def test_story_whose_consent_ends_by_the_day_on_which_it_is_published_says_so(client, clock, ends, hidden):
    story = StoryFactory(person_name="Example person", state="draft", publish_at=AGAIN)
    story.consent.expires_on = date.fromisoformat(ends)
    story.consent.save()
    clock("2027-04-01")
    why = (
        "The consent ends on 6 May 2027, and the story is to be published on 7 May 2027. Ask the person again, and "
        "record the new day."
    )

    page = desk_of(client, VIEW).get(HELD_BACK).content.decode()

    assert (why in page, why in why_it_waits(story)) == (hidden, hidden)
    assert ("will be published then" in why_it_waits(story)) is not hidden


def test_story_that_lacks_only_its_photograph_is_told_to_stay_public(client, clock):
    story = StoryFactory(person_name="Example person")
    clock("2027-04-01")
    photograph(story, "stories/a.jpg")

    assert why_it_waits(story) == (
        "The photograph of “Example person” is held back until 7 May 2027 because of the election period “Local "
        "elections”; the story itself stays public. The photograph is shown then; the Monitoring Officer can release "
        "it before."
    )
    page = desk_of(client, VIEW).get(HELD_BACK).content.decode()
    assert "Only the photograph is held back; the story itself stays public." in page


def test_story_queued_before_the_period_was_made_waits_without_failing(client, clock):
    story = StoryFactory(state="draft", publish_at=datetime(2027, 4, 1, 8, tzinfo=UTC))
    clock("2027-04-02")
    call_command("publish_due")

    assert on_record(story, "state") == "draft"
    assert "· to be published on 7 May 2027, 09:00" in desk_of(client, VIEW).get(HELD_BACK).content.decode()
    clock("2027-05-07 09:00")
    call_command("publish_due")
    assert on_record(story, "state") == "published"


STAYS_QUEUED = (
    "1 story stays queued for 7 May 2027, 09:00, when the period was to end. To publish sooner, set an earlier moment "
    "on each page."
)


@pytest.mark.parametrize(("until", "told"), [("2027-04-10", True), ("2027-05-07", False), ("2027-05-20", False)])
def test_period_that_ends_sooner_says_what_stays_queued(client, queued, period, admin_user, until, told):
    client.force_login(admin_user)
    address = reverse("admin:outcomes_electionperiod_change", args=[period.pk])
    values = {"name": "Local elections", "starts_on": "2027-03-22", "ends_on": until, "explanation": "Changed."}
    answer = client.post(address, {**values, "revision": period.revision}, follow=True)

    sentence = "1 story stays queued for 7 May 2027, 09:00, when the period was to end."
    assert (sentence in answer.content.decode(), str(ElectionPeriod.objects.get().ends_on)) == (told, until)


@pytest.mark.parametrize("at_once", [False, True])
def test_period_that_is_deleted_says_what_stays_queued(client, queued, period, admin_user, at_once):
    client.force_login(admin_user)
    page = reverse(
        f"admin:outcomes_electionperiod_{'changelist' if at_once else 'delete'}", args=[period.pk] * (not at_once)
    )
    sent = {"action": "delete_selected", "_selected_action": [period.pk]} if at_once else {}

    answer = client.post(page, {**sent, "post": "yes"}, follow=True)

    assert (ElectionPeriod.objects.count(), [str(each) for each in answer.context["messages"]][0]) == (0, STAYS_QUEUED)


@pytest.mark.parametrize(("until", "notes"), [("2027-04-10", 1), ("2027-05-20", 0)])
def test_period_that_a_spreadsheet_ends_sooner_says_what_stays_queued(queued, period, until, notes):
    taken = bring_in(ElectionPeriod, changed(download(ElectionPeriod), ends_on=until))

    assert (taken.changes[0]["notes"], str(ElectionPeriod.objects.get().ends_on)) == ([STAYS_QUEUED] * notes, until)


@pytest.mark.parametrize(
    ("error", "said"), [(IntegrityError, NOT_HELD), (OperationalError("deadlock detected"), SAVED_AT_ONCE)]
)
def test_release_that_the_database_refuses_comes_back(client, queued, monkeypatch, error, said):
    monkeypatch.setattr("outcomes.admin.elections.release", Mock(side_effect=error))

    page = post_release(desk_of(client, VIEW, RELEASE), queued).content.decode()

    assert (said in page, f">\n{REASON}</textarea>" in page) == (True, True)


@pytest.mark.parametrize("reason", ["", "tbc", "Approved", "x" * 40])
def test_release_needs_a_reason_and_keeps_what_was_typed(client, queued, reason):
    page = post_release(desk_of(client, VIEW, RELEASE), queued, reason).content.decode()

    assert ("Nothing was written" in page, f">\n{reason}</textarea>" in page) == (True, True)
    assert f"why “{queued}” can be shown now" in page
    assert "why this changes" not in page
    assert (Story.objects.get().state, Release.objects.count()) == ("draft", 0)


def test_release_is_closed_to_who_may_change_stories(client, queued):
    editor = desk_of(client, *EDITOR)

    assert post_release(editor, queued).status_code == 403
    with pytest.raises(PermissionDenied):
        release(queued, REASON, by=UserFactory())
    assert (Story.objects.get().state, Release.objects.count()) == ("draft", 0)


def test_editor_reads_what_waits_without_a_button(client, queued):
    page = desk_of(client, *EDITOR).get(HELD_BACK).content.decode()

    assert ("Story: Example person" in page, "Release this one" in page) == (True, False)
    assert "1 item waits until\n          7 May 2027, 09:00" in page


@pytest.mark.parametrize(("permissions", "status"), [((), 403), ((VIEW,), 200)])
def test_queue_asks_for_the_view_of_election_periods(client, queued, permissions, status):
    assert desk_of(client, *permissions).get(HELD_BACK).status_code == status


def test_queue_leads_to_sign_in(client, queued):
    assert client.get(HELD_BACK).url == f"/admin/login/?next={HELD_BACK}"


@pytest.mark.parametrize(
    "item", ["", "stories.story:0", "stories.story:99999999999999999999", "auth.user:1", "\0", "stories.story", "a:b:c"]
)
def test_release_of_what_does_not_wait_changes_nothing(client, queued, item):
    answer = desk_of(client, VIEW, RELEASE).post(HELD_BACK, {"item": item}, follow=True)

    assert (answer.status_code, NOT_HELD in answer.content.decode()) == (200, True)
    assert Release.objects.count() == 0


def test_release_without_a_reason_is_refused(queued, admin_user):
    with pytest.raises(ReasonNeeded):
        release(queued, "Approved", by=admin_user)


def test_release_a_second_time_is_refused(client, queued, admin_user):
    release(queued, REASON, by=admin_user)

    with pytest.raises(LedgerRefusal, match="not held back any more"):
        release(queued, REASON, by=admin_user)


def test_released_photograph_is_shown_at_once(clock, admin_user):
    story = StoryFactory()
    clock("2027-04-01")
    photograph(story, "stories/a.jpg")
    release(story, REASON, by=admin_user)

    assert shown(story, date(2027, 4, 1)) is True


def test_story_queued_for_long_after_the_period_does_not_wait_for_it(clock, period):
    StoryFactory(state="draft", publish_at=datetime(2027, 7, 1, tzinfo=UTC))
    clock("2027-04-01")

    assert held_back(period) == []


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        ("2027-03-01", "The next begins on 22 March 2027: Local elections."),
        ("2027-04-01", "Nothing waits, though the election period “Local elections” is on."),
        ("2027-05-07", "No election period is on, so nothing is held back."),
    ],
)
def test_queue_opens_with_how_things_stand(client, clock, moment, sentence):
    clock(moment)

    assert sentence in desk_of(client, VIEW).get(HELD_BACK).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_queue_asks_as_much_however_much_waits(client, queued, rows, django_assert_max_num_queries):
    plan = PlanFactory()
    for order in range(rows):
        StoryFactory(state="draft", publish_at=AGAIN)
        release(ForewordFactory(plan=plan, order=order), REASON, by=UserFactory(is_superuser=True))
        ForewordFactory(plan=plan, order=50 + order)
    officer = desk_of(client, VIEW, RELEASE)
    officer.get(HELD_BACK)  # content types are asked for once in a process

    with django_assert_max_num_queries(16):
        officer.get(HELD_BACK)


def test_new_foreword_says_at_the_desk_that_it_waits(client, clock, admin_user):
    plan = PlanFactory()
    clock("2027-04-01")
    client.force_login(admin_user)
    values = {"plan": plan.pk, "order": 1, "author_name": "Example author", "body": "Written now."}
    answer = client.post(reverse("admin:outcomes_foreword_add"), values, follow=True)

    assert f"Example author in {plan}: {HELD} It is queued" in answer.content.decode()


def test_story_whose_consent_is_first_recorded_in_the_period_waits(clock, client):
    clock("2027-03-01")
    story = StoryFactory(state="published", consent=None)
    clock("2027-04-01")

    ConsentFactory(story=story)

    assert (on_the_page(client, story), list(Story.objects.held_back(ElectionPeriod.objects.get()))) == (False, [story])
    clock("2027-05-07")
    assert on_the_page(client, story)


def test_story_whose_consent_is_renewed_in_the_period_is_read_again(clock, client):
    clock("2027-03-01")
    story = StoryFactory(state="published", consent=None)
    consent = ConsentFactory(story=story, expires_on=date(2027, 3, 31))
    clock("2027-04-01")
    hidden = not on_the_page(client, story)

    consent.expires_on = None
    consent.save()

    assert (hidden, on_the_page(client, story)) == (True, True)
