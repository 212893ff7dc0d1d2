"""A date that was moved at the desk, told from versions alone."""

from dataclasses import dataclass
from datetime import date

import pytest

from plan_documents.comparison import Change, DeskMove, Difference
from plan_documents.moves import are_alike, desk_move, weighed
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


@pytest.mark.parametrize(
    ("said", "printed", "imported", "undone", "move"),
    [
        (versions("May", "June", "May", "June"), "May", {1}, {3, 4}, ("May", "June")),
        (versions("May", "June", "May", "July", "May", "June"), "May", {1}, {3, 4, 5, 6}, ("May", "June")),
        (versions("May", "June", "May", "June", "May", "June"), "May", {1}, {3, 4, 5, 6}, ("May", "June")),
        (versions("May", "June", "May", "June", "May"), "June", {1, 5}, {3, 4}, None),
        (versions("May", "July", "May"), "July", {1}, {2, 3}, None),
        (versions("May", "July", "May", "June"), "July", {1}, {2, 3}, ("May", "June")),
        (versions("May", "June", "July", "June"), "July", {1}, {3, 4}, None),
    ],
    ids=[
        "undone",
        "chain-undone",
        "undone-twice",
        "redone",
        "only-the-import",
        "moved-after-the-undoing",
        "moved-before-it-was-printed",
    ],
)
def test_import_that_was_undone_moved_nothing(said, printed, imported, undone, move):
    found = desk_move(said, printed, imported, undone)
    assert (found and (found.before, found.after)) == move


@pytest.mark.parametrize(
    ("before", "after", "alike"),
    [
        pytest.param("Paint the reading room.", "paint the reading room", True, id="stop"),
        pytest.param("Paint the reading rooms.", "Paint the reading room.", True, id="letter"),
        pytest.param("Paint teh raeding room.", "Paint the reading room.", True, id="letters-swapped"),
        pytest.param("Paint the readingroom.", "Paint the reading room.", True, id="space"),
        pytest.param("Co-operate more.", "Cooperate more.", True, id="hyphen"),
        pytest.param("Lauch.", "Launch.", True, id="one-word"),
        pytest.param("Train 12 aprentices.", "Train 12 apprentices.", True, id="beside-a-number"),
        pytest.param("Open the new hub in Batley.", "Open a new hub in Batley.", True, id="one-word-of-many"),
        pytest.param("Complete phase 1.", "Complete phase 2.", False, id="number"),
        pytest.param("Build 500 homes.", "Build 5000 homes.", False, id="longer-number"),
        pytest.param("Open the library.", "Close the library.", False, id="opposite"),
        pytest.param("Review the north ward.", "Review the south ward.", False, id="place"),
        pytest.param("Open a hub.", "Open a pub.", False, id="short-words"),
        pytest.param("Paint the reading room.", "Mend the clock.", False, id="another"),
        pytest.param("Paint the reading room.", "", False, id="nothing"),
    ],
)
def test_promise_is_the_same_though_it_was_mistyped(before, after, alike):
    assert (are_alike(before, after), are_alike(after, before)) == (alike, alike)


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
