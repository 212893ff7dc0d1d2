"""A photograph is shown while its story is."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from factories import StoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return StoryFactory(photo=ContentFile(b"a picture", name="face.jpg"), photo_alternative="A face.")


def test_photograph_of_a_published_story_is_shown(client, story):
    response = client.get(f"/media/{story.photo.name}")
    assert (response.status_code, response["Content-Type"], b"".join(response)) == (200, "image/jpeg", b"a picture")


@pytest.mark.parametrize("change", ["withdrawn", "draft", "consent withdrawn"])
def test_photograph_goes_with_its_story(client, story, change):
    if change == "consent withdrawn":
        story.consent.withdrawn_on = timezone.localdate() - timedelta(days=1)
        story.consent.save()
    else:
        story.state = change
        story.save()
    assert client.get(f"/media/{story.photo.name}").status_code == 404


@pytest.mark.parametrize("name", ["stories/other.jpg", "stories/../db.sqlite3", "other.jpg"])
def test_photograph_that_no_story_has_is_not_found(client, story, name):
    assert client.get(f"/media/{name}").status_code == 404


def test_photograph_missing_from_the_store_is_not_found(client, story):
    story.photo.storage.delete(story.photo.name)
    assert client.get(f"/media/{story.photo.name}").status_code == 404
