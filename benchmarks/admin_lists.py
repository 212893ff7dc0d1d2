"""The lists at the officers' desk: queries, and CPU time at 10,000 promises against 100.

Rows are written past the ledger, which would make a version of each: no list reads versions.
"""

from portal_in_memory import cpu_seconds  # isort: skip - sets Django up
from datetime import date, timedelta

from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from factories import FACTORY_OF, PlaceFactory, PlanOutcomeFactory, PortfolioFactory

from priorities.models import Deliverable, DeliverablePlace, EvidenceLink, PriorityAction, ProgressUpdate, Status

FEW, MANY = 100, 10_000
PROMISES_EACH, REPORTS_EACH = 4, 2
GROWN = (Deliverable, ProgressUpdate, PriorityAction, EvidenceLink, DeliverablePlace)
QUERIES = {
    Deliverable: [
        "",
        "?q=hub",
        "?priority__plan__id__exact={plan}",
        "?says=on-track",
        "?timescale_end__year=2022",
        "?o=6",
    ],
    ProgressUpdate: ["", "?q=hub", "?state__exact=published", "?as_of__year=2022"],
    PriorityAction: ["", "?q=example", "?plan__id__exact={plan}"],
    EvidenceLink: ["", "?q=hub"],
    DeliverablePlace: ["", "?q=hub"],
}


def main() -> None:
    for model in admin.site._registry:
        if model in FACTORY_OF and not model.objects.exists():
            FACTORY_OF[model]()
    client, stated = Client(), PlanOutcomeFactory()
    client.force_login(User.objects.create_superuser("officer"))
    add_promises(stated, 0, FEW)
    few = {address: seconds_of(client, address) for address in grown_lists(stated.plan_id)}
    add_promises(stated, FEW, MANY)
    print(f"{'list':60} {'rows':>7} {'queries':>8} {'x at ' + str(FEW):>9}")
    for address, seconds in few.items():
        rows, queries = ask(client, address)
        print(f"{address:60} {rows:7} {queries:8} {seconds_of(client, address) / seconds:9.1f}")
    print("\nevery other list, with few rows")
    for address in sorted(map(list_of, set(admin.site._registry) - set(GROWN))):
        rows, queries = ask(client, address)
        print(f"{address:60} {rows:7} {queries:8}")


def grown_lists(plan: int) -> list[str]:
    return [list_of(model) + query.format(plan=plan) for model, queries in QUERIES.items() for query in queries]


def seconds_of(client: Client, address: str) -> float:
    return cpu_seconds(lambda: ask(client, address), rounds=3)


def list_of(model) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def ask(client: Client, address: str) -> tuple[int, int]:
    """How many rows the list found, and how many queries it took."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answers {answer.status_code}: {getattr(answer, 'url', '')}")
    return answer.context_data["cl"].result_count, len(captured)


def add_promises(stated, start: int, end: int) -> None:
    """Promises in priorities of one plan, each with its reports, a link to evidence and a place."""
    portfolio, place = PortfolioFactory(), PlaceFactory()
    priorities = written(
        PriorityAction(plan=stated.plan, plan_outcome=stated, number=number, title="An example", portfolio=portfolio)
        for number in range(start // PROMISES_EACH, end // PROMISES_EACH)
    )
    promises = written(promise(priority, order) for priority in priorities for order in range(PROMISES_EACH))
    written(report(each, number) for each in promises for number in range(REPORTS_EACH))
    written(
        EvidenceLink(deliverable=each, title="A report", url="https://example.org/", shown_on=date(2022, 1, 1))
        for each in promises
    )
    written(DeliverablePlace(deliverable=each, place=place) for each in promises)


def promise(priority: PriorityAction, order: int) -> Deliverable:
    number = priority.number * PROMISES_EACH + order
    what = "Open a hub" if number % 100 == 0 else "Plant a wood"
    made = Deliverable(priority=priority, order=order, text=f"{what} for example {number}.", timescale_text="By 2022")
    made.read_timescale()
    made.timescale_end = date(2021, 1, 1) + timedelta(days=number % 1500)
    return made


def report(promise: Deliverable, number: int) -> ProgressUpdate:
    status = (Status.ON_TRACK, Status.COMPLETE, Status.NOT_STARTED)[(promise.pk + number) % 3]
    day = date(2021, 6, 30) + timedelta(days=(promise.pk * 7 + number * 90) % 1500)
    said = {"commentary": "An example of progress.", "author_role": "Example officer", "state": "published"}
    return ProgressUpdate(deliverable=promise, as_of=day, status=status, **said)


def written(records) -> list:
    records = list(records)
    return QuerySet(type(records[0])).bulk_create(records, batch_size=500)


if __name__ == "__main__":
    main()
