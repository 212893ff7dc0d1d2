from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from factories import (
    AimFactory,
    ApproachPageFactory,
    ApproachSectionFactory,
    CaseStudyFactory,
    CommitmentFactory,
    ComparatorFactory,
    ElectionPeriodFactory,
    ForewordFactory,
    HeadlineFigureFactory,
    IndicatorFactory,
    MeasurementFactory,
    OutcomeFactory,
    OutcomeSectionFactory,
    PlaceFactory,
    PlaceFollowsFactory,
    PlaceWithinFactory,
    PlanFactory,
    PlanIndicatorFactory,
    PlanOutcomeFactory,
    PrincipleFactory,
    PriorityActionFactory,
    ReleaseFactory,
    TargetFactory,
)

from ledger.refusals import Unmovable
from outcomes.models import Seal
from outcomes.sealing import seal

pytestmark = pytest.mark.django_db


def changed(record, **values):
    for name, value in values.items():
        setattr(record, name, value)
    return record


def twin(factory):
    """A second record with every value of a saved one."""
    record = factory()
    record.pk, record._state.adding = None, True
    return record


def replacing_itself():
    plan = PlanFactory()
    return changed(plan, replaces=plan)


def replaced_twice():
    return PlanFactory.build(starts_on=None, replaces=PlanFactory(replaces=PlanFactory()).replaces)


def case_study_of_an_outcome():
    stated = PlanOutcomeFactory()
    return CaseStudyFactory(section=None, plan_outcome=stated, plan=stated.plan)


def sealed_again():
    sealed = seal(PlanFactory(), timezone.localdate(), sealed_by="Example role")
    return Seal(plan=sealed.plan, day=sealed.day, sealed_at=sealed.sealed_at)


BROKEN = {
    "one_plan_replaces_a_plan": replaced_twice,
    "one_foreword_a_position": lambda: twin(ForewordFactory),
    "a_plan_states_an_outcome_once": lambda: twin(PlanOutcomeFactory),
    "one_outcome_section_a_position": lambda: twin(OutcomeSectionFactory),
    "one_aim_a_position": lambda: twin(AimFactory),
    "one_commitment_a_number": lambda: twin(CommitmentFactory),
    "one_figure_a_position": lambda: twin(HeadlineFigureFactory),
    "one_indicator_a_position": lambda: twin(PlanIndicatorFactory),
    "one_measurement_a_period": lambda: twin(MeasurementFactory),
    "one_target_a_day": lambda: twin(TargetFactory),
    "one_comparator_a_period": lambda: twin(ComparatorFactory),
    "one_approach_page_a_slug_in_a_plan": lambda: twin(ApproachPageFactory),
    "one_approach_section_a_position": lambda: twin(ApproachSectionFactory),
    "one_case_study_a_position_in_a_section": lambda: twin(CaseStudyFactory),
    "one_case_study_a_position_in_an_outcome": lambda: twin(case_study_of_an_outcome),
    "case_study_stands_in_one_place": lambda: changed(CaseStudyFactory(), plan_outcome=PlanOutcomeFactory()),
    "plan_ends_after_it_starts": lambda: PlanFactory.build(ends_on=date(2021, 3, 31)),
    "plan_does_not_replace_itself": replacing_itself,
    "measurement_ends_after_it_starts": lambda: changed(MeasurementFactory(), ends_on=date(2020, 3, 31)),
    "measurement_has_a_value_or_a_reason": lambda: changed(MeasurementFactory(), value=None),
    "a_day_of_a_plan_is_sealed_once": sealed_again,
    "place_ends_after_it_starts": lambda: PlaceFactory.build(valid_from=date(2026, 5, 7), valid_until=date(2026, 5, 7)),
    "election_period_ends_after_it_starts": lambda: ElectionPeriodFactory.build(ends_on=date(2027, 3, 22)),
    "an_item_is_released_once": lambda: twin(ReleaseFactory),
    "one_link_of_a_part_and_its_whole": lambda: twin(PlaceWithinFactory),
    "place_is_not_within_itself": lambda: changed(link := PlaceWithinFactory(), part=link.whole),
    "one_link_of_a_ward_and_its_earlier": lambda: twin(PlaceFollowsFactory),
    "place_does_not_follow_itself": lambda: changed(link := PlaceFollowsFactory(), earlier=link.later),
    "release_says_why": lambda: changed(ReleaseFactory(), reason=""),
}
SENTENCES = {
    "case_study_stands_in_one_place": "A case study stands under a section or under an outcome, not both.",
    "plan_ends_after_it_starts": "The last day of a plan cannot come before its first day.",
    "plan_does_not_replace_itself": "A plan cannot replace itself.",
    "one_plan_replaces_a_plan": (
        "Another plan replaces that one already, and only one can. Go on with the other plan, or empty “Replaces” "
        "there first."
    ),
    "measurement_ends_after_it_starts": "The last day of the period cannot come before its first day.",
    "measurement_has_a_value_or_a_reason": "Give a value, or say why there is none.",
    "place_ends_after_it_starts": "A place cannot end before it starts.",
    "place_is_not_within_itself": "A place does not lie in itself.",
    "place_does_not_follow_itself": "A ward does not follow itself.",
    "election_period_ends_after_it_starts": (
        "“Until” is the first day after the period, so it must be a later day than its first day, 22 March 2027."
    ),
}


def test_every_constraint_is_broken_here():
    models = apps.get_app_config("outcomes").get_models()
    declared = {each.name for model in models for each in model._meta.constraints}
    assert declared == set(BROKEN)


@pytest.mark.parametrize("name", BROKEN)
def test_constraint_when_broken_is_refused_by_the_database(name):
    record = BROKEN[name]()

    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()


@pytest.mark.parametrize("name", SENTENCES)
def test_constraint_when_broken_is_explained(name):
    with pytest.raises(ValidationError) as refusal:
        BROKEN[name]().full_clean()

    assert refusal.value.messages == [SENTENCES[name]]


@pytest.mark.parametrize("factory", [IndicatorFactory, OutcomeFactory, PlaceFactory, PlanFactory, PrincipleFactory])
def test_slug_when_taken_is_refused(factory):
    taken = factory().slug

    with pytest.raises(IntegrityError), transaction.atomic():
        factory(slug=taken)


def test_approach_page_slug_when_taken_in_another_plan_is_kept():
    taken = ApproachPageFactory().slug

    assert ApproachPageFactory(slug=taken).slug == taken


def test_plan_of_one_day_is_kept():
    assert PlanFactory(ends_on=date(2021, 4, 1)).pk is not None


@pytest.mark.parametrize("missing", ["starts_on", "ends_on"])
def test_plan_without_a_day_is_kept(missing):
    assert PlanFactory(**{missing: None}).pk is not None


@pytest.mark.parametrize("day", [date(2021, 3, 31), date(2021, 4, 1)], ids=["before", "the-same"])
def test_plan_that_starts_before_the_one_it_replaces_is_explained(day):
    earlier = PlanFactory(title="Earlier plan")

    with pytest.raises(ValidationError) as refusal:
        PlanFactory.build(replaces=earlier, starts_on=day).full_clean()

    assert refusal.value.message_dict == {
        "starts_on": [
            f"The first day, {day.day} {day:%B %Y}, must come after 1 April 2021, the first day of Earlier plan, which "
            "this plan replaces."
        ]
    }


@pytest.mark.parametrize("day", [date(2021, 4, 2), None], ids=["after", "not-known"])
def test_plan_that_starts_after_the_one_it_replaces_is_kept(day):
    PlanFactory.build(replaces=PlanFactory(), starts_on=day).full_clean()


def test_plan_that_is_replaced_cannot_be_deleted():
    earlier = PlanFactory()
    PlanFactory(replaces=earlier)

    with pytest.raises(IntegrityError), transaction.atomic():
        earlier.delete()


def test_measurement_of_one_day_is_kept():
    assert MeasurementFactory(ends_on=date(2020, 4, 1)).pk is not None


def test_measurement_without_a_value_but_with_a_reason_is_kept():
    assert MeasurementFactory(value=None, missing_reason="Not collected that year.").pk is not None


def test_measurement_of_zero_is_kept():
    assert MeasurementFactory(value=0).pk is not None


def refusal_to_move(statement, **where):
    with pytest.raises(Unmovable) as refusal:
        changed(statement, **where).save()
    return refusal.value.messages


def test_statement_that_was_published_stays_in_its_plan_and_with_its_outcome():
    published = {"name": "Well", "plan__title": "Council Plan", "outcome__name": "Well"}
    said = [
        "This was published as what Council Plan says of Well, so it stays there. Add a statement where this one was "
        "to go."
    ]

    assert refusal_to_move(PlanOutcomeFactory(**published), plan=PlanFactory(state="draft")) == said
    assert refusal_to_move(PlanOutcomeFactory(**published), outcome=OutcomeFactory()) == said


def test_statement_of_a_draft_can_go_elsewhere_until_a_priority_stands_under_it():
    draft, other = PlanFactory(state="draft", title="One draft"), PlanFactory(state="draft", title="Another draft")
    statement = PlanOutcomeFactory(plan=draft)
    changed(statement, plan=other, outcome=OutcomeFactory()).save()
    PriorityActionFactory(plan_outcome=statement)

    assert refusal_to_move(statement, plan=draft) == [
        "1 priority stands under this statement, so it stays in Another draft. Add a statement to One draft, and say "
        "there what becomes of the promises."
    ]


def test_place_of_one_day_is_kept():
    assert PlaceFactory(valid_from=date(2026, 5, 6), valid_until=date(2026, 5, 7)).pk is not None


@pytest.mark.parametrize(
    ("factory", "values", "text"),
    [
        (PlanFactory, {"title": "Example plan"}, "Example plan"),
        (ForewordFactory, {"author_name": "Example leader", "plan__title": "Plan"}, "Example leader in Plan"),
        (OutcomeFactory, {"name": "Best start"}, "Best start"),
        (PlanOutcomeFactory, {"name": "Best start", "plan__title": "Plan"}, "Best start in Plan"),
        (OutcomeSectionFactory, {"heading": "Example heading"}, "Example heading"),
        (AimFactory, {"text": "a" * 90}, "a" * 79 + "…"),
        (CommitmentFactory, {"number": 3, "text": "Plant trees"}, "Continuing 3: Plant trees"),
        (HeadlineFigureFactory, {"text": "a" * 90}, "a" * 79 + "…"),
        (IndicatorFactory, {"name": "Air quality"}, "Air quality"),
        (PlanIndicatorFactory, {"wording": "a" * 90}, "a" * 79 + "…"),
        (MeasurementFactory, {"indicator__name": "Air quality"}, "Air quality, 2020/21"),
        (TargetFactory, {"indicator__name": "Air quality"}, "Air quality: 60 by 2023-03-31"),
        (ComparatorFactory, {"indicator__name": "Air quality"}, "Air quality: England"),
        (PrincipleFactory, {"name": "People"}, "People"),
        (ApproachPageFactory, {"title": "How we work", "plan__title": "Plan"}, "How we work (Plan)"),
        (ApproachSectionFactory, {"heading": "Example heading"}, "Example heading"),
        (CaseStudyFactory, {"title": "Example case"}, "Example case"),
        (PlaceFactory, {"name": "Example ward"}, "Example ward"),
    ],
    ids=lambda value: value._meta.model.__name__ if isinstance(value, type) else "",
)
def test_record_says_what_it_is(factory, values, text):
    assert str(factory(**values)) == text
