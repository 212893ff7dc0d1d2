"""From a day on, these portfolios to these councillors: what ends, what begins, what stays. Values in, values out.

What is over is never changed: a holding ends on a day, another begins, and whatever would rewrite a day that has
passed otherwise is a fault with a sentence.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from priorities.standing import join_words
from priorities.verdicts import long_day

FARTHEST = timedelta(days=366)
LONGEST_AGO = timedelta(days=3653)
TO_COME = "Written down, but not begun yet"
"""The heading under which the page lists what can be taken back."""
NOTHING_CHANGES = "Nothing changes: every portfolio is held as you say already. Choose other holders, or leave it."


class Held(Protocol):
    """What this reads of an appointment. ``ends_on`` is the first day on which it is no longer held."""

    councillor: Hashable
    role: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class Holder:
    """Somebody who is to hold a portfolio. Without a role, who stays keeps theirs."""

    councillor: Hashable
    role: str = ""


@dataclass(frozen=True)
class Wish:
    """Who is to hold a portfolio: ``holders``, and where it ``keeps`` its holders, those as well. Nobody is vacant."""

    portfolio: Hashable
    holders: tuple[Holder, ...] = ()
    keeps: bool = False

    @property
    def asks_nothing(self) -> bool:
        return self.keeps and not self.holders


@dataclass(frozen=True)
class Fault:
    """Why a wish cannot be written, and what to do; ``held`` is the appointment that stands in the way."""

    sentence: str
    portfolio: Hashable = None
    held: Held | None = None
    stands_already: bool = False
    """Whether it says only that the portfolio is held as wished on the day itself."""


@dataclass(frozen=True)
class Change:
    """What becomes of one portfolio. ``later`` are holdings that are on record from a later day and stay so."""

    portfolio: Hashable
    ends: tuple[Held, ...] = ()
    begins: tuple[Holder, ...] = ()
    stays: tuple[Held, ...] = ()
    later: tuple[Held, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def changes(self) -> bool:
        return bool(self.ends or self.begins)

    @property
    def is_vacant(self) -> bool:
        return not self.begins and not self.stays

    @property
    def before(self) -> str:
        return councillors([held.councillor for held in (*self.stays, *self.ends)])

    @property
    def after(self) -> str:
        return councillors([holder.councillor for holder in (*self.stays, *self.begins)])

    @property
    def changes_hands(self) -> bool:
        """Whether other people hold it than before: another role for the same people is no other hand."""
        return {each.councillor for each in self.ends} != {each.councillor for each in self.begins}


@dataclass(frozen=True)
class Reshuffle:
    """What becomes of every portfolio that something was said of, from ``day`` on."""

    day: date
    told: tuple[Change, ...]
    faults: tuple[Fault, ...]

    @property
    def changes(self) -> list[Change]:
        return [change for change in self.told if change.changes]

    @property
    def eve(self) -> date:
        """The last day of whatever ends."""
        return self.day - timedelta(days=1)

    @property
    def leaving(self) -> set[Hashable]:
        """Councillors who give up a portfolio."""
        ending = {(each.portfolio, held.councillor) for each in self.told for held in each.ends}
        again = {(each.portfolio, holder.councillor) for each in self.told for holder in each.begins}
        return {councillor for _, councillor in ending - again}

    @property
    def sentence(self) -> str:
        """What will happen, all in all."""
        ends = sum(len(each.ends) for each in self.changes)
        begins = sum(len(each.begins) for each in self.changes)
        vacant = [str(each.portfolio) for each in self.changes if each.is_vacant]
        told = join_words([part for part in (_ending(ends), _beginning(begins)) if part])
        left = f" Nobody will hold {join_words(vacant)}." if vacant else ""
        changed = _count(len(self.changes), "portfolio changes", "portfolios change")
        return f"From {self.day:%A} {long_day(self.day)}, {changed}: {told}.{left}"


def reshuffle(wishes: Iterable[tuple[Wish, Iterable[Held]]], day: date, today: date) -> Reshuffle:
    """What becomes of each wish, beside every appointment to its portfolio that is on record."""
    told = tuple(change_of(wish, held, day, today) for wish, held in wishes)
    faults = [fault for change in told for fault in change.faults]
    if not today - LONGEST_AGO <= day <= today + FARTHEST:
        away = "more than a year ahead" if day > today else "more than ten years ago"
        faults.insert(0, Fault(f"{long_day(day)} is {away}. Check the year."))
    if not faults and not any(change.changes for change in told):
        faults.append(Fault(NOTHING_CHANGES, stands_already=True))
    return Reshuffle(day, told, tuple(faults))


def change_of(wish: Wish, appointments: Iterable[Held], day: date, today: date) -> Change:
    """What becomes of one portfolio, of which these appointments are on record."""
    on_record = sorted(appointments, key=lambda held: held.starts_on)
    now = [held for held in on_record if held.starts_on <= day and (held.ends_on is None or held.ends_on > day)]
    wished = {holder.councillor: holder for holder in wish.holders}
    stays = [held for held in now if _stays(held, wished.get(held.councillor), wish.keeps)]
    staying = {held.councillor for held in stays}
    change = Change(
        wish.portfolio,
        ends=tuple(held for held in now if held not in stays),
        begins=tuple(holder for holder in wished.values() if holder.councillor not in staying),
        stays=tuple(stays),
        later=tuple(held for held in on_record if held.starts_on > day),
    )
    faults = (*_twice(wish), *_crossing(wish, change, day, today), *_rewriting(change, day, today))
    return Change(**{**vars(change), "faults": faults})


def _stays(held: Held, holder: Holder | None, keeps: bool) -> bool:
    return holder.role in ("", held.role) if holder else keeps


def _twice(wish: Wish) -> list[Fault]:
    named = [holder.councillor for holder in wish.holders]
    twice = [each for number, each in enumerate(named) if each in named[:number]]
    return [
        Fault(f"Councillor {each} stands twice at {wish.portfolio}. Name each councillor once.", wish.portfolio)
        for each in dict.fromkeys(twice)
    ]


def _crossing(wish: Wish, change: Change, day: date, today: date) -> list[Fault]:
    """What is on record from a later day: a holding that has begun by now, or one to come that another would cross."""
    if wish.asks_nothing:
        return []
    begun = [held for held in change.later if held.starts_on <= today]
    for held in begun:
        sentence = (
            f"Councillor {held.councillor} holds {change.portfolio} since {long_day(held.starts_on)}, so a change from "
            f"{long_day(day)} would rewrite the past. Choose {long_day(held.starts_on + timedelta(days=1))} or a later "
            "day, or correct that appointment itself."
        )
        return [Fault(sentence, change.portfolio, held)]
    if change.changes:
        return [_crossed(change, held, day) for held in change.later[:1] if change.begins]
    return _changing_later(change, day, today)


def _crossed(change: Change, held: Held, day: date) -> Fault:
    sentence = (
        f"Councillor {held.councillor} is on record already as holding {change.portfolio} from "
        f"{long_day(held.starts_on)}, after {long_day(day)}. Take that back first, under “{TO_COME}”, or choose a "
        "later day."
    )
    return Fault(sentence, change.portfolio, held)


def _changing_later(change: Change, day: date, today: date) -> list[Fault]:
    """That a portfolio is held as wished on the day, but not for long: another change of it is on record."""
    days = [*(held.ends_on for held in change.stays if held.ends_on), *(held.starts_on for held in change.later)]
    if not days:
        return []
    first = min(days)
    in_the_way = [held for held in (*change.stays, *change.later) if first in (held.ends_on, held.starts_on)]
    then = [held for held in (*change.stays, *change.later) if held.starts_on <= first < (held.ends_on or date.max)]
    back = f"take that back first, under “{TO_COME}”, or change" if first > today else "or correct"
    sentence = (
        f"{change.portfolio} is held by {change.after} on {long_day(day)} already, and it is on record that from "
        f"{long_day(first)} it is held by {councillors(held.councillor for held in then)}. Leave it as it is, {back} "
        "that appointment itself."
    )
    return [Fault(sentence, change.portfolio, in_the_way[0], stands_already=True)]


def _rewriting(change: Change, day: date, today: date) -> list[Fault]:
    faults = []
    for held in change.ends:
        if held.starts_on == day:
            why = f"holds {change.portfolio} from {long_day(day)} itself, so that holding cannot end on the same day"
        elif held.ends_on and held.ends_on <= today:
            last = long_day(held.ends_on - timedelta(days=1))
            why = f"held {change.portfolio} up to and including {last}, which is over and stays as it was"
        else:
            continue
        wrong = "If that appointment is wrong, correct or delete the appointment itself; else choose a later day."
        what = f"Take that back first, under “{TO_COME}”, or choose a later day." if held.starts_on > today else wrong
        faults.append(Fault(f"Councillor {held.councillor} {why}. {what}", change.portfolio, held))
    return faults


def councillors(people: Iterable[Hashable]) -> str:
    """People as a sentence names them, each once; nobody is said plainly."""
    return join_words([f"Councillor {each}" for each in dict.fromkeys(people)]) or "nobody"


def _ending(count: int) -> str:
    return _count(count, "appointment ends", "appointments end") if count else ""


def _beginning(count: int) -> str:
    return _count(count, "appointment begins", "appointments begin") if count else ""


def _count(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
