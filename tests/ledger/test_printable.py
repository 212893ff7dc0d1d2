"""Characters that XML cannot carry."""

import pytest
from django.core.exceptions import ValidationError
from lxml import etree

from ledger.printable import UNPRINTABLE, printable, refuse_unprintable


def xml_takes(character: str) -> bool:
    try:
        etree.Element("text").text = character
    except ValueError:
        return False
    return True


def test_exactly_what_xml_refuses_is_unprintable():
    found = [number for number in range(0x11000) if bool(UNPRINTABLE.match(chr(number))) == xml_takes(chr(number))]

    assert found == []


def test_what_parts_words_becomes_a_space_and_the_rest_goes():
    assert printable("one\x0ctwo\x0bthree\x1b\ufffe four\tfive\n") == "one two three four\tfive\n"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("\x1bx", "at the beginning"),
        ("Open a\n hub\x0c in", "after “Open a hub”"),
        ("w" * 99 + "\0", f"after “{'w' * 30}”"),
    ],
    ids=["beginning", "middle", "long"],
)
def test_refusal_says_where_the_character_stands(text, where):
    with pytest.raises(ValidationError) as refused:
        refuse_unprintable(text)

    assert refused.value.messages == [
        f"This holds a character that cannot be printed, {where}. Delete it there, and type that place again."
    ]
