"""A council with promises of every kind, so that counts which ought to agree have a chance not to."""

from dataclasses import dataclass
from datetime import date

from factories import (
    AppointmentFactory,
    CouncillorFactory,
    DeliverableFactory,
    DeliverablePlaceFactory,
    OutcomeFactory,
    PlaceFactory,
    PlanFactory,
    PlanOutcomeFactory,
    PortfolioFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
)

from outcomes.models import Place, Plan
from priorities.models import Councillor, Deliverable, Portfolio, PriorityAction

TODAY = date(2022, 5, 12)
PARTS = {"cause": "A cause.", "action": "An action.", "next_step": "A step.", "decision_url": "https://example.org/d"}
MARCH, APRIL, MAY = date(2022, 3, 30), date(2022, 4, 15), date(2022, 5, 1)
# The timescale of a promise, and its reports in time order: the day, the status.
CASES = [
    ("By March 2022", [(MARCH, "complete")]),
    ("By March 2022", [(MARCH, "on-track"), (MAY, "complete")]),
    ("By March 2022", [(MARCH, "complete"), (APRIL, "at-risk"), (MAY, "complete")]),
    ("By March 2022", [(MARCH, "complete"), (APRIL, "complete")]),
    ("", [(MARCH, "complete")]),
    ("By June 2022", [(MARCH, "on-track")]),
    ("By March 2022", [(MARCH, "on-track")]),
    ("1 May 2022 and ongoing", [(MARCH, "on-track")]),
    ("Ongoing", [(MARCH, "at-risk")]),
    ("By March 2022", [(MARCH, "at-risk"), (MAY, "off-track")]),
    ("By March 2022", [(MARCH, "not-started")]),
    ("By March 2022", [(MARCH, "deferred")]),
    ("By March 2022", [(MARCH, "withdrawn")]),
    ("By March 2022", []),
    ("2023/24", []),
    ("In due course", []),
]


@dataclass
class House:
    """What was made, for the addresses of its pages."""

    plans: list[Plan]
    outcomes: list[str]
    priorities: list[PriorityAction]
    portfolios: list[Portfolio]
    councillors: list[Councillor]
    places: list[Place]

    @property
    def addresses(self) -> list[str]:
        """Every page that counts promises, but for the list itself."""
        records = [*self.plans, *self.priorities, *self.portfolios, *self.councillors, *self.places]
        stated = [f"/plans/{plan.slug}/outcomes/{slug}/" for plan in self.plans for slug in self.outcomes]
        return [
            *("/", "/plans/", "/outcomes/", "/portfolios/", "/councillors/", "/places/", "/numbers/"),
            *(f"/outcomes/{slug}/" for slug in self.outcomes),
            *stated,
            *(record.get_absolute_url() for record in records),
        ]


def a_mixed_house() -> House:
    """Two published plans and a draft, all with the same two outcomes, people and places, and every case in each."""
    outcomes = [OutcomeFactory(slug=slug, name=slug.title()) for slug in ("well", "safe")]
    places = [PlaceFactory(slug=slug, name=slug.title()) for slug in ("anley", "beck")]
    portfolios = [PortfolioFactory(slug=slug, name=slug.title()) for slug in ("health", "roads")]
    councillors = [CouncillorFactory(slug=slug, name=slug.title()) for slug in ("holder", "named")]
    AppointmentFactory(councillor=councillors[0], portfolio=portfolios[0])
    plans = [
        PlanFactory(slug="now", title="Now", starts_on=date(2021, 4, 1), state="current"),
        PlanFactory(slug="then", title="Then", starts_on=date(2018, 4, 1), state="archived"),
        PlanFactory(slug="soon", title="Soon", starts_on=date(2023, 4, 1), ends_on=None, state="draft"),
    ]
    priorities = []
    for plan in plans:
        stated = [PlanOutcomeFactory(plan=plan, outcome=outcome) for outcome in outcomes]
        for plan_outcome, portfolio, named in zip(
            [*stated, None], [*portfolios, None], [None, *councillors], strict=True
        ):
            priority = PriorityActionFactory(
                plan=plan, plan_outcome=plan_outcome, portfolio=portfolio, published_holder=named, title="Towns"
            )
            fill(priority, places)
            priorities.append(priority)
    return House(plans[:2], ["well", "safe"], priorities[:6], portfolios, councillors, places)


def fill(priority: PriorityAction, places: list[Place]) -> None:
    """Every case under a priority: some under a head, some under a head that stands under it, some in places."""
    head = DeliverableFactory(priority=priority, text="Help people by:", timescale_text="")
    below = DeliverableFactory(priority=priority, parent=head, text="In towns by:", timescale_text="By March 2022")
    DeliverableFactory(priority=priority, timescale_text="By March 2022", status_as_published="Completed")
    for order, (timescale, reports) in enumerate(CASES):
        parent = {0: head, 1: below}.get(order % 4)
        promise = DeliverableFactory(priority=priority, parent=parent, timescale_text=timescale)
        report(promise, reports, example=order % 3 == 0)
        if order % 5 < len(places):
            DeliverablePlaceFactory(deliverable=promise, place=places[order % 5])


def report(promise: Deliverable, reports: list[tuple[date, str]], example: bool = False) -> None:
    """What was told of a promise; a draft says something else in the end."""
    for day, status in reports:
        ProgressUpdateFactory(deliverable=promise, as_of=day, status=status, is_example=example, **PARTS)
    ProgressUpdateFactory(deliverable=promise, as_of=TODAY, status="not-started", state="draft")
