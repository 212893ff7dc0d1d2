"""The page on what became of a plan's promises in the plan that replaced it."""

from django.db.models import Prefetch
from django.views.generic import DetailView

from outcomes.models import Plan
from priorities import what_became
from priorities.models import Deliverable, Succession
from priorities.standing import is_late, stand_of
from priorities.templatetags.promised import elsewhen

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
            examples=how_many_examples(promises),
            has_text=self.has_text(bool(promises)),
            **kwargs,
        )

    def has_text(self, promises: bool) -> bool:
        """Is anything of what the plan says published here, beside its name?"""
        plan = self.object
        parts = (plan.plan_outcomes, plan.priority_actions, plan.approach_pages, plan.forewords)
        return promises or bool(plan.introduction or plan.vision) or any(part.exists() for part in parts)

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


def how_many_examples(promises: list[Deliverable]) -> str:
    """ "all" where all that the page says of them was made up to show how the portal works, "some", or nothing."""
    made_up = [example for promise in promises for example in said_of(promise)]
    return "all" if made_up and all(made_up) else "some" if any(made_up) else ""


def said_of(promise: Deliverable) -> list[bool]:
    """Of each thing that the page says of a promise: is it an example?"""
    latest = [promise.latest_update] if promise.latest_update else []
    moved = [promise.changed_as_example] if elsewhen(promise) else []
    printed = [False] if promise.printed_as_done and not latest else []
    return [*(each.is_example for each in (*promise.marks, *latest)), *moved, *printed]
