"""Promises, the people who answer for them, and progress."""

from datetime import date

from factory import Maybe, SelfAttribute, Sequence, SubFactory, post_generation
from factory.django import DjangoModelFactory

from priorities import models

from .accounts import UserFactory
from .outcomes import PlaceFactory, PlanFactory, PlanOutcomeFactory


class DirectorateFactory(DjangoModelFactory):
    class Meta:
        model = models.Directorate

    slug = Sequence("directorate-{}".format)
    name = Sequence("Example directorate {}".format)


class OfficerFactory(DjangoModelFactory):
    class Meta:
        model = models.Officer

    user = SubFactory(UserFactory)
    directorate = SubFactory(DirectorateFactory)
    role = "Example contributor"


class CouncillorFactory(DjangoModelFactory):
    class Meta:
        model = models.Councillor

    slug = Sequence("councillor-{}".format)
    name = Sequence("Example councillor {}".format)
    ward = SubFactory(PlaceFactory)


class PortfolioFactory(DjangoModelFactory):
    class Meta:
        model = models.Portfolio

    slug = Sequence("portfolio-{}".format)
    name = Sequence("Example portfolio {}".format)


class AppointmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Appointment

    councillor = SubFactory(CouncillorFactory)
    portfolio = SubFactory(PortfolioFactory)
    starts_on = date(2021, 5, 20)


class PriorityActionFactory(DjangoModelFactory):
    class Meta:
        model = models.PriorityAction

    plan = SelfAttribute("plan_outcome.plan")
    plan_outcome = SubFactory(PlanOutcomeFactory)
    number = Sequence(int)
    title = Sequence("Example priority {}".format)
    action = "An example of what will be done."
    portfolio = SubFactory(PortfolioFactory)


class DeliverableFactory(DjangoModelFactory):
    class Meta:
        model = models.Deliverable

    parent = None
    priority = Maybe("parent", SelfAttribute("parent.priority"), SubFactory(PriorityActionFactory))
    order = Sequence(int)
    text = Sequence("Example deliverable {}".format)
    timescale_text = "By March 2022"


class DeliverablePlaceFactory(DjangoModelFactory):
    class Meta:
        model = models.DeliverablePlace

    deliverable = SubFactory(DeliverableFactory)
    place = SubFactory(PlaceFactory)


class EvidenceLinkFactory(DjangoModelFactory):
    class Meta:
        model = models.EvidenceLink

    deliverable = SubFactory(DeliverableFactory)
    title = Sequence("Example evidence {}".format)
    url = Sequence("https://example.org/evidence/{}".format)
    shown_on = date(2021, 9, 30)


class ProgressUpdateFactory(DjangoModelFactory):
    class Meta:
        model = models.ProgressUpdate

    deliverable = SubFactory(DeliverableFactory)
    as_of = date(2021, 9, 30)
    status = "on-track"
    commentary = "An example of progress."
    author_role = "Example officer"
    state = "published"


class CommitteeFactory(DjangoModelFactory):
    class Meta:
        model = models.Committee

    slug = Sequence("committee-{}".format)
    name = Sequence("Example committee {}".format)


class RemitFactory(DjangoModelFactory):
    class Meta:
        model = models.Remit

    committee = SubFactory(CommitteeFactory)
    portfolio = SubFactory(PortfolioFactory)


class SeatFactory(DjangoModelFactory):
    class Meta:
        model = models.Seat

    committee = SubFactory(CommitteeFactory)
    councillor = SubFactory(CouncillorFactory)
    starts_on = date(2021, 5, 20)


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = models.Meeting

    body = "cabinet"
    held_on = date(2022, 1, 18)
    title = Sequence("Example meeting {}".format)


class SuccessionFactory(DjangoModelFactory):
    """A mark that leads from one plan into a whole priority of the plan after it, which is published in the end."""

    class Meta:
        model = models.Succession
        skip_postgeneration_save = True

    earlier = SubFactory(DeliverableFactory)
    plan = SubFactory(PlanFactory, state="draft", replaces=SelfAttribute("..earlier.priority.plan"))
    how = "carried"
    later_priority = SubFactory(PriorityActionFactory, plan=SelfAttribute("..plan"), plan_outcome=None)
    reason = Sequence("Example {}: the next plan goes on with this work.".format)

    @post_generation
    def published(self, create, wanted, **kwargs):
        if create and wanted is not False and self.plan.state == "draft":
            self.plan.state = "current"
            self.plan.save()
