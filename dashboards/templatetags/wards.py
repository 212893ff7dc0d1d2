"""What a ward's dashboard says of the ward itself, and by which place each of its promises belongs to it."""

from datetime import date

from django import template

from dashboards.scopes import Scope, address_of
from dashboards.wards import notes_on, tag_words
from outcomes.models import Place
from priorities.models import Deliverable
from priorities.standing import join_words

register = template.Library()


@register.inclusion_tag("dashboards/_ward_notes.html")
def ward_notes(scope: Scope, day: date) -> dict:
    """The notes on a ward, each with links to the dashboards of the wards and the pages of the towns it names."""
    if scope.kind != "wards":
        return {"notes": []}
    return {
        "notes": [
            {
                "sentence": note.sentence,
                "is_change": note.kind in ("coming", "ended", "ends"),
                "doors": [_door(place) for place in note.places],
            }
            for note in notes_on(scope.record, day)
        ]
    }


@register.simple_tag
def tagged_by(scope: Scope, promise: Deliverable) -> str:
    """Through which places a promise belongs to a ward, in words; nothing on any other dashboard."""
    if scope.kind != "wards":
        return ""
    return join_words([tag_words(place, scope.record) for place in scope.tagged_with.get(promise.pk, [])])


def _door(place: Place) -> dict[str, str]:
    """A ward leads to its dashboard, a town to its page."""
    if place.kind == Place.Kind.WARD:
        return {"words": f"The dashboard of {place.name}", "url": address_of("wards", place.slug)}
    return {"words": f"The page of {place.name}", "url": place.get_absolute_url()}
