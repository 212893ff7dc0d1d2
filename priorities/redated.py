"""The rows of every date that moved, read from the ledger, and their table in CSV."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from outcomes.models import Plan
from priorities import exports
from priorities.models import Deliverable, Succession
from priorities.moved_dates import DateChange, carried, date_changes, told
from priorities.querysets import versions_of

READ = (
    "timescale_text",
    "timescale_start",
    "timescale_end",
    "timescale_ongoing",
    "effective_on",
    "recorded_at",
    "history_change_reason",
    "history_decision_url",
    "history_approved_by",
    "history_correction",
)
"""What is read of a version of a promise."""
COLUMNS = (
    "promise id",
    "promise",
    "plan",
    "outcome",
    "kind",
    "original",
    "original end",
    "previous",
    "previous end",
    "now",
    "now end",
    "days later",
    "in words",
    "reason",
    "decision",
    "approved by",
    "took effect",
    "recorded",
    "carried into",
    "example",
    "address",
)


@dataclass(frozen=True)
class Row:
    """One moved date with the promise it was given for; ``mark`` where the promise went on in a later plan."""

    promise: Deliverable
    change: DateChange
    mark: Succession | None = None

    @property
    def kind(self) -> str:
        if self.change.entered.correction:
            return "correction"
        return "carried" if self.mark else "moved"


def every_moved_date() -> Iterator[Row]:
    """Every moved date of the published plans, and every one that was carried into a later plan, in four questions."""
    marks = _marks()
    promises = {each.pk: each for each in [*_redated(), *(mark.earlier for mark in marks)]}
    later = [mark.later_id for mark in marks]
    versions = _by_record(versions_of(Deliverable).filter(id__in=[*promises, *later]).only("id", *READ))
    plans = _by_record(versions_of(Plan).only("id", "state", "effective_on", "recorded_at"))
    for promise in promises.values():
        of_promise = told(versions.get(promise.pk, []), plans.get(promise.priority.plan_id, []))
        yield from (Row(promise, change) for change in date_changes(of_promise))
    for mark in marks:
        earlier = told(versions.get(mark.earlier_id, []), plans.get(mark.earlier.priority.plan_id, []))
        after = told(versions.get(mark.later_id, []), plans.get(mark.plan_id, []))
        if change := carried(earlier, after, mark):
            yield Row(promises[mark.earlier_id], change, mark)


def table_of(rows: Iterable[Row]) -> Iterator[list[str]]:
    """The names of the columns, and the cells of each row."""
    yield list(COLUMNS)
    for row in rows:
        yield [_written(cell) for cell in _cells(row)]


def _cells(row: Row) -> list:
    promise, change, entered = row.promise, row.change, row.change.entered
    stated = promise.priority.plan_outcome
    return [
        promise.pk,
        promise.text,
        promise.priority.plan.title,
        stated.outcome.name if stated else "",
        row.kind,
        change.original.text,
        change.original.end,
        change.previous.text,
        change.previous.end,
        change.now.text,
        change.now.end,
        change.days,
        change.words,
        entered.reason,
        entered.decision_url,
        entered.approved_by,
        entered.day,
        entered.recorded_on,
        change.carried_into,
        "yes" if row.mark and row.mark.is_example else "no",
        f"{settings.SITE_URL}{promise.get_absolute_url()}",
    ]


def _written(cell: object) -> str:
    """Numbers stay numbers: one below nought is no formula."""
    if cell is None:
        return ""
    return str(cell) if isinstance(cell, int) else exports.harmless(str(cell))


def _redated() -> QuerySet:
    """Published promises that had another timescale before."""
    another = versions_of(Deliverable).filter(id=OuterRef("pk")).exclude(timescale_text=OuterRef("timescale_text"))
    return _with_whose(Deliverable.objects.published().filter(Exists(another.order_by())), "")


def _marks() -> list[Succession]:
    """Promises that were carried or merged into one promise of a later plan."""
    marks = Succession.objects.published().filter(how__in=["carried", "merged"], later__isnull=False)
    return list(_with_whose(marks, "earlier__").select_related("plan").order_by("pk"))


def _with_whose(queryset: QuerySet, to_promise: str) -> QuerySet:
    paths = ("priority__plan", "priority__plan_outcome__outcome", "priority__portfolio")
    return queryset.select_related(*(f"{to_promise}{path}" for path in paths))


def _by_record(versions: QuerySet) -> dict[int, list]:
    found: dict[int, list] = {}
    for version in versions:
        found.setdefault(version.id, []).append(version)
    return found
