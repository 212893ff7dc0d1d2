"""The words of the desk's own forms: what each field is called there, and what is read of a value that was chosen."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django import forms
from django.apps import apps
from django.urls import Resolver404, resolve
from django.utils.text import capfirst

from .typed import Words

FORMS: dict[str, type[forms.BaseForm]] = {}
"""The form of a page, by the name of the page's address; a record's own page speaks as its model does."""


def speaks_as(page: str, form: type[forms.BaseForm]) -> None:
    FORMS[page] = form


def words_at(address: str) -> Mapping[str, Words]:
    """The words for each field of the form at ``address``, by the field's name; nothing where none are known."""
    try:
        page = resolve(urlsplit(address).path).url_name or ""
    except Resolver404:
        return {}
    if form := FORMS.get(page):
        return {name: _of_form(field) for name, field in form.base_fields.items() if field.label}
    return _of_model(page)


def _of_form(field: forms.Field) -> Words:
    is_fixed = isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField)
    return Words(str(field.label), {str(value): str(label) for value, label in field.choices} if is_fixed else {})


def _of_model(page: str) -> Mapping[str, Words]:
    app, model, _ = page.rsplit("_", 2) if page.count("_") > 1 else ("", "", "")
    try:
        fields = apps.get_model(app, model)._meta.concrete_fields
    except LookupError:
        return {}
    return {
        field.name: Words(capfirst(field.verbose_name), {str(value): str(label) for value, label in field.flatchoices})
        for field in fields
    }
