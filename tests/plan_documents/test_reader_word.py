import io

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from test_readers import shape

from plan_documents.errors import PlanDocumentError
from plan_documents.readers import read_bytes
from plan_documents.readers.word import MAX_UNZIPPED, read_word


def docx(fill) -> bytes:
    """A Word document that ``fill`` has written into."""
    document = Document()
    fill(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def word_xml(name: str, content: str = "", attributes: str = ""):
    """The element ``w:name`` of a Word document."""
    return parse_xml(f"<w:{name} {nsdecls('w')} {attributes}>{content}</w:{name}>")


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def paragraph(text):
    return ("paragraph", 0, "", text)


def read(fill):
    return shape(read_word(docx(fill)))


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        pytest.param(word_xml("ins", run("and oaks.")), "Plant limes and oaks.", id="inserted"),
        pytest.param(word_xml("del", "<w:r><w:delText>oaks.</w:delText></w:r>"), "Plant limes", id="deleted"),
        pytest.param(word_xml("moveFrom", run("oaks.")), "Plant limes", id="moved-away"),
        pytest.param(
            word_xml("sdt", f"<w:sdtContent>{run('and oaks.')}</w:sdtContent>"), "Plant limes and oaks.", id="control"
        ),
        pytest.param(word_xml("r", "<w:noBreakHyphen/><w:t>oak</w:t>"), "Plant limes -oak", id="hyphen"),
    ],
)
def test_read_word_reads_text_as_it_stands_after_the_changes(added, expected):
    assert read(lambda document: document.add_paragraph("Plant limes ")._p.append(added)) == [paragraph(expected)]


def test_read_word_reads_content_controls_and_text_boxes_around_paragraphs():
    def fill(document):
        first = document.add_paragraph("One")
        first._p.addnext(word_xml("sdt", f"<w:sdtContent><w:p>{run('Two')}</w:p></w:sdtContent>"))
        box = f"<w:pict><w:txbxContent><w:p>{run('Four')}</w:p></w:txbxContent></w:pict>"
        document.add_paragraph("Three")._p.append(word_xml("r", box))

    assert read(fill) == [paragraph(text) for text in ("One", "Two", "Three", "Four")]


def number_id(document, form):
    """The id of the document's first list whose numbers have this format."""
    numbering = document.part.numbering_part.element
    abstract = {each.get(qn("w:abstractNumId")): each for each in numbering.findall(qn("w:abstractNum"))}
    for number in numbering.findall(qn("w:num")):
        levels = abstract[number.find(qn("w:abstractNumId")).get(qn("w:val"))]
        if levels.find(f"{qn('w:lvl')}/{qn('w:numFmt')}").get(qn("w:val")) == form:
            return number.get(qn("w:numId"))
    raise AssertionError(form)


def listed(document, text, number, level=0):
    properties = document.add_paragraph(text, style="List Paragraph")._p.get_or_add_pPr()
    properties.append(word_xml("numPr", f'<w:ilvl w:val="{level}"/><w:numId w:val="{number}"/>'))


def test_read_word_numbers_lists_as_the_document_defines_them():
    def fill(document):
        decimal, bullet = number_id(document, "decimal"), number_id(document, "bullet")
        for text, number in [("Wells", decimal), ("Dig", bullet), ("Ponds", decimal), ("Text", "0")]:
            listed(document, text, number)

    assert read(fill) == [
        ("item", 0, "1.", "Wells"),
        ("item", 0, "•", "Dig"),
        ("item", 0, "2.", "Ponds"),
        paragraph("Text"),
    ]


@pytest.mark.parametrize(
    ("form", "markers"),
    [
        pytest.param("decimal", ["1.", "2."], id="decimal"),
        pytest.param("lowerLetter", ["a.", "b."], id="letters"),
        pytest.param("upperRoman", ["I.", "II."], id="roman"),
        pytest.param("bullet", ["•", "•"], id="bullets"),
    ],
)
def test_read_word_counts_inner_levels_anew(form, markers):
    def fill(document):
        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{each}"/></w:lvl>'
            for level, each in enumerate(["decimal", form])
        )
        numbering = document.part.numbering_part.element
        numbering.insert(0, word_xml("abstractNum", levels, 'w:abstractNumId="90"'))
        numbering.append(word_xml("num", '<w:abstractNumId w:val="90"/>', 'w:numId="91"'))
        for text, level in [("A", 0), ("b", 1), ("c", 1), ("D", 0), ("e", 1)]:
            listed(document, text, 91, level)

    first, second = markers
    assert [(level, marker) for _kind, level, marker, _text in read(fill)] == [
        (0, "1."),
        (1, first),
        (1, second),
        (0, "2."),
        (1, first),
    ]


def test_read_word_puts_headings_below_the_title():
    def fill(document):
        document.add_paragraph("Tree Plan", style="Title")
        document.add_heading("Tall trees", 1)
        document.add_heading("Aims", 2)

    assert [(level, text) for _kind, level, _marker, text in read(fill)] == [
        (1, "Tree Plan"),
        (2, "Tall trees"),
        (3, "Aims"),
    ]


def cells_after(change):
    def fill(document):
        table = document.add_table(2, 3)
        for index, text in enumerate("abcdef"):
            table.cell(index // 3, index % 3).text = text
        change(table)

    return [block.cells for block in read_word(docx(fill))]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(lambda table: None, [("a", "b", "c"), ("d", "e", "f")], id="plain"),
        pytest.param(
            lambda table: table.cell(0, 0).merge(table.cell(0, 1)),
            [("a\nb", "", "c"), ("d", "e", "f")],
            id="over-columns",
        ),
        pytest.param(
            lambda table: table.cell(0, 0).merge(table.cell(1, 0)),
            [("a\nd", "b", "c"), ("a\nd", "e", "f")],
            id="over-rows",
        ),
        pytest.param(
            lambda table: setattr(table.cell(1, 1).add_table(1, 1).cell(0, 0), "text", "inner"),
            [("a", "b", "c"), ("d", "e\ninner", "f")],
            id="inner-table",
        ),
        pytest.param(
            lambda table: table.rows[1]._tr.get_or_add_trPr().append(word_xml("del", "", 'w:id="1" w:author="a"')),
            [("a", "b", "c")],
            id="deleted-row",
        ),
    ],
)
def test_read_word_keeps_cells_in_their_columns(change, expected):
    assert cells_after(change) == expected


def test_read_word_leaves_headers_footers_out_and_marks_contents():
    def fill(document):
        document.sections[0].header.paragraphs[0].text = "Tree Plan"
        document.sections[0].footer.paragraphs[0].text = "Page 1"
        document.styles.add_style("TOC 1", 1)
        document.add_paragraph("Aims 3", style="TOC 1")
        document.add_paragraph("Text.")

    blocks = read_word(docx(fill))
    assert [(block.text, block.furniture) for block in blocks] == [("Aims 3", "table of contents"), ("Text.", "")]


def test_read_bytes_refuses_a_word_document_that_is_too_large():
    with pytest.raises(PlanDocumentError) as refusal:
        read_bytes("a.docx", b"a" * (MAX_UNZIPPED + 1_048_576))
    assert str(refusal.value) == "a.docx is 41 MB, more than the 40 MB that is read: give the plan's own text only."
