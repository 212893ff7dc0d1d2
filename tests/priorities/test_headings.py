import pytest

from priorities.headings import make_heading

LONG = "Bring people in every town and village together to talk about"


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Open a hub.", "Open a hub"),
        ("Open a hub. It will bring people together.", "Open a hub"),
        ("Grow four hubs:\n- one\n- two", "Grow four hubs"),
        (f"{LONG} their lives, with talks, walks and other things besides that go on.", f"{LONG} their lives…"),
        (f"{LONG} their lives and find ways in which the council can be of use.", f"{LONG} their lives…"),
        (
            "Set it up, together with partners, in a way that suits each town and village of the whole district.",
            "Set it up, together with partners…",
        ),
        ("word " * 40, f"{'word ' * 17}word…"),
        ("w" * 200, f"{'w' * 90}…"),
        ("", ""),
    ],
    ids=["one sentence", "two sentences", "list", "clause", "joint", "short clause", "no joint", "one word", "empty"],
)
def test_heading_is_the_beginning_of_the_text(text, heading):
    assert str(make_heading(text)) == heading


@pytest.mark.parametrize(
    "text", ["Open a hub. And more.", "word " * 40 + "end", f"{LONG} it, and so on and on and on."]
)
def test_heading_and_rest_are_the_whole_text(text):
    heading = make_heading(text)
    assert heading.lead + heading.rest == text
