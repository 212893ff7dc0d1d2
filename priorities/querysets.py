"""The questions people ask about promises and the people who answer for them."""

from datetime import date

from django.db.models import F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from ledger.models import LedgerQuerySet
from outcomes.querysets import PUBLIC_STATES


class AppointmentQuerySet(LedgerQuerySet):
    def on(self, day: date):
        """Appointments in force on ``day`` (from is inclusive, until exclusive)."""
        return self.filter(Q(starts_on__lte=day), Q(ends_on__isnull=True) | Q(ends_on__gt=day))


class CouncillorQuerySet(LedgerQuerySet):
    def with_appointments(self):
        """Councillors with what they held, the latest first."""
        from priorities.models import Appointment

        appointments = Appointment.objects.select_related("portfolio").order_by("-starts_on", "id")
        return self.prefetch_related(Prefetch("appointments", queryset=appointments))


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

    def with_latest_status(self):
        """Annotate ``latest_status``: what the latest published update says, None where there is none.

        For filtering and sorting only: pages read ``Deliverable.latest_update`` from prefetched updates.
        """
        from priorities.models import ProgressUpdate

        signed_off = ProgressUpdate.objects.filter(state="published")
        latest = signed_off.filter(deliverable=OuterRef("pk")).order_by("-as_of", "-id")
        return self.annotate(latest_status=Subquery(latest.values("status")[:1]))

    def promises(self):
        """Leave out deliverables that only head a list of others: each promise is counted once."""
        return self.filter(children__isnull=True)

    def due_in(self, start: date, end: date):
        """Deliverables whose timescale ends on a day from ``start`` to ``end``, both inclusive."""
        return self.filter(timescale_end__gte=start, timescale_end__lte=end)

    def overdue_on(self, day: date):
        """Deliverables past their end on ``day`` that are not complete, deferred or withdrawn."""
        finished = Q(latest_status__in=["complete", "deferred", "withdrawn"])
        return self.with_latest_status().filter(Q(latest_status__isnull=True) | ~finished, timescale_end__lt=day)

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
        return readable.filter(as_of__lte=on or timezone.localdate())


def _portfolios_held(councillor, on: date):
    from priorities.models import Appointment

    return Appointment.objects.on(on).filter(councillor=councillor).values("portfolio_id")
