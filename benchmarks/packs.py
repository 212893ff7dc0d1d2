"""What a meeting's pack costs at 200 and at 2,000 promises: its document, its page, its Word document, freezing it."""

from portal_in_memory import cpu_seconds  # isort: skip - sets Django up
import tracemalloc
from datetime import date, timedelta

from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import (
    DeliverableFactory,
    MeetingFactory,
    PlanOutcomeFactory,
    PriorityActionFactory,
    ProgressUpdateFactory,
    UserFactory,
)

from dashboards.packs import word
from dashboards.packs.contents import contents
from dashboards.packs.freezing import mark_final, reproduce
from ledger.entries import Entry, entering

REASON = "The benchmark needs a pack of this size."
STATUSES = ("on-track", "off-track", "at-risk", "complete", "not-started")
TROUBLE = {"cause": "An example. " * 8, "action": "An example. " * 8, "next_step": "An example. " * 8}


def main() -> None:
    stated = PlanOutcomeFactory()
    before = MeetingFactory(held_on=timezone.localdate() - timedelta(days=90))
    meeting = MeetingFactory(held_on=timezone.localdate() + timedelta(days=7))
    add_promises(stated, 0, 200)
    report("200 promises", meeting, before)
    add_promises(stated, 200, 2000)
    report("2,000 promises", meeting, before)


def add_promises(stated, first: int, last: int) -> None:
    with entering(Entry(REASON, effective_on=date(2024, 4, 1))):
        for number in range(first, last):
            if number % 50 == 0:
                priority = PriorityActionFactory(plan=stated.plan, plan_outcome=stated, number=1000 + number)
            promise = DeliverableFactory(
                priority=priority, order=number, timescale_text="By December 2024" if number % 7 else "By December 2099"
            )
            status = STATUSES[number % 5]
            told = TROUBLE if status in ("off-track", "at-risk") else {}
            ProgressUpdateFactory(
                deliverable=promise, status=status, as_of=timezone.localdate() - timedelta(days=30), **told
            )


def report(title: str, meeting, before) -> None:
    day = timezone.localdate()
    with CaptureQueriesContext(connection) as asked:
        said = contents(meeting, day, before) | {"final": None}
    tracemalloc.start()
    word.write(contents(meeting, day, before) | {"final": None})
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    pack = mark_final(meeting, before, by=UserFactory(), role="Example", reason=REASON, after=latest(meeting))
    told = sum(len(group["promises"]) for group in said["exceptions"])
    print(f"{title}: {told:,} exceptions told, {len(asked)} queries, {most / 1e6:.0f} MB at most")
    shown = {"pack": said, "meeting": meeting, "since": before}
    for name, work in (
        ("document", lambda: contents(meeting, day, before)),
        ("page", lambda: render_to_string("dashboards/packs/pack.html", shown)),
        ("Word document", lambda: word.write(said)),
        ("asked for again", lambda: reproduce(pack)),
    ):
        print(f"  {name:16} {cpu_seconds(work, 1):6.2f} s")
    print(f"  kept             {len(pack.document) / 1e6:6.2f} MB of JSON, {len(pack.docx) / 1e6:.2f} MB of Word")


def latest(meeting) -> int:
    found = meeting.packs.order_by("pk").last()
    return found.pk if found else 0


if __name__ == "__main__":
    main()
