"""The chapters of a pack, each written by one function of its paper, what is said, and its number."""

from dashboards.packs import phrases
from dashboards.packs.picture import draw_bar
from dashboards.packs.word.paper import Paper
from dashboards.packs.word.pieces import link, link_within, picture, printed
from dashboards.packs.word.promises import coming, exceptions, moved
from dashboards.packs.word.styles import ACROSS
from dashboards.packs.word.tables import Column

COUNTS = [Column("What is counted", 8), Column("Number", 2.5, numbers=True)]
INDICATORS = [Column("Indicator", 5.2), Column("Latest", 3.6), Column("Compared", 8.2)]
DEFINITIONS = [Column("Word", 4.2), Column("What it means here", 12.8)]


def summary(paper: Paper, said: dict, chapter: int) -> None:
    told = said["summary"]
    paper.paragraph(told["sentence"], bold=True)
    paper.paragraph(told["standing"])
    if told["tally"]:
        counts = [(each["key"], each["count"]) for each in told["tally"]]
        picture(paper.file, draw_bar(counts), ACROSS, told["picture"])
        paper.part(chapter, 1, {"title": phrases.BY_STATUS})
        _figures(paper, phrases.BY_STATUS, "Status", told["tally"])
    paper.part(chapter, len(phrases.summary_parts(told)), {"title": phrases.IN_NUMBERS})
    _figures(paper, phrases.IN_NUMBERS, "What is counted", told["figures"])


def _figures(paper: Paper, about: str, first: str, figures: list[dict]) -> None:
    columns = [Column(first, 4.2), Column("Number", 1.8, numbers=True)]
    made = paper.table([*columns, Column("What it means, and where its list is", 11)], about)
    for each in figures:
        name, number, rule = made.add()
        name.line(each["label"], bold=True)
        number.line(f"{each['count']:,}")
        rule.line(each["rule"])
        printed(rule.line(), each["address"])


def portfolios(paper: Paper, said: dict, chapter: int) -> None:
    for number, part in enumerate(said["portfolios"], 1):
        paper.part(chapter, number, part)
        paper.paragraph(part["held"], goes_on=True)
        paper.paragraph(part["sentence"], bold=True, goes_on=True)
        _counts(paper, part)
        _trouble(paper, part["promises"])


def _counts(paper: Paper, part: dict) -> None:
    """Its counts, each number a link to its list; of their addresses only the first is printed.

    A status counts promises that a later plan settled, too, so the same word may stand beside two numbers.
    """
    made = paper.table(COUNTS, part["title"])
    counts = [(each["label"], each) for each in part["counts"]]
    for label, each in [*counts, *((f"Status: {each['label']}", each) for each in part["statuses"])]:
        name, number = made.add()
        name.line(label)
        count = f"{each['count']:,}"
        if each["address"]:
            link(number.line(), count, each["address"])
        else:
            number.line(count)
    made.keep_whole()
    if address := part["counts"][0]["address"]:
        paper.address("Its list: ", address, after_table=True)


def _trouble(paper: Paper, promises: list[dict]) -> None:
    """The exceptions of a portfolio in a line each: they are told in full in their own chapter."""
    if promises:
        paper.paragraph("Its exceptions, told in full under “Exceptions”:", goes_on=True)
    for each in promises:
        item = paper.item()
        link_within(item, f"Promise {each['number']}", f"promise-{each['number']}")
        item.add_run(f": {each['heading']} ({phrases.in_brackets(each)})")


def indicators(paper: Paper, said: dict, chapter: int) -> None:
    if not said["indicators"]:
        paper.paragraph(phrases.NO_INDICATORS)
        return
    made = paper.table(INDICATORS, "Indicators of the outcomes concerned")
    for each in said["indicators"]:
        name, latest, compared = made.add()
        name.line(each["name"], bold=True)
        printed(name.line(), each["address"])
        latest.lines(phrases.latest(each))
        compared.lines(phrases.compared(each))


def questions(paper: Paper, said: dict, chapter: int) -> None:
    paper.paragraph(phrases.questions_sentence(said["questions"]), bold=True)
    for each in said["questions"]:
        paper.heading(2, phrases.question_heading(each), f"question-{each['number']}")
        for words in filter(str.strip, each["text"].splitlines()):
            paper.file.add_paragraph(words, style="Quote")
        for words in phrases.of_question(each):
            paper.paragraph(words)
        paper.address("Asked on: ", each["address"])


def definitions(paper: Paper, said: dict, chapter: int) -> None:
    made = paper.table(DEFINITIONS, "What the words mean")
    for each in said["definitions"]:
        term, rule = made.add()
        term.line(each["term"], bold=True)
        rule.line(each["rule"])


CHAPTERS = {
    "summary": summary,
    "exceptions": exceptions,
    "moved": moved,
    "coming": coming,
    "portfolios": portfolios,
    "indicators": indicators,
    "questions": questions,
    "definitions": definitions,
}
