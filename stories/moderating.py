"""What an editor does with a story that somebody sent in: who and why as arguments, all of it or nothing."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from ledger import writing
from ledger.entries import Entry, entering
from ledger.refusals import EditedMeanwhile, LedgerRefusal
from stories.models import Consent, Story, StorySubmission

State = StorySubmission.State
OPEN = (State.RECEIVED, State.IN_TOUCH)
SLUG_LENGTH = 70


def write_to_sender(submission: StorySubmission, *, note: str, by: Any) -> None:
    """Note that the editor is in touch with the person; a further note stands beside those before it."""
    _set_aside(submission, State.IN_TOUCH, note, by)


def decline(submission: StorySubmission, *, reason: str, by: Any) -> None:
    """Do not take the story up. The reason stays with the submission, which only the desk reads."""
    _set_aside(submission, State.DECLINED, reason, by)


def take_up(
    submission: StorySubmission, *, by: Any, basis: str, given_on: date | None, expires_on: date | None, **told: Any
) -> Story:
    """Make a draft of it, with the person's consent; ``told`` are fields of the story.

    Raises a ``ValidationError`` where a value does not fit, and a :class:`~ledger.refusals.LedgerRefusal` where
    it was answered already, or somebody else was faster; then nothing was written.
    """
    received = writing.long_day(timezone.localdate(submission.received_at))
    entry = Entry(f"Made from the story sent in on {received}.", by=by)
    with transaction.atomic(), entering(entry):
        _refuse_settled(submission)
        story = Story(slug=_free_slug(told.get("person_name") or told.get("title") or "story"), **told)
        story.full_clean()
        story.save()
        consent = Consent(story=story, basis=basis, given_on=given_on, expires_on=expires_on)
        consent.full_clean()
        consent.save()
        submission.story, submission.state = story, State.TAKEN_UP
        submission.save()
    return story


def _set_aside(submission: StorySubmission, state: str, why: str, by: Any) -> None:
    with transaction.atomic(), entering(Entry(why, by=by)):
        _refuse_settled(submission)
        submission.state = state
        submission.save(although_unchanged=bool(why))


def _refuse_settled(submission: StorySubmission) -> None:
    """Asks the row, which is locked until the end of the transaction: of two editors the second reads why."""
    now = writing.stored(submission)
    if now and now.state not in OPEN:
        raise LedgerRefusal(settled(now), code="settled")
    if now and now.revision != submission.revision:  # the same answer twice changes nothing, but has another note
        raise EditedMeanwhile(writing.edited_meanwhile(now), code="edited-meanwhile")


def settled(submission: StorySubmission) -> str:
    return (
        f"This was answered already, and is marked: {submission.get_state_display().lower()}. Nothing was written. To "
        "answer it again, first set its state back to “Received” on its own page."
    )


def _free_slug(name: str) -> str:
    """A slug made of a name that no story has or had; numbered where others came before."""
    base = slugify(name)[:SLUG_LENGTH].strip("-") or "story"
    taken = set(Story.history.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (base, *numbered) if slug not in taken)
