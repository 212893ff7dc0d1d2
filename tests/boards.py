"""A small portal for whoever looks at dashboards."""

from datetime import timedelta

from factories import (
    AppointmentFactory,
    CommitteeFactory,
    CouncillorAccountFactory,
    CouncillorFactory,
    DeliverableFactory,
    DeliverablePlaceFactory,
    EvidenceLinkFactory,
    IndicatorFactory,
    MeasurementFactory,
    MeetingFactory,
    PlaceFactory,
    PlanIndicatorFactory,
    PlanOutcomeFactory,
    PortfolioFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
    QuestionFactory,
    RemitFactory,
    StoryOutcomeFactory,
    StoryPlaceFactory,
)

from ledger.clock import today
from ledger.entries import Entry, entering

STATUSES = ("off-track", "at-risk", "", "on-track", "complete")
TROUBLE = {"cause": "Example: staff left.", "action": "Example: two posts.", "next_step": "Example: interviews."}


class Portal:
    """A portfolio with its holder, a committee that looks at it, the holder's ward, and promises as they are added."""

    def __init__(self):
        with entering(Entry("An example begins.", effective_on=today() - timedelta(700))):
            self.ward = PlaceFactory(slug="example")
            self.portfolio = PortfolioFactory(slug="example")
            self.councillor = CouncillorFactory(slug="example", ward=self.ward)
            AppointmentFactory(councillor=self.councillor, portfolio=self.portfolio)
            committee = CommitteeFactory(slug="example")
            RemitFactory(committee=committee, portfolio=self.portfolio)
            stated = PlanOutcomeFactory()
            self.priority = PriorityActionFactory(plan_outcome=stated, portfolio=self.portfolio)
            indicator = PlanIndicatorFactory(plan_outcome=stated, indicator=IndicatorFactory()).indicator
            MeasurementFactory(indicator=indicator)
            StoryOutcomeFactory(outcome=stated.outcome)
            StoryPlaceFactory(place=self.ward)
        MeetingFactory(held_on=today() - timedelta(40))
        self.user = CouncillorAccountFactory(councillor=self.councillor).user

    def add(self, count):
        """Promises of every kind in turn: overdue, off track, at risk, moved, due, quiet and delivered."""
        begun, lately = today() - timedelta(500), today() - timedelta(10)
        soon = today() + timedelta(60)
        timescales = ("By March 2023", f"{soon.day} {soon:%B %Y}")
        for number in range(count):
            with entering(Entry("An example begins.", effective_on=begun)):
                promise = DeliverableFactory(priority=self.priority, timescale_text=timescales[number % 2])
                DeliverablePlaceFactory(deliverable=promise, place=self.ward)
                EvidenceLinkFactory(deliverable=promise)
            ProgressUpdateFactory(deliverable=promise, as_of=begun, status="on-track")
            if status := STATUSES[number % len(STATUSES)]:
                ProgressUpdateFactory(deliverable=promise, as_of=lately, status=status, **TROUBLE)
            if number % 5 == 0:
                promise.timescale_text = "By December 2030"
                with entering(Entry("The builder went out of business.", effective_on=lately)):
                    promise.save()
                QuestionFactory(deliverable=promise, asked_on=begun, answer_due_on=lately)
