"""What forms say of a field that is empty or cannot be read: what is allowed there, in plain words."""

from django import forms
from django.core import validators

FILL_IN = "Fill this in."
CHOOSE = "Choose one from the list."
DAY = "Write the day as 3/5/2026 or 2026-05-03."
PLAIN = {
    forms.Field: {"required": FILL_IN},
    forms.ChoiceField: {"required": CHOOSE, "invalid_choice": "“%(value)s” is not in the list. Choose one from it."},
    forms.ModelChoiceField: {
        "required": CHOOSE,
        "invalid_choice": "This is not in the list, or not any more. Choose one from it.",
    },
    forms.FileField: {"required": "Choose a file."},
    forms.DateField: {"invalid": DAY},
    forms.DateTimeField: {"invalid": "Write the day and the time as 3/5/2026 14:30 or 2026-05-03 14:30."},
    forms.IntegerField: {"invalid": "Write a whole number, such as 12."},
    forms.DecimalField: {"invalid": "Write a number, such as 12.5."},
    forms.EmailField: {"invalid": "Write an email address, such as name@example.org."},
    forms.URLField: {
        "invalid": "Start with https:// and write the whole address, such as https://www.example.org/minutes."
    },
}
"""By kind of field, and what is wrong. A field that has a sentence of its own keeps it."""


def say_what_is_allowed() -> None:
    """Give each kind of field its messages; called before any form is made."""
    for field, messages in PLAIN.items():
        field.default_error_messages = {**vars(field).get("default_error_messages", {}), **messages}
    validators.URLValidator.message = PLAIN[forms.URLField]["invalid"]
