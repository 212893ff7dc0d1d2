"""The example indicators of the example plan: nine quarters each, a target and a comparator where one is told."""

from datetime import date, timedelta

from django.utils.text import slugify

from ledger.entries import EXAMPLE, Entry, entering
from ledger.models import LedgerModel
from outcomes.models import Comparator, Indicator, Measurement, PlanIndicator, PlanOutcome, Target

DAY = timedelta(days=1)
SOURCE = f"{EXAMPLE} made up, nobody measured it"
TARGET_IN = timedelta(days=200)


def measure(told: dict, stated: PlanOutcome, order: int, known: date, day: date) -> None:
    """Write one indicator as the file tells it, known since ``known``, with quarters that are over on ``day``."""
    indicator = Indicator(
        slug=slugify(told["name"]),
        name=told["name"],
        unit=told["unit"],
        better=told["better"],
        definition=told["definition"],
        source=SOURCE,
        frequency="every quarter",
    )
    _write(indicator, known)
    _write(PlanIndicator(plan_outcome=stated, indicator=indicator, order=order, wording=told["name"]), known)
    quarters = quarters_before(day, len(told["values"]))
    for (first, last), value in zip(quarters, told["values"], strict=True):
        period = f"{first:%B} to {last:%B %Y}"
        _write(Measurement(indicator=indicator, period=period, starts_on=first, ends_on=last, value=value))
    if "target" in told:
        _write(Target(indicator=indicator, plan=stated.plan, due_on=day + TARGET_IN, value=told["target"]), known)
    if "neighbour" in told:
        last = quarters[-1][1]
        name = "Example neighbour"
        _write(Comparator(indicator=indicator, name=name, ends_on=last, value=told["neighbour"], source=SOURCE), last)


def quarters_before(day: date, how_many: int) -> list[tuple[date, date]]:
    """The first and last days of the last quarters of a year that are over on ``day``, the oldest first."""
    found: list[tuple[date, date]] = []
    after = _begin_of_quarter(day)
    while len(found) < how_many:
        first = _begin_of_quarter(after - DAY)
        found.append((first, after - DAY))
        after = first
    return found[::-1]


def _begin_of_quarter(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _write(record: LedgerModel, on: date | None = None) -> None:
    with entering(Entry(f"{EXAMPLE} made up to show how the portal works.", effective_on=on)):
        record.full_clean()
        record.save()
