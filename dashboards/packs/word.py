"""A pack as a Word document: the document of ``contents`` in, the bytes of a .docx out; nothing is asked or counted.

Real headings, a table of contents that is right as it stands, the number of each page, tables with marked heading rows
that are repeated on every page, alternative texts, and every address as a link. The same contents give the same bytes.
"""

from datetime import UTC, date, datetime
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from dashboards.packs import phrases
from dashboards.packs.picture import draw_bar
from dashboards.packs.word_parts import (
    Cell,
    bookmark,
    contents_list,
    field,
    file_of,
    link,
    list_item,
    picture,
    row,
    set_up,
    table,
)
from ledger.printable import printable
from ledger.words import in_short

MARGIN, ACROSS = Cm(2), Cm(17)
LONGEST_PROPERTY = 255
"""Signs of a property of a Word document."""
ON_A_NEW_PAGE = ("summary", "exceptions", "portfolios")


def write(document: dict, sha256: str = "") -> bytes:
    """The file, without what Word cannot show. ``sha256`` is that of a final pack's document; a draft has none."""
    return file_of(Writer(without_unprintable(document), sha256).written(), _moment(document))


def without_unprintable(said: Any) -> Any:
    """A document, or a part of one, whose texts have only characters that XML can carry."""
    if isinstance(said, dict):
        return {name: without_unprintable(part) for name, part in said.items()}
    if isinstance(said, list):
        return [without_unprintable(part) for part in said]
    return printable(said) if isinstance(said, str) else said


def _moment(document: dict) -> datetime:
    final = document.get("final")
    if final:
        return datetime.fromisoformat(final["known_at"]).astimezone(UTC).replace(tzinfo=None)
    return datetime.combine(date.fromisoformat(document["day"]), datetime.min.time())


class Writer:
    """Writes one pack, from its first heading to its last definition."""

    def __init__(self, document: dict, sha256: str):
        self.said, self.sha256 = document, sha256
        self.file = docx.Document()
        self.bookmarks = 0

    def written(self):
        set_up(self.file)
        self._set_page()
        self._open()
        for chapter in self.said["chapters"]:
            heading = self._heading(1, f"{chapter['number']} {chapter['title']}", f"chapter-{chapter['number']}")
            heading.paragraph_format.page_break_before = chapter["key"] in ON_A_NEW_PAGE
            getattr(self, f"_{chapter['key']}")(chapter["number"])
        return self.file

    # The frame

    def _set_page(self) -> None:
        core = self.file.core_properties
        title, subject, state = (
            in_short(words, LONGEST_PROPERTY)
            for words in (self.said["title"], phrases.subject(self.said), phrases.state(self.said))
        )
        core.title, core.subject, core.language = title, subject, "en-GB"
        core.author, core.comments, core.keywords = "Kirklees promises", state, self.sha256
        section = self.file.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
        section.header.paragraphs[0].add_run(phrases.running_title(self.said)).font.size = Pt(8.5)
        foot = section.footer.paragraphs[0]
        foot.add_run(f"{phrases.foot(self.said, self.sha256)} Page ")
        field(foot, "PAGE")
        foot.add_run(" of ")
        field(foot, "NUMPAGES")
        for run in foot.runs:
            run.font.size = Pt(8.5)

    def _open(self) -> None:
        self.file.add_paragraph(self.said["title"], style="Title")
        for words in phrases.opening(self.said, self.sha256):
            self.file.add_paragraph(words)
        links = [("This pack on the site: ", self.said["meeting"]["address"])]
        links += [("Papers of the meeting: ", self.said["meeting"]["papers"])] if self.said["meeting"]["papers"] else []
        for words, address in links:
            link(self.file.add_paragraph(words), address, address)
        heading = self.file.add_paragraph("Contents", style="TOC Heading")
        heading.paragraph_format.space_before = Pt(18)
        contents_list(self.file, list(phrases.contents_of(self.said)))

    def _heading(self, level: int, words: str, anchor: str) -> Paragraph:
        heading = self.file.add_heading(words, level)
        self._mark(heading, anchor)
        return heading

    def _mark(self, paragraph: Paragraph, anchor: str) -> None:
        self.bookmarks += 1
        bookmark(paragraph, anchor, self.bookmarks)

    def _paragraph(self, words: str, address: str = "", bold: bool = False) -> None:
        """A paragraph, with where it can be looked up after it."""
        if not words:
            return
        paragraph = self.file.add_paragraph()
        paragraph.add_run(words).bold = bold or None
        if address:
            paragraph.add_run(" See ")
            link(paragraph, address, address)

    def _part(self, chapter: int, number: int, part: dict) -> None:
        self._heading(2, phrases.part_heading(chapter, number, part), f"part-{chapter}-{number}")

    # The chapters

    def _summary(self, chapter: int) -> None:
        summary = self.said["summary"]
        self._paragraph(summary["sentence"], bold=True)
        self._paragraph(summary["standing"])
        if summary["tally"]:
            counts = [(each["key"], each["count"]) for each in summary["tally"]]
            picture(self.file, draw_bar(counts), ACROSS, summary["picture"])
            self._part(chapter, 1, {"title": phrases.BY_STATUS})
            self._figures(phrases.BY_STATUS, "Status", summary["tally"])
        self._part(chapter, len(phrases.summary_parts(summary)), {"title": phrases.IN_NUMBERS})
        self._figures(phrases.IN_NUMBERS, "What is counted", summary["figures"])

    def _figures(self, caption: str, first: str, figures: list[dict]) -> None:
        made = table(self.file, [(first, 4.2), ("Number", 1.8), ("What it means, and where its list is", 11)], caption)
        for each in figures:
            name, number, rule = row(made)
            name.line(each["label"], bold=True)
            number.line(f"{each['count']:,}").alignment = WD_ALIGN_PARAGRAPH.RIGHT
            rule.line(each["rule"])
            link(rule.line(), each["address"], each["address"])

    def _exceptions(self, chapter: int) -> None:
        for number, group in enumerate(self.said["exceptions"], 1):
            self._part(chapter, number, group)
            self._paragraph(phrases.of_group(group), group["address"])
            if group["promises"]:
                columns = [("Promise", 6.2), ("When", 3.8), ("Cause, action and next step", 7)]
                made = table(self.file, columns, group["title"])
                for each in group["promises"]:
                    self._exception(row(made), each)

    def _exception(self, cells: list[Cell], promise: dict) -> None:
        what, when, why = cells
        self._promise(what, promise, promise["text"], f"promise-{promise['number']}")
        what.lines([phrases.where(promise), *phrases.marks(promise)])
        when.lines(phrases.when(promise))
        for label, words in phrases.causes(promise):
            why.line(f"{label}: ", bold=True).add_run(words)

    def _promise(self, cell: Cell, promise: dict, words: str, anchor: str = "") -> None:
        """A promise in its cell: its words, its number and address, and who answers."""
        first = cell.line(words, bold=True)
        if anchor:
            self._mark(first, anchor)
        link(cell.line(f"Promise {promise['number']}: "), promise["address"], promise["address"])
        cell.line(f"Answers: {promise['answers']}")

    def _moved(self, chapter: int) -> None:
        moved = self.said["moved"]
        self._paragraph(moved["sentence"], bold=True)
        self._paragraph(moved["rule"], moved["address"])
        if moved["rows"]:
            made = table(self.file, [("Promise", 6.2), ("Moved", 4.4), ("Why, and who decided", 6.4)], moved["title"])
            for each in moved["rows"]:
                what, how, why = row(made)
                self._promise(what, each, each["heading"])
                how.lines(phrases.how_moved(each))
                why.lines(phrases.why_moved(each))
                if each["decision"]:
                    link(why.line(), each["decision"], each["decision"])

    def _coming(self, chapter: int) -> None:
        for number, group in enumerate(self.said["coming"], 1):
            self._part(chapter, number, group)
            self._paragraph(phrases.of_group(group), group["address"])
            self._in_short(group["promises"], group["title"])

    def _in_short(self, promises: list[dict], about: str) -> None:
        if not promises:
            return
        made = table(self.file, [("Promise", 8.6), ("When", 4.4), ("How it stands", 4)], about)
        for each in promises:
            what, when, stands = row(made)
            self._promise(what, each, each["heading"])
            when.lines(phrases.when(each))
            stands.lines(phrases.stands(each))

    def _portfolios(self, chapter: int) -> None:
        for number, part in enumerate(self.said["portfolios"], 1):
            self._part(chapter, number, part)
            self._paragraph(part["held"])
            self._paragraph(part["sentence"], bold=True)
            self._counts(part)
            self._trouble(part["promises"])

    def _counts(self, part: dict) -> None:
        """Its counts, each number a link to its list; of their addresses only the first is printed."""
        made = table(self.file, [("What is counted", 8), ("Number", 2.5)], part["title"])
        figures = [*part["counts"], *part["statuses"]]
        for each in figures:
            name, number = row(made)
            name.line(each["label"])
            count = number.line("" if each["address"] else f"{each['count']:,}")
            count.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if each["address"]:
                link(count, f"{each['count']:,}", each["address"])
        if figures[0]["address"]:
            link(self.file.add_paragraph("Its list: "), figures[0]["address"], figures[0]["address"])

    def _trouble(self, promises: list[dict]) -> None:
        """The exceptions of a portfolio in a line each: they are told in full in their own chapter."""
        if promises:
            self._paragraph("Its exceptions, told in full under “Exceptions”:")
        for each in promises:
            paragraph = list_item(self.file)
            link(paragraph, f"Promise {each['number']}", anchor=f"promise-{each['number']}")
            paragraph.add_run(f": {each['heading']} ({phrases.in_brackets(each)})")

    def _indicators(self, chapter: int) -> None:
        if not self.said["indicators"]:
            self._paragraph(phrases.NO_INDICATORS)
            return
        columns = [("Indicator", 5.2), ("Latest", 3.6), ("Compared", 8.2)]
        made = table(self.file, columns, "Indicators of the outcomes concerned")
        for each in self.said["indicators"]:
            name, latest, compared = row(made)
            name.line(each["name"], bold=True)
            link(name.line(), each["address"], each["address"])
            latest.lines(phrases.latest(each))
            compared.lines(phrases.compared(each))

    def _questions(self, chapter: int) -> None:
        self._paragraph(phrases.questions_sentence(self.said["questions"]), bold=True)
        for each in self.said["questions"]:
            self._heading(2, phrases.question_heading(each), f"question-{each['number']}")
            self.file.add_paragraph(each["text"], style="Quote")
            for words in phrases.of_question(each):
                self.file.add_paragraph(words)
            link(self.file.add_paragraph("Asked on: "), each["address"], each["address"])

    def _definitions(self, chapter: int) -> None:
        made = table(self.file, [("Word", 4.2), ("What it means here", 12.8)], "What the words mean")
        for each in self.said["definitions"]:
            term, rule = row(made)
            term.line(each["term"], bold=True)
            rule.line(each["rule"])
