"""The home page and the pages on how the portal itself works."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Subquery
from django.views.generic import TemplateView

from ledger.clock import today
from ledger.together import hand_over
from outcomes.chapters import Chapter
from outcomes.models import HeadlineFigure, Plan, PlanOutcome
from outcomes.views import published_outcomes
from priorities import definitions
from priorities.models import Deliverable
from priorities.standing import Standing
from priorities.timescales import read_timescale
from stories.models import Story

VERDICTS = {
    "The council says": "the status in its latest published report, with the day that report describes.",
    "The calendar says": (
        "how many days are left until the last day of the timescale, or how many have passed since, whatever "
        "the status is."
    ),
    "The evidence shows": "the documents that anyone can open to check, or that there are none.",
}
# One expression for each convention; the page shows how the portal reads it at this moment.
CONVENTIONS = {
    "A day": "31 March 2022",
    "A month": "December 2021",
    "A deadline": "by March 2022",
    "A season": "Spring 2022",
    "Winter, which runs into the next year": "Winter 2021",
    "From one season to another": "Autumn 2021-Spring 2022",
    "A financial year": "2021/22",
    "A quarter of a financial year": "Q2 2021/22",
    "A quarter of a plain year, which can be read in two ways": "Q2 2022",
    "A part of a year": "Early 2022",
    "A date, and no end": "June 2022 and ongoing",
    "No end": "Ongoing",
    "Several steps": "Draft May 2022, final September 2022",
    "No date at all": "In progress",
    "No date either": "In due course",
}
SOME_STORIES = 2
SOME_FIGURES = 3


class Home(TemplateView):
    """How things stand in the leading plan, and the doors to everything else."""

    template_name = "home.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        day = today()
        plans = list(Plan.objects.published().leading_first())
        hand_over(plans, "replaced_by", plans)
        standings = self.get_standings(day)
        leading = self.get_leading(plans, {plan for plan, _ in standings})
        return super().get_context_data(
            plans=plans,
            plan=leading,
            envisioned=next((plan for plan in plans if plan.vision), None),
            later_plans=[plan for plan in plans if leading and plan.began_after(leading)],
            to_come=[plan for plan in plans if plan.is_to_come and plan != leading],
            standing=self.add_up(standings, leading),
            chapters=[
                Chapter(stated, standing=standings.get((stated.plan_id, stated.pk))) for stated in self.get_statements()
            ],
            stories=Story.objects.published(day).latest_first()[:SOME_STORIES],
            figures=self.get_figures(),
            **kwargs,
        )

    def get_standings(self, today: date) -> dict[tuple, Standing]:
        """How the promises of each published plan stand, for each of its statements and outside them."""
        promises = Deliverable.objects.published().promises()
        return promises.standings(today, "priority__plan", "priority__plan_outcome")

    def get_leading(self, plans: list[Plan], promising: set[int]) -> Plan | None:
        """The first plan that promises single deliverables, or else the first of all; one to come where all are."""
        begun = [plan for plan in plans if not plan.is_to_come] or plans
        return next((plan for plan in begun if plan.pk in promising), begun[0] if begun else None)

    def add_up(self, standings: dict[tuple, Standing], plan: Plan | None) -> Standing:
        """How the promises of one plan stand."""
        return sum((each for (pk, _), each in standings.items() if plan and pk == plan.pk), Standing({}))

    def get_statements(self):
        leading = PlanOutcome.objects.leading().select_related("plan", "outcome")
        return leading.order_by("outcome__order", "outcome__slug")

    def get_figures(self):
        """The first figures of one plan: the first that has any, those in force before others."""
        having = Plan.objects.published().leading_first().filter(headline_figures__isnull=False)
        figures = HeadlineFigure.objects.filter(plan=Subquery(having.values("pk")[:1])).select_related("plan")
        return figures.prefetch_related(published_outcomes("")).order_by("order")[:SOME_FIGURES]


class HowWeJudgeProgress(TemplateView):
    """The rules that the portal keeps to, with the readings that its own code gives."""

    template_name = "how_we_judge_progress.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        conventions = [(name, text, read_timescale(text).reading) for name, text in CONVENTIONS.items()]
        return super().get_context_data(
            rules=list(definitions.STATUSES.items()),
            unreported=definitions.UNREPORTED,
            what_a_promise_is=definitions.PROMISE,
            what_is_latest=definitions.LATEST,
            dates=[definitions.of_dates(due) for due in definitions.DATES],
            example=definitions.of_only("example"),
            verdicts=list(VERDICTS.items()),
            conventions=conventions,
            stale_after_days=settings.STALE_AFTER_DAYS,
            **kwargs,
        )


class Accessibility(TemplateView):
    """The accessibility statement."""

    template_name = "accessibility.html"


class Privacy(TemplateView):
    """What the portal knows of its readers: nothing."""

    template_name = "privacy.html"
