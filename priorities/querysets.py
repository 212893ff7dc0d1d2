"""The questions people ask about promises and the people who answer for them."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from ledger.clock import today
from ledger.models import LedgerQuerySet
from outcomes.querysets import PUBLIC_STATES

PRINTED_AS_DONE = ("complete", "achieved", "delivered", "done", "closed")
"""How a plan's own status begins where it says that a promise is kept already."""

if TYPE_CHECKING:
    from priorities.standing import Standing


class AppointmentQuerySet(LedgerQuerySet):
    def on(self, day: date):
        """Appointments in force on ``day`` (from is inclusive, until exclusive)."""
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

    def with_promises(self):
        """Priorities with who answers for them, and their deliverables with every update, in order."""
        return self.select_related("plan", "plan_outcome__outcome", "published_holder", "portfolio").prefetch_related(
            "deliverables__updates"
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
            .annotate(example=latest_told("is_example", today), in_time=completed_in_time(today))
        )
        rows = told.values(*by, "latest_status", "example", "in_time").annotate(
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

    def overdue_on(self, day: date):
        """Deliverables past their end on ``day`` that are not complete, deferred or withdrawn.

        What the plan itself prints as done is left out while no report says otherwise.
        """
        finished = Q(latest_status__in=["complete", "deferred", "withdrawn"])
        told = self.with_latest_status(day).filter(timescale_end__lt=day)
        return told.filter(Q(latest_status__isnull=True) | ~finished).exclude(only_printed_as_done())

    def held_by(self, councillor, on: date):
        """Deliverables this councillor answers for on ``on``."""
        return self.filter(
            Q(priority__published_holder=councillor) | Q(priority__portfolio_id__in=_portfolios_held(councillor, on))
        )

    def in_plan_order(self):
        """In the order of the plan: outcome, priority, position; children after the one they stand under."""
        return self.order_by(
            F("priority__plan__starts_on").desc(nulls_last=True),
            "priority__plan",
            F("priority__plan_outcome__order").asc(nulls_last=True),
            "priority__plan_outcome",
            "priority__number",
            Coalesce("parent__order", "order"),
            F("parent").asc(nulls_first=True),
            "order",
            "id",
        )

    def with_context(self):
        """With priority, plan, outcome, holder and updates at hand."""
        return self.select_related(
            "parent",
            "priority__plan",
            "priority__plan_outcome__outcome",
            "priority__published_holder",
            "priority__portfolio",
        ).prefetch_related("updates")


class ProgressUpdateQuerySet(LedgerQuerySet):
    def published(self, on: date | None = None):
        """Updates that residents may read on a day, today unless told: none of a draft plan, none of a later day."""
        readable = self.filter(state="published", deliverable__priority__plan__state__in=PUBLIC_STATES)
        return readable.filter(as_of__lte=on or today())

    def latest(self, on: date | None = None):
        """Of each deliverable the one update that speaks for it on a day, today unless told."""
        return self.filter(pk=latest_told("pk", on, deliverable=OuterRef("deliverable")))


def only_printed_as_done() -> Q:
    """Promises that the plan prints as done, and of which no report has said anything."""
    printed = Q()
    for word in PRINTED_AS_DONE:
        printed |= Q(status_as_published__istartswith=word)
    return printed & Q(latest_status__isnull=True)


def latest_told(field: str, on: date | None = None, **of) -> Subquery:
    """A field of the latest published update up to a day (today unless told): every "latest" is asked for here.

    ``of`` says whose; unless told, it is the deliverable that the query is about.
    """
    from priorities.models import ProgressUpdate

    of = of or {"deliverable": OuterRef("pk")}
    told = ProgressUpdate.objects.filter(state="published", as_of__lte=on or today(), **of)
    return Subquery(told.order_by("-as_of", "-id").values(field)[:1])


def completed_in_time(on: date) -> Exists:
    """Was a promise reported complete by its last day, and in every report since, up to ``on``?"""
    from priorities.models import ProgressUpdate

    told = ProgressUpdate.objects.filter(state="published", as_of__lte=on)
    later = Q(as_of__gt=OuterRef("as_of")) | Q(as_of=OuterRef("as_of"), pk__gt=OuterRef("pk"))
    unlike = told.filter(later, deliverable=OuterRef("deliverable")).exclude(status="complete")
    in_time = told.filter(status="complete", deliverable=OuterRef("pk"), as_of__lte=OuterRef("timescale_end"))
    return Exists(in_time.exclude(Exists(unlike)))


def _appointed(whose: str) -> Exists:
    from priorities.models import Appointment

    return Exists(Appointment.objects.filter(**{whose: OuterRef("pk")}))


def _named_by_a_published_plan(as_what: str) -> Exists:
    from priorities.models import PriorityAction

    return Exists(PriorityAction.objects.published().filter(**{as_what: OuterRef("pk")}))


def _portfolios_held(councillor, on: date):
    from priorities.models import Appointment

    return Appointment.objects.on(on).filter(councillor=councillor).values("portfolio_id")
