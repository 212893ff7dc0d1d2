"""An example plan, so that there is something to see on dashboards: made up, labelled as such, and in debug only.

What it says stands in ``content/example/plan.toml``; its days count from the day on which it is read in.
"""

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction

from dashboards.models import Answer, CouncillorAccount, Question
from dashboards.questions import asking, parties
from desk.demonstration import COUNCILLOR, REPORTING
from desk.example_measures import measure
from ledger.clock import today
from ledger.entries import EXAMPLE, Entry, entering
from ledger.models import LedgerModel
from ledger.writing import first_day, long_day
from outcomes.models import Outcome, Place, Plan, PlanOutcome
from priorities.actions import move_date, report
from priorities.models import (
    Appointment,
    Councillor,
    Deliverable,
    DeliverablePlace,
    Directorate,
    EvidenceLink,
    Meeting,
    Portfolio,
    PriorityAction,
    Remit,
    Seat,
)
from stories.models import Consent, Story, StoryOutcome, StoryPlace

SLUG = "example-plan"
FILE = Path("content", "example", "plan.toml")
WHY = f"{EXAMPLE} made up to show how the portal works."
KNOWN_FOR = 1000
"""Days: since when the plan, its promises and its indicators are known."""
SAID = ("commentary", "cause", "action", "next_step")
ELSEWHERE = "https://www.example.org/"
HANDOVER, FIRST_HOLDING = 365, 730
"""Days since the portfolio for parks changed hands, and since the other one has been held by the same councillor."""
MEETINGS = (-18, -5, 1)
"""Weeks from today's in which the committee meets, on a Wednesday: two that are past, and next week."""
WEDNESDAY = 2


class NothingToStandOn(LookupError):
    """Something is missing that the example plan stands on; says what to do first."""


@transaction.atomic
def make_example_plan() -> Plan | None:
    """Make the plan and all that belongs to it; None where it is there already, and then nothing is written."""
    if Plan.objects.filter(slug=SLUG).exists():
        return None
    told = tomllib.loads((settings.BASE_DIR / FILE).read_text(encoding="utf-8"), parse_float=Decimal)
    account = _account()
    return _Loading(told, account, today()).load()


def _account() -> CouncillorAccount:
    """The account of the example councillor."""
    found = CouncillorAccount.objects.filter(user__username=COUNCILLOR).select_related("councillor", "user").first()
    if found is None or not Seat.objects.filter(councillor=found.councillor).exists():
        raise NothingToStandOn("Make the demonstration accounts first: python manage.py make_demonstration_accounts")
    return found


class _Loading:
    """One reading of the file ``told``, with what was made so far by name."""

    def __init__(self, told: dict, account: CouncillorAccount, day: date):
        self.told, self.account, self.day = told, account, day
        self.known = day - timedelta(days=KNOWN_FOR)
        self.promises: dict[str, Deliverable] = {}

    def load(self) -> Plan:
        names = ("title", "edition", "introduction")
        words = {name: self.told[name] for name in names}
        # Without a first day it never leads: the home page goes on to speak of the council's own plans.
        self.plan = self.since(Plan(slug=SLUG, state=Plan.State.ARCHIVED, **words))
        self.portfolios = {
            key: self.since(Portfolio(slug=f"example-{key}", name=name))
            for key, name in self.told["portfolios"].items()
        }
        self.appoint()
        self.stated = {slug: self.state(slug) for slug in self.outcomes()}
        for number, told in enumerate(self.told["priority"], 1):
            self.prioritise(number, told)
        for order, told in enumerate(self.told["indicator"], 1):
            measure(told, self.stated[told["outcome"]], order, self.known, self.day)
        self.meet()
        self.tell_story(self.told["story"])
        for told in self.told["question"]:
            self.ask(told)
        return self.plan

    def ago(self, days: int) -> date:
        return self.day - timedelta(days=days)

    def since(self, record: LedgerModel, earliest: date | None = None) -> LedgerModel:
        """Write a record that holds since the plan is known, or since ``earliest`` where that is later."""
        return _write(record, max(self.known, earliest or self.known))

    def outcomes(self) -> list[str]:
        return list(dict.fromkeys(each["outcome"] for each in self.told["priority"]))

    def state(self, slug: str) -> PlanOutcome:
        outcome = _found(Outcome, slug)
        return self.since(PlanOutcome(plan=self.plan, outcome=outcome, name=outcome.name, order=outcome.order))

    def appoint(self) -> None:
        """The example councillor holds both; one of them was somebody else's until a year ago."""
        earlier = self.since(Councillor(slug="example-earlier-holder", name="Example earlier holder"))
        holder, parks, learning = self.account.councillor, self.portfolios["parks"], self.portfolios["learning"]
        handover = self.ago(HANDOVER)
        for councillor, portfolio, starts, ends in [
            (earlier, parks, self.known, handover),
            (holder, parks, handover, None),
            (holder, learning, self.ago(FIRST_HOLDING), None),
        ]:
            role = "Example cabinet member"
            _write(Appointment(councillor=councillor, portfolio=portfolio, starts_on=starts, ends_on=ends, role=role))

    def prioritise(self, number: int, told: dict) -> None:
        priority = PriorityAction(
            plan=self.plan,
            plan_outcome=self.stated[told["outcome"]],
            number=number,
            title=told["title"],
            action=told["action"],
            portfolio=self.portfolios[told["portfolio"]],
        )
        self.since(priority)
        directorate = _found(Directorate, told["directorate"])
        for order, promised in enumerate(told["promise"], 1):
            self.promise(priority, directorate, order, promised)

    def promise(self, priority: PriorityAction, directorate: Directorate, order: int, told: dict) -> None:
        promise = Deliverable(
            priority=priority,
            order=order,
            text=told["text"],
            timescale_text=self.timescale(told["due"], told.get("begins")),
            expected_result=told.get("result", ""),
            directorate=directorate,
        )
        self.promises[told["text"]] = self.since(promise)
        for slug in told.get("places", []):
            place = _found(Place, slug)
            self.since(DeliverablePlace(deliverable=promise, place=place), first_day(Place, place.pk))
        for moved in told.get("moved", []):
            on = self.ago(moved["ago"])
            move_date(promise, self.timescale(moved["to"]), reason=moved["because"], effective_on=on)
        self.report(promise, told["notes"], told.get("expected"))
        if evidence := told.get("evidence"):
            shown_on = self.ago(told["notes"][-1][0])
            _write(EvidenceLink(deliverable=promise, title=evidence, url=ELSEWHERE, shown_on=shown_on), shown_on)

    def timescale(self, due: int, begins: int | None = None) -> str:
        """A timescale as plans print it, its days counted from today."""
        last = long_day(self.ago(-due))
        return f"By {last}" if begins is None else f"{long_day(self.ago(-begins))} to {last}"

    def report(self, promise: Deliverable, notes: list[list], expected: int | None) -> None:
        """Publish these notes, the earliest first; the last one names the day that is ``expected`` instead."""
        for ago, status, *words in notes:
            said = dict(zip(SAID, words, strict=False))
            last = expected is not None and ago == notes[-1][0]
            report(
                promise,
                status,
                author_role=REPORTING["contributor"],
                as_of=self.ago(ago),
                reason=WHY,
                is_example=True,
                forecast_on=self.ago(-expected) if last else None,
                decision_url=ELSEWHERE if status == "deferred" else "",
                **said,
            )

    def meet(self) -> None:
        """The example committee looks at both portfolios; it met twice, and meets again next week."""
        committee = Seat.objects.filter(councillor=self.account.councillor).earliest("pk").committee
        for portfolio in self.portfolios.values():
            self.since(Remit(committee=committee, portfolio=portfolio))
        monday = self.ago(self.day.weekday())
        for weeks in MEETINGS:
            held_on = monday + timedelta(weeks=weeks, days=WEDNESDAY)
            meeting = Meeting(committee=committee, body=committee.body, held_on=held_on, title=committee.name)
            _write(meeting, min(held_on, self.day))

    def tell_story(self, told: dict) -> None:
        story = Story(
            slug="example-story",
            kind=Story.Kind.IM_KIRKLEES,
            state=Story.State.PUBLISHED,
            person_role=told["role"],
            title=told["title"],
            text=told["text"],
            plan=self.plan,
        )
        story.queue_if_held_back()
        _write(story)
        _write(Consent(story=story, basis=f"{EXAMPLE} nobody is in this story, so nobody had to agree."))
        _write(StoryPlace(story=story, place=_found(Place, told["place"])))
        _write(StoryOutcome(story=story, outcome=_found(Outcome, told["outcome"])))

    def ask(self, told: dict) -> None:
        """The example councillor asked some days ago; the approver answered some days later, or nobody did."""
        asker, asked_on = self.account.user, self.ago(told["ago"])
        answer = told.get("answer", "")
        question = Question(
            deliverable=self.promises[told["promise"]],
            text=told["text"],
            asked_by=asker,
            asked_as=parties.asked_as(asker),
            asked_on=asked_on,
            answer_due_on=asking.due_from(asked_on),
            is_example=True,
        )
        _write(question, asked_on, by=asker)
        if answer:
            self.answer(question, answer, self.ago(told["answered"]))

    def answer(self, question: Question, text: str, on: date) -> None:
        approver = get_user_model().objects.get(username="approver")
        question.state = Question.State.ANSWERED
        _write(question, on, by=approver)
        role = REPORTING["approver"]
        answer = Answer(question=question, text=text, answered_by=approver, answered_as=role, answered_on=on)
        _write(answer, on, by=approver)


def _found(model: type[LedgerModel], slug: str) -> LedgerModel:
    found = model.objects.filter(slug=slug).first()
    if found is None:
        raise NothingToStandOn(f"There is no {slug} here. Load the starter content first: make run does.")
    return found


def _write(record: LedgerModel, on: date | None = None, by=None) -> LedgerModel:
    """Save what holds since ``on``, or since the day that it names itself."""
    with entering(Entry(WHY, effective_on=on, by=by)):
        record.full_clean()
        record.save()
    return record
