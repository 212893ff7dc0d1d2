"""On which days a priority was in which portfolio, read from its versions. Values in, values out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol


class Version(Protocol):
    """What this reads of a version of a priority: ``portfolio`` is a key, ``public_from`` a day of its plan."""

    effective_on: date
    portfolio: int | None
    portfolio_name: str | None
    history_change_reason: str | None
    history_correction: bool
    public_from: date | None


@dataclass(frozen=True)
class Stay:
    """From ``first`` on in one portfolio, or in none; ``reason`` is why it came there. The first has no beginning."""

    first: date
    portfolio: int | None
    name: str
    reason: str = ""


def stays_of(versions: Iterable[Version]) -> list[Stay]:
    """One stay after another, from versions in the order in which they took effect.

    What changed before the plan was public, or corrected a slip, is no move: it holds from the beginning of the stay.
    """
    stays: list[Stay] = []
    for version in versions:
        there = _stay(version)
        if not stays:
            stays.append(replace(there, first=date.min, reason=""))
        elif there.portfolio != stays[-1].portfolio:
            if _is_no_move(version, stays[-1]):
                there = replace(there, first=stays[-1].first, reason=stays.pop().reason)
            if not stays or stays[-1].portfolio != there.portfolio:
                stays.append(there)
    return stays


def portfolio_on(stays: Sequence[Stay], day: date | None) -> int | None:
    """In which portfolio it was on ``day``; without one, in which it was first."""
    return next((stay.portfolio for stay in reversed(stays) if day and stay.first <= day), stays[0].portfolio)


def moves_of(stays: Sequence[Stay], portfolio: int) -> list[tuple[date, str, Stay, Stay]]:
    """When it came into a portfolio or went out of it: (day, "came" or "went", the stay before, the stay after)."""
    pairs = list(zip(stays, stays[1:], strict=False))
    came = [(after.first, "came", before, after) for before, after in pairs if after.portfolio == portfolio]
    return came + [(after.first, "went", before, after) for before, after in pairs if before.portfolio == portfolio]


def _stay(version: Version) -> Stay:
    return Stay(
        version.effective_on, version.portfolio, version.portfolio_name or "", version.history_change_reason or ""
    )


def _is_no_move(version: Version, before: Stay) -> bool:
    drafted = version.public_from is None or version.effective_on <= version.public_from
    return version.history_correction or drafted or version.effective_on == before.first
