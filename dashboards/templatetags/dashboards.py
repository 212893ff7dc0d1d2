"""Small things that dashboards show of many promises."""

from urllib.parse import urlencode

from django import template

from dashboards.situation import Situation
from priorities.geometry import tally_segments
from priorities.standing import NONE_SLUG, Standing, accessible_name
from priorities.templatetags.progress import LABELS, everyone

register = template.Library()

KINDS = {
    "all": "The council",
    "councillors": "A councillor’s promises",
    "portfolios": "Portfolio",
    "committees": "Committee",
    "wards": "Ward",
}


@register.inclusion_tag("priorities/_tally.html")
def tally_of(situation: Situation, every_url: str) -> dict:
    """A bar of a dashboard's promises by status, with a key whose entries open the list they count."""
    standing: Standing = situation.standing
    drawn = [(status, status or NONE_SLUG, count) for status, count in standing.in_order()]
    return {
        "segments": tally_segments([(kind, count) for _, kind, count in drawn]),
        "key": [
            {"status": kind, "label": LABELS[status], "count": f"{count:,}", "url": _with(every_url, status=kind)}
            for status, kind, count in drawn
        ],
        "name": accessible_name(standing),
        "everything": {"words": everyone(standing.total), "url": every_url},
        "table_url": f"{situation.scope.address}every.csv",
    }


@register.filter
def kind_in_words(kind: str) -> str:
    """What a dashboard is about."""
    return KINDS[kind]


def _with(url: str, **asked: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{urlencode(asked)}"
