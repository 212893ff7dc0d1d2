"""What waits around stories: those that people sent in, drafts, and consent that ends."""

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from desk import publishing
from ledger.clock import today
from ledger.writing import long_day
from stories.admin import consent_in_words
from stories.models import Consent, Story, StorySubmission

from .gathering import MOST_SHOWN, change_page, gather, list_of, whole
from .tray import Item, Tray

CONSENT_ENDS_WITHIN = timedelta(days=60)


def to_moderate(user: Any, now: datetime) -> Tray | None:
    if not user.has_perm("stories.change_storysubmission"):
        return None

    def item(submission) -> Item:
        address = reverse("admin:stories_storysubmission_moderate", args=[submission.pk])
        received = long_day(timezone.localdate(submission.received_at))
        return Item(f"From {submission.name}", address, f"Received on {received}")

    return gather(
        "Stories that people sent in",
        "submission to answer",
        "submissions to answer",
        StorySubmission.objects.filter(state=StorySubmission.State.RECEIVED).order_by("received_at", "pk"),
        item,
        list_of("stories_storysubmission", f"state__exact={StorySubmission.State.RECEIVED}"),
    )


def stories_to_publish(user: Any, now: datetime) -> Tray | None:
    """Drafts of stories that nothing publishes by itself."""
    if not user.has_perm(publishing.MAY_PUBLISH[Story]):
        return None

    def item(story) -> Item:
        why = f"Consent: {consent_in_words(getattr(story, 'consent', None))}"
        return Item(story.heading, change_page(story), why)

    return gather(
        "Drafts to publish",
        "draft of a story to publish",
        "drafts of stories to publish",
        Story.objects.filter(state=Story.State.DRAFT, publish_at=None).select_related("consent").order_by("pk"),
        item,
        list_of("stories_story", "state__exact=draft&to_be_published=none"),
    )


def consent_ends(user: Any, now: datetime, most: int = MOST_SHOWN) -> Tray | None:
    if not user.has_perm("stories.change_consent"):
        return None
    until = today() + CONSENT_ENDS_WITHIN
    ending = Consent.objects.filter(withdrawn_on=None, expires_on__gte=today(), expires_on__lte=until)

    def item(consent) -> Item:
        address = reverse("admin:stories_story_change", args=[consent.story_id])
        return Item(str(consent.story), address, f"Shown until {long_day(consent.expires_on)}")

    shown = ending.filter(story__state="published").select_related("story").order_by("expires_on", "pk")
    address = whole("consent")
    return gather("Consent that ends soon", "consent ends soon", "consents end soon", shown, item, address, most=most)
