"""Since which meeting changes count."""

from datetime import date

from django.db.models import Q, QuerySet

from dashboards.scopes import Scope
from ledger.writing import long_day
from priorities.models import Meeting

MOST_MEETINGS = 30
"""How many meetings are offered to choose from; an earlier one can still be asked for by its key."""
LONGEST_KEY = 18
NOT_BEFORE = "That meeting was not before the one that this pack is for: choose an earlier one."


def meetings_for(scope: Scope, day: date) -> list[Meeting]:
    """The meetings up to and on ``day`` that changes in this scope can be counted from, the latest first.

    A committee has its own and those of no committee that are of its body; everything else has all. At most
    ``MOST_MEETINGS``, in one question.
    """
    return list(_held(scope, day)[:MOST_MEETINGS])


def since_asked(scope: Scope, day: date, asked: str) -> tuple[Meeting | None, str]:
    """The meeting whose key an address asks for, or the last one; and what is wrong with what was asked, or nothing.

    The last one is the latest before ``day``: what is put before a meeting counts from the one before it.
    """
    if not asked.strip():
        return _last(scope, day), ""
    key = key_written(asked)
    found = key and Meeting.objects.select_related("committee").filter(pk=key).first()
    if not found:
        return _last(scope, day), "There is no such meeting to count from: choose one from the list."
    if found.held_on > day:
        fault = f"That meeting is only on {long_day(found.held_on)}: choose one that has been held."
        return _last(scope, day), fault
    return found, ""


def since_for(meeting: Meeting, scope: Scope, day: date, asked: str) -> tuple[Meeting | None, str]:
    """The meeting that a pack counts from: the one asked for, or the one before; and what is wrong with what was asked.

    None where no meeting came before: then everything is counted, whatever other bodies met.
    """
    before = meeting_before(meeting, day)
    if not asked.strip():
        return before, ""
    found, fault = since_asked(scope, day, asked)
    if fault:
        return before, fault
    return (found, "") if is_before(found, meeting) else (before, NOT_BEFORE)


def meeting_before(meeting: Meeting, day: date) -> Meeting | None:
    """The last one before it, held up to ``day``, of the same committee, or of the same body and no committee."""
    same = Q(committee=None, body=meeting.body)
    if meeting.committee_id:
        same |= Q(committee=meeting.committee_id)
    earlier = Q(held_on__lt=meeting.held_on) | Q(held_on=meeting.held_on, pk__lt=meeting.pk)
    return Meeting.objects.filter(same, earlier, held_on__lte=day).order_by("-held_on", "-pk").first()


def is_before(one: Meeting, other: Meeting) -> bool:
    """Two meetings of one day follow each other as they were entered."""
    return (one.held_on, one.pk) < (other.held_on, other.pk)


def key_written(text: str) -> int | None:
    """The key of a record as an address says it; None for anything that can be none."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY else None


def _held(scope: Scope, day: date) -> QuerySet:
    held = Meeting.objects.filter(held_on__lte=day).select_related("committee").order_by("-held_on", "-pk")
    if scope.kind != "committees":
        return held
    return held.filter(Q(committee=scope.record) | Q(committee=None, body=scope.record.body))


def _last(scope: Scope, day: date) -> Meeting | None:
    held = _held(scope, day)
    return held.filter(held_on__lt=day).first() or held.first()
