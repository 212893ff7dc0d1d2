"""Plans, outcomes, indicators, the approach and places."""

from datetime import date

from django.contrib.contenttypes.models import ContentType
from factory import LazyAttribute, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from outcomes import models


class PlanFactory(DjangoModelFactory):
    class Meta:
        model = models.Plan

    slug = Sequence("plan-{}".format)
    title = Sequence("Example plan {}".format)
    starts_on = date(2021, 4, 1)
    ends_on = date(2023, 3, 31)
    adopted_on = date(2021, 3, 24)
    state = "current"


class ForewordFactory(DjangoModelFactory):
    class Meta:
        model = models.Foreword

    plan = SubFactory(PlanFactory)
    order = Sequence(int)
    author_name = Sequence("Example author {}".format)
    author_role = "Example role"
    body = "An example of a foreword."


class OutcomeFactory(DjangoModelFactory):
    class Meta:
        model = models.Outcome

    slug = Sequence("outcome-{}".format)
    name = Sequence("Example outcome {}".format)
    order = Sequence(int)


class PlanOutcomeFactory(DjangoModelFactory):
    class Meta:
        model = models.PlanOutcome

    plan = SubFactory(PlanFactory)
    outcome = SubFactory(OutcomeFactory)
    order = Sequence(int)
    name = SelfAttribute("outcome.name")
    statement = "An example of a statement."
    introduction = "An example of an introduction."


class PartOfAnOutcomeFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    plan_outcome = SubFactory(PlanOutcomeFactory)


class OutcomeSectionFactory(PartOfAnOutcomeFactory):
    class Meta:
        model = models.OutcomeSection

    order = Sequence(int)
    heading = Sequence("Example section {}".format)
    body = "An example of a section."


class AimFactory(PartOfAnOutcomeFactory):
    class Meta:
        model = models.Aim

    order = Sequence(int)
    text = Sequence("Example aim {}".format)


class CommitmentFactory(PartOfAnOutcomeFactory):
    class Meta:
        model = models.Commitment

    kind = "continuing"
    number = Sequence(int)
    text = Sequence("Example commitment {}".format)


class HeadlineFigureFactory(DjangoModelFactory):
    class Meta:
        model = models.HeadlineFigure

    plan = SubFactory(PlanFactory)
    outcome = SubFactory(OutcomeFactory)
    order = Sequence(int)
    text = Sequence("Example figure {}".format)


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = models.Indicator

    slug = Sequence("indicator-{}".format)
    name = Sequence("Example indicator {}".format)
    unit = "%"
    better = "higher"
    source = "Example source"
    frequency = "every year"


class PlanIndicatorFactory(PartOfAnOutcomeFactory):
    class Meta:
        model = models.PlanIndicator

    indicator = SubFactory(IndicatorFactory)
    order = Sequence(int)
    wording = Sequence("Example wording of an indicator {}".format)


class MeasurementFactory(DjangoModelFactory):
    class Meta:
        model = models.Measurement

    indicator = SubFactory(IndicatorFactory)
    period = LazyAttribute(lambda measurement: f"{measurement.starts_on:%Y}/{measurement.ends_on:%y}")
    starts_on = date(2020, 4, 1)
    ends_on = date(2021, 3, 31)
    value = 50


class TargetFactory(DjangoModelFactory):
    class Meta:
        model = models.Target

    indicator = SubFactory(IndicatorFactory)
    plan = SubFactory(PlanFactory)
    due_on = date(2023, 3, 31)
    value = 60


class ComparatorFactory(DjangoModelFactory):
    class Meta:
        model = models.Comparator

    indicator = SubFactory(IndicatorFactory)
    name = "England"
    ends_on = date(2021, 3, 31)
    value = 55
    source = "Example source"


class PrincipleFactory(DjangoModelFactory):
    class Meta:
        model = models.Principle

    slug = Sequence("principle-{}".format)
    name = Sequence("Example principle {}".format)
    order = Sequence(int)


class ApproachPageFactory(DjangoModelFactory):
    class Meta:
        model = models.ApproachPage

    plan = SubFactory(PlanFactory)
    slug = Sequence("approach-{}".format)
    order = Sequence(int)
    title = Sequence("Example approach page {}".format)


class ApproachSectionFactory(DjangoModelFactory):
    class Meta:
        model = models.ApproachSection

    page = SubFactory(ApproachPageFactory)
    principle = SubFactory(PrincipleFactory)
    order = Sequence(int)
    heading = Sequence("Example approach section {}".format)


class CaseStudyFactory(DjangoModelFactory):
    class Meta:
        model = models.CaseStudy

    plan = SelfAttribute("section.page.plan")
    section = SubFactory(ApproachSectionFactory)
    order = Sequence(int)
    title = Sequence("Example case study {}".format)
    body = "An example of change being delivered."


class PlaceFactory(DjangoModelFactory):
    class Meta:
        model = models.Place

    slug = Sequence("place-{}".format)
    name = Sequence("Example ward {}".format)
    kind = "ward"


class PlaceWithinFactory(DjangoModelFactory):
    class Meta:
        model = models.PlaceWithin

    part = SubFactory(PlaceFactory, kind="town")
    whole = SubFactory(PlaceFactory)


class PlaceFollowsFactory(DjangoModelFactory):
    class Meta:
        model = models.PlaceFollows

    later = SubFactory(PlaceFactory)
    earlier = SubFactory(PlaceFactory)


class ElectionPeriodFactory(DjangoModelFactory):
    class Meta:
        model = models.ElectionPeriod

    name = Sequence("Example election {}".format)
    starts_on = date(2027, 3, 22)
    ends_on = date(2027, 5, 7)


class ReleaseFactory(DjangoModelFactory):
    class Meta:
        model = models.Release
        exclude = ["item"]

    period = SubFactory(ElectionPeriodFactory)
    item = SubFactory(PlanFactory)
    content_type = LazyAttribute(lambda release: ContentType.objects.get_for_model(type(release.item)))
    object_id = SelfAttribute("item.pk")
    item_revision = SelfAttribute("item.revision")
    reason = "An example of why this can be published during the period."
