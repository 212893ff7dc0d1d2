"""The pages about stories and shared values."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils.timezone import localdate
from factories import (
    ApproachPageFactory,
    ApproachSectionFactory,
    PlanFactory,
    PlanOutcomeFactory,
    SharedValueFactory,
    StoryFactory,
    StoryOutcomeFactory,
    StoryPlaceFactory,
    StoryValueFactory,
)

from stories.models import Story

pytestmark = pytest.mark.django_db


def make_story(**fields):
    """A story that shows an outcome, a value and a place."""
    story = StoryFactory(**fields)
    StoryOutcomeFactory(story=story, outcome=PlanOutcomeFactory().outcome)
    StoryValueFactory(story=story)
    StoryPlaceFactory(story=story)
    return story


def test_stories_queries_do_not_grow(client, django_assert_num_queries):
    for count in (1, 2):
        for _ in range(count):
            make_story()
        with django_assert_num_queries(3):
            client.get("/stories/")


def test_story_queries_do_not_grow(client, django_assert_num_queries):
    story = make_story()
    for count in (0, 2):
        for _ in range(count):
            StoryOutcomeFactory(story=story, outcome=PlanOutcomeFactory().outcome)
            StoryValueFactory(story=story)
            StoryPlaceFactory(story=story)
        with django_assert_num_queries(4):
            client.get(story.get_absolute_url())


def test_values_queries_do_not_grow(client, django_assert_num_queries):
    for count in (1, 2):
        for _ in range(count):
            SharedValueFactory()
        with django_assert_num_queries(1):
            client.get("/stories/values/")


def test_value_queries_do_not_grow(client, django_assert_num_queries):
    value = SharedValueFactory()
    for count in (1, 2):
        for _ in range(count):
            StoryValueFactory(story=make_story(), value=value)
        with django_assert_num_queries(3):
            client.get(value.get_absolute_url())


def test_share_queries_do_not_grow(client, django_assert_num_queries):
    for count in (1, 2):
        for _ in range(count):
            ApproachSectionFactory(heading="Share your story")
        with django_assert_num_queries(1):
            client.get("/stories/share/")


@pytest.mark.parametrize("address", ["/stories/", "/stories/values/", "/stories/share/"])
def test_page_with_nothing_published(client, address):
    StoryFactory(state="draft", person_name="Secret Person")
    SharedValueFactory(page__plan__state="draft", title="Secret value")
    ApproachSectionFactory(page__plan__state="draft", heading="Share your story", body="Secret call")
    response = client.get(address)
    assert response.status_code == 200
    assert "Secret" not in response.content.decode()


@pytest.mark.parametrize(
    "fields", [{"state": "draft"}, {"state": "withdrawn"}, {"consent": None}, {"plan__state": "draft"}]
)
def test_story_that_may_not_be_shown_is_not_found(client, fields):
    if "plan__state" in fields:
        fields = {"plan": PlanFactory(state="draft")}
    assert client.get(StoryFactory(**fields).get_absolute_url()).status_code == 404


def test_value_of_draft_is_not_found(client):
    value = SharedValueFactory(page__plan__state="draft")
    assert client.get(value.get_absolute_url()).status_code == 404


def test_story_puts_name_and_role_together(client):
    story = StoryFactory(person_name="Ann Example", person_role="Baker")
    assert "<strong>Ann Example</strong> – Baker" in client.get(story.get_absolute_url()).content.decode()


def test_story_links_no_outcome_or_value_of_a_draft(client):
    story = StoryFactory()
    draft = PlanFactory(state="draft")
    StoryOutcomeFactory(story=story, outcome=PlanOutcomeFactory(plan=draft, outcome__name="Secret").outcome)
    StoryValueFactory(story=story, value=SharedValueFactory(page__plan=draft, title="Secret"))
    assert "Secret" not in client.get(story.get_absolute_url()).content.decode()


def test_story_with_a_photograph_shows_it_with_its_alternative(client):
    story = StoryFactory(photo="stories/hill.jpg", photo_alternative="A hill")
    assert 'alt="A hill"' in client.get(story.get_absolute_url()).content.decode()


def test_stories_has_pages(client):
    for _ in range(21):
        StoryFactory()
    content = client.get("/stories/?page=2").content.decode()
    assert '<link rel="canonical" href="http://testserver/stories/?page=2">' in content
    assert 'href="?page=1"' in content


def test_values_are_listed_under_their_page(client):
    page = ApproachPageFactory(title="Alongside")
    SharedValueFactory(page=page, title="Kindness")
    content = client.get("/stories/values/").content.decode()
    assert content.index("Alongside") < content.index("Kindness")


def test_share_shows_the_call_of_the_latest_plan_in_force(client):
    tomorrow = localdate() + timedelta(days=1)
    for starts_on, body in (("2019-04-01", "Old call"), ("2021-04-01", "New call"), (tomorrow, "Next call")):
        plan = PlanFactory(starts_on=starts_on, ends_on=None)
        ApproachSectionFactory(page__plan=plan, heading="Share your story", body=body)
    content = client.get("/stories/share/").content.decode()
    assert [body in content for body in ("Old call", "New call", "Next call")] == [False, True, False]


def test_values_of_the_plan_in_force_stand_before_those_of_one_to_come(client):
    for starts_on, title in ((localdate() + timedelta(days=1), "Patience"), ("2021-04-01", "Kindness")):
        SharedValueFactory(page__plan=PlanFactory(starts_on=starts_on, ends_on=None), title=title)
    assert [each.title for each in client.get("/stories/values/").context["sharedvalue_list"]] == [
        "Kindness",
        "Patience",
    ]


@pytest.mark.parametrize(
    ("asked", "number", "said"),
    [
        ("2", 2, []),
        ("99", 2, ["The list has pages 1 to 2. This is page 2."]),
        ("abc", 1, ["Pages have numbers. This is the first page of the list."]),
    ],
)
def test_stories_with_a_page_that_is_not_there_shows_the_nearest(client, asked, number, said):
    StoryFactory.create_batch(21)
    response = client.get(f"/stories/?page={asked}")
    page = BeautifulSoup(response.content, "html.parser")
    assert (response.status_code, response.context["page_obj"].number) == (200, number)
    assert [each.text for each in page.select("main [role=alert]")] == said
    canonical = "http://testserver/stories/" + ("?page=2" if number == 2 else "")
    assert page.select_one('link[rel="canonical"]')["href"] == canonical


def test_stories_latest_first_are_those_put_on_record_last():
    for year in (2021, 2018):
        StoryFactory(person_name=str(year), plan=PlanFactory(starts_on=f"{year}-04-01"))
    assert [story.person_name for story in Story.objects.latest_first()] == ["2018", "2021"]


@pytest.mark.parametrize(
    ("with_plan", "sentence"),
    [(True, "First published in the The plan."), (False, "Told with the agreement of whoever tells it.")],
    ids=["from-a-plan", "sent-in"],
)
def test_story_claims_no_agreement_beyond_what_is_on_record(client, with_plan, sentence):
    story = StoryFactory(plan=PlanFactory(title="The plan") if with_plan else None)
    page = client.get(story.get_absolute_url()).content.decode()
    assert (sentence in page, "agreement of whoever" in page) == (True, not with_plan)
