import pytest
from test_readers import shape

from plan_documents.readers.markdown import read_markdown
from plan_documents.readers.text import read_text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        pytest.param("**Action**", "Action", id="bold"),
        pytest.param("*Timescale: July*", "Timescale: July", id="emphasis"),
        pytest.param("__Lead__ and _more_", "Lead and more", id="underscores"),
        pytest.param("snake_case_word * 2", "snake_case_word * 2", id="no-marks"),
        pytest.param("Wells &amp; ponds, 5\\* at least", "Wells & ponds, 5* at least", id="entities-and-escapes"),
        pytest.param("See [**our** wells](/a%20b?c=d).", "See [our wells](/a%20b?c=d).", id="link"),
        pytest.param("![A well](well.jpg)", "![A well](well.jpg)", id="picture"),
        pytest.param("At <https://example.org>", "At <https://example.org>", id="address"),
        pytest.param("The <u>deep</u> well<!-- x -->, `dug` by <name>", "The deep well, dug by <name>", id="tags"),
    ],
)
def test_read_markdown_gives_text_without_marks(source, text):
    assert [block.text for block in read_markdown(source)] == [text]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "- Dig\n  *Timescale: July*\n",
            [("item", 0, "-", "Dig"), ("continuation", 0, "", "Timescale: July")],
            id="item",
        ),
        pytest.param(
            "**Action**\nDig a well\nand a pond.\n",
            [("paragraph", 0, "", "Action"), ("paragraph", 0, "", "Dig a well and a pond.")],
            id="label-and-text",
        ),
        pytest.param(
            "**Portfolio holder**<br>Councillor Example One\n",
            [("paragraph", 0, "", "Portfolio holder"), ("paragraph", 0, "", "Councillor Example One")],
            id="break-in-a-paragraph",
        ),
        pytest.param(
            "# Wells\n\n• Dig\n  Timescale: July\n  • deep\n",
            [
                ("heading", 1, "", "Wells"),
                ("item", 0, "-", "Dig"),
                ("continuation", 0, "", "Timescale: July"),
                ("item", 1, "-", "deep"),
            ],
            id="typed-bullets",
        ),
        pytest.param("| A |\n|---|\n| one<br>two |\n", [("row", 0, "", "A"), ("row", 0, "", "one\ntwo")], id="cell"),
        pytest.param("> Trees\n> grow\n", [("paragraph", 0, "", "Trees grow")], id="quotation"),
    ],
)
def test_read_markdown_gives_blocks(source, expected):
    assert shape(read_markdown(source)) == expected


def test_read_markdown_reads_plain_text_with_bullets_as_text():
    source = "Wells\n\n  • Dig\n    Timescale: July\n    • deep\n      Timescale: May\n\nAction\nDig."
    assert read_markdown(source) == read_text(source)


def test_read_markdown_leaves_link_definitions_out_and_marks_comments():
    blocks = read_markdown("[wells]: https://example.org\n\n<!-- note -->\n\nSee [wells].\n")
    assert [(block.text, block.lines, block.furniture) for block in blocks] == [
        ("<!-- note -->", (3,), "comment"),
        ("See [wells](https://example.org).", (5,), ""),
    ]
