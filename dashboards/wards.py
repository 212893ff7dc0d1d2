"""What is to be known of a ward on a day: whether it exists, what it took over from, what follows it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from outcomes.models import Place
from priorities.standing import join_words
from priorities.tenure import last_day
from priorities.verdicts import long_day


@dataclass(frozen=True)
class WardNote:
    """A note on a ward, and the places to go on to. ``kind``: "coming", "ended", "ends", "took over" or "towns"."""

    kind: str
    sentence: str
    places: list[Place] = field(default_factory=list)


def notes_on(ward: Place, day: date) -> list[WardNote]:
    """The notes on a ward as it is on ``day``: its first day counts, the day it ends on does not."""
    links, begins, ends = ward.links, ward.valid_from, ward.valid_until
    if ends and ends > day and ward.recorded_on > day:
        ends = None
    notes = []
    if begins and begins > day:
        notes.append(_coming(ward, begins, links.earlier))
    elif links.earlier:
        notes.append(_took_over(ward, links.earlier, begins))
    if ends and ends <= day:
        notes.append(_ended(ward, ends, links.later))
    elif ends:
        notes.append(_ends(ward, ends, links.later))
    if links.parts:
        notes.append(_towns(ward, links.parts))
    return notes


def tag_words(place: Place, ward: Place) -> str:
    """By which place a promise belongs to a ward: "Mirfield", "Batley, a town or village in it"."""
    if place == ward:
        return place.name
    if place.kind != Place.Kind.WARD:
        return f"{place.name}, {'a town or village' if place.kind == Place.Kind.TOWN else 'a place'} in it"
    until = last_day(place.valid_until)
    return f"{place.name}, {f'a ward until {long_day(until)}' if until else 'an earlier ward'}"


def _coming(ward: Place, begins: date, earlier: Sequence[Place]) -> WardNote:
    sentence = f"{ward.name} does not exist yet: its first day is {long_day(begins)}."
    if earlier:
        sentence += f" Until then there {_is_are(earlier)} {join_words(_names(earlier))}."
    return WardNote("coming", sentence, list(earlier))


def _took_over(ward: Place, earlier: Sequence[Place], begins: date | None) -> WardNote:
    since = f" on {long_day(begins)}" if begins else ""
    sentence = (
        f"{ward.name} took over, in whole or in part, from {join_words(_names(earlier))}{since}. "
        f"What was promised for {'it' if len(earlier) == 1 else 'these'} by name is counted here, too."
    )
    return WardNote("took over", sentence, list(earlier))


def _ended(ward: Place, ends: date, later: Sequence[Place]) -> WardNote:
    sentence = f"{ward.name} ended on {long_day(last_day(ends))}."
    if later:
        sentence += f" {join_words(_names(later))} took over from it, in whole or in part."
    return WardNote("ended", sentence, list(later))


def _ends(ward: Place, ends: date, later: Sequence[Place]) -> WardNote:
    sentence = f"The last day of {ward.name} will be {long_day(last_day(ends))}."
    if later:
        sentence += f" Then {join_words(_names(later))} will take over from it, in whole or in part."
    return WardNote("ends", sentence, list(later))


def _towns(ward: Place, towns: Sequence[Place]) -> WardNote:
    lie, kind = ("lies", "town or village") if len(towns) == 1 else ("lie", "towns or villages")
    names = join_words(_names(towns))
    sentence = f"In {ward.name}, in whole or in part, {lie} the {kind} {names}: what is promised there counts here."
    return WardNote("towns", sentence, list(towns))


def _names(places: Sequence[Place]) -> list[str]:
    """Their names, in quotation marks where it could not be told which "and" is part of one."""
    names = [place.name for place in places]
    return [f"“{name}”" for name in names] if len(names) > 1 and any(" and " in name for name in names) else names


def _is_are(places: Sequence[Place]) -> str:
    return "is" if len(places) == 1 else "are"
