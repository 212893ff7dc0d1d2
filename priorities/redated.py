"""The rows of every date that moved, read from the ledger, and their table in CSV."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.conf import settings
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from outcomes.models import Plan
from priorities import exports
from priorities.models import Deliverable, Succession
from priorities.moved_dates import DateChange, carried, date_changes, told
from priorities.news import News
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
READ_OF_A_PLAN = ("state", "effective_on", "recorded_at")
WHOSE = ("priority__plan", "priority__plan_outcome__outcome", "priority__portfolio")
CARRIED = ("carried", "merged")
"""What became of a promise that goes on with another date."""
AT_A_TIME = 500
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
class Moved:
    """One moved date; ``promise`` is a key. ``mark`` where the promise went on in a later plan."""

    promise: int
    change: DateChange
    mark: Succession | None = None

    @property
    def day(self) -> date:
        """The day on which it took effect."""
        return self.change.entered.day

    @property
    def kind(self) -> str:
        if self.change.entered.correction:
            return "correction"
        return "carried" if self.mark else "moved"

    def is_among(self, news: News) -> bool:
        return news.has(self.day, self.change.entered.recorded_at)

    @property
    def is_example(self) -> bool:
        return bool(self.mark and self.mark.is_example) or self.change.entered.is_example


@dataclass(frozen=True)
class Row:
    """One moved date with the promise it was given for."""

    promise: Deliverable
    moved: Moved

    @property
    def change(self) -> DateChange:
        return self.moved.change

    @property
    def mark(self) -> Succession | None:
        return self.moved.mark


def every_moved_date(plan: str = "", outcome: str = "", portfolio: str = "") -> Iterator[Moved]:
    """Every moved date of the published plans, and every one that was carried into a later plan, in three questions.

    The slugs narrow them. A promise that was carried on belongs to both plans.
    """
    return _moved(_redated(plan, outcome, portfolio), _marks(plan, outcome, portfolio))


def moved_dates_of(promises: QuerySet, news: News | None, day: date) -> list[Moved]:
    """The dates of these promises that moved up to ``day``, ever or as ``news``, in three questions.

    The move that took effect last comes first. A promise that was carried on is asked for by its earlier plan.
    """
    theirs = promises.order_by().values("pk")
    redated, marks = _with_another_timescale(Deliverable.objects.filter(pk__in=theirs)), _carried_on()
    marks = marks.filter(earlier__in=theirs).annotate(from_day=Coalesce("plan__adopted_on", "first_day"))
    if news:
        since = versions_of(Deliverable).filter(news.among(), id=OuterRef("pk"))
        redated, marks = redated.filter(Exists(since.order_by())), marks.filter(news.among("from_day", "written_at"))
    moved = [each for each in _moved(redated, marks) if each.day <= day and (not news or each.is_among(news))]
    return sorted(moved, key=lambda each: (each.day, each.promise))[::-1]


def _moved(redated: QuerySet, marks: QuerySet) -> Iterator[Moved]:
    is_redated = Q(id__in=redated.values("pk"))
    needed = is_redated | Q(id__in=marks.order_by().values("earlier")) | Q(id__in=marks.order_by().values("later"))
    found = versions_of(Deliverable).filter(needed).annotate(plan=F("priority__plan"), is_redated=_whether(is_redated))
    versions = _by_record(found.values_list("id", "plan", "is_redated", *READ, named=True))
    plans = _by_record(versions_of(Plan).values_list("id", *READ_OF_A_PLAN, named=True))
    for promise, theirs in versions.items():
        if theirs[-1].is_redated:
            of_promise = told(theirs, plans.get(theirs[-1].plan, []))
            yield from (Moved(promise, change) for change in date_changes(of_promise))
    for mark in marks:
        earlier = told(versions.get(mark.earlier_id, []), plans.get(mark.plan_of_earlier, []))
        after = told(versions.get(mark.later_id, []), plans.get(mark.plan_id, []))
        if change := carried(earlier, after, mark):
            yield Moved(mark.earlier_id, change, mark)


def with_promises(moved: Iterable[Moved]) -> Iterator[Row]:
    """The dates with their promises, so many at a time as one question can name."""
    waiting = iter(moved)
    while some := list(islice(waiting, AT_A_TIME)):
        promises = Deliverable.objects.select_related(*WHOSE).in_bulk({each.promise for each in some})
        yield from (Row(promises[each.promise], each) for each in some)


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
        row.moved.kind,
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
        "yes" if row.moved.is_example else "no",
        f"{settings.SITE_URL}{promise.get_absolute_url()}",
    ]


def _written(cell: object) -> str:
    """Numbers stay numbers: one below nought is no formula."""
    if cell is None:
        return ""
    return str(cell) if isinstance(cell, int) else exports.harmless(str(cell))


def _redated(plan: str, outcome: str, portfolio: str) -> QuerySet:
    """Published promises that had another timescale before."""
    theirs = _narrowed("priority__", outcome=outcome, portfolio=portfolio)
    if plan:
        theirs &= Q(priority__plan__slug=plan)
    return _with_another_timescale(Deliverable.objects.published().filter(theirs))


def _with_another_timescale(promises: QuerySet) -> QuerySet:
    """Those of ``promises`` of which a version says another timescale than the present one."""
    another = versions_of(Deliverable).filter(id=OuterRef("pk")).exclude(timescale_text=OuterRef("timescale_text"))
    return promises.filter(Exists(another.order_by())).order_by()


def _marks(plan: str, outcome: str, portfolio: str) -> QuerySet:
    """Promises that were carried or merged into one promise of a later plan."""
    theirs = _narrowed("earlier__priority__", outcome=outcome, portfolio=portfolio)
    if plan:
        theirs &= Q(plan__slug=plan) | Q(earlier__priority__plan__slug=plan)
    return _carried_on().filter(theirs)


def _carried_on() -> QuerySet:
    """Marks with the day and the moment of the first version that says what they say now."""
    marks = Succession.objects.published().filter(how__in=CARRIED, later__isnull=False)
    same = versions_of(Succession).filter(id=OuterRef("pk"), later=OuterRef("later"), how__in=CARRIED)
    first = same.order_by("history_id")
    return (
        marks.annotate(plan_of_earlier=F("earlier__priority__plan"))
        .annotate(first_day=Subquery(first.values("effective_on")[:1]))
        .annotate(written_at=Subquery(first.values("recorded_at")[:1]))
        .select_related("plan")
        .order_by("pk")
    )


def _narrowed(to_priority: str, outcome: str, portfolio: str) -> Q:
    narrowed = Q(**{f"{to_priority}plan_outcome__outcome__slug": outcome}) if outcome else Q()
    return narrowed & Q(**{f"{to_priority}portfolio__slug": portfolio}) if portfolio else narrowed


def _whether(holds: Q) -> ExpressionWrapper:
    return ExpressionWrapper(holds, output_field=BooleanField())


def _by_record(versions: QuerySet) -> dict[int, list]:
    found: dict[int, list] = {}
    for version in versions:
        found.setdefault(version.id, []).append(version)
    return found
