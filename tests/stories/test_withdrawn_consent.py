"""Consent that was withdrawn: only a reason takes that back, by whichever way, and the desk says what readers get."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from factories import ConsentFactory, PlanFactory, StoryFactory
from spreadsheets_at_hand import bring_in, changed, download, told
from test_admin import address, errors_of, posted

from ledger.entries import Entry, entering
from ledger.refusals import ReasonNeeded, Unmovable
from stories.admin_readers import AGAIN, HIDDEN, NOW
from stories.models import Consent, Story

pytestmark = pytest.mark.django_db

LATER, WITHDRAWN = date(2030, 1, 1), date(2022, 5, 3)
REASON = "She wrote on Monday that we may show her story after all."
SENTENCE = (
    "Consent was withdrawn on 3 May 2022. To take that back, say in one sentence how the person agreed again, or what "
    "was mistaken. There is no reason yet: say in one sentence why this changes."
)
RUN_OUT = "The consent has run out. Ask the person again, and record the new day."


@pytest.fixture(autouse=True)
def before_what_is_later(clock):
    clock("2027-03-01 12:00")


@pytest.fixture
def desk(client):
    client.force_login(User.objects.create_superuser("officer"))
    return client


@pytest.fixture
def withdrawn():
    """Consent for a published story, agreed and then withdrawn."""
    consent = StoryFactory(slug="example", person_name="Example person").consent
    consent.withdrawn_on = WITHDRAWN
    consent.save()
    return consent


def is_public(client):
    return client.get("/stories/example/").status_code == 200


def said(answer):
    """What the page says on top, apart from Django's own “was changed successfully”."""
    return [str(each) for each in answer.context["messages"] if "successfully" not in str(each)]


@pytest.mark.parametrize("day", [None, LATER, WITHDRAWN + timedelta(days=1)], ids=["emptied", "later", "the next day"])
def test_withdrawal_is_taken_back_only_with_a_reason(withdrawn, day):
    withdrawn.withdrawn_on = day
    for entry in (Entry(), Entry("tbc"), Entry(correction=True)):
        with pytest.raises(ReasonNeeded), entering(entry):
            withdrawn.save()

    with entering(Entry(REASON)):
        withdrawn.save()

    assert (Consent.objects.get().withdrawn_on, withdrawn.history.first().history_change_reason) == (day, REASON)


@pytest.mark.parametrize("field", ["withdrawn_on", "expires_on", "basis"])
def test_withdrawal_on_an_earlier_day_and_any_other_change_need_no_reason(withdrawn, field):
    setattr(withdrawn, field, "Agreed by post." if field == "basis" else date(2022, 1, 1))

    withdrawn.save()

    assert withdrawn.history.count() == 3


def test_consent_that_was_withdrawn_makes_no_room_for_another(withdrawn):
    withdrawn.story = StoryFactory(consent=None)

    with pytest.raises(Unmovable), entering(Entry(REASON)):
        withdrawn.save()


@pytest.mark.parametrize("model", [Consent, Story])
@pytest.mark.parametrize("day", ["", "2030-01-01"], ids=["emptied", "later"])
def test_form_takes_a_withdrawal_back_only_with_a_reason(desk, withdrawn, model, day):
    record, name = (withdrawn, "withdrawn_on") if model is Consent else (withdrawn.story, "consent-0-withdrawn_on")
    page = address(model, "change", record.pk)
    typed = posted(desk.get(page), **{name: day})

    refused = desk.post(page, typed)
    hidden = not is_public(desk)
    saved = desk.post(page, {**typed, "why_reason": REASON}, follow=True)

    assert (errors_of(refused)[0], hidden, is_public(desk)) == (SENTENCE, True, True)
    assert said(saved) == [AGAIN.format("Example person")]


def test_form_offers_no_slip_of_the_pen_for_a_withdrawal(desk, withdrawn):
    desk.post(*sent(desk, withdrawn, withdrawn_on="2022-05-02"))

    form = desk.get(address(Consent, "change", withdrawn.pk)).context["adminform"].form

    assert [name for name in form.fields if name.startswith("why_")] == [
        "why_reason",
        "why_decision_url",
        "why_approved_by",
        "why_effective_on",
    ]


def sent(desk, record, **changes):
    page = address(type(record), "change", record.pk)
    return page, posted(desk.get(page), **changes)


@pytest.mark.parametrize("day", ["", "2030-01-01"], ids=["emptied", "later"])
def test_spreadsheet_takes_a_withdrawal_back_only_with_a_reason(client, withdrawn, day):
    content = changed(download(Consent), withdrawn_on=day)

    refused = bring_in(Consent, content)
    hidden = not is_public(client)
    taken = bring_in(Consent, content, reason=REASON)

    assert ([(each[1], each[3]) for each in told(refused)], hidden) == ([("reason", SENTENCE)], True)
    assert ([each["notes"] for each in taken.changes], is_public(client)) == ([[AGAIN.format("Example person")]], True)


def test_spreadsheet_that_publishes_a_story_says_why_nobody_can_read_it():
    consent = ConsentFactory(story__state="draft", story__person_name="Example person", expires_on=WITHDRAWN)

    taken = bring_in(Story, changed(download(Story), state="published"))

    assert (taken.faults, Story.objects.get().consent) == ([], consent)
    assert [each["notes"] for each in taken.changes] == [[HIDDEN.format(story="Example person", why=RUN_OUT)]]


def test_restoration_takes_a_withdrawal_back_only_with_a_reason(desk, withdrawn):
    page = address(Consent, "restore", withdrawn.pk, withdrawn.history.earliest().pk)

    desk.post(page, {"revision": withdrawn.revision})
    hidden = not is_public(desk)
    restored = desk.post(page, {"revision": withdrawn.revision, "why_reason": REASON}, follow=True)

    assert (hidden, is_public(desk), said(restored)[-1]) == (True, True, AGAIN.format("Example person"))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, NOW.format("Example person")),
        ({"expires_on": date(2021, 5, 3)}, HIDDEN.format(story="Example person", why=RUN_OUT)),
    ],
    ids=["in force", "run out"],
)
def test_story_published_by_hand_says_what_residents_get(desk, fields, sentence):
    story = StoryFactory(slug="example", person_name="Example person", state="draft", consent=None)
    ConsentFactory(story=story, **fields)

    assert said(desk.post(*sent(desk, story, state="published"), follow=True)) == [sentence]


@pytest.mark.parametrize(
    ("plan", "state", "shown"),
    [
        ("draft", "published", "Published with its plan"),
        ("draft", "draft", "Draft"),
        ("current", "published", "Published"),
    ],
)
def test_list_says_which_stories_wait_for_their_plan(desk, plan, state, shown):
    StoryFactory(state=state, plan=PlanFactory(state=plan))

    page = desk.get(address(Story, "changelist"))

    row = page.context["cl"].result_list[0]
    assert page.context["cl"].model_admin.shown_state(row) == shown
