"""What stands before the chapters of a pack, and at the head and foot of every page."""

from docx.shared import Cm, Pt

from dashboards.packs import phrases
from dashboards.packs.word.paper import Paper
from dashboards.packs.word.pieces import bookmark_name, field, link_within
from dashboards.packs.word.styles import ACROSS, LANGUAGE
from ledger.words import in_short

MARGIN = Cm(2)
LONGEST_PROPERTY = 255
"""Signs of a property of a Word document."""


def front(paper: Paper, said: dict, sha256: str) -> None:
    _tell_properties(paper, said, sha256)
    _set_page(paper, said, sha256)
    _open(paper, said, sha256)
    _contents(paper, said)


def _tell_properties(paper: Paper, said: dict, sha256: str) -> None:
    core = paper.file.core_properties
    core.title, core.subject, core.comments = (
        in_short(words, LONGEST_PROPERTY) for words in (said["title"], phrases.subject(said), phrases.state(said))
    )
    core.author, core.keywords, core.language = "Kirklees promises", sha256, LANGUAGE


def _set_page(paper: Paper, said: dict, sha256: str) -> None:
    """A4 upright, with what the pack is at the head of every page, and its number at the foot."""
    section = paper.file.sections[0]
    section.page_width, section.page_height = ACROSS + 2 * MARGIN, Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    section.header.paragraphs[0].add_run(phrases.running_title(said))
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{phrases.foot(said, sha256)} Page ")
    field(foot, "PAGE")
    foot.add_run(" of ")
    field(foot, "NUMPAGES")


def _open(paper: Paper, said: dict, sha256: str) -> None:
    paper.file.add_paragraph(said["title"], style="Title")
    for words in phrases.opening(said, sha256):
        paper.paragraph(words)
    paper.address("This pack on the site: ", said["meeting"]["address"])
    if said["meeting"]["papers"]:
        paper.address("Papers of the meeting: ", said["meeting"]["papers"])


def _contents(paper: Paper, said: dict) -> None:
    """Lines that lead to headings. Only what shows the file knows where pages end: it fills in their numbers.

    Fields of single pages, and none of a whole table of contents, so that the lines stand wherever no field is
    worked out; LibreOffice works out these and not that.
    """
    heading = paper.file.add_paragraph("Contents", style="TOC Heading")
    heading.paragraph_format.space_before = Pt(18)
    for level, words, anchor in phrases.contents_of(said):
        line = paper.file.add_paragraph(style=f"toc {level}")
        made = link_within(line, words, anchor, style="")
        tab = line.add_run("\t")._r
        made.extend([tab, *field(line, rf"PAGEREF {bookmark_name(anchor)} \h", shown="")])
