"""The questions people ask about promises and the people who answer for them."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, Expression, F, JSONField, Model, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from ledger.clock import reading, today
from ledger.entries import EXAMPLE
from ledger.models import LedgerQuerySet
from outcomes.querysets import PUBLIC_STATES, in_force_first
from priorities import officers, steps

PRINTED_AS_DONE = ("complete", "achieved", "delivered", "done", "closed")
"""How a plan's own status begins where it says that a promise is kept already."""

if TYPE_CHECKING:
    from priorities.news import News
    from priorities.standing import Standing


class HeldQuerySet(LedgerQuerySet):
    """Appointments to portfolios, and seats on committees."""

    def on(self, day: date):
        """What is held on ``day`` (from is inclusive, until exclusive)."""
        return self.filter(Q(starts_on__lte=day), Q(ends_on__isnull=True) | Q(ends_on__gt=day))


class CouncillorQuerySet(LedgerQuerySet):
    def published(self):
        """Councillors that residents may know of: by an appointment, or because a published plan names them."""
        return self.filter(_appointed("councillor") | _named_by_a_published_plan("published_holder"))

    def with_appointments(self):
        """Councillors with what they held, the latest first."""
        from priorities.models import Appointment

        appointments = Appointment.objects.select_related("portfolio").order_by("-starts_on", "id")
        return self.prefetch_related(Prefetch("appointments", queryset=appointments))


class PortfolioQuerySet(LedgerQuerySet):
    def published(self):
        """Portfolios that residents may know of: by an appointment, or because a published plan names them."""
        return self.filter(_appointed("portfolio") | _named_by_a_published_plan("portfolio"))


class PriorityActionQuerySet(LedgerQuerySet):
    def published(self):
        """Priorities of published plans."""
        return self.filter(plan__state__in=PUBLIC_STATES)

    def held_by(self, councillor, on: date):
        """Priorities this councillor answers for: as the plan printed it, or by appointment on ``on``."""
        return self.filter(Q(published_holder=councillor) | Q(portfolio_id__in=_portfolios_held(councillor, on)))

    def promises_left_open(self, later_plan):
        """The unfinished promises under these priorities of which nothing says what becomes of them later."""
        from priorities.models import Deliverable

        theirs = Deliverable.objects.filter(priority__in=self.order_by())
        return theirs.unfinished().unmarked_in(later_plan).in_plan_order()

    def with_promises(self):
        """Priorities with who answers for them, and their deliverables with every update, in order."""
        from priorities.models import Deliverable

        promises = Prefetch("deliverables", queryset=Deliverable.objects.with_first_promise())
        return self.select_related("plan", "plan_outcome__outcome", "published_holder", "portfolio").prefetch_related(
            promises, "deliverables__updates"
        )


class DeliverableQuerySet(LedgerQuerySet):
    def published(self):
        """Deliverables of published plans."""
        return self.filter(priority__plan__state__in=PUBLIC_STATES)

    def with_latest_status(self, on: date | None = None):
        """Annotate ``latest_status``: what the latest published update says, None where there is none.

        For filtering, sorting and counting only: pages read ``Deliverable.latest_update`` from prefetched updates.
        """
        return self.annotate(latest_status=latest_told("status", on))

    def standings(self, today: date, *by: str) -> dict[tuple, "Standing"]:
        """How these promises stand on ``today`` for each value of ``by``, counted by the database in one question."""
        from priorities.standing import add_up

        told = (
            self.order_by()
            .with_latest_status(today)
            .annotate(
                example=latest_told("is_example", today), in_time=completed_in_time(today), settled=settled_later()
            )
        )
        rows = told.values(*by, "latest_status", "example", "in_time", "settled").annotate(
            count=Count("pk"),
            dated=Count("timescale_end"),
            passed=Count("pk", filter=Q(timescale_end__lt=today) & ~only_printed_as_done()),
        )
        groups: dict[tuple, list[dict]] = {}
        for row in rows:
            groups.setdefault(tuple(row[name] for name in by), []).append(row)
        return {key: add_up(some) for key, some in groups.items()}

    def standing(self, today: date) -> "Standing":
        """How these promises stand on ``today``, all in all."""
        from priorities.standing import Standing

        return self.standings(today).get((), Standing({}))

    def promises(self):
        """Leave out deliverables that only head a list of others: each promise is counted once."""
        return self.filter(children__isnull=True)

    def due_in(self, start: date, end: date):
        """Deliverables whose timescale ends on a day from ``start`` to ``end``, both inclusive."""
        return self.filter(timescale_end__gte=start, timescale_end__lte=end)

    def unfinished(self, on: date | None = None):
        """Promises that residents know of and that are neither complete nor withdrawn: deferred ones are unfinished.

        What the plan itself prints as done is left out while no report says otherwise.
        """
        over = Q(latest_status__in=["complete", "withdrawn"])
        told = self.published().promises().with_latest_status(on)
        return told.filter(Q(latest_status__isnull=True) | ~over).exclude(only_printed_as_done())

    def unmarked_in(self, later_plan):
        """Of which nothing says what becomes of them in a later plan."""
        from priorities.models import Succession

        return self.exclude(Exists(Succession.objects.filter(earlier=OuterRef("pk"), plan=later_plan.pk)))

    def overdue_on(self, day: date):
        """Deliverables past their end on ``day`` that are not complete, deferred, withdrawn or settled in a later plan.

        What the plan itself prints as done is left out while no report says otherwise.
        """
        finished = Q(latest_status__in=["complete", "deferred", "withdrawn"])
        told = self.with_latest_status(day).filter(~settled_later(), timescale_end__lt=day)
        return told.filter(Q(latest_status__isnull=True) | ~finished).exclude(only_printed_as_done())

    def held_by(self, councillor, on: date):
        """Deliverables this councillor answers for on ``on``."""
        return self.filter(
            Q(priority__published_holder=councillor) | Q(priority__portfolio_id__in=_portfolios_held(councillor, on))
        )

    def reported_by(self, user):
        """Deliverables on which this officer reports: those of the directorate, or every one for who signs off."""
        if not officers.reports(user):
            return self.none()
        if officers.signs_off(user):
            return self
        own = officers.directorate_of(user)
        return self.filter(directorate=own) if own else self.none()

    def in_plan_order(self):
        """In the order of the plan: outcome, priority, position; children after the one they stand under."""
        return self.order_by(
            *in_force_first("priority__plan__"),
            "priority__plan",
            F("priority__plan_outcome__order").asc(nulls_last=True),
            "priority__plan_outcome",
            "priority__number",
            Coalesce("parent__order", "order"),
            F("parent").asc(nulls_first=True),
            "order",
            "id",
        )

    def with_first_promise(self):
        """Annotate ``first_promise``: a dict of ``text``, ``timescale_text`` and ``timescale_end`` (as in JSON).

        It is the version in force when the plan first was public, or else the first, as its corrections say.
        ``changed_as_example`` says whether the portal's own demonstration changed it since, and ``settled`` whether
        a later plan says what became of it.
        """
        return self.annotate(
            first_promise=first_told_promise(),
            changed_as_example=Exists(_example_changes()),
            settled=settled_later(),
        )

    def with_context(self):
        """With priority, plan, outcome, holder, updates and the first promise at hand."""
        return (
            self.select_related(
                "parent",
                "priority__plan",
                "priority__plan_outcome__outcome",
                "priority__published_holder",
                "priority__portfolio",
            )
            .with_first_promise()
            .prefetch_related("updates")
        )


class ProgressUpdateQuerySet(LedgerQuerySet):
    def published(self, on: date | None = None):
        """Updates that residents may read on a day, today unless told: none of a draft plan, none of a later day."""
        readable = self.filter(state="published", deliverable__priority__plan__state__in=PUBLIC_STATES)
        return readable.filter(as_of__lte=on or today())

    def latest(self, on: date | None = None):
        """Of each deliverable the one update that speaks for it on a day, today unless told."""
        return self.filter(pk=latest_told("pk", on, deliverable=OuterRef("deliverable")))

    def under_way(self):
        """Reports on their way to residents. A draft that was taken back is none once they read a later report."""
        was_public = self.model.history.filter(id=OuterRef("pk"), state=steps.PUBLISHED)
        after = Q(as_of__gt=OuterRef("as_of")) | Q(as_of=OuterRef("as_of"), pk__gt=OuterRef("pk"))
        later = self.model.objects.filter(after, deliverable=OuterRef("deliverable"), state=steps.PUBLISHED)
        over = Q(Exists(was_public), Exists(later), state=steps.DRAFT)
        return self.filter(state__in=steps.OPEN).exclude(over)


class SuccessionQuerySet(LedgerQuerySet):
    def published(self):
        """Marks that residents may read: between two published plans."""
        return self.filter(plan__state__in=PUBLIC_STATES, earlier__priority__plan__state__in=PUBLIC_STATES)

    def with_successor(self):
        """Marks with the later plan, and with the promise or the priority in which they go on."""
        return self.select_related("plan", "later", "later_priority")

    def with_earlier(self):
        """Marks with the earlier promise and its plan."""
        return self.select_related("earlier__priority__plan")

    def oldest_plan_first(self):
        return self.order_by(F("plan__starts_on").asc(nulls_first=True), "plan", "id")


def only_printed_as_done() -> Q:
    """Promises that the plan prints as done, and of which no report has said anything."""
    printed = Q()
    for word in PRINTED_AS_DONE:
        printed |= Q(status_as_published__istartswith=word)
    return printed & Q(latest_status__isnull=True)


def latest_told(field: str | Expression, on: date | None = None, **of) -> Subquery:
    """A field of the latest published update up to a day (today unless told): every "latest" is asked for here.

    ``of`` says whose; unless told, it is the deliverable that the query is about.
    """
    from priorities.models import ProgressUpdate

    of = of or {"deliverable": OuterRef("pk")}
    told = ProgressUpdate.objects.filter(state="published", as_of__lte=on or today(), **of)
    said = {"said": F(field) if isinstance(field, str) else field}
    return Subquery(told.order_by("-as_of", "-id").values(**said)[:1])


def status_told(news: "News") -> Subquery:
    """What the latest report said on the day that ``news`` come after, by the versions that are none of these news."""
    from priorities.models import ProgressUpdate

    known = versions_of(ProgressUpdate).exclude(news.among()).order_by()
    told = known.filter(deliverable=OuterRef("pk"), state="published", as_of__lte=news.after)
    last = told.filter(~Exists(known.filter(_after(), id=OuterRef("id"))))
    return Subquery(last.order_by("-as_of", "-id").values("status")[:1])


def settled_later() -> Exists:
    """Does a later plan that residents can read say what became of a promise?"""
    from priorities.models import Succession

    return Exists(Succession.objects.published().filter(earlier=OuterRef("pk")))


def completed_in_time(on: date) -> Exists:
    """Was a promise reported complete by its last day, and in every report since, up to ``on``?"""
    return Exists(_completions_that_hold(on).filter(as_of__lte=OuterRef("timescale_end")))


def completed_from(on: date) -> Subquery:
    """The day that a promise was first reported complete for, where every report since, up to ``on``, says so too."""
    return Subquery(_completions_that_hold(on).order_by("as_of", "pk").values("as_of")[:1])


def _completions_that_hold(on: date) -> QuerySet:
    """The reports up to ``on`` that call a promise complete, and after which none called it anything else."""
    from priorities.models import ProgressUpdate

    told = ProgressUpdate.objects.filter(state="published", as_of__lte=on)
    later = Q(as_of__gt=OuterRef("as_of")) | Q(as_of=OuterRef("as_of"), pk__gt=OuterRef("pk"))
    unlike = told.filter(later, deliverable=OuterRef("deliverable")).exclude(status="complete")
    return told.filter(status="complete", deliverable=OuterRef("pk")).exclude(Exists(unlike))


def versions_of(model: type[Model]) -> QuerySet:
    """The versions of a model's records in the order in which they took effect: what was on record on the day read."""
    past = reading()
    versions = model.history.exclude(history_type="-").filter(effective_on__lte=today())
    if past and past.known_by:
        versions = versions.filter(recorded_at__lte=past.known_by)
    return versions.order_by("effective_on", "history_id")


def first_told_promise() -> Subquery:
    """What each deliverable of a query promised first; ``moved_dates.first_promise`` says the same in Python."""
    from priorities.models import Deliverable

    versions = versions_of(Deliverable).filter(id=OuterRef("pk")).annotate(plan=OuterRef("priority__plan"))
    after = versions_of(Deliverable).filter(_after(), id=OuterRef("id"))
    drafted_after = after.annotate(plan=OuterRef("plan")).filter(~Exists(_public_plan_by_then()))
    corrected = Coalesce(Subquery(after.values("history_correction")[:1]), False)
    first = versions.annotate(corrected=corrected).filter(~Exists(drafted_after), corrected=False)
    values = {name: name for name in ("text", "timescale_text", "timescale_end")}
    return Subquery(first.values(told=JSONObject(**values))[:1], output_field=JSONField())


def _example_changes() -> QuerySet:
    """Versions of the promise that is asked about whose reason calls them made up."""
    from priorities.models import Deliverable

    return versions_of(Deliverable).filter(id=OuterRef("pk"), history_change_reason__startswith=EXAMPLE)


def _public_plan_by_then() -> QuerySet:
    """Public versions of the plan at or before the version of a promise that is asked about."""
    from outcomes.models import Plan

    by_then = Q(effective_on__lt=OuterRef("effective_on")) | Q(
        effective_on=OuterRef("effective_on"), recorded_at__lte=OuterRef("recorded_at")
    )
    return versions_of(Plan).filter(by_then, id=OuterRef("plan"), state__in=PUBLIC_STATES)


def _after() -> Q:
    """Versions later than the one that is asked about."""
    later_that_day = Q(effective_on=OuterRef("effective_on"), history_id__gt=OuterRef("history_id"))
    return Q(effective_on__gt=OuterRef("effective_on")) | later_that_day


def _appointed(whose: str) -> Exists:
    from priorities.models import Appointment

    return Exists(Appointment.objects.filter(**{whose: OuterRef("pk")}))


def _named_by_a_published_plan(as_what: str) -> Exists:
    from priorities.models import PriorityAction

    return Exists(PriorityAction.objects.published().filter(**{as_what: OuterRef("pk")}))


def _portfolios_held(councillor, on: date):
    from priorities.models import Appointment

    return Appointment.objects.on(on).filter(councillor=councillor).values("portfolio_id")
