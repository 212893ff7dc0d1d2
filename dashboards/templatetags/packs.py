"""A pack on its page: the phrases that its Word document uses, too, and addresses within the site."""

from django import template
from django.utils.safestring import SafeString

from dashboards.packs import phrases
from ledger.clock import today
from priorities.geometry import tally_segments
from priorities.models import Meeting
from priorities.standing import NONE_SLUG
from priorities.templatetags.progress import LABELS

register = template.Library()

for phrase in (
    phrases.causes,
    phrases.compared,
    phrases.contents_of,
    phrases.day_of,
    phrases.how_moved,
    phrases.in_brackets,
    phrases.latest,
    phrases.marks,
    phrases.of_group,
    phrases.of_question,
    phrases.questions_sentence,
    phrases.since,
    phrases.stands,
    phrases.when,
    phrases.where,
    phrases.why_moved,
):
    register.filter(phrase.__name__, phrase)


@register.filter
def was_held(meeting: Meeting) -> bool:
    """Was it before the day that is read?"""
    return meeting.held_on < today()


@register.filter
def within(address: str, site: str) -> str:
    """A whole address as a link within the site that shows it."""
    return address.removeprefix(site)


@register.filter
def status_label(kind: str) -> SafeString:
    """The word of a status with its shape; "none" is "No progress reported"."""
    return LABELS["" if kind == NONE_SLUG else kind]


@register.inclusion_tag("dashboards/packs/_bar.html")
def bar_of(summary: dict, site: str) -> dict:
    """The bar of a pack's summary, as the picture of its Word document has it."""
    segments = tally_segments([(each["key"], each["count"]) for each in summary["tally"]])
    return {"segments": segments, "name": summary["picture"], "parts": summary["tally"], "site": site}
