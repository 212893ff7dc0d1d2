"""What the lists at the officers' desk are narrowed by."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from factories import DeliverableFactory

pytestmark = pytest.mark.django_db


def test_promises_without_a_date_are_offered_under_two_names(client):
    client.force_login(User.objects.create_superuser("officer"))
    for text in ("", "To be agreed", "By March 2022"):
        DeliverableFactory(timescale_text=text)

    filters = client.get(reverse("admin:priorities_deliverable_changelist")).context["cl"]
    [by_precision] = [each for each in filters.filter_specs if each.title == "timescale precision"]

    assert [str(choice["display"]) for choice in by_precision.choices(filters)] == [
        "All",
        "no timescale given",
        "month",
        "no date can be read from it",
    ]
