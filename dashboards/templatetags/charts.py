"""Pictures on a dashboard, each with its table: status by month, promises along time, indicators."""

from datetime import date
from urllib.parse import urlencode

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dashboards.pictures.directions import Direction
from dashboards.pictures.geometry import draw_columns
from dashboards.pictures.indicators import indicator_rows
from dashboards.pictures.status_by_month import (
    RULE,
    MonthEnd,
    accessible_name,
    later_sentence,
    sentence,
    statuses_in,
    unknown_sentence,
)
from dashboards.pictures.timeline import nearest
from dashboards.pictures.timeline_rows import Timeline, timeline
from dashboards.pictures.trend import day_known_by, months_of
from dashboards.situation import Situation
from ledger.asked import AS_AT, KNOWN_BY
from priorities.standing import NONE_SLUG, label_of, promises
from priorities.templatetags.progress import LABELS, SHAPES
from priorities.verdicts import long_day

register = template.Library()

ARROWS = {
    "up": "M8 1l6 6.5h-4V15H6V7.5H2z",
    "down": "M8 15l6-6.5h-4V1H6v7.5H2z",
    "same": "M1 4h14v3H1zM1 9h14v3H1z",
    "none": "M2 6.75h3v2.5H2zM6.5 6.75h3v2.5h-3zM11 6.75h3v2.5h-3z",
}
"""Which way a value went, in a box of 16 by 16."""


@register.inclusion_tag("dashboards/_status_by_month.html")
def status_by_month(situation: Situation) -> dict:
    """How many promises had which status at the end of each month: sentence, columns, table and file."""
    return status_context(months_of(situation.scope, situation.day), situation.scope.address)


def status_context(months: list[MonthEnd], address: str) -> dict:
    """What the template needs of months that are counted already."""
    statuses = statuses_in(months)
    return {
        "sentence": sentence(months),
        "rule": RULE,
        "later": later_sentence(months),
        "unknown": unknown_sentence(months),
        "chart": draw_columns(months),
        "name": accessible_name(months),
        "key": [{"status": each or NONE_SLUG, "label": LABELS[each]} for each in statuses],
        "heads": [label_of(each) for each in statuses],
        "rows": [_month_row(month, statuses, address, month is months[-1]) for month in months[::-1]],
        "table_url": f"{address}status-by-month.csv",
    }


def _month_row(month: MonthEnd, statuses: list[str], address: str, is_last: bool) -> dict:
    """One line of the table. What was known then has a page only where something was."""
    known_then = month.has_page_then and 0 < month.later < month.total
    return {
        "month": month,
        "all": f"{month.total:,}",
        "later": f"{month.later:,}",
        "cells": [_cell(month, each, address, is_last) for each in statuses],
        "url": _on(address, month, is_last) if month.has_page else "",
        "every_url": _on(f"{address}every/", month, is_last),
        "then_url": _asking(address, _as_at(month.day, month.day)) if known_then else "",
    }


def _cell(month: MonthEnd, status: str, address: str, is_last: bool) -> dict:
    """How many had a status, and the list of them as at that day."""
    url = _on(f"{address}every/", month, is_last, {"status": status or NONE_SLUG})
    count = month.counts.get(status, 0)
    return {"label": label_of(status), "count": count, "shown": f"{count:,}", "url": url}


def _on(address: str, month: MonthEnd, is_last: bool, asked: dict[str, str] | None = None) -> str:
    """A page as at the end of a month; the last day is the one that is being read, which links keep by themselves."""
    return _asking(address, (asked or {}) | ({} if is_last else _as_at(month.day, day_known_by())))


def _as_at(day: date, known_by: date | None) -> dict[str, str]:
    return {AS_AT: day.isoformat()} | ({KNOWN_BY: known_by.isoformat()} if known_by else {})


def _asking(address: str, asked: dict[str, str]) -> str:
    return f"{address}?{urlencode(asked)}" if asked else address


@register.inclusion_tag("dashboards/_timeline.html")
def timeline_of(situation: Situation) -> dict:
    """Promises along time, the unfinished first: a table with bars in it, and its file."""
    day = situation.day
    drawn = timeline(situation.scope, situation.facts, day, lambda drawn: nearest(drawn, day))
    return timeline_context(drawn, day, situation.scope.address)


def timeline_context(drawn: Timeline, day: date, address: str) -> dict:
    """What the template needs of a timeline; the page with all of it uses the same."""
    return {
        "timeline": drawn,
        "sentence": timeline_sentence(drawn),
        "day": day,
        "shown": shown_sentence(drawn, day),
        "page_url": f"{address}timeline/",
        "table_url": f"{address}timeline.csv",
    }


def timeline_sentence(drawn: Timeline) -> str:
    """How many promises have a day, how many of them are overdue, and how many have none."""
    if not drawn.total:
        return "No promise here has a day to draw."
    told = f"{promises(drawn.total)} here {_have(drawn.total)} a day, {_overdue(drawn)}"
    return f"{told}; {drawn.undated:,} {_have(drawn.undated)} none." if drawn.undated else f"{told}."


def _have(count: int) -> str:
    return "has" if count == 1 else "have"


def _overdue(drawn: Timeline) -> str:
    if drawn.total == 1:
        return f"and it is {'' if drawn.overdue else 'not '}overdue"
    if not drawn.overdue:
        return "and none of them is overdue"
    return f"and {drawn.overdue:,} of them {'is' if drawn.overdue == 1 else 'are'} overdue"


def shown_sentence(drawn: Timeline, day: date) -> str:
    """Which of the promises a dashboard draws, where it does not draw all."""
    if not drawn.more:
        return ""
    return f"Drawn are the {len(drawn.rows)} whose last day is nearest to {long_day(day)}, unfinished ones first."


@register.inclusion_tag("dashboards/_indicators.html")
def indicators_of(situation: Situation) -> dict:
    """The indicators of the outcomes concerned: latest value, which way it went, and against whom; and its file."""
    rows = indicator_rows(situation.scope, situation.day)
    measured = [row for row in rows if row.now]
    return {
        "rows": measured,
        "without": [row for row in rows if not row.now],
        "sentence": indicators_sentence(len(rows), len(measured), sum(row.worse for row in rows)),
        "table_url": f"{situation.scope.address}indicators.csv",
    }


def indicators_sentence(count: int, measured: int, worse: int) -> str:
    """How many indicators there are, how many have a value, and how many are worse than before."""
    if not count:
        return "The plans name no indicators for these outcomes."
    one = count == 1
    named = "The plans name 1 indicator" if one else f"The plans name {count:,} indicators"
    if not measured:
        none = "it has no value" if one else "none of them has a value"
        return f"{named} for these outcomes; {none} here yet."
    told = f"{named} for these outcomes; {measured:,} {'has' if measured == 1 else 'have'} a value here"
    became = "none is" if not worse else "1 is" if worse == 1 else f"{worse:,} are"
    return f"{told}, and {became} worse than in the period before or a year ago."


@register.simple_tag
def status_shape(status: str) -> str:
    """The outline of a status's shape, in a box of 16 by 16."""
    return SHAPES[status]


@register.simple_tag
def direction_chip(direction: Direction) -> SafeString:
    """Which way it went and whether that is good: a word and an arrow."""
    arrow = format_html('<svg viewBox="0 0 16 16" aria-hidden="true"><path d="{}"/></svg>', ARROWS[direction.moved])
    return format_html('<span class="direction {}">{}{}</span>', direction.verdict, arrow, direction.label)
