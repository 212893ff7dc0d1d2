import pytest
from django.template.loader import render_to_string

from desk.trays.tray import Item, Tray, sentence


def tray(count, waits=True, shown=0):
    items = [Item(str(number), "/") for number in range(shown)]
    return Tray("Example", count, "example waits", "examples wait", items, waits=waits)


@pytest.mark.parametrize(
    ("trays", "said"),
    [
        ([], "Nothing waits for you."),
        ([tray(0)], "Nothing waits for you."),
        ([tray(3, waits=False)], "Nothing waits for you."),
        ([tray(1)], "1 example waits."),
        ([tray(2), tray(0), tray(1)], "2 examples wait and 1 example waits."),
        ([tray(1), tray(2), tray(3)], "1 example waits, 2 examples wait and 3 examples wait."),
    ],
    ids=["no tray", "empty", "only good to know", "one", "two", "three"],
)
def test_sentence_says_how_things_stand(trays, said):
    assert sentence(trays) == said


def test_tray_knows_how_many_are_not_shown():
    assert tray(12, shown=8).more == 4


@pytest.mark.parametrize("address", ["", "/admin/kept/7/throw-away/"])
def test_item_is_thrown_away_where_it_stands_with_a_button_that_names_it(address):
    shown = Tray("Example", 1, "example waits", "examples wait", [Item("A form", "/admin/", throw_away=address)])

    said = " ".join(render_to_string("admin/desk/_tray.html", {"tray": shown}).split())

    button = 'Throw it away<span class="visually-hidden">: A form</span>'
    assert (button in said, f'method="post" action="{address}"' in said) == (bool(address), bool(address))
