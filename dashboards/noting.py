"""Private notes: one for each person and promise, read by who wrote it and by nobody else."""

from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction

from dashboards.models import Note
from dashboards.viewers import councillor_of
from ledger import writing
from ledger.entries import Entry, entering
from ledger.refusals import EditedMeanwhile
from priorities.models import Deliverable

ONLY_READS = "Your account only reads, so it keeps no notes here."
OTHER_WINDOW = (
    "You saved this note in another window after you opened it here. Nothing was written over: below the form is what "
    "is kept. Put the two together, and save again."
)


def may_note(user: Any) -> bool:
    """Councillors may, and whoever writes anything at all: an auditor only reads."""
    rights = (right.partition(".")[2] for right in user.get_all_permissions())
    return councillor_of(user) is not None or any(not right.startswith("view_") for right in rights)


@transaction.atomic
def save_note(user: Any, promise: Deliverable, text: str, revision: int) -> Note:
    """Keep the note as ``text``. ``revision`` is that of the note that was read, 0 where there was none."""
    note = _as_it_was_read(user, promise, revision) or Note(user=user, deliverable=promise)
    note.text = text
    try:
        with transaction.atomic(), entering(Entry(by=user)):
            note.save()
    except IntegrityError as error:
        raise EditedMeanwhile(OTHER_WINDOW, code="edited-meanwhile") from error
    return note


@transaction.atomic
def throw_away(user: Any, promise: Deliverable, revision: int) -> None:
    """Delete the note. Its versions say when it was there, and nothing any more of what it said."""
    note = _as_it_was_read(user, promise, revision)
    if note is not None:
        with entering(Entry(by=user)):
            key = note.pk
            note.delete()
            Note.history.filter(id=key).update(text="")


def hand_over(user: Any, promises: Collection[Deliverable]) -> None:
    """Tell each of these promises in ``noted`` whether this person has a note on it, in one question."""
    notes = Note.objects.filter(user=user, deliverable__in=promises).order_by()
    keys = set(notes.values_list("deliverable", flat=True))
    for promise in promises:
        promise.noted = promise.pk in keys


def _as_it_was_read(user: Any, promise: Deliverable, revision: int) -> Note | None:
    """The note, locked. Raises ``EditedMeanwhile`` where it is not the one that was read."""
    note = Note.objects.filter(user=user, deliverable=promise).first()
    row = note and writing.stored(note)
    if (row.revision if row else 0) != revision:
        raise EditedMeanwhile(OTHER_WINDOW, code="edited-meanwhile")
    return row
