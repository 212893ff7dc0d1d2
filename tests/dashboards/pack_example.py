"""A council in small for packs: promises of every kind, a portfolio that nobody holds, and a meeting to come."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from factories import (
    AnswerFactory,
    AppointmentFactory,
    ComparatorFactory,
    CouncillorFactory,
    DeliverableFactory,
    IndicatorFactory,
    MeasurementFactory,
    MeetingFactory,
    PlanFactory,
    PlanIndicatorFactory,
    PlanOutcomeFactory,
    PortfolioFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
    QuestionFactory,
)

from ledger.entries import Entry, entering
from ledger.writing import long_day
from priorities.models import Deliverable, Meeting

TROUBLE = {
    "cause": "Example: the contractor went into administration.",
    "action": "Example: the work was tendered again.",
    "next_step": "Example: cabinet chooses between two firms.",
}
MOVED = "Example: the library needs a new roof before a hub can open in it."


@dataclass
class Council:
    day: date
    meeting: Meeting
    before: Meeting
    promises: dict[str, Deliverable] = field(default_factory=dict)


def small_council(day: date) -> Council:
    """As at ``day``: ten promises in two portfolios and under one councillor whom the plan names."""

    def ago(days: int) -> date:
        return day - timedelta(days=days)

    with entering(Entry("Read in.", effective_on=ago(400))):
        plan = PlanFactory(slug="example", title="Example plan", starts_on=ago(400), ends_on=ago(-800))
        stated = PlanOutcomeFactory(plan=plan)
        held, vacant = PortfolioFactory(name="Example housing"), PortfolioFactory(name="Example learning")
        AppointmentFactory(portfolio=held, councillor__name="Ada Example", starts_on=ago(400))
        homes = PriorityActionFactory(plan_outcome=stated, number=1, title="Homes", portfolio=held)
        schools = PriorityActionFactory(plan_outcome=stated, number=2, title="Schools", portfolio=vacant)
        named = CouncillorFactory(name="Ben Example")
        parks = PriorityActionFactory(
            plan_outcome=stated,
            number=3,
            title="Parks",
            portfolio=None,
            published_holder=named,
            holder_as_published="Councillor Ben Example",
        )
        promises = {
            name: DeliverableFactory(priority=priority, order=place, text=text, timescale_text=_by(due))
            for place, (name, priority, text, due) in enumerate(
                [
                    ("off", homes, "Repair 200 homes, and show residents where and when.", ago(12)),
                    ("risk", homes, "Open a hub in every town.", ago(-40)),
                    ("over", homes, "Insulate the roofs of all council homes.", ago(30)),
                    ("done", homes, "Let 50 empty homes.", ago(5)),
                    ("due", schools, "Open the nursery in Example Road.", ago(-30)),
                    ("quiet", schools, "Train every teacher.", None),
                    ("none", schools, "Lend every pupil a bicycle.", ago(-200)),
                    ("moved", schools, "Build a library.", ago(-20)),
                    ("named", parks, "Plant a wood.", ago(3)),
                    ("early", parks, "Mend every swing.", ago(100)),
                ]
            )
        }
        indicator = IndicatorFactory(name="Homes that are warm", unit="%", better="higher")
        PlanIndicatorFactory(plan_outcome=stated, indicator=indicator)
    for year, value in ((2, "61.5"), (1, "64")):
        first = date(day.year - year, 1, 1)
        MeasurementFactory(
            indicator=indicator,
            period=str(first.year),
            starts_on=first,
            ends_on=date(first.year, 12, 31),
            value=Decimal(value),
        )
    ComparatorFactory(indicator=indicator, name="England", ends_on=date(day.year - 1, 12, 31), value=Decimal("70"))
    council = Council(
        day,
        meeting=MeetingFactory(held_on=ago(-9), title="Cabinet in the town hall", url="https://example.org/papers"),
        before=MeetingFactory(held_on=ago(60), title="Cabinet before"),
        promises=promises,
    )
    _report(promises, ago)
    with entering(Entry(MOVED, approved_by="Example approver", decision_url="https://example.org/decisions/library")):
        promises["moved"].timescale_text = _by(ago(-120))
        promises["moved"].save()
    _ask(promises, indicator, ago)
    return council


def _by(day: date | None) -> str:
    return f"By {long_day(day)}" if day else ""


def _report(promises: dict, ago) -> None:
    for name, status, when in (
        ("off", "off-track", 20),
        ("risk", "at-risk", 15),
        ("over", "on-track", 40),
        ("done", "complete", 10),
        ("due", "on-track", 8),
        ("quiet", "on-track", 200),
        ("moved", "on-track", 7),
        ("named", "not-started", 25),
        ("early", "complete", 110),
    ):
        told = TROUBLE if status in ("off-track", "at-risk") else {}
        ProgressUpdateFactory(deliverable=promises[name], status=status, as_of=ago(when), **told)


def _ask(promises: dict, indicator, ago) -> None:
    asked = {"asked_on": ago(30), "answer_due_on": ago(16)}
    QuestionFactory(deliverable=promises["off"], text="When is the next home repaired?", **asked)
    answered = QuestionFactory(
        deliverable=promises["risk"],
        text="Which towns have a hub?",
        state="answered",
        asker_agrees=True,
        officer_agrees=True,
        asked_on=ago(20),
        answer_due_on=ago(6),
    )
    AnswerFactory(question=answered, text="Two of eleven.", answered_on=ago(10), approved=True)
    QuestionFactory(deliverable=None, indicator=indicator, text="Why not 70%?", asked_on=ago(2), answer_due_on=ago(-12))
