"""CPU time of pages read as at a day, against the same pages today, as the history grows."""

from portal_in_memory import cpu_seconds  # isort: skip - sets Django up
from datetime import date, timedelta

from django.test import Client
from factories import DeliverableFactory, PlanFactory, PlanOutcomeFactory, PriorityActionFactory, ProgressUpdateFactory

from ledger.entries import Entry, entering
from priorities.models import Deliverable

ADOPTED = date(2021, 4, 1)
DAY = ADOPTED + timedelta(days=200)
REASON = "The benchmark needs one more version of it."


def main() -> None:
    with entering(Entry(REASON, effective_on=ADOPTED)):
        plan = PlanFactory(slug="measured")
        stated = PlanOutcomeFactory(plan=plan, outcome__slug="measured")
        others = PlanOutcomeFactory(plan=PlanFactory(slug="other"), outcome__slug="other")
        promise = add_promises(stated, 100)
    pages = ["/", "/outcomes/measured/", "/plans/measured/", "/priorities/", promise.get_absolute_url()]
    report("100 promises, 2 versions each", pages)
    with entering(Entry(REASON, effective_on=ADOPTED)):
        add_promises(others, 1900)
    report("2,000 promises, 2 versions each", pages)
    for round_ in range(3):
        add_versions(round_)
    report("2,000 promises, 5 versions each", pages)


def add_promises(stated, count: int) -> Deliverable:
    for number in range(count // 4):
        priority = PriorityActionFactory(plan=stated.plan, plan_outcome=stated, number=1000 + count * 10 + number)
        for order in range(1, 5):
            promise = DeliverableFactory(priority=priority, order=order)
            ProgressUpdateFactory(deliverable=promise, as_of=DAY - timedelta(days=30), state="published")
            promise.timescale_text = "By December 2024"
            promise.save()
    return promise


def add_versions(round_: int) -> None:
    with entering(Entry(REASON, effective_on=DAY + timedelta(days=round_))):
        for promise in Deliverable.objects.all():
            promise.text = f"{promise.text} Round {round_}."
            promise.save()


def report(title: str, pages: list[str]) -> None:
    client = Client()
    print(title)
    for address in pages:
        live = cpu_seconds(lambda address=address: client.get(address), 3)
        past = cpu_seconds(lambda address=address: client.get(address, {"as-at": DAY.isoformat()}), 3)
        print(f"  {address:28} as at {past / live:6.2f} x today ({past * 1000:7.1f} ms)")


if __name__ == "__main__":
    main()
