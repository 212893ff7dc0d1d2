"""The mark of a form as its page shows it: sent with that mark, it says that nobody typed anything."""

from collections.abc import Container

from django import forms

from .typed import Pairs, mark_of


def untouched(form: forms.BaseForm, but: Container[str] = ()) -> str:
    """What the page of ``form`` notes in the field ``typed.UNTOUCHED``; ``but`` are fields that the page leaves out."""
    return mark_of([pair for pair in shown_in(form) if pair[0] not in but])


def shown_in(form: forms.BaseForm) -> Pairs:
    """What a browser sends of the fields that somebody can fill in, empty ones left out."""
    pairs = []
    for bound in form.visible_fields():
        value = bound.field.widget.format_value(bound.value())
        pairs += [[bound.html_name, str(each)] for each in (value if isinstance(value, list) else [value]) if each]
    return pairs
