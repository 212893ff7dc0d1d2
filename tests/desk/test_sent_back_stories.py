"""A story that was sent back by a link: it waits as a plan does, until somebody says that they know."""

from datetime import timedelta

import pytest
from deciding import decide_by_link
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from factories import ElectionPeriodFactory, StoryFactory
from sent_by_browser import press
from spreadsheets_at_hand import bring_in, changed, download, told

from desk.decisions import NOT_THEN, decisions_on
from desk.publishing import SENT_BACK, publish_due
from desk.trays.publishing import not_published
from desk.trays.stories import stories_to_publish
from ledger.clock import moment_in_words
from ledger.refusals import LedgerRefusal
from outcomes.objections import objection_to
from outcomes.releasing import release
from stories.models import Story

pytestmark = pytest.mark.django_db

ROLE, REMARK = "Head of communications", "She asked us to leave her street out."
TICK = f"Publish it although {ROLE} sent it back"
QUESTION = "Mend that and ask for another decision, or tick “{}”."


@pytest.fixture
def send_back(officer):
    def send_back(story):
        return f"{decide_by_link(story, 'returned', REMARK, role=ROLE, by=officer)}, by link. “{REMARK}”"

    return send_back


def in_days(days):
    return timezone.localtime(timezone.now() + timedelta(days=days)).replace(second=0, microsecond=0)


def page_of(story):
    return reverse("admin:stories_story_change", args=[story.pk])


def errors_beside(page, name):
    return page.context["adminform"].form.errors.get(name, [])


def test_story_sent_back_after_its_moment_was_set_is_not_published_then(officer, send_back):
    story = StoryFactory(state="draft", publish_at=in_days(1))
    said = send_back(story)

    refusals = [each.refusal for each in publish_due(story.publish_at)]
    [item] = not_published(officer, story.publish_at).items

    assert (refusals, Story.objects.get().state) == ([SENT_BACK.format(said)], "draft")
    assert item.why == f"Set for {moment_in_words(story.publish_at)}. {SENT_BACK.format(said)}"
    assert decisions_on(story) == [f"{said}{NOT_THEN}"]


def test_story_whose_moment_was_set_by_who_knows_is_published_then(desk, send_back):
    story = StoryFactory(state="draft", publish_at=in_days(1))
    send_back(story)
    later = {"publish_at": f"{in_days(2):%Y-%m-%dT%H:%M}", "although": "on"}

    same = press(desk, desk.get(page_of(story)), although="on")
    done = press(desk, same, **later)

    assert errors_beside(same, "publish_at") == [objection_to(story).another]
    assert (done.status_code, [each.refusal for each in publish_due(in_days(3))]) == (302, [""])
    assert Story.objects.get().state == "published"


@pytest.mark.parametrize("typed", [{"state": "published"}, {"publish_at": f"{in_days(9):%Y-%m-%dT%H:%M}"}])
def test_story_that_was_sent_back_is_published_on_its_page_only_with_a_tick(desk, send_back, typed):
    story = StoryFactory(state="draft")
    said = send_back(story)

    asked = press(desk, desk.get(page_of(story)), title="Another title", **typed)
    stored = Story.objects.get()
    done = press(desk, asked, although="on")

    assert errors_beside(asked, "although") == [f"{said} {QUESTION.format(TICK)}"]
    assert (stored.state, stored.publish_at, stored.title) == ("draft", None, story.title)
    assert (done.status_code, Story.objects.get().title) == (302, "Another title")
    assert "although" not in desk.get(page_of(story)).context["adminform"].form.fields or "publish_at" in typed


def test_story_that_was_sent_back_is_changed_and_withdrawn_without_a_tick(desk, send_back):
    story = StoryFactory(state="draft")
    send_back(story)

    done = press(desk, desk.get(page_of(story)), title="Another title", state="withdrawn")

    assert (done.status_code, Story.objects.get().state) == (302, "withdrawn")


def test_spreadsheet_publishes_no_story_that_was_sent_back(send_back):
    send_back(StoryFactory(state="draft"))

    outcome = bring_in(Story, changed(download(Story), state="published"))

    assert [fault[:3] for fault in told(outcome)] == [(2, "state", "published")]
    assert Story.objects.get().state == "draft"


def test_queued_story_that_was_sent_back_is_released_once_its_moment_was_set_anew(clock, officer, send_back):
    clock("2027-04-01")
    ElectionPeriodFactory()
    story = StoryFactory(state="draft", publish_at=in_days(20))
    clock("2027-04-01 09:00")
    send_back(story)

    with pytest.raises(LedgerRefusal, match=ROLE):
        release(Story.objects.get(), "It tells people how to vote.", officer)
    clock("2027-04-02")
    story.publish_at, story.although = in_days(21), True
    story.save()
    release(Story.objects.get(), "It tells people how to vote.", officer)

    assert Story.objects.get().state == "published"


def test_tray_of_drafts_says_who_sent_one_back_and_why(officer, send_back):
    said = send_back(StoryFactory(state="draft", consent=None))
    StoryFactory(state="draft", consent=None)

    tray = stories_to_publish(officer, timezone.now())

    assert [item.why for item in tray.items] == [f"{said} Consent: none", "Consent: none"]


def test_tray_of_drafts_takes_as_many_queries_for_three_that_were_sent_back_as_for_one(officer, send_back):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert stories_to_publish(officer, timezone.now()).items
        return len(captured)

    send_back(StoryFactory(state="draft"))
    queries()
    for_one = queries()
    for story in StoryFactory.create_batch(2, state="draft"):
        send_back(story)

    assert queries() == for_one
