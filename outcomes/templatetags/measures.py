"""Measured values on a page."""

from django import template

from outcomes.indicator_chart import with_unit

register = template.Library()


@register.filter
def measured(value, unit: str) -> str:
    """A value with its unit where people write it."""
    return with_unit(value, unit)
