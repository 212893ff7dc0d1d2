"""The stories that belong beside the promises of a dashboard: published ones only."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Q, When
from django.urls import reverse

from dashboards.scopes import Scope
from priorities.models import DeliverablePlace
from stories.models import Story

MOST_STORIES = 3


@dataclass(frozen=True)
class Beside:
    """Some stories, whether there are more, where to read on, and what they are called."""

    stories: list[Story]
    more: bool
    url: str
    where: str
    heading: str


def stories_of(scope: Scope, day: date) -> Beside:
    """For a ward the stories from its places; for everything else those from the places of its promises first, then
    those of the outcomes that they serve. In one question."""
    if scope.kind == "wards":
        places, outcomes = scope.places, []
        heading, where = "Stories from here", f"the page of {scope.name}"
        url = scope.record.get_absolute_url()
    else:
        promises = scope.promises.order_by()
        places = DeliverablePlace.objects.filter(deliverable__in=promises.values("pk")).order_by().values("place")
        outcomes = promises.values("priority__plan_outcome__outcome")
        heading, where = "Stories from the places of these promises, and of their outcomes", "the stories"
        url = reverse("stories")
    published = Story.objects.published(day)
    from_there = published.filter(places__in=places).order_by().values("pk")
    of_outcomes = published.filter(outcomes__in=outcomes).order_by().values("pk")
    found = Story.objects.filter(Q(pk__in=from_there) | Q(pk__in=of_outcomes))
    is_elsewhere = Case(When(pk__in=from_there, then=0), default=1)
    some = list(found.order_by(is_elsewhere, "-pk")[: MOST_STORIES + 1])
    return Beside(some[:MOST_STORIES], len(some) > MOST_STORIES, url, where, heading)
