"""A date that was moved at the desk, told from versions alone."""

from dataclasses import dataclass
from datetime import date

import pytest

from plan_documents.comparison import Change, DeskMove, Difference
from plan_documents.moves import desk_move, weighed
from plan_documents.records import Record

WHY = "The painter fell ill in December."
MOVE = DeskMove(date(2021, 11, 3), "May", "June", WHY)


@dataclass
class Version:
    revision: int
    timescale_text: str
    history_change_reason: str | None = WHY
    effective_on: date = date(2021, 11, 3)


def versions(*timescales, why=WHY):
    return [Version(number, text, why) for number, text in enumerate(timescales, 1)]


@pytest.mark.parametrize(
    ("said", "printed", "imported", "move"),
    [
        (versions("May", "June"), "May", {1}, ("May", "June")),
        (versions("May", "June"), "may.", {1}, ("May", "June")),
        (versions("May", "May", "June", "June"), "May", {1}, ("May", "June")),
        (versions("May", "June", "July"), "May", {1}, ("June", "July")),
        (versions("May", "June"), "August", {1}, None),
        (versions("May", "June"), "May", {1, 2}, None),
        (versions("May", "June", "July"), "May", {1, 3}, None),
        (versions("May", "June", why=None), "May", {1}, None),
        (versions("May"), "May", {1}, None),
        (versions("", "June"), "", {1}, ("", "June")),
        ([], "May", set(), None),
    ],
    ids=[
        "moved",
        "stop",
        "else",
        "twice",
        "new-words",
        "imported",
        "imported-last",
        "no-reason",
        "never",
        "none-printed",
        "new",
    ],
)
def test_move_at_the_desk_is_the_last_change_with_a_reason_since_the_wording_of_the_document(
    said, printed, imported, move
):
    found = desk_move(said, printed, imported)
    assert (found and (found.before, found.after)) == move


def change(*differences):
    return Change(Record("deliverable", ("plan", "goal", 1, 1), {}, "1.1", 1), "change", differences)


DATE = Difference("timescale_text", "June", "May")
WORDS = "Paint the reading room of the old library in the market square"


@pytest.mark.parametrize(
    ("words", "choice", "left"),
    [
        (None, "", True),
        (None, "document", False),
        (f"{WORDS}s", "", True),
        ("Mend the clock of the town hall", "", False),
        ("Mend the clock of the town hall", "record", True),
    ],
    ids=["same", "taken", "a-word", "another-promise", "another-promise-left"],
)
def test_date_is_left_unless_somebody_chose_otherwise_or_another_promise_stands_there(words, choice, left):
    text = [Difference("text", WORDS, words)] if words else []

    result = weighed(change(*text, DATE), MOVE, choice)

    rest = tuple(text) if left else (*text, DATE)
    assert (result.left, result.differences, result.desk_move) == (DATE if left else None, rest, MOVE)
    assert result.verdict == ("change" if rest else "same")
