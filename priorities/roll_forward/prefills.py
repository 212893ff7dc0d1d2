"""What the form that starts next year's plan is filled with: title, address and days. Values in, values out."""

import re
from datetime import date, timedelta

from django.utils.text import slugify

_YEARS = re.compile(r"\b20\d\d(?P<sign>\s*[/–-]\s*)(?:20)?\d\d\b|\b20\d\d\b")
_REMARK = re.compile(r"\s*\([^()]*\)\s*$")


def next_days(starts_on: date | None, ends_on: date | None, today: date) -> tuple[date, date]:
    """The year that follows a plan: from the day after its last, or one year after its first, or else from April."""
    if ends_on:
        first = ends_on + timedelta(days=1)
    elif starts_on:
        first = a_year_after(starts_on)
    else:
        first = date(today.year + (today.month >= 4), 4, 1)
    return first, a_year_after(first) - timedelta(days=1)


def next_title(title: str, first: date, last: date) -> str:
    """The title with the years of the new plan in place of its own, and without a remark in brackets behind it."""
    years = _YEARS.search(title)
    if years is None:
        return ""
    sign = years["sign"]
    told = f"{first.year}{sign}{last.year % 100:02}" if sign else str(first.year)
    return _REMARK.sub("", title[: years.start()] + told + title[years.end() :])


def slug_of(title: str) -> str:
    """As the addresses of plans are made: "council-plan-2026-27"."""
    return slugify(re.sub("[/–]", "-", title))[:80].strip("-")


def a_year_after(day: date) -> date:
    """The same day next year; the last of February stands for a leap day."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 2, 28)
