"""Consents at the officers' desk, by whether they are in force today."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from factories import ConsentFactory, StoryFactory

pytestmark = pytest.mark.django_db

TODAY = date(2027, 3, 1)
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def today(clock):
    clock(f"{TODAY} 12:00")


@pytest.fixture
def consents(client):
    client.force_login(User.objects.create_superuser("officer"))
    said = {
        "without days": {},
        "to the end of today": {"expires_on": TOMORROW, "withdrawn_on": TOMORROW},
        "expired": {"expires_on": TODAY},
        "withdrawn": {"withdrawn_on": TODAY, "expires_on": YESTERDAY},
        "to come": {"given_on": TOMORROW},
    }
    return {
        ConsentFactory(story=StoryFactory(consent=None), **{"given_on": None, **days}).pk: what
        for what, days in said.items()
    }


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("yes", {"without days", "to the end of today"}),
        ("withdrawn", {"withdrawn"}),
        ("expired", {"expired"}),
        ("nonsense", {"without days", "to the end of today", "expired", "withdrawn", "to come"}),
    ],
)
def test_consents_are_narrowed_to_those_in_force(client, consents, asked, found):
    shown = client.get("/admin/stories/consent/", {"in-force": asked}).context["cl"].result_list

    assert {consents[each.pk] for each in shown} == found
