"""What changed in a scope between two days: a narrower reading of what the public page of changes tells."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from dashboards.scopes import EVERYTHING, Scope
from ledger.changes import Change, Window, read_changes, window_that_fits
from priorities.models import Appointment

Facets = frozenset[tuple[str, int]]


@dataclass(frozen=True)
class SinceThen:
    """The changes of ``window``, the last days of those ``asked`` for that can be told at once."""

    asked: Window
    window: Window
    changes: list[Change]

    @property
    def left_out(self) -> Window | None:
        """The days before those that are told, where there are any."""
        if self.window == self.asked:
            return None
        return replace(self.asked, until=self.window.since - date.resolution)


def changes_between(scope: Scope, first: date, last: date, day: date) -> SinceThen:
    """What changed in the scope from ``first`` to ``last``, both included; ``day`` is the day that is read."""
    asked = Window(first, last)
    window = window_that_fits(asked)
    return SinceThen(asked, window, _within(read_changes(window), facets_of(scope, day)))


def written_between(scope: Scope, first: date, last: date, day: date) -> SinceThen:
    """What was written down in these days of days before them: nobody could have read it on ``first``."""
    asked = Window(first, last, recorded=True)
    window = window_that_fits(asked)
    earlier = [change for change in read_changes(window) if change.effective_on < first]
    return SinceThen(asked, window, _within(earlier, facets_of(scope, day)))


def facets_of(scope: Scope, day: date) -> Facets | None:
    """What the changes of a scope are found by, in two questions or three; None where every change belongs to it."""
    if is_whole(scope):
        return None
    promises = scope.promises.order_by().values_list("pk", flat=True)
    indicators = scope.indicators.order_by().values_list("pk", flat=True)
    own = OWN[scope.kind](scope, day)
    return frozenset({("promise", key) for key in promises} | {("indicator", key) for key in indicators} | own)


def is_whole(scope: Scope) -> bool:
    """Is the scope everything, as that of a committee without a remit is?"""
    return scope.kind == EVERYTHING or (scope.kind == "committees" and not scope.record.remits.all())


def _within(changes: list[Change], facets: Facets | None) -> list[Change]:
    return changes if facets is None else [change for change in changes if change.facets & facets]


def _of_portfolio(scope: Scope, day: date) -> set:
    return {("portfolio", scope.record.pk)}


def _of_committee(scope: Scope, day: date) -> set:
    return {("portfolio", remit.portfolio_id) for remit in scope.record.remits.all()}


def _of_ward(scope: Scope, day: date) -> set:
    return {("place", place.pk) for place in scope.places}


def _of_councillor(scope: Scope, day: date) -> set:
    held = Appointment.objects.on(day).filter(councillor=scope.record).values_list("portfolio", flat=True)
    named = scope.record.published_priority_actions.published().order_by().values_list("pk", flat=True)
    return {("portfolio", key) for key in held} | {("priority", key) for key in named}


OWN: dict[str, Callable[[Scope, date], set]] = {
    "portfolios": _of_portfolio,
    "committees": _of_committee,
    "wards": _of_ward,
    "councillors": _of_councillor,
}
"""Beside promises and indicators: the portfolios, priorities or places whose changes belong to each kind of scope."""
