"""The chapters of a pack that tell promises: exceptions, dates that moved, and what is due next or was delivered."""

from dashboards.packs import phrases
from dashboards.packs.word.paper import Paper
from dashboards.packs.word.pieces import printed
from dashboards.packs.word.tables import Cell, Column

IN_FULL = [Column("Promise", 6.2), Column("When", 3.8), Column("Cause, action and next step", 7)]
MOVED = [Column("Promise", 6.2), Column("Moved", 4.4), Column("Why, and who decided", 6.4)]
IN_SHORT = [Column("Promise", 8.6), Column("When", 4.4), Column("How it stands", 4)]


def exceptions(paper: Paper, said: dict, chapter: int) -> None:
    for number, group in enumerate(said["exceptions"], 1):
        _open(paper, chapter, number, group)
        if group["promises"]:
            made = paper.table(IN_FULL, group["title"])
            for each in group["promises"]:
                _exception(paper, made.add(), each)


def _open(paper: Paper, chapter: int, number: int, group: dict) -> None:
    paper.part(chapter, number, group)
    paper.paragraph(phrases.of_group(group), group["address"], goes_on=bool(group["promises"]))


def _exception(paper: Paper, cells: list[Cell], promise: dict) -> None:
    what, when, why = cells
    paper.promise(what, promise, promise["text"], f"promise-{promise['number']}")
    what.lines([phrases.where(promise), *phrases.marks(promise)])
    when.lines(phrases.when(promise))
    for label, words in phrases.causes(promise):
        why.line(f"{label}: ", bold=True).add_run(words)


def moved(paper: Paper, said: dict, chapter: int) -> None:
    told = said["moved"]
    paper.paragraph(told["sentence"], bold=True, goes_on=True)
    paper.paragraph(told["rule"], told["address"], goes_on=bool(told["rows"]))
    if told["rows"]:
        made = paper.table(MOVED, told["title"])
        for each in told["rows"]:
            _move(paper, made.add(), each)


def _move(paper: Paper, cells: list[Cell], move: dict) -> None:
    what, how, why = cells
    paper.promise(what, move, move["heading"])
    how.lines(phrases.how_moved(move))
    why.lines(phrases.why_moved(move))
    if move["decision"]:
        printed(why.line(), move["decision"])


def coming(paper: Paper, said: dict, chapter: int) -> None:
    for number, group in enumerate(said["coming"], 1):
        _open(paper, chapter, number, group)
        if group["promises"]:
            made = paper.table(IN_SHORT, group["title"])
            for each in group["promises"]:
                what, when, stands = made.add()
                paper.promise(what, each, each["heading"])
                when.lines(phrases.when(each))
                stands.lines(phrases.stands(each))
