import pytest

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
