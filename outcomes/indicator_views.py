"""Pages about indicators: what is measured, what a plan calls it, and what was found."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.views.generic import DetailView, ListView

from outcomes.indicator_chart import Value, draw_chart, with_unit
from outcomes.models import Indicator, Measurement, PlanIndicator, Target
from outcomes.querysets import PUBLIC_STATES, in_force_first


def published_indicators() -> QuerySet:
    """Indicators that a published plan names, or that stand on their own; not those of drafts alone."""
    named = PlanIndicator.objects.filter(indicator=OuterRef("pk"))
    published = named.filter(plan_outcome__plan__state__in=PUBLIC_STATES)
    return Indicator.objects.filter(Exists(published) | ~Exists(named))


def published_namings() -> Prefetch:
    """Where published plans name an indicator, plans in force first."""
    namings = PlanIndicator.objects.filter(plan_outcome__plan__state__in=PUBLIC_STATES)
    leading_first = namings.select_related("plan_outcome__plan", "plan_outcome__outcome").order_by(
        *in_force_first("plan_outcome__plan__"), "plan_outcome__order", "order"
    )
    return Prefetch("plan_indicators", queryset=leading_first, to_attr="namings")


class IndicatorList(ListView):
    """Every indicator, by the outcome that the plan in force names it for."""

    template_name = "indicators/list.html"
    context_object_name = "indicators"

    def get_queryset(self) -> QuerySet:
        in_time = Measurement.objects.order_by("starts_on", "ends_on")
        return published_indicators().prefetch_related(
            published_namings(), Prefetch("measurements", queryset=in_time, to_attr="in_time")
        )

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        for indicator in self.object_list:
            indicator.latest = latest_value(indicator.in_time)
        measured = sum(indicator.latest is not None for indicator in self.object_list)
        return super().get_context_data(groups=by_outcome(self.object_list), measured=measured, **kwargs)


class IndicatorDetail(DetailView):
    """One indicator: its definition, who names it, and every value there is."""

    template_name = "indicators/detail.html"
    context_object_name = "indicator"

    def get_queryset(self) -> QuerySet:
        targets = Target.objects.filter(Q(plan__isnull=True) | Q(plan__state__in=PUBLIC_STATES))
        in_time = Measurement.objects.order_by("starts_on", "ends_on")
        return published_indicators().prefetch_related(
            published_namings(),
            Prefetch("measurements", queryset=in_time, to_attr="in_time"),
            Prefetch("targets", queryset=targets.select_related("plan").order_by("due_on"), to_attr="set"),
            "comparators",
        )

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        indicator = self.object
        return super().get_context_data(
            latest=latest_value(indicator.in_time),
            stands=standing_sentence(indicator),
            chart=draw_chart(measured_values(indicator.in_time), targets_as_values(indicator.set)),
            **kwargs,
        )


def latest_value(measurements: list[Measurement]) -> Measurement | None:
    """The latest measurement that has a value."""
    return next((each for each in reversed(measurements) if each.value is not None), None)


def measured_values(measurements: list[Measurement]) -> list[Value]:
    """What a chart draws of measurements: those with a value, and where the method broke before one."""
    values, broken = [], False
    for each in measurements:
        broken = broken or bool(each.method_break)
        if each.value is not None:
            values.append(Value(each.ends_on, each.period, each.value, each.provisional, broken))
            broken = False
    return values


def targets_as_values(targets: list[Target]) -> list[Value]:
    return [Value(each.due_on, f"Target for {each.due_on:%B %Y}", each.value) for each in targets]


def standing_sentence(indicator: Indicator) -> str:
    """What is known of an indicator, in one sentence."""
    latest = latest_value(indicator.in_time)
    if latest is None and not indicator.in_time:
        return "No measurement has been published here yet."
    if latest is None:
        return "No value has been published here yet; why is said below, period by period."
    provisional = " (provisional)" if latest.provisional else ""
    return f"The latest value is {with_unit(latest.value, indicator.unit)}{provisional}, for {latest.period}."


def by_outcome(indicators) -> list[tuple[Any, list[Indicator]]]:
    """Group indicators under the outcome of their first naming; those that no plan names come last."""
    groups: dict[Any, list[Indicator]] = {}
    for indicator in indicators:
        outcome = indicator.namings[0].plan_outcome.outcome if indicator.namings else None
        groups.setdefault(outcome, []).append(indicator)
    return sorted(groups.items(), key=lambda item: (item[0] is None, item[0].order if item[0] else 0))
