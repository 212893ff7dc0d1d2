from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.apps import apps
from django.db.models import BinaryField, Case, F, Prefetch, QuerySet, Value, When, prefetch_related_objects
from factories import (
    FACTORY_OF,
    AimFactory,
    ApproachPageFactory,
    ApproachSectionFactory,
    CaseStudyFactory,
    CommitmentFactory,
    ForewordFactory,
    HeadlineFigureFactory,
    MeasurementFactory,
    OutcomeFactory,
    PlanFactory,
    PlanIndicatorFactory,
    PlanOutcomeFactory,
    StoryFactory,
    StorySubmissionFactory,
)

from ledger.changes.shapes import columns_of, known_shapes
from ledger.models import LedgerModel
from ledger.together import fetch_together, fetch_values_together, hand_over, prefetch_together
from outcomes.models import Aim, Commitment, Foreword, Indicator, Measurement, Outcome, Plan, PlanOutcome
from stories.models import Story, StorySubmission

pytestmark = pytest.mark.django_db

LEDGER_MODELS = [
    model
    for model in apps.get_models()
    if issubclass(model, LedgerModel) and not any(isinstance(field, BinaryField) for field in model._meta.fields)
]
"""Those whose rows JSON can hold."""
every_model = pytest.mark.parametrize("model", LEDGER_MODELS, ids=lambda model: model._meta.label)


def contents(record) -> dict[str, str]:
    """Every column of a record with what it holds, told apart by type, and where the record came from."""
    columns = {field.attname: repr(field.value_from_object(record)) for field in record._meta.concrete_fields}
    return columns | {"adding": repr(record._state.adding), "database": repr(record._state.db)}


def assert_same(fetched, expected) -> None:
    assert [(type(each), contents(each)) for each in fetched] == [(type(each), contents(each)) for each in expected]


def put(record, **values) -> None:
    """Write straight into the record's columns, for what no form lets through."""
    QuerySet(type(record)).filter(pk=record.pk).update(**values)


@every_model
def test_fetch_together_brings_what_a_usual_fetch_brings(model):
    for _ in range(3):
        FACTORY_OF[model]()
    assert_same(fetch_together(model.objects.all())[0], model.objects.all())


def test_fetch_together_brings_every_model_in_one_statement(django_assert_num_queries):
    for model in LEDGER_MODELS:
        FACTORY_OF[model]()
    expected = [list(model.objects.all()) for model in LEDGER_MODELS]
    with django_assert_num_queries(1):
        fetched = fetch_together(*(model.objects.all() for model in LEDGER_MODELS))
    for some, others in zip(fetched, expected, strict=True):
        assert_same(some, others)


def test_fetch_values_together_brings_every_version_that_is_told_in_one_statement(django_assert_num_queries):
    shapes = known_shapes()
    for label in shapes:
        FACTORY_OF[apps.get_model(label)]()
    asked = [
        QuerySet(apps.get_model(label).history.model).values(*columns_of(shape)) for label, shape in shapes.items()
    ]
    with django_assert_num_queries(1):
        fetched = fetch_values_together(*asked)
    assert [sorted(map(repr, rows)) for rows in fetched] == [sorted(map(repr, rows)) for rows in asked]


@pytest.mark.parametrize(
    "value",
    ["50", "0.1", "-0.0001", "99999999999.9999", "123456789.1234"],
    ids=["whole", "tenth", "negative", "large", "many-digits"],
)
def test_decimal_stays_exact(value):
    MeasurementFactory(value=Decimal(value))
    [[measurement]] = fetch_together(Measurement.objects.all())
    assert_same([measurement], Measurement.objects.all())
    assert str(measurement.value) == f"{Decimal(value):.4f}"


@pytest.mark.parametrize(
    "labels",
    [
        {},
        [],
        "words",
        7,
        0.1,
        True,
        {"none": None, "deep": [{"£": 'é "quoted" \\ \n'}], "float": 1.10, "large": 2**60},
        Value(None, PlanOutcome._meta.get_field("labels")),
    ],
    ids=["object", "array", "string", "number", "fraction", "boolean", "nested", "json-null"],
)
def test_json_stays_what_it_was(labels):
    put(PlanOutcomeFactory(), labels=labels)
    assert_same(fetch_together(PlanOutcome.objects.all())[0], PlanOutcome.objects.all())


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2021, 7, 1, 12, 30, 15, 123456, tzinfo=UTC),
        datetime(2021, 7, 1, 12, 30, 15, 100000, tzinfo=UTC),
        datetime(2021, 1, 1, tzinfo=UTC),
    ],
    ids=["microseconds", "tenth-of-a-second", "midnight"],
)
def test_moment_stays_exact(moment):
    put(StorySubmissionFactory(), received_at=moment)
    [[submission]] = fetch_together(StorySubmission.objects.all())
    assert_same([submission], StorySubmission.objects.all())
    assert (submission.received_at, submission.received_at.tzinfo) == (moment, UTC)


@pytest.mark.parametrize("text", ["", "é £ – ‘’ 😀", "a\nb\t\"c\" 'd' \\ %s %%", "[1, null]"])
def test_text_stays_what_it_was(text):
    AimFactory(text=text)
    assert_same(fetch_together(Aim.objects.all())[0], Aim.objects.all())


def test_photograph_and_empty_columns_stay_what_they_were():
    StoryFactory(photo="stories/example.jpg", photo_alternative="Example", plan=PlanFactory(starts_on=None))
    StoryFactory()
    MeasurementFactory(value=None, missing_reason="Not measured.", provisional=True)
    stories, plans, measurements = fetch_together(Story.objects.all(), Plan.objects.all(), Measurement.objects.all())
    for fetched, model in ((stories, Story), (plans, Plan), (measurements, Measurement)):
        assert_same(fetched, model.objects.all())


def aims_in_disorder() -> None:
    for starts_on, order in (("2021-04-01", 2), (None, 1), ("2022-04-01", 3)):
        stated = PlanOutcomeFactory(plan__starts_on=starts_on)
        for number in (order + 10, order):
            AimFactory(plan_outcome=stated, order=number, text=f"Aim {number}")


@pytest.mark.parametrize(
    "order",
    [
        None,
        ["-plan_outcome", "order"],
        ["order"],
        ["-order", "pk"],
        ["plan_outcome_id", "-text"],
        [F("plan_outcome__plan__starts_on").asc(nulls_first=True), "id"],
        ["plan_outcome__plan__starts_on", "-id"],
        [Case(When(order__gt=10, then=Value(0)), default=Value(1)), "id"],
    ],
    ids=["own", "related-turned", "field", "turned", "key", "expression", "path", "case"],
)
def test_fetch_together_keeps_the_order(order):
    aims_in_disorder()
    aims = Aim.objects.all() if order is None else Aim.objects.order_by(*order)
    _, fetched = fetch_together(Foreword.objects.all(), aims)
    assert_same(fetched, aims)


def test_fetch_together_keeps_conditions_and_brings_distinct_rows_once():
    outcome = OutcomeFactory()
    for _ in range(2):
        PlanOutcomeFactory(outcome=outcome)
    PlanOutcomeFactory(plan__state="draft")
    outcomes, drafts = fetch_together(Outcome.objects.published(), Plan.objects.filter(state="draft"))
    assert outcomes == [outcome]
    assert drafts == list(Plan.objects.filter(state="draft"))


def test_fetch_together_of_nothing_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert fetch_together() == []
        assert fetch_together(Aim.objects.none()) == [[]]
        assert fetch_together(Aim.objects.filter(pk__in=[]), Aim.objects.none()) == [[], []]


@pytest.mark.parametrize("empty", [Plan.objects.none, lambda: Plan.objects.filter(pk__in=[])], ids=["none", "no-keys"])
@pytest.mark.parametrize("first", [True, False], ids=["first", "last"])
def test_fetch_together_with_an_empty_queryset(empty, first):
    aim = AimFactory()
    querysets = [empty(), Aim.objects.all()] if first else [Aim.objects.all(), empty()]
    assert fetch_together(*querysets) == ([[], [aim]] if first else [[aim], []])


def test_record_fetched_together_can_be_saved():
    AimFactory(text="Before")
    [[aim]] = fetch_together(Aim.objects.all())
    aim.text = "After"
    aim.save()
    assert list(Aim.objects.values_list("text", flat=True)) == ["After"]


PATHS = [
    "forewords",
    "replaced_by",
    "approach_pages",
    "approach_pages__sections",
    "approach_pages__sections__case_studies",
    "plan_outcomes",
    "plan_outcomes__outcome",
    "plan_outcomes__commitments",
    "plan_outcomes__plan_indicators",
    "plan_outcomes__plan_indicators__indicator",
]


def make_plan() -> Plan:
    plan = PlanFactory()
    PlanFactory(replaces=plan)
    stated, _ = PlanOutcomeFactory(plan=plan, order=2), PlanOutcomeFactory(plan=plan, order=1)
    for number in (2, 1):
        ForewordFactory(plan=plan, order=number)
        CommitmentFactory(plan_outcome=stated, number=number)
        section = ApproachSectionFactory(page=ApproachPageFactory(plan=plan, order=number))
        CaseStudyFactory(section=section)
    indicator = PlanIndicatorFactory(plan_outcome=stated).indicator
    PlanIndicatorFactory(plan_outcome=stated, indicator=indicator)
    return plan


def tree(plan) -> list:
    """All that the paths lead to, in order."""
    return [
        [contents(each) for each in (*plan.forewords.all(), *plan.replaced_by.all())],
        [
            (contents(page), contents(section), [contents(case) for case in section.case_studies.all()])
            for page in plan.approach_pages.all()
            for section in page.sections.all()
        ],
        [
            (
                contents(stated),
                contents(stated.plan),
                contents(stated.outcome),
                [(contents(each), contents(each.plan_outcome)) for each in stated.commitments.all()],
                [(contents(each), contents(each.indicator)) for each in stated.plan_indicators.all()],
            )
            for stated in plan.plan_outcomes.all()
        ],
    ]


def test_prefetch_together_does_as_prefetch_related_in_one_statement(django_assert_num_queries):
    make_plan()
    here, there = Plan.objects.get(replaces=None), Plan.objects.get(replaces=None)
    make_plan()
    prefetch_related_objects([here], *PATHS)
    with django_assert_num_queries(1):
        prefetch_together([there], *PATHS)
    with django_assert_num_queries(0):
        assert tree(there) == tree(here)


def test_prefetch_together_for_several_owners(django_assert_num_queries):
    make_plan()
    make_plan()
    here, there = list(Plan.objects.all()), list(Plan.objects.all())
    prefetch_related_objects(here, *PATHS)
    with django_assert_num_queries(1):
        prefetch_together(there, *PATHS)
    with django_assert_num_queries(0):
        assert [tree(plan) for plan in there] == [tree(plan) for plan in here]


def test_prefetch_together_for_no_owner_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        prefetch_together([], *PATHS)


def test_prefetch_together_takes_the_queryset_of_a_prefetch(django_assert_num_queries):
    stated = PlanOutcomeFactory()
    for kind in ("done", "emphasis", "continuing"):
        CommitmentFactory(plan_outcome=stated, kind=kind)
    chosen = Commitment.objects.exclude(kind="done").order_by("-kind")
    prefetch_together([stated], Prefetch("commitments", queryset=chosen))
    with django_assert_num_queries(0):
        assert [each.kind for each in stated.commitments.all()] == ["emphasis", "continuing"]


def test_row_that_a_queryset_leaves_out_reads_as_none(django_assert_num_queries):
    figure = HeadlineFigureFactory()
    prefetch_together([figure], Prefetch("outcome", queryset=Outcome.objects.published()))
    with django_assert_num_queries(0):
        assert (figure.outcome, figure.outcome_id is None) == (None, False)


def test_hand_over_leaves_rows_of_others_and_gives_nobody_nothing(django_assert_num_queries):
    aim, other = AimFactory(), AimFactory()
    hand_over([], "aims", [aim])
    bare = PlanOutcomeFactory()
    owner = PlanOutcome.objects.get(pk=aim.plan_outcome_id)
    hand_over([owner, bare], "aims", [other, aim])
    with django_assert_num_queries(0):
        assert [list(each.aims.all()) for each in (owner, bare)] == [[aim], []]
    assert aim.plan_outcome is owner


def test_handed_relation_can_still_be_narrowed():
    stated = CommitmentFactory(kind="done").plan_outcome
    CommitmentFactory(plan_outcome=stated, kind="emphasis")
    prefetch_together([stated], "commitments")
    assert [each.kind for each in stated.commitments.filter(kind="done")] == ["done"]


def test_one_row_that_many_name_comes_once():
    measured = [PlanIndicatorFactory()]
    measured += [PlanIndicatorFactory(indicator=measured[0].indicator) for _ in range(2)]
    prefetch_together(measured, Prefetch("indicator", queryset=Indicator.objects.order_by("-name")))
    assert len({id(each.indicator) for each in measured}) == 1


def test_rows_beyond_one_that_many_name_come_once(django_assert_num_queries):
    measured = [PlanIndicatorFactory()]
    measured.append(PlanIndicatorFactory(indicator=measured[0].indicator))
    values = [MeasurementFactory(indicator=measured[0].indicator, starts_on=date(year, 1, 1)) for year in (2020, 2019)]
    prefetch_together(measured, "indicator", "indicator__measurements")
    with django_assert_num_queries(0):
        assert [list(each.indicator.measurements.all()) for each in measured] == [values[::-1]] * 2
