"""Pages about plans, outcomes, the approach and the numbers. None of them depends on who is reading.

This room knows neither priorities nor stories: it reaches them through reverse relations, by name.
"""

from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.http import Http404
from django.views.generic import DetailView, ListView, TemplateView

from ledger.clock import today
from ledger.together import hand_over
from outcomes.after_sealing import seals_of
from outcomes.chapters import ApproachReading, Chapter, counts_of_parts, find_fuller
from outcomes.models import ApproachPage, HeadlineFigure, Outcome, Plan, PlanOutcome, Principle
from outcomes.parts import (
    APPROACH,
    bring_parts_of_plan,
    bring_parts_of_statement,
    bring_successors,
    published_outcomes,
    related_model,
    without_held_quotes,
)
from outcomes.querysets import in_force_first
from outcomes.wording import Wording, compare_wordings


def published_stories():
    """Stories that may be shown today."""
    return related_model(Outcome, "stories").objects.published(today())


def promises():
    """Deliverables that are promises themselves. What they know of how they stand, they count in the database."""
    return related_model(PlanOutcome, "priority_actions", "deliverables").objects.promises()


class PlanList(ListView):
    """Every plan, the leading one first."""

    queryset = Plan.objects.published().leading_first().select_related("replaces").with_outcomes()
    template_name = "outcomes/plans.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        plans = list(self.object_list)
        hand_over(plans, "replaced_by", plans)
        in_force = any(not (plan.is_to_come or plan.is_over) for plan in plans)
        return super().get_context_data(in_force=in_force, **kwargs)


class PlanDetail(DetailView):
    """A whole plan on one page, from the first foreword to the last figure."""

    queryset = Plan.objects.published().select_related("replaces")
    template_name = "outcomes/plan.html"

    def get_queryset(self):
        of_the_earlier = promises().filter(priority__plan=OuterRef("replaces"))
        return super().get_queryset().annotate(replaces_promises=Exists(of_the_earlier))

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        plan, stories = self.object, self.get_stories()
        others = bring_parts_of_plan(plan)
        chapters = [Chapter(stated, stories=stories.get(stated.outcome_id, [])) for stated in plan.plan_outcomes.all()]
        return super().get_context_data(
            chapters=chapters,
            standing=promises().filter(priority__plan=plan).standing(today()),
            readings=[ApproachReading(page) for page in plan.approach_pages.all()],
            other_priorities=others,
            other_stories=stories.get(None, []),
            other_cases=[each for each in plan.case_studies.all() if not (each.section_id or each.plan_outcome_id)],
            has_text=bool(chapters or others or plan.introduction or plan.vision or self.has_parts_with_text()),
            later_plans=[each for each in plan.replaced_by.all() if each.state != Plan.State.DRAFT],
            seals=seals_of(plan),
            **kwargs,
        )

    def has_parts_with_text(self) -> bool:
        parts = ("forewords", "approach_pages", "case_studies", "headline_figures")
        return any(getattr(self.object, part).all() for part in parts)

    def get_stories(self) -> dict[int | None, list[Any]]:
        """The plan's stories by outcome; those that show none of them stand under None."""
        by_outcome: dict[int | None, list[Any]] = {}
        for story in published_stories().filter(plan=self.object).prefetch_related("outcome_links"):
            for key in [link.outcome_id for link in story.outcome_links.all()] or [None]:
                by_outcome.setdefault(key, []).append(story)
        return by_outcome


class StatementDetail(DetailView):
    """What outcome pages share: one statement with its parts, and how its wording changed."""

    context_object_name = "stated"

    def get_queryset(self):
        return PlanOutcome.objects.published().select_related("plan", "outcome")

    def get_object(self, queryset=None) -> PlanOutcome:
        return self.only_one(self.get_queryset().filter(outcome__slug=self.kwargs["slug"]))

    def only_one(self, queryset):
        stated = queryset.first()
        if stated is None:
            raise Http404("No published plan states this outcome.")
        return stated

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        bring_parts_of_statement(self.object)
        counted = promises().filter(priority__plan_outcome=self.object.pk).standing(today())
        chapter = Chapter(self.object, list(self.get_stories()), list(self.get_figures()), counted)
        statements = list(self.get_statements())
        bring_successors([self.object.plan, *(each.plan for each in statements)])
        return super().get_context_data(
            chapter=chapter,
            fuller=find_fuller(self.object, statements),
            statements=statements,
            wordings=self.get_wordings(statements),
            earlier_plan=self.object.plan.is_over,
            **kwargs,
        )

    def get_statements(self):
        """This outcome in every published plan, the earliest first."""
        stated = PlanOutcome.objects.published().filter(outcome=self.object.outcome_id)
        stated = stated.select_related("plan", "outcome").annotate(**counts_of_parts())
        return stated.order_by(F("plan__starts_on").asc(nulls_first=True), "id")

    def get_wordings(self, statements: list[PlanOutcome]) -> list[Wording]:
        worded = [(each, each.statement or each.overview_statement) for each in statements]
        return compare_wordings((each, text) for each, text in worded if text)

    def get_stories(self):
        return published_stories().filter(outcomes=self.object.outcome_id)

    def get_figures(self):
        figures = HeadlineFigure.objects.filter(plan=self.object.plan_id, outcome=self.object.outcome_id)
        return figures.order_by("order")


class PlanOutcomeDetail(StatementDetail):
    """An outcome as the plan in the address states it."""

    template_name = "outcomes/plan_outcome.html"

    def get_queryset(self):
        return super().get_queryset().filter(plan__slug=self.kwargs["plan"])

    def get_stories(self):
        return super().get_stories().filter(Q(plan=self.object.plan_id) | Q(plan=None))


class OutcomeDetail(StatementDetail):
    """An outcome as the leading plan states it."""

    template_name = "outcomes/outcome.html"

    def get_queryset(self):
        return super().get_queryset().leading()


class OutcomeList(ListView):
    """Every outcome, as its leading plan states it."""

    queryset = (
        PlanOutcome.objects.leading().select_related("plan", "outcome").order_by("outcome__order", "outcome__slug")
    )
    template_name = "outcomes/outcomes.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        standings = self.get_standings()
        chapters = [Chapter(stated, standing=standings.get((stated.pk,))) for stated in self.object_list]
        return super().get_context_data(chapters=chapters, promising=len(standings), **kwargs)

    def get_standings(self) -> dict[tuple, Any]:
        """How the promises under each statement stand."""
        theirs = promises().filter(priority__plan_outcome__in=list(self.object_list))
        return theirs.standings(today(), "priority__plan_outcome")


class Approach(TemplateView):
    """The way of working: one page of each name, from the plan that leads, and the principles."""

    template_name = "outcomes/approach.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        leading: dict[str, ApproachPage] = {}
        for page in ApproachPage.objects.published().leading_first().select_related("plan"):
            leading.setdefault(page.slug, page)
        return super().get_context_data(pages=list(leading.values()), principles=self.get_principles(), **kwargs)

    def get_principles(self) -> list[Principle]:
        """Principles that a published plan states, each with where it does so in ``.stated``."""
        return [principle for principle in self.with_sections() if principle.stated]

    def with_sections(self):
        sections = Principle._meta.get_field("sections").related_model.objects.select_related("page__plan")
        published = sections.filter(page__in=ApproachPage.objects.published())
        leading_first = published.order_by(*in_force_first("page__plan__"), "page", "order")
        return Principle.objects.prefetch_related(Prefetch("sections", queryset=leading_first, to_attr="stated"))


class ApproachDetail(DetailView):
    """What approach pages share."""

    queryset = ApproachPage.objects.published().leading_first().select_related("plan")
    context_object_name = "page"

    def get_queryset(self):
        return super().get_queryset().prefetch_related(*without_held_quotes(APPROACH))

    def get_object(self, queryset=None) -> ApproachPage:
        page = self.get_queryset().filter(slug=self.kwargs["slug"]).first()
        if page is None:
            raise Http404("No published plan has this page.")
        return page

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        same = ApproachPage.objects.published().filter(slug=self.object.slug).select_related("plan")
        others = same.exclude(pk=self.object.pk).leading_first()
        return super().get_context_data(reading=ApproachReading(self.object), others=others, **kwargs)


class ApproachPageDetail(ApproachDetail):
    """An approach page of the plan that leads."""

    template_name = "outcomes/approach_page.html"


class PlanApproachPageDetail(ApproachDetail):
    """An approach page of the plan in the address."""

    template_name = "outcomes/plan_approach_page.html"

    def get_queryset(self):
        return super().get_queryset().filter(plan__slug=self.kwargs["plan"])


class Numbers(ListView):
    """Every headline figure, by plan and then as the plan groups them."""

    queryset = Plan.objects.published().leading_first().filter(headline_figures__isnull=False).distinct()
    template_name = "outcomes/numbers.html"

    def get_queryset(self):
        return super().get_queryset().prefetch_related(published_outcomes("headline_figures__"))
