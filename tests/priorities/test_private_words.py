"""What officers say among themselves reaches no public page: remarks, drafts, and what is not published."""

from datetime import date, timedelta

import pytest
from desk_people import approver, contributor_of
from django.utils import timezone
from factories import DeliverableFactory, DirectorateFactory, ProgressUpdateFactory

from ledger.entries import Entry, entering
from priorities import reporting
from priorities.models import ProgressUpdate

pytestmark = pytest.mark.django_db

DAY, BEFORE = date(2022, 5, 1), date(2022, 4, 1)
LINKS = ("evidence", "decision_url")
TEXTS = ("commentary", "cause", "action", "next_step", "remark", "author_role", *LINKS)


def secret(state, name):
    return f"https://example.org/secret-{state}-{name}" if name in LINKS else f"secret-{state}-{name}"


@pytest.fixture
def promise():
    with entering(Entry("Read in.", effective_on=BEFORE)):
        return DeliverableFactory(directorate=DirectorateFactory(name="secret-directorate"))


def plant(promise):
    """One report in each private state, each text of which is known."""
    for state in ("draft", "awaiting", "returned", "signed-off"):
        ProgressUpdateFactory(
            deliverable=promise,
            as_of=DAY,
            status="off-track",
            state=state,
            publish_at=timezone.now() + timedelta(days=9) if state == "signed-off" else None,
            **{name: secret(state, name) for name in TEXTS},
        )


@pytest.fixture
def published(promise):
    """A report that residents read, with words in its history that they never may."""
    writer, boss = contributor_of(promise.directorate), approver()
    said = {name: secret("earlier", name) for name in TEXTS if name != "remark"}
    report = ProgressUpdate(deliverable=promise, as_of=DAY, status="off-track", **said)
    reporting.submit(report, by=writer)
    reporting.send_back(report, remark="secret-remark-on-a-published-one", by=boss)
    for name in said:
        setattr(report, name, f"https://example.org/{name}" if name in LINKS else f"Open words on {name}.")
    reporting.submit(report, by=writer)
    return reporting.sign_off(report, by=boss)


def addresses_of(promise):
    priority = promise.priority
    plan = priority.plan
    records = [promise, priority, plan, priority.plan_outcome, priority.plan_outcome.outcome, priority.portfolio]
    pages = [record.get_absolute_url() for record in records]
    lists = ["/", "/priorities/", "/priorities/?show=priorities", "/portfolios/", "/outcomes/", "/plans/", "/places/"]
    changes = ["/changes/", "/changes/?from=2022-01-01", "/changes/dates/", f"{plan.get_absolute_url()}what-happened/"]
    files = ["/priorities.csv", "/changes/dates.csv", "/changes/feed.atom", "/how-we-judge-progress/"]
    past = [f"{page}?as-at={DAY}" for page in [*pages, "/", "/priorities/"]]
    return [*pages, *lists, *changes, *files, *past, f"{pages[0]}?as-at={DAY}&known-by={timezone.localdate()}"]


def test_no_public_page_tells_what_officers_keep_among_themselves(client, promise, published):
    plant(promise)
    answers = {address: client.get(address) for address in addresses_of(promise)}
    texts = {address: b"".join(answer).decode() for address, answer in answers.items()}

    assert {address: answer.status_code for address, answer in answers.items()} == dict.fromkeys(answers, 200)
    assert [address for address, text in texts.items() if "secret-" in text] == []
    assert "Open words on commentary." in texts[promise.get_absolute_url()]
    assert published.written_by.username not in "".join(texts.values())


def test_reports_that_are_not_published_count_nowhere(client, promise):
    plant(promise)
    page = client.get(promise.get_absolute_url()).content.decode()

    assert ("No progress reported" in page, "Off track" in page) == (True, False)
