"""The questions people ask about plans, outcomes and places."""

from datetime import date

from django.db.models import Case, DateField, Exists, F, Func, IntegerField, OrderBy, OuterRef, Q, Subquery, Value, When

from ledger.clock import today
from ledger.models import LedgerQuerySet
from outcomes.elections import begins_at, period_on

PUBLIC_STATES = ("current", "archived")


class Today(Func):
    """The day that is read when the question is asked, so that a question may be written down once for all days."""

    def __init__(self):
        super().__init__(output_field=DateField())

    def as_sql(self, compiler, connection, **kwargs):
        return "%s", [connection.ops.adapt_datefield_value(today())]


def in_force_first(plan: str = "") -> tuple[Case, OrderBy]:
    """Sorts current plans before earlier ones, and those to come last, each the latest start first.

    ``plan`` is the path to the plan: "page__plan__". Next year's plan is published before it begins, and says nothing
    yet of how things stand.
    """
    to_come = When(**{f"{plan}starts_on__gt": Today(), "then": Value(2)})
    current = When(**{f"{plan}state": "current", "then": Value(0)})
    rank = Case(to_come, current, default=Value(1), output_field=IntegerField())
    return rank, F(f"{plan}starts_on").desc(nulls_last=True)


class PlanQuerySet(LedgerQuerySet):
    def published(self):
        """Plans that residents may read: current and archived ones, never drafts."""
        return self.filter(state__in=PUBLIC_STATES)

    def leading_first(self):
        """Current plans before archived ones and those that have yet to begin, the latest start first."""
        return self.order_by(*in_force_first(), "-id")

    def overtaken(self, day: date):
        """Current plans that are past their last day on ``day``, and whose place a published plan has taken by then."""
        begun = Q(replaced_by__starts_on__isnull=True) | Q(replaced_by__starts_on__lte=day)
        return self.filter(begun, state="current", ends_on__lt=day, replaced_by__state__in=PUBLIC_STATES)

    def with_outcomes(self):
        """The plans with their statements of the outcomes at hand."""
        return self.prefetch_related("plan_outcomes__outcome")


class OutcomeQuerySet(LedgerQuerySet):
    def published(self):
        """Outcomes that at least one published plan states."""
        return self.filter(plan_outcomes__plan__state__in=PUBLIC_STATES).distinct()


class PlanOutcomeQuerySet(LedgerQuerySet):
    def published(self):
        """Statements of published plans."""
        return self.filter(plan__state__in=PUBLIC_STATES)

    def leading(self):
        """For each outcome the one statement that leads: of the plan in force, or else the latest plan's.

        A statement with text comes before a plan that merely lists the outcome.
        """
        return self.filter(id=Subquery(self._ranked_for_outer_outcome()))

    def _ranked_for_outer_outcome(self):
        empty = Q(introduction="", statement="", aims=None, commitments=None, priority_actions=None)
        worded = Case(When(empty, then=Value(1)), default=Value(0), output_field=IntegerField())
        return (
            self.model.objects.published()
            .filter(outcome=OuterRef("outcome"))
            .order_by(worded, *in_force_first("plan__"), "-id")
            .values("id")[:1]
        )


class QuoteQuerySet(LedgerQuerySet):
    """Forewords and case studies: people's own words, each in a plan."""

    def shown(self, day: date):
        """Without those that wait because an election period is on."""
        period = period_on(day)
        return self.filter(~self._held_back(period)) if period else self

    def held_back(self, period):
        """Those of published plans that residents do not read because of ``period``."""
        return self.filter(self._held_back(period), plan__state__in=PUBLIC_STATES)

    def read_during(self, period):
        """Those that residents read although ``period`` is on."""
        return self.filter(~self._held_back(period), plan__state__in=PUBLIC_STATES)

    def _held_back(self, period) -> Q:
        """Not public in these words before the period began, by when they were written down, and not released."""
        start, plan = begins_at(period), self.model._meta.get_field("plan").related_model
        same = {name: OuterRef(name) for name in ("plan", *self.model.words)}
        written = self.model.history.filter(self.model.placed, id=OuterRef("pk"), recorded_at__lt=start, **same)
        published = plan.history.filter(id=OuterRef("plan"), state__in=PUBLIC_STATES, recorded_at__lt=start)
        return ~Q(Exists(written), Exists(published)) & ~Q(period.releases_of(self.model))


class ApproachPageQuerySet(LedgerQuerySet):
    def published(self):
        """Approach pages of published plans."""
        return self.filter(plan__state__in=PUBLIC_STATES)

    def leading_first(self):
        """The pages of current and later plans first."""
        return self.order_by(*in_force_first("plan__"), "order", "id")


class PlaceQuerySet(LedgerQuerySet):
    def existing_on(self, day: date):
        """Places that exist on ``day`` (from is inclusive, until exclusive)."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_until__isnull=True) | Q(valid_until__gt=day),
        )
