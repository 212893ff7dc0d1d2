"""Rows of several models in one statement, for pages made of many small parts.

A statement costs its way to the database and back however few rows it brings, so a page of twenty kinds of parts
asks once: every kind is one member of a ``UNION ALL``, with each row packed into a JSON array of its columns.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import connections
from django.db.models import (
    CharField,
    DecimalField,
    Expression,
    Field,
    ForeignKey,
    IntegerField,
    JSONField,
    ManyToOneRel,
    Model,
    OrderBy,
    Prefetch,
    QuerySet,
    TextField,
    Value,
    Window,
)
from django.db.models.functions import Cast, JSONArray, Rank

AS_IN_JSON = (CharField, IntegerField, TextField)


def fetch_together(*querysets: QuerySet) -> list[list[Model]]:
    """The rows of each queryset, in its own order, all of them from one statement.

    Rows come whole and equal to what the queryset would fetch by itself, without its annotations, ``select_related``
    or prefetches; querysets must not be sliced. PostgreSQL packs at most 100 columns.

    >>> aims, forewords = fetch_together(Aim.objects.all(), Foreword.objects.filter(plan=plan))
    """
    found: list[list[Model]] = [[] for _ in querysets]
    if not querysets:
        return found
    readers = [_reader(queryset) for queryset in querysets]
    first, *others = [_packed(queryset, position) for position, queryset in enumerate(querysets)]
    for position, _, values in sorted(first.union(*others, all=True), key=lambda row: row[:2]):
        found[position].append(readers[position](values))
    return found


def fetch_values_together(*querysets: QuerySet) -> list[list[dict[str, Any]]]:
    """What each ``values()`` of columns would fetch, in no order, all of it from one statement."""
    found: list[list[dict[str, Any]]] = [[] for _ in querysets]
    if not querysets:
        return found
    readers = [_values_reader(queryset) for queryset in querysets]
    first, *others = [_packed_values(queryset, position) for position, queryset in enumerate(querysets)]
    for position, values in first.union(*others, all=True):
        found[position].append(readers[position](values))
    return found


def prefetch_together(owners: Iterable[Model], *paths: str | Prefetch) -> None:
    """What ``prefetch_related_objects`` does, but all paths in one statement.

    A path stands after the one it goes on from: ``"sections", "sections__case_studies"``. Its last step is a foreign
    key, from either side. A foreign key whose row the queryset of its ``Prefetch`` leaves out reads as None.
    """
    reached = {"": list(owners)}
    if not reached[""]:
        return
    named = {each.prefetch_to: each for each in (_as_prefetch(path) for path in paths)}
    querysets = [_along(reached[""], each) for each in named.values()]
    for path, rows in zip(named, fetch_together(*querysets), strict=True):
        before, _, name = path.rpartition("__")
        hand_over(reached[before], name, rows)
        reached[path] = rows


def hand_over(owners: list[Model], name: str, rows: list[Model]) -> None:
    """Give each owner those of ``rows`` that its relation ``name`` leads to, so that reading it asks nothing.

    Rows keep their order; those that belong to none of the owners are left over.
    """
    if not owners:
        return
    relation = owners[0]._meta.get_field(name)
    hand = _hand_many if relation.one_to_many else _hand_one
    hand(owners, relation, rows)


def _hand_many(owners: list[Model], relation: ManyToOneRel, rows: list[Model]) -> None:
    of_owner: dict[Any, list[Model]] = {}
    for row in rows:
        of_owner.setdefault(getattr(row, relation.field.attname), []).append(row)
    for owner in owners:
        theirs = of_owner.get(owner.pk, [])
        for row in theirs:
            relation.field.set_cached_value(row, owner)
        _remember(owner, relation.get_accessor_name(), theirs)


def _hand_one(owners: list[Model], key: ForeignKey, rows: list[Model]) -> None:
    by_key = {row.pk: row for row in rows}
    for owner in owners:
        key.set_cached_value(owner, by_key.get(getattr(owner, key.attname)))


def _remember(owner: Model, accessor: str, rows: list[Model]) -> None:
    """Keep ``rows`` where ``prefetch_related`` would."""
    queryset = getattr(owner, accessor).get_queryset()
    queryset._result_cache, queryset._prefetch_done = rows, True
    if not hasattr(owner, "_prefetched_objects_cache"):
        owner._prefetched_objects_cache = {}
    owner._prefetched_objects_cache[accessor] = queryset


def _as_prefetch(path: str | Prefetch) -> Prefetch:
    return path if isinstance(path, Prefetch) else Prefetch(path)


def _along(owners: list[Model], wanted: Prefetch) -> QuerySet:
    """The rows at the end of a path from the owners, each once, in the order in which one owner has them."""
    model, way_back, meets_again = type(owners[0]), ["in"], False
    for name in wanted.prefetch_to.split("__"):
        relation = model._meta.get_field(name)
        key = relation.field if relation.one_to_many else relation
        way_back.insert(0, key.name if relation.one_to_many else key.related_query_name())
        meets_again = meets_again or not relation.one_to_many
        model = relation.related_model
    queryset = model._base_manager.all() if wanted.queryset is None else wanted.queryset
    queryset = queryset.filter(**{"__".join(way_back): owners})
    if relation.one_to_many:
        queryset = queryset.order_by(*(each for each in _order_asked(queryset) if each != key.name))
    return queryset.distinct() if meets_again else queryset


def _packed(queryset: QuerySet, position: int) -> QuerySet:
    """Rows of (position, place in the queryset's order, values of every column).

    Equal places instead of numbers in a row, so that ``distinct()`` still sees that a row is the same.
    """
    queryset = queryset._chain()
    place = Window(Rank(), order_by=list(_order(queryset)))
    columns = _Columns(*(_column(field, queryset) for field in queryset.model._meta.concrete_fields))
    return queryset.order_by().values_list(Value(position), place, columns)


def _packed_values(queryset: QuerySet, position: int) -> QuerySet:
    """Rows of (position, values of the columns asked for)."""
    queryset = queryset._chain()
    columns = _Columns(*(_column(field, queryset) for field in _fields_asked(queryset)))
    return queryset.order_by().values_list(Value(position), columns)


def _fields_asked(queryset: QuerySet) -> list[Field]:
    return [queryset.model._meta.get_field(name) for name in queryset.query.values_select]


def _order(queryset: QuerySet) -> Iterator[OrderBy | Expression]:
    """What the queryset is ordered by, with the joins that this needs made in its query."""
    compiler = queryset.query.get_compiler(queryset.db)
    for each in _order_asked(queryset):
        if isinstance(each, str):
            yield from (order for order, _ in compiler.find_ordering_name(each, queryset.model._meta))
        else:
            yield each


def _order_asked(queryset: QuerySet) -> Iterable[str | Expression]:
    query = queryset.query
    return query.order_by or (query.default_ordering and queryset.model._meta.ordering) or ["pk"]


class _Columns(JSONArray):
    """An array of columns that are resolved already, for resolving each took a tenth of a small page's time."""

    def resolve_expression(self, *args, **kwargs):
        return self

    def as_sql(self, *args, **kwargs):
        """As any function: SQLite is not asked first whether it knows JSON, for the ledger's tables need it anyway."""
        return super(JSONArray, self).as_sql(*args, **kwargs)


def _column(field: Field, queryset: QuerySet) -> Expression:
    """A column as JSON can carry it: PostgreSQL's would round decimals, and unpack what a JSON field holds."""
    column = field.get_col(queryset.query.get_initial_alias())
    written_out = connections[queryset.db].vendor == "postgresql" and isinstance(field, DecimalField | JSONField)
    return Cast(column, TextField()) if written_out else column


def _reader(queryset: QuerySet) -> Callable[[list[Any]], Model]:
    """A function from the values of a row to the record."""
    model, using = queryset.model, queryset.db
    names = [field.attname for field in model._meta.concrete_fields]
    decoders = [_decoder(field, using) for field in model._meta.concrete_fields]

    def read(values: list[Any]) -> Model:
        return model.from_db(using, names, [decode(value) for decode, value in zip(decoders, values, strict=True)])

    return read


def _values_reader(queryset: QuerySet) -> Callable[[list[Any]], dict[str, Any]]:
    """A function from the values of a row to a dictionary; what JSON says as it is needs no decoding."""
    names = queryset.query.values_select
    decoders = [
        (place, _decoder(field, queryset.db))
        for place, field in enumerate(_fields_asked(queryset))
        if not isinstance(field.target_field if field.is_relation else field, AS_IN_JSON)
    ]

    def read(values: list[Any]) -> dict[str, Any]:
        for place, decode in decoders:
            values[place] = decode(values[place])
        return dict(zip(names, values, strict=True))

    return read


def _decoder(field: Field, using: str) -> Callable[[Any], Any]:
    """From JSON to what a record holds: by the converters of a usual fetch, then by the field's own reading of text."""
    connection, column = connections[using], field.cached_col
    converters = [*connection.ops.get_db_converters(column), *field.get_db_converters(connection)]

    def decode(value: Any) -> Any:
        for convert in converters:
            value = convert(value, column, connection)
        return field.to_python(value)

    return decode
