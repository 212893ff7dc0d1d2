"""The page on what became of a plan's promises in the plan that replaced it."""

from django.db.models import Prefetch
from django.views.generic import DetailView

from outcomes.models import Plan
from priorities import what_became
from priorities.models import Deliverable, Succession
from priorities.standing import is_late, stand_of

from .frame import PageMixin


class WhatHappenedView(PageMixin, DetailView):
    """Every promise of one plan, by what became of it. The plan in the address is the earlier one."""

    queryset = Plan.objects.published()
    template_name = "priorities/what_happened.html"
    context_object_name = "plan"

    def get_context_data(self, **kwargs):
        later_plans = list(Plan.objects.published().filter(replaces=self.object).order_by("starts_on", "pk"))
        titles = [plan.title for plan in later_plans]
        promises = list(self.get_promises())
        groups = in_groups(promises)
        return super().get_context_data(
            later_plans=later_plans,
            groups=groups,
            beginning=what_became.beginning(self.object.title, groups),
            clauses=what_became.clauses(groups, titles),
            sentence=what_became.sentence(self.object.title, groups, titles),
            shows_examples=any(shows_example(promise) for promise in promises),
            **kwargs,
        )

    def get_promises(self):
        """The plan's promises in its order, with their updates, and in ``marks`` what residents may read of them."""
        marks = Succession.objects.published().with_successor().oldest_plan_first()
        theirs = Deliverable.objects.filter(priority__plan=self.object).promises().in_plan_order().with_context()
        return theirs.prefetch_related(Prefetch("successions", queryset=marks, to_attr="marks"))


def in_groups(promises: list[Deliverable]) -> list[what_became.Group]:
    """The groups that are not empty, in the order in which they are told."""
    groups = {kind: what_became.Group(kind) for kind in what_became.HEADINGS}
    for promise in promises:
        hows = {mark.how for mark in promise.marks}
        group = groups[what_became.kind_of(promise.status, hows, promise.printed_as_done)]
        promise.late = is_late(stand_of(promise))
        group.promises.append(promise)
        group.late += promise.late
    return [group for group in groups.values() if group.promises]


def shows_example(promise: Deliverable) -> bool:
    """Is anything that the page says of it made up to show how the portal works?"""
    latest = promise.latest_update
    return any(mark.is_example for mark in promise.marks) or (latest is not None and latest.is_example)
