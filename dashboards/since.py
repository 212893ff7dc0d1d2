"""What changed in a scope since a meeting: a narrower reading of what the public page of changes tells."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q, Value

from dashboards.scopes import EVERYTHING, Scope
from ledger.changes import Change, Window, read_changes, window_that_fits, windows_that_fit
from ledger.changes.described import Row
from priorities.models import Appointment
from priorities.news import News

Facets = frozenset[tuple[str, int]]


@dataclass(frozen=True)
class Late(Window):
    """What was written down in the days of the window about days from ``earliest`` up to, but not on, ``before``."""

    earliest: date = date.min
    before: date = date.max

    def holds(self, row: Row) -> bool:
        return self.earliest <= row["effective_on"] < self.before and super().holds(row)

    def condition(self) -> Q:
        return super().condition() & Q(effective_on__gte=self.earliest, effective_on__lt=self.before)


@dataclass(frozen=True)
class AndLate(Window):
    """The days of the window, and what was written down late on them, read at once."""

    late: Late | None = None

    @classmethod
    def of(cls, asked: Window, late: Late) -> "AndLate":
        """Both from the day on that both have; each says which models have versions."""
        since = max(asked.since, late.since)
        return cls(since, asked.until, busy=asked.busy | late.busy, late=replace(late, since=since))

    def holds(self, row: Row) -> bool:
        return super().holds(row) or self.late.holds(row)

    def condition(self) -> Q:
        return super().condition() | self.late.condition()


@dataclass(frozen=True)
class SinceThen:
    """The changes of ``window``, the last days of those ``asked`` for that can be told at once, the latest first."""

    asked: Window
    window: Window
    changes: list[Change]

    @property
    def left_out(self) -> Window | None:
        """The days before those that are told, where there are any."""
        if self.window == self.asked:
            return None
        return replace(self.asked, until=self.window.since - date.resolution)

    @property
    def late(self) -> list[Change]:
        """Those of days before all that are asked for: they were written down only on these."""
        return [change for change in self.changes if change.effective_on < self.asked.since]

    @property
    def in_time(self) -> list[Change]:
        return [change for change in self.changes if change.effective_on >= self.asked.since]


def changes_since(scope: Scope, news: News, until: date) -> SinceThen:
    """What is new in the scope up to ``until``, by the rule by which dashboards count; ``news.day`` is read."""
    asked = Window(news.first, until)
    late = Late(news.first, until, recorded=True, earliest=news.earliest, before=news.first)
    told = AndLate.of(*windows_that_fit(asked, late))
    new = [change for change in read_changes(told) if news.has(change.effective_on, change.recorded_at)]
    return SinceThen(asked, replace(asked, since=told.since), _within(new, facets_of(scope, news.day)))


def older_written_since(scope: Scope, news: News, until: date) -> SinceThen:
    """What was written down in the days of the news about days of which nothing is new any more."""
    asked = Late(news.first, until, recorded=True, before=news.earliest)
    window = window_that_fits(asked)
    return SinceThen(asked, window, _within(read_changes(window), facets_of(scope, news.day)))


def facets_of(scope: Scope, day: date) -> Facets | None:
    """What the changes of a scope are found by, in one question, or three; None where every change belongs to it."""
    if is_whole(scope):
        return None
    promises = scope.promises.order_by().values_list(Value("promise"), "pk")
    indicators = scope.indicators.order_by().values_list(Value("indicator"), "pk")
    return frozenset(promises.union(indicators, all=True)) | OWN[scope.kind](scope, day)


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
