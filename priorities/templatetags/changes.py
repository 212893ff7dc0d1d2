"""What the page of changes needs beside the tags of progress."""

from django import template

from ledger.words import Mark
from priorities.changes_told import around

register = template.Library()


@register.filter
def beside_changes(marks: list[Mark]) -> list[Mark]:
    """The marks of a text, where it stayed the same for long only the words beside a change."""
    return list(around(marks))
