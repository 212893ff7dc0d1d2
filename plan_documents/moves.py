"""Dates that were moved at the desk, which a document with the earlier wording would move back. No database here."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Protocol

from plan_documents.blocks import fold
from plan_documents.comparison import Change, DeskMove, Difference
from plan_documents.records import Record

LEFT, TAKEN = "record", "document"
"""What may be chosen for a date that was moved here: it stays as on record, or is what the document says."""
EVERY = ""
"""Stands in the choices for every promise that is not named there."""
TIMESCALE = "timescale_text"
ALIKE = 0.8
"""How many of its words a promise shares with what is on record to be the same one, worded a little otherwise; and how
many of its letters a word shares with another to be the same one, spelt otherwise."""


class Version(Protocol):
    revision: int
    effective_on: date
    history_change_reason: str | None
    timescale_text: str


def date_key(record: Record) -> str:
    """What a promise is called in the choices: "council-plan/best-start/1/2"."""
    return "/".join(map(str, record.key))


def timescale_of(change: Change) -> Difference | None:
    """What becomes of the timescale of a promise that is on record; None where it stays."""
    if change.record.kind != "deliverable":
        return None
    return next((each for each in change.differences if each.field == TIMESCALE), None)


def desk_move(
    versions: Sequence[Version], wording: str, imported: Collection[int], undone: Collection[int] = ()
) -> DeskMove | None:
    """How the date came to be what it is, where somebody moved it with a reason after it read ``wording``.

    ``versions`` come in the order in which they were written. ``imported`` are the revisions of imports that stand;
    ``undone`` are those of imports that were undone, and of their undoing: between them nothing moved. None where it
    never read so, and where an import wrote what is on record.
    """
    standing = [each for each in versions if each.revision not in undone]
    moves = [(was, now) for was, now in pairwise(standing) if was.timescale_text != now.timescale_text]
    if not moves or _reads(moves[-1][1], wording):
        return None
    was, now = moves[-1]
    read_so = any(_reads(each, wording) for each in versions if each.revision < now.revision)
    if not read_so or now.revision in imported or not now.history_change_reason:
        return None
    return DeskMove(now.effective_on, was.timescale_text, now.timescale_text, now.history_change_reason)


def _reads(version: Version, wording: str) -> bool:
    return fold(version.timescale_text) == fold(wording)


def weighed(change: Change, move: DeskMove, choice: str) -> Change:
    """The change without the date, where that is to stay as on record; what was moved is told either way.

    Without a choice it stays, unless the document puts another promise in this place.
    """
    if choice == TAKEN or (not choice and not _is_same_promise(change)):
        return replace(change, desk_move=move)
    rest = tuple(each for each in change.differences if each.field != TIMESCALE)
    return replace(
        change, verdict="change" if rest else "same", differences=rest, desk_move=move, left=timescale_of(change)
    )


def _is_same_promise(change: Change) -> bool:
    return all(are_alike(each.before, each.after) for each in change.differences if each.field == "text")


def are_alike(before: str, after: str) -> bool:
    """Whether both word the same promise, where a word counts as shared though it was mistyped in one of them.

    >>> are_alike("Paint the reading room.", "Paint the reading rooms"), are_alike("Open a hub.", "Open a pool.")
    (True, False)
    """
    was, now = fold(before).split(), fold(after).split()
    return "".join(was) == "".join(now) or _shared(was, [_spelt_as_in(was, word) for word in now]) >= ALIKE


def _spelt_as_in(known: list[str], word: str) -> str:
    """The known word of which this is another spelling, or else the word; another number is another promise."""
    if word in known or not word.isalpha():
        return word
    return next((each for each in known if sorted(each) == sorted(word) or _shared(each, word) >= ALIKE), word)


def _shared(was: Sequence[str], now: Sequence[str]) -> float:
    return SequenceMatcher(None, was, now, autojunk=False).ratio()
