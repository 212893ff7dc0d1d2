"""A pack as a Word document: opened, and held field by field against the pages of the site."""

import csv
import io
import re
from datetime import date
from zipfile import ZipFile

import docx
import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from docx.oxml.ns import qn
from factories import UserFactory
from pack_example import TROUBLE, small_council

from dashboards.packs import word
from dashboards.packs.contents import contents
from ledger.writing import long_day
from priorities.verdicts import days

pytestmark = pytest.mark.django_db

TODAY = date(2022, 11, 22)


@pytest.fixture
def council(clock):
    clock("2022-11-22 09:00")
    return small_council(TODAY)


@pytest.fixture
def viewer(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


@pytest.fixture
def file(council, viewer) -> bytes:
    return viewer.get(reverse("pack-docx", args=[council.meeting.pk])).content


@pytest.fixture
def opened(file):
    return docx.Document(io.BytesIO(file))


def table(opened, about: str):
    """The table that says it is about something."""
    return next(each for each in opened.tables if each._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == about)


def rows(opened, about: str) -> list[list[str]]:
    """The texts of a table's cells, without its heading row."""
    return [[cell.text for cell in row.cells] for row in table(opened, about).rows[1:]]


def entries(opened) -> list[tuple[int, str]]:
    """The level and the words of each line of the contents; the number of its page is not worked out yet."""
    lines = [each for each in opened.paragraphs if each.style.name.startswith("toc ")]
    assert [each.text[-1] for each in lines] == ["\t"] * len(lines)
    return [(int(each.style.name[-1]), each.text[:-1]) for each in lines]


def links(cell) -> list[str]:
    return [link.url for paragraph in cell.paragraphs for link in paragraph.hyperlinks]


def soup_of(viewer, address: str) -> BeautifulSoup:
    response = viewer.get(address.removeprefix("http://testserver"))
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def listed(viewer, address: str) -> int:
    """How many promises, or questions, the page at an address lists."""
    main = soup_of(viewer, address).main
    return len(main.select("ul.promises > li")) or len(main.select(".asked-list > li"))


def words_of(viewer, address: str) -> str:
    return " ".join(soup_of(viewer, address).main.get_text(" ").split())


def test_every_figure_is_the_length_of_the_list_whose_address_it_gives(opened, viewer):
    checked = 0
    for about in ("By status", "In numbers"):
        for label, number, means in [row.cells for row in table(opened, about).rows[1:]]:
            (address,) = links(means)
            assert listed(viewer, address) == int(number.text), label.text
            checked += 1
    for about in (
        "Example housing",
        "Example learning",
        "No portfolio in the plan; named there: Councillor Ben Example",
    ):
        for label, number in [row.cells for row in table(opened, about).rows[1:]]:
            (address,) = links(number)
            assert listed(viewer, address) == int(number.text), label.text
            checked += 1
        assert len({label for label, _ in rows(opened, about)}) == len(rows(opened, about))

    assert checked == 6 + 11 + (8 + 4) + (8 + 2) + (8 + 2)


def test_figures_of_the_file_are_those_of_the_page(opened, council, viewer):
    page = soup_of(viewer, reverse("pack", args=[council.meeting.pk]))
    on_page = [
        (row.th.get_text(strip=True), int(re.match(r"\d+", row.td.get_text(strip=True))[0]))
        for row in page.select(".pack-figures tbody tr")
    ]
    in_file = [
        (label, int(number)) for about in ("By status", "In numbers") for label, number, _ in rows(opened, about)
    ]
    lines = {" ".join(each.text.split()) for each in opened.paragraphs if each.text}
    said = contents(council.meeting, TODAY, council.before)

    assert in_file == on_page
    assert {said["summary"]["sentence"], said["summary"]["standing"], said["moved"]["sentence"]} <= lines
    assert [each.get_text(strip=True) for each in page.select(".pack-contents a")] == [
        words for _, words in entries(opened)
    ]


def test_every_field_of_an_exception_is_that_of_its_own_page(opened, council, viewer):
    for name, about in (("off", "Off track"), ("risk", "At risk"), ("over", "Overdue"), ("named", "Overdue")):
        promise, report = council.promises[name], council.promises[name].updates.get()
        what, when, why = next(row.cells for row in table(opened, about).rows[1:] if promise.text in row.cells[0].text)
        (address,) = links(what)
        page = words_of(viewer, address)
        late = (TODAY - promise.timescale_end).days
        verdict = f"verdue by {days(late)}" if late > 0 else f"ue in {days(-late)}"
        told = TROUBLE.values() if name in ("off", "risk") else [report.commentary]

        assert address == f"http://testserver{promise.get_absolute_url()}"
        for words in (verdict, long_day(promise.timescale_end)):
            assert (words in page, words in when.text) == (True, True), name
        for words in (f"as at {long_day(report.as_of)}", report.get_status_display(), *told):
            assert (words in page, words in why.text) == (True, True), name


def test_every_field_of_a_moved_date_is_that_of_the_public_table(opened, council, viewer):
    content = b"".join(viewer.get("/changes/dates.csv").streaming_content)
    (public,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    ((what, how, why),) = rows(opened, "Dates moved since the meeting of 23 September 2022")

    assert f"Promise {public['promise id']}: {public['address']}" in what
    assert f"“{public['previous']}” became “{public['now']}”: {public['in words']}." in how
    for name in ("previous end", "now end", "took effect"):
        assert long_day(date.fromisoformat(public[name])) in how
    assert [public["reason"], f"Approved by: {public['approved by']}.", "Decision: ", public["decision"]] == why.split(
        "\n"
    )


def test_indicator_and_questions_are_those_of_their_pages(opened, council, viewer):
    ((what, latest, compared),) = [row.cells for row in table(opened, "Indicators of the outcomes concerned").rows[1:]]
    page = words_of(viewer, links(what)[0])
    questions = [each.text for each in opened.paragraphs if each.style.name == "Quote"]
    lists = soup_of(viewer, reverse("questions")).main.get_text(" ")

    assert (latest.text, "64%" in page, "61.5%" in page) == ("64%, 2021.", True, True)
    assert ("61.5% in 2020" in compared.text, "70%" in compared.text) == (True, True)
    assert [each in lists for each in questions] == [True, True, True]


def test_file_has_headings_contents_and_anchors_that_fit(opened):
    headings = [
        (int(each.style.name[-1]), each.text)
        for each in opened.paragraphs
        if each.style.name in ("Heading 1", "Heading 2")
    ]
    marks = {each.get(qn("w:name")) for each in opened.element.iter(qn("w:bookmarkStart"))}
    numbers = [each.get(qn("w:id")) for each in opened.element.iter(qn("w:bookmarkStart"))]

    assert entries(opened) == headings
    assert {link.get(qn("w:anchor")) for link in opened.element.iter(qn("w:hyperlink"))} - {None} <= marks
    assert len(set(numbers)) == len(numbers)
    assert [each.text for each in opened.paragraphs if each.style.name == "Title"] == [opened.core_properties.title]


def test_every_line_of_the_contents_asks_for_the_page_of_what_it_leads_to(opened):
    """Word asks whether to fill the numbers in, and takes only some names and this one place of the setting."""
    lines = [each._p for each in opened.paragraphs if each.style.name.startswith("toc ")]
    anchors = [each.find(qn("w:hyperlink")).get(qn("w:anchor")) for each in lines]
    asked = [[words.text for words in each.iter(qn("w:instrText"))] for each in lines]
    settings = [each.tag for each in opened.settings.element]

    assert asked == [[rf" PAGEREF {anchor} \h "] for anchor in anchors]
    assert [each for each in anchors if not re.fullmatch(r"[a-z]\w{,39}", each, re.ASCII)] == []
    assert settings[settings.index(qn("w:updateFields")) + 1] == qn("w:compat")


def test_what_belongs_together_stays_on_a_page(opened):
    """A heading row with the row below it, what leads up to a table with the table, and the counts of a portfolio."""
    for each in opened.tables:
        assert {cell.paragraphs[0].style.name for cell in each.rows[0].cells} == {"Table Heading"}
        before = docx.text.paragraph.Paragraph(each._tbl.getprevious(), opened._body)
        assert True in (before.paragraph_format.keep_with_next, before.style.paragraph_format.keep_with_next)
    counts = table(opened, "Example housing").rows
    kept = [{each.paragraph_format.keep_with_next for cell in row.cells for each in cell.paragraphs} for row in counts]

    assert opened.styles["Table Heading"].paragraph_format.keep_with_next is True
    assert kept == [{True}] * (len(counts) - 1) + [{None}]


def test_every_table_repeats_its_heading_row_and_says_what_it_is_about(opened):
    """Parts of properties stand in the order that Word asks for, or it would call the file damaged."""
    order = ["tblStyle", "tblW", "jc", "tblLayout", "tblLook", "tblCaption", "tblDescription"]
    assert len(opened.tables) == 13
    for each in opened.tables:
        properties = each._tbl.tblPr
        names = [part.tag.rpartition("}")[2] for part in properties]
        cells = {tuple(part.tag.rpartition("}")[2] for part in cell.tcPr) for cell in each._tbl.iter_tcs()}
        marked = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in each.rows]
        assert marked == [True] + [False] * (len(each.rows) - 1)
        assert names == [name for name in order if name in names]
        assert cells <= {("tcW",), ("tcW", "shd")}
        assert properties.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1"
        assert properties.find(qn("w:tblDescription")).get(qn("w:val")).startswith("Columns: ")


def test_file_has_an_alternative_text_its_language_and_the_numbers_of_pages(opened):
    (shape,) = opened.inline_shapes
    foot = opened.sections[0].footer
    defaults = opened.styles.element.find(qn("w:docDefaults"))

    assert shape._inline.docPr.get("descr") == (
        "10 promises: 2 complete, 4 on track, 1 at risk, 1 off track, 1 not started, 1 no progress reported"
    )
    assert [each.text.strip() for each in foot._element.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]
    assert {each.get(qn("w:val")) for each in defaults.iter(qn("w:lang"))} == {"en-GB"}
    assert opened.core_properties.language == "en-GB"
    assert foot.paragraphs[0].text.startswith("As at 22 November 2022. Draft: numbers can still change. Page ")


def test_same_contents_give_the_same_bytes(council, file):
    said = contents(council.meeting, TODAY, council.before) | {"final": None}

    assert word.write(said) == file
    assert [name for name in ZipFile(io.BytesIO(file)).namelist() if name.startswith("docProps")] == [
        "docProps/core.xml"
    ]
    assert {info.date_time for info in ZipFile(io.BytesIO(file)).infolist()} == {(2022, 11, 22, 0, 0, 0)}
