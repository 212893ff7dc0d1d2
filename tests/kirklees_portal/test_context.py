import pytest
from bs4 import BeautifulSoup


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/accessibility/", "/plans/", "/outcomes/", "/nothing/"])
def test_canonical_address_has_no_page_where_a_view_has_none(client, address):
    html = BeautifulSoup(client.get(f"{address}?page=5").content, "html.parser")
    assert [each["href"] for each in html.select('link[rel="canonical"]')] == [f"http://testserver{address}"]
