"""Reading the versions that changes are told from: one question a model, however many changes there are."""

from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cache, partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Count, F, ForeignKey, Q, QuerySet, Value
from django.db.models.functions import TruncDate
from django.utils import timezone

from ledger.clock import reading
from ledger.past import ledger_models

from .described import Described, Row
from .telling import Change, Teller
from .versions import Shape, Versions

OF_A_VERSION = (
    "id",
    "effective_on",
    "recorded_at",
    "history_id",
    "history_type",
    "history_change_reason",
    "history_decision_url",
    "history_approved_by",
    "history_correction",
)
READ_WHERE_THERE = ("slug", "is_example")
"""Columns that addresses and every telling read."""
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
    counts, busy = _versions_by_day(window)
    versions = 0
    for day, count in counts:
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


def _versions_by_day(window: Window) -> tuple[list[tuple[date, int]], frozenset[str]]:
    """How many versions each day of a window has, the latest first, and of which models: one question for all."""
    on = TruncDate("recorded_at", tzinfo=timezone.get_current_timezone()) if window.recorded else F("effective_on")
    each, *others = (
        _history(shape, window)
        .filter(window.condition())
        .annotate(on=on, of=Value(shape.label))
        .values("on", "of")
        .annotate(count=Count("pk"))
        .values_list("on", "of", "count")
        for shape in known_shapes().values()
    )
    counts: Counter[date] = Counter()
    busy = set()
    for day, label, count in each.union(*others, all=True):
        counts[day] += count
        busy.add(label)
    return sorted(counts.items(), reverse=True), frozenset(busy)


def _days_of_versions(until: date) -> list[date]:
    """The last days up to ``until`` from which a version is, or on which a record ends; one more than is looked at."""
    days: set[date] = set()
    for shape in known_shapes().values():
        for name in filter(None, ("effective_on", shape.described.ends)):
            theirs = _history(shape, Window(until, until)).filter(**{f"{name}__lte": until})
            days |= set(theirs.values_list(name, flat=True).distinct().order_by(f"-{name}")[: DAYS_LOOKED_BACK + 1])
    return sorted(days, reverse=True)[: DAYS_LOOKED_BACK + 1]


@cache
def known_shapes() -> dict[str, Shape]:
    """The models that some room describes, by label, in the order of the rooms."""
    described = {model: _described(model) for model in ledger_models()}
    told = {model: how for model, how in described.items() if how}
    labels = {model._meta.label_lower for model in told}
    return {model._meta.label_lower: _shape(model, how, labels) for model, how in told.items()}


def _described(model: type[models.Model]) -> Described | None:
    """How the model's room tells of it; what a room leaves out is told to nobody."""
    room = f"{model._meta.app_config.name}.told"
    return import_module(room).TOLD.get(model.__name__) if find_spec(room) else None


def _shape(model: type[models.Model], described: Described, labels: Collection[str]) -> Shape:
    related = {
        field.name: (field.attname, field.related_model._meta.label_lower)
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model._meta.label_lower in labels
    }
    choices = {field.name: dict(field.flatchoices) for field in model._meta.concrete_fields if field.choices}
    address = partial(_address, model) if hasattr(model, "get_absolute_url") else None
    return Shape(model._meta.label_lower, described, related, choices, address)


def _address(model: type[models.Model], row: Row, related: Mapping[str, Row | None]) -> str:
    """The address of the record's page as it was; nothing where a record that it names is gone."""
    record = _record(model, row)
    for name, its in related.items():
        key = model._meta.get_field(name)
        key.set_cached_value(record, _record(key.related_model, its) if its else None)
    try:
        return record.get_absolute_url()
    except AttributeError:
        return ""


def _record(model: type[models.Model], row: Row) -> models.Model:
    return model(**{field.attname: row[field.attname] for field in model._meta.concrete_fields if field.attname in row})


def _read_rows(shapes: Mapping[str, Shape], window: Window, asked: Mapping[str, Any]) -> dict[str, list[Row]]:
    rows = {
        label: list(_history(shape, window).filter(_wanted(shape, shapes, window, asked)).values(*_columns(shape)))
        for label, shape in shapes.items()
        if _is_needed(shape, shapes, window, asked)
    }
    for label, condition in _parts_of_new_wholes(shapes, rows, window):
        more = _history(shapes[label], window).filter(condition).values(*_columns(shapes[label]))
        rows[label] = list({row["history_id"]: row for row in (*rows.get(label, ()), *more)}.values())
    return rows


def _is_needed(shape: Shape, shapes: Mapping[str, Shape], window: Window, asked: Mapping[str, Any]) -> bool:
    """Whether versions of a model may be needed: not where neither it nor what names its records changed."""
    described = shape.described
    if window.busy is None or described.few or (described.lends_to and asked.keys() & described.facets.keys()):
        return True
    return bool(window.busy & {shape.label, *(other.label for other, _ in _named_by(shape, shapes))})


def _history(shape: Shape, window: Window) -> QuerySet:
    """The versions that had taken effect by the end of the window, as far as they count in what is being read."""
    history = QuerySet(_model(shape.label).history.model).filter(effective_on__lte=window.until).order_by()
    past = reading()
    return history.filter(recorded_at__lte=past.known_by) if past and past.known_by else history


def _wanted(shape: Shape, shapes: Mapping[str, Shape], window: Window, asked: Mapping[str, Any]) -> Q:
    """Which versions are needed: of what changed, of what that belongs to or is named by, and of its series."""
    described = shape.described
    if described.few:
        return Q()
    changed = _history(shape, window).filter(window.condition())
    if described.series:
        column = shape.column(described.series)
        return Q(**{f"{column}__in": changed.values(column)[: window.sample]})
    wanted = Q(id__in=changed.values("id")[: window.sample])
    for other, column in _named_by(shape, shapes):
        named = _history(other, window).filter(window.condition(), **{f"{column}__isnull": False})
        wanted |= Q(id__in=named.values(column)[: window.sample])
    for facet, name in described.facets.items():
        if described.lends_to and facet in asked:
            wanted |= Q(**{shape.column(name): asked[facet]})
    return wanted


def _named_by(shape: Shape, shapes: Mapping[str, Shape]) -> Iterator[tuple[Shape, str]]:
    """The models, read in part, that name records of this one, each with the column in which they do."""
    for other in shapes.values():
        if not other.described.few:
            yield from ((other, column) for column, label in other.related.values() if label == shape.label)


def _parts_of_new_wholes(shapes: Mapping[str, Shape], rows: Mapping[str, list[Row]], window: Window) -> Iterable:
    """For each model whose records are counted, but were not read whole: those of what appeared in the window."""
    new = {label: _new(rows.get(label, ()), its, window) for label, its in shapes.items() if its.described.covers}
    for label, shape in shapes.items():
        if not shape.described.counted or shape.described.few or not any(new.values()):
            continue
        column, owner = shape.related[shape.described.owners[0]]
        wholes = [(its_column, new[its]) for its_column, its in shapes[owner].related.values() if its in new]
        owners = {row["id"] for row in rows.get(owner, ()) if any(row[column] in keys for column, keys in wholes)}
        yield label, Q(**{f"{column}__in": owners})


def _new(rows: Iterable[Row], shape: Shape, window: Window) -> set[Any]:
    return {row["id"] for row in rows if window.holds(row) and shape.described.public(row)}


def _columns(shape: Shape) -> list[str]:
    described = shape.described
    names = [
        *described.fields,
        *(field.ends for field in described.fields.values()),
        *described.owners,
        *(name for name in described.facets.values() if name != "id"),
        *(described.title, described.series, described.ends, described.lends_to, described.heads),
        *described.also,
        *(name for name in READ_WHERE_THERE if name in _names_of_fields(shape)),
    ]
    columns = dict.fromkeys(shape.column(name) for name in names if name)
    return [*OF_A_VERSION, *(column for column in columns if column not in OF_A_VERSION)]


def _names_of_fields(shape: Shape) -> set[str]:
    return {field.name for field in _model(shape.label)._meta.concrete_fields}


@cache
def _model(label: str) -> type[models.Model]:
    return next(model for model in ledger_models() if model._meta.label_lower == label)


def _shown(shapes: Mapping[str, Shape], label: str) -> Container[Any]:
    return shapes[label].described.shown()


def _names(shapes: Mapping[str, Shape], label: str) -> Mapping[Any, str]:
    return shapes[label].described.names()


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())


def _end_of(day: date) -> datetime:
    return _start_of(day + timedelta(days=1))
