"""Dashboards of every kind at 2,000 and at 20,000 promises: queries, CPU time, and how it grows.

Records are written past the ledger, and their versions beside them: one of each, two of every tenth promise, whose
date moved.
"""

from portal_in_memory import cpu_seconds  # isort: skip - sets Django up
from collections.abc import Iterable
from datetime import date, timedelta

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Model, QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import (
    AppointmentFactory,
    CommitteeFactory,
    CouncillorAccountFactory,
    CouncillorFactory,
    DirectorateFactory,
    IndicatorFactory,
    MeasurementFactory,
    MeetingFactory,
    OutcomeFactory,
    PlaceFactory,
    PlanFactory,
    PlanIndicatorFactory,
    PlanOutcomeFactory,
    PortfolioFactory,
    RemitFactory,
    SeatFactory,
)

from ledger.clock import today
from ledger.entries import Entry, entering
from outcomes.elections import know_of
from priorities.models import Deliverable, DeliverablePlace, EvidenceLink, PriorityAction, ProgressUpdate

FEW, MANY = 2_000, 20_000
MOST_QUERIES = 25
PROMISES_EACH, REPORTS_EACH = 5, 3
OUTCOMES, PORTFOLIOS, WARDS, DIRECTORATES = 8, 6, 10, 5
ADDRESSES = (
    "all/",
    "all/?by=ward",
    "all/?by=outcome",
    "all/?by=directorate",
    f"all/?as-at={today() - timedelta(days=200)}",
    "all/timeline/",
    "councillors/example/",
    "portfolios/example/",
    "committees/example/",
    "wards/example/",
    "all/every/",
    "all/quiet/?page=2",
    "all/moved/",
)
STATUSES = ("on-track", "complete", "at-risk", "off-track", "not-started", "on-track")
BEGUN = timedelta(days=900)


def main() -> None:
    with entering(Entry("A benchmark needs a portal.", effective_on=today() - BEGUN)):
        frame = made_frame()
    client = Client()
    client.force_login(frame["user"])
    add_promises(frame, 0, FEW)
    few = {address: measured(client, address) for address in ADDRESSES}
    add_promises(frame, FEW, MANY)
    print(f"{'dashboard':30} {'queries':>7} {'seconds at ' + f'{FEW:,}':>17} {'at ' + f'{MANY:,}':>10} {'times':>6}")
    for address, (queries, seconds) in few.items():
        queries_of_many, seconds_of_many = measured(client, address)
        if queries_of_many != queries:
            raise SystemExit(f"{address} took {queries} queries, and now takes {queries_of_many}.")
        if queries > MOST_QUERIES:
            raise SystemExit(f"{address} takes {queries} queries: no dashboard may take more than {MOST_QUERIES}.")
        print(f"{address:30} {queries:7} {seconds:17.2f} {seconds_of_many:10.2f} {seconds_of_many / seconds:6.1f}")


def measured(client: Client, address: str) -> tuple[int, float]:
    """How many queries a dashboard takes, and the CPU seconds."""

    def ask() -> int:
        know_of([])
        with CaptureQueriesContext(connection) as captured:
            response = client.get(f"/dashboard/{address}")
        if response.status_code != 200:
            raise SystemExit(f"{address} answers {response.status_code}: {response.content[:500]!r}")
        return len(captured)

    seconds = cpu_seconds(ask, rounds=2)
    return ask(), seconds


def made_frame() -> dict:
    """A plan with outcomes and indicators, portfolios with holders, a committee, wards and a councillor's account."""
    plan = PlanFactory()
    stated = [PlanOutcomeFactory(plan=plan, outcome=OutcomeFactory()) for _ in range(OUTCOMES)]
    for each in stated:
        MeasurementFactory(indicator=PlanIndicatorFactory(plan_outcome=each, indicator=IndicatorFactory()).indicator)
    wards = [PlaceFactory(slug="example" if number == 0 else f"ward-{number}") for number in range(WARDS)]
    portfolios = [PortfolioFactory(slug="example" if number == 0 else f"part-{number}") for number in range(PORTFOLIOS)]
    councillor = CouncillorFactory(slug="example", ward=wards[0])
    for portfolio in portfolios:
        AppointmentFactory(portfolio=portfolio, **({"councillor": councillor} if portfolio in portfolios[:2] else {}))
    committee = CommitteeFactory(slug="example")
    for portfolio in portfolios[:2]:
        RemitFactory(committee=committee, portfolio=portfolio)
    SeatFactory(committee=committee, councillor=councillor)
    MeetingFactory(held_on=today() - timedelta(days=40))
    return {
        "plan": plan,
        "stated": stated,
        "wards": wards,
        "portfolios": portfolios,
        "directorates": [DirectorateFactory() for _ in range(DIRECTORATES)],
        "user": CouncillorAccountFactory(councillor=councillor, user=User.objects.create_user("councillor")).user,
    }


def add_promises(frame: dict, start: int, end: int) -> None:
    """Promises with their priorities, reports, evidence and wards, from one number up to another."""
    priorities = written(priority(frame, number) for number in range(start // PROMISES_EACH, end // PROMISES_EACH))
    promises = written(promise(frame, each, order) for each in priorities for order in range(PROMISES_EACH))
    written(report(each, number) for each in promises for number in range(REPORTS_EACH))
    written(DeliverablePlace(deliverable=each, place=frame["wards"][each.pk % WARDS]) for each in promises)
    written(
        EvidenceLink(deliverable=each, title="A report", url="https://example.org/", shown_on=today())
        for each in promises[::2]
    )


def priority(frame: dict, number: int) -> PriorityAction:
    stated = frame["stated"][number % OUTCOMES]
    portfolio = frame["portfolios"][number % PORTFOLIOS]
    return stamped(
        PriorityAction(plan=frame["plan"], plan_outcome=stated, number=number, title="Example", portfolio=portfolio)
    )


def promise(frame: dict, priority: PriorityAction, order: int) -> Deliverable:
    number = priority.number * PROMISES_EACH + order
    made = Deliverable(priority=priority, order=order, text=f"Open example hub {number}.", timescale_text="By 2026")
    made.timescale_end = today() + timedelta(days=number % 1500 - 300)
    made.directorate = frame["directorates"][number % DIRECTORATES]
    return stamped(made)


def report(promise: Deliverable, number: int) -> ProgressUpdate:
    day = today() - timedelta(days=(promise.pk * 7 + number * 90) % 800)
    said = dict.fromkeys(("commentary", "cause", "action", "next_step"), "An example of what is said.")
    status = STATUSES[(promise.pk + number) % len(STATUSES)]
    return stamped(
        ProgressUpdate(
            deliverable=promise, as_of=day, status=status, author_role="Example officer", state="published", **said
        ),
        day,
    )


def stamped(record: Model, day: date | None = None) -> Model:
    record.effective_on = day or today() - BEGUN
    return record


def written(records: Iterable[Model]) -> list:
    """Records with their versions. Of every tenth promise there is an earlier one with another date."""
    records = list(records)
    model = type(records[0])
    made = QuerySet(model).bulk_create(records, batch_size=500)
    versions = [version_of(each) for each in made]
    if model is Deliverable:
        for each, version in list(zip(made, versions, strict=True))[::10]:
            version.timescale_text, version.timescale_end = "By 2025", each.timescale_end - timedelta(days=90)
            moved = version_of(each)
            moved.effective_on = today() - timedelta(days=each.pk % 80)
            moved.history_change_reason = "The benchmark moved it."
            versions.append(moved)
    QuerySet(model.history.model).bulk_create(versions, batch_size=500)
    return made


def version_of(record: Model) -> Model:
    fields = {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}
    return type(record).history.model(
        **fields, history_date=timezone.now(), history_type="+", history_change_reason="The benchmark made it."
    )


if __name__ == "__main__":
    main()
