"""What is written down of portfolios and has not begun: listed by the day and the word on which it was written, and
taken back as a whole. What is on record of days that are over stays as it was.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import groupby, takewhile
from operator import attrgetter

from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone

from ledger.entries import Entry, entering
from ledger.refusals import EditedMeanwhile, LedgerRefusal
from priorities.models import Appointment, Portfolio
from priorities.reshuffling import keep_others_out, save_checked
from priorities.standing import join_words
from priorities.verdicts import long_day

NOT_AS_SEEN = (
    "Somebody changed what you wanted to take back after you looked, or it began or was taken back meanwhile. Nothing "
    "was written: look at the list as it stands now."
)


@dataclass(frozen=True)
class Ending:
    """A holding that ends on the day, and what stood in place of that end before: a later day, or none."""

    held: Appointment
    ended_before: date | None


@dataclass
class ToCome:
    """What one person wrote for one reason: appointments that begin on ``day``, and others that end on it."""

    day: date
    reason: str
    begins: list[Appointment] = field(default_factory=list)
    ends: list[Ending] = field(default_factory=list)
    end_anyway: list[Appointment] = field(default_factory=list)
    begin_anyway: list[Appointment] = field(default_factory=list)
    """Holdings of the same portfolios that end or begin on the day by another word, which stands."""
    after_it: list[date] = field(default_factory=list)
    """The days of later changes to the same portfolios, which build on this one."""

    @property
    def touched(self) -> list[Appointment]:
        return [*self.begins, *(each.held for each in self.ends)]

    @property
    def portfolios(self) -> list[Portfolio]:
        return sorted({each.portfolio for each in self.touched}, key=str)

    @property
    def state(self) -> str:
        """A text that is another one as soon as anything of it changes."""
        seen = sorted((each.pk, each.revision) for each in self.touched)
        return sha256(repr((self.day, seen)).encode()).hexdigest()[:16]

    @property
    def in_the_way(self) -> str:
        """Why it cannot be taken back yet; nothing where it can."""
        if not self.after_it:
            return ""
        days = join_words([long_day(day) for day in sorted(set(self.after_it))])
        return f"Another change to the same portfolios is on record from {days}. Take that back first."

    @property
    def sentence(self) -> str:
        """What stands once it is taken back."""
        on = f"on {long_day(self.day)} any more."
        first = f"Nothing changes at {join_words([str(each) for each in self.portfolios])} {on}"
        if self.end_anyway or self.begin_anyway:
            first = _said([_name(each) for each in self.begins], "does not begin", "do not begin", on)
        stays = [_name(each.held, each.ended_before) for each in self.ends]
        said = [
            first,
            _said(stays, "holds", "hold", "on as before."),
            _said([_name(each) for each in self.end_anyway], "still ends", "still end", "that day."),
            _said([_name(each) for each in self.begin_anyway], "still begins", "still begin", "that day."),
        ]
        return " ".join(filter(None, said))


def _name(each: Appointment, until: date | None = None) -> str:
    return f"Councillor {each.councillor} ({each.portfolio}{f', until {long_day(until)}' if until else ''})"


def _said(names: list[str], one: str, many: str, rest: str) -> str:
    """A sentence on them; nothing where there is nobody."""
    return f"{join_words(names)} {one if len(names) == 1 else many} {rest}" if names else ""


def to_come() -> list[ToCome]:
    """Everything that is written down and has not begun, the earliest day first: two questions."""
    today = timezone.localdate()
    ahead = Q(starts_on__gt=today) | Q(ends_on__gt=today)
    rows = Appointment.objects.filter(ahead).select_related("councillor", "portfolio").order_by("portfolio", "id")
    appointments = list(rows)
    versions = _versions_of(appointments)
    begun_on = defaultdict(set)
    for each in appointments:
        words = {_word(run, "starts_on") for run in _runs(versions[each.pk], "starts_on")}
        begun_on[each.portfolio_id, each.starts_on] |= words
    found: dict[tuple, ToCome] = {}
    for each in appointments:
        _place(each, versions[each.pk], begun_on[each.portfolio_id, each.ends_on], today, found)
    groups = sorted(found.values(), key=lambda group: (group.day, min(each.pk for each in group.touched)))
    for group in groups:
        theirs = set(group.portfolios)
        group.after_it = [other.day for other in groups if other.day > group.day and theirs & set(other.portfolios)]
        others = [each for each in appointments if each.portfolio in theirs and each not in group.touched]
        group.end_anyway = [each for each in others if each.ends_on == group.day]
        group.begin_anyway = [each for each in others if each.starts_on == group.day]
    return groups


def _versions_of(appointments: list[Appointment]) -> dict[int, list[Model]]:
    """By key, the versions up to the one that was read, the latest first: somebody may have saved another since."""
    read = {each.pk: each.revision for each in appointments}
    versions = defaultdict(list)
    for version in Appointment.history.filter(id__in=list(read)).order_by("-history_id"):
        if version.revision <= read[version.id]:
            versions[version.id].append(version)
    return versions


@transaction.atomic
def take_back(state: str, *, entry: Entry) -> ToCome:
    """Delete what was to begin, and give what was to end its end of before. ``state`` names what was seen.

    Raises a :class:`~ledger.refusals.LedgerRefusal`.
    """
    keep_others_out(each for group in _of(state) for each in group.portfolios)
    [group] = _of(state) or [None]
    if group is None:
        raise EditedMeanwhile(NOT_AS_SEEN, code="edited-meanwhile")
    if group.in_the_way:
        raise LedgerRefusal(group.in_the_way)
    with entering(entry):
        for each in group.begins:
            each.delete()
        for each in group.ends:
            each.held.ends_on = each.ended_before
            save_checked(each.held)
    return group


def find(state: str) -> ToCome | None:
    return next(iter(_of(state)), None)


def _of(state: str) -> list[ToCome]:
    return [group for group in to_come() if group.state == state]


def _place(each: Appointment, versions: list[Model], begun: set, today: date, found: dict[tuple, ToCome]) -> None:
    """Put an appointment where its first day, and where its last, were written.

    ``versions``: the latest first. ``begun``: every word on which whoever begins when this one ends was to begin.
    """
    if each.starts_on > today:
        _group(found, each.starts_on, _when_set(versions, "starts_on", each.starts_on)).begins.append(each)
    if each.ends_on and each.ends_on > today:
        before = _before_announced(versions, each.ends_on, begun)
        if before is None or before > each.ends_on:
            written = _when_set(versions, "ends_on", each.ends_on)
            _group(found, each.ends_on, written).ends.append(Ending(each, before))


def _when_set(versions: Iterable[Model], name: str, day: date) -> Model:
    """The version that set the day that stands now."""
    *_, first = takewhile(lambda version: getattr(version, name) == day, versions)
    return first


def _before_announced(versions: list[Model], end: date, begun: set[tuple]) -> date | None:
    """The end from before this one was announced, for this day or one it was moved from; else the first on record.

    An earlier end was this one's if whoever begins when this one ends was to begin then, on the same word; or if
    nobody was to begin.
    """

    def announces_it(run: list[Model]) -> bool:
        earlier = run[-1].ends_on
        if earlier is None or earlier == end:
            return earlier == end
        was_to_come = earlier > timezone.localdate(run[-1].recorded_at)
        return was_to_come and (_word(run, "ends_on") in begun if begun else earlier < end)

    runs = list(_runs(versions, "ends_on"))
    return next((run for run in runs if not announces_it(run)), runs[-1])[0].ends_on


def _runs(versions: Iterable[Model], name: str) -> Iterator[list[Model]]:
    """Versions that follow one another and have the same day in a field: the last of each is the one that set it."""
    for _, run in groupby(versions, attrgetter(name)):
        yield list(run)


def _word(run: list[Model], name: str) -> tuple:
    """The day that was set, why and by whom."""
    return getattr(run[-1], name), run[-1].history_change_reason or "", run[-1].history_user_id


def _group(found: dict[tuple, ToCome], day: date, written: Model) -> ToCome:
    reason = written.history_change_reason or ""
    return found.setdefault((day, reason, written.history_user_id), ToCome(day, reason))
