"""How people's stories are told when they change: that one was added or taken down, and nothing of what it said."""

from ledger.changes.described import Described, Field, Row, Said, Step
from ledger.clock import today

STORIES = "Stories"
TAKEN_DOWN = Said("removed", "A story was taken down", nameless=True)


def tell_story(step: Step) -> list[Said]:
    """Only what is shown today has a name; a story that was taken down leaves none."""
    if step.before is None:
        return [Said("added", "A story was added")]
    return [TAKEN_DOWN] if step.after is None else []


def tell_consent(step: Step) -> list[Said]:
    """Of consent nothing is told but that its story is gone, where it was withdrawn."""
    return [TAKEN_DOWN] if step.after is None else []


def names_of_shown_stories() -> dict[int, str]:
    from .models import Story

    return {story.pk: story.heading for story in Story.objects.published(on=today())}


def is_published(story: Row) -> bool:
    return story["state"] == "published"


def is_in_force(consent: Row) -> bool:
    return consent["withdrawn_on"] is None


TOLD = {
    "Story": Described(
        "story",
        owners=("plan",),
        heading=STORIES,
        public=is_published,
        names=names_of_shown_stories,
        tell=tell_story,
        also=("state",),
        few=True,
        reasons=False,
    ),
    "Consent": Described(
        "consent", owners=("story",), public=is_in_force, tell=tell_consent, also=("withdrawn_on",), reasons=False
    ),
    "StoryOutcome": Described(
        "link", owners=("story",), facets={"outcome": "outcome"}, tell=lambda step: [], lends_to="story", few=True
    ),
    "StoryPlace": Described(
        "link", owners=("story",), facets={"place": "place"}, tell=lambda step: [], lends_to="story", few=True
    ),
    "SharedValue": Described("value", "title", {"title": Field("Title"), "text": Field("Wording")}, owners=("page",)),
}
