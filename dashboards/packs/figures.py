"""The figures of a pack's summary: a number each, what it counts, and where its list is."""

from collections.abc import Iterator
from datetime import date

from dashboards.meetings import Since
from dashboards.members import KEYS, Members
from dashboards.models import Question
from dashboards.packs.addresses import Addresses
from dashboards.telling import rule_of, title_of
from priorities.definitions import PROMISE, of_status
from priorities.standing import NONE_SLUG, Standing, label_of

OF_QUESTIONS = {
    "open": (
        "Questions that wait for an answer",
        "Questions on these promises and their indicators that no officer has answered, or whose answer was sent back.",
    ),
    "overdue": ("Answers overdue", "Those of them whose answer was due before this day."),
    "answered": (
        "Questions with an answer not accepted yet",
        "Answered, and neither accepted nor closed by who asked.",
    ),
}


def figure(key: str, label: str, count: int, rule: str, address: str) -> dict:
    return {"key": key, "label": label, "count": count, "rule": rule, "address": address}


def figures(total: int, found: Members, since: Since | None, to: Addresses) -> Iterator[dict]:
    """All promises, and those of each section in the order of the dashboards."""
    lists = to.lists()
    yield figure("every", "All promises", total, PROMISE, lists.section("every"))
    for key in KEYS:
        yield figure(key, title_of(key, since), len(found[key]), rule_of(key, since), lists.section(key))


def parts_of_tally(standing: Standing, to: Addresses) -> list[dict]:
    """Every status that counts something, as the bar shows them."""
    lists = to.lists()
    return [
        figure(kind, label_of(status), count, of_status(kind).rule, lists.status(kind))
        for status, count in standing.in_order()
        for kind in [status or NONE_SLUG]
    ]


def figures_of_questions(questions: list[Question], day: date, to: Addresses) -> Iterator[dict]:
    """Open questions by how far they are: each figure is that of one list of questions."""
    waiting = sum(each.state == Question.State.OPEN for each in questions)
    overdue = sum(each.is_overdue(day) for each in questions)
    for key, count in {"open": waiting, "overdue": overdue, "answered": len(questions) - waiting}.items():
        label, rule = OF_QUESTIONS[key]
        yield figure(f"questions-{key}", label, count, rule, to.questions(key))
