"""Who is chosen as an officer at the desk, by whom may not read accounts."""

import pytest
from desk_people import with_permissions
from django.urls import reverse
from factories import OfficerFactory
from factories.accounts import UserFactory

from priorities.models import Officer

pytestmark = pytest.mark.django_db

ADD = reverse("admin:priorities_officer_add")


@pytest.fixture
def desk(client):
    user = UserFactory(username="manager", is_staff=True)
    client.force_login(with_permissions(user, ("view_officer", "add_officer", "change_officer")))
    return client


def offered(page):
    return [str(label) for _, label in page.context["adminform"].form.fields["user"].choices][1:]


def test_account_is_chosen_by_name_from_those_of_the_desk(desk):
    account = UserFactory(username="asmith", first_name="Alex", last_name="Smith", is_staff=True)
    UserFactory(username="closed", is_staff=True, is_active=False)
    UserFactory(username="resident", is_staff=False)

    page = desk.get(ADD)
    answer = desk.post(ADD, {"user": account.pk, "role": "Service manager"})

    assert offered(page) == ["manager", "Alex Smith"]
    assert (answer.status_code, Officer.objects.get().user) == (302, account)


def test_account_that_is_not_offered_is_refused(desk):
    account = UserFactory(username="closed", is_staff=True, is_active=False)

    answer = desk.post(ADD, {"user": account.pk})

    assert list(answer.context["adminform"].form.errors) == ["user"]
    assert Officer.objects.count() == 0


def test_officer_whose_account_is_closed_can_still_be_edited(desk):
    officer = OfficerFactory(user=UserFactory(username="closed", is_staff=True, is_active=False), role="Manager")
    page = reverse("admin:priorities_officer_change", args=[officer.pk])

    answer = desk.post(page, {"user": officer.user_id, "role": "Director", "revision": officer.revision})

    officer.refresh_from_db()
    assert (offered(desk.get(page)), answer.status_code, officer.role) == (["closed", "manager"], 302, "Director")
