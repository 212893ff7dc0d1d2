"""The stories that belong beside the promises of a dashboard: published ones only."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from dashboards.scopes import Scope
from stories.models import Story

MOST_STORIES = 3


@dataclass(frozen=True)
class Beside:
    """Some stories, whether there are more, and where to read on."""

    stories: list[Story]
    more: bool
    url: str
    where: str


def stories_of(scope: Scope, day: date) -> Beside:
    """For a ward the stories from its places, for everything else those of the outcomes concerned; in one question."""
    published = Story.objects.published(day)
    if scope.kind == "wards":
        found = published.filter(places__in=scope.places)
        url, where = scope.record.get_absolute_url(), f"the page of {scope.name}"
    else:
        outcomes = scope.promises.order_by().values("priority__plan_outcome__outcome")
        found = published.filter(outcomes__in=outcomes)
        url, where = reverse("stories"), "the stories"
    some = list(Story.objects.filter(pk__in=found.values("pk")).latest_first()[: MOST_STORIES + 1])
    return Beside(some[:MOST_STORIES], len(some) > MOST_STORIES, url, where)
