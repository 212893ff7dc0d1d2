"""What waits around stories: those that people sent in, drafts, and consent that ends or ran out."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from desk import publishing
from desk.decisions import in_words, last_words_against
from ledger.clock import today
from ledger.writing import long_day
from stories.admin import consent_in_words
from stories.models import Consent, Story, StorySubmission
from stories.moderating import OPEN
from stories.querysets import DAY

from .gathering import MOST_SHOWN, change_page, gather, list_of, shown_and_counted, whole
from .tray import Item, Tray

CONSENT_ENDS_WITHIN, CONSENT_RAN_OUT_WITHIN = timedelta(days=60), timedelta(days=30)


def to_moderate(user: Any, now: datetime) -> Tray | None:
    if not user.has_perm("stories.change_storysubmission"):
        return None

    def item(submission) -> Item:
        address = reverse("admin:stories_storysubmission_moderate", args=[submission.pk])
        said, moment = "Received on", submission.received_at
        if submission.in_touch_since:
            said, moment = "In touch since", submission.in_touch_since
        return Item(f"From {submission.name}", address, f"{said} {long_day(timezone.localdate(moment))}")

    return gather(
        "Stories that people sent in",
        "submission to answer",
        "submissions to answer",
        _to_answer().order_by(F("in_touch_since").asc(nulls_first=True), "received_at", "pk"),
        item,
        list_of("stories_storysubmission", "to-answer=yes"),
    )


def _to_answer() -> QuerySet:
    """Each with ``in_touch_since``: when it was marked so, whatever was noted after that; None where it is not."""
    in_touch = StorySubmission.State.IN_TOUCH
    versions = StorySubmission.history.filter(id=OuterRef("pk"))
    before = versions.exclude(state=in_touch).order_by("-history_id").values("history_id")[:1]
    since = versions.filter(state=in_touch, history_id__gt=Coalesce(Subquery(before), 0)).order_by("history_id")
    rows = StorySubmission.objects.filter(state__in=OPEN)
    return rows.annotate(in_touch_since=Subquery(since.values("recorded_at")[:1]))


def stories_to_publish(user: Any, now: datetime) -> Tray | None:
    """Drafts of stories that nothing publishes by itself."""
    if not user.has_perm(publishing.MAY_PUBLISH[Story]):
        return None

    drafts = Story.objects.filter(state=Story.State.DRAFT, publish_at=None).select_related("consent").order_by("pk")
    shown, count = shown_and_counted(drafts, MOST_SHOWN)
    against = last_words_against(shown)

    def item(story) -> Item:
        sent_back = [in_words(against[story.pk])] if story.pk in against else []
        why = [*sent_back, f"Consent: {consent_in_words(getattr(story, 'consent', None))}"]
        return Item(story.heading, change_page(story), " ".join(why))

    return Tray(
        "Drafts to publish",
        count,
        "draft of a story to publish",
        "drafts of stories to publish",
        [item(story) for story in shown],
        list_of("stories_story", "state__exact=draft&to_be_published=none"),
    )


def consent_ends(user: Any, now: datetime, most: int = MOST_SHOWN) -> Tray | None:
    if not user.has_perm("stories.change_consent"):
        return None
    day = today()
    since, until = day - CONSENT_RAN_OUT_WITHIN, day + CONSENT_ENDS_WITHIN
    ending = Consent.objects.filter(withdrawn_on=None, expires_on__gt=since, expires_on__lte=until)

    def item(consent) -> Item:
        address, ends = reverse("admin:stories_story_change", args=[consent.story_id]), consent.expires_on
        if ends <= day:
            return Item(str(consent.story), address, f"Hidden since {long_day(ends)}: its consent ran out")
        return Item(str(consent.story), address, f"Shown to the end of {long_day(ends - DAY)}")

    shown = ending.filter(story__state="published").select_related("story").order_by("expires_on", "pk")
    one, many = "consent ends soon or ran out", "consents end soon or ran out"
    return gather("Consent that ends soon or ran out", one, many, shown, item, whole("consent"), most=most)
