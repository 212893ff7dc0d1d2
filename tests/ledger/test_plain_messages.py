"""What forms say of a field that is empty or cannot be read."""

from datetime import datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats, timezone

from ledger.admin.days import Day
from ledger.plain_messages import CHOOSE, DAY, FILL_IN, PLAIN


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (forms.CharField(), "", FILL_IN),
        (forms.ChoiceField(choices=["a"]), "", CHOOSE),
        (forms.DateField(), "soon", DAY),
        (forms.URLField(), "no address", PLAIN[forms.URLField]["invalid"]),
        (forms.EmailField(), "nobody", PLAIN[forms.EmailField]["invalid"]),
        (forms.DateField(error_messages={"invalid": "Choose a day."}), "soon", "Choose a day."),
    ],
    ids=["empty", "not-chosen", "day", "address", "mail", "its-own"],
)
def test_field_says_what_is_allowed(field, typed, said):
    with pytest.raises(ValidationError) as refusal:
        field.clean(typed)

    assert refusal.value.messages == [said]


@pytest.mark.parametrize("typed", ["3/5/2026", "2026-05-03"])
def test_day_is_taken_as_the_message_says(typed):
    assert Day().format_value(forms.DateField().clean(typed)) == "2026-05-03"


def test_days_and_times_are_written_one_way():
    moment = timezone.make_aware(datetime(2026, 5, 3, 14, 5))

    assert formats.localize(timezone.localtime(moment)) == "3 May 2026, 14:05"
    assert formats.localize(moment.date()) == "3 May 2026"
