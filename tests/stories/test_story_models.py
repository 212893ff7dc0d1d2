from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from factories import (
    ConsentFactory,
    PlanFactory,
    SharedValueFactory,
    StoryFactory,
    StoryOutcomeFactory,
    StoryPlaceFactory,
    StorySubmissionFactory,
    StoryValueFactory,
)

from stories.models import SharedValue, Story

pytestmark = pytest.mark.django_db

DAY = date(2022, 3, 31)
DAY_BEFORE = date(2022, 3, 30)
DAY_AFTER = date(2022, 4, 1)


def twin(factory, **values):
    """A second record with every value of a saved one but for ``values``."""
    record = factory()
    record.pk, record._state.adding = None, True
    for name, value in values.items():
        setattr(record, name, value)
    return record


def consent_of_no_day():
    return ConsentFactory.build(story=StoryFactory(consent=None), given_on=DAY, expires_on=DAY)


BROKEN = {
    "one_value_a_position": lambda: twin(SharedValueFactory, slug="another"),
    "story_photo_has_alternative_text": lambda: StoryFactory.build(photo="stories/example.jpg", consent=None),
    "story_has_a_name_or_a_title": lambda: StoryFactory.build(person_name="", consent=None),
    "consent_expires_after_it_is_given": consent_of_no_day,
    "a_story_shows_an_outcome_once": lambda: twin(StoryOutcomeFactory),
    "a_story_shows_a_value_once": lambda: twin(StoryValueFactory),
    "a_story_names_a_place_once": lambda: twin(StoryPlaceFactory),
}
SENTENCES = {
    "story_photo_has_alternative_text": "Say what the photograph shows, for those who cannot see it.",
    "story_has_a_name_or_a_title": "A story needs a person's name or a title.",
    "consent_expires_after_it_is_given": "Consent cannot expire before it is given.",
}


def test_every_constraint_is_broken_here():
    models = apps.get_app_config("stories").get_models()
    assert {each.name for model in models for each in model._meta.constraints} == set(BROKEN)


@pytest.mark.parametrize("name", BROKEN)
def test_constraint_when_broken_is_refused_by_the_database(name):
    record = BROKEN[name]()

    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()


@pytest.mark.parametrize("name", SENTENCES)
def test_constraint_when_broken_is_explained(name):
    with pytest.raises(ValidationError) as refusal:
        BROKEN[name]().full_clean()

    assert refusal.value.messages == [SENTENCES[name]]


@pytest.mark.parametrize("factory", [SharedValueFactory, StoryFactory])
def test_slug_when_taken_is_refused(factory):
    taken = factory().slug

    with pytest.raises(IntegrityError), transaction.atomic():
        factory(slug=taken)


def test_second_consent_for_a_story_is_refused():
    story = StoryFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentFactory(story=story)


def test_consent_of_one_day_is_kept():
    assert ConsentFactory(given_on=DAY, expires_on=DAY_AFTER).pk is not None


def test_story_with_a_photograph_and_its_alternative_text_is_kept():
    assert StoryFactory(photo="stories/example.jpg", photo_alternative="A garden.").pk is not None


@pytest.mark.parametrize(
    ("person_name", "title", "heading"),
    [("Example person", "", "Example person"), ("Example person", "A garden", "A garden")],
    ids=["name", "name-and-title"],
)
def test_story_heading(person_name, title, heading):
    assert StoryFactory(person_name=person_name, title=title).heading == heading


@pytest.mark.parametrize("state", ["draft", "published", "withdrawn"])
def test_stories_published_by_state(state):
    story = StoryFactory(state=state)

    assert list(Story.objects.published(DAY)) == ([story] if state == "published" else [])


@pytest.mark.parametrize(("state", "shown"), [("draft", 0), ("current", 1), ("archived", 1)])
def test_stories_published_by_state_of_their_plan(state, shown):
    StoryFactory(plan=PlanFactory(state=state))

    assert Story.objects.published(DAY).count() == shown


def test_stories_published_without_consent_are_left_out():
    StoryFactory(consent=None)

    assert list(Story.objects.published(DAY)) == []


@pytest.mark.parametrize(
    ("consent", "shown"),
    [
        ({}, 1),
        ({"given_on": DAY_BEFORE}, 1),
        ({"given_on": DAY}, 1),
        ({"given_on": DAY_AFTER}, 0),
        ({"expires_on": DAY_BEFORE}, 0),
        ({"expires_on": DAY}, 0),
        ({"expires_on": DAY_AFTER}, 1),
        ({"withdrawn_on": DAY_BEFORE}, 0),
        ({"withdrawn_on": DAY}, 0),
        ({"withdrawn_on": DAY_AFTER}, 1),
        ({"withdrawn_on": DAY, "expires_on": DAY_AFTER}, 0),
    ],
    ids=[
        "without-days",
        "given-the-day-before",
        "given-on-the-day",
        "given-the-day-after",
        "expired-the-day-before",
        "expired-on-the-day",
        "expires-the-day-after",
        "withdrawn-the-day-before",
        "withdrawn-on-the-day",
        "withdrawn-the-day-after",
        "withdrawn-before-it-expires",
    ],
)
def test_stories_published_by_consent(consent, shown):
    ConsentFactory(story=StoryFactory(consent=None), **consent)

    assert Story.objects.published(DAY).count() == shown


@pytest.mark.parametrize(("state", "shown"), [("draft", 0), ("current", 1), ("archived", 1)])
def test_values_published_by_state_of_their_plan(state, shown):
    SharedValueFactory(page__plan__state=state)

    assert SharedValue.objects.published().count() == shown


def test_submission_names_the_day_in_kirklees_on_which_it_came(clock):
    clock("2027-07-02 00:30")
    assert str(StorySubmissionFactory(name="Example sender")) == "From Example sender, 2 July 2027"


def test_submission_when_received_is_new():
    assert StorySubmissionFactory().state == "received"


@pytest.mark.parametrize(
    ("factory", "values", "text"),
    [
        (SharedValueFactory, {"title": "Kindness"}, "Kindness"),
        (StoryFactory, {"person_name": "Example person"}, "Example person"),
        (ConsentFactory, {"story__person_name": "Example person"}, "Consent for Example person"),
        (StoryOutcomeFactory, {"story__title": "Garden", "outcome__name": "Well"}, "Garden shows Well"),
        (StoryValueFactory, {"story__title": "Garden", "value__title": "Kindness"}, "Garden shows Kindness"),
        (StoryPlaceFactory, {"story__title": "Garden", "place__name": "Ward"}, "Garden in Ward"),
    ],
    ids=lambda value: value._meta.model.__name__ if isinstance(value, type) else "",
)
def test_record_says_what_it_is(factory, values, text):
    assert str(factory(**values)) == text
