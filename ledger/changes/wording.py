"""The sentences in which a change of one field is told. Values in, words out."""

from datetime import date
from decimal import Decimal
from typing import Any

from ledger.writing import long_day

from .described import Field, Said


def words_of(value: Any) -> str:
    """A value as it stands in a sentence; nothing for an empty one."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return long_day(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}"
    return str(value).strip()


def say(field: Field, before: str, after: str, first: date | None = None, then: date | None = None) -> Said:
    """What is told of one field. ``first`` and ``then`` are the days that two wordings of a date were read as."""
    kind = field.kind
    if kind == "reworded":
        return Said(kind, _reworded(field.label, before, after), "", field.label, before, after)
    if kind == "moved" and field.ends and before and after and first == then:
        return Said("reworded", f"{field.label} worded differently, for the same day", "", field.label, before, after)
    sentence = _moved(field.label, before, after)
    if kind == "moved" and before and after and first and then:
        sentence += f", {_days_apart(first, then)}"
    return Said(kind, sentence if kind == "moved" else _changed(field.label, before, after), "", field.label)


def _reworded(label: str, before: str, after: str) -> str:
    return f"{label} reworded" if before and after else f"{label} {'added' if after else 'taken out'}"


def _moved(label: str, before: str, after: str) -> str:
    if before and after:
        return f"{label} moved from {unstopped(before)} to {unstopped(after)}"
    return f"{label} given: {unstopped(after)}" if after else f"{label} taken away: it was {unstopped(before)}"


def _changed(label: str, before: str, after: str) -> str:
    if before and after:
        return f"{label} changed from {unstopped(before)} to {unstopped(after)}"
    return f"{label} given: {unstopped(after)}" if after else f"{label} taken away: it was {unstopped(before)}"


def _days_apart(first: date, then: date) -> str:
    days = abs((then - first).days)
    return f"{days:,} day{'' if days == 1 else 's'} {'later' if then > first else 'earlier'}"


def unstopped(text: str) -> str:
    """A text as it stands inside a sentence: without the full stop it closes with."""
    return text.removesuffix(".")
