"""Reading the versions that changes are told from: one question for all models, however many changes there are."""

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cache, partial
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import TruncDate
from django.utils import timezone

from ledger.clock import reading
from ledger.together import fetch_values_together

from .described import Row
from .shapes import columns_of, known_shapes, model_of
from .telling import Change, Teller
from .versions import Shape, Versions

MOST_VERSIONS = 2_000
"""How many versions are told at once; a day is told whole, however many there are of it."""
A_FEW = 100
DAYS_LOOKED_BACK = 10
"""How many days on which something was entered are told to find one on which something changed."""


@dataclass(frozen=True)
class Window:
    """The days from ``since`` to ``until``, both included: changes took effect or, ``recorded``, were written then.

    ``busy`` names the models that have versions of these days, where that was looked up: no others need be read.
    ``fits`` says whether they are few enough to be told at once. Where ``sample`` is given, only so many are read.
    """

    since: date
    until: date
    recorded: bool = False
    busy: frozenset[str] | None = field(default=None, compare=False)
    fits: bool = field(default=True, compare=False)
    sample: int | None = field(default=None, compare=False)

    def holds(self, row: Row) -> bool:
        day = timezone.localdate(row["recorded_at"]) if self.recorded else row["effective_on"]
        return self.since <= day <= self.until

    def may_have(self, shape: Shape) -> bool:
        return self.busy is None or shape.label in self.busy

    def condition(self) -> Q:
        if self.recorded:
            return Q(recorded_at__gte=_start_of(self.since), recorded_at__lt=_end_of(self.until))
        return Q(effective_on__gte=self.since, effective_on__lte=self.until)


class Latest(NamedTuple):
    """The latest day on which something changed. Without one, how far back was looked: None where all was."""

    day: date | None = None
    looked_back_to: date | None = None


def read_changes(window: Window, found_by: Mapping[str, Any] | None = None) -> list[Change]:
    """Every change of the window that residents may read, the latest first.

    ``found_by`` narrows them, by facet and key: ``{"outcome": 3}``.
    """
    teller, asked = _teller(window, found_by), set((found_by or {}).items())
    return [change for change in teller.changes(window.holds) if asked <= change.found_by]


def window_that_fits(window: Window, most: int = MOST_VERSIONS) -> Window:
    """The last days of a window that hold no more than ``most`` versions, but one day at least."""
    return windows_that_fit(window, most=most)[0]


def windows_that_fit(*windows: Window, most: int = MOST_VERSIONS) -> list[Window]:
    """The same of each of several windows, in one question."""
    counts = _versions_by_day(windows)
    return [_fitting(window, most, *each) for window, each in zip(windows, counts, strict=True)]


def _fitting(window: Window, most: int, counts: Mapping[date, int], busy: frozenset[str]) -> Window:
    versions = 0
    for day, count in sorted(counts.items(), reverse=True):
        versions += count
        if versions > most and versions > count:
            return replace(window, since=day + timedelta(days=1), busy=busy, fits=versions - count <= most)
    return replace(window, busy=busy, fits=versions <= most)


def latest_day_of_change(until: date, found_by: Mapping[str, Any] | None = None) -> Latest:
    """The latest day up to ``until`` on which something changed, among the last on which something was entered."""
    days = _days_of_versions(until)
    for day in days[:DAYS_LOOKED_BACK]:
        window = window_that_fits(Window(day, day))
        if any(_has_changes(some, found_by) for some in (replace(window, sample=A_FEW), window)):
            return Latest(day)
    return Latest(None, days[DAYS_LOOKED_BACK - 1] if len(days) > DAYS_LOOKED_BACK else None)


def _has_changes(window: Window, found_by: Mapping[str, Any] | None) -> bool:
    teller, asked = _teller(window, found_by), set((found_by or {}).items())
    return any(asked <= change.found_by for change in teller.each_change(window.holds))


def _teller(window: Window, found_by: Mapping[str, Any] | None) -> Teller:
    shapes = known_shapes()
    versions = Versions(_read_rows(shapes, window, found_by or {}), shapes)
    lenders = [label for label, shape in shapes.items() if shape.described.lends_to] if found_by else []
    return Teller(versions, shapes, cache(partial(_shown, shapes)), cache(partial(_names, shapes)), lenders)


def _versions_by_day(windows: Sequence[Window]) -> list[tuple[Counter[date], frozenset[str]]]:
    """For each window how many versions its days have, and of which models they are."""
    each, *others = (
        _changed(shape, window)
        .annotate(of=Value(position), on=_day_of(window), label=Value(shape.label))
        .values("of", "on", "label")
        .annotate(count=Count("pk"))
        .values_list("of", "on", "label", "count")
        for position, window in enumerate(windows)
        for shape in known_shapes().values()
    )
    counts: list[Counter[date]] = [Counter() for _ in windows]
    busy: list[set[str]] = [set() for _ in windows]
    for position, day, label, count in each.union(*others, all=True):
        counts[position][day] += count
        busy[position].add(label)
    return list(zip(counts, map(frozenset, busy), strict=True))


def _day_of(window: Window) -> F | TruncDate:
    return TruncDate("recorded_at", tzinfo=timezone.get_current_timezone()) if window.recorded else F("effective_on")


def _days_of_versions(until: date) -> list[date]:
    """The last days up to ``until`` from which a version is, or on which a record ends; one more than is looked at."""
    days: set[date] = set()
    for shape in known_shapes().values():
        for name in filter(None, ("effective_on", shape.described.ends)):
            theirs = _history(shape, Window(until, until)).filter(**{f"{name}__lte": until})
            days |= set(theirs.values_list(name, flat=True).distinct().order_by(f"-{name}")[: DAYS_LOOKED_BACK + 1])
    return sorted(days, reverse=True)[: DAYS_LOOKED_BACK + 1]


def _read_rows(shapes: Mapping[str, Shape], window: Window, asked: Mapping[str, Any]) -> dict[str, list[Row]]:
    needed = [shape for shape in shapes.values() if _is_needed(shape, shapes, window, asked)]
    versions = (
        _history(shape, window).filter(_wanted(shape, shapes, window, asked)).values(*columns_of(shape))
        for shape in needed
    )
    return dict(zip((shape.label for shape in needed), fetch_values_together(*versions), strict=True))


def _is_needed(shape: Shape, shapes: Mapping[str, Shape], window: Window, asked: Mapping[str, Any]) -> bool:
    """Whether versions of a model may be needed: not where neither it nor what its records belong to changed."""
    described = shape.described
    if described.few or window.may_have(shape) or (described.lends_to and asked.keys() & described.facets.keys()):
        return True
    return any(_named_by(shape, shapes, window)) or any(_wholes_of(shape, shapes, window))


def _history(shape: Shape, window: Window) -> QuerySet:
    """The versions that had taken effect by the end of the window, as far as they count in what is being read."""
    history = QuerySet(model_of(shape.label).history.model).filter(effective_on__lte=window.until).order_by()
    past = reading()
    return history.filter(recorded_at__lte=past.known_by) if past and past.known_by else history


def _changed(shape: Shape, window: Window) -> QuerySet:
    return _history(shape, window).filter(window.condition())


def _wanted(shape: Shape, shapes: Mapping[str, Shape], window: Window, asked: Mapping[str, Any]) -> Q:
    """Which versions are needed: of what changed, of what that belongs to or is named by, of its series and parts."""
    described = shape.described
    if described.few:
        return Q()
    changed = _changed(shape, window)
    if described.series:
        column = shape.column(described.series)
        return Q(**{f"{column}__in": changed.values(column)[: window.sample]})
    wanted = Q(id__in=changed.values("id")[: window.sample])
    for other, column in _named_by(shape, shapes, window):
        named = _changed(other, window).filter(**{f"{column}__isnull": False})
        wanted |= Q(id__in=named.values(column)[: window.sample])
    for whole, to_whole in _wholes_of(shape, shapes, window):
        column, owner = shape.related[described.owners[0]]
        new = _changed(whole, window).values("id")[: window.sample]
        of_new = _history(shapes[owner], window).filter(**{f"{to_whole}__in": new})
        wanted |= Q(**{f"{column}__in": of_new.values("id")})
    for facet, name in described.facets.items():
        if described.lends_to and facet in asked:
            wanted |= Q(**{shape.column(name): asked[facet]})
    return wanted


def _named_by(shape: Shape, shapes: Mapping[str, Shape], window: Window) -> Iterator[tuple[Shape, str]]:
    """The models of which versions that changed may name this one, each with the column in which they do."""
    for other in shapes.values():
        if window.may_have(other):
            yield from ((other, column) for column, label in other.related.values() if label == shape.label)


def _wholes_of(shape: Shape, shapes: Mapping[str, Shape], window: Window) -> Iterator[tuple[Shape, str]]:
    """What changed and covers the counted records of a model, each with the column in which their owners name it."""
    if shape.described.counted:
        owner = shapes[shape.related[shape.described.owners[0]][1]]
        named = ((shapes[label], column) for column, label in owner.related.values())
        yield from ((whole, column) for whole, column in named if whole.described.covers and window.may_have(whole))


def _shown(shapes: Mapping[str, Shape], label: str) -> Container[Any]:
    return shapes[label].described.shown()


def _names(shapes: Mapping[str, Shape], label: str) -> Mapping[Any, str]:
    return shapes[label].described.names()


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())


def _end_of(day: date) -> datetime:
    return _start_of(day + timedelta(days=1))
