"""Moderation: each submission is answered once, on one page, and nothing of it becomes public by itself."""

from collections import Counter

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from factories import StoryFactory, StorySubmissionFactory, UserFactory
from sent_by_browser import press

from ledger.admin.why import SAVED_AT_ONCE
from ledger.models import KeptForm
from ledger.plain_messages import CHOOSE
from ledger.refusals import EditedMeanwhile, LedgerRefusal
from ledger.verifying import verify_model
from stories.admin_moderation import IN_TOUCH_ALREADY, IS_OVER
from stories.models import Consent, Story, StorySubmission
from stories.moderating import decline, take_up, write_to_sender

pytestmark = pytest.mark.django_db

NOTED = "Noted: I am in touch with the sender."
MAY_ANSWER = ("view_storysubmission", "change_storysubmission")
MAY_MAKE_STORIES = (*MAY_ANSWER, "add_story", "add_consent", "view_story", "change_story")


def desk_of(client, *permissions):
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    return client


def page_of(submission):
    return reverse("admin:stories_storysubmission_moderate", args=[submission.pk])


def answer(submission, **said):
    return {"revision": submission.revision, "text": submission.text, **said}


A_STORY = {
    "answer": "taken-up",
    "kind": "im-kirklees",
    "person_name": "Example sender",
    "basis": "By email, to the text and the name.",
    "given_on": "2026-05-03",
}


def test_submission_taken_up_becomes_a_draft_with_its_consent(client):
    submission = StorySubmissionFactory(text="An example of what was sent in.")

    sent = desk_of(client, *MAY_MAKE_STORIES).post(page_of(submission), answer(submission, **A_STORY))

    story = Story.objects.get()
    submission.refresh_from_db()
    assert sent.url == reverse("admin:stories_story_change", args=[story.pk])
    assert (story.slug, story.state, story.text) == ("example-sender", "draft", "An example of what was sent in.")
    assert (story.consent.basis, submission.state, submission.story) == (A_STORY["basis"], "taken-up", story)


def test_draft_made_of_a_submission_is_not_public(client):
    submission = StorySubmissionFactory()
    desk_of(client, *MAY_MAKE_STORIES).post(page_of(submission), answer(submission, **A_STORY))

    assert client.get("/stories/example-sender/").status_code == 404


def test_slug_that_another_story_had_is_numbered(client):
    StoryFactory(slug="example-sender")
    submission = StorySubmissionFactory()

    desk_of(client, *MAY_MAKE_STORIES).post(page_of(submission), answer(submission, **A_STORY))

    assert Story.objects.latest("pk").slug == "example-sender-2"


def test_submission_declined_says_why_in_its_history(client):
    submission = StorySubmissionFactory()
    said = answer(submission, answer="declined", note="It names a neighbour who has not agreed.")

    desk_of(client, *MAY_ANSWER).post(page_of(submission), said)

    submission.refresh_from_db()
    latest = submission.history.latest()
    assert (submission.state, latest.history_change_reason) == ("declined", "It names a neighbour who has not agreed.")


def test_answer_leads_to_the_submission_that_waits_longest(client):
    first, second, third = StorySubmissionFactory.create_batch(3)

    sent = desk_of(client, *MAY_ANSWER).post(page_of(second), answer(second, answer="in-touch"))

    assert sent.url == page_of(first)


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"answer": "declined"}, "note", "Say why it is not taken up: the sender may ask."),
        ({**A_STORY, "basis": ""}, "basis", "This is needed to make a story of it."),
        ({**A_STORY, "text": ""}, "text", "This is needed to make a story of it."),
        ({**A_STORY, "person_name": ""}, "person_name", "Give the person's name as they agreed it, or a title."),
        ({**A_STORY, "expires_on": "2026-05-03"}, "expires_on", "Consent cannot expire before it is given."),
        ({**A_STORY, "expires_on": "2026-05-04"}, "expires_on", IS_OVER),
        ({}, "answer", CHOOSE),
    ],
    ids=["declined without why", "no basis", "no text", "no name", "expired at once", "run out", "no answer"],
)
def test_answer_that_lacks_something_comes_back_with_what_was_typed(client, clock, said, field, sentence):
    clock("2026-05-04")
    submission = StorySubmissionFactory()

    page = desk_of(client, *MAY_MAKE_STORIES).post(
        page_of(submission), answer(submission, person_role="Reader", **said)
    )

    assert (page.status_code, page.context["form"].errors[field]) == (200, [sentence])
    assert page.context["form"]["person_role"].value() == "Reader"
    assert (Story.objects.count(), Consent.objects.count()) == (0, 0)


def test_answer_to_a_submission_that_somebody_else_answered_is_refused(client):
    submission = StorySubmissionFactory()
    opened = answer(submission, answer="declined", note="It names a neighbour who has not agreed.")
    submission.state = "in-touch"
    submission.save()

    page = desk_of(client, *MAY_ANSWER).post(page_of(submission), opened)

    submission.refresh_from_db()
    assert (page.status_code, submission.state) == (200, "in-touch")
    assert "changed this record at" in page.context["form"].non_field_errors()[0]


@pytest.mark.parametrize("error", [IntegrityError, OperationalError])
def test_answer_that_the_database_refuses_comes_back(admin_client, monkeypatch, error):
    submission = StorySubmissionFactory()

    def fails(*args, **kwargs):
        raise error

    monkeypatch.setattr("stories.admin_moderation.decline", fails)
    page = admin_client.post(page_of(submission), answer(submission, answer="declined", note="Names a neighbour."))

    assert (page.status_code, page.context["form"].non_field_errors()) == (200, [SAVED_AT_ONCE])


@pytest.mark.parametrize("state", ["taken-up", "declined"])
def test_submission_that_is_settled_is_not_answered_again(client, state):
    submission = StorySubmissionFactory(state=state)
    desk = desk_of(client, *MAY_MAKE_STORIES)
    page = desk.post(page_of(submission), answer(submission, **A_STORY, note="Typed here."))

    marked = submission.get_state_display().lower()
    assert page.context["form"].non_field_errors() == [
        f"This was answered already, and is marked: {marked}. Nothing was written. To answer it again, first set its "
        "state back to “Received” on its own page."
    ]
    shown = page.content.decode()
    assert ('name="answer"' in shown, "Typed here." in shown) == (False, True)
    assert (Story.objects.count(), Consent.objects.count()) == (0, 0)


def test_submission_settled_meanwhile_is_refused_within_the_transaction(admin_user):
    submission = StorySubmissionFactory()
    seen = StorySubmission.objects.get()
    decline(submission, reason="It names a neighbour who has not agreed.", by=admin_user)
    seen.revision = submission.revision
    consent = {"basis": "By email.", "given_on": None, "expires_on": None}

    with pytest.raises(LedgerRefusal, match="answered already"):
        take_up(seen, by=admin_user, kind="im-kirklees", title="Example", text="An example.", **consent)
    assert Story.objects.count() == 0


def test_second_note_of_the_same_answer_is_not_lost_in_silence(admin_user):
    submission = StorySubmissionFactory()
    mine, theirs = (StorySubmission.objects.get(pk=submission.pk) for _ in range(2))
    write_to_sender(theirs, note="Rang the sender.", by=admin_user)

    with pytest.raises(EditedMeanwhile):
        write_to_sender(mine, note="Wrote to the sender.", by=admin_user)


def test_each_note_on_being_in_touch_stands_among_what_was_done(client):
    submission, desk = StorySubmissionFactory(), desk_of(client, *MAY_ANSWER)
    notes = ["Wrote to the sender.", "Rang the sender: the surname is to be left out."]

    for note in notes:
        press(desk, desk.get(page_of(submission)), answer="in-touch", note=note)
    page = desk.get(page_of(submission))

    steps = page.context["notes"]
    assert [step.history_change_reason for step in steps] == [*reversed(notes), None]
    assert [step.revision for step in steps] == [3, 2, 1]
    assert list(verify_model(StorySubmission, Counter())) == []
    assert [str(each) for each in page.context["messages"]] == [NOTED]


def test_second_answer_of_being_in_touch_takes_a_note(client):
    submission = StorySubmissionFactory(state="in-touch")

    page = desk_of(client, *MAY_ANSWER).post(page_of(submission), answer(submission, answer="in-touch", note=" "))

    assert (page.context["form"].errors["note"], submission.history.count()) == ([IN_TOUCH_ALREADY], 1)


def test_note_on_a_submission_that_is_gone_makes_no_new_one(admin_user):
    submission = StorySubmissionFactory(state="in-touch")
    StorySubmission.objects.get().delete()

    with pytest.raises(EditedMeanwhile):
        write_to_sender(submission, note="Rang the sender.", by=admin_user)
    assert StorySubmission.objects.count() == 0


def test_answer_refused_because_a_colleague_was_faster_goes_through_as_it_comes_back(client, admin_user):
    submission, desk = StorySubmissionFactory(), desk_of(client, *MAY_MAKE_STORIES)
    opened = desk.get(page_of(submission))
    write_to_sender(StorySubmission.objects.get(), note="Rang the sender.", by=admin_user)

    refused = press(desk, opened, **A_STORY)
    taken = press(desk, refused, answer="taken-up", kind="im-kirklees")

    assert "changed this record at" in refused.context["form"].non_field_errors()[0]
    assert "Rang the sender." in refused.content.decode()
    assert (taken.status_code, Story.objects.get().consent.basis) == (302, A_STORY["basis"])


def test_answer_that_was_kept_names_its_sender(client):
    submission, desk = StorySubmissionFactory(), desk_of(client, *MAY_ANSWER)

    press(desk, desk.get(page_of(submission)), answer="declined", person_role="Reader")

    assert KeptForm.objects.get().title == f"Answer a submission: {submission}"


def test_editor_who_may_not_make_stories_is_not_offered_to(client):
    submission = StorySubmissionFactory()

    page = desk_of(client, *MAY_ANSWER).post(page_of(submission), answer(submission, **A_STORY))

    assert [key for key, _ in page.context["form"].fields["answer"].choices] == ["in-touch", "declined"]
    assert (page.status_code, StorySubmission.objects.get().state) == (200, "received")


@pytest.mark.parametrize("method", ["get", "post"])
def test_page_is_closed_to_who_may_only_view(client, method):
    submission = StorySubmissionFactory()

    assert getattr(desk_of(client, "view_storysubmission"), method)(page_of(submission)).status_code == 403


def test_page_takes_as_many_queries_for_three_submissions_as_for_one(client):
    first = StorySubmissionFactory()
    desk = desk_of(client, *MAY_ANSWER)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            desk.get(page_of(first))
        return len(captured)

    queries()
    for_one = queries()
    StorySubmissionFactory.create_batch(2)

    assert queries() == for_one
