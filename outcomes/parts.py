"""The parts of whole plans and of outcomes, brought with as few questions as a page can ask.

The many small kinds of parts come in one statement, the promises in three. Each record then holds its parts as if
``prefetch_related`` had brought them. Priorities and stories are reached by name, for this room does not know them.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, Prefetch, Q, prefetch_related_objects

from ledger.clock import today
from ledger.together import hand_over, prefetch_together
from outcomes.models import CaseStudy, Foreword, Outcome, Plan, PlanOutcome

STATEMENT = ["aims", "commitments", "sections", "case_studies", "plan_indicators", "plan_indicators__indicator"]
APPROACH = ["sections", "sections__case_studies", "values"]
PLAN = [
    "forewords",
    "case_studies",
    "replaced_by",
    "approach_pages",
    *(f"approach_pages__{path}" for path in APPROACH),
    "plan_outcomes",
    "plan_outcomes__outcome",
    *(f"plan_outcomes__{path}" for path in STATEMENT),
    "headline_figures",
]
QUOTES = {"forewords": Foreword, "case_studies": CaseStudy}


def related_model(model: type[Model], *names: str) -> type[Model]:
    """The model that a chain of relations leads to."""
    for name in names:
        model = model._meta.get_field(name).related_model
    return model


def published_outcomes(path: str) -> Prefetch:
    """The outcome that each record at a path names, or None where no published plan states it."""
    return Prefetch(f"{path}outcome", queryset=Outcome.objects.published())


def without_held_quotes(paths: list[str]) -> list[str | Prefetch]:
    """The same paths, where those to people's own words leave out what an election period holds back."""
    models = {path: QUOTES.get(path.rpartition("__")[2]) for path in paths}
    return [Prefetch(path, queryset=model.objects.shown(today())) if model else path for path, model in models.items()]


def bring_parts_of_plan(plan: Plan) -> list[Any]:
    """Put into the plan's relations all that its page shows; return its priorities outside of outcomes."""
    prefetch_together([plan], *without_held_quotes(PLAN), published_outcomes("headline_figures__"))
    stated = list(plan.plan_outcomes.all())
    priorities = list(_priorities(Q(plan=plan, plan_outcome=None) | Q(plan_outcome__plan=plan)))
    hand_over(stated, "priority_actions", priorities)
    return [priority for priority in priorities if priority.plan_outcome_id is None]


def bring_parts_of_statement(stated: PlanOutcome) -> None:
    """Put into the statement's relations all that its page shows of it."""
    prefetch_together([stated], *without_held_quotes(STATEMENT))
    hand_over([stated], "priority_actions", list(_priorities(Q(plan_outcome=stated))))


def bring_successors(plans: Iterable[Plan]) -> None:
    """Put into each plan what replaced it, where that decides whether it is over: archived before its last day."""
    undecided = [
        plan for plan in plans if plan.state == Plan.State.ARCHIVED and plan.ends_on and plan.ends_on >= today()
    ]
    prefetch_related_objects(undecided, "replaced_by")


def _priorities(which: Q):
    """Priorities with who answers for them, and their deliverables with the update that speaks for each today."""
    deliverable = related_model(PlanOutcome, "priority_actions", "deliverables")
    promises = Prefetch("deliverables", queryset=deliverable.objects.with_first_promise())
    updates = related_model(deliverable, "updates").objects.latest(today()).order_by()
    priorities = related_model(PlanOutcome, "priority_actions").objects.filter(which)
    return priorities.select_related("published_holder", "portfolio").prefetch_related(
        promises, Prefetch("deliverables__updates", queryset=updates)
    )
