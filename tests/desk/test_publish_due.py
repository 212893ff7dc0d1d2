"""Publishing at the moment that was set: what is due and nothing else, each whole or not at all."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import (
    ConsentFactory,
    DeliverableFactory,
    PlanFactory,
    ProgressUpdateFactory,
    StoryFactory,
    UserFactory,
)

from desk import publishing
from desk.publishing import NO_LONGER, REPLACES, UNKNOWN, due, publish_due, who_set, why_it_stays
from ledger.clock import moment_in_words
from ledger.entries import Entry, entering
from outcomes.models import Plan
from priorities.models import ProgressUpdate

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
"""Nine o'clock on the first of April in Kirklees, where it is summer time."""
BEFORE, AFTER = NOW - timedelta(minutes=1), NOW + timedelta(minutes=1)


def signed_off(**fields) -> ProgressUpdate:
    return ProgressUpdateFactory(**{"state": "signed-off", "publish_at": NOW, **fields})


def draft_story(**fields):
    return StoryFactory(**{"state": "draft", "publish_at": NOW, **fields})


def draft_plan(**fields) -> Plan:
    return PlanFactory(**{"state": "draft", "publish_at": NOW, **fields})


def who_may(*permissions):
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


@pytest.mark.parametrize("make", [signed_off, draft_story, draft_plan])
def test_draft_is_published_at_its_moment_and_says_so(make):
    record = make()

    attempts = list(publish_due(NOW))

    record.refresh_from_db()
    assert [(each.record, each.moment, each.refusal) for each in attempts] == [(record, NOW, "")]
    assert (record.state, record.publish_at) == ("current" if make is draft_plan else "published", None)
    said = record.history.latest("history_id").history_change_reason
    assert said == "Published at the time that was set: 1 April 2026, 09:00."


@pytest.mark.parametrize("make", [signed_off, draft_story, draft_plan])
def test_draft_is_not_published_before_its_moment(make):
    record = make()

    assert (list(publish_due(BEFORE)), record.history.count()) == ([], 1)


@pytest.mark.parametrize("make", [signed_off, draft_story, draft_plan])
def test_second_run_does_nothing(make):
    record = make()
    list(publish_due(NOW))

    assert (list(publish_due(AFTER)), record.history.count()) == ([], 2)


def test_draft_without_a_moment_stays_a_draft():
    PlanFactory(state="draft")
    StoryFactory(state="draft")
    ProgressUpdateFactory(state="draft", publish_at=NOW)
    ProgressUpdateFactory(state="awaiting", publish_at=NOW)

    assert list(publish_due(NOW)) == []


def test_run_that_was_overtaken_by_another_does_nothing_twice(monkeypatch):
    plan = draft_plan()
    seen_by_both = list(publishing.due(NOW))
    list(publish_due(NOW))
    monkeypatch.setattr(publishing, "due", lambda now: iter(seen_by_both))

    assert (list(publish_due(NOW)), plan.history.count()) == ([], 2)


def test_moment_that_was_changed_meanwhile_holds(monkeypatch):
    plan = draft_plan()
    seen = list(publishing.due(NOW))
    plan.publish_at = AFTER
    plan.save()
    monkeypatch.setattr(publishing, "due", lambda now: iter(seen))

    assert (list(publish_due(NOW)), Plan.objects.get().state) == ([], "draft")


def test_publication_is_by_who_set_the_moment():
    first, second = who_may("change_plan"), UserFactory()
    with entering(Entry(by=first)):
        plan = draft_plan()
    with entering(Entry(by=second)):
        plan.title = "Another title"
        plan.save()

    setter = who_set(plan, "publish_at")

    list(publish_due(NOW))

    assert (setter, plan.history.latest("history_id").history_user) == (first, first)


def test_report_is_published_by_who_signed_it_off_not_by_who_wrote_its_moment():
    writer, approver = UserFactory(), who_may("sign_off_progressupdate")
    with entering(Entry(by=writer)):
        update = signed_off(state="awaiting")
    update.state = "signed-off"
    with entering(Entry(by=approver)):
        update.save()

    (attempt,) = publish_due(NOW)

    assert (attempt.refusal, update.history.latest("history_id").history_user) == ("", approver)


@pytest.mark.parametrize(
    ("make", "permission"),
    [(signed_off, "sign_off_progressupdate"), (draft_story, "change_story"), (draft_plan, "change_plan")],
)
@pytest.mark.parametrize("lost", ["account", "right"])
def test_draft_whose_moment_was_set_by_who_may_not_publish_any_more_stays(make, permission, lost):
    by = who_may(permission)
    with entering(Entry(by=by)):
        record = make()
    if lost == "account":
        type(by).objects.filter(pk=by.pk).update(is_active=False)
    else:
        by.user_permissions.clear()

    attempts = list(publish_due(NOW))

    assert [each.refusal for each in attempts] == [NO_LONGER.format(by)]
    assert record.history.count() == 1


def test_plan_that_is_over_is_archived_by_the_one_that_replaces_it(clock):
    clock("2026-04-01 09:00")
    earlier = PlanFactory(state="current", ends_on=date(2026, 3, 31))
    plan = draft_plan(replaces=earlier)

    list(publish_due(NOW))

    earlier.refresh_from_db()
    assert (earlier.state, earlier.history.latest("history_id").history_change_reason) == (
        "archived",
        f"{plan} took its place at the time that was set: 1 April 2026, 09:00.",
    )


@pytest.mark.parametrize("ends_on", [None, date(2026, 4, 1)], ids=["no-last-day", "its-last-day"])
def test_plan_that_is_not_over_stays_current_beside_the_one_that_replaces_it(clock, ends_on):
    clock("2026-04-01 09:00")
    earlier = PlanFactory(state="current", ends_on=ends_on)
    draft_plan(replaces=earlier)

    list(publish_due(NOW))

    earlier.refresh_from_db()
    assert earlier.state == "current"


def test_report_and_story_of_a_plan_go_public_with_it():
    plan = draft_plan()
    signed_off(deliverable=DeliverableFactory(priority__plan=plan))
    draft_story(plan=plan)

    assert [each.refusal for each in publish_due(NOW)] == ["", "", ""]


def test_plan_with_promises_left_open_stays_a_draft_and_everything_else_goes_on():
    earlier = DeliverableFactory().priority.plan
    plan = draft_plan(replaces=earlier, title="Next plan")
    story = draft_story()

    refused, published = list(publish_due(NOW))

    assert (refused.record, published.record, published.refusal) == (plan, story, "")
    assert refused.refusal.startswith("Next plan cannot be published yet: 1 unfinished promise of")
    assert (Plan.objects.get(pk=plan.pk).state, plan.history.count()) == ("draft", 1)


def test_story_without_consent_stays_a_draft():
    story = draft_story()
    consent = story.consent
    consent.withdrawn_on = timezone.localdate()
    consent.save()

    attempts = list(publish_due(NOW))

    assert [each.refusal for each in attempts] == ["The consent was withdrawn, so the story stays hidden."]
    assert story.history.count() == 1


@pytest.mark.parametrize(
    ("consent", "said"),
    [
        ({"expires_on": date(2020, 1, 1)}, "The consent has run out. Ask the person again, and record the new day."),
        (
            {"given_on": date(2100, 1, 1)},
            "The consent is given for a later day only. Choose that day, or a later one.",
        ),
    ],
)
def test_story_whose_consent_does_not_hold_says_what_to_do(consent, said):
    story = draft_story(consent=None)
    ConsentFactory(story=story, **{"given_on": None, "expires_on": None, **consent})

    assert [each.refusal for each in publish_due(NOW)] == [said]


def test_report_on_a_draft_plan_stays_signed_off():
    plan = PlanFactory(state="draft")
    update = signed_off(deliverable=DeliverableFactory(priority__plan=plan))

    (attempt,) = publish_due(NOW)

    assert attempt.refusal == f"{plan} is a draft, and nobody can read reports on its promises. Publish the plan first."
    assert update.history.count() == 1


def test_why_something_stays_is_read_off_its_row(django_assert_num_queries):
    earlier, later = PlanFactory(title="This plan"), PlanFactory(state="draft", title="Next plan")
    draft_plan()
    draft_plan(replaces=earlier)
    signed_off(deliverable=DeliverableFactory(priority__plan=later))
    signed_off()
    draft_story(consent=None)
    draft_story()
    rows = list(due(NOW))

    with django_assert_num_queries(0):
        said = [why_it_stays(row) for row in rows]

    assert said == [
        UNKNOWN,
        REPLACES.format(earlier),
        f"{later} is a draft, and nobody can read reports on its promises. Publish the plan first.",
        UNKNOWN,
        "No consent is on record. Record it on the page of the story, under “Consent”.",
        UNKNOWN,
    ]


def test_command_publishes_and_tells():
    plan = draft_plan(title="Example plan")
    out = StringIO()

    call_command("publish_due", stdout=out)

    assert out.getvalue() == f"Published: plan “Example plan” ({plan.pk}), set for 1 April 2026, 09:00.\n"


def test_command_fails_after_doing_the_others():
    story = draft_story(consent=None, title="Example story")
    plan = draft_plan()
    errors = StringIO()

    with pytest.raises(CommandError) as failure:
        call_command("publish_due", stdout=StringIO(), stderr=errors)

    assert str(failure.value) == "1 of 2 could not be done; each is tried again at the next run."
    assert errors.getvalue() == (
        f"Not published: story “Example story” ({story.pk}), set for 1 April 2026, 09:00. "
        "No consent is on record. Record it on the page of the story, under “Consent”.\n"
    )
    assert Plan.objects.get(pk=plan.pk).state == "current"


def test_command_with_nothing_to_do_says_nothing():
    out = StringIO()

    call_command("publish_due", stdout=out)

    assert out.getvalue() == ""


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "29 March 2026, 00:59"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "29 March 2026, 02:00"),
        (datetime(2026, 10, 25, 0, 59, tzinfo=UTC), "25 October 2026, 01:59"),
        (datetime(2026, 10, 25, 1, 0, tzinfo=UTC), "25 October 2026, 01:00"),
    ],
)
def test_moment_is_told_in_the_time_of_the_united_kingdom(moment, said):
    assert moment_in_words(moment) == said


def test_what_is_due_takes_as_many_queries_for_three_as_for_one():
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert all(str(each) and publishing.name_of(each) for each in publishing.due(NOW))
        return len(captured)

    for make in (signed_off, draft_story, draft_plan):
        make()
    for_one = queries()
    for make in (signed_off, draft_story, draft_plan):
        make(), make()

    assert queries() == for_one == 4


def test_database_error_of_one_does_not_stop_the_others(cannot_be_saved):
    first, second = draft_plan(), draft_plan()
    cannot_be_saved(first)

    attempts = list(publish_due(NOW))

    assert [(each.record, bool(each.refusal)) for each in attempts] == [(first, True), (second, False)]
