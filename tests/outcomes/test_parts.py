import pytest
from factories import (
    CaseStudyFactory,
    DeliverableFactory,
    HeadlineFigureFactory,
    PlanFactory,
    PlanIndicatorFactory,
    PlanOutcomeFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
)

from outcomes.models import Plan, PlanOutcome
from outcomes.parts import bring_parts_of_plan, bring_parts_of_statement

pytestmark = pytest.mark.django_db


def promise(stated: PlanOutcome | None, plan: Plan):
    """A deliverable with two published updates, in a priority of the plan."""
    deliverable = DeliverableFactory(priority=PriorityActionFactory(plan=plan, plan_outcome=stated))
    for as_of in ("2021-06-30", "2021-09-30"):
        latest = ProgressUpdateFactory(deliverable=deliverable, as_of=as_of)
    return deliverable.priority, deliverable, latest


def told(priority) -> list:
    """A priority as a page reads it: who answers for it, and what each deliverable and its updates belong to."""
    return [
        (priority, priority.portfolio, priority.published_holder),
        *((each, each.priority, list(each.updates.all())) for each in priority.deliverables.all()),
    ]


def as_told(priority, deliverable, *updates) -> list:
    return [(priority, priority.portfolio, None), (deliverable, priority, list(updates))]


def test_plan_holds_the_promises_of_its_outcomes_and_gives_the_others(django_assert_num_queries):
    stated = PlanOutcomeFactory()
    inside, outside = promise(stated, stated.plan), promise(None, stated.plan)
    promise(PlanOutcomeFactory(), PlanFactory())
    plan = Plan.objects.get(pk=stated.plan_id)

    with django_assert_num_queries(4):
        others = bring_parts_of_plan(plan)

    with django_assert_num_queries(0):
        assert [told(each) for each in others] == [as_told(*outside)]
        assert [told(each) for own in plan.plan_outcomes.all() for each in own.priority_actions.all()] == [
            as_told(*inside)
        ]


def test_plan_holds_each_case_study_where_it_stands(django_assert_num_queries):
    stated = PlanOutcomeFactory()
    plan = Plan.objects.get(pk=stated.plan_id)
    under_outcome = CaseStudyFactory(plan=plan, section=None, plan_outcome=stated)
    loose = CaseStudyFactory(plan=plan, section=None)
    under_section = CaseStudyFactory(section__page__plan=plan)

    bring_parts_of_plan(plan)

    with django_assert_num_queries(0):
        assert list(plan.case_studies.all()) == [under_outcome, loose, under_section]
        assert [list(each.case_studies.all()) for each in plan.plan_outcomes.all()] == [[under_outcome]]
        sections = [section for page in plan.approach_pages.all() for section in page.sections.all()]
        assert [list(each.case_studies.all()) for each in sections] == [[under_section]]


@pytest.mark.parametrize(("state", "named"), [("current", True), ("draft", False)])
def test_plan_holds_figures_with_published_outcomes_only(django_assert_num_queries, state, named):
    figure = HeadlineFigureFactory(outcome=PlanOutcomeFactory(plan__state=state).outcome)
    plan = Plan.objects.get(pk=figure.plan_id)

    bring_parts_of_plan(plan)

    with django_assert_num_queries(0):
        assert [each.outcome for each in plan.headline_figures.all()] == [figure.outcome if named else None]


def test_statement_holds_its_promises_and_indicators(django_assert_num_queries):
    stated = PlanOutcomeFactory()
    own = promise(stated, stated.plan)
    promise(None, stated.plan)
    measured = PlanIndicatorFactory(plan_outcome=stated)
    stated = PlanOutcome.objects.get(pk=stated.pk)

    with django_assert_num_queries(4):
        bring_parts_of_statement(stated)

    with django_assert_num_queries(0):
        assert [told(each) for each in stated.priority_actions.all()] == [as_told(*own)]
        assert [(each, each.indicator) for each in stated.plan_indicators.all()] == [(measured, measured.indicator)]
