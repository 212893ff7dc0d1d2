"""A photograph that was chosen on a story's form and is not saved: the form says that it has to be chosen again."""

from io import BytesIO

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from factories import StoryFactory
from PIL import Image
from sent_by_browser import press

from ledger.admin.forms import Fault
from ledger.plain_messages import FILL_IN
from stories.admin import CHOOSE_AGAIN
from stories.models import Story
from stories.photographs import UNKNOWN

pytestmark = pytest.mark.django_db

ADD = reverse("admin:stories_story_add")
A_STORY = {"slug": "example", "kind": "im-kirklees", "person_name": "Example person", "text": "A text."}
WITH_CONSENT = {"consent-TOTAL_FORMS": "1", "consent-0-basis": "By email.", "photo_alternative": "A red square."}


@pytest.fixture
def desk(client):
    client.force_login(User.objects.create_superuser("officer"))
    return client


def picture():
    content = BytesIO()
    Image.new("RGB", (40, 30), "red").save(content, "JPEG")
    return SimpleUploadedFile("red.jpg", content.getvalue(), "image/jpeg")


def faults(page):
    return [(fault.place, fault.sentence) for fault in page.context["faults"]]


@pytest.mark.parametrize(
    "fault",
    [{"person_name": ""}, {"consent-0-basis": "", "consent-0-given_on": "2026-05-03"}],
    ids=["of the story", "of its consent alone"],
)
def test_photograph_of_a_new_story_with_a_fault_is_to_be_chosen_again(desk, fault):
    page = press(desk, desk.get(ADD), **(A_STORY | WITH_CONSENT | fault), photo=picture())

    assert (page.status_code, Story.objects.count()) == (200, 0)
    assert ("id_photo", CHOOSE_AGAIN) in faults(page)
    assert page.context["adminform"].form.errors["photo"] == [CHOOSE_AGAIN]


def test_photograph_of_a_changed_story_with_a_fault_is_to_be_chosen_again(desk):
    story = StoryFactory(state="draft")
    page = desk.get(reverse("admin:stories_story_change", args=[story.pk]))

    page = press(desk, page, text="", photo=picture(), photo_alternative="A red square.")
    without = press(desk, page, text="")

    assert page.context["faults"][-1] == Fault("id_photo", "Photo", CHOOSE_AGAIN)
    assert faults(without) == [("id_text", FILL_IN)]


def test_file_that_is_no_photograph_is_told_to_be_none_alone(desk):
    page = press(desk, desk.get(ADD), **(A_STORY | WITH_CONSENT), photo=SimpleUploadedFile("a.jpg", b"none"))

    assert faults(page) == [("id_photo", UNKNOWN)]
