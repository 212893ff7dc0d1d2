"""The field that a day is chosen in, on every form of the desk."""

from django import forms
from django.utils.html import format_html

NOT_WHOLE = "This is not a whole day yet, and would not be sent: give day, month and year."


class SaysWhatIsNotSent:
    """A browser sends nothing of a day that is typed in part: say so beside it, for as long as that is so.

    The style sheet shows the sentence, so it needs no script. A field that must be filled in is answered anyway.
    """

    def render(self, name, value, attrs=None, renderer=None):
        field = super().render(name, value, attrs, renderer)
        return format_html('{}<span class="not-whole" role="status">{}</span>', field, NOT_WHOLE)


class Day(SaysWhatIsNotSent, forms.DateInput):
    """A day, with the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")
