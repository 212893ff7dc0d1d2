import pytest
from django.db import DataError
from factories import DeliverableFactory

from kirklees_portal.middleware import RefuseNumbersTooLargeInAdmin

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("query", ["state__exact=%00", "q=a%00b"])
def test_null_character_in_an_admin_filter_gets_a_sentence(admin_client, query):
    response = admin_client.get(f"/admin/outcomes/plan/?{query}")
    assert (response.status_code, response.content.decode()) == (
        400,
        "This address holds a character that no record has (a null character). Check it and try again.\n",
    )


def test_admin_filter_without_null_character_is_answered(admin_client):
    assert admin_client.get("/admin/outcomes/plan/?q=plan").status_code == 200


@pytest.mark.parametrize("address", ["/nothing/", "/plans/nothing/", "/deliverables/99999999999999999999/"])
@pytest.mark.parametrize("debug", [False, True])
def test_missing_page_is_the_portals_own_in_debug_too(client, settings, address, debug):
    settings.DEBUG = debug
    response = client.get(address)
    assert (response.status_code, "<h1>This page is not here</h1>" in response.content.decode()) == (404, True)


def test_address_without_its_last_slash_is_still_redirected_in_debug(client, settings):
    settings.DEBUG = True
    response = client.get("/plans")
    assert (response.status_code, response["Location"]) == (301, "/plans/")


@pytest.mark.parametrize("number", ["9" * 23, "-" + "9" * 23])
def test_number_too_large_in_the_admin_gets_a_sentence(admin_client, number):
    deliverable = DeliverableFactory()
    address = f"/admin/priorities/deliverable/{deliverable.pk}/change/"

    assert admin_client.post(address, {"priority": number}).status_code in (200, 400)
    assert admin_client.get(f"/admin/priorities/progressupdate/?deliverable={number}").status_code in (200, 302, 400)


@pytest.mark.parametrize("error", [OverflowError("too large"), DataError("out of range")], ids=["sqlite", "postgresql"])
def test_number_that_no_database_can_hold_is_told_in_the_admin_alone(rf, error):
    answers = RefuseNumbersTooLargeInAdmin(lambda request: None)

    told = answers.process_exception(rf.post("/admin/priorities/deliverable/1/change/"), error)

    assert (told.status_code, told.content.decode()) == (
        400,
        "A number in what was sent is too large to be kept. Nothing was saved: go back, check it and try again.\n",
    )
    assert answers.process_exception(rf.get("/plans/"), error) is None
