import pytest

from ledger.admin.sent import back_in, keys_in, seen_in


def test_keys_are_whole_numbers_that_a_database_can_hold():
    assert keys_in(["7", "x", "-1", "٣", "1_0", "", "9" * 18, "9" * 19]) == [7, 10**18 - 1]


def test_what_was_seen_is_told_by_key():
    assert seen_in({"seen-7": "3", "seen-x": "3", "seen-": "3", "other-8": "3"}, "seen-") == {7: "3"}


@pytest.mark.parametrize(
    ("asked", "back"),
    [
        ("/admin/?q=1", "/admin/?q=1"),
        ("https://example.org/", ""),
        ("//example.org/", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_way_back_leads_to_a_page_of_this_site(asked, back):
    assert back_in({"next": asked}) == back
