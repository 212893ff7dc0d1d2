"""Every kind of page at the officers' desk, with long names, on a phone and on a desk: no barrier, no overflow."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from factories import UserFactory
from long_names import WORD, make_long
from problems import WIDTHS, problems_at_every_width

from desk.models import PreviewLink
from ledger.clock import today
from ledger.models import SpreadsheetRun
from outcomes.models import ElectionPeriod, Plan, Seal
from priorities.models import Appointment, Deliverable, PriorityAction, ProgressUpdate, Succession
from stories.models import Story, StorySubmission

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CUT_OFF = "boxes => [...document.querySelectorAll(boxes)].some(each => each.scrollWidth > each.clientWidth)"
PHONE, SCREEN = WIDTHS
BOXES = {PHONE: ".form-row, .submit-row", SCREEN: ".form-row, .submit-row, .results"}
"""What stands in them is never cut off at the side; on a phone a list is scrolled within its own box."""


@pytest.fixture
def records():
    """One of each model whose pages have something that the others have not; what is published waits for elections."""
    plan = make_long(Plan, state="current")
    make_long(Plan, state="draft", replaces=plan)
    priority = make_long(PriorityAction, plan=plan)
    promise = make_long(Deliverable, priority=priority)
    make_long(Deliverable, priority=priority, parent=promise)
    report = make_long(ProgressUpdate, deliverable=promise, state="awaiting")
    submission = make_long(StorySubmission)
    story = make_long(Story)
    make_long(ElectionPeriod, starts_on=today(), ends_on=today() + timedelta(days=30))
    councillor = make_long(Appointment).councillor
    return [plan, priority, promise, report, submission, story, User.objects.get(), councillor]


def test_pages_of_a_record_have_no_problem_though_its_names_are_long(desk, live_server, records):
    """Empty forms, and the pages of a record's past and of its end, look alike for all records: one is enough."""
    addresses = [address for record in records for address in addresses_of(record)]
    addresses += [page_of(Deliverable, "add"), page_of(User, "add"), *addresses_of_past(records[2])]
    assert problems_of_all(desk, live_server.url, addresses) == {}


def test_own_pages_of_the_desk_have_no_problem_though_names_are_long(desk, live_server, records):
    assert problems_of_all(desk, live_server.url, own_addresses(*records)) == {}


def test_pages_have_no_problem_for_who_only_reads_them(open_as, live_server, administrator, records):
    auditor = UserFactory()
    auditor.groups.set([Group.objects.get(name="Auditor")])
    SpreadsheetRun.objects.create(user=auditor, model="outcomes.place", file_name=f"{WORD}-{WORD}.csv")
    addresses = [address for record in (records[2], records[-1]) for address in addresses_of(record)]
    addresses += [page_of(SpreadsheetRun, "changelist"), page_of(ElectionPeriod, "held_back")]
    assert problems_of_all(open_as(auditor), live_server.url, addresses) == {}


def addresses_of(record) -> list[str]:
    """The list that a record is in, and its form."""
    return [page_of(type(record), "changelist"), page_of(type(record), "change", record.pk)]


def addresses_of_past(record) -> list[str]:
    version = [record.pk, record.history.latest().pk]
    pages = {"history": [record.pk], "simple_history": version, "restore": version, "delete": [record.pk]}
    return [page_of(type(record), page, *arguments) for page, arguments in pages.items()]


def page_of(model, page: str, *arguments) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


def own_addresses(plan, priority, promise, report, submission, *others) -> list[str]:
    """The desk's pages that are no form of one record."""
    steps = {"s": [], "": [plan.pk], "_promises": [plan.pk], "_carry": [plan.pk, priority.pk]}
    return [
        "/admin/",
        page_of(Deliverable, "update", promise.pk),
        page_of(Deliverable, "bulk", "reassign") + f"?chosen={promise.pk}",
        page_of(ProgressUpdate, "sign_off", report.pk),
        page_of(Appointment, "reshuffle"),
        page_of(StorySubmission, "moderate", submission.pk),
        page_of(PreviewLink, "for", "update", report.pk),
        page_of(ElectionPeriod, "held_back"),
        page_of(Seal, "add"),
        page_of(Deliverable, "change", promise.pk) + "?_popup=1",
        *(page_of(Succession, f"roll_forward{step}", *arguments) for step, arguments in steps.items()),
    ]


def problems_of_all(page, root: str, addresses: list[str]) -> dict[str, list[str]]:
    """What is wrong with each page, for those where something is."""
    problems = {address: problems_of_one(page, root + address) for address in addresses}
    return {address: found for address, found in problems.items() if found}


def problems_of_one(page, address: str) -> list[str]:
    page.heard.clear()
    answer = page.goto(address, wait_until="load")
    wrong = [] if answer.status == 200 else [f"answers {answer.status}"]
    return [*wrong, *problems_at_every_width(page), *cut_off(page)]


def cut_off(page) -> list[str]:
    """What is wider than the box it stands in, with everything open that can be opened."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    found, before = [], page.viewport_size
    for width, boxes in BOXES.items():
        page.set_viewport_size({"width": width, "height": before["height"]})
        found += [f"{width} px: something is cut off"] * page.evaluate(CUT_OFF, boxes)
    page.set_viewport_size(before)
    return found
