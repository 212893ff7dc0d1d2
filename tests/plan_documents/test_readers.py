import io

import pytest
from docx import Document

from plan_documents.errors import PlanDocumentError
from plan_documents.readers import read_bytes
from plan_documents.readers.html import read_html
from plan_documents.readers.markdown import read_markdown
from plan_documents.readers.text import read_text
from plan_documents.readers.word import MAX_UNZIPPED, read_word


def shape(blocks):
    return [(block.kind, block.level, block.marker, block.text) for block in blocks]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("Title\n\nText.", [("paragraph", 0, "", "Title"), ("paragraph", 0, "", "Text.")], id="paragraphs"),
        pytest.param(
            "  • One\n    Timescale: May 2022.\n    • Inner\n      Timescale: June 2022.\n  • Two",
            [
                ("item", 0, "•", "One"),
                ("continuation", 0, "", "Timescale: May 2022."),
                ("item", 1, "•", "Inner"),
                ("continuation", 1, "", "Timescale: June 2022."),
                ("item", 0, "•", "Two"),
            ],
            id="nested-items-with-their-lines",
        ),
        pytest.param("3. Three\n\n4) Four", [("item", 0, "3.", "Three"), ("item", 0, "4)", "Four")], id="numbers-stay"),
        pytest.param(
            "A sentence that a page was too narrow to hold in\none line.",
            [("paragraph", 0, "", "A sentence that a page was too narrow to hold in one line.")],
            id="broken-line-joins",
        ),
        pytest.param(
            "Priorities for\n2025/26",
            [("paragraph", 0, "", "Priorities for 2025/26")],
            id="heading-broken-after-for",
        ),
        pytest.param(
            "Short\nlines stay",
            [("paragraph", 0, "", "Short"), ("paragraph", 0, "", "lines stay")],
            id="short",
        ),
        pytest.param("A | B | C", [("row", 0, "", "A B C")], id="pipe-row"),
        pytest.param("A\tB\tC", [("row", 0, "", "A B C")], id="tab-row"),
        pytest.param("One\f\nTwo", [("paragraph", 0, "", "One"), ("paragraph", 0, "", "Two")], id="page-break"),
    ],
)
def test_read_text_gives_blocks(source, expected):
    assert shape(read_text(source)) == expected


@pytest.mark.parametrize("source", ["a\n\n b\n  • c\n    d\n", "| a | b |\n|---|---|\n| 1 | 2 |", "x and\ny\n\n\nz"])
def test_read_text_puts_every_line_into_one_block(source):
    lines = [number for number, line in enumerate(source.split("\n"), 1) if line.strip()]
    assert [line for block in read_text(source) for line in block.lines] == lines


def test_read_markdown_gives_the_same_blocks_as_text():
    source = "# Title\n\nText with a [link](/page).\n\n- One\n  Timescale: May 2022\n  - Inner\n\n3. Three\n"
    assert shape(read_markdown(source)) == [
        ("heading", 1, "", "Title"),
        ("paragraph", 0, "", "Text with a [link](/page)."),
        ("item", 0, "-", "One"),
        ("continuation", 0, "", "Timescale: May 2022"),
        ("item", 1, "-", "Inner"),
        ("item", 0, "3.", "Three"),
    ]


def test_read_markdown_keeps_line_numbers():
    blocks = read_markdown("# Title\n\n- One\n  Timescale: May 2022\n\n| A | B |\n|---|---|\n| 1 | 2 |\n")
    assert [block.lines for block in blocks] == [(1,), (3,), (4,), (6, 7), (8,)]


def test_read_html_gives_the_same_blocks_as_text():
    source = """<body><nav>Menu</nav><main><h1>Title</h1><p>Text with <b>bold</b>.</p>
    <ul><li>One<br>Timescale: May 2022<ul><li>Inner</li></ul></li></ul>
    <ol start="3"><li>Three</li></ol><table><tr><td>A</td><td>B</td></tr></table></main></body>"""
    assert shape(read_html(source)) == [
        ("heading", 1, "", "Title"),
        ("paragraph", 0, "", "Text with bold."),
        ("item", 0, "•", "One"),
        ("continuation", 0, "", "Timescale: May 2022"),
        ("item", 1, "•", "Inner"),
        ("item", 0, "3.", "Three"),
        ("row", 0, "", "A B"),
    ]


def test_read_word_gives_the_same_blocks_as_text():
    document = Document()
    document.add_heading("Title", 1)
    document.add_paragraph("Text.")
    document.add_paragraph("One\nTimescale: May 2022", style="List Bullet")
    document.add_paragraph("Inner", style="List Bullet 2")
    document.add_paragraph("First", style="List Number")
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "A", "B"
    file = io.BytesIO()
    document.save(file)
    assert shape(read_word(file.getvalue())) == [
        ("heading", 1, "", "Title"),
        ("paragraph", 0, "", "Text."),
        ("item", 0, "•", "One"),
        ("continuation", 0, "", "Timescale: May 2022"),
        ("item", 1, "•", "Inner"),
        ("item", 0, "1.", "First"),
        ("row", 0, "", "A B"),
    ]


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        pytest.param("a.txt", b"", "a.txt is empty: choose the document that holds the plan.", id="empty"),
        pytest.param("a.txt", b" \n ", "a.txt is empty: choose the document that holds the plan.", id="blank"),
        pytest.param(
            "a.txt",
            b"a\0b",
            "a.txt is a binary file, not text: save it as .txt, .md, .html or .docx.",
            id="binary",
        ),
        pytest.param(
            "a.txt",
            b"one\ncaf\xe9",
            "a.txt is not written in UTF-8 (line 2 has a character that cannot be read): "
            "save it again with the encoding UTF-8.",
            id="latin-1",
        ),
        pytest.param(
            "a.pdf",
            b"%PDF",
            "a.pdf is of a form that is not read: save it as .txt, .md, .html or .docx.",
            id="pdf",
        ),
        pytest.param(
            "a.docx",
            b"PK no",
            "This is not a .docx document: save it in Word as .docx and try again.",
            id="no-docx",
        ),
        pytest.param(
            "a.txt",
            b"word " * 600_000,
            "a.txt is 2.9 MB, more than the 2 MB that is read: give the plan's own text only.",
            id="too-large",
        ),
        pytest.param(
            "a.txt",
            b"1. a\n" * 10_001,
            "a.txt has 10,001 paragraphs and items, more than the 10,000 that are read: give the plan's own text only.",
            id="too-long",
        ),
        pytest.param(
            "a.html",
            b"<script>x</script>",
            "a.html has no text in it: choose the document that holds the plan.",
            id="no-text",
        ),
    ],
)
def test_read_bytes_refuses_with_one_sentence(name, data, sentence):
    with pytest.raises(PlanDocumentError) as refusal:
        read_bytes(name, data)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_read_bytes_reads_every_unicode_encoding(encoding):
    assert shape(read_bytes("a.txt", "Caf\u00e9\r\n".encode(encoding))) == [("paragraph", 0, "", "Caf\u00e9")]


def test_read_word_refuses_a_document_that_unfolds_too_far():
    import zipfile

    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (MAX_UNZIPPED + 1_048_576))
    with pytest.raises(PlanDocumentError) as refusal:
        read_word(file.getvalue())
    assert str(refusal.value) == (
        "This .docx unfolds to 41 MB, more than the 40 MB that is read: take the pictures out and save it again."
    )
