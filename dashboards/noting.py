"""Private notes: one for each person and promise, read by who wrote it and by nobody else."""

from collections.abc import Collection
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction

from dashboards.models import Note
from dashboards.viewers import councillor_of
from ledger import writing
from ledger.entries import Entry, entering
from ledger.refusals import EditedMeanwhile
from priorities.models import Deliverable

ONLY_READS = "Your account only reads, so it keeps no notes here."
OTHER_WINDOW = (
    "You saved this note in another window after you opened it here. Nothing was written over or thrown away: below "
    "the form is what is kept. Put the two together, and save again."
)
THROWN_AWAY = (
    "You threw this note away in another window after you opened it here, so nothing was saved. What you typed stands "
    "below: save it to begin a new note."
)


class Seen(NamedTuple):
    """Which note a page was made of, and as it stood when; 0 and 0 where there was none."""

    key: int = 0
    revision: int = 0


def seen_in(note: Note | None) -> Seen:
    """A new note begins at revision 1 again, as the one before it did: its key tells the two apart."""
    return Seen(note.pk, note.revision) if note else Seen()


def may_note(user: Any) -> bool:
    """Councillors may, and whoever writes anything at all: an auditor only reads."""
    rights = (right.partition(".")[2] for right in user.get_all_permissions())
    return councillor_of(user) is not None or any(not right.startswith("view_") for right in rights)


@transaction.atomic
def save_note(user: Any, promise: Deliverable, text: str, seen: Seen) -> Note:
    """Keep the note as ``text``, in place of the one that was ``seen``. Raises ``EditedMeanwhile``."""
    note = _as_it_was_read(user, promise, seen) or Note(user=user, deliverable=promise)
    note.text = text
    try:
        with transaction.atomic(), entering(Entry(by=user)):
            note.save()
    except IntegrityError as error:
        raise EditedMeanwhile(OTHER_WINDOW, code="edited-meanwhile") from error
    return note


@transaction.atomic
def throw_away(user: Any, promise: int, seen: Seen) -> bool:
    """Delete the note on the promise with this key; False where there is none. Raises ``EditedMeanwhile``.

    Its versions say when it was there, and nothing any more of what it said.
    """
    note = _stored(user, promise)
    if note is None:
        return False
    _refuse_another(note, seen)
    with entering(Entry(by=user)):
        key = note.pk
        note.delete()
        Note.history.filter(id=key).update(text="")
    return True


def was_noted(user: Any, promise: int) -> bool:
    """Whether this person ever kept a note on the promise with this key."""
    return Note.history.filter(user=user, deliverable=promise).exists()


def hand_over(user: Any, promises: Collection[Deliverable]) -> None:
    """Tell each of these promises in ``noted`` whether this person has a note on it, in one question."""
    notes = Note.objects.filter(user=user, deliverable__in=promises).order_by()
    keys = set(notes.values_list("deliverable", flat=True))
    for promise in promises:
        promise.noted = promise.pk in keys


def _as_it_was_read(user: Any, promise: Deliverable, seen: Seen) -> Note | None:
    """The note, locked. Raises ``EditedMeanwhile`` where it is not the one that was ``seen``."""
    note = _stored(user, promise.pk)
    _refuse_another(note, seen)
    return note


def _stored(user: Any, promise: int) -> Note | None:
    note = Note.objects.filter(user=user, deliverable=promise).first()
    return note and writing.stored(note)


def _refuse_another(note: Note | None, seen: Seen) -> None:
    if seen_in(note) != seen:
        raise EditedMeanwhile(OTHER_WINDOW if note else THROWN_AWAY, code="edited-meanwhile")
