"""Since which meeting changes count, and from when: from what its councillors had on paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from dashboards.models import Pack
from dashboards.scopes import Scope
from ledger.writing import long_day
from priorities.models import Meeting
from priorities.news import News

MOST_MEETINGS = 30
"""How many meetings are offered to choose from; an earlier one can still be asked for by its key."""
LONGEST_KEY = 18
NOT_BEFORE = "That meeting was not before the one that this pack is for: choose an earlier one."


@dataclass(frozen=True)
class Since:
    """From when changes count: the end of a meeting's day, or the moment at which its pack was made before that."""

    meeting: Meeting
    pack_made_at: datetime | None = None

    def __str__(self) -> str:
        return f"{self.meeting}{self.counted}"

    @property
    def day(self) -> date:
        return timezone.localdate(self.pack_made_at) if self.pack_made_at else self.meeting.held_on

    @property
    def counted(self) -> str:
        """That it is not the meeting's day, in words that go on after its name; nothing where it is."""
        return f", counted from {long_day(self.day)}, the day of its pack" if self.pack_made_at else ""

    def news(self, day: date, late: int) -> News:
        """What is new on ``day``; ``late`` is how many days before it something may be that is written down late."""
        return News(self.day, day, late, self.pack_made_at)


def counted_from(meeting: Meeting | None, day: date) -> Since | None:
    """From when changes since a meeting count, as known on ``day``: what its last final pack left out is new."""
    if meeting is None:
        return None
    same = Meeting.objects.filter(pk=meeting.pk)
    known = meeting if hasattr(meeting, "pack_day") else _with_packs(same, day).first()
    before = known and known.pack_day and known.pack_day <= meeting.held_on
    return Since(meeting, known.pack_made_at if before else None)


def _with_packs(meetings: QuerySet, day: date) -> QuerySet:
    """Meetings with the ``pack_day`` of the last final pack of each up to ``day``, and when it was made."""
    packs = Pack.objects.final().filter(meeting=OuterRef("pk"), day__lte=day).order_by("-known_at")
    last = {"pack_day": packs.values("day")[:1], "pack_made_at": packs.values("known_at")[:1]}
    return meetings.annotate(**{name: Subquery(value) for name, value in last.items()})


def meetings_for(scope: Scope, day: date) -> list[Meeting]:
    """The meetings up to and on ``day`` that changes in this scope can be counted from, the latest first.

    A committee has those of its series; everything else has all. At most ``MOST_MEETINGS``, in one question.
    """
    held = Meeting.objects.filter(held_on__lte=day).select_related("committee").order_by("-held_on", "-pk")
    held = _with_packs(held, day)
    if scope.kind == "committees":
        held = held.filter(same_series(scope.record.body, scope.record.pk))
    return list(held[:MOST_MEETINGS])


def last_of(meetings: Iterable[Meeting], day: date) -> Meeting | None:
    """The last one before ``day``, or else the last: ``meetings`` come the latest first."""
    held = list(meetings)
    return next((each for each in held if each.held_on < day), held[0] if held else None)


def same_series(body: str, committee: int | None) -> Q:
    """The meetings that follow each other: those of a body, and of one of its committees where its key is given."""
    same = Q(committee=None, body=body)
    return same | Q(committee=committee) if committee else same


def since_asked(scope: Scope, day: date, asked: str) -> tuple[Meeting | None, str]:
    """The meeting whose key an address asks for, or the last one; and what is wrong with what was asked, or nothing.

    The last one is the latest before ``day``: what is put before a meeting counts from the one before it.
    """
    key = key_written(asked)
    found = key and Meeting.objects.select_related("committee").filter(pk=key).first()
    if found and found.held_on <= day:
        return found, ""
    fault = ""
    if found:
        fault = f"That meeting is only on {long_day(found.held_on)}: choose one that has been held."
    elif asked.strip():
        fault = "There is no such meeting to count from: choose one from the list."
    return last_of(meetings_for(scope, day), day), fault


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
    """The last one before it of the same series, held up to ``day``."""
    same = same_series((meeting.committee or meeting).body, meeting.committee_id)
    earlier = Q(held_on__lt=meeting.held_on) | Q(held_on=meeting.held_on, pk__lt=meeting.pk)
    return Meeting.objects.filter(same, earlier, held_on__lte=day).order_by("-held_on", "-pk").first()


def is_before(one: Meeting, other: Meeting) -> bool:
    """Two meetings of one day follow each other as they were entered."""
    return (one.held_on, one.pk) < (other.held_on, other.pk)


def key_written(text: str) -> int | None:
    """The key of a record as an address says it; None for anything that can be none."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY else None
