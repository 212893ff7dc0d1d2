"""Who is told of which councillors' question on a day, and in which words. Values in, values and words out.

Who may answer is told once that an answer is due soon or overdue; where that brought no answer for a while, an approver
is, once. Who asked is told once that an answer came.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import fill, shorten

from desk.reminders import Person
from priorities.verdicts import days, long_day

DUE, ESCALATED, ANSWERED = "due", "escalated", "answered"
SOON = timedelta(days=3)
WIDTH = 76
GROUPS = {
    "answered": ("Answered: accept it, send it back, or close the question", "answered"),
    "unanswered": ("Reminded, and not answered since", "without an answer in spite of a reminder"),
    "overdue": ("Answer overdue", "overdue"),
    "soon": ("Answer due soon", "due soon"),
}
"""What a mail is made of, in this order: its heading, and how its subject counts it."""
OPENING = "This mail from the Kirklees promises portal is about questions of councillors. Each link leads to one."
CLOSING = "You are told of each of these once."


@dataclass(frozen=True)
class Asked:
    """A question that is not settled. ``answered_on`` is the day of the answer that its asker has to decide on."""

    pk: int
    text: str
    asked_as: str
    about: str
    address: str
    due: date
    asker: int
    directorate: int | None = None
    answered_on: date | None = None


@dataclass(frozen=True)
class QuestionLine:
    question: Asked
    kind: str
    about: date
    group: str


@dataclass(frozen=True)
class QuestionPeople:
    """Who can be reached: officers who answer for a directorate, approvers, and askers by the key of their account."""

    officers: list[Person]
    approvers: list[Person]
    askers: dict[int, Person]


Told = Mapping[tuple[int, str, date], Mapping[int, date]]
"""By question, kind and the day it is about: who was told of it, and on which day."""


def lines_on(
    day: date, questions: Iterable[Asked], who: QuestionPeople, told: Told, escalate: timedelta
) -> dict[Person, list[QuestionLine]]:
    """Who is to be told what on ``day``, each thing once; ``escalate`` is how long a reminder may be in vain."""
    found: dict[Person, list[QuestionLine]] = defaultdict(list)
    for question in questions:
        for person, line in _wanted(day, question, who, told, escalate):
            if person.pk not in told.get((question.pk, line.kind, line.about), {}):
                found[person].append(line)
    return found


def _wanted(day: date, question: Asked, who: QuestionPeople, told: Told, escalate: timedelta):
    if question.answered_on:
        asker = who.askers.get(question.asker)
        return [(asker, QuestionLine(question, ANSWERED, question.answered_on, "answered"))] if asker else []
    if question.due > day + SOON:
        return []
    theirs, chiefs = (_responsible(question, people) for people in (who.officers, who.approvers))
    chiefs = chiefs or [person for person in who.approvers if person.pk != question.asker]
    due = QuestionLine(question, DUE, question.due, "overdue" if question.due < day else "soon")
    first = min(told.get((question.pk, DUE, question.due), {}).values(), default=None)
    if first and first <= day - escalate:
        return [(person, QuestionLine(question, ESCALATED, question.due, "unanswered")) for person in chiefs]
    return [(person, due) for person in theirs or chiefs]


def _responsible(question: Asked, people: list[Person]) -> list[Person]:
    own = [person for person in people if question.directorate and person.directorate == question.directorate]
    return [person for person in own if person.pk != question.asker]


def subject_of(lines: list[QuestionLine]) -> str:
    """How many there are and why: "Councillors' questions: 1 overdue, 2 due soon"."""
    counted = {group: sum(line.group == group for line in lines) for group in GROUPS}
    told = ", ".join(f"{count} {GROUPS[group][1]}" for group, count in counted.items() if count)
    return f"Councillors’ questions: {told}"


def text_of(name: str, lines: list[QuestionLine], day: date, site: str) -> str:
    parts = [f"Hello {name},", fill(OPENING, WIDTH)]
    for group, (heading, _) in GROUPS.items():
        some = sorted((line for line in lines if line.group == group), key=lambda line: (line.question.due, line.about))
        if some:
            parts.append(f"{heading.upper()} ({len(some)})")
            parts += [_paragraph(line, day, site) for line in some]
    return "\n\n".join([*parts, CLOSING, f"Every question: {site}/dashboard/questions/"]) + "\n"


def _paragraph(line: QuestionLine, day: date, site: str) -> str:
    question = line.question
    about = f"{question.asked_as}, about “{shorten(question.about, 80, placeholder='…').rstrip('.')}”."
    return "\n".join(
        [
            fill(f"- {shorten(question.text, 140, placeholder='…')}", WIDTH, subsequent_indent="  "),
            fill(f"{about} {_when(line, day)}", WIDTH, initial_indent="  ", subsequent_indent="  "),
            f"  {site}{question.address}",
        ]
    )


def _when(line: QuestionLine, day: date) -> str:
    if line.group == "answered":
        return f"Answered on {long_day(line.about)}."
    left = (line.question.due - day).days
    when = "today" if left == 0 else f"in {days(left)}" if left > 0 else f"{days(-left)} ago"
    return f"An answer {'was' if left < 0 else 'is'} due by {long_day(line.question.due)}, {when}."
