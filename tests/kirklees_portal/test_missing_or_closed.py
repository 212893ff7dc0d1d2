"""Where a page is missing or closed: the desk leads back to itself, and public pages do not know who reads."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from factories import ImportRunFactory, UserFactory

from kirklees_portal.missing_or_closed import closed, missing

pytestmark = pytest.mark.django_db

BACK = '<a href="/admin/">Back to My desk</a>'
MISSING = "/admin/nothing/"


def signed_in(client, role, is_staff=True):
    user = UserFactory(is_staff=is_staff)
    user.groups.set([Group.objects.get(name=role)])
    client.force_login(user)
    return client


def content(answer):
    return " ".join(answer.content.decode().split())


def review():
    run = ImportRunFactory()
    return run, reverse("admin:plan_documents_importrun_review", args=[run.pk])


@pytest.mark.parametrize("debug", [False, True])
def test_page_missing_at_the_desk_leads_back_to_it(client, settings, debug):
    settings.DEBUG = debug

    page = signed_in(client, "Auditor").get(MISSING)

    assert (page.status_code, BACK in content(page)) == (404, True)


def test_page_closed_at_the_desk_leads_back_and_to_what_can_be_read(client):
    run, page = review()
    record = reverse("admin:plan_documents_importrun_change", args=[run.pk])

    closed = signed_in(client, "Auditor").get(page)

    link = f'<a href="{record}">Read this import of a plan</a>'
    assert (closed.status_code, BACK in content(closed), link in content(closed)) == (403, True, True)
    assert client.get(record).status_code == 200


@pytest.mark.parametrize("key", ["0", "x", "9" * 30, "_5"])
def test_closed_page_of_no_record_leads_to_none(client, key):
    page = reverse("admin:plan_documents_importrun_undo", args=[key])

    answer = content(signed_in(client, "Auditor").get(page))

    assert "Read this" not in answer


@pytest.mark.parametrize("is_staff", [True, False])
def test_only_who_has_a_place_at_the_desk_is_led_there(rf, is_staff):
    request = rf.get(MISSING)
    request.user = UserFactory(is_staff=is_staff)

    assert [BACK in content(answer) for answer in (missing(request), closed(request))] == [is_staff, is_staff]


def test_page_missing_elsewhere_does_not_know_who_reads(client, django_assert_num_queries):
    signed_in(client, "Auditor")

    with django_assert_num_queries(0):
        page = client.get("/nothing/")

    assert (page.status_code, BACK in content(page), page.get("Vary", "")) == (404, False, "")
