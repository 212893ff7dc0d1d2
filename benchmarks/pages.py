"""CPU time of pages: against the health check as a bare view, and at ten times the promises."""

from portal_in_memory import cpu_seconds  # isort: skip - sets Django up
from django.test import Client
from factories import DeliverableFactory, PlanFactory, PlanOutcomeFactory, PriorityActionFactory, ProgressUpdateFactory

QUARTER_DAYS = ["2021-06-30", "2021-09-30", "2021-12-31", "2022-03-31"]
PAGES = ["/", "/outcomes/", "/outcomes/measured/", "/priorities/", "/plans/measured/"]


def main() -> None:
    plan = PlanFactory(slug="measured")
    stated = PlanOutcomeFactory(plan=plan, outcome__slug="measured")
    add_promises(plan, stated, 100)
    few = {address: cost(address) for address in ["/healthz", *PAGES]}
    add_promises(plan, stated, 900)
    many = {address: cost(address) for address in PAGES}
    print("page                     x bare view   at 10 x the promises")
    for address in PAGES:
        bare, growth = few[address] / few["/healthz"], many[address] / few[address]
        print(f"{address:24} {bare:11.1f}   {growth:8.1f} x")


def add_promises(plan, stated, count: int) -> None:
    for number in range(count // 4):
        priority = PriorityActionFactory(plan=plan, plan_outcome=stated, number=1000 + count * 10 + number)
        for order in range(1, 5):
            deliverable = DeliverableFactory(priority=priority, order=order)
            for quarter_day in QUARTER_DAYS:
                ProgressUpdateFactory(deliverable=deliverable, as_of=quarter_day)


def cost(address: str) -> float:
    client = Client()
    return cpu_seconds(lambda: client.get(address))


if __name__ == "__main__":
    main()
