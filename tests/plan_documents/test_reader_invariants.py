import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from test_reader_word import docx

from plan_documents.readers.html import read_html
from plan_documents.readers.markdown import read_markdown
from plan_documents.readers.text import LINE_END, read_text
from plan_documents.readers.word import read_word

TEXT = {
    "page": "Tall trees\n\nTrees grow.\n\n  • Plant oaks\n    Timescale: May 2030.\n    • on Mill Lane\n\nPlain.",
    "copy-of-a-pdf": (
        "Tall trees\nWe will plant one tree in every street of the district, taking account of\n"
        "Tree Plan 2030/31\n11\nwhat residents say about shade.\n•\nA bare bullet.\n1.\nA bare number\n"
        "Tree Plan 2030/31\n12\nAction\nWater them.\n\fTree Plan 2030/31\n13\nDeliverable(s)\n• Dig a well"
    ),
    "table": "A | B | C\n---|---|---\n1 | 2 | 3\n\nx\ty\tz\n\n----\nEnd",
    "line-separators": "One\u2028Two\vThree\n\n\tindented\fFour",
}
MARKDOWN = {
    "plan": (
        "# Trees\n\n> Trees reach high up\n\n**Action**\n\nPlant *many* &amp; more, 5\\* at least.\n\n- Oaks\n"
        "  **Timescale:** May\n  - on Mill Lane\n\n1. First\n\n   further\n"
    ),
    "table": "| A | B |\n|---|---|\n| one<br>two | **bold** |\n\n---\n\nEnd\n",
    "typed-bullets": "# Trees\n\n• Oaks\n• Limes\n  Timescale: May\n\n    • Indented\n",
    "plain-text": "Trees\n\n  • Oaks\n    Timescale: May\n",
    "marks-without-text": "> one\n>\n> two\n\n-\n- item\n\nTitle\n=====\n",
}
HTML = {
    "nested": (
        "<main><h1>Trees<br>here</h1><div>Plant <b>many</b> of them</div><ul><li><div>Oaks:<ul><li>Mill Lane</ul></div>"
        "<ul><li>Top Road</li></ul></ul><dl><dt>Timescale<dd>May</dl></main>"
    ),
    "table": "<table>Loose<caption>Sum</caption><tr><td rowspan=2>A<td>B<tr><td><ul><li>C <i>d</i></ul><p>e</table>",
    "accordion": "<details><summary>One</summary><p>Inner</p></details><button>Two</button><div hidden>More</div>",
    "unclosed": "<p>One<p>Two <ol><li>Three<li>Four<ul><li>Five</ul></ol>Six<br>Seven<h2>Eight</h2>Nine",
}


def words(text):
    return re.findall(r"\w+", text)


def words_of(blocks):
    return words(" ".join(f"{block.marker} {block.text}" for block in blocks))


def assert_kept(blocks, source, visible):
    """Every line is in one block, every word in the blocks, and the plan's own words are in order."""
    assert (lines_held(blocks), sorted(words_of(blocks))) == (lines_with_text(source), sorted(words(visible)))
    remaining = iter(words(visible))
    assert [word for word in words_of(b for b in blocks if not b.furniture) if word not in remaining] == []


def samples(documents):
    return [pytest.param(source, id=name) for name, source in documents.items()]


def lines_with_text(source):
    return [number for number, line in enumerate(LINE_END.split(source), 1) if line.strip()]


def lines_held(blocks):
    return sorted(line for block in blocks for line in block.lines)


@pytest.mark.parametrize("source", samples(TEXT))
def test_read_text_keeps_every_line_and_word(source):
    assert_kept(read_text(source), source, source)


LINES = st.sampled_from(
    [
        "",
        "•",
        "1.",
        "12",
        "Action",
        "Timescale: May",
        "• An item",
        "    • An inner item",
        "    indented",
        "Tree Plan 2030/31",
        "A line that goes on until it reaches the end of the room there is, and",
        "a line that begins small.",
        "A | B | C",
        "---|---|---",
        "\fTree Plan 2030/31",
    ]
)


@given(st.lists(LINES, max_size=30))
def test_read_text_keeps_every_line_and_word_of_any_lines(lines):
    source = "\n".join(lines)
    assert_kept(read_text(source), source, source)


@pytest.mark.parametrize("source", samples(MARKDOWN))
def test_read_markdown_keeps_every_line_and_word(source):
    assert_kept(read_markdown(source), source, visible=re.sub(r"<br>|&amp;", " ", source))


@pytest.mark.parametrize("source", samples(HTML))
def test_read_html_keeps_every_word_in_order(source):
    visible = iter(words(" ".join(block.text for block in read_html(source))))
    missing = [word for word in words(BeautifulSoup(source, "html.parser").get_text(" ")) if word not in visible]
    assert missing == []


def test_read_word_keeps_every_word_in_order():
    texts = ["Trees", "Plant many.", "Oaks", "Mill Lane", "First", "Cell one", "Cell two"]

    def fill(document):
        document.add_heading(texts[0], 1)
        for text, style in zip(texts[1:5], ["Normal", "List Bullet", "List Bullet 2", "List Number"], strict=True):
            document.add_paragraph(text, style=style)
        cells = document.add_table(1, 2).rows[0].cells
        cells[0].text, cells[1].text = texts[5:]

    assert words(" ".join(block.text for block in read_word(docx(fill)))) == words(" ".join(texts))
