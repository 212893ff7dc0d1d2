"""Who answers for a priority on a day: named in the plan, and by holding the portfolio. Values in, values out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from priorities.moved_dates import EnteredVersion
from priorities.tenure import Held


class AnsweringVersion(EnteredVersion, Protocol):
    """What this reads of a version of a priority."""

    portfolio_id: int | None
    published_holder_id: int | None
    holder_as_published: str


class Appointed(Held, Protocol):
    portfolio_id: int
    councillor_id: int


@dataclass(frozen=True)
class People:
    """The holders of portfolios over time, and what portfolios and councillors are called, by key."""

    appointments: Sequence[Appointed] = ()
    portfolios: dict[int, str] = field(default_factory=dict)
    councillors: dict[int, str] = field(default_factory=dict)
    recorded: dict[tuple[int, date], date] = field(default_factory=dict)
    """The day on which the first or last day of an appointment was written down, by its key and that day."""

    def days_of_change(self) -> list[date]:
        return [day for each in self.appointments for day in (each.starts_on, each.ends_on) if day]

    def recorded_of(self, day: date) -> list[date]:
        """When the appointments that began or ended on ``day`` were written down."""
        return [written for (_, changed), written in self.recorded.items() if changed == day]

    def name(self, councillor: int | None) -> str:
        name = self.councillors.get(councillor)
        return f"Councillor {name}" if name else ""


@dataclass(frozen=True)
class Answering:
    """Who is named in the plan, which portfolio it belongs to, and who holds that."""

    named: str = ""
    portfolio: str = ""
    holders: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.named or self.portfolio)

    def __str__(self) -> str:
        if not self.portfolio:
            return self.named or "nobody on record"
        if not self.holders:
            held = f"{self.portfolio}, which nobody is on record as holding"
        else:
            held = f"{' and '.join(self.holders)} ({self.portfolio})"
        return held if not self.named or self.named in self.holders else f"{self.named}, named in the plan; {held}"


def answering_on(day: date, versions: Sequence[AnsweringVersion], people: People) -> Answering:
    """Who answers at the end of a day; before the first version, by what that says."""
    version = ([each for each in versions if each.effective_on <= day] or versions[:1])[-1]
    portfolio = version.portfolio_id
    held = [each for each in people.appointments if each.portfolio_id == portfolio and covers(each, day)]
    return Answering(
        named=version.holder_as_published or people.name(version.published_holder_id),
        portfolio=people.portfolios.get(portfolio, ""),
        holders=tuple(people.name(each.councillor_id) for each in held),
    )


def covers(held: Held, day: date) -> bool:
    """Whether an appointment is in force on a day; it no longer is on its ``ends_on``."""
    return held.starts_on <= day and (held.ends_on is None or held.ends_on > day)
